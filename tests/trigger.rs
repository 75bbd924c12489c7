//! `trigger`, through the built program and real sockets.

mod dev_server;
mod program;

use std::net::TcpListener;

use dev_server::DevServer;
use program::{Program, Webhook};
use serde_json::{Value, json};

fn json_lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

#[test]
fn an_event_goes_out_as_toss_payments_sends_it() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let ran =
        program.run(&["trigger", "payment_status_changed", "--to", &server.url("/hook"), "--format", "json"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let seen = server.next();
    assert_eq!((seen.method.as_str(), seen.url.as_str()), ("POST", "/hook"));
    assert!(seen.header("content-type").is_some_and(|it| it.starts_with("application/json")));
    assert_eq!(seen.header("tosspayments-webhook-transmission-retried-count"), Some("0"));
    assert!(seen.header("tosspayments-webhook-transmission-time").is_some_and(|it| it.ends_with("+09:00")));
    assert_eq!(seen.header("tosspayments-webhook-signature"), None);
    let id = seen.header("tosspayments-webhook-transmission-id").expect("an id");
    assert!(id.starts_with("whtrans_a"), "{id}");
    let body: Value = serde_json::from_slice(&seen.body).expect("JSON");
    assert_eq!(body["eventType"], "PAYMENT_STATUS_CHANGED");
    let lines = json_lines(&ran.stdout);
    assert_eq!(lines.len(), 2);
    assert_eq!(
        (&lines[0]["kind"], &lines[0]["outcome"], &lines[0]["transmission_id"], &lines[0]["attempt"]),
        (&json!("sent"), &json!("accepted"), &json!(id), &json!(1))
    );
    assert_eq!(lines[1]["kind"], "summary");
}

#[test]
fn the_exit_code_says_whether_it_was_accepted() {
    let server = DevServer::answering(201);
    let program = Program::new();
    let ran = program.run(&["trigger", "DEPOSIT_CALLBACK", "--to", &server.url("/")]);
    assert_eq!(ran.code, Some(1), "{}", ran.stdout);
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let ran = program.run(&["trigger", "DEPOSIT_CALLBACK", "--to", &closed.to_string()]);
    assert_eq!(ran.code, Some(4), "{}", ran.stdout);
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let program = Program::new();
    let print =
        |seed: &str| program.run(&["trigger", "DEPOSIT_CALLBACK", "--seed", seed, "--as", "http"]).stdout;
    assert_eq!(print("7"), print("7"));
    assert_ne!(print("7"), print("8"));
}

#[test]
fn fields_are_set_and_unset_and_a_mistyped_one_names_the_nearest() {
    let program = Program::new();
    let ran = program.run(&[
        "trigger",
        "DEPOSIT_CALLBACK",
        "--as",
        "json",
        "--set",
        "orderId=my-order-1",
        "--unset",
        "transactionKey",
    ]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("my-order-1") && !ran.stdout.contains("transactionKey"), "{}", ran.stdout);
    let ran = program.run(&["trigger", "DEPOSIT_CALLBACK", "--as", "json", "--set", "orderID=1"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("orderId") && ran.stderr.contains("--force"), "{}", ran.stderr);
}

#[test]
fn an_option_that_the_event_has_no_place_for_is_refused() {
    let program = Program::new();
    for (arguments, named) in [
        (vec!["trigger", "DEPOSIT_CALLBACK", "--payment-key", "k"], "--payment-key"),
        (vec!["trigger", "BILLING_DELETED", "--amount", "5"], "--amount"),
        (vec!["trigger", "PAYMENT_STATUS_CHANGED", "--status", "DNE"], "DONE"),
        (vec!["trigger", "PAYMENT_STATUS_CHANGED", "--method", "crad"], "card"),
        (vec!["trigger", "PAYMENT_DONE"], "PAYMENT_STATUS_CHANGED --status DONE"),
        (vec!["trigger", "PAYMENT_STATUS_CHANGED", "--at", "yesterdya"], "--at"),
        (vec!["trigger", "payout.changed", "--security-key", "test_sk_1"], "secret key"),
    ] {
        let ran = program.run(&[arguments.as_slice(), &["--as", "curl"]].concat());
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(named), "{arguments:?}: {}", ran.stderr);
    }
}

#[test]
fn a_public_target_needs_consent_and_nothing_is_sent_without_it() {
    let program = Program::new();
    for target in ["http://203.0.113.7/hook", "http://169.254.169.254/"] {
        let ran = program.run(&["trigger", "DEPOSIT_CALLBACK", "--to", target]);
        assert_eq!(ran.code, Some(2), "{}", ran.stderr);
        assert!(ran.stderr.contains("--allow-remote"), "{}", ran.stderr);
    }
}

#[test]
fn a_body_of_ones_own_goes_out_byte_for_byte() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let body = b"{ \"amount\": 5000.0 }\n";
    std::fs::write(program.home.path().join("body.json"), body).expect("a file");
    let ran = program.run(&["trigger", "--body", "body.json", "--to", &server.url("/")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(server.next().body, body);
}

#[test]
fn a_recorded_event_goes_out_again_as_a_new_one() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    let body = br#"{"eventType":"BILLING_DELETED","createdAt":"2026-11-22T12:00:00.1","data":{"billingKey":"b1","reason":null}}"#;
    Webhook::new("whtrans_1", body).send(listener.address);
    drop(listener);
    let ran = program.run(&["trigger", "--like", "last", "--to", &server.url("/")]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let seen = server.next();
    assert_eq!(seen.body, body);
    assert_ne!(seen.header("tosspayments-webhook-transmission-id"), Some("whtrans_1"));
}

#[test]
fn many_events_are_all_different() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let to = server.url("/");
    let ran =
        program.run(&["trigger", "DEPOSIT_CALLBACK", "--count", "20", "--concurrency", "4", "--to", &to]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let orders: std::collections::HashSet<String> = (0..20)
        .map(|_| {
            let body: Value = serde_json::from_slice(&server.next().body).expect("JSON");
            body["orderId"].as_str().expect("an order").to_owned()
        })
        .collect();
    assert_eq!(orders.len(), 20);
}

#[test]
fn the_list_names_every_event_and_status() {
    let program = Program::new();
    let ran = program.run(&["trigger", "--list"]);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for name in [
        "PAYMENT_STATUS_CHANGED",
        "DEPOSIT_CALLBACK",
        "payout.changed",
        "PARTIAL_CANCELED",
        "virtual-account",
    ] {
        assert!(ran.stdout.contains(name), "{}", ran.stdout);
    }
}

#[test]
fn every_listed_event_reaches_a_listener_as_what_it_is() {
    let program = Program::new();
    let mut listener = program.listen(&["listen"]);
    let to = format!("http://{}", listener.address);
    for event in [
        "PAYMENT_STATUS_CHANGED",
        "DEPOSIT_CALLBACK",
        "CANCEL_STATUS_CHANGED",
        "BILLING_DELETED",
        "METHOD_UPDATED",
        "CUSTOMER_STATUS_CHANGED",
        "payout.changed",
        "seller.changed",
        "ORDER_PAYMENT_STATUS_CHANGED",
        "ars-reservation.changed",
    ] {
        let ran = program.run(&["trigger", event, "--to", &to]);
        assert_eq!(ran.code, Some(0), "{event}: {}", ran.stderr);
        assert_eq!(listener.next("received")["event"], event);
    }
}
