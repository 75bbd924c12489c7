//! Calls that are cut off on purpose: what the receiver gets of them, and what is told of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/raw_endpoint.rs"]
mod raw_endpoint;
#[path = "support/tls_endpoint.rs"]
mod tls_endpoint;

use std::time::Duration;

use raw_endpoint::{OK, RawEndpoint, call, options, read_request, refusing, sender};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tosshook::activity::{AttemptResult, Cause, CutAfter, Outcome};
use tosshook::outbound::{Call, Endpoint, Reach, Sender, SenderOptions};

const ALL: [CutAfter; 3] = [CutAfter::Headers, CutAfter::Body, CutAfter::Response];

/// An endpoint that answers each request, and tells of all bytes of each connection once it is closed.
async fn telling() -> (RawEndpoint, mpsc::UnboundedReceiver<Vec<u8>>) {
    let (told, hear) = mpsc::unbounded_channel();
    let server = RawEndpoint::start(move |_, mut stream| {
        let told = told.clone();
        async move {
            let mut bytes = read_request(&mut stream).await;
            // Whoever cut the call off is not there to read it.
            let _ = stream.write_all(OK).await;
            let _ = stream.read_to_end(&mut bytes).await;
            told.send(bytes).unwrap();
        }
    })
    .await;
    (server, hear)
}

fn event(body: &'static [u8]) -> Call {
    call(&[("content-type", b"application/json"), ("x-twice", b"1"), ("x-twice", b"2")], body)
}

fn cut(after: CutAfter, status: Option<u16>) -> (Outcome, Option<Cause>) {
    (Outcome::Protocol, Some(Cause::CutOff { after, status }))
}

fn told(result: AttemptResult) -> (Outcome, Option<Cause>) {
    assert!(result.response.is_none(), "{result:?}");
    (result.outcome, result.cause)
}

#[tokio::test]
async fn up_to_the_cut_the_bytes_are_those_of_a_whole_call() {
    let (server, mut hear) = telling().await;
    let body = b"{\"amount\": 5000.0}\n";
    let sent = Sender::new(SenderOptions { timeout: None, ..options() }).unwrap();
    assert_eq!(sent.send(&server.endpoint(), event(body)).await.outcome, Outcome::Accepted);
    drop(sent);
    let whole = hear.recv().await.unwrap();
    for after in ALL {
        let result = sender().cut_off(&server.endpoint(), &event(body), after).await;
        let status = (after == CutAfter::Response).then_some(200);
        assert_eq!(told(result), cut(after, status));
        let got = hear.recv().await.unwrap();
        let never = match after {
            CutAfter::Headers => body.len(),
            CutAfter::Body => body.len().div_ceil(2),
            CutAfter::Response => 0,
        };
        let expected = &whole[..whole.len() - never];
        // The client and this sender put their own lines, the length and what is accepted, in another order.
        assert_eq!(sorted(&got), sorted(expected), "{after:?}");
    }
}

fn sorted(bytes: &[u8]) -> Vec<String> {
    let mut lines: Vec<_> = String::from_utf8_lossy(bytes).split("\r\n").map(str::to_owned).collect();
    lines.sort();
    lines
}

#[tokio::test]
async fn half_a_body_of_megabytes_comes_before_the_cut() {
    static BODY: [u8; 5_000_000] = [b'.'; 5_000_000];
    let (server, mut hear) = telling().await;
    let result = sender().cut_off(&server.endpoint(), &event(&BODY), CutAfter::Body).await;
    assert_eq!(told(result), cut(CutAfter::Body, None));
    let got = hear.recv().await.unwrap();
    let before = got.windows(4).position(|four| four == b"\r\n\r\n").unwrap() + 4;
    assert_eq!(got.len() - before, BODY.len() / 2);
}

#[tokio::test]
async fn the_status_that_nobody_heard_is_the_answers_own() {
    for (answer, status) in [
        ("HTTP/1.1 500 Internal Server Error\r\n\r\n", 500),
        ("HTTP/1.0 204\r\n\r\n", 204),
        (
            "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 C\r\n\r\n",
            201,
        ),
    ] {
        let server = RawEndpoint::answering(answer).await;
        let result = sender().cut_off(&server.endpoint(), &event(b"{}"), CutAfter::Response).await;
        assert_eq!(told(result), cut(CutAfter::Response, Some(status)), "{answer}");
    }
}

#[tokio::test]
async fn what_fails_before_the_cut_is_told_as_in_any_call() {
    let (_held, closed) = refusing();
    let far_away = Endpoint::parse("http://203.0.113.7/").unwrap();
    let unknown = Endpoint::parse("http://no-such-host.invalid/").unwrap();
    for (endpoint, cause) in
        [(closed, Cause::Refused), (far_away, Cause::NotAllowed), (unknown, Cause::UnknownHost)]
    {
        let reach = if cause == Cause::UnknownHost { Reach::Public } else { Reach::Private };
        let sender = Sender::new(SenderOptions { reach, ..options() }).unwrap();
        let result = sender.cut_off(&endpoint, &event(b"{}"), CutAfter::Headers).await;
        assert_eq!(told(result), (Outcome::Unreachable, Some(cause)));
    }
    for answer in ["", "HTTP/1.1 200 OK\r\n"] {
        let server = RawEndpoint::answering(answer).await;
        let result = sender().cut_off(&server.endpoint(), &event(b"{}"), CutAfter::Response).await;
        assert_eq!(told(result), (Outcome::Protocol, Some(Cause::Closed)), "{answer}");
    }
    for answer in
        ["SSH-2.0-OpenSSH\r\n\r\n".to_owned(), "HTTP/1.1 OK\r\n\r\n".to_owned(), "x".repeat(100_000)]
    {
        let server = RawEndpoint::answering(answer).await;
        let result = sender().cut_off(&server.endpoint(), &event(b"{}"), CutAfter::Response).await;
        assert_eq!(result.outcome, Outcome::Protocol);
        assert!(matches!(&result.cause, Some(Cause::NotHttp(_))), "{result:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_never_comes_is_a_timeout() {
    async fn silent(mut stream: TcpStream) {
        read_request(&mut stream).await;
        std::future::pending::<()>().await;
    }
    let server = RawEndpoint::start(|_, stream| silent(stream)).await;
    let result = sender().cut_off(&server.endpoint(), &event(b"{}"), CutAfter::Response).await;
    assert_eq!(result.elapsed, Duration::from_secs(10));
    assert_eq!(told(result), (Outcome::Timeout, Some(Cause::AnswerTimeout)));
}

#[tokio::test]
async fn over_tls_it_is_the_same() {
    for after in ALL {
        let server = tls_endpoint::start();
        let options = SenderOptions { ca_cert: Some(tls_endpoint::CERTIFICATE.to_vec()), ..options() };
        let endpoint = Endpoint::parse(&format!("https://localhost:{}/hook", server.port)).unwrap();
        let result = Sender::new(options).unwrap().cut_off(&endpoint, &event(b"{\"a\":1}"), after).await;
        let status = (after == CutAfter::Response).then_some(200);
        assert_eq!(told(result), cut(after, status));
        let got = String::from_utf8(server.seen.recv().unwrap()).unwrap();
        assert!(got.starts_with("POST /hook HTTP/1.1\r\n"), "{got}");
        let expected = match after {
            CutAfter::Headers => "\r\n\r\n",
            CutAfter::Body => "\r\n\r\n{\"a",
            CutAfter::Response => "\r\n\r\n{\"a\":1}",
        };
        assert!(got.ends_with(expected), "{got}");
    }
}

#[tokio::test]
async fn a_certificate_that_is_not_trusted_is_refused() {
    let server = tls_endpoint::start();
    let endpoint = Endpoint::parse(&format!("https://localhost:{}/", server.port)).unwrap();
    let result = sender().cut_off(&endpoint, &event(b"{}"), CutAfter::Body).await;
    assert_eq!(result.outcome, Outcome::Tls);
    assert!(matches!(&result.cause, Some(Cause::Certificate(_))), "{result:?}");
    let any = Sender::new(SenderOptions { insecure: true, ..options() }).unwrap();
    let result = any.cut_off(&endpoint, &event(b"{}"), CutAfter::Body).await;
    assert_eq!(told(result), cut(CutAfter::Body, None));
}
