//! What is never repeated: user information, header values, keys; and what the environment says
//! beside what was typed.

mod program;

use program::Program;

#[test]
fn user_information_stands_in_no_error_and_in_no_help() {
    let program = Program::new()
        .with_variable("TOSSHOOK_URL", "http://user:hunter2@app/")
        .with_variable("TOSSHOOK_ENDPOINT", "http://user:hunter2@app/");
    for arguments in [
        vec!["forward", "http://user:hunter2@app:99999/"],
        vec!["forward", "http://user:hun/ter2@app/"],
        vec!["forward", "ftp://user:hunter2@app/"],
        vec!["forward", "3000", "--also", "http://user:hunter2@app:0/"],
        vec!["forward", "3000", "--route", "http://user:hunter2@app/"],
        vec!["forward", "3000", "--route", "DEPOSIT_CALLBACK=ftp://user:hunter2@app/"],
        vec!["listen", "--forward-to", "http://user:hunter2@app/"],
        vec!["trigger", "DEPOSIT_CALLBACK", "--to", "http://user:hunter2@app:x/"],
        vec!["trigger", "DEPOSIT_CALLBACK", "--to", "http://user:hunter2@192.0.2.1/"],
        vec!["forward", "--help"],
        vec!["trigger", "--help"],
    ] {
        let ran = program.run(&arguments);
        let all = ran.stdout + &ran.stderr;
        assert!(
            !all.contains("hunter2") && !all.contains("hun/") && !all.contains("port hun"),
            "{arguments:?}: {all}"
        );
    }
}

#[test]
fn a_flag_beats_what_the_environment_says() {
    let program = Program::new()
        .with_variable("TOSSHOOK_ENDPOINT", "ftp://nowhere/")
        .with_variable("TOSSHOOK_HISTORY", "no/such/\u{0}".trim_end_matches('\0'));
    let ran = program.run(&["forward", "--demo", "--limit", "1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let ran = program.run(&["forward", "--to", "localhost:99999"]);
    assert!(ran.stderr.contains("99999"), "{}", ran.stderr);
    program.listen(&["listen", "--no-history"]).end();
    for arguments in [
        vec!["forward", "--demo", "3000"],
        vec!["forward", "--demo", "--history", "x"],
        vec!["forward", "--to", "3000", "3001"],
        vec!["listen", "--no-history", "--history", "x"],
    ] {
        let ran = program.run(&arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains("exclude each other"), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn options_whose_meaning_differs_have_a_variable_for_each_command() {
    for (command, variable) in [
        ("listen", "TOSSHOOK_LISTEN_LIMIT"),
        ("listen", "TOSSHOOK_LISTEN_SEED"),
        ("forward", "TOSSHOOK_FORWARD_FAIL_RATE"),
        ("forward", "TOSSHOOK_FORWARD_LIMIT"),
    ] {
        let program = Program::new().with_variable(variable, "never");
        let ran = program.run(&[command, "--port", "0"]);
        assert_eq!(ran.code, Some(2), "{variable}");
        assert!(ran.stderr.contains(variable), "{variable}: {}", ran.stderr);
    }
}

#[test]
fn a_key_comes_from_a_file_that_may_be_a_device_but_never_ends_the_memory() {
    let program = Program::new();
    let ran = program.run(&["trigger", "payout.changed", "--print", "--security-key", "@/dev/zero"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("no key"), "{}", ran.stderr);
}

#[test]
fn lines_of_the_transmission_are_not_replaced_in_silence() {
    let program = Program::new();
    let line = "TossPayments-Webhook-Transmission-Id: mine";
    let ran = program.run(&["trigger", "DEPOSIT_CALLBACK", "--print", "-H", line]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("each attempt has its own"), "{}", ran.stderr);
}

#[test]
fn what_was_typed_can_not_act_on_the_terminal() {
    let program = Program::new();
    let hostile = "\u{1b}]0;x\u{7}\u{202e}";
    for arguments in [
        vec!["forward", "3000", "--route", hostile],
        vec!["forward", "3000", "--ca-cert", hostile],
        vec!["listen", "--path", hostile],
        vec!["listen", "--events", hostile],
        vec!["listen", "--history", hostile, "--host", hostile],
        vec!["trigger", "DEPOSIT_CALLBACK", "--body", hostile],
        vec!["trigger", "--body", hostile],
        vec!["trigger", "--like", hostile],
        vec!["trigger", "DEPOSIT_CALLBACK", "--at", hostile],
        vec!["trigger", hostile],
    ] {
        let ran = program.run(&arguments);
        assert_ne!(ran.code, Some(0), "{arguments:?}");
        assert!(!ran.stderr.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{arguments:?}: {:?}", ran.stderr);
    }
}
