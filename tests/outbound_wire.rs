//! What a call looks like on the wire, and which connection it goes out on.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/raw_endpoint.rs"]
mod raw_endpoint;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use raw_endpoint::{OK, RawEndpoint, call, options, read_request, sender};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use tosshook::activity::{Cause, Outcome};
use tosshook::outbound::{Call, Endpoint, Sender, SenderOptions};

/// The bytes that one call sends to this endpoint text, in which `PORT` is the port.
async fn wire(endpoint: &str, options: SenderOptions, call: Call) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port().to_string();
    let seen = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let request = read_request(&mut stream).await;
        stream.write_all(OK).await.unwrap();
        request
    });
    let endpoint = Endpoint::parse(&endpoint.replace("PORT", &port)).unwrap();
    let result = Sender::new(options).unwrap().send(&endpoint, call).await;
    assert_eq!(result.outcome, Outcome::Accepted, "{result:?}");
    let bytes = seen.await.unwrap();
    bytes.iter().map(|&byte| char::from(byte)).collect::<String>().replace(&port, "PORT")
}

#[tokio::test]
async fn a_call_is_what_came_in_with_its_own_host_and_length() {
    let incoming = call(
        &[
            ("host", b"tunnel.example"),
            ("content-type", b"application/json"),
            ("accept", b"application/json"),
            ("x-twice", b"1"),
            ("content-length", b"999"),
            ("connection", b"close"),
            ("x-twice", b"2"),
            ("x-bytes", b"\xea\xb2\xb0"),
        ],
        b"{\"amount\": 5000.0}\n",
    );
    let sent = wire("http://127.0.0.1:PORT/hook?k=v", options(), incoming).await;
    assert_eq!(
        sent,
        "POST /hook?k=v HTTP/1.1\r\n\
         host: 127.0.0.1:PORT\r\n\
         content-type: application/json\r\n\
         accept: application/json\r\n\
         x-twice: 1\r\n\
         x-twice: 2\r\n\
         x-bytes: \u{ea}\u{b2}\u{b0}\r\n\
         content-length: 19\r\n\
         \r\n\
         {\"amount\": 5000.0}\n"
    );
}

#[tokio::test]
async fn a_bare_call_gets_no_line_that_says_anything_new() {
    let mut bare = call(&[], b"");
    bare.path = "//a/%2e%2F\\b".to_owned();
    bare.query = Some("q=1".to_owned());
    let sent = wire("PORT", options(), bare).await;
    // `accept: */*` is reqwest's, which can't be kept from it; it means what no line means.
    assert_eq!(
        sent,
        "POST //a/%2e%2F/b?q=1 HTTP/1.1\r\nhost: localhost:PORT\r\ncontent-length: 0\r\naccept: */*\r\n\r\n"
    );
}

#[tokio::test]
async fn user_information_goes_out_as_authorization_only() {
    let call = call(&[("accept", b"*/*")], b"x");
    let sent = wire("http://me:p%40ss@localhost:PORT/", options(), call).await;
    assert_eq!(
        sent,
        "POST / HTTP/1.1\r\nhost: localhost:PORT\r\naccept: */*\r\n\
         authorization: Basic bWU6cEBzcw==\r\ncontent-length: 1\r\n\r\nx"
    );
}

#[tokio::test]
async fn localhost_reaches_a_server_of_either_family() {
    for address in ["127.0.0.1:0", "[::1]:0"] {
        let Ok(listener) = TcpListener::bind(address).await else {
            assert_ne!(address, "127.0.0.1:0");
            continue; // This machine has no IPv6.
        };
        let port = listener.local_addr().unwrap().port();
        let accepting = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            read_request(&mut stream).await;
            stream.write_all(OK).await.unwrap();
        });
        let endpoint = Endpoint::parse(&port.to_string()).unwrap();
        let result = sender().send(&endpoint, call(&[], b"{}")).await;
        assert_eq!(result.outcome, Outcome::Accepted, "{address} {result:?}");
        accepting.await.unwrap();
    }
}

#[tokio::test]
async fn calls_one_after_the_other_share_a_connection() {
    let server = RawEndpoint::start(|_, mut stream| async move {
        while !read_request(&mut stream).await.is_empty() {
            stream.write_all(OK).await.unwrap();
        }
    })
    .await;
    let sender = sender();
    for _ in 0..5 {
        assert_eq!(sender.send(&server.endpoint(), call(&[], b"{}")).await.outcome, Outcome::Accepted);
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_dev_server_gets_each_body_as_it_is() {
    let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
    let endpoint = Endpoint::parse(&format!("http://{}/hook", server.server_addr())).unwrap();
    let dev_server = std::thread::spawn(move || {
        for mut request in server.incoming_requests().take(20) {
            let mut body = String::new();
            request.as_reader().read_to_string(&mut body).unwrap();
            request.respond(tiny_http::Response::from_string(body)).unwrap();
        }
    });
    let sender = sender();
    for number in 0..20 {
        let mut call = call(&[("content-type", b"application/json")], b"");
        call.body = format!("{{\"number\":{number}, \"amount\": 5000.0}}").into();
        let result = sender.send(&endpoint, call.clone()).await;
        assert_eq!(result.response.unwrap().body, call.body);
    }
    dev_server.join().unwrap();
}

#[tokio::test]
async fn a_connection_closed_while_idle_is_no_failure() {
    let closed = Arc::new(Notify::new());
    let closing = Arc::clone(&closed);
    let server = RawEndpoint::start(move |_, mut stream| {
        let closed = Arc::clone(&closing);
        async move {
            read_request(&mut stream).await;
            stream.write_all(OK).await.unwrap();
            drop(stream);
            closed.notify_one();
        }
    })
    .await;
    let sender = sender();
    for round in 1..=3 {
        let result = sender.send(&server.endpoint(), call(&[], b"{}")).await;
        assert_eq!(result.outcome, Outcome::Accepted, "{result:?}");
        closed.notified().await;
        assert_eq!(server.connections(), round);
    }
}

#[tokio::test]
async fn a_kept_connection_closed_as_the_call_arrives_is_called_again_on_a_new_one() {
    // Each connection answers one request and closes, unanswered, as soon as a second one comes.
    let server = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        stream.write_all(OK).await.unwrap();
        stream.read_u8().await.ok();
    })
    .await;
    let sender = sender();
    for _ in 0..4 {
        let result = sender.send(&server.endpoint(), call(&[], b"{}")).await;
        assert_eq!(result.outcome, Outcome::Accepted, "{result:?}");
    }
}

#[tokio::test]
async fn a_new_connection_closed_without_an_answer_is_called_once() {
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let server = RawEndpoint::start(move |_, mut stream| {
        let requests = Arc::clone(&counted);
        async move {
            read_request(&mut stream).await;
            requests.fetch_add(1, Ordering::SeqCst);
        }
    })
    .await;
    let result = sender().send(&server.endpoint(), call(&[], b"{}")).await;
    assert_eq!((result.outcome, result.cause), (Outcome::Protocol, Some(Cause::Closed)));
    assert_eq!(requests.load(Ordering::SeqCst), 1);
}

#[tokio::test(start_paused = true)]
async fn a_handler_that_dies_at_its_work_is_not_called_again() {
    let requests = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&requests);
    let server = RawEndpoint::start(move |_, mut stream| {
        let requests = Arc::clone(&counted);
        async move {
            read_request(&mut stream).await;
            requests.fetch_add(1, Ordering::SeqCst);
            stream.write_all(OK).await.unwrap();
            read_request(&mut stream).await;
            requests.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        }
    })
    .await;
    let sender = sender();
    assert_eq!(sender.send(&server.endpoint(), call(&[], b"1")).await.outcome, Outcome::Accepted);
    let result = sender.send(&server.endpoint(), call(&[], b"2")).await;
    assert_eq!((result.outcome, result.cause), (Outcome::Protocol, Some(Cause::Closed)));
    assert_eq!((requests.load(Ordering::SeqCst), server.connections()), (2, 1));
}

#[tokio::test]
async fn a_call_alone_has_a_connection_of_its_own_and_is_never_made_again() {
    let server = RawEndpoint::start(|number, mut stream| async move {
        read_request(&mut stream).await;
        if number != 1 {
            stream.write_all(OK).await.unwrap();
            read_request(&mut stream).await;
        }
    })
    .await;
    let sender = sender();
    // One that is kept, and that the next call does not take.
    assert_eq!(sender.send(&server.endpoint(), call(&[], b"1")).await.outcome, Outcome::Accepted);
    let broken = sender.send_alone(&server.endpoint(), call(&[], b"2")).await;
    assert_eq!((broken.outcome, broken.cause), (Outcome::Protocol, Some(Cause::Closed)));
    let whole = sender.send_alone(&server.endpoint(), call(&[], b"3")).await;
    assert_eq!((whole.outcome, server.connections()), (Outcome::Accepted, 3));
}
