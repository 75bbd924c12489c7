//! A connection's deadlines, in virtual time over a stream in memory.

use bytes::Bytes;
use tokio::io::{DuplexStream, duplex};
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::super::line::House;
use super::super::{Arrival, Gate, Limits, Reply};
use super::*;
use crate::clock::Clock;

const REQUEST: &[u8] = b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n";

/// A connection with the documented limits.
struct Attended {
    stream: DuplexStream,
    task: JoinHandle<()>,
    line: Arc<Line>,
    arriving: mpsc::Receiver<Arrival>,
}

fn attended_by_test() -> Attended {
    let (arrivals, arriving) = mpsc::channel(8);
    let house = House::new(Limits::default(), Gate::default(), Clock::system(), arrivals);
    let remote = ([127, 0, 0, 1], 1).into();
    let line = Arc::new(Line::new(Arc::new(house), remote, CancellationToken::new()));
    let (stream, theirs) = duplex(1024);
    Attended { stream, task: tokio::spawn(attend(theirs, Arc::clone(&line))), line, arriving }
}

/// One whose replies have bodies of `body_length`.
fn attended(body_length: usize) -> (DuplexStream, JoinHandle<()>) {
    let Attended { stream, task, mut arriving, .. } = attended_by_test();
    tokio::spawn(async move {
        while let Some(arrival) = arriving.recv().await {
            if let Arrival::Request(inbound) = arrival {
                let _ = inbound.reply.send(reply(body_length));
            }
        }
    });
    (stream, task)
}

fn reply(body_length: usize) -> Reply {
    Reply { status: 200, headers: http::HeaderMap::new(), body: Bytes::from(vec![b'x'; body_length]) }
}

async fn seconds_until_ended(task: JoinHandle<()>) -> u64 {
    let start = Instant::now();
    task.await.unwrap();
    start.elapsed().as_secs()
}

/// Reads until the end and returns the answer's first line.
async fn first_line(stream: &mut (impl AsyncRead + Unpin)) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).await.unwrap();
    String::from_utf8_lossy(&bytes).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test(start_paused = true)]
async fn a_sender_that_takes_no_answer_is_let_go_after_10_s() {
    let (mut stream, task) = attended(100_000);
    stream.write_all(REQUEST).await.unwrap();
    assert_eq!(seconds_until_ended(task).await, 10);
}

#[tokio::test(start_paused = true)]
async fn a_sender_that_takes_its_answer_slowly_is_served_to_the_end() {
    let (mut stream, task) = attended(20_000);
    stream.write_all(REQUEST).await.unwrap();
    let start = Instant::now();
    let mut piece = [0; 1024];
    let mut taken = 0;
    while taken < 20_000 {
        tokio::time::advance(Duration::from_secs(9)).await;
        taken += stream.read(&mut piece).await.unwrap();
    }
    assert!(start.elapsed() > Duration::from_secs(100), "{:?}", start.elapsed());
    drop(stream);
    task.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_head_has_10_s_from_the_start_however_it_trickles() {
    let (stream, _task) = attended(0);
    let (mut reading, mut writing) = tokio::io::split(stream);
    let start = Instant::now();
    let trickle = async {
        let mut beat = tokio::time::interval(Duration::from_millis(900));
        while writing.write_all(b"a").await.is_ok() {
            beat.tick().await;
        }
    };
    let line = tokio::select! {
        line = first_line(&mut reading) => line,
        () = trickle => String::new(),
    };
    assert_eq!(line, "HTTP/1.1 408 Request Timeout");
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_connection_without_a_byte_is_closed_after_10_s_without_a_word() {
    let (mut stream, task) = attended(0);
    assert_eq!(seconds_until_ended(task).await, 10);
    assert_eq!(first_line(&mut stream).await, "");
}

#[tokio::test(start_paused = true)]
async fn a_kept_connection_may_idle_for_30_s_and_its_next_head_has_10_s() {
    let (mut stream, task) = attended(0);
    stream.write_all(REQUEST).await.unwrap();
    let mut answer = vec![0; 1024];
    assert!(stream.read(&mut answer).await.unwrap() > 0);
    tokio::time::advance(Duration::from_secs(29)).await;
    stream.write_all(b"POST").await.unwrap();
    let start = Instant::now();
    assert_eq!(first_line(&mut stream).await, "HTTP/1.1 408 Request Timeout");
    assert_eq!(start.elapsed().as_secs(), 10);
    drop(stream);
    task.await.unwrap();

    let (mut stream, task) = attended(0);
    stream.write_all(REQUEST).await.unwrap();
    assert!(stream.read(&mut answer).await.unwrap() > 0);
    assert_eq!(seconds_until_ended(task).await, 30);
}

#[tokio::test(start_paused = true)]
async fn empty_lines_keep_no_connection_open() {
    let (stream, _task) = attended(0);
    let (mut reading, mut writing) = tokio::io::split(stream);
    writing.write_all(REQUEST).await.unwrap();
    let start = Instant::now();
    let trickle = async {
        let mut beat = tokio::time::interval(Duration::from_secs(3));
        while start.elapsed().as_secs() < 60 && writing.write_all(b"\r\n").await.is_ok() {
            beat.tick().await;
        }
    };
    tokio::select! {
        _ = first_line(&mut reading) => {}
        () = trickle => {}
    }
    assert_eq!(start.elapsed().as_secs(), 10);
}

#[tokio::test(start_paused = true)]
async fn a_refused_sender_that_goes_on_is_listened_to_for_2_s() {
    let (mut stream, task) = attended(0);
    stream.write_all(b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n").await.unwrap();
    assert_eq!(first_line(&mut stream).await, "HTTP/1.1 413 Payload Too Large");
    assert_eq!(seconds_until_ended(task).await, 2);
}

#[tokio::test(start_paused = true)]
async fn an_unfinished_body_that_gives_way_is_answered_503() {
    let Attended { mut stream, task, line, .. } = attended_by_test();
    let head = b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n";
    stream.write_all(head).await.unwrap();
    let mut interim = [0; "HTTP/1.1 100 Continue\r\n\r\n".len()];
    stream.read_exact(&mut interim).await.unwrap();
    line.evict();
    assert_eq!(first_line(&mut stream).await, "HTTP/1.1 503 Service Unavailable");
    assert_eq!(seconds_until_ended(task).await, 0);
}

#[tokio::test(start_paused = true)]
async fn a_whole_request_is_answered_before_its_connection_winds_down() {
    let Attended { mut stream, task, line, mut arriving } = attended_by_test();
    stream.write_all(REQUEST).await.unwrap();
    let Some(Arrival::Request(inbound)) = arriving.recv().await else { panic!("no request") };
    line.evict();
    inbound.reply.send(reply(0)).unwrap();
    assert_eq!(first_line(&mut stream).await, "HTTP/1.1 200 OK");
    assert_eq!(seconds_until_ended(task).await, 0);
}
