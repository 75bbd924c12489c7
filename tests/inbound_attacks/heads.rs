use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tosshook::activity::RefusedReason;
use tosshook::inbound::{Gate, Limits};

use crate::house::{House, soon, webhook};

#[tokio::test]
async fn a_header_line_of_100_mb_is_cut_early() {
    let mut house = House::open().await;
    let client = house.sent("POST / HTTP/1.1\r\nX: ").await;
    let (reading, mut writing) = client.stream.into_split();
    let piece = vec![b'a'; 1 << 20];
    let mut sent = 0;
    while sent < 100 && soon(writing.write_all(&piece)).await.is_ok() {
        sent += 1;
    }
    assert!(sent < 100, "all of it was taken");
    drop(reading);
    assert_eq!(house.refusal().await, (RefusedReason::HeadTooLarge, Some(431)));
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_header_line_that_is_too_long_is_answered_431() {
    let house = House::open().await;
    let mut client = house.sent(format!("POST / HTTP/1.1\r\nX: {}", "a".repeat(70_000))).await;
    assert_eq!(client.answer().await.status, 431);
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn ten_thousand_header_lines_are_answered_431() {
    let mut house = House::open().await;
    let mut client = house.sent(format!("POST /many HTTP/1.1\r\n{}\r\n", "a:b\r\n".repeat(10_000))).await;
    assert_eq!(client.answer().await.status, 431);
    assert!(client.is_closed().await);
    let refused = house.refused().await;
    assert_eq!(refused.reason, RefusedReason::HeadTooLarge);
    assert_eq!((refused.method.as_deref(), refused.path.as_deref()), (Some("POST"), Some("/many")));
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_head_of_64_kib_and_256_lines_is_let_in_and_a_little_more_is_not() {
    let house = House::open().await;
    let wide = |length: usize| {
        let frame = "POST / HTTP/1.1\r\nX: \r\n\r\n".len();
        format!("POST / HTTP/1.1\r\nX: {}\r\n\r\n", "a".repeat(length - frame))
    };
    let long = |lines: usize| format!("POST / HTTP/1.1\r\n{}\r\n", "a: b\r\n".repeat(lines));
    let cases = [(wide(64 * 1024), 200), (wide(64 * 1024 + 1), 431), (long(256), 200), (long(257), 431)];
    for (head, status) in cases {
        let mut client = house.sent(&head).await;
        assert_eq!(client.answer().await.status, status, "{} bytes", head.len());
    }
}

#[tokio::test]
async fn malformed_heads_are_answered_400_and_reach_nobody() {
    let mut house = House::answered_by(Limits::default(), Gate::default(), |inbound| {
        panic!("a malformed request arrived: {:?}", inbound.request);
    })
    .await;
    let lines: [&[u8]; 17] = [
        b"Content-Length: -1",
        b"Content-Length: +5",
        b"Content-Length: 5 5",
        b"Content-Length: 5, 5",
        b"Content-Length: 0x5",
        b"Content-Length:",
        b"Content-Length: 99999999999999999999999",
        b"Content-Length: 5\r\nContent-Length: 6",
        b"Content-Length: 5\r\nTransfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 5",
        b"Transfer-Encoding: gzip",
        b"Transfer-Encoding: chunked, identity",
        b"Content-Length : 5",
        b"A: b\r\n folded",
        b"A: \0",
        b"no colon",
        b"Caf\xc3\xa9: a",
    ];
    for line in lines {
        let shown = String::from_utf8_lossy(line);
        let head = [b"POST /x HTTP/1.1\r\nHost: a\r\n", line, b"\r\n\r\nhello"].concat();
        let mut client = house.sent(head).await;
        assert_eq!(client.answer().await.status, 400, "{shown}");
        assert!(client.is_closed().await, "{shown}");
        let refused = house.refused().await;
        assert_eq!((refused.reason, refused.http_status), (RefusedReason::Malformed, Some(400)), "{shown}");
        assert_eq!(refused.path.as_deref(), Some("/x"), "{shown}");
    }
}

#[tokio::test]
async fn malformed_request_lines_are_answered_400() {
    let mut house = House::open().await;
    let lines: [&[u8]; 7] = [
        b"hello",
        b"POST /",
        b"POST / HTTP/3.0",
        b"POST  / HTTP/1.1",
        b"P(ST / HTTP/1.1",
        b"POST /\xff\xfe HTTP/1.1",
        b"POST / HTTP/1.1 ",
    ];
    for line in lines {
        let mut client = house.sent([line, b"\r\n\r\n"].concat()).await;
        assert_eq!(client.answer().await.status, 400, "{}", String::from_utf8_lossy(line));
        assert_eq!(house.refusal().await, (RefusedReason::Malformed, Some(400)));
    }
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_head_that_does_not_come_is_answered_408() {
    let limits = Limits { head_time: Duration::from_millis(100), ..Limits::default() };
    let mut house = House::with(limits, Gate::default()).await;
    let mut client = house.sent("POST /slow HTTP/1.1\r\nHost:").await;
    assert_eq!(client.answer().await.status, 408);
    assert!(client.is_closed().await);
    let refused = house.refused().await;
    assert_eq!((refused.reason, refused.path.as_deref()), (RefusedReason::HeadTimeout, Some("/slow")));
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_connection_that_idles_is_closed_without_a_word() {
    let limits = Limits { idle: Duration::from_millis(100), ..Limits::default() };
    let mut house = House::with(limits, Gate::default()).await;
    let mut client = house.sent(webhook()).await;
    assert_eq!(client.answer().await.status, 200);
    assert!(client.is_closed().await);
    house.answers_a_webhook().await;
    assert!(house.refused_nothing_more());
}

#[tokio::test]
async fn a_sender_that_closes_its_half_within_a_head_is_answered_400() {
    let mut house = House::open().await;
    let mut client = house.sent("POST / HTTP/1.1\r\nHost: a\r\n").await;
    client.stream.shutdown().await.unwrap();
    assert_eq!(client.answer().await.status, 400);
    assert_eq!(house.refusal().await, (RefusedReason::Malformed, Some(400)));
}
