//! `events`, through the built program: what was recorded, shown, followed and erased.

mod program;

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use program::{Program, Webhook};
use serde_json::Value;

const PAYMENT: &str = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00.000000","data":{"paymentKey":"tviva2026","orderId":"order-1122-0017","status":"DONE","method":"카드","totalAmount":5000.0,"currency":"KRW","secret":"ps_Z61JOxRQ","card":null}}"#;

/// A program whose history holds one event that came twice, and was answered 500 each time.
fn recorded() -> Program {
    let program = Program::new();
    let mut listener = program.listen(&["listen", "--respond", "500"]);
    for retried_count in [0, 1] {
        let webhook =
            Webhook { path: "/hook?a=1", retried_count, ..Webhook::new("whtrans_1", PAYMENT.as_bytes()) };
        assert_eq!(webhook.send(listener.address).status, 500);
        listener.next("answered");
    }
    listener.end();
    program
}

fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

fn out(program: &Program, arguments: &[&str]) -> String {
    let ran = program.run(arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    ran.stdout
}

#[test]
fn an_event_is_shown_with_every_request_and_answer() {
    let program = recorded();
    let page = out(&program, &["events", "show", "last"]);
    let rows: Vec<_> = page.lines().map(str::trim).collect();
    assert!(rows[0].ends_with("PAYMENT_STATUS_CHANGED  DONE  order-1122-0017  5,000.0 KRW  카드"), "{page}");
    assert!(rows[1].starts_with("Sending") && rows[1].contains("KST"), "{page}");
    for row in ["POST /hook?a=1", "data.secret       ps_*****", "data.card         null"] {
        assert!(rows.contains(&row), "{row} in {page}");
    }
    let requests: Vec<_> =
        rows.iter().filter(|row| row.contains(" 500 ") && row.ends_with("Sending")).collect();
    assert_eq!(requests.len(), 2, "{page}");
    assert!(requests[1].contains("resend"), "{page}");
    assert!(out(&program, &["events", "show", "last", "--reveal"]).contains("ps_Z61JOxRQ"));
}

#[test]
fn an_event_is_shown_as_lines_of_json() {
    let program = recorded();
    let lines = lines(&out(&program, &["events", "show", "last~0", "--format", "json"]));
    let kinds: Vec<_> = lines.iter().map(|line| line["kind"].as_str().unwrap_or_default()).collect();
    assert_eq!(kinds, ["event", "delivery", "delivery"]);
    let keys: Vec<_> = lines[2].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        keys.join(" "),
        "v kind at id number repeat retried_count signature key_form http_status answered_after_ms delivery_status \
         remote method path headers body"
    );
    assert_eq!((&lines[2]["repeat"], &lines[2]["http_status"]), (&"resend".into(), &500.into()));
    assert_eq!(lines[0]["id"], lines[1]["id"]);
}

#[test]
fn a_recorded_request_is_printed_in_other_forms() {
    let program = recorded();
    let shown = |form: &str| out(&program, &["events", "show", "last", "--as", form]);
    let curl = shown("curl");
    assert!(curl.contains("http://test/hook?a=1") && curl.contains("--data-raw"), "{curl}");
    assert!(shown("http").starts_with("POST http://test/hook?a=1\n"));
    assert!(shown("markdown").starts_with("```http\n"));
    let json: Value = serde_json::from_str(&shown("json")).expect("JSON");
    assert_eq!(json["url"], "http://test/hook?a=1");
    assert!(shown("json").contains("5000.0") && shown("json").contains("ps_Z61JOxRQ"));
    assert!(!out(&program, &["events", "show", "last", "--as", "json", "--mask"]).contains("ps_Z61JOxRQ"));
    let har: Value = serde_json::from_str(&shown("har")).expect("JSON");
    let entries = har["log"]["entries"].as_array().expect("entries");
    assert_eq!((har["log"]["version"].as_str(), entries.len()), (Some("1.2"), 2));
    assert_eq!(entries[0]["request"]["postData"]["text"], PAYMENT);
    assert_eq!(entries[0]["request"]["queryString"][0]["name"], "a");
    assert_eq!(entries[1]["response"]["status"], 500);
}

#[test]
fn what_no_event_is_called_is_said() {
    let program = recorded();
    let ran = program.run(&["events", "show", "last~1"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("error: ID last~1: there is no such event\n\nhint: "), "{}", ran.stderr);
    let ran = program.run(&["events", "show"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.starts_with("error: ID is missing\n\nhint: tosshook events show last"),
        "{}",
        ran.stderr
    );
}

#[test]
fn the_path_of_the_history_is_printed_whether_it_is_there_or_not() {
    let program = Program::new();
    let path = out(&program, &["events", "path"]);
    let home = program.home.path().join("data").to_string_lossy().into_owned();
    assert!(path.starts_with(&home) && path.ends_with(".db\n"), "{path}");
    let named = program.home.path().join("other.db").to_string_lossy().into_owned();
    assert_eq!(out(&program, &["events", "path", "--history", &named]), format!("{named}\n"));
}

#[test]
fn a_tail_shows_what_was_there_and_what_comes() {
    let program = recorded();
    let mut command = program.command(&["events", "tail", "--format", "json", "-w", "status=DONE"]);
    let mut tail = command.stdout(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(tail.stdout.take().expect("piped")).lines();
    let mut next =
        || -> Value { serde_json::from_str(&lines.next().expect("a line").expect("text")).expect("JSON") };
    assert_eq!(next()["transmission_id"], "whtrans_1");
    let listener = program.listen(&["listen"]);
    let other = PAYMENT.replace("\"DONE\"", "\"CANCELED\"");
    Webhook::new("whtrans_2", other.as_bytes()).send(listener.address);
    Webhook::new("whtrans_3", PAYMENT.as_bytes()).send(listener.address);
    let seen = next();
    assert_eq!((&seen["kind"], &seen["transmission_id"]), (&"event".into(), &"whtrans_3".into()));
    listener.end();
    tail.kill().expect("it runs");
    tail.wait().expect("it ends");
}

#[test]
fn a_listener_says_once_that_the_oldest_events_give_way() {
    let program = Program::new();
    let mut listener = program.listen(&["listen"]);
    for id in ["whtrans_1", "whtrans_2"] {
        assert_eq!(Webhook::new(id, PAYMENT.as_bytes()).send(listener.address).status, 200);
        listener.next("answered");
    }
    listener.end();
    let listener = program.listen(&["listen", "--keep", "0s"]);
    // What was answered 200 goes, but for the newest.
    while lines(&out(&program, &["events", "list", "--format", "json"])).len() > 1 {}
    let ended = listener.end();
    let said = ended.stderr.matches("--keep and --history-max say how much of it stays").count();
    assert_eq!(said, 1, "{}", ended.stderr);
}

#[test]
fn events_are_pruned_and_orders_forgotten() {
    let program = recorded();
    let path = out(&program, &["events", "path"]);
    let said = |arguments: &[&str]| {
        let ran = program.run(arguments);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(0), ""), "{}", ran.stderr);
        ran.stderr.replace(path.trim_end(), "HISTORY")
    };
    assert_eq!(said(&["events", "prune", "--older-than", "1h"]), "nothing to erase in HISTORY\n");
    assert_eq!(said(&["events", "forget", "order-1122-001"]), "nothing to erase in HISTORY\n");
    assert_eq!(said(&["events", "forget", "order-1122-0017"]), "erased 1 event from HISTORY\n");
    assert_eq!(said(&["events", "prune", "--all"]), "nothing to erase in HISTORY\n");
    assert_eq!(
        said(&["events", "prune", "--all", "--history", path.trim_end()]),
        "nothing to erase in HISTORY\n"
    );
    let nothing_said = program.run(&["events", "prune"]);
    assert_eq!(nothing_said.code, Some(2));
    assert_eq!(
        nothing_said.stderr,
        "error: --older-than is missing\n\nhint: tosshook events prune --older-than 30d; --all erases all events\n"
    );
}
