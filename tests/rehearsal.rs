//! What is prepared arrives: real calls to an HTTP server that is not ours.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::HashSet;
use std::thread;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use tokio::net::TcpSocket;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use tosshook::activity::{Failing, SentSummary, What};
use tosshook::clock::Clock;
use tosshook::outbound::{Endpoint, Reach, Sender, SenderOptions};
use tosshook::rehearse::demo::{demo_key, demo_steps, play, serve_demo};
use tosshook::rehearse::{Chaos, Countdown, Ledger, Pace, Signing, Source, TriggerPlan, When, trigger};
use tosshook::toss::sample::Wanted;
use tosshook::toss::sample::edit::Missing;
use tosshook::toss::signature::check;
use tosshook::toss::{EventType, KeyForm, KeyFormChoice, SecurityKey, SignatureCheck, Transmission};

/// A request as the server read it.
struct Got {
    method: String,
    path: String,
    headers: HeaderMap,
    body: Bytes,
}

/// A server that gives these answers, one for each request, and then what it got.
fn serve(answers: Vec<u16>) -> (Endpoint, thread::JoinHandle<Vec<Got>>) {
    let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
    let port = server.server_addr().to_ip().unwrap().port();
    let endpoint = Endpoint::parse(&format!("http://127.0.0.1:{port}/hook")).unwrap();
    let serving = thread::spawn(move || answers.into_iter().map(|answer| take(&server, answer)).collect());
    (endpoint, serving)
}

fn take(server: &tiny_http::Server, answer: u16) -> Got {
    let mut request = server.recv_timeout(Duration::from_secs(10)).unwrap().expect("a request");
    let mut body = Vec::new();
    request.as_reader().read_to_end(&mut body).unwrap();
    let line = |header: &tiny_http::Header| {
        let name = header.field.as_str().as_str().parse::<http::HeaderName>().unwrap();
        (name, header.value.as_str().parse().unwrap())
    };
    let got = Got {
        method: request.method().to_string(),
        path: request.url().to_owned(),
        headers: request.headers().iter().map(line).collect(),
        body: body.into(),
    };
    request.respond(tiny_http::Response::empty(answer)).unwrap();
    got
}

/// An endpoint that refuses connections for as long as its socket is held: bound, but not listening.
fn refusing() -> (Endpoint, TcpSocket) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    (Endpoint::parse(&format!("http://{address}")).unwrap(), socket)
}

fn sender() -> Sender {
    let options = SenderOptions {
        timeout: Some(Duration::from_secs(10)),
        connect_wait: Duration::ZERO,
        insecure: false,
        ca_cert: None,
        headers: HeaderMap::new(),
        reach: Reach::Loopback,
        response_bytes: 1024,
    };
    Sender::new(options).unwrap()
}

fn plan(event_type: EventType, count: u64) -> TriggerPlan {
    TriggerPlan {
        source: Source::Sample(Box::new(Wanted::new(event_type, trigger::SEEDED_EPOCH, 0))),
        edits: Vec::new(),
        missing: Missing::Refuse,
        count,
        concurrency: 4,
        pace: Pace::default(),
        chaos: Chaos::default(),
        seed: 7,
        when: When::chosen(None, Some(7)),
        signing: None,
        headers: HeaderMap::new(),
        retry: None,
        countdown: Countdown::Silent,
        ledger: Ledger::default(),
    }
}

/// Runs the plan; the summary and how many `sent` were told of.
async fn run(plan: TriggerPlan, endpoint: Endpoint) -> (SentSummary, usize) {
    let (activities, mut told) = mpsc::channel(100);
    let end = CancellationToken::new();
    let running = trigger::run(plan, endpoint, sender(), Clock::system(), activities, end);
    let summary = tokio::spawn(running).await.unwrap().unwrap();
    let mut sent = 0;
    while let Some(activity) = told.recv().await {
        sent += usize::from(matches!(activity.what, What::Sent(_)));
    }
    (summary, sent)
}

#[tokio::test]
async fn every_event_of_a_run_arrives_once_as_it_was_prepared() {
    let (endpoint, serving) = serve([500].into_iter().chain([200; 19]).collect());
    let plan = plan(EventType::PaymentStatusChanged, 20);
    let prepared: HashSet<Bytes> = (0..20)
        .map(|index| plan.prepare(index, jiff::Timestamp::UNIX_EPOCH).unwrap()[0].body().clone())
        .collect();
    let (summary, sent) = run(plan, endpoint).await;
    assert_eq!((sent, summary.sent, summary.accepted, summary.connected), (20, 20, 19, 20));
    assert_eq!(summary.failures, [(Failing::Status(500), 1)]);
    let got = serving.join().unwrap();
    assert!(got.iter().all(|got| got.method == "POST" && got.path == "/hook"));
    assert!(got.iter().all(|got| got.headers["content-type"] == "application/json"));
    assert_eq!(got.into_iter().map(|got| got.body).collect::<HashSet<_>>(), prepared);
}

#[tokio::test]
async fn a_payout_arrives_with_a_signature_that_holds() {
    let (endpoint, serving) = serve(vec![200]);
    let key = SecurityKey::parse(&"0123456789abcdef".repeat(4)).unwrap();
    let signing = Some(Signing { key: key.clone(), form: KeyForm::Hex });
    let (summary, _) = run(TriggerPlan { signing, ..plan(EventType::PayoutChanged, 1) }, endpoint).await;
    assert_eq!(summary.accepted, 1);
    let got = serving.join().unwrap().remove(0);
    let transmission = Transmission::read(&got.headers);
    assert_eq!(transmission.time.as_deref(), Some("2026-01-01T09:00:00+09:00"));
    let event = EventType::PayoutChanged;
    let found = check(Some(&key), KeyFormChoice::Auto, Some(&event), &got.body, &transmission);
    assert_eq!(found, SignatureCheck::Valid(KeyForm::Hex));
}

#[tokio::test]
async fn nothing_that_listens_is_no_connection() {
    let (endpoint, _held) = refusing();
    let (summary, sent) = run(plan(EventType::DepositCallback, 3), endpoint).await;
    assert_eq!((sent, summary.sent, summary.connected), (3, 3, 0));
}

#[tokio::test]
async fn the_demo_ends_at_once_when_it_is_asked_to() {
    let (endpoint, _held) = refusing();
    let steps = demo_steps(1, trigger::SEEDED_EPOCH, &demo_key(1).unwrap()).unwrap();
    let (activities, mut told) = mpsc::channel(100);
    let end = CancellationToken::new();
    end.cancel();
    let playing = tokio::spawn(play(steps, endpoint, sender(), Clock::system(), activities, end));
    assert_eq!(playing.await.unwrap().sent, 0);
    let last = told.recv().await.unwrap();
    assert!(matches!(last.what, What::SentSummary(_)));
}

#[tokio::test]
async fn the_demo_s_server_fails_at_first_and_accepts_every_event_at_last() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = Endpoint::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let end = CancellationToken::new();
    let serving = tokio::spawn(serve_demo(listener, Clock::system(), end.clone()));
    let sender = sender();
    let mut answers = Vec::new();
    for step in demo_steps(1, trigger::SEEDED_EPOCH, &demo_key(1).unwrap()).unwrap() {
        answers.push(sender.send(&endpoint, step.request.call()).await.http_status().unwrap());
    }
    assert_eq!(answers, [201, 500, 200, 200, 200, 200, 200]);
    end.cancel();
    serving.await.unwrap();
}
