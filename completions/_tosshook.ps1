
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'tosshook' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'tosshook'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'tosshook' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('listen', 'listen', [CompletionResultType]::ParameterValue, 'Record and pretty-print every webhook that arrives, and answer 200')
            [CompletionResult]::new('forward', 'forward', [CompletionResultType]::ParameterValue, 'Listen, and pass every event on to a dev server; its answer goes back to the sender')
            [CompletionResult]::new('retry-schedule', 'retry-schedule', [CompletionResultType]::ParameterValue, 'Compute when Toss Payments sends again, and ask what-if')
            [CompletionResult]::new('trigger', 'trigger', [CompletionResultType]::ParameterValue, 'Make realistic webhooks and send them as Toss Payments would')
            [CompletionResult]::new('api', 'api', [CompletionResultType]::ParameterValue, 'Stand in for Toss Payments'' look-up of payments, for servers that ask before they believe a webhook')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether a server is ready for Toss Payments')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Look at what has arrived')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Say which form of the security key a signature matches, or what was done wrong')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or write all of them into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'tosshook;listen' {
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Where to listen; anything but loopback can be reached by others')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The port; 0 picks a free one')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 picks a free one')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Accept only this path; others get 404')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'None of these events')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'Wait so long before the answer (forward: before the call)')
            [CompletionResult]::new('--fail-first', '--fail-first', [CompletionResultType]::ParameterName, 'Answer 500 to the first N requests of each event')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'The longest body that is taken; longer ones get 413')
            [CompletionResult]::new('--max-connections', '--max-connections', [CompletionResultType]::ParameterName, 'Connections at once')
            [CompletionResult]::new('--security-key', '--security-key', [CompletionResultType]::ParameterName, 'Check signatures with this security key: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--key-form', '--key-form', [CompletionResultType]::ParameterName, 'Which form of the security key signs')
            [CompletionResult]::new('--secret-key', '--secret-key', [CompletionResultType]::ParameterName, 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--api-base', '--api-base', [CompletionResultType]::ParameterName, 'Where payments are looked up: Toss Payments'' API, or what stands in for it on this machine')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'Keep the history in this file [default: one per project in the user''s data folder]')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Erase events that arrived longer ago, but for those that are still to be sent')
            [CompletionResult]::new('--history-max', '--history-max', [CompletionResultType]::ParameterName, 'Erase the oldest events of a larger history, but for those that are still to be sent')
            [CompletionResult]::new('--ready-file', '--ready-file', [CompletionResultType]::ParameterName, 'Write the URL into this file once connections are accepted')
            [CompletionResult]::new('--respond', '--respond', [CompletionResultType]::ParameterName, 'Answer with this status')
            [CompletionResult]::new('--forward-to', '--forward-to', [CompletionResultType]::ParameterName, 'What `listen` doesn''t do, for those who expect it here')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'End after N requests')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The seed of --fail-rate''s chance')
            [CompletionResult]::new('--fail-rate', '--fail-rate', [CompletionResultType]::ParameterName, 'Answer 500 with this probability: 0.2 or 20%')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--allow-browser', '--allow-browser', [CompletionResultType]::ParameterName, 'Let requests of browsers (with Origin) in')
            [CompletionResult]::new('--allow-live-key', '--allow-live-key', [CompletionResultType]::ParameterName, 'Take a live secret key, which looks customers'' payments up')
            [CompletionResult]::new('--no-history', '--no-history', [CompletionResultType]::ParameterName, 'Keep no history')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'With pretty: all fields, the null ones too')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'With raw: end each body with NUL instead of a newline')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show secrets, keys and customers'' data in full')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Mask them in json and raw too')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;forward' {
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The same as an option, for those who expect it here')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long the dev server may take; 0 waits for ever')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'At the start, wait so long for the dev server to accept connections')
            [CompletionResult]::new('--connect-wait', '--connect-wait', [CompletionResultType]::ParameterName, 'Hold an event so long through refused connections (a dev server restarting)')
            [CompletionResult]::new('--route', '--route', [CompletionResultType]::ParameterName, 'Another endpoint for one event type; repeatable')
            [CompletionResult]::new('--also', '--also', [CompletionResultType]::ParameterName, 'A copy to another server; repeatable')
            [CompletionResult]::new('--on-failure', '--on-failure', [CompletionResultType]::ParameterName, 'What becomes of an event that the dev server does not accept')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'With resend: how fast waits go by: real, 600x, instant [default: real]')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Calls at once')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust these certificates too (PEM)')
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Where to listen; anything but loopback can be reached by others')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The port; 0 picks a free one')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 picks a free one')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Accept only this path; others get 404')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'None of these events')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'Wait so long before the answer (forward: before the call)')
            [CompletionResult]::new('--fail-first', '--fail-first', [CompletionResultType]::ParameterName, 'Answer 500 to the first N requests of each event')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'The longest body that is taken; longer ones get 413')
            [CompletionResult]::new('--max-connections', '--max-connections', [CompletionResultType]::ParameterName, 'Connections at once')
            [CompletionResult]::new('--security-key', '--security-key', [CompletionResultType]::ParameterName, 'Check signatures with this security key: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--key-form', '--key-form', [CompletionResultType]::ParameterName, 'Which form of the security key signs')
            [CompletionResult]::new('--secret-key', '--secret-key', [CompletionResultType]::ParameterName, 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--api-base', '--api-base', [CompletionResultType]::ParameterName, 'Where payments are looked up: Toss Payments'' API, or what stands in for it on this machine')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'Keep the history in this file [default: one per project in the user''s data folder]')
            [CompletionResult]::new('--keep', '--keep', [CompletionResultType]::ParameterName, 'Erase events that arrived longer ago, but for those that are still to be sent')
            [CompletionResult]::new('--history-max', '--history-max', [CompletionResultType]::ParameterName, 'Erase the oldest events of a larger history, but for those that are still to be sent')
            [CompletionResult]::new('--ready-file', '--ready-file', [CompletionResultType]::ParameterName, 'Write the URL into this file once connections are accepted')
            [CompletionResult]::new('--respond', '--respond', [CompletionResultType]::ParameterName, 'Refused, with the reason')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'End after N requests')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The seed of --fail-rate''s chance')
            [CompletionResult]::new('--fail-rate', '--fail-rate', [CompletionResultType]::ParameterName, 'Answer 500 with this probability: 0.2 or 20%')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--no-resume', '--no-resume', [CompletionResultType]::ParameterName, 'With resend: leave events that are pending from an earlier run alone')
            [CompletionResult]::new('--ordered', '--ordered', [CompletionResultType]::ParameterName, 'First attempts of one order in the order of their arrival')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--allow-browser', '--allow-browser', [CompletionResultType]::ParameterName, 'Let requests of browsers (with Origin) in')
            [CompletionResult]::new('--allow-live-key', '--allow-live-key', [CompletionResultType]::ParameterName, 'Take a live secret key, which looks customers'' payments up')
            [CompletionResult]::new('--no-history', '--no-history', [CompletionResultType]::ParameterName, 'Keep no history')
            [CompletionResult]::new('--full', '--full', [CompletionResultType]::ParameterName, 'With pretty: all fields, the null ones too')
            [CompletionResult]::new('--null', '--null', [CompletionResultType]::ParameterName, 'With raw: end each body with NUL instead of a newline')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show secrets, keys and customers'' data in full')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Mask them in json and raw too')
            [CompletionResult]::new('--demo', '--demo', [CompletionResultType]::ParameterName, 'The whole thing in one command, offline: a sample dev server, sample events, no history kept')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;retry-schedule' {
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'When the first attempt is made [default: now]')
            [CompletionResult]::new('--down', '--down', [CompletionResultType]::ParameterName, 'An outage, FROM..TO or FROM+DURATION; repeatable')
            [CompletionResult]::new('--down-every', '--down-every', [CompletionResultType]::ParameterName, 'An outage that comes again, like a deploy: 1d+5m')
            [CompletionResult]::new('--fail', '--fail', [CompletionResultType]::ParameterName, 'The first N attempts fail')
            [CompletionResult]::new('--fail-rate', '--fail-rate', [CompletionResultType]::ParameterName, 'Each attempt outside the outages fails with this probability, 0.2 or 20%')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The same seed gives the same chances [default: a random one, which is told]')
            [CompletionResult]::new('--answer-after', '--answer-after', [CompletionResultType]::ParameterName, 'How long a failing attempt takes, so that each wait counts from its end [default: 0s]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write it')
            [CompletionResult]::new('--intervals', '--intervals', [CompletionResultType]::ParameterName, 'Another policy: the waits before each re-send, like 1m,5m,30m')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Another policy: how long an answer may take [default: 10s]')
            [CompletionResult]::new('--arrivals', '--arrivals', [CompletionResultType]::ParameterName, 'So many events, evenly spread over --over')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Events at random, so many in a time on average: 100/1s, for --over')
            [CompletionResult]::new('--over', '--over', [CompletionResultType]::ParameterName, 'For how long the events come')
            [CompletionResult]::new('--event', '--event', [CompletionResultType]::ParameterName, 'The way of a recorded event: the attempts that arrived, the next, the last chance')
            [CompletionResult]::new('--against', '--against', [CompletionResultType]::ParameterName, 'Play it for real: send an event to this endpoint until an attempt is accepted or the last has failed')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'How fast waits go by: real, 600x, instant [default: 3600x]')
            [CompletionResult]::new('--sample', '--sample', [CompletionResultType]::ParameterName, 'What to send: an event type, or the id of a recorded event [default: PAYMENT_STATUS_CHANGED]')
            [CompletionResult]::new('--security-key', '--security-key', [CompletionResultType]::ParameterName, 'Sign with this security key: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--key-form', '--key-form', [CompletionResultType]::ParameterName, 'Which form of the security key signs')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust these certificates too (PEM)')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history that --event and --sample look into')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--require-endpoint', '--require-endpoint', [CompletionResultType]::ParameterName, 'End at once if the endpoint accepts no connection at the start')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Send to hosts outside loopback and private networks without asking')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;trigger' {
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'Send a scenario of your own: a file, or - for standard input')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Send to this endpoint [default: the listener on 4100]')
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'The status: DONE, PARTIAL_CANCELED, …')
            [CompletionResult]::new('--method', '--method', [CompletionResultType]::ParameterName, 'The payment method: card, virtual-account, easy-pay, transfer, mobile-phone, gift-certificate')
            [CompletionResult]::new('--order-id', '--order-id', [CompletionResultType]::ParameterName, 'The order''s id')
            [CompletionResult]::new('--payment-key', '--payment-key', [CompletionResultType]::ParameterName, 'The payment''s key')
            [CompletionResult]::new('--amount', '--amount', [CompletionResultType]::ParameterName, 'The amount')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'The payment''s secret: a value, @FILE or env:NAME')
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Change a field: data.orderId=my-1; repeatable')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Take a field away; repeatable')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Send this body: a file, or - for standard input')
            [CompletionResult]::new('--like', '--like', [CompletionResultType]::ParameterName, 'Send a recorded event again as a new one')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history that --like looks into, and in which tosshook api finds the payments that are sent')
            [CompletionResult]::new('--security-key', '--security-key', [CompletionResultType]::ParameterName, 'Sign with this security key: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--key-form', '--key-form', [CompletionResultType]::ParameterName, 'Which form of the security key signs')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Send N different events, or play a scenario N times [default: 1, or as many as --duration has time for]')
            [CompletionResult]::new('--rate', '--rate', [CompletionResultType]::ParameterName, 'Send so many events in a time, whatever the server does: 100/s, 5000/1h')
            [CompletionResult]::new('--duration', '--duration', [CompletionResultType]::ParameterName, 'Begin no event after this time; with --count, whichever comes first')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Calls at once [default: 1, with --rate 500]')
            [CompletionResult]::new('--duplicate', '--duplicate', [CompletionResultType]::ParameterName, 'Send each event N more times, with the same id and count, at once or right after')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'Hold each attempt for a random time up to this')
            [CompletionResult]::new('--abort-after', '--abort-after', [CompletionResultType]::ParameterName, 'Cut each event''s connection off')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long an answer may take; 0 waits for ever')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'With --retry: how fast waits go by: real, 600x, instant [default: 3600x]')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust these certificates too (PEM)')
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Print the request in this form, send nothing')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The output of a run that sends')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The output of a run that sends')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'The same seed gives the same bytes, and the same chaos')
            [CompletionResult]::new('--at', '--at', [CompletionResultType]::ParameterName, 'When the change happened, in a scenario the last one: RFC 3339, 2026-11-22 13:00, 13:00, now, -30m')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List events, their statuses and methods, and scenarios')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Send to hosts outside loopback and private networks without asking')
            [CompletionResult]::new('--force', '--force', [CompletionResultType]::ParameterName, 'Let --set, --unset and a scenario''s file name fields that the event doesn''t have')
            [CompletionResult]::new('--no-history', '--no-history', [CompletionResultType]::ParameterName, 'Keep no payments for tosshook api')
            [CompletionResult]::new('--shuffle', '--shuffle', [CompletionResultType]::ParameterName, 'Send events in another order: among the 32 that come together, a scenario''s steps among each other')
            [CompletionResult]::new('--malformed', '--malformed', [CompletionResultType]::ParameterName, 'Send broken bodies: cut short, empty, no JSON, in another encoding, of another type, in an array')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Re-send what fails on Toss''s schedule, until each event is Completed or Failed')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--print', '--print', [CompletionResultType]::ParameterName, 'Print the request, send nothing')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show secrets in full')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;api' {
            [CompletionResult]::new('--host', '--host', [CompletionResultType]::ParameterName, 'Where to listen; anything but loopback can be reached by others')
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'The port; 0 picks a free one')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'The port; 0 picks a free one')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history whose payments are known [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--ready-file', '--ready-file', [CompletionResultType]::ParameterName, 'Write the URL into this file once connections are accepted')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How look-ups are told')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How look-ups are told')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'With json: mask secrets and customers'' data')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;check' {
            [CompletionResult]::new('--explain', '--explain', [CompletionResultType]::ParameterName, 'Explain a rule: what it sends, why, what mends it')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Follow these rules alone: exactly-200,burst; repeatable')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'Leave these rules out; repeatable')
            [CompletionResult]::new('--order-id', '--order-id', [CompletionResultType]::ParameterName, 'An order that the server knows, to tell of instead of made-up ones')
            [CompletionResult]::new('--payment-key', '--payment-key', [CompletionResultType]::ParameterName, 'The key of its payment')
            [CompletionResult]::new('--secret', '--secret', [CompletionResultType]::ParameterName, 'The secret of its payment: a value, @FILE or env:NAME')
            [CompletionResult]::new('--amount', '--amount', [CompletionResultType]::ParameterName, 'What its payment comes to, for servers that compare it')
            [CompletionResult]::new('--api', '--api', [CompletionResultType]::ParameterName, 'Stand in for Toss Payments'' look-up on this port, for a server that asks before it believes a webhook')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history in which tosshook api finds the payments of this check')
            [CompletionResult]::new('--security-key', '--security-key', [CompletionResultType]::ParameterName, 'Sign with this security key: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--key-form', '--key-form', [CompletionResultType]::ParameterName, 'Which form of the security key signs')
            [CompletionResult]::new('--effect-url', '--effect-url', [CompletionResultType]::ParameterName, 'Ask this URL whether the work was done: a number or a text that changes with it')
            [CompletionResult]::new('--effect-command', '--effect-command', [CompletionResultType]::ParameterName, 'Ask this command, run without a shell; what it prints counts')
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'At the start, wait so long for the server to accept connections')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust these certificates too (PEM)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The output')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The output')
            [CompletionResult]::new('--report', '--report', [CompletionResultType]::ParameterName, 'Write a report beside the output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the rules')
            [CompletionResult]::new('--no-history', '--no-history', [CompletionResultType]::ParameterName, 'Keep no payments for tosshook api')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Send to hosts outside loopback and private networks without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show secrets, keys and customers'' data in full in what the server says')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many')
            [CompletionResult]::new('--outcome', '--outcome', [CompletionResultType]::ParameterName, 'Only those that stand so (sending, completed, failed), or whose last call ended so')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'None of these events')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those that first arrived at this time or later: 13:00, ''2026-11-22 13:00'', -30m, RFC 3339')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Only those of this order')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only those in which all these words stand')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'With table: show secrets, keys and customers'' data in full')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'With json: mask them')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the newest events')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show an event: its request, every attempt and answer')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the newest events, and each one that arrives from now on')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Send events again: the bytes that came, with the same transmission id and a risen retried count')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two events: what their bodies say, path by path, and the headers that matter')
            [CompletionResult]::new('timeline', 'timeline', [CompletionResultType]::ParameterValue, 'Tell of one order''s events in time: what was late, came twice, is missing, or contradicts the rest')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the history is')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write events into a file, with all their requests, answers and calls')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring events in from a file')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Erase old events for good, with all that was noted of them')
            [CompletionResult]::new('forget', 'forget', [CompletionResultType]::ParameterValue, 'Erase an order''s events and payments for good')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'tosshook;events;list' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many')
            [CompletionResult]::new('--outcome', '--outcome', [CompletionResultType]::ParameterName, 'Only those that stand so (sending, completed, failed), or whose last call ended so')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'None of these events')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those that first arrived at this time or later: 13:00, ''2026-11-22 13:00'', -30m, RFC 3339')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Only those of this order')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only those in which all these words stand')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'With table: show secrets, keys and customers'' data in full')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'With json: mask them')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;show' {
            [CompletionResult]::new('--as', '--as', [CompletionResultType]::ParameterName, 'Print its first request in this form; as har, all of its requests with their answers')
            [CompletionResult]::new('--secret-key', '--secret-key', [CompletionResultType]::ParameterName, 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--api-base', '--api-base', [CompletionResultType]::ParameterName, 'Where payments are looked up: Toss Payments'' API, or what stands in for it on this machine')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--lookup', '--lookup', [CompletionResultType]::ParameterName, 'Ask Toss Payments for its payment, and say whether they agree; 1 where they don''t, or can''t be compared')
            [CompletionResult]::new('--allow-live-key', '--allow-live-key', [CompletionResultType]::ParameterName, 'Take a live secret key, which looks customers'' payments up')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'With table: show secrets, keys and customers'' data in full')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'With json and --as: mask them')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;tail' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'How many of those that arrived before are shown first')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'None of these events')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'With table: show secrets, keys and customers'' data in full')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'With json: mask them')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;resend' {
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Those that first arrived at this time or later, with --failed only what failed of them: 13:00, -30m, RFC 3339')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'None of these events')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'Send them to this endpoint [default: for each where it was forwarded to last]')
            [CompletionResult]::new('--security-key', '--security-key', [CompletionResultType]::ParameterName, 'Sign anew, with this security key, what came with a valid signature: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'With --retry: how fast waits go by: real, 600x, instant [default: 3600x]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'How long an answer may take; 0 waits for ever')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Calls at once; with 1 each event waits for the answer to the one before it')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header line, or replace those of the same name; repeatable')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'Trust these certificates too (PEM)')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The output')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The output')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'Those that the dev server did not accept at their last call, or that were not answered 200 here')
            [CompletionResult]::new('--allow-remote', '--allow-remote', [CompletionResultType]::ParameterName, 'Send to hosts outside loopback and private networks without asking')
            [CompletionResult]::new('--retry', '--retry', [CompletionResultType]::ParameterName, 'Re-send what fails on Toss''s schedule, from the count that it has, until each is Completed or Failed')
            [CompletionResult]::new('-k', '-k', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--insecure', '--insecure', [CompletionResultType]::ParameterName, 'Don''t check certificates; loopback and private hosts only')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'Show secrets in full')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;diff' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'With table: show secrets, keys and customers'' data in full')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'With json: mask them')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;timeline' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--reveal', '--reveal', [CompletionResultType]::ParameterName, 'With table: show secrets, keys and customers'' data in full')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'With json: mask them')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;path' {
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;export' {
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Only the newest so many [default: all]')
            [CompletionResult]::new('--outcome', '--outcome', [CompletionResultType]::ParameterName, 'Only those that stand so (sending, completed, failed), or whose last call ended so')
            [CompletionResult]::new('-e', '-e', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Only these events: comma-separated, any case, payout.*')
            [CompletionResult]::new('--exclude', '--exclude', [CompletionResultType]::ParameterName, 'None of these events')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only those that first arrived at this time or later: 13:00, ''2026-11-22 13:00'', -30m, RFC 3339')
            [CompletionResult]::new('--order', '--order', [CompletionResultType]::ParameterName, 'Only those of this order')
            [CompletionResult]::new('--search', '--search', [CompletionResultType]::ParameterName, 'Only those in which all these words stand')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write into this file, which nobody else may read, instead of standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write into this file, which nobody else may read, instead of standard output')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The file''s form [default: har where FILE ends so, else jsonl]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The file''s form [default: har where FILE ends so, else jsonl]')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--mask', '--mask', [CompletionResultType]::ParameterName, 'Mask secrets, keys and customers'' data in the bodies')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;import' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'The file''s form [default: har where FILE ends so, else jsonl]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'The file''s form [default: har where FILE ends so, else jsonl]')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;prune' {
            [CompletionResult]::new('--older-than', '--older-than', [CompletionResultType]::ParameterName, 'Events that arrived longer ago than this; what is still to be re-sent from here stays')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--all', '--all', [CompletionResultType]::ParameterName, 'All events, also what is still to be re-sent from here')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;forget' {
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;events;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the newest events')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show an event: its request, every attempt and answer')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the newest events, and each one that arrives from now on')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Send events again: the bytes that came, with the same transmission id and a risen retried count')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two events: what their bodies say, path by path, and the headers that matter')
            [CompletionResult]::new('timeline', 'timeline', [CompletionResultType]::ParameterValue, 'Tell of one order''s events in time: what was late, came twice, is missing, or contradicts the rest')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the history is')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write events into a file, with all their requests, answers and calls')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring events in from a file')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Erase old events for good, with all that was noted of them')
            [CompletionResult]::new('forget', 'forget', [CompletionResultType]::ParameterValue, 'Erase an order''s events and payments for good')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'tosshook;events;help;list' {
            break
        }
        'tosshook;events;help;show' {
            break
        }
        'tosshook;events;help;tail' {
            break
        }
        'tosshook;events;help;resend' {
            break
        }
        'tosshook;events;help;diff' {
            break
        }
        'tosshook;events;help;timeline' {
            break
        }
        'tosshook;events;help;path' {
            break
        }
        'tosshook;events;help;export' {
            break
        }
        'tosshook;events;help;import' {
            break
        }
        'tosshook;events;help;prune' {
            break
        }
        'tosshook;events;help;forget' {
            break
        }
        'tosshook;events;help;help' {
            break
        }
        'tosshook;verify' {
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Verify the body in this file, as it was received; - reads standard input')
            [CompletionResult]::new('--signature', '--signature', [CompletionResultType]::ParameterName, 'The value of tosspayments-webhook-signature, for --body')
            [CompletionResult]::new('--transmission-time', '--transmission-time', [CompletionResultType]::ParameterName, 'The value of tosspayments-webhook-transmission-time, for --body')
            [CompletionResult]::new('--security-key', '--security-key', [CompletionResultType]::ParameterName, 'Verify with this security key: @FILE, env:NAME, or the key itself')
            [CompletionResult]::new('--key-form', '--key-form', [CompletionResultType]::ParameterName, 'Which form of the security key signs')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to print')
            [CompletionResult]::new('--history', '--history', [CompletionResultType]::ParameterName, 'The history''s file [default: this project''s in the user''s data folder]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'The same as --format json')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;man' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to colour')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'The zone that times are read and shown in')
            [CompletionResult]::new('--no-pager', '--no-pager', [CompletionResultType]::ParameterName, 'Print long tables as they are, not through a pager')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            break
        }
        'tosshook;help' {
            [CompletionResult]::new('listen', 'listen', [CompletionResultType]::ParameterValue, 'Record and pretty-print every webhook that arrives, and answer 200')
            [CompletionResult]::new('forward', 'forward', [CompletionResultType]::ParameterValue, 'Listen, and pass every event on to a dev server; its answer goes back to the sender')
            [CompletionResult]::new('retry-schedule', 'retry-schedule', [CompletionResultType]::ParameterValue, 'Compute when Toss Payments sends again, and ask what-if')
            [CompletionResult]::new('trigger', 'trigger', [CompletionResultType]::ParameterValue, 'Make realistic webhooks and send them as Toss Payments would')
            [CompletionResult]::new('api', 'api', [CompletionResultType]::ParameterValue, 'Stand in for Toss Payments'' look-up of payments, for servers that ask before they believe a webhook')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Check whether a server is ready for Toss Payments')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Look at what has arrived')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Say which form of the security key a signature matches, or what was done wrong')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print a shell''s completions')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the man page, or write all of them into a folder')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'tosshook;help;listen' {
            break
        }
        'tosshook;help;forward' {
            break
        }
        'tosshook;help;retry-schedule' {
            break
        }
        'tosshook;help;trigger' {
            break
        }
        'tosshook;help;api' {
            break
        }
        'tosshook;help;check' {
            break
        }
        'tosshook;help;events' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List the newest events')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show an event: its request, every attempt and answer')
            [CompletionResult]::new('tail', 'tail', [CompletionResultType]::ParameterValue, 'Show the newest events, and each one that arrives from now on')
            [CompletionResult]::new('resend', 'resend', [CompletionResultType]::ParameterValue, 'Send events again: the bytes that came, with the same transmission id and a risen retried count')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two events: what their bodies say, path by path, and the headers that matter')
            [CompletionResult]::new('timeline', 'timeline', [CompletionResultType]::ParameterValue, 'Tell of one order''s events in time: what was late, came twice, is missing, or contradicts the rest')
            [CompletionResult]::new('path', 'path', [CompletionResultType]::ParameterValue, 'Print where the history is')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write events into a file, with all their requests, answers and calls')
            [CompletionResult]::new('import', 'import', [CompletionResultType]::ParameterValue, 'Bring events in from a file')
            [CompletionResult]::new('prune', 'prune', [CompletionResultType]::ParameterValue, 'Erase old events for good, with all that was noted of them')
            [CompletionResult]::new('forget', 'forget', [CompletionResultType]::ParameterValue, 'Erase an order''s events and payments for good')
            break
        }
        'tosshook;help;events;list' {
            break
        }
        'tosshook;help;events;show' {
            break
        }
        'tosshook;help;events;tail' {
            break
        }
        'tosshook;help;events;resend' {
            break
        }
        'tosshook;help;events;diff' {
            break
        }
        'tosshook;help;events;timeline' {
            break
        }
        'tosshook;help;events;path' {
            break
        }
        'tosshook;help;events;export' {
            break
        }
        'tosshook;help;events;import' {
            break
        }
        'tosshook;help;events;prune' {
            break
        }
        'tosshook;help;events;forget' {
            break
        }
        'tosshook;help;verify' {
            break
        }
        'tosshook;help;completions' {
            break
        }
        'tosshook;help;man' {
            break
        }
        'tosshook;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
