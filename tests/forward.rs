//! `forward`, through the built program, real sockets and a dev server that is not ours.

mod dev_server;
mod program;

use std::net::TcpListener;
use std::sync::mpsc::channel;

use dev_server::DevServer;
use program::{Program, Webhook};
use serde_json::{Value, json};
use tiny_http::{Header, Response};

const DEPOSIT: &[u8] = br#"{"createdAt":"2026-11-22T12:00:00.000000","secret":"ps_Z61JOxRQVEYnKlQ2xk4VW0X9bAqw","status":"DONE","transactionKey":"9FF15E1A29D0E77C218F57262BFA4986","orderId":"order-1122-0018"}"#;

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("a header")
}

#[test]
fn the_dev_server_gets_the_bytes_and_headers_and_the_sender_gets_its_answer() {
    let server = DevServer::start(|_| {
        Response::from_data(b"{\"ok\":true}".to_vec())
            .with_status_code(202)
            .with_header(header("X-Answer", "yes"))
            .with_header(header("Content-Type", "application/json"))
    });
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/webhooks/toss?own=1")]);
    assert_eq!(forward.listening["endpoint"], server.url("/webhooks/toss?own=1"));
    let body = br#"{ "amount" : 5000.0 , "n":12345678901234567890 }"#;
    let mut webhook = Webhook::new("whtrans_1", body);
    webhook.path = "/incoming?x=%20y&own=2";
    webhook.headers =
        &[("X-Custom", "a, b"), ("x-custom", "c"), ("User-Agent", "Toss"), ("Accept", "application/json")];
    let answer = webhook.send(forward.address);
    assert_eq!((answer.status, answer.body.as_slice()), (202, &b"{\"ok\":true}"[..]));
    assert!(answer.head.to_ascii_lowercase().contains("x-answer: yes"), "{}", answer.head);
    let seen = server.next();
    assert_eq!((seen.method.as_str(), seen.url.as_str()), ("POST", "/webhooks/toss?own=1&x=%20y&own=2"));
    assert_eq!(seen.body, body);
    assert_eq!(seen.header("host"), Some(server.address.to_string().as_str()));
    let custom: Vec<_> =
        seen.headers.iter().filter(|(name, _)| name.eq_ignore_ascii_case("x-custom")).collect();
    assert_eq!(custom.len(), 2);
    let mut names: Vec<_> = seen.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "accept",
            "content-length",
            "host",
            "tosspayments-webhook-transmission-id",
            "tosspayments-webhook-transmission-retried-count",
            "tosspayments-webhook-transmission-time",
            "user-agent",
            "x-custom",
            "x-custom",
        ]
    );
    let forwarded = forward.next("forwarded");
    assert_eq!(forwarded["outcome"], "wrong_status");
    assert_eq!(forwarded["http_status"], 202);
    assert_eq!(forwarded["response"], "{\"ok\":true}");
    let answered = forward.next("answered");
    assert_eq!(answered["toss_would"], "reject");
    assert_eq!(answered["delivery_status"], "Sending");
}

#[test]
fn the_forwarded_line_has_the_documented_keys() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/")]);
    Webhook::new("whtrans_1", DEPOSIT).send(forward.address);
    let forwarded = forward.next("forwarded");
    let mut keys: Vec<_> = forwarded.as_object().expect("an object").keys().map(String::as_str).collect();
    keys.sort_unstable();
    assert_eq!(
        keys,
        [
            "also",
            "at",
            "attempt",
            "elapsed_ms",
            "http_status",
            "id",
            "kind",
            "next_attempt_at",
            "outcome",
            "response",
            "retried_count",
            "to",
            "v",
        ]
    );
    assert_eq!(forwarded["to"], server.url("/"));
    assert_eq!(forwarded["next_attempt_at"], Value::Null);
}

#[test]
fn without_a_path_the_incoming_one_is_used_and_the_host_can_not_be_changed() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let forward = program.listen(&["forward", &server.address.to_string()]);
    for path in ["/a/b", "/@evil.example/x", "/a%2f..%2fb", "/\\evil.example"] {
        let mut webhook = Webhook::new("whtrans_1", DEPOSIT);
        webhook.path = path;
        assert_eq!(webhook.send(forward.address).status, 200, "{path}");
        let seen = server.next();
        assert_eq!(seen.header("host"), Some(server.address.to_string().as_str()));
        assert_eq!(seen.url, path.replace('\\', "/"));
    }
}

#[test]
fn a_redirect_is_relayed_and_never_followed() {
    let elsewhere = DevServer::answering(200);
    let location = elsewhere.url("/login");
    let server = DevServer::start(move |_| {
        Response::from_data(Vec::new()).with_status_code(302).with_header(header("Location", &location))
    });
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/hook")]);
    let answer = Webhook::new("whtrans_1", DEPOSIT).send(forward.address);
    assert_eq!(answer.status, 302);
    assert_eq!(forward.next("forwarded")["outcome"], "redirect");
    assert!(elsewhere.seen.try_recv().is_err());
}

#[test]
fn an_endpoint_that_is_down_gives_502_and_the_event_is_kept() {
    let program = Program::new();
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let mut forward = program.listen(&["forward", &format!("http://{closed}/hook")]);
    let answer = Webhook::new("whtrans_1", DEPOSIT).send(forward.address);
    assert_eq!(answer.status, 502);
    assert_eq!(forward.next("forwarded")["outcome"], "unreachable");
    assert_eq!(forward.next("answered")["delivery_status"], "Sending");
    let ended = forward.end();
    assert_eq!((ended.code, &ended.summary()["pending"]), (Some(0), &json!(1)));
    let listed = program.run(&["events", "list", "--format", "json"]);
    let event: Value = serde_json::from_str(&listed.stdout).expect("one event");
    assert_eq!(
        (&event["order_id"], &event["delivery_status"]),
        (&json!("order-1122-0018"), &json!("Sending"))
    );
}

#[test]
fn a_server_that_takes_too_long_gives_504() {
    let (release, wait) = channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let server = DevServer::start(move |_| {
        let _ = wait.lock().expect("not poisoned").recv();
        Response::from_data(Vec::new())
    });
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/"), "--timeout", "50ms"]);
    assert_eq!(Webhook::new("whtrans_1", DEPOSIT).send(forward.address).status, 504);
    assert_eq!(forward.next("forwarded")["outcome"], "timeout");
    drop(release);
}

#[test]
fn events_are_routed_by_type_and_copied_to_others() {
    let payments = DevServer::answering(200);
    let deposits = DevServer::answering(200);
    let copy = DevServer::answering(500);
    let program = Program::new();
    let route = format!("deposit_callback={}", deposits.url("/deposits"));
    let mut forward = program.listen(&[
        "forward",
        &payments.url("/payments"),
        "--route",
        &route,
        "--also",
        &copy.url("/copy"),
        "-H",
        "X-Key: k1",
    ]);
    assert_eq!(Webhook::new("whtrans_1", DEPOSIT).send(forward.address).status, 200);
    let deposit = deposits.next();
    assert_eq!((deposit.url.as_str(), deposit.header("x-key")), ("/deposits", Some("k1")));
    let copied = copy.next();
    assert_eq!((copied.url.as_str(), copied.header("x-key")), ("/copy", None));
    assert!(payments.seen.try_recv().is_err());
    let mut also: Vec<_> = [forward.next("forwarded"), forward.next("forwarded")]
        .map(|line| (line["also"].as_bool(), line["http_status"].clone()))
        .into();
    also.sort_by_key(|(also, _)| *also);
    assert_eq!(also, [(Some(false), json!(200)), (Some(true), json!(500))]);
}

#[test]
fn ordered_sends_the_attempts_of_one_order_one_after_the_other() {
    let (release, wait) = channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let server = DevServer::start(move |number| {
        if number == 0 {
            let _ = wait.lock().expect("not poisoned").recv();
        }
        Response::from_data(Vec::new())
    });
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/"), "--ordered"]);
    let address = forward.address;
    let first = std::thread::spawn(move || Webhook::new("whtrans_1", DEPOSIT).send(address).status);
    assert_eq!(server.next().header("tosspayments-webhook-transmission-id"), Some("whtrans_1"));
    let second = std::thread::spawn(move || Webhook::new("whtrans_2", DEPOSIT).send(address).status);
    assert_eq!(forward.next("received")["transmission_id"], "whtrans_1");
    assert_eq!(forward.next("received")["transmission_id"], "whtrans_2");
    // Another order is not held up by the first, which is still under way.
    let other = String::from_utf8(DEPOSIT.to_vec()).expect("UTF-8").replace("0018", "0019");
    assert_eq!(Webhook::new("whtrans_3", other.as_bytes()).send(address).status, 200);
    assert_eq!(server.next().header("tosspayments-webhook-transmission-id"), Some("whtrans_3"));
    release.send(()).expect("it waits");
    assert_eq!(server.next().header("tosspayments-webhook-transmission-id"), Some("whtrans_2"));
    assert_eq!((first.join().expect("answered"), second.join().expect("answered")), (200, 200));
}

#[test]
fn fail_first_answers_500_without_a_call() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let forward = program.listen(&["forward", &server.url("/"), "--fail-first", "1"]);
    let mut webhook = Webhook::new("whtrans_1", DEPOSIT);
    assert_eq!(webhook.send(forward.address).status, 500);
    webhook.retried_count = 1;
    assert_eq!(webhook.send(forward.address).status, 200);
    assert_eq!(server.next().header("tosspayments-webhook-transmission-retried-count"), Some("1"));
}

#[test]
fn what_is_in_flight_at_the_end_is_answered() {
    let (release, wait) = channel::<()>();
    let wait = std::sync::Mutex::new(wait);
    let server = DevServer::start(move |_| {
        let _ = wait.lock().expect("not poisoned").recv();
        Response::from_data(b"late".to_vec())
    });
    let program = Program::new();
    let forward = program.listen(&["forward", &server.url("/")]);
    let address = forward.address;
    let sending = std::thread::spawn(move || Webhook::new("whtrans_1", DEPOSIT).send(address));
    server.next();
    let ending = std::thread::spawn(move || forward.end());
    release.send(()).expect("it waits");
    let answer = sending.join().expect("answered");
    assert_eq!((answer.status, answer.body.as_slice()), (200, &b"late"[..]));
    let ended = ending.join().expect("ended");
    assert_eq!((ended.code, &ended.summary()["accepted"]), (Some(0), &json!(1)));
}

#[test]
fn wait_ends_with_4_when_the_server_never_comes() {
    let program = Program::new();
    let closed = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let ran = program.run(&["forward", &closed.to_string(), "--port", "0", "--wait", "10ms"]);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(4), ""), "{}", ran.stderr);
}

#[test]
fn the_demo_runs_by_itself_and_ends_with_success() {
    let program = Program::new();
    let ran = program.run(&["forward", "--demo"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for text in ["PAYMENT_STATUS_CHANGED", "DEPOSIT_CALLBACK", "NOT accepted", "accepted", "re-send 1 of 7"] {
        assert!(ran.stdout.contains(text), "no {text} in:\n{}", ran.stdout);
    }
    assert_eq!(std::fs::read_dir(program.home.path()).expect("a folder").count(), 0);
}

#[test]
fn a_bad_endpoint_or_route_is_named() {
    let program = Program::new();
    for (arguments, named) in [
        (vec!["forward", "ftp://localhost/x"], "ftp"),
        (vec!["forward", "localhost:99999"], "99999"),
        (vec!["forward", "3000", "--route", "DEPOSIT_CALLBAK=3000"], "DEPOSIT_CALLBACK"),
        (vec!["forward", "3000", "--respond", "200"], "listen --respond"),
        (vec!["forward", "3000", "-H", "no colon"], "Name: value"),
    ] {
        let ran = program.run(&arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(named), "{arguments:?}: {}", ran.stderr);
    }
}
