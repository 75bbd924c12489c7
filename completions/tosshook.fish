# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_tosshook_global_optspecs
    string join \n color= no-pager tz= h/help V/version
end

function __fish_tosshook_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_tosshook_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_tosshook_using_subcommand
    set -l cmd (__fish_tosshook_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c tosshook -n "__fish_tosshook_needs_command" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_needs_command" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_needs_command" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_needs_command" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "listen" -d 'Record and pretty-print every webhook that arrives, and answer 200'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "forward" -d 'Listen, and pass every event on to a dev server; its answer goes back to the sender'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "retry-schedule" -d 'Compute when Toss Payments sends again, and ask what-if'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "trigger" -d 'Make realistic webhooks and send them as Toss Payments would'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "api" -d 'Stand in for Toss Payments\' look-up of payments, for servers that ask before they believe a webhook'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "check" -d 'Check whether a server is ready for Toss Payments'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "events" -d 'Look at what has arrived'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "verify" -d 'Say which form of the security key a signature matches, or what was done wrong'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "completions" -d 'Print a shell\'s completions'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "man" -d 'Print the man page, or write all of them into a folder'
complete -c tosshook -n "__fish_tosshook_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l host -d 'Where to listen; anything but loopback can be reached by others' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -s p -l port -d 'The port; 0 picks a free one' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l path -d 'Accept only this path; others get 404' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -s e -l events -d 'Only these events: comma-separated, any case, payout.*' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l exclude -d 'None of these events' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -s w -l where -d 'Only events of which this holds: status=DONE, order_id~^toss_, \'data.totalAmount>=10000\'; repeatable, all hold' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -s f -l format -d 'How to print' -r -f -a "pretty\t'A line for each event and its fields'
compact\t'A line for each event'
json\t'JSON Lines'
raw\t'The bodies\' bytes'"
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l delay -d 'Wait so long before the answer (forward: before the call)' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l fail-first -d 'Answer 500 to the first N requests of each event' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l max-body -d 'The longest body that is taken; longer ones get 413' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l max-connections -d 'Connections at once' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l security-key -d 'Check signatures with this security key: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l key-form -d 'Which form of the security key signs' -r -f -a "auto\t'Both, and say which matched'
text\t'The 64 characters'
hex\t'The 32 bytes that they encode'"
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l secret-key -d 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l api-base -d 'Where payments are looked up: Toss Payments\' API, or what stands in for it on this machine' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l history -d 'Keep the history in this file [default: one per project in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l keep -d 'Erase events that arrived longer ago, but for those that are still to be sent' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l history-max -d 'Erase the oldest events of a larger history, but for those that are still to be sent' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l ready-file -d 'Write the URL into this file once connections are accepted' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l respond -d 'Answer with this status' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l forward-to -d 'What `listen` doesn\'t do, for those who expect it here' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l limit -d 'End after N requests' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l seed -d 'The seed of --fail-rate\'s chance' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l fail-rate -d 'Answer 500 with this probability: 0.2 or 20%' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l allow-browser -d 'Let requests of browsers (with Origin) in'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l allow-live-key -d 'Take a live secret key, which looks customers\' payments up'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l no-history -d 'Keep no history'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l full -d 'With pretty: all fields, the null ones too'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l null -d 'With raw: end each body with NUL instead of a newline'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l reveal -d 'Show secrets, keys and customers\' data in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l mask -d 'Mask them in json and raw too'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand listen" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l to -d 'The same as an option, for those who expect it here' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l timeout -d 'How long the dev server may take; 0 waits for ever' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l wait -d 'At the start, wait so long for the dev server to accept connections' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l connect-wait -d 'Hold an event so long through refused connections (a dev server restarting)' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l route -d 'Another endpoint for one event type; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l also -d 'A copy to another server; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l on-failure -d 'What becomes of an event that the dev server does not accept' -r -f -a "relay\t'The sender hears of it'
resend\t'It is sent again from here'"
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l speed -d 'With resend: how fast waits go by: real, 600x, instant [default: real]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l concurrency -d 'Calls at once' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -s H -l header -d 'Add a header line, or replace those of the same name; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l ca-cert -d 'Trust these certificates too (PEM)' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l host -d 'Where to listen; anything but loopback can be reached by others' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -s p -l port -d 'The port; 0 picks a free one' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l path -d 'Accept only this path; others get 404' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -s e -l events -d 'Only these events: comma-separated, any case, payout.*' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l exclude -d 'None of these events' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -s w -l where -d 'Only events of which this holds: status=DONE, order_id~^toss_, \'data.totalAmount>=10000\'; repeatable, all hold' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -s f -l format -d 'How to print' -r -f -a "pretty\t'A line for each event and its fields'
compact\t'A line for each event'
json\t'JSON Lines'
raw\t'The bodies\' bytes'"
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l delay -d 'Wait so long before the answer (forward: before the call)' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l fail-first -d 'Answer 500 to the first N requests of each event' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l max-body -d 'The longest body that is taken; longer ones get 413' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l max-connections -d 'Connections at once' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l security-key -d 'Check signatures with this security key: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l key-form -d 'Which form of the security key signs' -r -f -a "auto\t'Both, and say which matched'
text\t'The 64 characters'
hex\t'The 32 bytes that they encode'"
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l secret-key -d 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l api-base -d 'Where payments are looked up: Toss Payments\' API, or what stands in for it on this machine' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l history -d 'Keep the history in this file [default: one per project in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l keep -d 'Erase events that arrived longer ago, but for those that are still to be sent' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l history-max -d 'Erase the oldest events of a larger history, but for those that are still to be sent' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l ready-file -d 'Write the URL into this file once connections are accepted' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l respond -d 'Refused, with the reason' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l limit -d 'End after N requests' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l seed -d 'The seed of --fail-rate\'s chance' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l fail-rate -d 'Answer 500 with this probability: 0.2 or 20%' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l no-resume -d 'With resend: leave events that are pending from an earlier run alone'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l ordered -d 'First attempts of one order in the order of their arrival'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -s k -l insecure -d 'Don\'t check certificates; loopback and private hosts only'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l allow-browser -d 'Let requests of browsers (with Origin) in'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l allow-live-key -d 'Take a live secret key, which looks customers\' payments up'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l no-history -d 'Keep no history'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l full -d 'With pretty: all fields, the null ones too'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l null -d 'With raw: end each body with NUL instead of a newline'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l reveal -d 'Show secrets, keys and customers\' data in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l mask -d 'Mask them in json and raw too'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l demo -d 'The whole thing in one command, offline: a sample dev server, sample events, no history kept'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand forward" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l from -d 'When the first attempt is made [default: now]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l down -d 'An outage, FROM..TO or FROM+DURATION; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l down-every -d 'An outage that comes again, like a deploy: 1d+5m' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l fail -d 'The first N attempts fail' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l fail-rate -d 'Each attempt outside the outages fails with this probability, 0.2 or 20%' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l seed -d 'The same seed gives the same chances [default: a random one, which is told]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l answer-after -d 'How long a failing attempt takes, so that each wait counts from its end [default: 0s]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -s f -l format -d 'How to write it' -r -f -a "table\t'For people: the verdict, a drawn timeline, a line per attempt'
json\t'JSON Lines: `attempt`, `window`, or `distribution` and `load`; then a `summary`'
csv\t'A header, and a row per attempt, range or measure'
ics\t'Calendar entries (iCalendar): the attempts and the outages'
svg\t'A picture: attempts on a logarithmic axis, the load of many events, for light and dark screens and for paper'"
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l intervals -d 'Another policy: the waits before each re-send, like 1m,5m,30m' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l timeout -d 'Another policy: how long an answer may take [default: 10s]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l arrivals -d 'So many events, evenly spread over --over' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l rate -d 'Events at random, so many in a time on average: 100/1s, for --over' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l over -d 'For how long the events come' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l event -d 'The way of a recorded event: the attempts that arrived, the next, the last chance' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l against -d 'Play it for real: send an event to this endpoint until an attempt is accepted or the last has failed' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l speed -d 'How fast waits go by: real, 600x, instant [default: 3600x]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l sample -d 'What to send: an event type, or the id of a recorded event [default: PAYMENT_STATUS_CHANGED]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l security-key -d 'Sign with this security key: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l key-form -d 'Which form of the security key signs' -r -f -a "text\t'The 64 characters'
hex\t'The 32 bytes that they encode'"
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -s H -l header -d 'Add a header line, or replace those of the same name; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l ca-cert -d 'Trust these certificates too (PEM)' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l history -d 'The history that --event and --sample look into' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l require-endpoint -d 'End at once if the endpoint accepts no connection at the start'
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l allow-remote -d 'Send to hosts outside loopback and private networks without asking'
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -s k -l insecure -d 'Don\'t check certificates; loopback and private hosts only'
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand retry-schedule" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l scenario -d 'Send a scenario of your own: a file, or - for standard input' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l to -d 'Send to this endpoint [default: the listener on 4100]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l status -d 'The status: DONE, PARTIAL_CANCELED, …' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l method -d 'The payment method: card, virtual-account, easy-pay, transfer, mobile-phone, gift-certificate' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l order-id -d 'The order\'s id' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l payment-key -d 'The payment\'s key' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l amount -d 'The amount' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l secret -d 'The payment\'s secret: a value, @FILE or env:NAME' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l set -d 'Change a field: data.orderId=my-1; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l unset -d 'Take a field away; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l body -d 'Send this body: a file, or - for standard input' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l like -d 'Send a recorded event again as a new one' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l history -d 'The history that --like looks into, and in which tosshook api finds the payments that are sent' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l security-key -d 'Sign with this security key: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l key-form -d 'Which form of the security key signs' -r -f -a "text\t'The 64 characters'
hex\t'The 32 bytes that they encode'"
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l count -d 'Send N different events, or play a scenario N times [default: 1, or as many as --duration has time for]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l rate -d 'Send so many events in a time, whatever the server does: 100/s, 5000/1h' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l duration -d 'Begin no event after this time; with --count, whichever comes first' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l concurrency -d 'Calls at once [default: 1, with --rate 500]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l duplicate -d 'Send each event N more times, with the same id and count, at once or right after' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l delay -d 'Hold each attempt for a random time up to this' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l abort-after -d 'Cut each event\'s connection off' -r -f -a "headers\t'After the request\'s head: no body comes'
body\t'In the middle of the body'
response\t'Once it was answered, of which the sender never hears: the work was done'"
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l timeout -d 'How long an answer may take; 0 waits for ever' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l speed -d 'With --retry: how fast waits go by: real, 600x, instant [default: 3600x]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -s H -l header -d 'Add a header line, or replace those of the same name; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l ca-cert -d 'Trust these certificates too (PEM)' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l as -d 'Print the request in this form, send nothing' -r -f -a "curl\t'A curl command line'
http\t'A request for IntelliJ\'s and VS Code\'s HTTP clients'
json\t'Method, URL, headers and body as JSON'
markdown\t'A section of a document'"
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -s f -l format -d 'The output of a run that sends' -r -f -a "pretty\t'A line for each'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l seed -d 'The same seed gives the same bytes, and the same chaos' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l at -d 'When the change happened, in a scenario the last one: RFC 3339, 2026-11-22 13:00, 13:00, now, -30m' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l list -d 'List events, their statuses and methods, and scenarios'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l allow-remote -d 'Send to hosts outside loopback and private networks without asking'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l force -d 'Let --set, --unset and a scenario\'s file name fields that the event doesn\'t have'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l no-history -d 'Keep no payments for tosshook api'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l shuffle -d 'Send events in another order: among the 32 that come together, a scenario\'s steps among each other'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l malformed -d 'Send broken bodies: cut short, empty, no JSON, in another encoding, of another type, in an array'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l retry -d 'Re-send what fails on Toss\'s schedule, until each event is Completed or Failed'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -s k -l insecure -d 'Don\'t check certificates; loopback and private hosts only'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l print -d 'Print the request, send nothing'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l reveal -d 'Show secrets in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand trigger" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -l host -d 'Where to listen; anything but loopback can be reached by others' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -s p -l port -d 'The port; 0 picks a free one' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -l history -d 'The history whose payments are known [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -l ready-file -d 'Write the URL into this file once connections are accepted' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -s f -l format -d 'How look-ups are told' -r -f -a "pretty\t'A line for each'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -l mask -d 'With json: mask secrets and customers\' data'
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand api" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l explain -d 'Explain a rule: what it sends, why, what mends it' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l only -d 'Follow these rules alone: exactly-200,burst; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l skip -d 'Leave these rules out; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l order-id -d 'An order that the server knows, to tell of instead of made-up ones' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l payment-key -d 'The key of its payment' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l secret -d 'The secret of its payment: a value, @FILE or env:NAME' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l amount -d 'What its payment comes to, for servers that compare it' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l api -d 'Stand in for Toss Payments\' look-up on this port, for a server that asks before it believes a webhook' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l history -d 'The history in which tosshook api finds the payments of this check' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l security-key -d 'Sign with this security key: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l key-form -d 'Which form of the security key signs' -r -f -a "text\t'The 64 characters'
hex\t'The 32 bytes that they encode'"
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l effect-url -d 'Ask this URL whether the work was done: a number or a text that changes with it' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l effect-command -d 'Ask this command, run without a shell; what it prints counts' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l wait -d 'At the start, wait so long for the server to accept connections' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -s H -l header -d 'Add a header line, or replace those of the same name; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l ca-cert -d 'Trust these certificates too (PEM)' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -s f -l format -d 'The output' -r -f -a "pretty\t'A line for each rule, and what mends what failed'
json\t'JSON Lines'
junit\t'JUnit\'s XML, once all is known'
github\t'Annotations of a GitHub workflow'"
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l report -d 'Write a report beside the output' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l list -d 'List the rules'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l no-history -d 'Keep no payments for tosshook api'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -s k -l insecure -d 'Don\'t check certificates; loopback and private hosts only'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l allow-remote -d 'Send to hosts outside loopback and private networks without asking'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l reveal -d 'Show secrets, keys and customers\' data in full in what the server says'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand check" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l limit -d 'How many' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l outcome -d 'Only those that stand so (sending, completed, failed), or whose last call ended so' -r -f -a "sending\t'A re-send is still to come'
completed\t'Accepted'
failed\t'The last re-send failed'
accepted\t'Exactly 200 in time'
wrong_status\t'Another status than 200, and no redirect'
redirect\t'A 3xx'
timeout\t'No answer in time'
unreachable\t'No connection'
tls\t'No TLS session'
protocol\t'No HTTP'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -s e -l events -d 'Only these events: comma-separated, any case, payout.*' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l exclude -d 'None of these events' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -s w -l where -d 'Only events of which this holds: status=DONE, order_id~^toss_, \'data.totalAmount>=10000\'; repeatable, all hold' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l since -d 'Only those that first arrived at this time or later: 13:00, \'2026-11-22 13:00\', -30m, RFC 3339' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l order -d 'Only those of this order' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l search -d 'Only those in which all these words stand' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -s f -l format -d 'How to print' -r -f -a "table\t'A table for people'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l reveal -d 'With table: show secrets, keys and customers\' data in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l mask -d 'With json: mask them'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "list" -d 'List the newest events'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "show" -d 'Show an event: its request, every attempt and answer'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "tail" -d 'Show the newest events, and each one that arrives from now on'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "resend" -d 'Send events again: the bytes that came, with the same transmission id and a risen retried count'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "diff" -d 'Compare two events: what their bodies say, path by path, and the headers that matter'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "timeline" -d 'Tell of one order\'s events in time: what was late, came twice, is missing, or contradicts the rest'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "path" -d 'Print where the history is'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "export" -d 'Write events into a file, with all their requests, answers and calls'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "import" -d 'Bring events in from a file'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "prune" -d 'Erase old events for good, with all that was noted of them'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "forget" -d 'Erase an order\'s events and payments for good'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and not __fish_seen_subcommand_from list show tail resend diff timeline path export import prune forget help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l limit -d 'How many' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l outcome -d 'Only those that stand so (sending, completed, failed), or whose last call ended so' -r -f -a "sending\t'A re-send is still to come'
completed\t'Accepted'
failed\t'The last re-send failed'
accepted\t'Exactly 200 in time'
wrong_status\t'Another status than 200, and no redirect'
redirect\t'A 3xx'
timeout\t'No answer in time'
unreachable\t'No connection'
tls\t'No TLS session'
protocol\t'No HTTP'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -s e -l events -d 'Only these events: comma-separated, any case, payout.*' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l exclude -d 'None of these events' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -s w -l where -d 'Only events of which this holds: status=DONE, order_id~^toss_, \'data.totalAmount>=10000\'; repeatable, all hold' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l since -d 'Only those that first arrived at this time or later: 13:00, \'2026-11-22 13:00\', -30m, RFC 3339' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l order -d 'Only those of this order' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l search -d 'Only those in which all these words stand' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -s f -l format -d 'How to print' -r -f -a "table\t'A table for people'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l reveal -d 'With table: show secrets, keys and customers\' data in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l mask -d 'With json: mask them'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from list" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l as -d 'Print its first request in this form; as har, all of its requests with their answers' -r -f -a "curl\t'A curl command line'
http\t'A request for IntelliJ\'s and VS Code\'s HTTP clients'
json\t'Method, URL, headers and body as JSON'
har\t'An HTTP archive (HAR 1.2)'
markdown\t'A section of a document'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l secret-key -d 'Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l api-base -d 'Where payments are looked up: Toss Payments\' API, or what stands in for it on this machine' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -s f -l format -d 'How to print' -r -f -a "table\t'A table for people'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l lookup -d 'Ask Toss Payments for its payment, and say whether they agree; 1 where they don\'t, or can\'t be compared'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l allow-live-key -d 'Take a live secret key, which looks customers\' payments up'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l reveal -d 'With table: show secrets, keys and customers\' data in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l mask -d 'With json and --as: mask them'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from show" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l limit -d 'How many of those that arrived before are shown first' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -s e -l events -d 'Only these events: comma-separated, any case, payout.*' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l exclude -d 'None of these events' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -s w -l where -d 'Only events of which this holds: status=DONE, order_id~^toss_, \'data.totalAmount>=10000\'; repeatable, all hold' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -s f -l format -d 'How to print' -r -f -a "table\t'A table for people'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l reveal -d 'With table: show secrets, keys and customers\' data in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l mask -d 'With json: mask them'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from tail" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l since -d 'Those that first arrived at this time or later, with --failed only what failed of them: 13:00, -30m, RFC 3339' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -s e -l events -d 'Only these events: comma-separated, any case, payout.*' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l exclude -d 'None of these events' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -s w -l where -d 'Only events of which this holds: status=DONE, order_id~^toss_, \'data.totalAmount>=10000\'; repeatable, all hold' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l to -d 'Send them to this endpoint [default: for each where it was forwarded to last]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l security-key -d 'Sign anew, with this security key, what came with a valid signature: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l speed -d 'With --retry: how fast waits go by: real, 600x, instant [default: 3600x]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l timeout -d 'How long an answer may take; 0 waits for ever' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l concurrency -d 'Calls at once; with 1 each event waits for the answer to the one before it' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -s H -l header -d 'Add a header line, or replace those of the same name; repeatable' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l ca-cert -d 'Trust these certificates too (PEM)' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -s f -l format -d 'The output' -r -f -a "pretty\t'A line for each'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l failed -d 'Those that the dev server did not accept at their last call, or that were not answered 200 here'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l allow-remote -d 'Send to hosts outside loopback and private networks without asking'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l retry -d 'Re-send what fails on Toss\'s schedule, from the count that it has, until each is Completed or Failed'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -s k -l insecure -d 'Don\'t check certificates; loopback and private hosts only'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l reveal -d 'Show secrets in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from resend" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -s f -l format -d 'How to print' -r -f -a "table\t'A table for people'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -l reveal -d 'With table: show secrets, keys and customers\' data in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -l mask -d 'With json: mask them'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from diff" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -s f -l format -d 'How to print' -r -f -a "table\t'A table for people'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -l reveal -d 'With table: show secrets, keys and customers\' data in full'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -l mask -d 'With json: mask them'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from timeline" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from path" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from path" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from path" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from path" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from path" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l limit -d 'Only the newest so many [default: all]' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l outcome -d 'Only those that stand so (sending, completed, failed), or whose last call ended so' -r -f -a "sending\t'A re-send is still to come'
completed\t'Accepted'
failed\t'The last re-send failed'
accepted\t'Exactly 200 in time'
wrong_status\t'Another status than 200, and no redirect'
redirect\t'A 3xx'
timeout\t'No answer in time'
unreachable\t'No connection'
tls\t'No TLS session'
protocol\t'No HTTP'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -s e -l events -d 'Only these events: comma-separated, any case, payout.*' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l exclude -d 'None of these events' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -s w -l where -d 'Only events of which this holds: status=DONE, order_id~^toss_, \'data.totalAmount>=10000\'; repeatable, all hold' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l since -d 'Only those that first arrived at this time or later: 13:00, \'2026-11-22 13:00\', -30m, RFC 3339' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l order -d 'Only those of this order' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l search -d 'Only those in which all these words stand' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -s o -l output -d 'Write into this file, which nobody else may read, instead of standard output' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -s f -l format -d 'The file\'s form [default: har where FILE ends so, else jsonl]' -r -f -a "jsonl\t'JSON Lines'
har\t'An HTTP archive (HAR 1.2)'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l mask -d 'Mask secrets, keys and customers\' data in the bodies'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from export" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from import" -s f -l format -d 'The file\'s form [default: har where FILE ends so, else jsonl]' -r -f -a "jsonl\t'JSON Lines'
har\t'An HTTP archive (HAR 1.2)'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from import" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from import" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from import" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from import" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from import" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from import" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from prune" -l older-than -d 'Events that arrived longer ago than this; what is still to be re-sent from here stays' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from prune" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from prune" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from prune" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from prune" -l all -d 'All events, also what is still to be re-sent from here'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from prune" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from prune" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from prune" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from forget" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from forget" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from forget" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from forget" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from forget" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from forget" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "list" -d 'List the newest events'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "show" -d 'Show an event: its request, every attempt and answer'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "tail" -d 'Show the newest events, and each one that arrives from now on'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "resend" -d 'Send events again: the bytes that came, with the same transmission id and a risen retried count'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "diff" -d 'Compare two events: what their bodies say, path by path, and the headers that matter'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "timeline" -d 'Tell of one order\'s events in time: what was late, came twice, is missing, or contradicts the rest'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "path" -d 'Print where the history is'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "export" -d 'Write events into a file, with all their requests, answers and calls'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "import" -d 'Bring events in from a file'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "prune" -d 'Erase old events for good, with all that was noted of them'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "forget" -d 'Erase an order\'s events and payments for good'
complete -c tosshook -n "__fish_tosshook_using_subcommand events; and __fish_seen_subcommand_from help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l body -d 'Verify the body in this file, as it was received; - reads standard input' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l signature -d 'The value of tosspayments-webhook-signature, for --body' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l transmission-time -d 'The value of tosspayments-webhook-transmission-time, for --body' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l security-key -d 'Verify with this security key: @FILE, env:NAME, or the key itself' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l key-form -d 'Which form of the security key signs' -r -f -a "auto\t'Both, and say which matched'
text\t'The 64 characters'
hex\t'The 32 bytes that they encode'"
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -s f -l format -d 'How to print' -r -f -a "text\t'Sentences for people'
json\t'JSON Lines'"
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l history -d 'The history\'s file [default: this project\'s in the user\'s data folder]' -r -F
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l json -d 'The same as --format json'
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand verify" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand completions" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand completions" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand completions" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand completions" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand man" -l color -d 'When to colour' -r -f -a "auto\t'On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)'
always\t'Always'
never\t'Never'"
complete -c tosshook -n "__fish_tosshook_using_subcommand man" -l tz -d 'The zone that times are read and shown in' -r
complete -c tosshook -n "__fish_tosshook_using_subcommand man" -l no-pager -d 'Print long tables as they are, not through a pager'
complete -c tosshook -n "__fish_tosshook_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c tosshook -n "__fish_tosshook_using_subcommand man" -s V -l version -d 'Print version'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "listen" -d 'Record and pretty-print every webhook that arrives, and answer 200'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "forward" -d 'Listen, and pass every event on to a dev server; its answer goes back to the sender'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "retry-schedule" -d 'Compute when Toss Payments sends again, and ask what-if'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "trigger" -d 'Make realistic webhooks and send them as Toss Payments would'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "api" -d 'Stand in for Toss Payments\' look-up of payments, for servers that ask before they believe a webhook'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "check" -d 'Check whether a server is ready for Toss Payments'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "events" -d 'Look at what has arrived'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "verify" -d 'Say which form of the security key a signature matches, or what was done wrong'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "completions" -d 'Print a shell\'s completions'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "man" -d 'Print the man page, or write all of them into a folder'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and not __fish_seen_subcommand_from listen forward retry-schedule trigger api check events verify completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "list" -d 'List the newest events'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "show" -d 'Show an event: its request, every attempt and answer'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "tail" -d 'Show the newest events, and each one that arrives from now on'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "resend" -d 'Send events again: the bytes that came, with the same transmission id and a risen retried count'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "diff" -d 'Compare two events: what their bodies say, path by path, and the headers that matter'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "timeline" -d 'Tell of one order\'s events in time: what was late, came twice, is missing, or contradicts the rest'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "path" -d 'Print where the history is'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "export" -d 'Write events into a file, with all their requests, answers and calls'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "import" -d 'Bring events in from a file'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "prune" -d 'Erase old events for good, with all that was noted of them'
complete -c tosshook -n "__fish_tosshook_using_subcommand help; and __fish_seen_subcommand_from events" -f -a "forget" -d 'Erase an order\'s events and payments for good'
