//! How runs end: readers that go away or take nothing, signals, disks that are full.

mod dev_server;
mod program;

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use dev_server::DevServer;
use program::{PATIENCE, Program, Webhook, wait_for_address, wait_for_file};
use rustix::process::{Pid, Signal, kill_process};

const DEPOSIT: &[u8] = br#"{"createdAt":"2026-11-22T12:00:00.000000","secret":"ps_Z61JOxRQVEYnKlQ2xk4VW0X9bAqw","status":"DONE","transactionKey":"9FF15E1A29D0E77C218F57262BFA4986","orderId":"order-1122-0018"}"#;

fn signal(child: &Child, signal: Signal) {
    let id = Pid::from_raw(child.id().try_into().expect("a process id")).expect("not zero");
    kill_process(id, signal).expect("the process is there");
}

/// The exit code; a process that doesn't end fails the test instead of hanging it.
fn code(mut child: Child) -> Option<i32> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(status) = child.try_wait().expect("a child") {
            return status.code();
        }
        if Instant::now() > deadline {
            child.kill().expect("it can be killed");
            panic!("it did not end");
        }
        std::thread::park_timeout(Duration::from_millis(5));
    }
}

#[test]
fn a_reader_of_one_line_ends_every_command_with_success() {
    let server = DevServer::answering(200);
    let url = server.url("/");
    let program = Program::new();
    for arguments in [
        vec!["trigger", "PAYMENT_STATUS_CHANGED", "--print", "--count", "1000000000"],
        vec!["trigger", "PAYMENT_STATUS_CHANGED", "--as", "json", "--count", "1000000000"],
        vec!["trigger", "DEPOSIT_CALLBACK", "--to", &url, "--format", "json", "--count", "1000000000"],
        vec!["trigger", "--list"],
        vec!["completions", "bash"],
        vec!["retry-schedule"],
        vec!["man"],
        vec!["--help"],
    ] {
        let mut child = program
            .command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().expect("piped"));
        reader.read_line(&mut line).expect("a line");
        drop(reader);
        assert_eq!(code(child), Some(0), "{arguments:?}");
        assert_ne!(line, "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_can_not_be_written_is_no_success() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let full = || std::fs::File::options().write(true).open("/dev/full").expect("a full disk");
    for arguments in [
        vec!["trigger", "--list"],
        vec!["trigger", "DEPOSIT_CALLBACK", "--print"],
        vec!["trigger", "DEPOSIT_CALLBACK", "--to", &server.url("/")],
        vec!["listen", "--port", "0", "--format", "json"],
    ] {
        let child = program.command(&arguments).stdout(full()).stderr(Stdio::null()).spawn();
        assert_eq!(code(child.expect("it starts")), Some(1), "{arguments:?}");
    }
}

#[test]
fn a_listener_that_is_ended_as_soon_as_it_is_ready_ends_well() {
    let program = Program::new();
    let ready = program.home.path().join("ready");
    for kind in [Signal::TERM, Signal::INT, Signal::HUP] {
        let child = program
            .command(&["listen", "--port", "0", "--ready-file", "ready"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let url = wait_for_file(&ready);
        signal(&child, kind);
        assert_eq!(code(child), Some(0), "{kind:?} {url}");
        assert!(!ready.exists());
    }
}

#[test]
fn a_ready_file_is_not_left_behind_by_a_listener_that_fails() {
    let program = Program::new();
    let ran = program.run(&["listen", "--port", "0", "--format", "json", "--ready-file", "no/such/folder"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{}", ran.stderr);
    std::fs::write(program.home.path().join("notes.db"), "mine").expect("written");
    let ran = program.run(&["listen", "--port", "0", "--history", "notes.db", "--ready-file", "ready"]);
    assert_eq!(ran.code, Some(6), "{}", ran.stderr);
    assert!(!program.home.path().join("ready").exists());
}

#[test]
fn a_terminal_that_takes_nothing_delays_no_answer_and_no_end() {
    let program = Program::new();
    let (_unread, pipe) = std::io::pipe().expect("a pipe");
    let child = program
        .command(&["listen", "--port", "0", "--ready-file", "ready"])
        .stdout(pipe.try_clone().expect("another end"))
        .stderr(pipe)
        .spawn()
        .expect("it starts");
    let address = wait_for_address(&program.home.path().join("ready"));
    for number in 0..300 {
        assert_eq!(Webhook::new(&format!("whtrans_{number}"), DEPOSIT).send(address).status, 200);
    }
    signal(&child, Signal::TERM);
    // Two of a kind could become one.
    signal(&child, Signal::INT);
    assert!(matches!(code(child), Some(0 | 1)));
}

#[test]
fn a_terminal_that_lags_gets_lines_without_fields_and_hears_of_it() {
    const EVENTS: usize = 1500;
    for (arguments, recorded) in [(&[][..], true), (&["--no-history"][..], false)] {
        let program = Program::new();
        let mut child = program
            .command(&["listen", "--port", "0", "--ready-file", "ready"])
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let address = wait_for_address(&program.home.path().join("ready"));
        // Nobody reads yet: what waits is more than there is room for.
        for number in 0..EVENTS {
            assert_eq!(Webhook::new(&format!("whtrans_{number}"), DEPOSIT).send(address).status, 200);
        }
        let mut stderr = child.stderr.take().expect("piped");
        let talk = std::thread::spawn(move || {
            let mut text = String::new();
            stderr.read_to_string(&mut text).expect("readable");
            text
        });
        signal(&child, Signal::TERM);
        let mut data = String::new();
        child.stdout.take().expect("piped").read_to_string(&mut data).expect("readable");
        assert_eq!(code(child), Some(0));
        let talk = talk.join().expect("it ends");
        let shown = |mark: &str| data.matches(mark).count();
        let (lines, with_fields) = (shown("  →  DEPOSIT_CALLBACK"), shown(" orderId "));
        let without: usize = number_before(&talk, " events shown without fields");
        let lines_missing: usize = number_before(&talk, " lines not shown");
        assert!(with_fields > 0 && without > 0, "{talk}");
        assert_eq!(lines, with_fields + without, "{talk}");
        assert_eq!(shown("  ←  200") + lines + lines_missing, EVENTS * 2, "{talk}");
        let sentences = talk.lines().filter(|line| line.contains("the terminal is slower than the events"));
        for sentence in sentences {
            assert_eq!(sentence.ends_with(". The history has them all"), recorded, "{sentence}");
        }
    }
}

/// The sum of the numbers that stand before these words.
fn number_before(text: &str, words: &str) -> usize {
    let number = |line: &str| {
        let before = line.split_once(words)?.0;
        before.rsplit(' ').next()?.replace(',', "").parse::<usize>().ok()
    };
    text.lines().filter_map(number).sum()
}

#[test]
fn a_trigger_that_a_signal_ends_before_its_last_event_is_no_success() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let to = server.url("/");
    for (arguments, says) in [
        (&["PAYMENT_STATUS_CHANGED", "--rate", "100/s", "--count", "100000"][..], " of 100,000 events\n"),
        (&["PAYMENT_STATUS_CHANGED", "--rate", "100/s", "--duration", "1h"], " of 360,000 events\n"),
    ] {
        let mut child = program
            .command(&[&["trigger", "--seed", "7", "--to", &to], arguments].concat())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        server.next();
        signal(&child, Signal::INT);
        let mut stderr = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("readable");
        assert_eq!(code(child), Some(1), "{stderr}");
        assert!(stderr.contains("ended early, after ") && stderr.ends_with(says), "{stderr}");
    }
}

#[test]
fn a_scenario_that_a_signal_ends_before_its_last_step_is_no_success() {
    let (answer, hear) = std::sync::mpsc::channel::<()>();
    let hear = std::sync::Mutex::new(hear);
    let server = DevServer::start(move |_| {
        let _ = hear.lock().expect("a channel").recv();
        tiny_http::Response::from_data(Vec::new())
    });
    let program = Program::new();
    let mut child = program
        .command(&["trigger", "card-payment", "--to", &server.url("/")])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    server.next();
    signal(&child, Signal::INT);
    let mut stderr = BufReader::new(child.stderr.take().expect("piped"));
    let mut line = String::new();
    while !line.contains("waiting for 1 request") {
        line.clear();
        assert_ne!(stderr.read_line(&mut line).expect("readable"), 0, "it did not wait for the call");
    }
    answer.send(()).expect("a server");
    let mut rest = String::new();
    stderr.read_to_string(&mut rest).expect("readable");
    assert_eq!((code(child), rest.as_str()), (Some(1), "ended early, after 1 of 2 events\n"));
}

#[test]
fn a_second_signal_ends_a_trigger_that_waits_for_ever() {
    let hanging = TcpListener::bind("127.0.0.1:0").expect("a port");
    let to = hanging.local_addr().expect("an address").to_string();
    let program = Program::new();
    let mut child = program
        .command(&["trigger", "DEPOSIT_CALLBACK", "--to", &to, "--timeout", "0"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it starts");
    // Once it is connected, it has taken its signals over.
    let _connection = hanging.accept().expect("a connection");
    signal(&child, Signal::INT);
    signal(&child, Signal::TERM);
    let mut stderr = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("readable");
    assert_eq!(code(child), Some(1), "{stderr}");
    assert!(stderr.contains("ended at once"), "{stderr}");
}
