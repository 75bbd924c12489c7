use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::sync::mpsc;
use tosshook::activity::{RefusedReason, Request};
use tosshook::inbound::{Gate, Limits};

use crate::house::{House, ok, post, soon, webhook};

/// A house that shows the requests that it answered.
async fn showing(limits: Limits) -> (House, mpsc::UnboundedReceiver<Request>) {
    let (show, shown) = mpsc::unbounded_channel();
    let house = House::answered_by(limits, Gate::default(), move |inbound| {
        show.send(inbound.request).unwrap();
        let _ = inbound.reply.send(ok());
    })
    .await;
    (house, shown)
}

#[tokio::test]
async fn a_huge_announced_length_is_answered_413_at_once() {
    let mut house = House::open().await;
    for length in ["1000000000000", "1048577"] {
        let mut client =
            house.sent(format!("POST /big HTTP/1.1\r\nContent-Length: {length}\r\n\r\nhello")).await;
        assert_eq!(client.answer().await.status, 413);
        assert!(client.is_closed().await);
        let refused = house.refused().await;
        assert_eq!((refused.reason, refused.http_status), (RefusedReason::BodyTooLarge, Some(413)));
        assert_eq!(refused.path.as_deref(), Some("/big"));
    }
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_body_too_large_that_is_sent_whole_can_still_read_its_413() {
    let house = House::open().await;
    let mut client = house.sent(post("", vec![b'x'; 3 << 20])).await;
    assert_eq!(client.answer().await.status, 413);
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn chunks_that_add_up_to_too_much_are_answered_413() {
    let limits = Limits { body_bytes: 10, ..Limits::default() };
    let (mut house, mut shown) = showing(limits).await;
    let chunked = |body: &str| format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
    let mut client = house.sent(chunked("6\r\nabcdef\r\n4\r\nghij\r\n0\r\n\r\n")).await;
    assert_eq!(client.answer().await.status, 200);
    assert_eq!(shown.recv().await.unwrap().body, "abcdefghij");
    let mut client = house.sent(chunked("6\r\nabcdef\r\n5\r\nghijk\r\n")).await;
    assert_eq!(client.answer().await.status, 413);
    assert_eq!(house.refusal().await, (RefusedReason::BodyTooLarge, Some(413)));
    let mut client = house.sent(chunked("6\r\nabcdef\r\nnot a length\r\n")).await;
    assert_eq!(client.answer().await.status, 400);
    assert_eq!(house.refusal().await, (RefusedReason::Malformed, Some(400)));
}

#[tokio::test]
async fn a_body_of_exactly_the_limit_arrives_byte_for_byte() {
    let (house, mut shown) = showing(Limits::default()).await;
    let body: Vec<u8> = (0..1 << 20).map(|at: u32| at.to_le_bytes()[at as usize % 3]).collect();
    let mut client = house.sent(post("", &body)).await;
    assert_eq!(client.answer().await.status, 200);
    assert!(shown.recv().await.unwrap().body == body, "the body was changed");
}

#[tokio::test]
async fn header_values_and_bodies_of_any_bytes_arrive_as_they_were() {
    let (house, mut shown) = showing(Limits::default()).await;
    let body: Vec<u8> = (0..=255).collect();
    let head = [
        b"POST /%EA%B2%B0?q=/a?b HTTP/1.1\r\nX-Latin: caf\xe9 \xff\r\nX-Korean: ".as_slice(),
        "결제".as_bytes(),
        b"\r\nX-Two:  first \r\nx-two: second\r\nContent-Length: 256\r\n\r\n",
    ];
    let mut client = house.sent([&head.concat(), body.as_slice()].concat()).await;
    assert_eq!(client.answer().await.status, 200);
    let request = shown.recv().await.unwrap();
    assert_eq!(request.body, body);
    assert_eq!((request.path.as_str(), request.query.as_deref()), ("/%EA%B2%B0", Some("q=/a?b")));
    assert_eq!(request.headers["x-latin"].as_bytes(), b"caf\xe9 \xff");
    assert_eq!(request.headers["x-korean"].as_bytes(), "결제".as_bytes());
    let two: Vec<_> = request.headers.get_all("x-two").iter().collect();
    assert_eq!(two, ["first", "second"]);
}

#[tokio::test]
async fn a_body_that_stalls_is_answered_408() {
    let limits = Limits { body_time: Duration::from_millis(100), ..Limits::default() };
    let mut house = House::with(limits, Gate::default()).await;
    let mut client = house.sent("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhello").await;
    assert_eq!(client.answer().await.status, 408);
    assert!(client.is_closed().await);
    assert_eq!(house.refusal().await, (RefusedReason::BodyTimeout, Some(408)));
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_answered_400() {
    let mut house = House::open().await;
    let mut client = house.sent("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhello").await;
    client.stream.shutdown().await.unwrap();
    assert_eq!(client.answer().await.status, 400);
    assert_eq!(house.refusal().await, (RefusedReason::BodyCutOff, Some(400)));
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_sender_that_resets_within_its_body_harms_nobody() {
    let mut house = House::open().await;
    let client = house.sent("POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhello").await;
    client.stream.set_zero_linger().unwrap();
    drop(client);
    assert_eq!(house.refusal().await.0, RefusedReason::BodyCutOff);
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn a_sender_that_asks_first_is_told_to_continue_unless_its_body_is_too_large() {
    let (house, mut shown) = showing(Limits::default()).await;
    let asking =
        |length| format!("POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: {length}\r\n\r\n");
    let mut client = house.sent(asking(5)).await;
    assert_eq!(client.answer().await.status, 100);
    client.send("hello").await;
    assert_eq!(client.answer().await.status, 200);
    assert_eq!(soon(shown.recv()).await.unwrap().body, "hello");
    let mut client = house.sent(asking(2_000_000)).await;
    assert_eq!(client.answer().await.status, 413);
}

#[tokio::test]
async fn a_body_sent_byte_by_byte_and_the_request_behind_it_are_told_apart() {
    let (house, mut shown) = showing(Limits::default()).await;
    let mut client = house.connect().await;
    client.stream.set_nodelay(true).unwrap();
    let twice = [post("", "first"), webhook(), post("", "third")].concat();
    for byte in &twice {
        client.send([*byte]).await;
        tokio::task::yield_now().await;
    }
    for _ in 0..3 {
        assert_eq!(client.answer().await.status, 200);
    }
    assert_eq!(soon(shown.recv()).await.unwrap().body, "first");
    soon(shown.recv()).await.unwrap();
    assert_eq!(soon(shown.recv()).await.unwrap().body, "third");
}

#[tokio::test]
async fn a_chunked_request_is_the_last_on_its_connection() {
    let (house, mut shown) = showing(Limits::default()).await;
    let chunked =
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX-Trailer: a\r\n\r\n";
    let mut client = house.sent([chunked.as_bytes(), &post("", "hidden")].concat()).await;
    let answer = client.answer().await;
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    assert!(client.is_closed().await);
    assert_eq!(soon(shown.recv()).await.unwrap().body, "abc");
    house.answers_a_webhook().await;
    assert_eq!(soon(shown.recv()).await.unwrap().path, "/hook");
    assert!(shown.is_empty());
}
