use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use super::*;
use crate::activity::{Notice, Outcome};
use crate::toss::EventType;

fn at() -> Timestamp {
    "2024-11-22T04:05:06Z".parse().unwrap()
}

fn plan(event_type: EventType) -> TriggerPlan {
    TriggerPlan {
        source: Source::Sample(Box::new(Wanted::new(event_type, at(), 0))),
        edits: Vec::new(),
        missing: Missing::Refuse,
        count: 1,
        concurrency: 1,
        pace: Pace::default(),
        chaos: Chaos::default(),
        seed: 7,
        when: When::Fixed(at()),
        signing: None,
        headers: HeaderMap::new(),
        retry: None,
        countdown: Countdown::Silent,
        ledger: Ledger::default(),
    }
}

/// The one event of a chain of one.
fn only(plan: &TriggerPlan, index: u64, now: Timestamp) -> Prepared {
    let mut chain = plan.prepare(index, now).unwrap();
    assert_eq!(chain.len(), 1);
    chain.remove(0)
}

fn accepted() -> AttemptResult {
    AttemptResult {
        outcome: Outcome::Accepted,
        response: None,
        cause: None,
        elapsed: Duration::from_millis(3),
    }
}

fn clock() -> Clock {
    Clock::from_source(at)
}

#[test]
fn the_same_seed_gives_the_same_requests_whatever_the_clock_says() {
    let plan = plan(EventType::PaymentStatusChanged);
    for index in 0..3 {
        let now = only(&plan, index, at());
        let later = only(&plan, index, Timestamp::MAX);
        assert_eq!(now.body(), later.body());
        assert_eq!(now.headers(), later.headers());
    }
}

#[test]
fn events_of_one_run_differ_in_transmission_and_order() {
    let plan = plan(EventType::DepositCallback);
    let prepared: Vec<_> = (0..100).map(|index| only(&plan, index, at())).collect();
    let transmissions: HashSet<_> =
        prepared.iter().map(|prepared| prepared.transmission().id.clone()).collect();
    let orders: HashSet<_> = prepared.iter().map(|prepared| field(prepared, "orderId")).collect();
    assert_eq!((transmissions.len(), orders.len()), (100, 100));
}

#[test]
fn a_given_order_stays_while_transmissions_differ() {
    let mut plan = plan(EventType::DepositCallback);
    let wanted =
        Wanted { order_id: Some("my-order".into()), ..Wanted::new(EventType::DepositCallback, at(), 0) };
    plan.source = Source::Sample(Box::new(wanted));
    let [first, second] = [0, 1].map(|index| only(&plan, index, at()));
    assert_eq!(field(&first, "orderId"), "my-order");
    assert_eq!(field(&first, "orderId"), field(&second, "orderId"));
    assert_ne!(first.transmission().id, second.transmission().id);
}

fn field(prepared: &Prepared, key: &str) -> Value {
    serde_json::from_slice::<Value>(prepared.body()).unwrap()[key].clone()
}

#[test]
fn without_seed_or_time_events_happen_now() {
    assert_eq!(When::chosen(None, None), When::Now);
    assert_eq!(When::chosen(None, Some(1)), When::Fixed(SEEDED_EPOCH));
    assert_eq!(When::chosen(Some(at()), Some(1)), When::Fixed(at()));
    assert_eq!(SEEDED_EPOCH.to_string(), "2026-01-01T00:00:00Z");
    let plan = TriggerPlan { when: When::Now, ..plan(EventType::DepositCallback) };
    let prepared = only(&plan, 0, "2025-01-02T03:04:05Z".parse().unwrap());
    assert_eq!(prepared.transmission().time.as_deref(), Some("2025-01-02T12:04:05+09:00"));
    assert_eq!(field(&prepared, "createdAt"), "2025-01-02T12:04:05.000000");
}

#[test]
fn edits_apply_in_order_and_a_wrong_one_sends_nothing() {
    let mut plan = plan(EventType::DepositCallback);
    plan.edits = ["status=first", "status=last"].map(|typed| Edit::parse_set(typed).unwrap()).into();
    assert_eq!(field(&only(&plan, 0, at()), "status"), "last");
    plan.edits = vec![Edit::parse_unset("statsu").unwrap()];
    assert_eq!(
        plan.prepare(0, at()).unwrap_err(),
        TriggerError::Edit(EditError::Missing { path: "statsu".into(), nearest: Some("status".into()) })
    );
}

#[test]
fn a_given_body_goes_out_byte_for_byte() {
    let body = Bytes::from_static(b"\x00 not json \xff");
    let plan = TriggerPlan { source: Source::Body(body.clone()), ..plan(EventType::DepositCallback) };
    let call = only(&plan, 0, at()).call();
    assert_eq!(call.body, body);
    assert_eq!(call.method, http::Method::POST);
}

#[test]
fn a_recorded_template_keeps_its_headers_and_gets_a_new_transmission() {
    let mut recorded = HeaderMap::new();
    recorded.insert("user-agent", "recorded".parse().unwrap());
    recorded.insert("x-trace", "recorded".parse().unwrap());
    recorded.insert("tosspayments-webhook-transmission-id", "whtrans_old".parse().unwrap());
    let mut plan = TriggerPlan {
        source: Source::Like { headers: recorded, body: Bytes::from_static(b"{}") },
        ..plan(EventType::DepositCallback)
    };
    plan.headers.insert("x-trace", "mine".parse().unwrap());
    let headers = only(&plan, 0, at()).headers();
    assert_eq!(headers["user-agent"], "recorded");
    assert_eq!(headers.get_all("x-trace").iter().collect::<Vec<_>>(), ["mine"]);
    let id = headers["tosspayments-webhook-transmission-id"].to_str().unwrap();
    assert!(id.starts_with("whtrans_a01jd"), "{id}");
}

#[tokio::test(start_paused = true)]
async fn as_many_calls_as_allowed_are_under_way_and_each_is_told_of() {
    let plan = TriggerPlan { count: 50, concurrency: 8, ..plan(EventType::PaymentStatusChanged) };
    let under_way = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (seen, peak) = (under_way.clone(), most.clone());
    let send = move |_, _| {
        peak.fetch_max(seen.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let seen = seen.clone();
        async move {
            sleep(Duration::from_secs(1)).await;
            seen.fetch_sub(1, Ordering::SeqCst);
            accepted()
        }
    };
    let (activities, mut told) = mpsc::channel(100);
    let end = CancellationToken::new();
    let summary = drive(&plan, "there", send, &clock(), &activities, &end).await.unwrap();
    assert_eq!((summary.sent, summary.accepted), (50, 50));
    assert_eq!(most.load(Ordering::SeqCst), 8);
    assert_eq!(summary.elapsed.as_secs(), 7);
    drop(activities);
    let mut transmissions = HashSet::new();
    while let Some(activity) = told.recv().await {
        match activity.what {
            What::Sent(call) => {
                assert_eq!((call.attempt, call.retried_count, call.to.as_str()), (1, Some(0), "there"));
                assert_eq!(call.event.as_deref(), Some("PAYMENT_STATUS_CHANGED"));
                transmissions.insert(call.transmission_id.clone());
            }
            What::SentSummary(last) => assert_eq!(last.sent, 50),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(transmissions.len(), 50);
}

#[tokio::test(start_paused = true)]
async fn after_the_end_no_call_is_begun_and_those_under_way_are_told_of() {
    let plan = TriggerPlan { count: 1_000, concurrency: 4, ..plan(EventType::DepositCallback) };
    let end = CancellationToken::new();
    let (activities, mut told) = mpsc::channel(100);
    let ending = end.clone();
    let send = move |_, _| {
        let ending = ending.clone();
        async move {
            sleep(Duration::from_secs(1)).await;
            ending.cancel();
            accepted()
        }
    };
    let summary = drive(&plan, "there", send, &clock(), &activities, &end).await.unwrap();
    assert_eq!(summary.sent, 4);
    told.close();
    let told = std::iter::from_fn(|| told.try_recv().ok()).map(|activity| activity.what);
    let told: Vec<_> = told.filter(|what| !matches!(what, What::Notice(Notice::Draining { .. }))).collect();
    assert_eq!(told.len(), 4 + 1);
}

#[tokio::test]
async fn a_closed_output_ends_the_run() {
    let plan = TriggerPlan { count: u64::MAX, ..plan(EventType::DepositCallback) };
    let (activities, told) = mpsc::channel(1);
    drop(told);
    let send = |_, _| async { accepted() };
    let summary =
        drive(&plan, "there", send, &clock(), &activities, &CancellationToken::new()).await.unwrap();
    assert_eq!(summary.sent, 0);
}

#[tokio::test]
async fn unsigned_events_are_said_once_and_before_the_first() {
    let plan = TriggerPlan { count: 3, ..plan(EventType::PayoutChanged) };
    let (activities, mut told) = mpsc::channel(10);
    let send = |_, _| async { accepted() };
    drive(&plan, "there", send, &clock(), &activities, &CancellationToken::new()).await.unwrap();
    told.close();
    let told: Vec<_> = std::iter::from_fn(|| told.try_recv().ok()).map(|activity| activity.what).collect();
    assert!(matches!(told[0], What::Notice(Notice::UnsignedEvent { .. })));
    assert_eq!(told.len(), 1 + 3 + 1);
}
