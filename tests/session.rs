//! The session by itself: what becomes of requests when the end comes before their answer.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tosshook::activity::{Activity, Emit, Refused, RefusedReason, Request, Summary, What};
use tosshook::clock::Clock;
use tosshook::filter::Filter;
use tosshook::history::{History, Place};
use tosshook::inbound::{Arrival, Inbound, Reply};
use tosshook::session::{Answering, Plan, Session};
use tosshook::toss::{KeyFormChoice, Policy};

/// Hands activities to the test; without a receiver, nothing but the summary is ever taken.
#[derive(Clone)]
struct Told(Option<mpsc::UnboundedSender<&'static str>>);

impl Emit for Told {
    async fn emit(&self, activity: Activity) {
        let name = match activity.what {
            What::Received(_) => "received",
            What::Answered(answered) => {
                assert_eq!(answered.http_status, 503);
                "answered"
            }
            What::Summary(_) => "summary",
            _ => "other",
        };
        match &self.0 {
            Some(told) => told.send(name).expect("the test listens"),
            None if name == "summary" => {}
            None => std::future::pending().await,
        }
    }
}

/// A session that answers after an hour.
fn session(told: Told) -> Session<Told> {
    let plan = Plan {
        policy: Policy::toss(),
        filter: Filter::default(),
        security_key: None,
        key_form: KeyFormChoice::Auto,
        answering: Answering {
            status: 200,
            delay: Duration::from_secs(3600),
            fail_first: 0,
            fail_rate: 0.0,
            seed: 0,
        },
        forwarding: None,
        limit: None,
    };
    let history = History::open(Place::Memory).expect("memory");
    Session { plan, history, emit: told, clock: Clock::system(), resending: None, payments: None }
}

fn request() -> (Arrival, oneshot::Receiver<Reply>) {
    let (reply, replied) = oneshot::channel();
    let request = Request {
        method: Method::POST,
        path: "/".to_owned(),
        query: None,
        headers: HeaderMap::new(),
        body: Bytes::from_static(b"{}"),
        remote: ([127, 0, 0, 1], 1).into(),
        arrived_at: Clock::system().now(),
    };
    (Arrival::Request(Inbound { request, arrived: Instant::now(), reply }), replied)
}

fn refused() -> Arrival {
    Arrival::Refused(Refused {
        reason: RefusedReason::Method,
        http_status: Some(405),
        remote: ([127, 0, 0, 1], 1).into(),
        method: None,
        path: None,
    })
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_cut_off_is_answered_503_told_and_counted() {
    let (told, mut heard) = mpsc::unbounded_channel();
    let (arrivals, arriving) = mpsc::channel(4);
    let end = CancellationToken::new();
    let running = tokio::spawn(session(Told(Some(told))).run(arriving, end.clone()));
    let (arrival, replied) = request();
    arrivals.send(arrival).await.expect("it takes requests");
    assert_eq!(heard.recv().await, Some("received"));
    end.cancel();
    let summary: Summary = running.await.expect("it ends");
    assert_eq!((summary.received, summary.accepted, summary.not_accepted, summary.pending), (1, 0, 1, 1));
    assert_eq!(replied.await.expect("an answer").status, 503);
    assert_eq!(
        [heard.recv().await, heard.recv().await, heard.recv().await],
        [Some("other"), Some("answered"), Some("summary")]
    );
}

#[tokio::test(start_paused = true)]
async fn a_reader_that_takes_nothing_does_not_keep_the_session_from_its_end() {
    let (arrivals, arriving) = mpsc::channel(4);
    let end = CancellationToken::new();
    let begun = Instant::now();
    let running = tokio::spawn(session(Told(None)).run(arriving, end.clone()));
    let arrivals = Arc::new(arrivals);
    arrivals.send(request().0).await.expect("it takes requests");
    arrivals.send(refused()).await.expect("it takes refusals");
    end.cancel();
    // The source is still open, as that of a listener whose senders go on.
    running.await.expect("it ends");
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}
