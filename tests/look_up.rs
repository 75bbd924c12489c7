//! Payments looked up for events, through the built program and real sockets.

mod dev_server;
mod program;

use std::process::Stdio;
use std::sync::Mutex;
use std::sync::mpsc::channel;

use dev_server::{DevServer, Seen};
use program::{Listener, Program, Ran, Webhook};
use serde_json::{Value, json};
use tiny_http::Response;

const KEY: &str = "test_sk_hunter2";

fn payment(status: &str) -> String {
    format!(
        r#"{{"paymentKey":"p1","orderId":"order-1","status":"{status}","totalAmount":5000.0,"currency":"KRW","secret":"ps_Z61JOxRQ"}}"#
    )
}

fn event(data: &str) -> String {
    format!(r#"{{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00","data":{data}}}"#)
}

type Given = Response<std::io::Cursor<Vec<u8>>>;

fn ok(body: &str) -> Given {
    Response::from_string(body)
}

fn refusal(status: u16, code: &str) -> Given {
    Response::from_string(json!({"code": code, "message": "왜"}).to_string()).with_status_code(status)
}

/// An API that knows one payment, which is done.
fn api() -> DevServer {
    DevServer::giving(|seen: &Seen| match seen.url.as_str() {
        "/v1/payments/p1" | "/v1/payments/orders/order-1" => ok(&payment("DONE")),
        _ => refusal(404, "NOT_FOUND_PAYMENT"),
    })
}

/// A listener that asks there.
fn listen(program: &Program, api: &DevServer) -> Listener {
    program.listen(&["listen", "--api-base", &api.url("")])
}

fn with_key() -> Program {
    Program::new().with_variable("TOSSHOOK_SECRET_KEY", KEY)
}

/// What a webhook's look-up gives.
fn looked_up(listener: &mut Listener, id: &str, body: &str) -> Value {
    assert_eq!(Webhook::new(id, body.as_bytes()).send(listener.address).status, 200);
    listener.next("lookup")
}

#[test]
fn an_event_is_compared_with_its_payment_behind_its_answer() {
    let (program, api) = (with_key(), api());
    let mut listener = listen(&program, &api);
    let body = event(&payment("DONE"));
    assert_eq!(Webhook::new("t1", body.as_bytes()).send(listener.address).status, 200);
    let id = listener.next("received")["id"].clone();
    assert_eq!(listener.line()["kind"], "answered");
    let line = listener.line();
    let keys: Vec<_> = line.as_object().expect("an object").keys().map(String::as_str).collect();
    assert_eq!(
        keys.join(" "),
        "v kind at id payment_key order_id verdict reason event_status http_status code message differences payment"
    );
    assert_eq!((&line["kind"], &line["id"], &line["verdict"]), (&json!("lookup"), &id, &json!("agrees")));
    assert_eq!(
        line["payment"].to_string(),
        serde_json::from_str::<Value>(&payment("DONE")).unwrap().to_string()
    );
    let asked = api.next();
    assert_eq!((asked.method.as_str(), asked.url.as_str()), ("GET", "/v1/payments/p1"));
    assert_eq!(asked.header("authorization"), Some("Basic dGVzdF9za19odW50ZXIyOg=="));
    let ended = listener.end();
    assert!(ended.stderr.contains(&format!("payments are looked up at {}", api.url(""))), "{}", ended.stderr);
}

#[test]
fn what_differs_is_told_with_both_values() {
    let (program, api) = (with_key(), api());
    let mut listener = listen(&program, &api);
    let forged = r#"{"secret":"ps_forged","status":"CANCELED","transactionKey":"t","orderId":"order-1"}"#;
    let line = looked_up(&mut listener, "t1", forged);
    assert_eq!(line["verdict"], "differs");
    assert_eq!(
        line["differences"],
        json!([
            {"field": "status", "event": "CANCELED", "payment": "DONE"},
            {"field": "secret", "event": "ps_forged", "payment": "ps_Z61JOxRQ"},
        ])
    );
    assert_eq!(api.next().url, "/v1/payments/orders/order-1");
    let older =
        r#"{"secret":"ps_Z61JOxRQ","status":"WAITING_FOR_DEPOSIT","transactionKey":"t","orderId":"order-1"}"#;
    let line = looked_up(&mut listener, "t2", older);
    assert_eq!((&line["verdict"], &line["event_status"]), (&json!("older"), &json!("DONE")));
    let unknown = r#"{"secret":"s","status":"DONE","transactionKey":"t","orderId":"../../v2?x"}"#;
    let line = looked_up(&mut listener, "t3", unknown);
    assert_eq!(
        (&line["verdict"], &line["reason"], &line["http_status"], &line["code"]),
        (&json!(null), &json!("refused"), &json!(404), &json!("NOT_FOUND_PAYMENT"))
    );
    assert_eq!([api.next().url, api.next().url][1], "/v1/payments/orders/..%2F..%2Fv2%3Fx");
}

#[test]
fn an_api_that_hangs_delays_no_answer_and_no_end() {
    let (program, (release, held)) = (with_key(), channel::<()>());
    let held = Mutex::new(held);
    let api = DevServer::giving(move |_| {
        let _ = held.lock().expect("one at a time").recv();
        ok(&payment("DONE"))
    });
    let mut listener = listen(&program, &api);
    for id in ["t1", "t2", "t3"] {
        let sent = Webhook::new(id, event(&payment("DONE")).as_bytes()).send(listener.address);
        assert_eq!(sent.status, 200);
        assert_eq!(listener.next("answered")["http_status"], 200);
    }
    let ended = listener.end();
    let told: Vec<_> = ended.rest.iter().map(|line| line["reason"].as_str().unwrap_or_default()).collect();
    assert_eq!(told, ["ended", "ended", "ended", ""], "{:?}", ended.rest);
    assert_eq!(ended.summary()["received"], 3);
    drop(release);
}

#[test]
fn what_waits_at_the_end_is_still_looked_up() {
    let (program, api) = (with_key(), api());
    let base = api.url("");
    let listener = program.listen(&["listen", "--api-base", &base, "--limit", "1"]);
    Webhook::new("t1", event(&payment("DONE")).as_bytes()).send(listener.address);
    let kinds: Vec<_> = listener.wait().rest.into_iter().map(|line| line["kind"].clone()).collect();
    assert_eq!(kinds, ["received", "answered", "lookup", "summary"]);
}

#[test]
fn events_that_name_no_payment_or_are_filtered_out_are_not_looked_up() {
    let (program, api) = (with_key(), api());
    let mut listener =
        program.listen(&["listen", "--api-base", &api.url(""), "--exclude", "DEPOSIT_CALLBACK"]);
    for body in [
        r#"{"eventType":"BILLING_DELETED","data":{"billingKey":"b"}}"#,
        r#"{"secret":"s","status":"DONE","transactionKey":"t","orderId":"order-1"}"#,
        "not JSON",
    ] {
        Webhook { transmission_id: None, ..Webhook::new("", body.as_bytes()) }.send(listener.address);
    }
    let line = looked_up(&mut listener, "t4", &event(&payment("DONE")));
    assert_eq!(line["verdict"], "agrees");
    let (one, none) = (api.seen.try_iter().count(), listener.end());
    assert_eq!((one, none.rest.iter().any(|line| line["kind"] == "lookup")), (1, false));
}

#[test]
fn a_refused_key_is_said_once_to_the_api() {
    let (program, api) = (with_key(), DevServer::giving(|_| refusal(401, "UNAUTHORIZED_KEY")));
    let mut listener = listen(&program, &api);
    let reasons =
        ["t1", "t2"].map(|id| looked_up(&mut listener, id, &event(&payment("DONE")))["reason"].clone());
    assert_eq!((reasons, api.seen.try_iter().count()), ([json!("refused"), json!("key_refused")], 1));
}

#[test]
fn the_stand_in_agrees_with_what_trigger_sends() {
    let program = with_key();
    let stand_in = program.listen(&["api"]);
    let mut listener = program.listen(&["listen", "--api-base", &format!("http://{}", stand_in.address)]);
    let to = format!("http://{}", listener.address);
    for event in ["PAYMENT_STATUS_CHANGED", "DEPOSIT_CALLBACK"] {
        let ran = program.run(&["trigger", event, "--to", &to]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let line = listener.next("lookup");
        assert_eq!(line["verdict"], "agrees", "{line}");
    }
}

#[test]
fn people_read_it_in_a_line_with_secrets_masked() {
    let (program, api) = (with_key(), api());
    let shown = |format: &str| {
        let ready = program.home.path().join("ready");
        let mut command = program.command(&["forward", "--port", "0", "--no-history", "--limit", "1"]);
        command.args(["--api-base", &api.url(""), "--format", format, "--ready-file"]).arg(&ready).arg("1");
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let address = program::wait_for_address(&ready);
        let forged = r#"{"secret":"ps_forged","status":"CANCELED","transactionKey":"t","orderId":"order-1"}"#;
        Webhook::new("t1", forged.as_bytes()).send(address);
        Ran::from(child.wait_with_output().expect("it ends")).stdout
    };
    let differs =
        "DIFFERS from Toss Payments: status CANCELED, there DONE; secret ps_*****, there ps_*****\n";
    for format in ["pretty", "compact"] {
        let shown = shown(format);
        assert!(
            shown.ends_with(&format!("≠{}{differs}", if format == "pretty" { "  " } else { " " })),
            "{shown}"
        );
    }
}

/// How a run is refused.
fn refused(program: &Program, arguments: &[&str]) -> String {
    let ran = program.run(arguments);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""), "{arguments:?}: {}", ran.stderr);
    assert!(!ran.stderr.contains("hunter2"), "{}", ran.stderr);
    ran.stderr
}

#[test]
fn a_live_key_and_another_kind_of_key_are_refused() {
    let says = |key: &str, arguments: &[&str]| {
        let program = Program::new().with_variable("TOSSHOOK_SECRET_KEY", key);
        refused(&program, &[&["listen", "--port", "0"], arguments].concat())
    };
    for key in ["live_sk_hunter2", "live_gsk_hunter2"] {
        assert_eq!(
            says(key, &["--api-base", "4102"]),
            "error: --secret-key is a live key: it looks customers' payments up\n\n\
             hint: a test key (test_sk_…) looks test payments up; --allow-live-key takes this one\n"
        );
    }
    assert!(says("live_ck_hunter2", &[]).starts_with("error: --secret-key is a client key"));
    assert!(says("hunter2", &[]).starts_with("error: --secret-key is no secret key"));
    assert!(says(&"0a".repeat(32), &[]).contains("hint: --security-key takes it"));
    assert!(says("@no-such-file", &[]).contains("could not read the file no-such-file"));
    for base in ["http://api.tosspayments.com", "https://example.com", "192.168.0.7:4102", "toss:4102"] {
        let said = says(KEY, &["--api-base", base]);
        assert!(said.starts_with(&format!("error: --api-base {base} is neither Toss")), "{said}");
        assert!(said.contains("hint: a secret key goes to https://api.tosspayments.com or stays"), "{said}");
    }
    let said = says(KEY, &["--api-base", "http://user:hunter2@localhost:4102"]);
    assert!(said.starts_with("error: --api-base http://…@localhost:4102 has more"), "{said}");
}

#[test]
fn a_live_key_is_taken_with_consent() {
    let (program, api) = (Program::new().with_variable("TOSSHOOK_SECRET_KEY", "live_sk_a"), api());
    let mut listener = program.listen(&["listen", "--api-base", &api.url(""), "--allow-live-key"]);
    assert_eq!(looked_up(&mut listener, "t1", &event(&payment("DONE")))["verdict"], "agrees");
    assert_eq!(api.next().header("authorization"), Some("Basic bGl2ZV9za19hOg=="));
}

#[test]
fn the_key_stands_nowhere_even_if_the_api_repeats_it() {
    let program = Program::new();
    let api = DevServer::giving(|_| {
        let body = json!({"code": KEY, "message": "dGVzdF9za19odW50ZXIyOg=="}).to_string();
        Response::from_string(body).with_status_code(403)
    });
    let mut listener = program.listen(&["listen", "--api-base", &api.url(""), "--secret-key", KEY]);
    let line = looked_up(&mut listener, "t1", &event(&payment("DONE")));
    let ended = listener.end();
    assert!(ended.stderr.contains("--secret-key: the list of processes"), "{}", ended.stderr);
    let shown =
        program.run(&["events", "show", "last", "--lookup", "--secret-key", KEY, "--api-base", &api.url("")]);
    assert_eq!(shown.code, Some(1));
    let mut all =
        format!("{line}{:?}{}{}{}", ended.rest, ended.stderr, shown.stdout, shown.stderr).into_bytes();
    let path = program.run(&["events", "path"]).stdout;
    all.extend(std::fs::read(path.trim_end()).expect("the history"));
    for secret in ["hunter2", "dGVzdF9za19odW50ZXIyOg"] {
        assert!(!all.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
}

#[test]
fn a_recorded_event_is_compared_when_asked() {
    let (program, api) = (Program::new(), api());
    let listener = program.listen(&["listen"]);
    for (id, status) in [("t1", "DONE"), ("t2", "CANCELED")] {
        Webhook::new(id, event(&payment(status)).as_bytes()).send(listener.address);
    }
    Webhook::new("t3", br#"{"eventType":"BILLING_DELETED","data":{}}"#).send(listener.address);
    listener.end();
    let program =
        program.with_variable("TOSSHOOK_SECRET_KEY", KEY).with_variable("TOSSHOOK_API_BASE", &api.url(""));
    let show = |arguments: &[&str]| program.run(&[&["events", "show", "--lookup"], arguments].concat());
    let agrees = show(&["last~2"]);
    assert!(
        agrees.stdout.ends_with("\n\n  = agrees with Toss Payments: status, amount, secret, order\n"),
        "{}",
        agrees.stdout
    );
    let differs = show(&["last~1"]);
    assert!(
        differs.stdout.ends_with("  ≠ DIFFERS from Toss Payments: status CANCELED, there DONE\n"),
        "{}",
        differs.stdout
    );
    assert_eq!((agrees.code, differs.code), (Some(0), Some(1)));
    let json = show(&["last~1", "--format", "json"]);
    let last: Value = serde_json::from_str(json.stdout.lines().last().expect("a line")).expect("JSON");
    assert_eq!((&last["kind"], &last["verdict"]), (&json!("lookup"), &json!("differs")));
    let none = show(&["last"]);
    assert_eq!(none.code, Some(1));
    assert!(none.stderr.contains("names no payment"), "{}", none.stderr);
    assert_eq!(api.seen.try_iter().count(), 3);
    assert_eq!(program.run(&["events", "show", "last~2"]).code, Some(0));
    assert_eq!(api.seen.try_iter().count(), 0);
}

#[test]
fn a_look_up_without_a_key_says_what_is_missing() {
    let program = Program::new();
    assert_eq!(
        refused(&program, &["events", "show", "last", "--lookup"]),
        "error: --lookup needs --secret-key\n\n\
         hint: export TOSSHOOK_SECRET_KEY=test_sk_…, or give --secret-key @FILE or env:NAME\n"
    );
}
