//! Endpoints that answer badly, late or not at all: each call ends in its time, with its reason.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/raw_endpoint.rs"]
mod raw_endpoint;

use std::time::Duration;

use bytes::Bytes;
use raw_endpoint::{OK, RawEndpoint, call, options, read_request, refusing, sender};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};
use tosshook::activity::{AttemptResult, Cause, Outcome};
use tosshook::outbound::{Endpoint, Reach, Sender, SenderOptions};

async fn send_to(server: &RawEndpoint) -> AttemptResult {
    sender().send(&server.endpoint(), call(&[], b"{}")).await
}

fn cause(result: AttemptResult) -> (Outcome, Cause) {
    assert!(result.response.is_none(), "{result:?}");
    (result.outcome, result.cause.expect("a cause"))
}

#[tokio::test]
async fn the_status_decides_and_the_answer_is_kept_as_it_is() {
    for (status, outcome) in [
        ("200 OK", Outcome::Accepted),
        ("201 Created", Outcome::WrongStatus),
        ("204 No Content", Outcome::WrongStatus),
        ("302 Found", Outcome::Redirect),
        ("404 Not Found", Outcome::WrongStatus),
        ("500 Internal Server Error", Outcome::WrongStatus),
        ("599 Whatever", Outcome::WrongStatus),
    ] {
        let answer =
            format!("HTTP/1.1 {status}\r\nlocation: http://127.0.0.1:1/\r\nx-a: 1\r\nx-a: 2\r\n\r\n");
        let result = send_to(&RawEndpoint::answering(answer).await).await;
        assert_eq!((result.outcome, result.cause), (outcome, None), "{status}");
        let response = result.response.unwrap();
        assert_eq!(response.status.to_string(), status[..3]);
        assert_eq!(response.headers.get_all("x-a").iter().count(), 2);
    }
}

#[tokio::test]
async fn a_compressed_answer_stays_compressed() {
    let body = b"\x1f\x8b\x08\x00not really gzip";
    let mut answer =
        format!("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: {}\r\n\r\n", body.len())
            .into_bytes();
    answer.extend(body);
    let response = send_to(&RawEndpoint::answering(answer).await).await.response.unwrap();
    assert_eq!(response.body, Bytes::from_static(body));
    assert_eq!(response.headers["content-encoding"], "gzip");
}

#[tokio::test]
async fn an_answer_is_kept_up_to_the_limit() {
    for (length, truncated) in [(9_999, false), (10_000, false), (10_001, true), (500_000, true)] {
        let mut answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        answer.extend((0..length).map(|at| u8::try_from(at % 251).unwrap()));
        let server = RawEndpoint::answering(answer).await;
        let sender = Sender::new(SenderOptions { response_bytes: 10_000, ..options() }).unwrap();
        let response = sender.send(&server.endpoint(), call(&[], b"{}")).await.response.unwrap();
        assert_eq!((response.body.len(), response.truncated), (length.min(10_000), truncated));
        assert!(response.body.iter().enumerate().all(|(at, &byte)| usize::from(byte) == at % 251));
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut_at_the_limit() {
    let server = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n").await.unwrap();
        while stream.write_all(b"5\r\nwaves\r\n").await.is_ok() {}
    })
    .await;
    let result = send_to(&server).await;
    let response = result.response.unwrap();
    assert_eq!((result.outcome, response.body.len(), response.truncated), (Outcome::Accepted, 1 << 20, true));
}

/// Answers with a head and then a byte each second.
async fn dripping(bytes: usize) -> RawEndpoint {
    RawEndpoint::start(move |_, mut stream| async move {
        read_request(&mut stream).await;
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {bytes}\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
        for _ in 0..bytes {
            tokio::time::sleep(Duration::from_secs(1)).await;
            if stream.write_all(b".").await.is_err() {
                break;
            }
        }
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_dripping_answer_counts_if_it_ends_in_time() {
    let result = send_to(&dripping(9).await).await;
    assert_eq!(result.response.unwrap().body, ".........");
    assert!(result.elapsed >= Duration::from_secs(9) && result.elapsed < Duration::from_secs(10));

    let result = send_to(&dripping(11).await).await;
    assert_eq!(result.elapsed.as_secs(), 10);
    assert_eq!(cause(result), (Outcome::Timeout, Cause::AnswerTimeout));
}

#[tokio::test(start_paused = true)]
async fn no_answer_is_a_timeout_and_no_limit_waits_on() {
    let silent = || {
        RawEndpoint::start(|_, mut stream| async move {
            read_request(&mut stream).await;
            tokio::time::sleep(Duration::from_secs(3600)).await;
            stream.write_all(OK).await.ok();
        })
    };
    let result = send_to(&silent().await).await;
    assert_eq!(result.elapsed.as_secs(), 10);
    assert_eq!(cause(result), (Outcome::Timeout, Cause::AnswerTimeout));

    let patient = Sender::new(SenderOptions { timeout: None, ..options() }).unwrap();
    let result = patient.send(&silent().await.endpoint(), call(&[], b"{}")).await;
    assert_eq!((result.outcome, result.elapsed.as_secs()), (Outcome::Accepted, 3600));
}

#[tokio::test(start_paused = true)]
async fn a_full_backlog_is_a_timeout_of_the_connection() {
    // A listener that accepts nothing, with its backlog filled, lets further connections wait.
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut waiting = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(200), TcpStream::connect(address)).await
    {
        waiting.push(stream);
    }
    let endpoint = Endpoint::parse(&format!("http://{address}")).unwrap();
    let result = sender().send(&endpoint, call(&[], b"{}")).await;
    assert_eq!(cause(result), (Outcome::Timeout, Cause::ConnectTimeout));
    assert!(!sender().probe(&endpoint, Duration::from_millis(100)).await);
}

#[tokio::test]
async fn what_is_not_http_is_said_to_be() {
    for garbage in
        ["hello\r\n\r\n", "SSH-2.0-OpenSSH_9.6\r\n", "HTTP/9.9 200 OK\r\n\r\n", "HTTP/1.1 9 OK\r\n\r\n"]
    {
        let (outcome, cause) = cause(send_to(&RawEndpoint::answering(garbage).await).await);
        assert_eq!(outcome, Outcome::Protocol, "{garbage:?}");
        assert!(matches!(cause, Cause::NotHttp(_)), "{garbage:?} {cause:?}");
    }
}

#[tokio::test]
async fn an_answer_that_ends_early_is_closed() {
    for part in [
        "HTTP/1.1 200 OK\r\ncontent-le",
        "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nhalf",
        "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhal",
        "",
    ] {
        let ended = cause(send_to(&RawEndpoint::answering(part).await).await);
        assert_eq!(ended, (Outcome::Protocol, Cause::Closed), "{part:?}");
    }
}

#[tokio::test]
async fn a_reset_is_closed() {
    let server = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n").await.unwrap();
        stream.set_zero_linger().unwrap();
    })
    .await;
    assert_eq!(cause(send_to(&server).await), (Outcome::Protocol, Cause::Closed));
}

#[tokio::test]
async fn a_bomb_of_header_lines_goes_off_at_a_limit() {
    let many = format!("HTTP/1.1 200 OK\r\n{}\r\n", "x: y\r\n".repeat(100_000));
    let long = format!("HTTP/1.1 200 OK\r\nx: {}\r\n\r\n", "y".repeat(10_000_000));
    for bomb in [many, long] {
        let (outcome, cause) = cause(send_to(&RawEndpoint::answering(bomb).await).await);
        assert_eq!(outcome, Outcome::Protocol);
        assert!(matches!(cause, Cause::NotHttp(_)), "{cause:?}");
    }
}

#[tokio::test]
async fn interim_answers_are_passed_over() {
    let answer = format!(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n{}",
        std::str::from_utf8(OK).unwrap()
    );
    let result = send_to(&RawEndpoint::answering(answer).await).await;
    assert_eq!(
        (result.outcome, result.response.unwrap().body),
        (Outcome::Accepted, Bytes::from_static(b"ok"))
    );
}

#[tokio::test]
async fn a_flood_of_interim_answers_ends_with_the_time() {
    let server = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        while stream.write_all(b"HTTP/1.1 103 Early Hints\r\n\r\n").await.is_ok() {}
    })
    .await;
    let sender =
        Sender::new(SenderOptions { timeout: Some(Duration::from_millis(200)), ..options() }).unwrap();
    let result = sender.send(&server.endpoint(), call(&[], b"{}")).await;
    assert_eq!(cause(result), (Outcome::Timeout, Cause::AnswerTimeout));
}

#[tokio::test]
async fn nothing_listening_is_refused_for_every_name_of_this_machine() {
    let (socket, _) = refusing();
    let port = socket.local_addr().unwrap().port();
    for host in ["127.0.0.1", "localhost", "toss.localhost"] {
        let endpoint = Endpoint::parse(&format!("{host}:{port}")).unwrap();
        let result = sender().send(&endpoint, call(&[], b"{}")).await;
        assert_eq!(cause(result), (Outcome::Unreachable, Cause::Refused), "{host}");
        assert!(!sender().probe(&endpoint, Duration::from_secs(5)).await);
    }
}

#[tokio::test]
async fn a_name_without_an_address_is_unknown() {
    // A label is at most 63 bytes long: the lookup of a longer one ends on this machine.
    let endpoint = Endpoint::parse(&format!("{}.example:3000", "a".repeat(64))).unwrap();
    let sender = Sender::new(SenderOptions { reach: Reach::Public, ..options() }).unwrap();
    let result = sender.send(&endpoint, call(&[], b"{}")).await;
    assert_eq!(cause(result), (Outcome::Unreachable, Cause::UnknownHost));
    assert!(sender.reach(&endpoint).await.is_err());
}

#[tokio::test]
async fn addresses_out_of_reach_are_not_dialled() {
    for (reach, endpoint) in [
        (Reach::Loopback, "10.0.0.1:9"),
        (Reach::Private, "8.8.8.8:9"),
        (Reach::Private, "169.254.169.254"),
        (Reach::Loopback, "[::ffff:10.0.0.1]:9"),
        (Reach::Private, "[fe80::1]:9"),
    ] {
        let sender = Sender::new(SenderOptions { reach, ..options() }).unwrap();
        let endpoint = Endpoint::parse(endpoint).unwrap();
        let result = sender.send(&endpoint, call(&[], b"{}")).await;
        assert_eq!(cause(result), (Outcome::Unreachable, Cause::NotAllowed), "{endpoint:?}");
        assert!(!sender.probe(&endpoint, Duration::from_secs(5)).await);
        assert!(!reach.allows(sender.reach(&endpoint).await.unwrap()));
    }
}

#[tokio::test]
async fn a_call_is_held_until_the_endpoint_listens_again() {
    let (socket, endpoint) = refusing();
    let sender = Sender::new(SenderOptions { connect_wait: Duration::from_secs(5), ..options() }).unwrap();
    let held = tokio::spawn(async move { sender.send(&endpoint, call(&[], b"{}")).await });
    tokio::task::yield_now().await;
    let listener = socket.listen(8).unwrap();
    let (mut stream, _) = listener.accept().await.unwrap();
    read_request(&mut stream).await;
    stream.write_all(OK).await.unwrap();
    assert_eq!(held.await.unwrap().outcome, Outcome::Accepted);
}

#[tokio::test(start_paused = true)]
async fn holding_ends_with_the_wait_or_with_the_time() {
    let (_socket, endpoint) = refusing();
    for (wait, timeout) in [(0, 10), (4, 10), (20, 10)] {
        let options = SenderOptions {
            connect_wait: Duration::from_secs(wait),
            timeout: Some(Duration::from_secs(timeout)),
            ..options()
        };
        let result = Sender::new(options).unwrap().send(&endpoint, call(&[], b"{}")).await;
        let bound = Duration::from_secs(wait.min(timeout));
        assert!(result.elapsed <= bound && result.elapsed + Duration::from_millis(300) > bound, "{result:?}");
        assert_eq!(cause(result), (Outcome::Unreachable, Cause::Refused));
    }
}

#[tokio::test]
async fn a_listening_endpoint_is_up_and_on_this_machine() {
    let server = RawEndpoint::answering(OK).await;
    assert!(sender().probe(&server.endpoint(), Duration::from_secs(5)).await);
    assert_eq!(sender().reach(&server.endpoint()).await.unwrap(), Reach::Loopback);
}
