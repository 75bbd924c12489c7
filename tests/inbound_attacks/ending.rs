use std::time::Duration;

use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tosshook::inbound::{Arrival, Gate, Limits};

use crate::house::{House, ok, soon, webhook};

#[tokio::test]
async fn what_is_in_flight_is_answered_and_idle_connections_close_at_once() {
    let (arrivals, mut arriving) = mpsc::channel(8);
    let house = House::sending_to(arrivals, Limits::default(), Gate::default()).await;
    let mut silent = house.connect().await;
    let mut half = house.sent("POST / HTTP/1.1\r\nHost:").await;
    let mut idle = house.sent(webhook()).await;
    let Some(Arrival::Request(first)) = soon(arriving.recv()).await else { panic!("no request") };
    first.reply.send(ok()).unwrap();
    assert_eq!(idle.answer().await.status, 200);
    let mut busy = house.sent(webhook()).await;
    let Some(Arrival::Request(inbound)) = soon(arriving.recv()).await else { panic!("no request") };

    house.end.cancel();
    for client in [&mut silent, &mut half, &mut idle] {
        assert!(client.is_closed().await);
    }
    assert!(TcpStream::connect(house.address).await.is_err(), "nothing more is accepted");
    inbound.reply.send(ok()).unwrap();
    let answer = busy.answer().await;
    assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    assert!(busy.is_closed().await);
    soon(house.serving).await.unwrap();
    assert!(arriving.recv().await.is_none(), "the queue is let go");
}

#[tokio::test]
async fn what_outlasts_the_drain_is_answered_503() {
    let (arrivals, mut arriving) = mpsc::channel(8);
    let limits = Limits { drain: Duration::from_millis(100), ..Limits::default() };
    let house = House::sending_to(arrivals, limits, Gate::default()).await;
    let mut client = house.sent(webhook()).await;
    let asking = "POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n";
    let mut stalled = house.sent(asking).await;
    assert_eq!(stalled.answer().await.status, 100, "its head is in");
    let Some(Arrival::Request(inbound)) = soon(arriving.recv()).await else { panic!("no request") };
    house.end.cancel();
    assert_eq!(client.answer().await.status, 503);
    assert_eq!(stalled.answer().await.status, 503);
    soon(house.serving).await.unwrap();
    assert!(inbound.reply.is_closed());
}

#[tokio::test]
async fn an_end_without_connections_returns() {
    let house = House::open().await;
    house.end.cancel();
    soon(house.serving).await.unwrap();
}
