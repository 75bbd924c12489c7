//! `api`, through the built program and real sockets: what it knows, and what it answers otherwise.

mod dev_server;
mod program;

use std::net::SocketAddr;
use std::sync::mpsc::channel;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use dev_server::DevServer;
use program::{Answer, Listener, PATIENCE, Program, Webhook, exchange, mode, wait_for_file};
use rustix::process::Signal;
use serde_json::{Value, json};

fn api(program: &Program, arguments: &[&str]) -> Listener {
    program.listen(&[&["api"], arguments].concat())
}

fn asked(address: SocketAddr, line: &str, credentials: Option<&str>) -> Answer {
    let authorization = credentials.map_or_else(String::new, |credentials| {
        format!("Authorization: Basic {}\r\n", BASE64_STANDARD.encode(credentials))
    });
    let request = format!("{line} HTTP/1.1\r\nHost: test\r\nConnection: close\r\n{authorization}\r\n");
    exchange(address, request.as_bytes())
}

fn look_up(address: SocketAddr, path: &str) -> Answer {
    asked(address, &format!("GET /v1/payments/{path}"), Some("test_sk_any:"))
}

fn payment(address: SocketAddr, path: &str) -> Value {
    let answer = look_up(address, path);
    assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
    serde_json::from_slice(&answer.body).expect("JSON")
}

fn code(answer: &Answer) -> (u16, String) {
    let body: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert!(body["message"].as_str().is_some_and(|message| !message.is_empty()), "{body}");
    (answer.status, body["code"].as_str().expect("a code").to_owned())
}

/// What stands in `data` of a body, byte for byte.
fn data(body: &[u8]) -> &str {
    let text = std::str::from_utf8(body).expect("UTF-8");
    text.split_once(r#""data":"#).and_then(|(_, rest)| rest.strip_suffix('}')).expect("data at the end")
}

/// Sends an event with `trigger`; its body as the server got it.
fn triggered(program: &Program, server: &DevServer, arguments: &[&str]) -> Vec<u8> {
    let ran = program.run(&[&["trigger"], arguments, &["--to", &server.url("/")]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{}", ran.stdout);
    server.next().body
}

#[test]
fn a_payment_that_was_sent_elsewhere_is_known_byte_for_byte() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let api = api(&program, &[]);
    let sent = triggered(&program, &server, &["PAYMENT_STATUS_CHANGED", "--set", "data.totalAmount=5000.0"]);
    let body: Value = serde_json::from_slice(&sent).expect("JSON");
    let key = body["data"]["paymentKey"].as_str().expect("a key");
    let order = body["data"]["orderId"].as_str().expect("an order");
    for path in [key.to_owned(), format!("orders/{order}")] {
        let answer = look_up(api.address, &path);
        assert!(answer.head.contains("content-type: application/json"), "{}", answer.head);
        assert_eq!((answer.status, std::str::from_utf8(&answer.body)), (200, Ok(data(&sent))));
    }
    assert_eq!(code(&look_up(api.address, order)), (404, "NOT_FOUND_PAYMENT".into()));
}

#[test]
fn a_server_that_asks_before_it_believes_a_webhook_finds_the_payment() {
    let program = Program::new();
    let api = api(&program, &[]);
    let (address, (told, statuses)) = (api.address, channel());
    let server = DevServer::deciding(move |seen| {
        let body: Value = serde_json::from_slice(&seen.body).expect("JSON");
        let order = body["data"]["orderId"].as_str().or(body["orderId"].as_str()).expect("an order");
        let found = look_up(address, &format!("orders/{order}"));
        told.send(found.status).expect("the test waits");
        found.status
    });
    for event in ["PAYMENT_STATUS_CHANGED", "DEPOSIT_CALLBACK"] {
        let many = ["trigger", event, "--to", &server.url("/"), "--count", "20", "--concurrency", "2"];
        let ran = program.run(&many);
        assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    }
    let ran = program.run(&["retry-schedule", "--against", &server.url("/"), "--speed", "instant"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stdout);
    assert_eq!(statuses.try_iter().collect::<Vec<_>>(), vec![200; 41]);
}

#[test]
fn behind_a_deposit_is_one_whole_payment_that_goes_on() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let api = api(&program, &[]);
    let deposit = |status: &str| {
        let order = ["--order-id", "order-1122-0018", "--secret", "ps_1", "--status", status];
        let sent = triggered(&program, &server, &[&["DEPOSIT_CALLBACK"], order.as_slice()].concat());
        let sent: Value = serde_json::from_slice(&sent).expect("JSON");
        let payment = payment(api.address, "orders/order-1122-0018");
        assert_eq!((&payment["status"], &payment["secret"]), (&sent["status"], &sent["secret"]));
        assert_eq!(payment["lastTransactionKey"], sent["transactionKey"]);
        payment
    };
    let (issued, paid, cancelled) = (deposit("WAITING_FOR_DEPOSIT"), deposit("DONE"), deposit("CANCELED"));
    assert_eq!((&issued["method"], &issued["approvedAt"]), (&json!("가상계좌"), &Value::Null));
    for same in ["paymentKey", "totalAmount", "orderName", "requestedAt"] {
        assert!(issued[same] == paid[same] && paid[same] == cancelled[same], "{same}");
    }
    assert_eq!(cancelled["balanceAmount"], 0);
    let key = paid["paymentKey"].as_str().expect("a key");
    assert_eq!(payment(api.address, key), cancelled);
}

#[test]
fn of_what_was_recorded_the_newest_state_counts_whenever_it_came() {
    let program = Program::new();
    let listener = program.listen(&["listen"]);
    let body = |status: &str, time: &str| {
        format!(
            r#"{{"data":{{"paymentKey":"p1","orderId":"o1","status":"{status}","totalAmount": 5000.0 }},"createdAt":"2026-11-22T{time}","eventType":"PAYMENT_STATUS_CHANGED"}}"#
        )
    };
    Webhook::new("a", body("CANCELED", "12:00:00.5").as_bytes()).send(listener.address);
    Webhook::new("b", body("DONE", "12:00:00.12345").as_bytes()).send(listener.address);
    let api = api(&program, &[]);
    let answer = look_up(api.address, "p1");
    let newest = r#"{"paymentKey":"p1","orderId":"o1","status":"CANCELED","totalAmount": 5000.0 }"#;
    assert_eq!((answer.status, std::str::from_utf8(&answer.body)), (200, Ok(newest)));
    Webhook::new("c", body("PARTIAL_CANCELED", "12:00:01").as_bytes()).send(listener.address);
    assert_eq!(payment(api.address, "orders/o1")["status"], "PARTIAL_CANCELED");
    let three_fields = br#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T13:00:00","data":{"paymentKey":"p1","orderId":"o1","status":"ABORTED"}}"#;
    Webhook::new("d", three_fields).send(listener.address);
    assert_eq!(payment(api.address, "p1")["status"], "PARTIAL_CANCELED");
}

#[test]
fn another_history_knows_other_payments() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let (own, other) = (api(&program, &[]), api(&program, &["--history", "other.db"]));
    let order = ["PAYMENT_STATUS_CHANGED", "--order-id", "order-1"];
    triggered(&program, &server, &[order.as_slice(), &["--history", "other.db"]].concat());
    assert_eq!(look_up(own.address, "orders/order-1").status, 404);
    assert_eq!(look_up(other.address, "orders/order-1").status, 200);
    assert_eq!(mode(&program.home.path().join("other.db")), 0o600);
}

#[test]
fn what_is_printed_or_not_to_be_kept_is_not_known_and_makes_no_file() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    triggered(&program, &server, &["PAYMENT_STATUS_CHANGED", "--no-history"]);
    triggered(&program, &server, &["BILLING_DELETED"]);
    for printed in [["--print"].as_slice(), &["--as", "curl"]] {
        assert_eq!(program.run(&[&["trigger", "PAYMENT_STATUS_CHANGED"], printed].concat()).code, Some(0));
    }
    let api = api(&program, &[]);
    assert_eq!(look_up(api.address, "orders/none").status, 404);
    assert!(!program.home.path().join("data").exists());
}

#[test]
fn where_nothing_can_be_kept_events_go_out_all_the_same_and_it_is_said_once() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    std::fs::write(program.home.path().join("notes.db"), "mine").expect("a file");
    let arguments = [
        "trigger",
        "PAYMENT_STATUS_CHANGED",
        "--count",
        "3",
        "--history",
        "notes.db",
        "--to",
        &server.url("/"),
    ];
    let ran = program.run(&arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("tosshook api won't know the payments").count(), 1, "{}", ran.stderr);
    assert!(ran.stderr.contains("notes.db is no tosshook history"), "{}", ran.stderr);
    assert_eq!(std::fs::read(program.home.path().join("notes.db")).expect("a file"), b"mine");
}

#[test]
fn everything_else_gets_the_documented_errors() {
    let program = Program::new();
    let mut api = api(&program, &[]);
    let unauthorized = (401, "UNAUTHORIZED_KEY".to_owned());
    let line = "GET /v1/payments/p1";
    for credentials in [None, Some("test_ck_1:"), Some("live_sk_hunter2:"), Some("hunter2:")] {
        assert_eq!(code(&asked(api.address, line, credentials)), unauthorized, "{credentials:?}");
    }
    let no_colon = asked(api.address, line, Some("test_sk_hunter2"));
    assert_eq!(code(&no_colon), (403, "INCORRECT_BASIC_AUTH_FORMAT".into()));
    for (line, wanted) in [
        ("GET /v1/payments/p1", "NOT_FOUND_PAYMENT"),
        ("GET /v1/payments/orders/order-1?a=b", "NOT_FOUND_PAYMENT"),
        ("GET /v1/transactions", "NOT_FOUND"),
        ("POST /v1/payments/confirm", "NOT_FOUND_HTTP_METHOD"),
    ] {
        let answer = asked(api.address, line, Some("test_gsk_hunter2:"));
        assert_eq!(code(&answer), (404, wanted.into()), "{line}");
    }
    let refused =
        exchange(api.address, b"GET http://elsewhere/ HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!(refused.status, 400);
    let first = api.next("lookup");
    assert_eq!(
        (&first["http_status"], &first["code"], &first["payment_key"], &first["payment"]),
        (&json!(401), &json!("UNAUTHORIZED_KEY"), &json!("p1"), &Value::Null)
    );
    let ended = api.end();
    let summary = ended.summary();
    let counts = ["lookups", "found", "unknown", "refused"].map(|name| summary[name].as_u64());
    assert_eq!(counts, [9, 0, 2, 7].map(Some));
    assert_eq!(ended.code, Some(0));
    assert!(ended.rest.iter().any(|line| line["kind"] == "refused"));
    let told = format!("{:?} {}", ended.rest, ended.stderr);
    assert!(
        !told.contains("hunter2") && !told.contains(&BASE64_STANDARD.encode("test_sk_hunter2")),
        "{told}"
    );
}

#[test]
fn answers_and_json_are_exact_and_secrets_are_masked_where_that_is_asked() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let arguments = ["PAYMENT_STATUS_CHANGED", "--order-id", "order-1", "--secret", "ps_hunter2"];
    let sent = triggered(&program, &server, &arguments);
    for (mask, secret) in [([].as_slice(), "ps_hunter2"), (&["--mask"], "ps_*****")] {
        let mut api = api(&program, mask);
        assert_eq!(look_up(api.address, "orders/order-1").body, data(&sent).as_bytes());
        let line = api.next("lookup");
        assert_eq!(
            (&line["v"], &line["order_id"], &line["code"]),
            (&json!(1), &json!("order-1"), &Value::Null)
        );
        assert_eq!((&line["event_status"], &line["method"]), (&json!("DONE"), &json!("GET")));
        assert_eq!(line["path"], "/v1/payments/orders/order-1");
        assert_eq!(line["payment"]["secret"], secret);
    }
}

#[test]
fn people_read_a_line_for_each_look_up() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let sample = ["PAYMENT_STATUS_CHANGED", "--order-id", "order-1", "--amount", "33000"];
    triggered(&program, &server, &[sample.as_slice(), &["--secret", "ps_hunter2"]].concat());
    let ready = program.home.path().join("ready");
    let mut command = program.command(&["api", "--port", "0", "--ready-file", "ready"]);
    let child = command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped()).spawn();
    let child = child.expect("it starts");
    let url = wait_for_file(&ready);
    let address = url.trim_end().trim_start_matches("http://").parse().expect("an address");
    look_up(address, "orders/order-1");
    look_up(address, "nothing");
    let id = rustix::process::Pid::from_raw(child.id().try_into().expect("an id")).expect("not zero");
    rustix::process::kill_process(id, Signal::INT).expect("it is there");
    let output = child.wait_with_output().expect("it ends");
    let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(0), "{stderr}");
    let lines: Vec<_> = stdout.lines().map(|line| line.split_once("  ").expect("a time").1.trim()).collect();
    assert_eq!(lines.len(), 2, "{stdout}");
    assert!(lines[0].starts_with("200  GET /v1/payments/orders/order-1 "), "{stdout}");
    assert!(lines[0].ends_with("DONE  33,000 KRW  카드"), "{stdout}");
    assert!(lines[1].starts_with("404  GET /v1/payments/nothing "), "{stdout}");
    assert!(stderr.starts_with(&format!("listening {}", url.trim_end())), "{stderr}");
    assert!(stderr.contains("https://api.tosspayments.com") && !stderr.contains("cloudflared"), "{stderr}");
    assert!(stderr.ends_with("\n2 look-ups: 1 found, 1 not known\n"), "{stderr}");
    assert!(!stdout.contains("hunter2") && !stderr.contains("hunter2"), "{stdout}{stderr}");
    assert!(!ready.exists());
}

#[test]
fn a_port_that_is_taken_and_a_file_that_is_no_history_are_refused() {
    let program = Program::new();
    let taken = api(&program, &[]);
    let port = taken.address.port().to_string();
    let ran = program.run(&["api", "--port", &port]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""));
    assert!(ran.stderr.starts_with(&format!("error: --port {port} is taken")), "{}", ran.stderr);
    std::fs::write(program.home.path().join("notes.db"), "mine").expect("a file");
    let ran = program.run(&["api", "--port", "0", "--history", "notes.db"]);
    assert_eq!(ran.code, Some(6));
    assert!(ran.stderr.contains("notes.db is no tosshook history"), "{}", ran.stderr);
}

#[test]
fn many_ask_at_once_while_payments_are_sent() {
    let (program, server) = (Program::new(), DevServer::answering(200));
    let api = api(&program, &[]);
    let sent = triggered(&program, &server, &["PAYMENT_STATUS_CHANGED", "--order-id", "order-1"]);
    let deadline = std::time::Instant::now() + PATIENCE;
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..25 {
                    assert_eq!(look_up(api.address, "orders/order-1").body, data(&sent).as_bytes());
                }
            });
        }
        let many =
            ["trigger", "DEPOSIT_CALLBACK", "--count", "200", "--concurrency", "2", "--to", &server.url("/")];
        assert_eq!(program.run(&many).code, Some(0));
    });
    assert!(std::time::Instant::now() < deadline);
    let ended = api.end();
    assert_eq!(ended.summary()["found"], 200);
}
