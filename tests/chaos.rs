//! `trigger`'s chaos and load, through the built program and real sockets.

mod dev_server;
mod program;

use std::collections::{HashMap, HashSet};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use dev_server::{DevServer, Seen};
use program::{PATIENCE, Program, Ran};
use serde_json::Value;

/// The dev server's library leaves one of a burst of connections unanswered now and then, but not of so few.
const FEW: [&str; 2] = ["--concurrency", "4"];

const ID: &str = "tosspayments-webhook-transmission-id";
const COUNT: &str = "tosspayments-webhook-transmission-retried-count";

fn lines(ran: &Ran, kind: &str) -> Vec<Value> {
    let lines = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    lines.filter(|line| line["kind"] == kind).collect()
}

fn trigger(program: &Program, to: &str, arguments: &[&str]) -> Ran {
    let fixed = ["trigger", "PAYMENT_STATUS_CHANGED", "--no-history", "--seed", "7", "--to", to];
    program.run(&[&fixed[..], arguments].concat())
}

fn in_json(program: &Program, to: &str, arguments: &[&str]) -> Ran {
    trigger(program, to, &[arguments, &["--format", "json"]].concat())
}

fn all(server: &DevServer, requests: usize) -> Vec<Seen> {
    (0..requests).map(|_| server.next()).collect()
}

/// A server that reads what comes of each connection until it ends, and answers once a whole request is there.
fn raw() -> (String, Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let to = listener.local_addr().expect("an address").to_string();
    let (told, hear) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let (mut stream, told) = (stream.expect("a connection"), told.clone());
            std::thread::spawn(move || {
                stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
                let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
                let mut is_answered = false;
                while let Ok(length @ 1..) = stream.read(&mut piece) {
                    bytes.extend_from_slice(&piece[..length]);
                    if !is_answered && is_whole(&bytes) {
                        is_answered = true;
                        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
                    }
                }
                let _ = told.send(bytes);
            });
        }
    });
    (to, hear)
}

/// How long the body is to be, and how much of it is there.
fn body(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let text = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: "))?;
    Some((length.trim().parse().ok()?, bytes.len() - head))
}

fn is_whole(bytes: &[u8]) -> bool {
    body(bytes).is_some_and(|(length, there)| there >= length)
}

#[test]
fn a_duplicate_has_the_same_id_count_and_bytes() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let ran = in_json(&program, &server.url("/"), &["--duplicate", "2", "--count", "3"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let mut copies: HashMap<String, Vec<Seen>> = HashMap::new();
    for seen in all(&server, 9) {
        copies.entry(seen.header(ID).expect("an id").to_owned()).or_default().push(seen);
    }
    assert_eq!(copies.len(), 3);
    for copies in copies.values() {
        assert!(copies.iter().all(|copy| copy.body == copies[0].body && copy.header(COUNT) == Some("0")));
    }
    let sent = lines(&ran, "sent");
    let duplicates: Vec<_> = sent.iter().map(|line| line["duplicate"].as_u64().unwrap_or(0)).collect();
    assert_eq!(duplicates, [0, 1, 2, 0, 1, 2, 0, 1, 2]);
    assert_eq!(lines(&ran, "summary")[0]["mishaps"]["duplicates"], 6);
}

#[test]
fn a_duplicate_that_is_answered_otherwise_is_told() {
    let server = DevServer::start(|number| {
        tiny_http::Response::from_data(Vec::new()).with_status_code(if number == 0 { 200 } else { 409 })
    });
    // With this seed it goes out once the first is answered.
    let arguments = ["trigger", "DEPOSIT_CALLBACK", "--no-history", "--duplicate", "1", "--seed", "1"];
    let ran = Program::new().run(&[&arguments[..], &["--to", &server.url("/")]].concat());
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    assert!(ran.stdout.contains("duplicate 1 of 1."), "{}", ran.stdout);
    assert!(ran.stderr.contains("1 of 1 duplicate was answered otherwise than the first"), "{}", ran.stderr);
}

#[test]
fn a_call_is_cut_off_where_it_was_said() {
    let program = Program::new();
    for (after, part) in [("headers", 0), ("body", 1), ("response", 2)] {
        let (to, hear) = raw();
        let ran = in_json(&program, &to, &["--abort-after", after]);
        assert_eq!(ran.code, Some(0), "{after}: {}", ran.stderr);
        let bytes = hear.recv_timeout(PATIENCE).expect("a connection that ended");
        let (length, there) = body(&bytes).expect("a whole head");
        assert_eq!(there, length * part / 2, "{after}");
        assert_eq!(lines(&ran, "sent")[0]["cut_after"], after);
        assert!(lines(&ran, "sent")[0]["http_status"].is_null());
        let summary = &lines(&ran, "summary")[0]["mishaps"];
        let counted = [&summary["cut_short"], &summary["unheard_accepted"]].map(Value::as_u64);
        assert_eq!(counted, if after == "response" { [Some(0), Some(1)] } else { [Some(1), Some(0)] });
    }
}

#[test]
fn what_was_cut_off_comes_again_whole_and_with_a_risen_count() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let chaos = ["--abort-after", "response", "--retry", "--speed", "instant"];
    let ran = trigger(&program, &server.url("/"), &chaos);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let [first, second] = [server.next(), server.next()];
    assert_eq!((first.header(COUNT), second.header(COUNT)), (Some("0"), Some("1")));
    assert_eq!((first.header(ID), &first.body), (second.header(ID), &second.body));
    assert!(ran.stdout.contains("cut off after the answer, 200"), "{}", ran.stdout);
    assert!(ran.stderr.contains("the work was done, the sender never heard"), "{}", ran.stderr);
}

#[test]
fn broken_bodies_are_of_every_kind_and_4xx_is_what_they_deserve() {
    let program = Program::new();
    let server = DevServer::deciding(|seen| match serde_json::from_slice::<Value>(&seen.body) {
        Ok(event) if event["data"].is_object() => 200,
        _ => 400,
    });
    let ran = in_json(&program, &server.url("/"), &["--malformed", "--count", "6"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let sent = lines(&ran, "sent");
    let kinds: HashSet<_> = sent.iter().map(|line| line["malformed"].as_str().expect("a kind")).collect();
    assert_eq!(kinds.len(), 6);
    assert_eq!(all(&server, 6).iter().map(|seen| seen.body.clone()).collect::<HashSet<_>>().len(), 6);
    for status in [200, 500] {
        let ran = trigger(&program, &DevServer::answering(status).url("/"), &["--malformed"]);
        assert_eq!(ran.code, Some(1), "{status}: {}", ran.stderr);
        assert!(
            ran.stderr.contains("1 body was broken, and none refused: 4xx would be right."),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn a_broken_body_is_refused_only_by_a_status_that_is_about_bodies() {
    let program = Program::new();
    for (status, code) in [(400, 0), (413, 0), (415, 0), (422, 0), (401, 1), (404, 1), (429, 1)] {
        let server = DevServer::answering(status);
        let ran = trigger(&program, &server.url("/"), &["--malformed", "--count", "6"]);
        assert_eq!(ran.code, Some(code), "{status}: {}", ran.stderr);
        let says =
            if code == 0 { "all refused with 4xx, which is right" } else { "that is not about the body" };
        assert!(ran.stderr.contains(says), "{status}: {}", ran.stderr);
        assert_eq!(ran.stderr.contains(&format!("but answered {status}: ")), code == 1, "{}", ran.stderr);
    }
}

#[test]
fn what_a_server_did_wrong_is_not_made_good_by_a_re_send() {
    let (program, fast) = (Program::new(), DevServer::answering(200));
    let alternating = DevServer::start(|number| {
        tiny_http::Response::from_data(Vec::new()).with_status_code(if number % 2 == 0 { 500 } else { 200 })
    });
    let again = ["--retry", "--speed", "instant"];
    for (to, chaos, code) in [
        (&fast, &["--malformed"][..], 1),
        (&alternating, &["--duplicate", "2"], 1),
        (&alternating, &["--delay", "1ms"], 0),
        (&alternating, &[], 0),
    ] {
        let ran = trigger(&program, &to.url("/"), &[chaos, &again].concat());
        assert_eq!(ran.code, Some(code), "{chaos:?}: {}{}", ran.stdout, ran.stderr);
    }
}

#[test]
fn a_duplicate_is_compared_with_a_first_that_was_answered_200_only() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    for (after, says) in [
        ("headers", "1 duplicate came beside a first that was not answered 200: nothing to compare."),
        ("response", "1 duplicate was answered as the first was."),
    ] {
        let ran = trigger(&program, &server.url("/"), &["--abort-after", after, "--duplicate", "1"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stderr.contains(says) && !ran.stderr.contains("otherwise"), "{after}: {}", ran.stderr);
    }
}

#[test]
fn a_load_without_any_answer_has_no_times() {
    let (program, (to, _hear)) = (Program::new(), raw());
    let cut = ["--rate", "100/s", "--count", "10", "--abort-after", "headers", FEW[0], FEW[1]];
    let ran = trigger(&program, &to, &cut);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("10 attempts: 0 accepted, 10 not (10 × cut off)"), "{}", ran.stderr);
    assert!(!ran.stderr.contains("p50") && !ran.stderr.contains('≤'), "{}", ran.stderr);
    let summary = &lines(&in_json(&program, &to, &cut), "summary")[0];
    assert!(["p50", "p90", "p95", "p99", "max"].iter().all(|name| summary["answer_ms"][name].is_null()));
    assert_eq!(summary["load"]["histogram"], Value::Array(Vec::new()));
}

#[test]
fn a_broken_body_can_be_printed_and_the_same_seed_breaks_it_in_the_same_way() {
    let program = Program::new();
    let print = |seed: &str| {
        program.run(&["trigger", "DEPOSIT_CALLBACK", "--malformed", "--as", "json", "--seed", seed]).stdout
    };
    assert_eq!(print("7"), print("7"));
    assert_ne!(print("7"), print("8"));
}

#[test]
fn a_shuffled_run_sends_every_event_in_another_order() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let times = |arguments: &[&str]| -> Vec<String> {
        let ran = trigger(&program, &server.url("/"), &[&["--count", "12"], arguments].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let body = |seen: Seen| serde_json::from_slice::<Value>(&seen.body).expect("JSON");
        all(&server, 12).into_iter().map(|seen| body(seen)["createdAt"].to_string()).collect()
    };
    let shuffled = times(&["--shuffle"]);
    let mut sorted = shuffled.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 12);
    assert_ne!(shuffled, sorted);
    assert_eq!(shuffled, times(&["--shuffle"]));
}

#[test]
fn what_says_nothing_or_two_things_at_once_is_refused() {
    let program = Program::new();
    for (arguments, says) in [
        (&["--shuffle"][..], "--shuffle: a single event has no order"),
        (&["--malformed", "--abort-after", "body"], "--abort-after and --malformed both break the request"),
        (&["--rate", "5/s"], "--rate 5/1s says how fast, not for how long"),
        (&["--duplicate", "1", "--print"], "--duplicate"),
        (&["--rate", "5"], "write it like 100/1s"),
        (&["--duration", "0s"], "--duration 0s: there is no time to send anything"),
    ] {
        let ran = trigger(&program, "127.0.0.1:9", arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(ran.stderr.contains(says), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_load_tells_in_the_end_how_it_was_borne_and_not_of_each_event() {
    let (program, server) = (Program::new(), DevServer::answering(500));
    let ran = trigger(&program, &server.url("/"), &["--rate", "200/s", "--count", "20", FEW[0], FEW[1]]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""), "{}", ran.stderr);
    for says in ["20 events in ", " a second", "20 attempts: 0 accepted, 20 not (20 × 500)", "p99", "≤ "] {
        assert!(ran.stderr.contains(says), "{says}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains('\r'), "{:?}", ran.stderr);
}

#[test]
fn a_load_in_json_has_every_line_and_the_figures_in_the_last() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let ran =
        in_json(&program, &server.url("/"), &["--rate", "100/s", "--duration", "200ms", FEW[0], FEW[1]]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let (sent, summary) = (lines(&ran, "sent"), &lines(&ran, "summary")[0]);
    assert_eq!(sent.len(), 20);
    assert!(sent.iter().all(|line| line["waited_ms"].is_number()));
    let load = &summary["load"];
    assert_eq!((&load["events"], &load["asked_per_second"]), (&Value::from(20), &Value::from(100.0)));
    assert_eq!((&load["concurrency"], load["held"].is_u64()), (&Value::from(4), true));
    let answers = load["histogram"].as_array().expect("rows").iter().map(|row| row["answers"].as_u64());
    assert_eq!(answers.flatten().sum::<u64>(), 20);
    assert!(["p50", "p90", "p95", "p99", "max"].iter().all(|name| summary["answer_ms"][name].is_number()));
    assert_eq!(summary["failures"], Value::Array(Vec::new()));
}

#[test]
fn without_a_rate_a_duration_ends_a_run_too() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let ran = in_json(&program, &server.url("/"), &["--duration", "100ms", "--concurrency", "2"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let load = &lines(&ran, "summary")[0]["load"];
    assert!(load["events"].as_u64() > Some(1) && load["asked_per_second"].is_null(), "{load}");
}

#[test]
fn there_is_room_for_duplicates_by_default() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    for (arguments, calls) in
        [(&["--duplicate", "2"][..], 3), (&["--duplicate", "2", "--concurrency", "1"], 1)]
    {
        let ran = in_json(&program, &server.url("/"), &[arguments, &["--duration", "50ms"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(lines(&ran, "summary")[0]["load"]["concurrency"], calls);
    }
}

#[test]
fn a_held_back_attempt_says_so() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let ran = in_json(&program, &server.url("/"), &["--delay", "20ms", "--count", "5", FEW[0], FEW[1]]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let held: Vec<_> =
        lines(&ran, "sent").iter().map(|line| line["held_ms"].as_f64().expect("held")).collect();
    assert!(held.len() == 5 && held.iter().all(|held| *held <= 20.0), "{held:?}");
    let again = in_json(&program, &server.url("/"), &["--delay", "20ms", "--count", "1"]);
    assert!(held.contains(&lines(&again, "sent")[0]["held_ms"].as_f64().expect("held")));
}

#[test]
fn payments_of_a_load_can_be_looked_up() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let to = server.url("/");
    let load = ["trigger", "PAYMENT_STATUS_CHANGED", "--rate", "500/s", "--count", "50", "--to", &to];
    let ran = program.run(&[&load[..], &FEW].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let seen = all(&server, 50);
    let mut stand_in = program.listen(&["api"]);
    for seen in [&seen[0], &seen[49]] {
        let body: Value = serde_json::from_slice(&seen.body).expect("JSON");
        let key = body["data"]["paymentKey"].as_str().expect("a key");
        let request = format!(
            "GET /v1/payments/{key} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Basic dGVzdF9za18xOg==\r\n\r\n"
        );
        assert_eq!(program::exchange(stand_in.address, request.as_bytes()).status, 200);
        stand_in.next("lookup");
    }
}
