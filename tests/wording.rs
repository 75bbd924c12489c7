//! What a person is told who mistyped something: what is wrong, and what was meant most likely.

mod program;

use program::{Program, Ran};

/// What stands on stderr of a run that ends with 2 and prints nothing.
fn refused(arguments: &[&str]) -> String {
    told(Program::new().run(arguments), 2)
}

fn told(ran: Ran, code: i32) -> String {
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(code), ""), "{}", ran.stderr);
    ran.stderr
}

#[test]
fn a_mistyped_command_or_option_gets_the_nearest_right_one() {
    for (arguments, says) in [
        (&["lisen"] as &[&str], "error: tosshook has no command lisen\n\nhint: did you mean listen?\n"),
        (&["events", "lst"], "error: tosshook events has no command lst\n\nhint: did you mean list?\n"),
        (
            &["listen", "--prot", "3"],
            "error: tosshook listen has no option --prot\n\nhint: did you mean --port?\n",
        ),
        (
            &["listen", "3000"],
            "error: tosshook listen takes no further argument 3000\n\n\
             hint: to pass events on: tosshook forward 3000\n",
        ),
        (
            &["retry-schedule", "--xyz"],
            "error: tosshook retry-schedule has no option --xyz\n\n\
             hint: tosshook retry-schedule --help names what it takes\n",
        ),
    ] {
        assert_eq!(refused(arguments), says, "{arguments:?}");
    }
}

#[test]
fn a_mistyped_value_gets_the_nearest_right_one_or_its_form() {
    for (arguments, says) in [
        (
            &["completions", "bsh"] as &[&str],
            "error: SHELL bsh: there is no such value\n\n\
             hint: did you mean bash? It takes bash, elvish, fish, powershell, zsh\n",
        ),
        (
            &["listen", "--format", "jsn"],
            "error: --format jsn: there is no such value\n\n\
             hint: did you mean json? It takes pretty, compact, json, raw\n",
        ),
        (
            &["listen", "--format"],
            "error: --format needs a value\n\nhint: it takes pretty, compact, json, raw\n",
        ),
        (&["listen", "--tz", "Soul"], "error: --tz Soul: no such zone\n\nhint: did you mean Asia/Seoul?\n"),
        (
            &["listen", "--delay", "soon"],
            "error: --delay soon: not a duration\n\nhint: write it like 10s, 4m, 1h30m, 3d19h or 250ms\n",
        ),
        (&["listen", "--port", "70000"], "error: --port 70000: it takes 0 to 65535\n"),
        (&["listen", "--limit", ""], "error: --limit '': not a whole number\n\nhint: it takes 1 or more\n"),
        (
            &["retry-schedule", "--from", "1pm"],
            "error: --from 1pm: not a time as it stands\n\nhint: write 13:00\n",
        ),
        (
            &["trigger", "DEPOSIT_CALLBACK", "--at", "25:00"],
            "error: --at 25:00: the clock has no such time\n\nhint: it goes from 00:00 to 23:59:59\n",
        ),
        (
            &["forward", "ftp://x"],
            "error: ENDPOINT ftp://x: the scheme is ftp\n\nhint: webhooks go to http:// or https://\n",
        ),
        (
            &["trigger", "DEPOSIT_CALLBACK", "--to", "99999"],
            "error: --to 99999: there is no port 99999\n\nhint: ports go from 1 to 65535\n",
        ),
    ] {
        assert_eq!(refused(arguments), says, "{arguments:?}");
    }
}

#[test]
fn an_event_that_does_not_exist_is_said_to_and_named_right() {
    for (arguments, says) in [
        (
            &["trigger", "DEPOSIT_CALBACK"] as &[&str],
            "error: DEPOSIT_CALBACK: neither an event of Toss Payments nor a scenario\n\nhint: did you mean DEPOSIT_CALLBACK?\n",
        ),
        (
            &["trigger", "PAYMENT_DONE"],
            "error: PAYMENT_DONE: Toss Payments has no such event\n\n\
             hint: the name is widely coded, but never sent; what is meant is PAYMENT_STATUS_CHANGED --status DONE\n",
        ),
        (
            &["listen", "--events", "PAYMENT_DONE"],
            "error: --events PAYMENT_DONE: Toss Payments has no such event\n\n\
             hint: the name is widely coded, but never sent; what is meant is PAYMENT_STATUS_CHANGED\n",
        ),
        (
            &["listen", "--events", ""],
            "error: --events is empty\n\nhint: tosshook trigger --list names the events\n",
        ),
        (
            &["listen", "--where", "stauts=DONE"],
            "error: --where stauts=DONE: there is no field stauts\n\n  stauts=DONE\n  ^\n\n\
             hint: did you mean status? A path in the body has a dot: data.totalAmount, .secret\n",
        ),
        (
            &["events", "list", "-w", "data.method~카(드"],
            "error: --where data.method~카(드: the pattern can't be read: found open group without closing ')'\n\n  \
             data.method~카(드\n              ^\n\n\
             hint: a sign with a meaning of its own has a backslash before it: \\( \\[ \\*\n",
        ),
        (
            &["forward", "3000", "-w", "data.카드==1"],
            "error: --where data.카드==1: there is no such operator\n\n  data.카드==1\n            ^\n\n\
             hint: it takes = != ~ !~ > >= < <=; a value that begins with one of their signs stands in double quotes\n",
        ),
        (
            &["forward", "3000", "--on-failure", "resend", "--where", "repeat=none"],
            "error: --where repeat=none: that is known once an event is recorded, and --on-failure resend plans its \
             calls with that\n\nhint: retried_count=0 tells first requests from re-sends\n",
        ),
        (
            &["trigger", "PAYMENT_STATUS_CHANGED", "--set", "data.orderID=1"],
            "error: could not change the body: the event has no data.orderID\n\n\
             hint: did you mean data.orderId? --force makes a field that the event doesn't have\n",
        ),
    ] {
        assert_eq!(refused(arguments), says, "{arguments:?}");
    }
}

#[test]
fn what_is_missing_or_contradictory_is_named() {
    for (arguments, says) in [
        (
            &["forward"] as &[&str],
            "error: ENDPOINT is missing\n\n\
             hint: tosshook forward 3000/webhooks/toss; to see it without a dev server: tosshook forward --demo\n",
        ),
        (
            &["trigger"],
            "error: EVENT|SCENARIO is missing\n\n\
             hint: tosshook trigger PAYMENT_STATUS_CHANGED; tosshook trigger --list names the events and scenarios\n",
        ),
        (
            &["listen", "--history", "x", "--no-history"],
            "error: --no-history and --history exclude each other\n",
        ),
        (&["listen", "--json", "--format", "raw"], "error: --json and --format exclude each other\n"),
    ] {
        assert_eq!(refused(arguments), says, "{arguments:?}");
    }
}

#[test]
fn the_flag_for_json_beats_what_the_environment_says_of_the_format() {
    let program = Program::new().with_variable("TOSSHOOK_FORMAT", "raw");
    let notes = program.home.path().join("notes.db");
    std::fs::write(&notes, "no history").expect("writable");
    // It gets as far as the history, which is none.
    let told = told(program.run(&["listen", "--json", "--port", "0", "--history", "notes.db"]), 6);
    assert!(told.contains("notes.db is no tosshook history"), "{told}");
}

#[test]
fn a_bad_value_of_the_environment_names_its_variable() {
    let program = Program::new().with_variable("TOSSHOOK_FORMAT", "jsn");
    assert_eq!(
        told(program.run(&["listen"]), 2),
        "error: TOSSHOOK_FORMAT jsn: there is no such value\n\n\
         hint: did you mean json? It takes pretty, compact, json, raw\n"
    );
}

#[test]
fn what_is_typed_cannot_reach_the_terminal_as_an_escape() {
    for arguments in [["listen", "--\u{1b}[2J"], ["\u{1b}[2J", "x"], ["completions", "\u{1b}[2J"]] {
        let told = refused(&arguments);
        assert!(!told.contains('\u{1b}') && told.contains("\\x1b[2J"), "{told:?}");
    }
}

#[test]
fn a_trigger_that_finds_nobody_says_who_could_be_there() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let to = free.local_addr().expect("bound").to_string();
    drop(free);
    let ran = Program::new().run(&["trigger", "DEPOSIT_CALLBACK", "--to", &to]);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert_eq!(
        ran.stderr,
        format!("error: could not connect to http://{to}/\n\nhint: does it run, and on this port?\n")
    );
}

#[test]
fn the_short_help_is_short_and_the_long_one_names_the_variables_but_not_their_values() {
    let program = Program::new().with_variable("TOSSHOOK_HOST", "10.9.8.7");
    for command in ["listen", "forward", "trigger", "check", "retry-schedule", "events"] {
        let short = program.run(&[command, "-h"]);
        assert_eq!((short.code, short.stderr.as_str()), (Some(0), ""));
        assert!(short.stdout.lines().count() <= 45, "{}", short.stdout);
        assert!(!short.stdout.contains("TOSSHOOK_"), "{}", short.stdout);
        let long = program.run(&[command, "--help"]).stdout;
        assert!(long.contains("Example") && !long.contains("10.9.8.7"), "{long}");
    }
    assert!(program.run(&["listen", "--help"]).stdout.contains("TOSSHOOK_HOST"));
}

#[test]
fn an_empty_history_names_its_file_and_what_fills_it() {
    let program = Program::new();
    let told = told(program.run(&["events", "--history", "none.db"]), 0);
    assert_eq!(
        told,
        "nothing has arrived yet in none.db\n\n\
         hint: tosshook listen and tosshook forward ENDPOINT record what arrives\n"
    );
}
