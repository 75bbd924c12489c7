use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::sleep;

use super::*;
use crate::activity::{Cause, Outcome, Response};
use crate::timeline::Speed;

const MINUTE: Duration = Duration::from_secs(60);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

/// What the plans heard, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Heard {
    event: usize,
    attempt: Attempt,
    /// Real time since the start.
    after: Duration,
    step: Step,
}

/// So many events, all first sent at second 0, whose first attempts fail.
struct Events {
    count: usize,
    failing: u32,
    call: Duration,
    withdrawn: Option<usize>,
    begun: Instant,
    given: AtomicUsize,
    under_way: AtomicUsize,
    most_under_way: AtomicUsize,
    most_pending: AtomicUsize,
    lulls: AtomicUsize,
    drained: AtomicUsize,
    heard: Mutex<Vec<Heard>>,
}

impl Events {
    fn failing(count: usize, failing: u32) -> Self {
        Self {
            count,
            failing,
            call: Duration::ZERO,
            withdrawn: None,
            begun: Instant::now(),
            given: AtomicUsize::new(0),
            under_way: AtomicUsize::new(0),
            most_under_way: AtomicUsize::new(0),
            most_pending: AtomicUsize::new(0),
            lulls: AtomicUsize::new(0),
            drained: AtomicUsize::new(0),
            heard: Mutex::default(),
        }
    }

    fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn counts_of(&self, event: usize) -> Vec<u32> {
        self.heard().iter().filter(|it| it.event == event).map(|it| it.attempt.retried_count).collect()
    }
}

impl Plans for Events {
    type Event = usize;
    type Made = ();

    async fn next(&self) -> Option<(usize, Plan)> {
        let event = self.given.fetch_add(1, Ordering::SeqCst);
        (event < self.count).then(|| (event, Plan::first(at(0))))
    }

    async fn attempt(&self, event: &usize, attempt: Attempt) -> Option<((), AttemptResult)> {
        if self.withdrawn == Some(*event) && attempt.retried_count > 0 {
            return None;
        }
        let under_way = self.under_way.fetch_add(1, Ordering::SeqCst) + 1;
        self.most_under_way.fetch_max(under_way, Ordering::SeqCst);
        sleep(self.call).await;
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        let fails = attempt.retried_count < self.failing;
        Some(((), if fails { refused(self.call) } else { accepted(self.call) }))
    }

    async fn ended(&self, event: &usize, Ended { attempt, step, .. }: Ended<()>) {
        let heard = Heard { event: *event, attempt, after: self.begun.elapsed(), step };
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).push(heard);
    }

    fn lull(&self, lull: &Lull) {
        self.lulls.fetch_add(1, Ordering::SeqCst);
        self.most_pending.fetch_max(lull.pending, Ordering::SeqCst);
    }

    async fn draining(&self, calls: usize) {
        self.drained.store(calls, Ordering::SeqCst);
    }
}

fn refused(elapsed: Duration) -> AttemptResult {
    AttemptResult { outcome: Outcome::Unreachable, response: None, cause: Some(Cause::Refused), elapsed }
}

fn accepted(elapsed: Duration) -> AttemptResult {
    let response = Response {
        status: 200,
        headers: http::HeaderMap::new(),
        body: bytes::Bytes::new(),
        truncated: false,
    };
    AttemptResult { outcome: Outcome::Accepted, response: Some(response), cause: None, elapsed }
}

async fn played(events: Events, speed: Speed, bounds: Bounds) -> Arc<Events> {
    let (events, end) = (Arc::new(events), CancellationToken::new());
    let clock = Clock::virtual_from(at(0)).at_speed(speed);
    let left = play(Arc::clone(&events), &Policy::toss(), &clock, bounds, &end).await;
    assert!(left.is_empty(), "{left:?}");
    events
}

const WIDE: Bounds = Bounds { calls: 100, plans: 10_000 };

#[tokio::test(start_paused = true)]
async fn an_event_that_fails_three_times_lands_after_one_and_four_and_sixteen_minutes() {
    let events = played(Events::failing(1, 3), Speed::REHEARSAL, WIDE).await;
    let heard = events.heard();
    let simulated: Vec<_> = heard.iter().map(|it| it.attempt.at.as_second()).collect();
    let simulated_minutes: Vec<_> = simulated.iter().map(|second| second / 60).collect();
    assert_eq!(simulated_minutes, [0, 1, 5, 21]);
    assert_eq!(events.counts_of(0), [0, 1, 2, 3]);
    assert_eq!(heard.last().map(|it| it.step), Some(Step::Completed));
    // 21 minutes at 3600x; the runtime's timer ticks in milliseconds.
    let real = heard.last().map(|it| it.after).unwrap_or_default();
    assert!((Duration::from_millis(350)..Duration::from_millis(360)).contains(&real), "{real:?}");
}

#[tokio::test(start_paused = true)]
async fn at_real_speed_the_whole_schedule_takes_as_long_as_it_says() {
    let events = played(Events::failing(1, 8), Speed::Real, WIDE).await;
    let last = *events.heard().last().unwrap();
    assert_eq!((last.step, last.attempt.retried_count), (Step::Failed, 7));
    assert_eq!((last.after, last.attempt.at), (5461 * MINUTE, at(5461 * 60)));
    assert_eq!(events.lulls.load(Ordering::SeqCst), 7);
}

#[tokio::test(start_paused = true)]
async fn only_waits_are_scaled_and_the_time_of_calls_counts_one_to_one() {
    let ten = Duration::from_secs(10);
    let events = played(Events { call: ten, ..Events::failing(1, 2) }, Speed::Instant, WIDE).await;
    let heard = events.heard();
    let simulated: Vec<_> = heard.iter().map(|it| it.attempt.at.as_second()).collect();
    assert_eq!(simulated, [0, 70, 70 + 250]);
    assert_eq!(heard.last().map(|it| it.after), Some(3 * ten));
}

#[tokio::test(start_paused = true)]
async fn a_thousand_plans_wait_at_once_and_no_more_calls_are_under_way_than_allowed() {
    let events = Events { call: Duration::from_millis(10), ..Events::failing(1000, 2) };
    let events = played(events, Speed::REHEARSAL, Bounds { calls: 7, plans: 1000 }).await;
    assert_eq!(events.most_under_way.load(Ordering::SeqCst), 7);
    let completed = events.heard().iter().filter(|it| it.step == Step::Completed).count();
    assert_eq!(completed, 1000);
    assert!((0..1000).all(|event| events.counts_of(event) == [0, 1, 2]));
    // What waits for room is late, and its simulated time says so: it never goes back.
    let heard = events.heard();
    for event in 0..20 {
        let times: Vec<_> = heard.iter().filter(|it| it.event == event).map(|it| it.attempt.at).collect();
        assert!(times.windows(2).all(|two| two[0] < two[1]), "{times:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn no_further_plan_is_asked_for_beyond_the_bound() {
    let events = played(Events::failing(30, 8), Speed::Real, Bounds { calls: 4, plans: 10 }).await;
    assert_eq!(events.most_pending.load(Ordering::SeqCst), 10);
    let failed = events.heard().iter().filter(|it| it.step == Step::Failed).count();
    assert_eq!(failed, 30);
}

#[tokio::test(start_paused = true)]
async fn a_withdrawn_plan_ends_without_a_trace() {
    let events = Events { withdrawn: Some(1), ..Events::failing(3, 1) };
    let events = played(events, Speed::REHEARSAL, WIDE).await;
    assert_eq!([0, 1, 2].map(|event| events.counts_of(event)), [vec![0, 1], vec![0], vec![0, 1]]);
}

#[tokio::test(start_paused = true)]
async fn at_the_end_what_is_pending_is_given_back_with_the_wait_that_is_left() {
    let (events, end) = (Arc::new(Events::failing(2, 8)), CancellationToken::new());
    let clock = Clock::virtual_from(at(0)).at_speed(Speed::Times(std::num::NonZeroU32::new(60).unwrap()));
    let policy = Policy::toss();
    let playing = play(Arc::clone(&events), &policy, &clock, WIDE, &end);
    let ending = async {
        // One simulated minute is a second: the second re-send is three seconds off.
        sleep(Duration::from_millis(2001)).await;
        end.cancel();
    };
    let (left, ()) = tokio::join!(playing, ending);
    assert_eq!(left.iter().map(|(event, _)| *event).collect::<Vec<_>>(), [0, 1]);
    for (_, plan) in left {
        assert_eq!((plan.retried_count(), plan.due_at().as_second()), (2, 300));
        let left = plan.wait_left();
        assert!((Duration::from_secs(179)..=3 * MINUTE).contains(&left), "{left:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn at_the_end_calls_under_way_are_waited_for_and_none_is_begun() {
    let events = Arc::new(Events { call: 9 * Duration::from_secs(1), ..Events::failing(50, 1) });
    let end = CancellationToken::new();
    let (clock, policy) = (Clock::virtual_from(at(0)), Policy::toss());
    let playing = play(Arc::clone(&events), &policy, &clock, Bounds { calls: 3, plans: 9 }, &end);
    let ending = async {
        sleep(Duration::from_secs(1)).await;
        end.cancel();
    };
    let (left, ()) = tokio::join!(playing, ending);
    assert_eq!((events.heard().len(), left.len(), events.drained.load(Ordering::SeqCst)), (3, 3, 3));
    assert!(left.iter().all(|(_, plan)| plan.retried_count() == 1 && plan.wait_left() == MINUTE));
}

#[tokio::test(start_paused = true)]
async fn a_wall_clock_that_jumps_moves_no_wait() {
    for jump in [-1_000_000, 1_000_000] {
        let begun = Instant::now();
        let source = move || {
            let jumped = if begun.elapsed() > Duration::from_secs(30) { jump } else { 0 };
            at(1_700_000_000 + jumped)
        };
        let (events, end) = (Arc::new(Events::failing(5, 1)), CancellationToken::new());
        let clock = Clock::from_source(source);
        play(Arc::clone(&events), &Policy::toss(), &clock, WIDE, &end).await;
        let second: Vec<_> = events.heard().into_iter().filter(|it| it.attempt.retried_count == 1).collect();
        assert_eq!(second.len(), 5);
        assert!(second.iter().all(|it| it.after == MINUTE && it.attempt.at == at(60)), "{second:?}");
    }
}
