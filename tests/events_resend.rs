//! `events resend`: what was recorded goes out again.

mod dev_server;
mod program;

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};

use dev_server::{DevServer, Seen};
use program::{Program, Ran, Webhook};
use serde_json::Value;
use tosshook::toss::{KeyForm, SecurityKey};

const PAYMENT: &[u8] = br#"{ "eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00.000000",
  "data":{"orderId":"order-1","status":"DONE","totalAmount":5000.0,"orderName":"\uad6c\ub3c5"}}"#;
const PAYOUT: &[u8] = br#"{"eventType":"payout.changed","createdAt":"2024-11-22T13:00:00+09:00","version":"2022-11-16","eventId":"1","entityType":"payout","entityBody":{"status":"COMPLETED"}}"#;

const ID: &str = "tosspayments-webhook-transmission-id";
const COUNT: &str = "tosspayments-webhook-transmission-retried-count";
const TIME: &str = "tosspayments-webhook-transmission-time";
const SIGNATURE: &str = "tosspayments-webhook-signature";

/// A server that fails this many calls and accepts all after them.
fn failing(calls: usize) -> DevServer {
    let called = AtomicUsize::new(0);
    DevServer::deciding(move |_| if called.fetch_add(1, Ordering::SeqCst) < calls { 500 } else { 200 })
}

/// Has these webhooks forwarded to an endpoint; what the server saw is forgotten.
fn forwarded(program: &Program, server: &DevServer, endpoint: &str, webhooks: &[Webhook<'_>]) {
    let forward = program.listen(&["forward", endpoint]);
    for webhook in webhooks {
        webhook.send(forward.address);
        server.next();
    }
    assert_eq!(forward.end().code, Some(0));
}

fn counts(server: &DevServer) -> Vec<(String, u32)> {
    let told = |seen: Seen| {
        let line = |name| seen.header(name).expect("a line").to_owned();
        (line(ID), line(COUNT).parse().expect("a number"))
    };
    server.seen.try_iter().map(told).collect()
}

fn lines(ran: &Ran) -> Vec<Value> {
    ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn one(program: &Program, arguments: &[&str]) -> Value {
    let ran = program.run(arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    lines(&ran).remove(0)
}

#[test]
fn the_recorded_bytes_go_where_they_went_with_a_risen_count_and_are_noted() {
    let (program, server) = (Program::new(), failing(1));
    let webhook = Webhook { path: "/in?a=1&b=%20", ..Webhook::new("whtrans_1", PAYMENT) };
    forwarded(&program, &server, &server.url("/hook"), &[webhook]);

    let ran = program.run(&["events", "resend", "last", "--format", "json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stderr, format!("Re-sending 1 event to {}\n", server.url("/hook?a=1&b=%20")));
    let seen = server.next();
    assert_eq!((seen.method.as_str(), seen.url.as_str()), ("POST", "/hook?a=1&b=%20"));
    assert_eq!(seen.body, PAYMENT);
    assert_eq!((seen.header(ID), seen.header(COUNT)), (Some("whtrans_1"), Some("1")));

    let told = lines(&ran);
    let event = one(&program, &["events", "show", "last", "--format", "json"]);
    assert_eq!((&told[0]["kind"], &told[0]["id"]), (&"sent".into(), &event["id"]));
    assert_eq!((&told[0]["attempt"], &told[0]["retried_count"]), (&2.into(), &1.into()));
    assert_eq!((&told[1]["kind"], &told[1]["accepted"]), (&"summary".into(), &1.into()));
    let shown = program.run(&["events", "show", "last", "--format", "json"]);
    let calls: Vec<Value> = lines(&shown).into_iter().filter(|line| line["kind"] == "forwarded").collect();
    let of = |key: &str| calls.iter().map(|call| call[key].clone()).collect::<Vec<_>>();
    assert_eq!(of("attempt"), [1, 2], "{}", shown.stdout);
    assert_eq!(of("retried_count"), [0, 1]);
    assert_eq!(of("http_status"), [500, 200]);

    // The next one rises above what was sent by hand, and above what arrived.
    program.run(&["events", "resend", "last"]);
    assert_eq!(counts(&server), [("whtrans_1".to_owned(), 2)]);
}

#[test]
fn a_person_reads_which_event_went_out_and_what_came_of_it() {
    let (program, server) = (Program::new(), failing(2));
    forwarded(&program, &server, &server.url("/hook"), &[Webhook::new("whtrans_1", PAYMENT)]);
    let ran = program.run(&["events", "resend", "last"]);
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    let listed = one(&program, &["events", "list", "--format", "json"]);
    let id = &listed["id"].as_str().expect("an id")[..6];
    let line = ran.stdout.lines().next().expect("a line");
    assert!(line.contains(&format!("  {id}  →  PAYMENT_STATUS_CHANGED  DONE")), "{line}");
    assert!(ran.stdout.contains("500  NOT accepted"), "{}", ran.stdout);
    assert!(ran.stdout.contains("re-send 1."), "{}", ran.stdout);
}

#[test]
fn what_failed_goes_out_in_the_order_of_its_arrival_and_what_was_accepted_does_not() {
    let program = Program::new();
    let server = DevServer::deciding(|seen| {
        let is_again = seen.header(COUNT) != Some("0");
        if is_again || seen.header(ID) == Some("whtrans_2") { 200 } else { 500 }
    });
    let webhooks = ["whtrans_1", "whtrans_2", "whtrans_3"].map(|id| Webhook::new(id, PAYMENT));
    forwarded(&program, &server, &server.url("/"), &webhooks);

    let none = program.run(&["events", "resend", "--failed", "--since", "+1h"]);
    assert_eq!((none.code, none.stdout.as_str()), (Some(0), ""));
    assert!(none.stderr.contains("nothing is sent"), "{}", none.stderr);
    let filtered = program.run(&["events", "resend", "--failed", "--events", "payout.*"]);
    assert!(filtered.stderr.contains("nothing is sent"), "{}", filtered.stderr);
    assert_eq!(counts(&server), []);

    let ran = program.run(&["events", "resend", "--failed"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(counts(&server), [("whtrans_1".to_owned(), 1), ("whtrans_3".to_owned(), 1)]);
    let again = program.run(&["events", "resend", "--failed"]);
    assert!(again.stderr.contains("nothing is sent"), "{}", again.stderr);

    assert_eq!(program.run(&["events", "resend", "--since", "-1h"]).code, Some(0));
    let since = counts(&server);
    assert_eq!(since.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [2, 1, 2]);
    // As they are named, too.
    assert_eq!(program.run(&["events", "resend", "last", "last~2"]).code, Some(0));
    assert_eq!(counts(&server).iter().map(|(id, _)| &**id).collect::<Vec<_>>(), ["whtrans_3", "whtrans_1"]);
}

#[test]
fn what_was_never_forwarded_needs_an_endpoint_and_nothing_is_sent_before_all_have_one() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    forwarded(&program, &server, &server.url("/"), &[Webhook::new("whtrans_1", PAYMENT)]);
    let listener = program.listen(&["listen", "--respond", "500"]);
    Webhook { path: "/own/path?q=1", ..Webhook::new("whtrans_2", PAYMENT) }.send(listener.address);
    listener.end();

    let ran = program.run(&["events", "resend", "last~1", "last"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("never forwarded") && ran.stderr.contains("--to ENDPOINT"), "{}", ran.stderr);
    assert_eq!(counts(&server), []);

    let to = server.url("");
    let ran = program.run(&["events", "resend", "--failed", "--to", &to]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let seen = server.next();
    assert_eq!((seen.url.as_str(), seen.header(COUNT)), ("/own/path?q=1", Some("1")));
}

#[test]
fn an_imported_event_needs_an_endpoint_though_its_file_names_one() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    forwarded(&program, &server, &server.url("/"), &[Webhook::new("whtrans_1", PAYMENT)]);
    assert_eq!(program.run(&["events", "export", "--output", "out.jsonl"]).code, Some(0));
    let import = ["events", "import", "out.jsonl", "--history", "new.db"];
    assert_eq!(program.run(&import).code, Some(0));
    let ran = program.run(&["events", "resend", "last", "--history", "new.db"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("imported") && ran.stderr.contains("--to"), "{}", ran.stderr);
    assert_eq!(counts(&server), []);
    let to = server.url("/elsewhere");
    let ran = program.run(&["events", "resend", "last", "--history", "new.db", "--to", &to]);
    assert_eq!((ran.code, server.next().url.as_str()), (Some(0), "/elsewhere"), "{}", ran.stderr);
}

#[test]
fn a_signature_is_made_anew_with_a_key_and_stays_as_received_without_one() {
    let key = SecurityKey::parse(&"ab".repeat(32)).expect("a key");
    let received = "2026-11-22T12:00:00+09:00";
    let signature = key.sign(KeyForm::Text, PAYOUT, received).expect("signed");
    let program = Program::new().with_variable("KEY", &"ab".repeat(32));
    let server = DevServer::answering(200);
    let headers = [(SIGNATURE, signature.as_str())];
    let webhook = Webhook { headers: &headers, ..Webhook::new("whtrans_1", PAYOUT) };
    forwarded(&program, &server, &server.url("/"), &[webhook]);

    let ran = program.run(&["events", "resend", "last"]);
    let seen = server.next();
    assert_eq!((seen.header(TIME), seen.header(SIGNATURE)), (Some(received), Some(&*signature)));
    assert_eq!(seen.header(COUNT), Some("1"));
    assert!(ran.stderr.contains("the signature that it was received with"), "{}", ran.stderr);

    let ran = program.run(&["events", "resend", "last", "--security-key", "env:KEY"]);
    let seen = server.next();
    let time = seen.header(TIME).expect("a time");
    let anew = key.sign(KeyForm::Text, PAYOUT, time).expect("signed");
    assert_ne!(time, received);
    assert_eq!(seen.header(SIGNATURE), Some(&*anew));
    assert!(!ran.stderr.contains("received with"), "{}", ran.stderr);
}

#[test]
fn a_running_plan_is_cancelled_and_completed_by_what_is_accepted() {
    let (program, server) = (Program::new(), failing(2));
    let endpoint = server.url("/hook");
    let mut forward = program.listen(&["forward", &endpoint, "--on-failure", "resend"]);
    Webhook::new("whtrans_1", PAYMENT).send(forward.address);
    forward.next("forwarded");
    let standing = |outcome: &str| {
        let ran = program.run(&["events", "list", "--outcome", outcome, "--format", "json"]);
        ran.stdout.lines().count()
    };
    assert_eq!(standing("sending"), 1);

    let ran = program.run(&["events", "resend", "last"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("the re-sends that were planned here are cancelled"), "{}", ran.stderr);
    assert_eq!((standing("sending"), standing("failed")), (0, 1));

    let ran = program.run(&["events", "resend", "last"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(!ran.stderr.contains("cancelled"), "{}", ran.stderr);
    assert_eq!((standing("failed"), standing("completed")), (0, 1));
    let ended = forward.end();
    assert_eq!((ended.code, &ended.summary()["pending"]), (Some(0), &0.into()));
    // Nothing is left for the next one to take up.
    let forward = program.listen(&["forward", &endpoint, "--on-failure", "resend"]);
    assert_eq!(forward.listening["resumed"], 0);
    forward.end();
    assert_eq!(counts(&server).iter().map(|(_, count)| *count).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn what_fails_again_goes_on_with_toss_payments_waits_from_the_count_that_it_has() {
    let (program, server) = (Program::new(), failing(4));
    forwarded(&program, &server, &server.url("/"), &[Webhook::new("whtrans_1", PAYMENT)]);
    let arguments = ["events", "resend", "last", "--retry", "--speed", "instant", "--format", "json"];
    let ran = program.run(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(counts(&server).iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 2, 3, 4]);
    let told = lines(&ran);
    let times: Vec<jiff::Timestamp> = told[..4]
        .iter()
        .map(|sent| sent["transmission_time"].as_str().expect("a time").parse().expect("RFC 3339"))
        .collect();
    let waits: Vec<_> = times.windows(2).map(|two| two[1].duration_since(two[0]).as_secs() / 60).collect();
    assert_eq!(waits, [4, 16, 64]);
    assert_eq!((&told[4]["completed"], &told[4]["pending"]), (&1.into(), &0.into()));
}

#[test]
fn unknown_ids_and_servers_that_are_down_are_said() {
    let program = Program::new();
    let ran = program.run(&["events", "resend", "--failed"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""));
    let ran = program.run(&["events", "resend", "last"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("there is no such event"), "{}", ran.stderr);

    let server = DevServer::answering(200);
    forwarded(&program, &server, &server.url("/"), &[Webhook::new("whtrans_1", PAYMENT)]);
    let ran = program.run(&["events", "resend", "zzzzzz"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("zzzzzz: there is no such event"), "{}", ran.stderr);
    let ran = program.run(&["events", "resend"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--failed takes all"), "{}", ran.stderr);

    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let ran = program.run(&["events", "resend", "last", "--to", &format!("http://{free}/")]);
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    let ran = program.run(&["events", "resend", "last", "--to", "http://192.0.2.1/"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("--allow-remote"), "{}", ran.stderr);
    let ran = program.run(&["events", "resend", "last", "-H", "Tosspayments-Webhook-Signature: v1:x"]);
    assert_eq!(ran.code, Some(2));
}
