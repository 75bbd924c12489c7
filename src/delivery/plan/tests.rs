use super::*;
use crate::activity::{Cause, Outcome};

const MINUTE: Duration = Duration::from_secs(60);

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn failed(seconds: u64) -> AttemptResult {
    AttemptResult {
        outcome: Outcome::Unreachable,
        response: None,
        cause: Some(Cause::Refused),
        elapsed: Duration::from_secs(seconds),
    }
}

fn accepted() -> AttemptResult {
    let response = crate::activity::Response {
        status: 200,
        headers: http::HeaderMap::new(),
        body: bytes::Bytes::new(),
        truncated: false,
    };
    AttemptResult {
        outcome: Outcome::Accepted,
        response: Some(response),
        cause: None,
        elapsed: Duration::from_secs(1),
    }
}

fn next(step: Step) -> Plan {
    match step {
        Step::Waiting(plan) => plan,
        ended => panic!("{ended:?}"),
    }
}

/// The simulated minutes of all attempts whose calls take so many seconds and fail.
fn seconds_of_all_attempts(call: u64) -> Vec<i64> {
    let policy = Policy::toss();
    let mut plan = Plan::first(at(0));
    let mut seconds = Vec::new();
    loop {
        let attempt = plan.begin(Duration::ZERO);
        assert_eq!(attempt.retried_count as usize, seconds.len());
        seconds.push(attempt.at.as_second());
        match Step::after(attempt, &failed(call), &policy) {
            Step::Waiting(waiting) => plan = waiting,
            step => {
                assert_eq!(step, Step::Failed);
                return seconds;
            }
        }
    }
}

#[test]
fn eight_attempts_fail_one_policy_wait_after_the_other() {
    let minutes: Vec<_> = seconds_of_all_attempts(0).into_iter().map(|second| second / 60).collect();
    assert_eq!(minutes, [0, 1, 5, 21, 85, 341, 1365, 5461]);
}

#[test]
fn the_time_of_a_call_counts_one_to_one() {
    assert_eq!(seconds_of_all_attempts(10)[..3], [0, 60 + 10, 60 + 10 + 240 + 10]);
}

#[test]
fn an_accepted_attempt_completes_the_event_at_any_count() {
    for retried_count in [0, 3, 7, u32::MAX] {
        let attempt = Attempt { retried_count, at: at(0) };
        let step = Step::after(attempt, &accepted(), &Policy::toss());
        assert_eq!((step, step.delivery_status()), (Step::Completed, DeliveryStatus::Completed));
    }
}

#[test]
fn a_late_attempt_moves_all_after_it_and_never_back() {
    let policy = Policy::toss();
    let first = Plan::first(at(100)).begin(Duration::from_secs(7));
    assert_eq!(first.at, at(107));
    let plan = next(Step::after(first, &failed(3), &policy));
    assert_eq!((plan.at(), plan.due_at(), plan.wait_left()), (at(110), at(170), MINUTE));
}

#[test]
fn a_wait_is_stored_and_taken_up_where_it_was() {
    let plan = Plan::restored(2, at(0), 4 * MINUTE);
    let half = plan.waited(2 * MINUTE);
    assert_eq!((half.at(), half.wait_left(), half.due_at()), (at(120), 2 * MINUTE, plan.due_at()));
    // However long nobody was there: it is due, not overdue, and comes once.
    let over = plan.waited(Duration::MAX);
    assert_eq!((over.wait_left(), over.begin(Duration::ZERO).at), (Duration::ZERO, plan.due_at()));
}

#[test]
fn what_would_come_ends_with_the_last_chance() {
    let plan = Plan::restored(5, at(0), 256 * MINUTE);
    let counts: Vec<_> = plan.to_come(&Policy::toss()).iter().map(|it| it.retried_count).collect();
    assert_eq!(counts, [5, 6, 7]);
    let last = *plan.to_come(&Policy::toss()).last().unwrap();
    assert_eq!((last.number(), last.at), (8, at((256 + 1024 + 4096) * 60)));
}

#[test]
fn a_wait_beyond_the_calendar_ends_with_it() {
    let policy = Policy { waits: vec![Duration::MAX; 2], timeout: Duration::MAX };
    let plan = next(Step::after(Plan::first(at(0)).begin(Duration::ZERO), &failed(0), &policy));
    assert_eq!(plan.due_at(), Timestamp::MAX);
    let plan = next(Step::after(plan.begin(Duration::MAX), &failed(0), &policy));
    assert_eq!(plan.due_at(), Timestamp::MAX);
}
