//! A history with all that a history may hold, and the ways to look at it.

use serde_json::Value;
use tiny_http::Response;

use crate::dev_server::DevServer;
use crate::program::{Program, Webhook, exchange};

pub(crate) const PAYMENT: &str = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00.000000","data":{"paymentKey":"tviva2026","orderId":"order-1122-0017","status":"DONE","method":"가상계좌","totalAmount":5000.0,"currency":"KRW","secret":"ps_Z61JOxRQ","lastTransactionKey":"t-1"}}"#;
pub(crate) const DEPOSIT: &str = r#"{"createdAt":"2026-11-22T12:00:00.000","secret":"ps_Z61JOxRQ","status":"DONE","transactionKey":"t-1","orderId":"order-1122-0017"}"#;

/// A history whose events came twice, have twins, no ids, bodies that are no text, headers that are no UTF-8, and
/// were passed on to a server that fails first.
pub(crate) fn recorded() -> Program {
    let program = Program::new();
    let server = DevServer::start(|number| {
        let said: &[u8] = if number == 0 { b"\xff no" } else { "결제".as_bytes() };
        Response::from_data(said).with_status_code(if number == 0 { 500 } else { 200 })
    });
    let mut forward = program.listen(&["forward", &server.url("/webhooks")]);
    let mut send = |bytes: &[u8]| {
        exchange(forward.address, bytes);
        forward.next("answered");
    };
    let first = Webhook { path: "/hook?a=1&b=", ..Webhook::new("whtrans_1", PAYMENT.as_bytes()) };
    send(&first.bytes());
    send(&Webhook { retried_count: 1, ..first }.bytes());
    send(
        &Webhook { retried_count: 1, path: "/other?", ..Webhook::new("whtrans_1", b"{\"another\": 1.0}") }
            .bytes(),
    );
    send(&Webhook::new("whtrans_2", DEPOSIT.as_bytes()).bytes());
    let odd = b"\0\r\n\xff'\"%@body";
    send(&[b"POST / HTTP/1.1\r\nHost: test\r\nx-odd: caf\xe9\r\nx-korean: \xea\xb2\xb0\r\nx-odd: again\r\nConnection: close\r\nContent-Length: 12\r\n\r\n", &odd[..]].concat()[..]);
    send(&Webhook { transmission_id: None, ..Webhook::new("", b"") }.bytes());
    forward.end();
    let mut listener = program.listen(&["listen", "--respond", "503"]);
    Webhook::new("whtrans_3", br#"{"eventType":"BILLING_DELETED","data":{"billingKey":"b"}}"#)
        .send(listener.address);
    listener.next("answered");
    listener.end();
    program
}

/// What a command that must succeed, and say nothing, prints.
pub(crate) fn out(program: &Program, arguments: &[&str]) -> String {
    let ran = program.run(arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{arguments:?}");
    ran.stdout
}

/// The lines of an output, as JSON.
pub(crate) fn lines(text: &str) -> Vec<Value> {
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}

/// Puts a file into a program's home.
pub(crate) fn file(program: &Program, name: &str, content: impl AsRef<[u8]>) -> String {
    let path = program.home.path().join(name);
    std::fs::write(&path, content).expect("it can be written");
    path.to_str().expect("UTF-8").to_owned()
}

/// What an import says, and its exit code.
pub(crate) fn import(program: &Program, content: &str) -> (Option<i32>, String) {
    let file = file(program, "given.jsonl", content);
    let ran = program.run(&["events", "import", &file, "--history", "new/new.db"]);
    assert_eq!(ran.stdout, "");
    (ran.code, ran.stderr)
}

/// What a history that was imported into exports.
pub(crate) fn again(program: &Program) -> String {
    out(program, &["events", "export", "--history", "new/new.db"])
}
