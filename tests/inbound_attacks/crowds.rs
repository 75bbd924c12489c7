use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::mpsc;
use tosshook::activity::RefusedReason;
use tosshook::inbound::{Arrival, Gate, Limits};

use crate::house::{Client, House, ok, post, soon, webhook};

/// What Toss Payments waits for an answer.
const TOSS_LIMIT: Duration = Duration::from_secs(10);

/// How many files this process may open; enough where the system doesn't say.
fn descriptors() -> u64 {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(4096)
}

async fn many(house: &House, count: usize, bytes: &[u8]) -> Vec<Client> {
    let mut clients = Vec::with_capacity(count);
    for _ in 0..count {
        clients.push(house.sent(bytes).await);
    }
    clients
}

#[tokio::test]
async fn a_webhook_is_answered_in_time_behind_a_thousand_half_sent_heads() {
    let (connections, count) = if descriptors() < 4096 { (64, 300) } else { (256, 1_000) };
    let limits = Limits { connections, ..Limits::default() };
    let mut house = House::with(limits, Gate::default()).await;
    let _half = many(&house, count, b"POST / HTTP/1.1\r\nHost:").await;
    let start = Instant::now();
    house.answers_a_webhook().await;
    assert!(start.elapsed() < TOSS_LIMIT, "{:?}", start.elapsed());
    assert_eq!(house.refusal().await, (RefusedReason::TooManyConnections, None));
}

#[tokio::test]
async fn at_the_cap_the_longest_without_a_head_gives_way_and_nothing_in_flight() {
    let (arrivals, mut arriving) = mpsc::channel(8);
    let limits = Limits { connections: 2, ..Limits::default() };
    let house = House::sending_to(arrivals, limits, Gate::default()).await;
    let mut busy = house.sent(webhook()).await;
    let Some(Arrival::Request(inbound)) = soon(arriving.recv()).await else { panic!("no request") };
    let mut idle = house.connect().await;
    let mut newest = house.sent(webhook()).await;
    assert!(idle.is_closed().await);
    loop {
        match soon(arriving.recv()).await {
            Some(Arrival::Request(second)) => break second.reply.send(ok()).unwrap(),
            Some(Arrival::Refused(refused)) => assert_eq!(refused.reason, RefusedReason::TooManyConnections),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(newest.answer().await.status, 200);
    inbound.reply.send(ok()).unwrap();
    assert_eq!(busy.answer().await.status, 200);
}

#[tokio::test]
async fn a_burst_over_the_cap_is_answered_to_the_last() {
    let limits = Limits { connections: 16, ..Limits::default() };
    let mut house = House::with(limits, Gate::default()).await;
    let clients = many(&house, 200, &webhook()).await;
    for mut client in clients {
        assert_eq!(client.answer().await.status, 200);
    }
    assert!(house.refused_nothing_more());
}

#[tokio::test]
async fn a_burst_of_64_kept_connections_is_answered_on_each_ten_times() {
    let house = House::open().await;
    let mut clients = many(&house, 64, b"").await;
    for _ in 0..10 {
        for client in &mut clients {
            client.send(webhook()).await;
        }
        for client in &mut clients {
            assert_eq!(client.answer().await.status, 200);
        }
    }
    house.answers_a_webhook().await;
}

#[tokio::test]
async fn senders_that_reset_at_any_point_harm_nobody() {
    let house = House::open().await;
    let whole = webhook();
    for length in 0..=whole.len() {
        let client = house.sent(&whole[..length]).await;
        client.stream.set_zero_linger().unwrap();
    }
    house.answers_a_webhook().await;
}

/// This process's resident memory, in bytes; none where the system doesn't say.
fn resident() -> Option<u64> {
    let pages = std::fs::read_to_string("/proc/self/statm").ok()?;
    pages.split(' ').nth(1)?.parse::<u64>().ok().map(|pages| pages * 4096)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_thousand_pipelined_requests_are_answered_in_flat_memory() {
    const COUNT: usize = 200_000;
    const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\n";
    let house = House::open().await;
    let client = house.connect().await;
    let before = resident();
    let (mut reading, mut writing) = client.stream.into_split();
    let hundred = Arc::new(post("", "{}").repeat(100));
    let writer = tokio::spawn(async move {
        for _ in 0..COUNT / 100 {
            writing.write_all(&hundred).await.unwrap();
        }
        writing
    });
    let mut answers = 0;
    let mut bytes = Vec::new();
    let mut most = before;
    while answers < COUNT {
        assert!(soon(reading.read_buf(&mut bytes)).await.unwrap() > 0, "closed after {answers}");
        answers += bytes.windows(ANSWER.len()).filter(|window| *window == ANSWER).count();
        // An answer's first line may be cut by the read.
        bytes.drain(..bytes.len().saturating_sub(ANSWER.len() - 1));
        most = most.max(resident());
    }
    assert_eq!(answers, COUNT);
    writer.await.unwrap();
    if let (Some(before), Some(most)) = (before, most) {
        assert!(most - before < 64 << 20, "grew by {} bytes", most - before);
    }
    house.answers_a_webhook().await;
}
