//! `forward` where something goes wrong: servers that are down, hang or speak nonsense, senders that
//! hang up, copies that are late.

mod dev_server;
mod program;

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Mutex;
use std::sync::mpsc::{Sender, channel};

use dev_server::DevServer;
use program::{Program, Webhook};
use serde_json::json;
use tiny_http::Response;

const DEPOSIT: &[u8] = br#"{"createdAt":"2026-11-22T12:00:00.000000","secret":"ps_Z61JOxRQVEYnKlQ2xk4VW0X9bAqw","status":"DONE","transactionKey":"9FF15E1A29D0E77C218F57262BFA4986","orderId":"order-1122-0018"}"#;

/// A payment of the same order as [`DEPOSIT`].
const PAYMENT: &[u8] = br#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T12:00:00.000000","data":{"paymentKey":"tviva2026","orderId":"order-1122-0018","status":"DONE","totalAmount":5000,"currency":"KRW"}}"#;

/// A dev server that answers this request, from 0, once it is released, and all others at once.
fn holding(held: usize) -> (DevServer, Sender<()>) {
    let (release, wait) = channel::<()>();
    let wait = Mutex::new(wait);
    let server = DevServer::start(move |number| {
        if number == held {
            let _ = wait.lock().expect("not poisoned").recv();
        }
        Response::from_data(b"late".to_vec())
    });
    (server, release)
}

/// An address that nobody listens on.
fn nowhere() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address")
}

#[test]
fn an_event_that_is_not_passed_on_lets_no_other_overtake() {
    let (server, release) = holding(0);
    let program = Program::new();
    let mut forward = program.listen(&[
        "forward",
        &server.url("/"),
        "--ordered",
        "--concurrency",
        "8",
        "--exclude",
        "DEPOSIT_CALLBACK",
    ]);
    let address = forward.address;
    let first = std::thread::spawn(move || Webhook::new("whtrans_1", PAYMENT).send(address).status);
    assert_eq!(server.next().header("tosspayments-webhook-transmission-id"), Some("whtrans_1"));
    assert_eq!(Webhook::new("whtrans_2", DEPOSIT).send(address).status, 200);
    assert_eq!(forward.next("skipped")["by"], "--exclude");
    let third = std::thread::spawn(move || Webhook::new("whtrans_3", PAYMENT).send(address).status);
    assert_eq!(forward.next("received")["transmission_id"], "whtrans_3");
    let other = String::from_utf8(PAYMENT.to_vec()).expect("UTF-8").replace("0018", "0019");
    assert_eq!(Webhook::new("whtrans_4", other.as_bytes()).send(address).status, 200);
    assert_eq!(server.next().header("tosspayments-webhook-transmission-id"), Some("whtrans_4"));
    release.send(()).expect("it waits");
    assert_eq!(server.next().header("tosspayments-webhook-transmission-id"), Some("whtrans_3"));
    assert_eq!((first.join().expect("answered"), third.join().expect("answered")), (200, 200));
}

#[test]
fn what_only_the_history_tells_decides_what_is_passed_on() {
    let server = DevServer::answering(201);
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/"), "--where", "repeat!=duplicate"]);
    let send = |retried_count| {
        Webhook { retried_count, ..Webhook::new("whtrans_1", PAYMENT) }.send(forward.address).status
    };
    assert_eq!([send(0), send(0), send(1)], [201, 200, 201]);
    assert_eq!(forward.next("skipped")["by"], "--where repeat!=duplicate");
    assert_eq!(forward.next("received")["repeat"], "resend");
    assert_eq!(server.next().header("tosspayments-webhook-transmission-retried-count"), Some("0"));
    assert_eq!(server.next().header("tosspayments-webhook-transmission-retried-count"), Some("1"));
    forward.end();
    let listed = program.run(&["events", "list", "--format", "json"]);
    assert!(listed.stdout.contains(r#""delivery_status":"Sending","attempts":3"#), "{}", listed.stdout);
}

#[test]
fn an_endpoint_is_up_again_only_after_it_was_down_itself() {
    let server = DevServer::answering(200);
    let program = Program::new();
    let route = format!("DEPOSIT_CALLBACK={}", nowhere());
    let forward = program.listen(&["forward", &server.url("/"), "--route", &route]);
    for number in 0..3 {
        assert_eq!(Webhook::new(&format!("d{number}"), DEPOSIT).send(forward.address).status, 502);
        assert_eq!(Webhook::new(&format!("p{number}"), PAYMENT).send(forward.address).status, 200);
    }
    let ended = forward.end();
    assert!(!ended.stderr.contains("up again"), "{}", ended.stderr);
}

#[test]
fn a_copy_under_way_is_waited_for_at_the_end() {
    let server = DevServer::answering(200);
    let (copy, release) = holding(0);
    let program = Program::new();
    let forward = program.listen(&["forward", &server.url("/"), "--also", &copy.url("/"), "--limit", "1"]);
    assert_eq!(Webhook::new("whtrans_1", DEPOSIT).send(forward.address).status, 200);
    copy.next();
    release.send(()).expect("it waits");
    let ended = forward.wait();
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let copies = ended.rest.iter().filter(|line| line["kind"] == "forwarded" && line["also"] == json!(true));
    assert_eq!(copies.count(), 1, "{:?}", ended.rest);
    ended.summary();
}

#[test]
fn an_attempt_is_a_call_and_not_a_request() {
    let server = DevServer::answering(500);
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/"), "--fail-first", "1"]);
    for (retried_count, attempt) in [(0, None), (1, Some(1)), (2, Some(2))] {
        let mut webhook = Webhook::new("whtrans_1", DEPOSIT);
        webhook.retried_count = retried_count;
        assert_eq!(webhook.send(forward.address).status, 500);
        if let Some(attempt) = attempt {
            assert_eq!(forward.next("forwarded")["attempt"], attempt);
        }
    }
}

#[test]
fn after_the_seventh_resend_there_is_no_next_attempt() {
    let server = DevServer::answering(500);
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/")]);
    let mut webhook = Webhook::new("whtrans_1", DEPOSIT);
    webhook.retried_count = 7;
    assert_eq!(webhook.send(forward.address).status, 500);
    assert_eq!(forward.next("forwarded")["next_attempt_at"], json!(null));
    assert_eq!(forward.next("answered")["delivery_status"], "Failed");
    assert_eq!(forward.end().summary()["pending"], 0);
}

/// A server that answers every request with these bytes and closes.
fn speaking(bytes: &'static [u8]) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut request = Vec::new();
            let mut piece = [0; 4096];
            while !request.ends_with(DEPOSIT) {
                match stream.read(&mut piece) {
                    Ok(0) | Err(_) => break,
                    Ok(length) => request.extend_from_slice(&piece[..length]),
                }
            }
            // The look at the start closes without a word.
            let _ = stream.write_all(bytes);
        }
    });
    address
}

#[test]
fn what_can_not_be_relayed_becomes_502_and_is_told_as_it_is() {
    let program = Program::new();
    for (answer, status, http_status) in [
        (&b"HTTP/1.1 999 Odd\r\nContent-Length: 0\r\n\r\n"[..], 502, json!(999)),
        (b"HTTP/1.1 204 No Content\r\nX-Extra: 1\r\n\r\n", 204, json!(204)),
        (b"SSH-2.0-OpenSSH_9.9\r\n", 502, json!(null)),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf", 502, json!(null)),
    ] {
        let mut forward = program.listen(&["forward", &format!("http://{}/", speaking(answer))]);
        let answer = Webhook::new("whtrans_1", DEPOSIT).send(forward.address);
        assert_eq!(answer.status, status, "{}", answer.head);
        assert_eq!(forward.next("forwarded")["http_status"], http_status);
        assert_eq!(forward.next("answered")["http_status"], status);
    }
}

#[test]
fn a_sender_that_hangs_up_does_not_cut_the_call() {
    let (server, release) = holding(0);
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/"), "--timeout", "0"]);
    let mut sender = TcpStream::connect(forward.address).expect("it accepts");
    sender.write_all(&Webhook::new("whtrans_1", DEPOSIT).bytes()).expect("it reads");
    server.next();
    drop(sender);
    release.send(()).expect("it waits");
    let forwarded = forward.next("forwarded");
    assert_eq!((&forwarded["outcome"], &forwarded["response"]), (&json!("accepted"), &json!("late")));
}

#[test]
fn a_call_that_was_cut_off_at_the_end_counts_as_a_failure() {
    let (server, _release) = holding(0);
    let program = Program::new();
    let forward = program.listen(&["forward", &server.url("/"), "--timeout", "0"]);
    let address = forward.address;
    let sending = std::thread::spawn(move || Webhook::new("whtrans_1", DEPOSIT).send(address).status);
    server.next();
    let ended = forward.end();
    assert_eq!(sending.join().expect("answered"), 503);
    assert_eq!(ended.code, Some(0), "{}", ended.stderr);
    let answered = ended.rest.iter().find(|line| line["kind"] == "answered").expect("told of");
    assert_eq!((&answered["http_status"], &answered["delivery_status"]), (&json!(503), &json!("Sending")));
    let summary = ended.summary();
    assert_eq!(
        (&summary["accepted"], &summary["not_accepted"], &summary["pending"]),
        (&json!(0), &json!(1), &json!(1))
    );
}

#[test]
fn a_copy_that_hangs_holds_no_more_than_its_share() {
    let server = DevServer::answering(200);
    let hanging = TcpListener::bind("127.0.0.1:0").expect("a port");
    let also = format!("http://{}/", hanging.local_addr().expect("an address"));
    let program = Program::new();
    let mut forward = program.listen(&["forward", &server.url("/"), "--also", &also, "--no-history"]);
    for number in 0..260 {
        assert_eq!(Webhook::new(&format!("whtrans_{number}"), DEPOSIT).send(forward.address).status, 200);
        forward.next("answered");
    }
    forward.signal(rustix::process::Signal::TERM);
    forward.signal(rustix::process::Signal::INT);
    let ended = forward.wait();
    assert_eq!(ended.stderr.matches("are not copied to it").count(), 1, "{}", ended.stderr);
}

#[test]
fn forwarding_to_itself_or_without_checks_to_strangers_is_refused() {
    let program = Program::new();
    let port = nowhere().port().to_string();
    for (arguments, named) in [
        (vec!["forward", &port, "--port", &port], "listener is to have itself"),
        (vec!["forward", "3000", "--also", &port, "--port", &port], "listener is to have itself"),
        (vec!["forward", "https://192.0.2.1/", "--insecure", "--port", "0"], "--insecure"),
        (vec!["forward", "3000", "--path", "/hook?x=1"], "--path"),
        (vec!["forward", "3000", "--path", "//hook"], "--path"),
    ] {
        let ran = program.run(&arguments);
        assert_eq!(ran.code, Some(2), "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(named), "{arguments:?}: {}", ran.stderr);
    }
}
