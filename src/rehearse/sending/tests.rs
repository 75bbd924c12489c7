mod load;

use std::sync::Mutex;
use std::time::Duration;

use http::HeaderMap;
use jiff::Timestamp;
use tokio::time::sleep;

use super::*;
use crate::activity::{Cause, DeliveryStatus, Outcome as CallOutcome, Sent, Waiting};
use crate::rehearse::{Chaos, Countdown, Ledger, Signing, Source, When};
use crate::timeline::Speed;
use crate::toss::sample::Wanted;
use crate::toss::sample::edit::Missing;
use crate::toss::transmission::{RETRIED_COUNT, SIGNATURE, TRANSMISSION_ID, TRANSMISSION_TIME};
use crate::toss::{EventType, KeyForm, SecurityKey};

/// A quarter past four on the simulated clock, and a fraction that no header shows.
fn at() -> Timestamp {
    "2024-11-22T04:15:00.75Z".parse().unwrap()
}

fn plan(event_type: EventType, count: u64) -> TriggerPlan {
    TriggerPlan {
        source: Source::Sample(Box::new(Wanted::new(event_type, at(), 0))),
        edits: Vec::new(),
        missing: Missing::Refuse,
        count,
        concurrency: 4,
        pace: Pace::default(),
        chaos: Chaos::default(),
        seed: 7,
        when: When::Now,
        signing: Some(Signing { key: SecurityKey::parse(&"ab".repeat(32)).unwrap(), form: KeyForm::Text }),
        headers: HeaderMap::new(),
        retry: Some(Policy::toss()),
        countdown: Countdown::Silent,
        ledger: Ledger::default(),
    }
}

fn answered(status: u16) -> AttemptResult {
    AttemptResult::answered(status, "", Duration::from_millis(1))
}

fn refused() -> AttemptResult {
    AttemptResult {
        outcome: CallOutcome::Unreachable,
        response: None,
        cause: Some(Cause::Refused),
        elapsed: Duration::ZERO,
    }
}

/// The retried count that a call carries.
fn count_of(call: &Call) -> u32 {
    call.headers[RETRIED_COUNT].to_str().unwrap().parse().unwrap()
}

/// Runs a plan against an endpoint whose answer to a retried count is given, until `end_after`.
async fn ran(
    plan: TriggerPlan,
    speed: Speed,
    end_after: Duration,
    answer: impl Fn(u32) -> AttemptResult + Send + Sync + 'static,
) -> (SentSummary, Vec<What>, Vec<HeaderMap>) {
    let (activities, mut emitted) = mpsc::channel(10_000);
    let calls = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&calls);
    let send = move |call: Call, _| {
        seen.lock().unwrap().push(call.headers.clone());
        std::future::ready(answer(count_of(&call)))
    };
    let (clock, end) = (Clock::virtual_from(at()).at_speed(speed), CancellationToken::new());
    let run = Run { plan, to: "there".into(), send, clock: &clock, activities: &activities };
    let ending = async {
        sleep(end_after).await;
        end.cancel();
        std::future::pending::<()>().await;
    };
    let outcome = tokio::select! {
        outcome = run.until(&end) => outcome.unwrap(),
        () = ending => unreachable!(),
    };
    drop(activities);
    let mut told = Vec::new();
    while let Some(activity) = emitted.recv().await {
        told.push(activity.what);
    }
    let calls = calls.lock().unwrap().clone();
    (outcome.summary, told, calls)
}

const LONG: Duration = Duration::from_secs(30 * 24 * 3600);

fn sent(told: &[What]) -> Vec<&Sent> {
    let sent = told.iter().map(|what| match what {
        What::Sent(sent) => &**sent,
        other => panic!("{other:?}"),
    });
    sent.collect()
}

fn lines(calls: &[HeaderMap], name: &str) -> Vec<String> {
    calls.iter().map(|headers| headers[name].to_str().unwrap().to_owned()).collect()
}

#[tokio::test(start_paused = true)]
async fn an_event_is_re_sent_as_toss_payments_does_until_it_is_accepted() {
    let three_failures = |count| if count < 3 { refused() } else { answered(200) };
    let plan = plan(EventType::PayoutChanged, 1);
    let (summary, told, calls) = ran(plan, Speed::REHEARSAL, LONG, three_failures).await;
    assert_eq!(lines(&calls, RETRIED_COUNT), ["0", "1", "2", "3"]);
    assert!(lines(&calls, TRANSMISSION_ID).windows(2).all(|two| two[0] == two[1]));
    assert_eq!(
        lines(&calls, TRANSMISSION_TIME),
        ["13:15:00", "13:16:00", "13:20:00", "13:36:00"].map(|time| format!("2024-11-22T{time}+09:00"))
    );
    let signatures: std::collections::HashSet<_> = lines(&calls, SIGNATURE).into_iter().collect();
    assert_eq!(signatures.len(), 4, "each attempt is signed anew");
    let statuses: Vec<_> =
        sent(&told).iter().map(|it| it.course.as_ref().unwrap().delivery_status.as_str()).collect();
    assert_eq!(statuses, ["Sending", "Sending", "Sending", "Completed"]);
    let retries = summary.retries.unwrap();
    assert_eq!((retries.events, retries.completed, retries.failed, retries.pending), (1, 1, 0, 0));
    assert_eq!((summary.sent, summary.accepted, summary.connected), (4, 1, 1));
}

#[tokio::test(start_paused = true)]
async fn each_line_says_what_comes_next_and_the_last_that_nothing_does() {
    let plan = plan(EventType::DepositCallback, 1);
    let (summary, told, _) = ran(plan, Speed::Instant, LONG, |_| answered(500)).await;
    let sent = sent(&told);
    let courses: Vec<_> = sent.iter().map(|it| it.course.as_ref().unwrap()).collect();
    assert_eq!(courses.len(), 8);
    for (this, next) in courses.iter().zip(&sent[1..]) {
        assert_eq!(this.next_attempt_at.unwrap().as_second(), next.sent_at.unwrap().as_second());
    }
    assert_eq!((courses[7].delivery_status, courses[7].next_attempt_at), (DeliveryStatus::Failed, None));
    assert_eq!(courses[7].since_first.as_secs(), 5461 * 60);
    assert_eq!(summary.retries.unwrap().failed, 1);
}

#[tokio::test(start_paused = true)]
async fn copies_have_the_time_of_their_attempt_and_no_course() {
    let chaos = Chaos { duplicates: 2, ..Chaos::default() };
    let plan = TriggerPlan { chaos, ..plan(EventType::DepositCallback, 1) };
    let (_, told, calls) =
        ran(plan, Speed::REHEARSAL, LONG, |count| if count == 0 { answered(500) } else { answered(200) })
            .await;
    let sent = sent(&told);
    let minutes: Vec<_> = sent
        .iter()
        .map(|it| it.sent_at.unwrap().duration_since(sent[0].sent_at.unwrap()).as_secs())
        .collect();
    assert_eq!((calls.len(), minutes), (4, vec![0, 0, 0, 60]));
    assert_eq!(sent.iter().filter(|it| it.course.is_some()).count(), 2);
}

#[tokio::test(start_paused = true)]
async fn many_events_are_re_sent_beside_each_other() {
    let plan = plan(EventType::PaymentStatusChanged, 200);
    let (summary, _, calls) =
        ran(plan, Speed::REHEARSAL, LONG, |count| if count < 2 { answered(503) } else { answered(200) })
            .await;
    let retries = summary.retries.unwrap();
    assert_eq!((retries.events, retries.completed, summary.sent), (200, 200, 600));
    let mut counts_of: std::collections::HashMap<String, Vec<u32>> = std::collections::HashMap::new();
    for (id, count) in lines(&calls, TRANSMISSION_ID).into_iter().zip(lines(&calls, RETRIED_COUNT)) {
        counts_of.entry(id).or_default().push(count.parse().unwrap());
    }
    assert_eq!(counts_of.len(), 200);
    assert!(counts_of.values().all(|counts| *counts == [0, 1, 2]));
}

#[tokio::test(start_paused = true)]
async fn what_is_cut_short_is_pending_and_its_way_is_known() {
    let two_minutes = Duration::from_secs(120);
    let plan = plan(EventType::DepositCallback, 3);
    let (summary, ..) = ran(plan, Speed::Real, two_minutes, |_| refused()).await;
    let retries = summary.retries.unwrap();
    assert_eq!((retries.events, retries.pending, summary.sent, summary.connected), (3, 3, 6, 0));
    let counts: Vec<_> = retries.to_come.iter().map(|(count, _)| *count).collect();
    assert_eq!(counts, [2, 3, 4, 5, 6, 7]);
    assert_eq!(retries.to_come[0].1.as_second() - at().as_second(), 300);
}

#[tokio::test(start_paused = true)]
async fn a_countdown_tells_what_is_waited_for_and_only_while_it_is() {
    let mut plan = plan(EventType::DepositCallback, 1);
    plan.countdown = Countdown::Told;
    let one_failure = |count| if count < 1 { refused() } else { answered(200) };
    let (_, told, _) = ran(plan, Speed::Times(60.try_into().unwrap()), LONG, one_failure).await;
    let waits: Vec<Waiting> = told
        .iter()
        .filter_map(|what| match what {
            What::Waiting(waiting) => Some(*waiting),
            _ => None,
        })
        .collect();
    // One simulated minute is a second, told of every tenth.
    assert!((8..=10).contains(&waits.len()), "{waits:?}");
    assert!(waits.iter().all(|it| it.retried_count == 1 && it.resends == 7 && it.pending == 1));
    assert!(waits.windows(2).all(|two| two[0].left > two[1].left));
    assert!(matches!(told.last(), Some(What::Sent(_))));
}

#[tokio::test(start_paused = true)]
async fn a_run_that_does_not_re_send_says_nothing_of_a_course() {
    let plan = TriggerPlan { retry: None, ..plan(EventType::DepositCallback, 2) };
    let (summary, told, calls) = ran(plan, Speed::REHEARSAL, LONG, |_| answered(500)).await;
    assert_eq!((calls.len(), summary.sent), (2, 2));
    assert!(summary.retries.is_none() && sent(&told).iter().all(|it| it.course.is_none()));
}
