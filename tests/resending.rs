//! `forward --on-failure resend`: the sender has its 200 at once, and what fails is sent again from here.

mod dev_server;
mod program;

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use dev_server::{DevServer, Seen};
use program::{Ended, Listener, Program, Ran, Webhook, wait_for_address};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tosshook::toss::{KeyForm, SecurityKey};

const PAYMENT: &[u8] = br#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00.000000","data":{"orderId":"order-1","status":"DONE"}}"#;

fn resending(program: &Program, endpoint: &str, more: &[&str]) -> Listener {
    let arguments = [&["forward", endpoint, "--on-failure", "resend"], more].concat();
    program.listen(&arguments)
}

/// A server that fails this many calls and accepts all after them.
fn failing(calls: usize) -> DevServer {
    let called = AtomicUsize::new(0);
    DevServer::deciding(move |_| if called.fetch_add(1, Ordering::SeqCst) < calls { 500 } else { 200 })
}

fn standing(program: &Program, outcome: &str) -> Vec<Value> {
    let listed =
        program.run(&["events", "list", "--format", "json", "--outcome", outcome, "--limit", "5000"]);
    assert_eq!(listed.code, Some(0), "{}", listed.stderr);
    listed.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn count(seen: &Seen) -> u32 {
    seen.header("tosspayments-webhook-transmission-retried-count")
        .expect("a count")
        .parse()
        .expect("a number")
}

#[test]
fn what_fails_three_times_is_sent_until_it_is_accepted_and_its_sender_has_200_at_once() {
    let server = failing(3);
    let program = Program::new();
    let mut forward = resending(&program, &server.url("/hook"), &["--speed", "instant"]);
    assert_eq!(forward.listening["resumed"], 0);
    assert_eq!(Webhook::new("whtrans_1", PAYMENT).send(forward.address).status, 200);
    let seen: Vec<Seen> = (0..4).map(|_| server.next()).collect();
    assert_eq!(seen.iter().map(count).collect::<Vec<_>>(), [0, 1, 2, 3]);
    for seen in &seen {
        assert_eq!(seen.header("tosspayments-webhook-transmission-id"), Some("whtrans_1"));
        assert_eq!((seen.url.as_str(), seen.body.as_slice()), ("/hook", PAYMENT));
    }
    let times: Vec<jiff::Timestamp> = seen
        .iter()
        .map(|seen| seen.header("tosspayments-webhook-transmission-time").expect("a time"))
        .map(|time| time.parse().expect("RFC 3339"))
        .collect();
    let waits: Vec<_> = times.windows(2).map(|two| two[1].duration_since(two[0]).as_secs()).collect();
    assert!(
        waits[0] >= 60 && (240..=250).contains(&waits[1]) && (960..=970).contains(&waits[2]),
        "{waits:?}"
    );

    let answered = forward.next("answered");
    assert_eq!((&answered["http_status"], &answered["delivery_status"]), (&200.into(), &"Completed".into()));
    let told: Vec<_> = (0..4).map(|_| forward.next("forwarded")).collect();
    for (told, number) in told.iter().zip(0..) {
        assert_eq!((&told["attempt"], &told["retried_count"]), (&(number + 1).into(), &number.into()));
        assert_eq!(told["outcome"], if number < 3 { "wrong_status" } else { "accepted" });
        assert_eq!(told["next_attempt_at"].is_string(), number < 3);
    }
    let ended = forward.end();
    assert_eq!((ended.code, &ended.summary()["pending"]), (Some(0), &0.into()));
    assert_eq!(standing(&program, "completed").len(), 1);
    assert_eq!(standing(&program, "accepted").len(), 1);
    assert_eq!(standing(&program, "sending").len() + standing(&program, "failed").len(), 0);
}

#[test]
fn the_eighth_failure_is_the_last_and_the_event_has_failed() {
    let server = DevServer::answering(500);
    let program = Program::new();
    let mut forward = resending(&program, &server.url("/"), &["--speed", "instant"]);
    Webhook::new("whtrans_1", PAYMENT).send(forward.address);
    let told: Vec<_> = (0..8).map(|_| forward.next("forwarded")).collect();
    assert_eq!((&told[7]["retried_count"], &told[7]["next_attempt_at"]), (&7.into(), &Value::Null));
    assert_eq!(forward.end().summary()["pending"], 0);
    assert_eq!(standing(&program, "failed").len(), 1);
    assert_eq!(standing(&program, "wrong_status")[0]["delivery_status"], "Failed");
}

#[test]
fn a_repeat_from_outside_is_answered_200_and_starts_no_second_plan() {
    let server = failing(1);
    let program = Program::new();
    let mut forward = resending(&program, &server.url("/"), &[]);
    let mut webhook = Webhook::new("whtrans_1", PAYMENT);
    assert_eq!(webhook.send(forward.address).status, 200);
    forward.next("forwarded");
    assert_eq!(webhook.send(forward.address).status, 200);
    webhook.retried_count = 1;
    assert_eq!(webhook.send(forward.address).status, 200);
    assert_eq!(Webhook::new("whtrans_2", PAYMENT).send(forward.address).status, 200);
    // Had a repeat been sent on, its call would have come before this one's.
    assert_eq!(forward.next("forwarded")["outcome"], "accepted");
    let ended = forward.end();
    assert_eq!((&ended.summary()["received"], &ended.summary()["pending"]), (&4.into(), &1.into()));
    let ids: Vec<_> = server
        .seen
        .try_iter()
        .map(|seen| seen.header("tosspayments-webhook-transmission-id").map(str::to_owned))
        .collect();
    assert_eq!(ids, [Some("whtrans_1".to_owned()), Some("whtrans_2".to_owned())]);
    // An event that was accepted is not sent again either.
    let mut forward = resending(&program, &server.url("/"), &["--no-resume"]);
    Webhook::new("whtrans_2", PAYMENT).send(forward.address);
    Webhook::new("whtrans_3", PAYMENT).send(forward.address);
    forward.next("forwarded");
    forward.end();
    assert_eq!(server.seen.try_iter().count(), 1);
}

#[test]
fn what_did_not_come_from_toss_is_sent_again_as_it_came() {
    let server = failing(1);
    let program = Program::new();
    let forward = resending(&program, &server.url("/"), &["--speed", "instant"]);
    let webhook = Webhook { transmission_id: None, headers: &[("x-own", "1")], ..Webhook::new("", b"{}") };
    assert_eq!(webhook.send(forward.address).status, 200);
    let [first, second] = [server.next(), server.next()];
    assert_eq!(first.headers, second.headers);
    assert_eq!(first.body, second.body);
}

#[test]
fn the_next_start_goes_on_unless_told_otherwise_or_the_endpoint_is_another() {
    let (server, other) = (failing(1), DevServer::answering(200));
    let program = Program::new();
    let mut forward = resending(&program, &server.url("/"), &[]);
    Webhook::new("whtrans_1", PAYMENT).send(forward.address);
    forward.next("forwarded");
    assert_eq!(forward.end().summary()["pending"], 1);
    assert_eq!(standing(&program, "sending")[0]["delivery_status"], "Sending");

    for (endpoint, more) in [
        (server.url("/"), &["--no-resume", "--speed", "instant"] as &[&str]),
        (other.url("/"), &["--speed", "instant"]),
    ] {
        let forward = resending(&program, &endpoint, more);
        assert_eq!(forward.listening["resumed"], 0);
        assert_eq!(forward.end().summary()["pending"], 0);
    }
    assert_eq!(standing(&program, "sending").len(), 1);

    let mut forward = resending(&program, &server.url("/"), &["--speed", "instant"]);
    assert_eq!(forward.listening["resumed"], 1);
    let told = forward.next("forwarded");
    assert_eq!(
        (&told["attempt"], &told["retried_count"], &told["outcome"]),
        (&2.into(), &1.into(), &"accepted".into())
    );
    forward.end();
    assert_eq!(standing(&program, "sending").len(), 0);
    assert_eq!(other.seen.try_iter().count(), 0);
}

#[test]
fn an_event_with_a_route_is_sent_again_to_its_own_endpoint() {
    let (server, routed) = (DevServer::answering(200), failing(2));
    let program = Program::new();
    let route = format!("PAYMENT_STATUS_CHANGED={}", routed.url("/payments"));
    let forward = resending(&program, &server.url("/"), &["--route", &route, "--speed", "instant"]);
    Webhook::new("whtrans_1", PAYMENT).send(forward.address);
    assert_eq!([0, 1, 2].map(|_| count(&routed.next())), [0, 1, 2]);
    assert_eq!(server.seen.try_iter().count(), 0);
}

#[test]
fn ctrl_c_says_what_is_pending_and_the_next_start_how_much_it_takes_up() {
    let server = DevServer::answering(500);
    let program = Program::new();
    let ready = program.home.path().join("ready");
    let arguments =
        ["forward", &server.url("/"), "--on-failure", "resend", "--port", "0", "--ready-file", "ready"];
    let run = |webhook: Option<Webhook<'_>>| {
        let child = program
            .command(&arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let address = wait_for_address(&ready);
        if let Some(webhook) = webhook {
            assert_eq!(webhook.send(address).status, 200);
            server.next();
        }
        let id = Pid::from_raw(child.id().try_into().expect("an id")).expect("not zero");
        kill_process(id, Signal::INT).expect("it is there");
        Ran::from(child.wait_with_output().expect("it ends"))
    };
    let first = run(Some(Webhook::new("whtrans_1", PAYMENT)));
    assert!(first.stdout.contains("⇢  500  NOT accepted"), "{}", first.stdout);
    assert!(first.stdout.contains("(re-send 1 of 7)"), "{}", first.stdout);
    assert!(
        first.stderr.contains("1 event is pending here; the next forward to this endpoint"),
        "{}",
        first.stderr
    );
    let second = run(None);
    assert!(second.stderr.contains("1 pending event taken up from an earlier run"), "{}", second.stderr);
    assert!(second.stderr.contains("1 event is pending here"), "{}", second.stderr);
}

#[test]
fn an_event_that_cannot_be_recorded_is_answered_503_and_not_sent_on() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let forward = resending(&program, &server.url("/"), &["--history", "gone.db"]);
    for end in ["", "-wal", "-shm"] {
        // Not each has to be there.
        let _ = std::fs::remove_file(program.home.path().join(format!("gone.db{end}")));
    }
    assert_eq!(Webhook::new("whtrans_1", PAYMENT).send(forward.address).status, 503);
    let ended: Ended = forward.end();
    assert_eq!(ended.summary()["received"], 0);
    assert_eq!(server.seen.try_iter().count(), 0);
}

#[test]
fn what_does_not_go_together_is_refused_with_the_way_out() {
    let program = Program::new();
    for (arguments, says) in [
        (&["forward", "3000", "--speed", "instant"] as &[&str], "--speed is for what is re-sent from here"),
        (&["forward", "3000", "--no-resume"], "--no-resume is for what is re-sent from here"),
        (&["forward", "3000", "--on-failure", "resend", "--no-history"], "--no-history leaves out"),
        (&["forward", "3000", "--on-failure", "resend", "--fail-first", "1"], "always answers 200"),
        (&["forward", "--demo", "--on-failure", "resend"], "--demo keeps no history"),
    ] {
        let ran = program.run(arguments);
        assert_eq!(ran.code, Some(2));
        assert!(ran.stderr.contains(says) && ran.stderr.contains("hint:"), "{}", ran.stderr);
    }
}

#[test]
fn copies_are_made_of_the_first_attempt_only() {
    let (server, copied) = (failing(2), DevServer::answering(200));
    let program = Program::new();
    let mut forward =
        resending(&program, &server.url("/"), &["--also", &copied.url("/"), "--speed", "instant"]);
    Webhook::new("whtrans_1", PAYMENT).send(forward.address);
    let told: Vec<_> = (0..4).map(|_| forward.next("forwarded")).collect();
    assert_eq!(told.iter().filter(|told| told["also"] == true).count(), 1);
    forward.end();
    assert_eq!((server.seen.try_iter().count(), copied.seen.try_iter().count()), (3, 1));
}

#[test]
fn a_re_send_that_hangs_holds_up_no_first_attempt() {
    let hang = Arc::new(std::sync::Barrier::new(2));
    let waiting = Arc::clone(&hang);
    let server = DevServer::deciding(move |seen| {
        match (count(seen), seen.header("tosspayments-webhook-transmission-id")) {
            (0, Some("whtrans_1")) => 500,
            (_, Some("whtrans_1")) => {
                waiting.wait();
                200
            }
            _ => 200,
        }
    });
    let program = Program::new();
    let mut forward = resending(&program, &server.url("/"), &["--ordered", "--speed", "instant"]);
    Webhook::new("whtrans_1", PAYMENT).send(forward.address);
    assert_eq!(forward.next("forwarded")["outcome"], "wrong_status");
    // Of the same order.
    Webhook::new("whtrans_2", PAYMENT).send(forward.address);
    let second = forward.next("forwarded");
    assert_eq!((&second["outcome"], &second["retried_count"]), (&"accepted".into(), &0.into()));
    hang.wait();
    assert_eq!(forward.next("forwarded")["retried_count"], 1);
}

#[test]
fn a_signature_is_made_anew_with_the_key_and_stays_as_received_without_one() {
    const PAYOUT: &[u8] = br#"{"eventType":"payout.changed","createdAt":"2024-11-22T13:00:00+09:00","version":"2022-11-16","eventId":"1","entityType":"payout","entityBody":{"status":"COMPLETED"}}"#;
    const TIME: &str = "2026-11-22T12:00:00+09:00";
    let key = SecurityKey::parse(&"ab".repeat(32)).expect("a key");
    let signature = key.sign(KeyForm::Hex, PAYOUT, TIME).expect("signed");
    let lines = [("tosspayments-webhook-signature", signature.as_str())];
    let webhook = Webhook { headers: &lines, ..Webhook::new("whtrans_1", PAYOUT) };
    let program = Program::new().with_variable("KEY", &"ab".repeat(32));
    for (more, is_anew) in [(&["--security-key", "env:KEY"] as &[&str], true), (&[], false)] {
        let server = failing(2);
        let history = if is_anew { "a.db" } else { "b.db" };
        let arguments = [&["--speed", "instant", "--history", history], more].concat();
        let mut forward = resending(&program, &server.url("/"), &arguments);
        webhook.send(forward.address);
        for _ in 0..3 {
            forward.next("forwarded");
        }
        let ended = forward.end();
        let seen: Vec<_> = server.seen.try_iter().collect();
        assert_eq!(seen.iter().map(count).collect::<Vec<_>>(), [0, 1, 2]);
        let line = |seen: &Seen, name: &str| seen.header(name).expect("a line").to_owned();
        let time = |seen: &Seen| line(seen, "tosspayments-webhook-transmission-time");
        assert_eq!((time(&seen[0]).as_str(), line(&seen[0], lines[0].0)), (TIME, signature.clone()));
        for seen in &seen[1..] {
            let signed = key.sign(KeyForm::Hex, PAYOUT, &time(seen)).expect("signed");
            assert_eq!((line(seen, lines[0].0), time(seen) == TIME), (signed, !is_anew));
        }
        let notices = ended.stderr.matches("the signature that it was received with").count();
        assert_eq!(notices, usize::from(!is_anew), "{}", ended.stderr);
    }
}
