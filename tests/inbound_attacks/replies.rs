use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use tokio::io::AsyncWriteExt;
use tokio::sync::{mpsc, oneshot};
use tosshook::inbound::{Arrival, Gate, Limits, Reply};

use crate::house::{House, ok, post, soon, webhook};

async fn replying(reply: Reply) -> House {
    House::answered_by(Limits::default(), Gate::default(), move |inbound| {
        let _ = inbound.reply.send(reply.clone());
    })
    .await
}

#[tokio::test]
async fn a_reply_goes_out_with_its_own_headers_and_our_framing() {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("content-length", "7"),
        ("transfer-encoding", "chunked"),
        ("x-answer", "yes"),
        ("connection", "close"),
    ] {
        headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    let house = replying(Reply { status: 422, headers, body: Bytes::from_static(b"not this") }).await;
    let mut client = house.sent(webhook()).await;
    let answer = client.answer().await;
    assert_eq!((answer.status, answer.body.as_slice()), (422, b"not this".as_slice()));
    assert_eq!(answer.header("x-answer"), Some("yes"));
    assert_eq!(answer.header("transfer-encoding"), None);
    client.send(webhook()).await;
    assert_eq!(client.answer().await.status, 422, "the connection stays open");
}

#[tokio::test]
async fn statuses_that_no_answer_may_have_become_500() {
    for status in [0, 101, 199, 600, 65535] {
        let house = replying(Reply { status, ..ok() }).await;
        assert_eq!(house.sent(webhook()).await.answer().await.status, 500, "{status}");
    }
}

#[tokio::test]
async fn a_204_goes_out_without_its_body() {
    let house = replying(Reply { status: 204, ..ok() }).await;
    let mut client = house.sent([webhook(), webhook()].concat()).await;
    assert_eq!(client.answer().await.status, 204);
    assert_eq!(client.answer().await.status, 204);
}

#[tokio::test]
async fn a_dropped_reply_is_answered_503() {
    let house = House::answered_by(Limits::default(), Gate::default(), drop).await;
    assert_eq!(house.sent(webhook()).await.answer().await.status, 503);
}

#[tokio::test]
async fn a_request_that_nobody_takes_is_answered_503() {
    let (arrivals, arriving) = mpsc::channel(1);
    let limits = Limits { body_time: Duration::from_millis(100), ..Limits::default() };
    let house = House::sending_to(arrivals, limits, Gate::default()).await;
    let mut first = house.sent(webhook()).await;
    let mut second = house.sent(webhook()).await;
    let answered = tokio::select! {
        answer = first.answer() => answer,
        answer = second.answer() => answer,
    };
    assert_eq!(answered.status, 503, "one fills the queue, the other finds it full");
    drop(arriving);
    assert_eq!(house.sent(webhook()).await.answer().await.status, 503, "the queue is closed");
}

#[tokio::test]
async fn a_sender_that_closes_its_half_still_gets_its_answer() {
    let house = House::open().await;
    let mut client = house.sent(webhook()).await;
    client.stream.shutdown().await.unwrap();
    assert_eq!(client.answer().await.status, 200);
}

#[tokio::test]
async fn a_sender_that_hangs_up_does_not_cancel_the_work() {
    let (arrivals, mut arriving) = mpsc::channel(8);
    let house = House::sending_to(arrivals, Limits::default(), Gate::default()).await;
    let client = house.sent(post("", "kept")).await;
    let Some(Arrival::Request(inbound)) = soon(arriving.recv()).await else { panic!("no request") };
    client.stream.set_zero_linger().unwrap();
    drop(client);

    // The listener goes on with others while the first request is worked on.
    let mut other = house.sent(webhook()).await;
    let Some(Arrival::Request(second)) = soon(arriving.recv()).await else { panic!("no request") };
    second.reply.send(ok()).unwrap();
    assert_eq!(other.answer().await.status, 200);
    assert_eq!(inbound.request.body, "kept");
    let reply: oneshot::Sender<Reply> = inbound.reply;
    assert!(!reply.is_closed(), "the work would be told to stop");
}
