
use builtin;
use str;

set edit:completion:arg-completer[tosshook] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'tosshook'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'tosshook'= {
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand listen 'Record and pretty-print every webhook that arrives, and answer 200'
            cand forward 'Listen, and pass every event on to a dev server; its answer goes back to the sender'
            cand retry-schedule 'Compute when Toss Payments sends again, and ask what-if'
            cand trigger 'Make realistic webhooks and send them as Toss Payments would'
            cand api 'Stand in for Toss Payments'' look-up of payments, for servers that ask before they believe a webhook'
            cand check 'Check whether a server is ready for Toss Payments'
            cand events 'Look at what has arrived'
            cand verify 'Say which form of the security key a signature matches, or what was done wrong'
            cand completions 'Print a shell''s completions'
            cand man 'Print the man page, or write all of them into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'tosshook;listen'= {
            cand --host 'Where to listen; anything but loopback can be reached by others'
            cand -p 'The port; 0 picks a free one'
            cand --port 'The port; 0 picks a free one'
            cand --path 'Accept only this path; others get 404'
            cand -e 'Only these events: comma-separated, any case, payout.*'
            cand --events 'Only these events: comma-separated, any case, payout.*'
            cand --exclude 'None of these events'
            cand -w 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --where 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand -f 'How to print'
            cand --format 'How to print'
            cand --delay 'Wait so long before the answer (forward: before the call)'
            cand --fail-first 'Answer 500 to the first N requests of each event'
            cand --max-body 'The longest body that is taken; longer ones get 413'
            cand --max-connections 'Connections at once'
            cand --security-key 'Check signatures with this security key: @FILE, env:NAME, or the key itself'
            cand --key-form 'Which form of the security key signs'
            cand --secret-key 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself'
            cand --api-base 'Where payments are looked up: Toss Payments'' API, or what stands in for it on this machine'
            cand --history 'Keep the history in this file [default: one per project in the user''s data folder]'
            cand --keep 'Erase events that arrived longer ago, but for those that are still to be sent'
            cand --history-max 'Erase the oldest events of a larger history, but for those that are still to be sent'
            cand --ready-file 'Write the URL into this file once connections are accepted'
            cand --respond 'Answer with this status'
            cand --forward-to 'What `listen` doesn''t do, for those who expect it here'
            cand --limit 'End after N requests'
            cand --seed 'The seed of --fail-rate''s chance'
            cand --fail-rate 'Answer 500 with this probability: 0.2 or 20%'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --allow-browser 'Let requests of browsers (with Origin) in'
            cand --allow-live-key 'Take a live secret key, which looks customers'' payments up'
            cand --no-history 'Keep no history'
            cand --full 'With pretty: all fields, the null ones too'
            cand --null 'With raw: end each body with NUL instead of a newline'
            cand --reveal 'Show secrets, keys and customers'' data in full'
            cand --mask 'Mask them in json and raw too'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;forward'= {
            cand --to 'The same as an option, for those who expect it here'
            cand --timeout 'How long the dev server may take; 0 waits for ever'
            cand --wait 'At the start, wait so long for the dev server to accept connections'
            cand --connect-wait 'Hold an event so long through refused connections (a dev server restarting)'
            cand --route 'Another endpoint for one event type; repeatable'
            cand --also 'A copy to another server; repeatable'
            cand --on-failure 'What becomes of an event that the dev server does not accept'
            cand --speed 'With resend: how fast waits go by: real, 600x, instant [default: real]'
            cand --concurrency 'Calls at once'
            cand -H 'Add a header line, or replace those of the same name; repeatable'
            cand --header 'Add a header line, or replace those of the same name; repeatable'
            cand --ca-cert 'Trust these certificates too (PEM)'
            cand --host 'Where to listen; anything but loopback can be reached by others'
            cand -p 'The port; 0 picks a free one'
            cand --port 'The port; 0 picks a free one'
            cand --path 'Accept only this path; others get 404'
            cand -e 'Only these events: comma-separated, any case, payout.*'
            cand --events 'Only these events: comma-separated, any case, payout.*'
            cand --exclude 'None of these events'
            cand -w 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --where 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand -f 'How to print'
            cand --format 'How to print'
            cand --delay 'Wait so long before the answer (forward: before the call)'
            cand --fail-first 'Answer 500 to the first N requests of each event'
            cand --max-body 'The longest body that is taken; longer ones get 413'
            cand --max-connections 'Connections at once'
            cand --security-key 'Check signatures with this security key: @FILE, env:NAME, or the key itself'
            cand --key-form 'Which form of the security key signs'
            cand --secret-key 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself'
            cand --api-base 'Where payments are looked up: Toss Payments'' API, or what stands in for it on this machine'
            cand --history 'Keep the history in this file [default: one per project in the user''s data folder]'
            cand --keep 'Erase events that arrived longer ago, but for those that are still to be sent'
            cand --history-max 'Erase the oldest events of a larger history, but for those that are still to be sent'
            cand --ready-file 'Write the URL into this file once connections are accepted'
            cand --respond 'Refused, with the reason'
            cand --limit 'End after N requests'
            cand --seed 'The seed of --fail-rate''s chance'
            cand --fail-rate 'Answer 500 with this probability: 0.2 or 20%'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --no-resume 'With resend: leave events that are pending from an earlier run alone'
            cand --ordered 'First attempts of one order in the order of their arrival'
            cand -k 'Don''t check certificates; loopback and private hosts only'
            cand --insecure 'Don''t check certificates; loopback and private hosts only'
            cand --json 'The same as --format json'
            cand --allow-browser 'Let requests of browsers (with Origin) in'
            cand --allow-live-key 'Take a live secret key, which looks customers'' payments up'
            cand --no-history 'Keep no history'
            cand --full 'With pretty: all fields, the null ones too'
            cand --null 'With raw: end each body with NUL instead of a newline'
            cand --reveal 'Show secrets, keys and customers'' data in full'
            cand --mask 'Mask them in json and raw too'
            cand --demo 'The whole thing in one command, offline: a sample dev server, sample events, no history kept'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;retry-schedule'= {
            cand --from 'When the first attempt is made [default: now]'
            cand --down 'An outage, FROM..TO or FROM+DURATION; repeatable'
            cand --down-every 'An outage that comes again, like a deploy: 1d+5m'
            cand --fail 'The first N attempts fail'
            cand --fail-rate 'Each attempt outside the outages fails with this probability, 0.2 or 20%'
            cand --seed 'The same seed gives the same chances [default: a random one, which is told]'
            cand --answer-after 'How long a failing attempt takes, so that each wait counts from its end [default: 0s]'
            cand -f 'How to write it'
            cand --format 'How to write it'
            cand --intervals 'Another policy: the waits before each re-send, like 1m,5m,30m'
            cand --timeout 'Another policy: how long an answer may take [default: 10s]'
            cand --arrivals 'So many events, evenly spread over --over'
            cand --rate 'Events at random, so many in a time on average: 100/1s, for --over'
            cand --over 'For how long the events come'
            cand --event 'The way of a recorded event: the attempts that arrived, the next, the last chance'
            cand --against 'Play it for real: send an event to this endpoint until an attempt is accepted or the last has failed'
            cand --speed 'How fast waits go by: real, 600x, instant [default: 3600x]'
            cand --sample 'What to send: an event type, or the id of a recorded event [default: PAYMENT_STATUS_CHANGED]'
            cand --security-key 'Sign with this security key: @FILE, env:NAME, or the key itself'
            cand --key-form 'Which form of the security key signs'
            cand -H 'Add a header line, or replace those of the same name; repeatable'
            cand --header 'Add a header line, or replace those of the same name; repeatable'
            cand --ca-cert 'Trust these certificates too (PEM)'
            cand --history 'The history that --event and --sample look into'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --require-endpoint 'End at once if the endpoint accepts no connection at the start'
            cand --allow-remote 'Send to hosts outside loopback and private networks without asking'
            cand -k 'Don''t check certificates; loopback and private hosts only'
            cand --insecure 'Don''t check certificates; loopback and private hosts only'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;trigger'= {
            cand --scenario 'Send a scenario of your own: a file, or - for standard input'
            cand --to 'Send to this endpoint [default: the listener on 4100]'
            cand --status 'The status: DONE, PARTIAL_CANCELED, …'
            cand --method 'The payment method: card, virtual-account, easy-pay, transfer, mobile-phone, gift-certificate'
            cand --order-id 'The order''s id'
            cand --payment-key 'The payment''s key'
            cand --amount 'The amount'
            cand --secret 'The payment''s secret: a value, @FILE or env:NAME'
            cand --set 'Change a field: data.orderId=my-1; repeatable'
            cand --unset 'Take a field away; repeatable'
            cand --body 'Send this body: a file, or - for standard input'
            cand --like 'Send a recorded event again as a new one'
            cand --history 'The history that --like looks into, and in which tosshook api finds the payments that are sent'
            cand --security-key 'Sign with this security key: @FILE, env:NAME, or the key itself'
            cand --key-form 'Which form of the security key signs'
            cand --count 'Send N different events, or play a scenario N times [default: 1, or as many as --duration has time for]'
            cand --rate 'Send so many events in a time, whatever the server does: 100/s, 5000/1h'
            cand --duration 'Begin no event after this time; with --count, whichever comes first'
            cand --concurrency 'Calls at once [default: 1, with --rate 500]'
            cand --duplicate 'Send each event N more times, with the same id and count, at once or right after'
            cand --delay 'Hold each attempt for a random time up to this'
            cand --abort-after 'Cut each event''s connection off'
            cand --timeout 'How long an answer may take; 0 waits for ever'
            cand --speed 'With --retry: how fast waits go by: real, 600x, instant [default: 3600x]'
            cand -H 'Add a header line, or replace those of the same name; repeatable'
            cand --header 'Add a header line, or replace those of the same name; repeatable'
            cand --ca-cert 'Trust these certificates too (PEM)'
            cand --as 'Print the request in this form, send nothing'
            cand -f 'The output of a run that sends'
            cand --format 'The output of a run that sends'
            cand --seed 'The same seed gives the same bytes, and the same chaos'
            cand --at 'When the change happened, in a scenario the last one: RFC 3339, 2026-11-22 13:00, 13:00, now, -30m'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --list 'List events, their statuses and methods, and scenarios'
            cand --allow-remote 'Send to hosts outside loopback and private networks without asking'
            cand --force 'Let --set, --unset and a scenario''s file name fields that the event doesn''t have'
            cand --no-history 'Keep no payments for tosshook api'
            cand --shuffle 'Send events in another order: among the 32 that come together, a scenario''s steps among each other'
            cand --malformed 'Send broken bodies: cut short, empty, no JSON, in another encoding, of another type, in an array'
            cand --retry 'Re-send what fails on Toss''s schedule, until each event is Completed or Failed'
            cand -k 'Don''t check certificates; loopback and private hosts only'
            cand --insecure 'Don''t check certificates; loopback and private hosts only'
            cand --print 'Print the request, send nothing'
            cand --json 'The same as --format json'
            cand --reveal 'Show secrets in full'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;api'= {
            cand --host 'Where to listen; anything but loopback can be reached by others'
            cand -p 'The port; 0 picks a free one'
            cand --port 'The port; 0 picks a free one'
            cand --history 'The history whose payments are known [default: this project''s in the user''s data folder]'
            cand --ready-file 'Write the URL into this file once connections are accepted'
            cand -f 'How look-ups are told'
            cand --format 'How look-ups are told'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --mask 'With json: mask secrets and customers'' data'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;check'= {
            cand --explain 'Explain a rule: what it sends, why, what mends it'
            cand --only 'Follow these rules alone: exactly-200,burst; repeatable'
            cand --skip 'Leave these rules out; repeatable'
            cand --order-id 'An order that the server knows, to tell of instead of made-up ones'
            cand --payment-key 'The key of its payment'
            cand --secret 'The secret of its payment: a value, @FILE or env:NAME'
            cand --amount 'What its payment comes to, for servers that compare it'
            cand --api 'Stand in for Toss Payments'' look-up on this port, for a server that asks before it believes a webhook'
            cand --history 'The history in which tosshook api finds the payments of this check'
            cand --security-key 'Sign with this security key: @FILE, env:NAME, or the key itself'
            cand --key-form 'Which form of the security key signs'
            cand --effect-url 'Ask this URL whether the work was done: a number or a text that changes with it'
            cand --effect-command 'Ask this command, run without a shell; what it prints counts'
            cand --wait 'At the start, wait so long for the server to accept connections'
            cand -H 'Add a header line, or replace those of the same name; repeatable'
            cand --header 'Add a header line, or replace those of the same name; repeatable'
            cand --ca-cert 'Trust these certificates too (PEM)'
            cand -f 'The output'
            cand --format 'The output'
            cand --report 'Write a report beside the output'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --list 'List the rules'
            cand --no-history 'Keep no payments for tosshook api'
            cand -k 'Don''t check certificates; loopback and private hosts only'
            cand --insecure 'Don''t check certificates; loopback and private hosts only'
            cand --allow-remote 'Send to hosts outside loopback and private networks without asking'
            cand --json 'The same as --format json'
            cand --reveal 'Show secrets, keys and customers'' data in full in what the server says'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events'= {
            cand --limit 'How many'
            cand --outcome 'Only those that stand so (sending, completed, failed), or whose last call ended so'
            cand -e 'Only these events: comma-separated, any case, payout.*'
            cand --events 'Only these events: comma-separated, any case, payout.*'
            cand --exclude 'None of these events'
            cand -w 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --where 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --since 'Only those that first arrived at this time or later: 13:00, ''2026-11-22 13:00'', -30m, RFC 3339'
            cand --order 'Only those of this order'
            cand --search 'Only those in which all these words stand'
            cand -f 'How to print'
            cand --format 'How to print'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --reveal 'With table: show secrets, keys and customers'' data in full'
            cand --mask 'With json: mask them'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand list 'List the newest events'
            cand show 'Show an event: its request, every attempt and answer'
            cand tail 'Show the newest events, and each one that arrives from now on'
            cand resend 'Send events again: the bytes that came, with the same transmission id and a risen retried count'
            cand diff 'Compare two events: what their bodies say, path by path, and the headers that matter'
            cand timeline 'Tell of one order''s events in time: what was late, came twice, is missing, or contradicts the rest'
            cand path 'Print where the history is'
            cand export 'Write events into a file, with all their requests, answers and calls'
            cand import 'Bring events in from a file'
            cand prune 'Erase old events for good, with all that was noted of them'
            cand forget 'Erase an order''s events and payments for good'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'tosshook;events;list'= {
            cand --limit 'How many'
            cand --outcome 'Only those that stand so (sending, completed, failed), or whose last call ended so'
            cand -e 'Only these events: comma-separated, any case, payout.*'
            cand --events 'Only these events: comma-separated, any case, payout.*'
            cand --exclude 'None of these events'
            cand -w 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --where 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --since 'Only those that first arrived at this time or later: 13:00, ''2026-11-22 13:00'', -30m, RFC 3339'
            cand --order 'Only those of this order'
            cand --search 'Only those in which all these words stand'
            cand -f 'How to print'
            cand --format 'How to print'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --reveal 'With table: show secrets, keys and customers'' data in full'
            cand --mask 'With json: mask them'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;show'= {
            cand --as 'Print its first request in this form; as har, all of its requests with their answers'
            cand --secret-key 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself'
            cand --api-base 'Where payments are looked up: Toss Payments'' API, or what stands in for it on this machine'
            cand -f 'How to print'
            cand --format 'How to print'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --lookup 'Ask Toss Payments for its payment, and say whether they agree; 1 where they don''t, or can''t be compared'
            cand --allow-live-key 'Take a live secret key, which looks customers'' payments up'
            cand --json 'The same as --format json'
            cand --reveal 'With table: show secrets, keys and customers'' data in full'
            cand --mask 'With json and --as: mask them'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;tail'= {
            cand --limit 'How many of those that arrived before are shown first'
            cand -e 'Only these events: comma-separated, any case, payout.*'
            cand --events 'Only these events: comma-separated, any case, payout.*'
            cand --exclude 'None of these events'
            cand -w 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --where 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand -f 'How to print'
            cand --format 'How to print'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --reveal 'With table: show secrets, keys and customers'' data in full'
            cand --mask 'With json: mask them'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;resend'= {
            cand --since 'Those that first arrived at this time or later, with --failed only what failed of them: 13:00, -30m, RFC 3339'
            cand -e 'Only these events: comma-separated, any case, payout.*'
            cand --events 'Only these events: comma-separated, any case, payout.*'
            cand --exclude 'None of these events'
            cand -w 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --where 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --to 'Send them to this endpoint [default: for each where it was forwarded to last]'
            cand --security-key 'Sign anew, with this security key, what came with a valid signature: @FILE, env:NAME, or the key itself'
            cand --speed 'With --retry: how fast waits go by: real, 600x, instant [default: 3600x]'
            cand --timeout 'How long an answer may take; 0 waits for ever'
            cand --concurrency 'Calls at once; with 1 each event waits for the answer to the one before it'
            cand -H 'Add a header line, or replace those of the same name; repeatable'
            cand --header 'Add a header line, or replace those of the same name; repeatable'
            cand --ca-cert 'Trust these certificates too (PEM)'
            cand -f 'The output'
            cand --format 'The output'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --failed 'Those that the dev server did not accept at their last call, or that were not answered 200 here'
            cand --allow-remote 'Send to hosts outside loopback and private networks without asking'
            cand --retry 'Re-send what fails on Toss''s schedule, from the count that it has, until each is Completed or Failed'
            cand -k 'Don''t check certificates; loopback and private hosts only'
            cand --insecure 'Don''t check certificates; loopback and private hosts only'
            cand --json 'The same as --format json'
            cand --reveal 'Show secrets in full'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;diff'= {
            cand -f 'How to print'
            cand --format 'How to print'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --reveal 'With table: show secrets, keys and customers'' data in full'
            cand --mask 'With json: mask them'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;timeline'= {
            cand -f 'How to print'
            cand --format 'How to print'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --reveal 'With table: show secrets, keys and customers'' data in full'
            cand --mask 'With json: mask them'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;path'= {
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;export'= {
            cand --limit 'Only the newest so many [default: all]'
            cand --outcome 'Only those that stand so (sending, completed, failed), or whose last call ended so'
            cand -e 'Only these events: comma-separated, any case, payout.*'
            cand --events 'Only these events: comma-separated, any case, payout.*'
            cand --exclude 'None of these events'
            cand -w 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --where 'Only events of which this holds: status=DONE, order_id~^toss_, ''data.totalAmount>=10000''; repeatable, all hold'
            cand --since 'Only those that first arrived at this time or later: 13:00, ''2026-11-22 13:00'', -30m, RFC 3339'
            cand --order 'Only those of this order'
            cand --search 'Only those in which all these words stand'
            cand -o 'Write into this file, which nobody else may read, instead of standard output'
            cand --output 'Write into this file, which nobody else may read, instead of standard output'
            cand -f 'The file''s form [default: har where FILE ends so, else jsonl]'
            cand --format 'The file''s form [default: har where FILE ends so, else jsonl]'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --mask 'Mask secrets, keys and customers'' data in the bodies'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;import'= {
            cand -f 'The file''s form [default: har where FILE ends so, else jsonl]'
            cand --format 'The file''s form [default: har where FILE ends so, else jsonl]'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;prune'= {
            cand --older-than 'Events that arrived longer ago than this; what is still to be re-sent from here stays'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --all 'All events, also what is still to be re-sent from here'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;forget'= {
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;events;help'= {
            cand list 'List the newest events'
            cand show 'Show an event: its request, every attempt and answer'
            cand tail 'Show the newest events, and each one that arrives from now on'
            cand resend 'Send events again: the bytes that came, with the same transmission id and a risen retried count'
            cand diff 'Compare two events: what their bodies say, path by path, and the headers that matter'
            cand timeline 'Tell of one order''s events in time: what was late, came twice, is missing, or contradicts the rest'
            cand path 'Print where the history is'
            cand export 'Write events into a file, with all their requests, answers and calls'
            cand import 'Bring events in from a file'
            cand prune 'Erase old events for good, with all that was noted of them'
            cand forget 'Erase an order''s events and payments for good'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'tosshook;events;help;list'= {
        }
        &'tosshook;events;help;show'= {
        }
        &'tosshook;events;help;tail'= {
        }
        &'tosshook;events;help;resend'= {
        }
        &'tosshook;events;help;diff'= {
        }
        &'tosshook;events;help;timeline'= {
        }
        &'tosshook;events;help;path'= {
        }
        &'tosshook;events;help;export'= {
        }
        &'tosshook;events;help;import'= {
        }
        &'tosshook;events;help;prune'= {
        }
        &'tosshook;events;help;forget'= {
        }
        &'tosshook;events;help;help'= {
        }
        &'tosshook;verify'= {
            cand --body 'Verify the body in this file, as it was received; - reads standard input'
            cand --signature 'The value of tosspayments-webhook-signature, for --body'
            cand --transmission-time 'The value of tosspayments-webhook-transmission-time, for --body'
            cand --security-key 'Verify with this security key: @FILE, env:NAME, or the key itself'
            cand --key-form 'Which form of the security key signs'
            cand -f 'How to print'
            cand --format 'How to print'
            cand --history 'The history''s file [default: this project''s in the user''s data folder]'
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --json 'The same as --format json'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;completions'= {
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;man'= {
            cand --color 'When to colour'
            cand --tz 'The zone that times are read and shown in'
            cand --no-pager 'Print long tables as they are, not through a pager'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
        }
        &'tosshook;help'= {
            cand listen 'Record and pretty-print every webhook that arrives, and answer 200'
            cand forward 'Listen, and pass every event on to a dev server; its answer goes back to the sender'
            cand retry-schedule 'Compute when Toss Payments sends again, and ask what-if'
            cand trigger 'Make realistic webhooks and send them as Toss Payments would'
            cand api 'Stand in for Toss Payments'' look-up of payments, for servers that ask before they believe a webhook'
            cand check 'Check whether a server is ready for Toss Payments'
            cand events 'Look at what has arrived'
            cand verify 'Say which form of the security key a signature matches, or what was done wrong'
            cand completions 'Print a shell''s completions'
            cand man 'Print the man page, or write all of them into a folder'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'tosshook;help;listen'= {
        }
        &'tosshook;help;forward'= {
        }
        &'tosshook;help;retry-schedule'= {
        }
        &'tosshook;help;trigger'= {
        }
        &'tosshook;help;api'= {
        }
        &'tosshook;help;check'= {
        }
        &'tosshook;help;events'= {
            cand list 'List the newest events'
            cand show 'Show an event: its request, every attempt and answer'
            cand tail 'Show the newest events, and each one that arrives from now on'
            cand resend 'Send events again: the bytes that came, with the same transmission id and a risen retried count'
            cand diff 'Compare two events: what their bodies say, path by path, and the headers that matter'
            cand timeline 'Tell of one order''s events in time: what was late, came twice, is missing, or contradicts the rest'
            cand path 'Print where the history is'
            cand export 'Write events into a file, with all their requests, answers and calls'
            cand import 'Bring events in from a file'
            cand prune 'Erase old events for good, with all that was noted of them'
            cand forget 'Erase an order''s events and payments for good'
        }
        &'tosshook;help;events;list'= {
        }
        &'tosshook;help;events;show'= {
        }
        &'tosshook;help;events;tail'= {
        }
        &'tosshook;help;events;resend'= {
        }
        &'tosshook;help;events;diff'= {
        }
        &'tosshook;help;events;timeline'= {
        }
        &'tosshook;help;events;path'= {
        }
        &'tosshook;help;events;export'= {
        }
        &'tosshook;help;events;import'= {
        }
        &'tosshook;help;events;prune'= {
        }
        &'tosshook;help;events;forget'= {
        }
        &'tosshook;help;verify'= {
        }
        &'tosshook;help;completions'= {
        }
        &'tosshook;help;man'= {
        }
        &'tosshook;help;help'= {
        }
    ]
    $completions[$command]
}
