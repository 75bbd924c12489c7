//! How a run ends: nobody there, a server that comes up late, Ctrl-C, a reader that goes away.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;

use crate::merchant::Merchant;
use crate::outcome::check;
use crate::program::Program;
use crate::raw::{self, Door};

#[test]
fn a_server_that_is_down_ends_it_before_any_rule() {
    let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let endpoint = free.local_addr().expect("bound").to_string();
    drop(free);
    for options in [&[] as &[&str], &["--wait", "200ms"], &["--effect-url", &endpoint]] {
        let ran = Program::new().run(&[&["check", &endpoint, "--json"], options].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{}", ran.stderr);
        assert!(ran.stderr.contains(&endpoint), "{}", ran.stderr);
    }
}

#[test]
fn a_server_that_comes_up_late_is_waited_for() {
    let reserved = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = reserved.local_addr().expect("bound");
    drop(reserved);
    let endpoint = address.to_string();
    let program = Program::new();
    let mut command = program.command(&["check", &endpoint, "--wait", "30s", "--only", "exactly-200"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let door = Door::on(std::net::TcpListener::bind(address).expect("still free"), |mut stream, _| {
        if raw::read(&mut stream).is_ok() {
            raw::answer(&mut stream, 200, "", "");
        }
    });
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(ended.status.code(), Some(0), "{}", String::from_utf8_lossy(&ended.stderr));
    door.close();
}

#[test]
fn ctrl_c_gives_the_verdicts_so_far_and_says_that_it_is_incomplete() {
    // It answers the control delivery, and nothing else.
    let first = std::sync::atomic::AtomicBool::new(true);
    let door = Door::open(move |mut stream, _| {
        if raw::read(&mut stream).is_ok() {
            if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
                raw::answer(&mut stream, 200, "", "");
            } else {
                // Until the sender goes away.
                let _ = std::io::Read::read(&mut stream, &mut [0]);
            }
        }
    });
    let program = Program::new();
    let endpoint = door.address.to_string();
    let arguments = ["check", &endpoint, "--json", "--report", "junit=report.xml"];
    let mut child =
        program.command(&arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped"))
        .lines()
        .map(|line| serde_json::from_str::<Value>(&line.expect("readable")).expect("JSON"));
    for rule in ["exactly-200", "no-redirect", "within-10s"] {
        assert_eq!(lines.next().expect("a line")["id"], rule);
    }
    let id = Pid::from_raw(child.id().try_into().expect("an id")).expect("not zero");
    kill_process(id, Signal::INT).expect("it is there");
    let rest: Vec<Value> = lines.collect();
    let summary = rest.last().expect("a summary");
    assert_eq!((&summary["kind"], &summary["complete"]), (&"summary".into(), &false.into()), "{summary}");
    assert!(summary["passed"].as_u64() >= Some(3), "{summary}");
    assert_eq!(child.wait().expect("it ends").code(), Some(1));
    let report = std::fs::read_to_string(program.home.path().join("report.xml")).expect("a report");
    assert!(report.contains("<property name=\"complete\" value=\"false\"/>"), "{report}");
    assert!(report.contains("INCOMPLETE: ended with "), "{report}");
    door.close();
}

#[test]
fn a_reader_that_goes_away_is_no_failure_of_the_run() {
    let merchant = Merchant::start(None);
    let program = Program::new();
    let mut command = program.command(&["check", &merchant.url(), "--json"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("it ends");
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
}

#[test]
fn the_orders_that_were_made_up_can_be_found_by_their_beginning() {
    let merchant = Merchant::start(None);
    let outcome = check(&merchant.url(), &[]);
    let ids = outcome.summary["order_ids"].as_array().expect("a list");
    let prefix = &ids[0].as_str().expect("an id")[.."tosshook-xxxxxx-".len()];
    assert!(ids.iter().all(|id| id.as_str().expect("an id").starts_with(prefix)), "{ids:?}");
    assert!(ids.len() > 50);
}
