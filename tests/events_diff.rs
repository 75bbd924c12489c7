//! `events diff`, through the built program.

mod program;

use program::{Program, Webhook};
use serde_json::Value;

const WAITING: &str = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{"orderId":"order-1","status":"WAITING_FOR_DEPOSIT","method":"가상계좌","totalAmount":5000.0,"secret":"ps_first","virtualAccount":{"customerName":"김토스","bankCode":"20"},"cancels":null}}"#;
const DONE: &str = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{"status":"DONE","orderId":"order-1","method":"카드","totalAmount":5000,"secret":"ps_second","virtualAccount":{"customerName":"박토스","bankCode":"20"},"cancels":[{"cancelAmount":10}]}}"#;

/// A program whose history holds these bodies, each with another header.
fn recorded(bodies: &[&str]) -> Program {
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    for (number, body) in bodies.iter().enumerate() {
        let agent = format!("agent {number}");
        let headers = [("User-Agent", agent.as_str()), ("Authorization", agent.as_str())];
        let id = format!("whtrans_{number}");
        Webhook { headers: &headers, ..Webhook::new(&id, body.as_bytes()) }.send(listener.address);
    }
    listener.end();
    program
}

fn out(program: &Program, arguments: &[&str]) -> String {
    let ran = program.run(arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    ran.stdout
}

#[test]
fn two_events_are_compared_path_by_path() {
    let program = recorded(&[WAITING, DONE]);
    let page = out(&program, &["events", "diff", "last~1", "last"]);
    let (head, table) = page.split_once("\n\n").expect("two parts");
    assert_eq!(head.lines().count(), 2, "{page}");
    assert!(out(&program, &["events", "diff", "last~1", "last", "--reveal"]).contains("ps_second"));
    assert_eq!(
        table,
        r#"  change        where                                  A                       B
  changed       authorization                          *****                   *****
  changed       tosspayments-webhook-transmission-id   whtrans_0               whtrans_1
  changed       user-agent                             agent 0                 agent 1
  changed       data.status                            "WAITING_FOR_DEPOSIT"   "DONE"
  changed       data.method                            "가상계좌"              "카드"
  same value    data.totalAmount                       5000.0                  5000
  changed       data.secret                            "ps_*****"              "ps_*****"
  changed       data.virtualAccount.customerName       "김*****"               "박*****"
  removed       data.cancels                           null
  added         data.cancels.0.cancelAmount                                    10
  other order   data                                   ["orderId","status"]    ["status","orderId"]
"#,
        "{page}"
    );
}

#[test]
fn differences_are_told_as_lines_of_json_token_for_token() {
    let program = recorded(&[WAITING, DONE]);
    let lines = |arguments: &[&str]| -> Vec<Value> {
        let shown = out(&program, arguments);
        shown.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    };
    let all = lines(&["events", "diff", "last~1", "last", "--format", "json"]);
    let keys: Vec<_> = all[0].as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(keys.join(" "), "v kind a b place path change before after");
    let body: Vec<_> = all
        .iter()
        .filter(|line| line["place"] == "body")
        .map(|line| {
            format!("{} {} {} {}", line["change"], line["path"], line["before"], line["after"])
                .replace('"', "")
        })
        .collect();
    assert_eq!(
        body,
        [
            "changed data.status WAITING_FOR_DEPOSIT DONE",
            "changed data.method 가상계좌 카드",
            "form data.totalAmount 5000.0 5000",
            "changed data.secret ps_first ps_second",
            "changed data.virtualAccount.customerName 김토스 박토스",
            "removed data.cancels null null",
            "added data.cancels.0.cancelAmount null 10",
            "moved data [orderId,status] [status,orderId]",
        ]
    );
    let masked = out(&program, &["events", "diff", "last~1", "last", "--json", "--mask"]);
    assert!(!masked.contains("ps_second") && masked.contains("ps_*****"), "{masked}");
    assert!(!masked.contains("김토스") && !masked.contains("agent 0\"},"), "{masked}");
}

#[test]
fn what_is_no_json_is_compared_by_bytes() {
    let program = recorded(&["status=DONE", "status=FAILED"]);
    let page = out(&program, &["events", "diff", "last~1", "last"]);
    assert!(page.contains("from byte 7 of 11") && page.contains("from byte 7 of 13"), "{page}");
    let lines = out(&program, &["events", "diff", "last~1", "last", "--json"]);
    let last: Value = serde_json::from_str(lines.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&last["change"], &last["offset"], &last["before"]), (&"bytes".into(), &7.into(), &11.into()));
}

#[test]
fn an_event_does_not_differ_from_itself() {
    let program = recorded(&[WAITING]);
    let page = out(&program, &["events", "diff", "last", "last"]);
    assert!(
        page.ends_with("\n\n  No difference in what the events say, nor in the headers that matter.\n"),
        "{page}"
    );
    assert_eq!(out(&program, &["events", "diff", "last", "last", "--json"]), "");
}

#[test]
fn an_event_that_is_not_there_is_named_by_its_place() {
    let program = recorded(&[WAITING]);
    let ran = program.run(&["events", "diff", "last", "last~9"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.starts_with("error: B last~9: there is no such event"), "{}", ran.stderr);
    let ran = program.run(&["events", "diff", "last"]);
    assert!(
        ran.stderr.starts_with("error: B is missing\n\nhint: tosshook events diff last~1 last"),
        "{}",
        ran.stderr
    );
}
