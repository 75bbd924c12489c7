//! What is re-sent on Toss Payments' schedule: `trigger --retry`, `retry-schedule --against` and `--event`, through the
//! built program and real sockets.

mod dev_server;
mod program;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::process::{Child, Stdio};

use bytes::Bytes;
use dev_server::{DevServer, Seen};
use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use program::{Program, Ran, Webhook};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};
use tiny_http::Response;
use tosshook::toss::{
    EventType, KeyForm, KeyFormChoice, SecurityKey, SignatureCheck, Transmission, signature,
};

const ID: &str = "tosspayments-webhook-transmission-id";
const TIME: &str = "tosspayments-webhook-transmission-time";
const COUNT: &str = "tosspayments-webhook-transmission-retried-count";

fn answer(status: u16) -> Response<Cursor<Vec<u8>>> {
    Response::from_data(Vec::new()).with_status_code(status)
}

/// A server that answers 500 so many times, and 200 from then on.
fn failing(times: usize) -> DevServer {
    DevServer::start(move |number| answer(if number < times { 500 } else { 200 }))
}

/// An address where nothing listens as long as its socket is held: bound, but not listening.
fn nobody() -> (tokio::net::TcpSocket, String) {
    let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a port");
    let address = socket.local_addr().expect("bound").to_string();
    (socket, address)
}

fn lines_of(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn of_all<'a>(lines: &'a [Value], key: &str) -> Vec<&'a Value> {
    lines.iter().map(|line| &line[key]).collect()
}

fn headers(seen: &[Seen], name: &str) -> Vec<String> {
    seen.iter().map(|it| it.header(name).expect("the header").to_owned()).collect()
}

fn seconds_apart(times: &[String]) -> Vec<i64> {
    let at: Vec<Timestamp> = times.iter().map(|time| time.parse().expect("a time")).collect();
    at.windows(2).map(|two| two[1].as_second() - two[0].as_second()).collect()
}

#[test]
fn a_server_that_fails_until_the_third_re_send_gets_it_after_21_simulated_minutes() {
    let server = failing(3);
    let ran = Program::new().run(&["retry-schedule", "--against", &server.url("/hook"), "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("--speed 3600x"), "the default speed is said: {}", ran.stderr);
    let seen: Vec<_> = (0..4).map(|_| server.next()).collect();
    assert_eq!(headers(&seen, COUNT), ["0", "1", "2", "3"]);
    assert!(headers(&seen, ID).windows(2).all(|two| two[0] == two[1]));
    assert_eq!(seconds_apart(&headers(&seen, TIME)), [60, 4 * 60, 16 * 60]);
    assert!(seen.windows(2).all(|two| two[0].body == two[1].body && two[0].url == "/hook"));
    let lines = lines_of(&ran);
    let (summary, sent) = lines.split_last().expect("a summary");
    assert_eq!(of_all(sent, "kind"), ["sent"; 4]);
    assert_eq!(of_all(sent, "delivery_status"), ["Sending", "Sending", "Sending", "Completed"]);
    assert_eq!(of_all(sent, "transmission_time"), headers(&seen, TIME).iter().collect::<Vec<_>>());
    assert_eq!((&summary["kind"], &summary["landed_attempt"]), (&json!("summary"), &json!(4)));
    assert_eq!((&summary["delivery_status"], &summary["attempts"]), (&json!("Completed"), &json!(8)));
    assert_eq!((&summary["total_seconds"], &summary["sent"]), (&json!(327_660), &json!(4)));
}

#[test]
fn a_server_that_is_started_meanwhile_gets_the_next_re_send() {
    let (socket, address) = nobody();
    let program = Program::new();
    // The last wait is two seconds of real time: enough to start a server.
    let played = ["--intervals", "1s,1s,2h", "--json"];
    let mut child = start(&program, &[&["retry-schedule", "--against", &address], &played[..]].concat());
    let mut lines = BufReader::new(child.stdout.take().expect("piped"));
    for _ in 0..3 {
        assert_eq!(next_line(&mut lines)["outcome"], "unreachable");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().expect("a runtime");
    let listener = {
        let _entered = runtime.enter();
        socket.listen(16).expect("it listens").into_std().expect("a listener")
    };
    listener.set_nonblocking(false).expect("it blocks");
    let server = DevServer::on(listener, |_| answer(200));
    let accepted = next_line(&mut lines);
    assert_eq!((&accepted["outcome"], &accepted["retried_count"]), (&json!("accepted"), &json!(3)));
    assert_eq!(server.next().header(COUNT), Some("3"));
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn each_attempt_of_a_signed_event_is_signed_anew() {
    let server = failing(2);
    let program = Program::new();
    let key = "ab".repeat(32);
    std::fs::write(program.home.path().join("key.txt"), &key).expect("a file");
    let against = ["retry-schedule", "--against", &server.url("/"), "--speed", "instant"];
    let signed = ["--sample", "payout.changed", "--security-key", "@key.txt"];
    let ran = program.run(&[&against[..], &signed].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let key = SecurityKey::parse(&key).expect("a key");
    let signatures: Vec<_> = (0..3)
        .map(|_| {
            let seen = server.next();
            let transmission = Transmission::read(&header_map(&seen));
            let valid = signature::check(
                Some(&key),
                KeyFormChoice::Auto,
                Some(&EventType::PayoutChanged),
                &Bytes::from(seen.body),
                &transmission,
            );
            assert_eq!(valid, SignatureCheck::Valid(KeyForm::Text));
            transmission.signature
        })
        .collect();
    assert!(signatures[0] != signatures[1] && signatures[1] != signatures[2]);
}

fn header_map(seen: &Seen) -> HeaderMap {
    let lines = seen.headers.iter().map(|(name, value)| {
        let name = HeaderName::from_bytes(name.as_bytes()).expect("a name");
        (name, HeaderValue::from_str(value).expect("a value"))
    });
    lines.collect()
}

#[test]
fn a_server_that_never_accepts_ends_failed_after_eight_attempts() {
    let server = DevServer::answering(201);
    let ran = Program::new().run(&[
        "retry-schedule",
        "--against",
        &server.url("/"),
        "--speed",
        "instant",
        "--json",
    ]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let lines = lines_of(&ran);
    let (summary, sent) = lines.split_last().expect("a summary");
    assert_eq!(
        of_all(sent, "retried_count"),
        (0..8).map(|it| json!(it)).collect::<Vec<_>>().iter().collect::<Vec<_>>()
    );
    assert_eq!(sent[7]["delivery_status"], "Failed");
    assert!(sent[7]["next_attempt_at"].is_null() && summary["landed_attempt"].is_null());
    assert_eq!(summary["delivery_status"], "Failed");
}

#[test]
fn an_endpoint_that_never_connects_ends_with_4_and_at_once_where_that_is_required() {
    let (_socket, address) = nobody();
    let program = Program::new();
    let against = ["retry-schedule", "--against", &address, "--speed", "instant", "--json"];
    let ran = program.run(&against);
    assert_eq!((ran.code, lines_of(&ran).len()), (Some(4), 9), "{}", ran.stderr);
    assert!(
        ran.stderr.contains(&format!("error: could not connect to http://{address}/\n")),
        "{}",
        ran.stderr
    );
    let ran = program.run(&[&against[..], &["--require-endpoint"]].concat());
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""));
    assert_eq!(
        ran.stderr,
        format!("error: could not connect to http://{address}/\n\nhint: does it run, and on this port?\n")
    );
}

#[test]
fn another_policy_has_its_own_waits_and_its_own_time_limit() {
    let server = DevServer::start(|number| {
        if number == 0 {
            // Longer than the limit; ends with the server.
            std::thread::park_timeout(program::PATIENCE);
        }
        answer(500)
    });
    let policy = ["--intervals", "2m", "--timeout", "200ms", "--json"];
    let ran = Program::new().run(&[&["retry-schedule", "--against", &server.url("/")], &policy[..]].concat());
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let lines = lines_of(&ran);
    assert_eq!(of_all(&lines[..2], "outcome"), ["timeout", "wrong_status"]);
    assert_eq!((&lines[2]["attempts"], &lines[2]["total_seconds"]), (&json!(2), &json!(120)));
    assert!(ran.stderr.contains("a schedule of your own"), "{}", ran.stderr);
}

#[test]
fn the_simulated_clock_starts_where_it_is_said_to() {
    let server = failing(1);
    let from = ["--from", "2026-11-22T12:00:00+09:00", "--speed", "instant"];
    let ran = Program::new().run(&[&["retry-schedule", "--against", &server.url("/")], &from[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let times = [server.next(), server.next()];
    assert_eq!(headers(&times, TIME), ["2026-11-22T12:00:00+09:00", "2026-11-22T12:01:00+09:00"]);
    let [first, second] = ran.stdout.lines().collect::<Vec<_>>()[..] else { panic!("{}", ran.stdout) };
    assert!(first.starts_with("12:00:00  →  PAYMENT_STATUS_CHANGED"), "{first}");
    assert!(first.ends_with("Sending. Next: 12:01:00 (re-send 1 of 7)"), "{first}");
    assert!(second.starts_with("12:01:00  →  re-send 1 of 7, 1m after the first"), "{second}");
    assert!(second.ends_with("Completed."), "{second}");
}

#[test]
fn a_rehearsal_interrupted_while_it_waits_tells_what_would_have_come() {
    let server = DevServer::answering(500);
    let program = Program::new();
    let against = ["retry-schedule", "--against", &server.url("/"), "--speed", "real"];
    for (more, first) in [(&["--format", "json"][..], "{\"v\":1,\"kind\":\"sent\""), (&[], "")] {
        let mut child = start(&program, &[&against[..], more].concat());
        let mut stdout = BufReader::new(child.stdout.take().expect("piped"));
        let mut line = String::new();
        stdout.read_line(&mut line).expect("a line");
        assert!(line.starts_with(first), "{line}");
        interrupt(&child);
        let mut rest = String::new();
        stdout.read_to_string(&mut rest).expect("readable");
        let mut stderr = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("readable");
        assert_eq!(child.wait().expect("it ends").code(), Some(1), "{stderr}");
        assert!(stderr.contains("--speed") || stderr.contains("in real time"), "{stderr}");
        if more.is_empty() {
            assert!(stderr.contains("Ended after the first attempt (500): still Sending."), "{stderr}");
            let to_come = stderr.lines().filter(|line| line.starts_with("  re-send ")).count();
            assert!(to_come == 7 && stderr.trim_end().ends_with("the last chance"), "{stderr}");
        } else {
            let summary: Value = serde_json::from_str(&rest).expect("one line");
            assert_eq!((&summary["delivery_status"], &summary["sent"]), (&json!("Sending"), &json!(1)));
            assert!(summary["last_chance_at"].is_string(), "{summary}");
        }
    }
}

#[test]
fn triggered_events_are_re_sent_until_all_are_accepted() {
    // Each event's first two attempts fail.
    let server = DevServer::start(|number| answer(if number < 6 { 503 } else { 200 }));
    let to = server.url("/");
    let retry = ["--count", "3", "--concurrency", "3", "--retry", "--speed", "100000x", "--json"];
    let ran = Program::new().run(&[&["trigger", "DEPOSIT_CALLBACK", "--to", &to], &retry[..]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("--speed 100000x"), "{}", ran.stderr);
    let mut counts: HashMap<String, Vec<String>> = HashMap::new();
    for _ in 0..9 {
        let seen = server.next();
        let [id, count] = [ID, COUNT].map(|name| seen.header(name).expect("the header").to_owned());
        counts.entry(id).or_default().push(count);
    }
    assert_eq!(counts.len(), 3);
    assert!(counts.values().all(|counts| counts.iter().is_sorted() && counts[0] == "0"), "{counts:?}");
    let lines = lines_of(&ran);
    let (summary, sent) = lines.split_last().expect("a summary");
    assert_eq!((sent.len(), of_all(sent, "kind")), (9, vec![&json!("sent"); 9]));
    for (key, value) in [("events", 3), ("completed", 3), ("failed", 0), ("pending", 0), ("sent", 9)] {
        assert_eq!(summary[key], value, "{key}: {summary}");
    }
}

#[test]
fn a_triggered_event_that_fails_for_good_ends_with_1_and_one_that_never_connects_with_4() {
    let server = DevServer::answering(500);
    let program = Program::new();
    let retry =
        |to: &str| program.run(&["trigger", "DEPOSIT_CALLBACK", "--to", to, "--retry", "--speed", "instant"]);
    let ran = retry(&server.url("/"));
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("1 event: 1 Failed, in 8 attempts (8 × 500)"), "{}", ran.stderr);
    assert!(ran.stdout.trim_end().ends_with("That was the last attempt: Failed."), "{}", ran.stdout);
    let (_socket, address) = nobody();
    assert_eq!(retry(&address).code, Some(4));
}

#[test]
fn without_retry_a_failure_is_not_re_sent() {
    let server = DevServer::answering(500);
    let ran = Program::new().run(&["trigger", "DEPOSIT_CALLBACK", "--to", &server.url("/"), "--json"]);
    assert_eq!((ran.code, lines_of(&ran).len(), ran.stderr.as_str()), (Some(1), 2, ""));
    let sent = &lines_of(&ran)[0];
    assert!(sent.get("delivery_status").is_none() && sent.get("next_attempt_at").is_none(), "{sent}");
}

#[test]
fn a_recorded_event_is_played_and_its_own_way_is_shown() {
    let program = Program::new();
    let listener = program.listen(&["listen", "--fail-first", "2"]);
    let body = br#"{"eventType":"BILLING_DELETED","createdAt":"2026-11-22T12:00:00.1","data":{"billingKey":"b1","reason":null}}"#;
    let first = Webhook::new("whtrans_1", body);
    assert_eq!(first.send(listener.address).status, 500);
    assert_eq!(
        Webhook { retried_count: 1, ..Webhook::new("whtrans_1", body) }.send(listener.address).status,
        500
    );
    listener.end();

    let server = DevServer::answering(200);
    let ran = program.run(&["retry-schedule", "--against", &server.url("/"), "--sample", "last"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let seen = server.next();
    assert_eq!(seen.body, body);
    assert_ne!(seen.header(ID), Some("whtrans_1"));

    let ran = program.run(&["retry-schedule", "--event", "last", "--json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let lines = lines_of(&ran);
    let (summary, attempts) = lines.split_last().expect("a summary");
    assert_eq!(of_all(attempts, "number").len(), 8);
    assert_eq!(of_all(&attempts[..3], "outcome"), ["fails", "fails", "unknown"]);
    assert_eq!(of_all(&attempts[..3], "http_status"), [&json!(500), &json!(500), &Value::Null]);
    assert_eq!(summary["next_attempt_at"], attempts[2]["due_at"]);
    assert_eq!((&summary["delivery_status"], &summary["overdue"]), (&json!("Sending"), &json!(false)));
    let page = program.run(&["retry-schedule", "--event", "last"]).stdout;
    assert!(page.contains("Sending. Next: ") && page.contains("(re-send 2 of 7). Last chance: "), "{page}");
    assert_eq!(page.matches("answered 500").count(), 2, "{page}");
    for format in ["csv", "ics", "svg"] {
        let ran = program.run(&["retry-schedule", "--event", "last", "--format", format]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
        let refused = "error: --event is shown as a table or as json\n\nhint: leave --format out, or use --format json\n";
        assert_eq!(ran.stderr, refused, "{format}");
    }
}

#[test]
fn what_can_not_be_played_is_refused_with_its_reason() {
    let program = Program::new();
    let against = ["retry-schedule", "--against", "3000"];
    let in_lines = "error: --against tells of attempts as they come: in lines or as json\n\n\
                    hint: leave --format out, or use --format json\n";
    for (more, says) in [
        (
            &["--down", "02:00+5m"] as &[&str],
            "error: --down and --against exclude each other\n\n\
             hint: the endpoint itself decides what becomes of an attempt; without --against it is computed\n",
        ),
        (&["--format", "csv"], in_lines),
        (&["--format", "ics"], in_lines),
        (&["--format", "svg"], in_lines),
        (
            &["--sample", "PAYMENT_DONE"],
            "error: --sample PAYMENT_DONE: Toss Payments has no such event\n\n\
             hint: the name is widely coded, but never sent; what is meant is PAYMENT_STATUS_CHANGED\n",
        ),
        (
            &["--sample", "zzzz"],
            "error: --sample zzzz: no event type, and no recorded event\n\n\
             hint: tosshook trigger --list names the types, tosshook events list the recorded events\n",
        ),
        (&["--speed", "600"], "error: --speed 600: not a speed as it stands\n\nhint: write 600x\n"),
        (
            &["--timeout", "0"],
            "error: --timeout 0: a policy needs some time for an answer\n\nhint: Toss Payments' own is 10s\n",
        ),
        (&["--event", "last"], "error: --against and --event exclude each other\n"),
        (
            &["--header", "tosspayments-webhook-transmission-id: x"],
            "error: -H tosspayments-webhook-transmission-id: each attempt has its own\n\n\
             hint: --print shows the request; --as curl makes a command of it, to be changed at will\n",
        ),
    ] {
        let ran = program.run(&[&against[..], more].concat());
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{more:?}");
        assert_eq!(ran.stderr, says, "{more:?}");
    }
    let ran = program.run(&["retry-schedule", "--speed", "instant"]);
    assert_eq!(
        ran.stderr,
        "error: --speed needs --against\n\n\
         hint: tosshook retry-schedule --against 3000/webhooks/toss plays it for real\n"
    );
    let ran = program.run(&["trigger", "DEPOSIT_CALLBACK", "--speed", "instant"]);
    assert_eq!((ran.code, ran.stderr.lines().next()), (Some(2), Some("error: --speed needs --retry")));
    let ran = program.run(&["retry-schedule", "--against", "http://203.0.113.7/hook"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--allow-remote"), "{}", ran.stderr);
}

#[test]
fn the_environments_rate_holds_only_where_something_is_sent() {
    let program = Program::new().with_variable("TOSSHOOK_TRIGGER_RATE", "5/s");
    assert_eq!(program.run(&["trigger", "DEPOSIT_CALLBACK", "--print"]).code, Some(0));
    let ran = program.run(&["trigger", "DEPOSIT_CALLBACK", "--print", "--rate", "5/s"]);
    assert!(ran.code == Some(2) && ran.stderr.contains("--print"), "{}", ran.stderr);
}

#[test]
fn the_environments_speed_holds_only_where_something_is_played() {
    let program = Program::new()
        .with_variable("TOSSHOOK_RETRY_SCHEDULE_SPEED", "instant")
        .with_variable("TOSSHOOK_TRIGGER_SPEED", "instant");
    assert_eq!(program.run(&["retry-schedule"]).code, Some(0));
    let server = DevServer::answering(500);
    let ran = program.run(&["retry-schedule", "--against", &server.url("/")]);
    assert!(ran.stderr.contains("--speed instant"), "{}", ran.stderr);
    let ran = program.run(&["trigger", "DEPOSIT_CALLBACK", "--to", &server.url("/")]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(1), ""));
}

fn start(program: &Program, arguments: &[&str]) -> Child {
    let mut command = program.command(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts")
}

fn next_line(lines: &mut impl BufRead) -> Value {
    let mut line = String::new();
    lines.read_line(&mut line).expect("readable");
    serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

fn interrupt(child: &Child) {
    let id = Pid::from_raw(child.id().try_into().expect("a process id")).expect("not zero");
    kill_process(id, Signal::INT).expect("the process is there");
}
