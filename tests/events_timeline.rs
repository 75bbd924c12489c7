//! `events timeline`: an order's events in time, and what there is to say of them.

mod dev_server;
mod program;

use dev_server::DevServer;
use program::{Program, Ran, Webhook};
use serde_json::Value;

/// Has a scenario play into a listener of its own with these options; the order's id is `order-1`.
fn played(scenario: &str, listen: &[&str], trigger: &[&str]) -> Program {
    let program = Program::new();
    let listener = program.listen(&[&["listen"], listen].concat());
    let url = format!("http://{}/", listener.address);
    let arguments = [&["trigger", scenario, "--order-id", "order-1", "--to", &url], trigger].concat();
    let ran = program.run(&arguments);
    assert!(ran.code.is_some_and(|code| code < 2), "{}", ran.stderr);
    listener.end();
    program
}

fn timeline(program: &Program, more: &[&str]) -> Ran {
    let ran = program.run(&[&["events", "timeline", "order-1"], more].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
    ran
}

/// What is found, as codes.
fn codes(program: &Program) -> Vec<String> {
    let ran = timeline(program, &["--format", "json"]);
    let lines = ran.stdout.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let findings = lines.filter(|line| line["kind"] == "finding");
    findings.map(|line| line["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn a_card_payment_has_nothing_out_of_order() {
    let program = played("card-payment", &[], &[]);
    let page = timeline(&program, &[]).stdout;
    assert!(page.contains("nothing is out of order"), "{page}");
    assert_eq!(codes(&program), Vec::<String>::new());
}

#[test]
fn scenarios_are_told_for_what_they_are() {
    for (scenario, expected) in [
        ("virtual-account", &[] as &[&str]),
        ("partial-cancel", &[]),
        ("cancel-rest", &[]),
        ("deposit-reversal", &["reversed"]),
        ("double-subscription", &["twin", "twin"]),
    ] {
        let program = played(scenario, &[], &[]);
        assert_eq!(codes(&program), expected, "{scenario}: {}", timeline(&program, &[]).stdout);
    }
}

#[test]
fn an_old_state_that_comes_late_is_told_beside_the_newer_one() {
    let program = played("late-resend", &[], &[]);
    let page = timeline(&program, &[]).stdout;
    assert_eq!(codes(&program), ["gap", "sent-again", "older-state"], "{page}");
    assert!(page.ends_with("2 events, 3 requests: 1 missing, 1 duplicate, 1 contradictory\n"), "{page}");
}

#[test]
fn re_sends_stand_where_they_came_and_lateness_is_said() {
    let program =
        played("PAYMENT_STATUS_CHANGED", &["--fail-first", "2"], &["--retry", "--speed", "instant"]);
    let page = timeline(&program, &[]).stdout;
    let rows: Vec<&str> = page.lines().filter(|line| line.contains("PAYMENT_STATUS_CHANGED")).collect();
    assert_eq!(rows.len(), 3, "{page}");
    assert!(rows[0].ends_with("500") && rows[1].ends_with("500") && rows[2].ends_with("200"), "{page}");
    assert!(rows[1].contains("re-send 1 of 7") && rows[2].contains("re-send 2 of 7"), "{page}");
    assert!(page.contains("late: accepted as re-send 2 of 7, 5m after the first"), "{page}");
    assert!(page.contains("1 event, 3 requests: 1 late\n"), "{page}");
    assert_eq!(codes(&program), ["accepted-late"]);
}

#[test]
fn calls_of_the_dev_server_that_no_answer_shows_have_rows_of_their_own() {
    let body = br#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{"orderId":"order-1","paymentKey":"key-1","status":"DONE"}}"#;
    let (program, server) = (
        Program::new(),
        DevServer::deciding(|seen| {
            if seen.header("tosspayments-webhook-transmission-retried-count") == Some("0") {
                500
            } else {
                200
            }
        }),
    );
    let forward = program.listen(&["forward", &server.url("/")]);
    Webhook::new("whtrans_1", body).send(forward.address);
    forward.end();
    assert_eq!(program.run(&["events", "resend", "last"]).code, Some(0));
    let page = timeline(&program, &[]).stdout;
    let rows: Vec<&str> = page.lines().filter(|line| line.contains("PAYMENT_STATUS_CHANGED")).collect();
    assert_eq!(rows.len(), 2, "{page}");
    assert!(rows[0].ends_with("500"), "{page}");
    assert!(rows[1].contains("sent from here, re-send 1 of 7") && rows[1].ends_with("200"), "{page}");
    assert!(
        page.contains("late: accepted by a call from here, ") && !page.contains("not accepted"),
        "{page}"
    );
}

#[test]
fn events_that_name_only_a_payment_of_the_order_come_too_and_others_do_not() {
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    let bodies = [
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{"orderId":"order-1","paymentKey":"key-1","status":"DONE"}}"#,
        r#"{"eventType":"SOMETHING_NEW","createdAt":"2026-11-22T12:00:01","data":{"paymentKey":"key-1","orderId":null}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:02","data":{"orderId":"order-10","paymentKey":"key-10","status":"DONE"}}"#,
        r#"{"eventType":"SOMETHING_NEW","createdAt":"2026-11-22T12:00:03","data":{"paymentKey":"\u001b[31mkey","orderId":"order-1"}}"#,
    ];
    for (number, body) in bodies.iter().enumerate() {
        Webhook::new(&format!("whtrans_{number}"), body.as_bytes()).send(listener.address);
    }
    listener.end();
    let page = timeline(&program, &[]).stdout;
    assert!(page.contains("3 events, 3 requests: nothing is out of order"), "{page}");
    assert!(!page.contains('\u{1b}'), "{page}");
    let json = timeline(&program, &["--format", "json"]).stdout;
    let lines: Vec<Value> = json.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let bodies: Vec<_> =
        lines.iter().filter(|line| line["kind"] == "event").map(|line| &line["body"]).collect();
    assert_eq!(bodies.len(), 3, "{json}");
    assert_eq!(bodies[1]["eventType"], "SOMETHING_NEW");
}

#[test]
fn what_is_not_accepted_says_when_it_comes_again() {
    let program = played("PAYMENT_STATUS_CHANGED", &["--fail-first", "1"], &[]);
    let page = timeline(&program, &[]).stdout;
    assert!(page.contains("late: not accepted yet; re-send 1 of 7 is due "), "{page}");
    let json = timeline(&program, &["--format", "json"]).stdout;
    let finding: Value = serde_json::from_str(json.lines().last().expect("a line")).expect("JSON");
    assert_eq!(finding["code"], "sending");
    let next: jiff::Timestamp = finding["next_attempt_at"].as_str().expect("a time").parse().expect("a time");
    let last: jiff::Timestamp = finding["last_chance_at"].as_str().expect("a time").parse().expect("a time");
    assert_eq!(last.duration_since(next), jiff::SignedDuration::from_mins(5460));
}

#[test]
fn amounts_that_contradict_each_other_are_told_as_they_stand_and_secrets_never() {
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    let bodies = [
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{"orderId":"order-1","paymentKey":"key-1","status":"DONE","totalAmount":1000,"secret":"ps_first"}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:01","data":{"orderId":"order-1","paymentKey":"key-1","status":"PARTIAL_CANCELED","totalAmount":1200.0,"balanceAmount":800,"cancels":[{"cancelAmount":300}],"secret":"ps_second"}}"#,
    ];
    for (number, body) in bodies.iter().enumerate() {
        Webhook::new(&format!("whtrans_{number}"), body.as_bytes()).send(listener.address);
    }
    listener.end();
    assert_eq!(codes(&program), ["total-changed", "secret-changed", "unbalanced"]);
    let json = timeline(&program, &["--format", "json"]).stdout;
    assert!(json.contains(r#""total":1200.0,"total_before":1000,"#), "{json}");
    assert!(json.contains(r#""total":1200.0,"balance":800,"#), "{json}");
    let page = timeline(&program, &[]).stdout;
    assert!(page.contains("another secret than in ") && !page.contains("ps_"), "{page}");
}

#[test]
fn the_end_of_a_cancel_comes_too_and_what_only_mentions_the_order_does_not() {
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    let bodies = [
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{"orderId":"order-1","paymentKey":"key-1","status":"DONE","totalAmount":1000}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:01","data":{"orderId":"order-1","paymentKey":"key-1","status":"CANCELED","totalAmount":1000,"balanceAmount":0,"cancels":[{"cancelAmount":1000,"transactionKey":"tx-1"}]}}"#,
        r#"{"eventType":"CANCEL_STATUS_CHANGED","createdAt":"2026-11-22T12:00:02","data":{"transactionKey":"tx-1","cancelStatus":"DONE"}}"#,
        r#"{"eventType":"CANCEL_STATUS_CHANGED","createdAt":"2026-11-22T12:00:02","data":{"transactionKey":"tx-2","cancelStatus":"DONE"}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{"orderId":"order-2","paymentKey":"key-2","status":"DONE","metadata":{"before":"order-1"}}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:03","data":{"orderId":"order-2","paymentKey":"key-2","status":"CANCELED"}}"#,
    ];
    for (number, body) in bodies.iter().enumerate() {
        Webhook::new(&format!("whtrans_{number}"), body.as_bytes()).send(listener.address);
    }
    listener.end();
    let page = timeline(&program, &[]).stdout;
    assert!(page.contains("3 events, 3 requests: nothing is out of order"), "{page}");
    assert!(page.contains("CANCEL_STATUS_CHANGED"), "{page}");
}

#[test]
fn an_unknown_order_names_the_nearest() {
    let program = played("card-payment", &[], &[]);
    let ran = program.run(&["events", "timeline", "ordr-1"]);
    assert_eq!(ran.code, Some(2));
    assert_eq!(
        ran.stderr,
        "error: ORDER ordr-1: no event in this history names it\n\nhint: did you mean order-1?\n"
    );
    let ran = Program::new().run(&["events", "timeline", "order-1"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("tosshook events list"), "{}", ran.stderr);
}
