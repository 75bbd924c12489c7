//! What Toss Payments would make of an answer, and when it would send again.

use std::time::Duration;

use jiff::Timestamp;

use crate::activity::{AttemptResult, DeliveryStatus, Outcome, TossWould};
use crate::toss::Policy;

/// What follows from the answer to one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// What Toss Payments would make of the answer.
    pub toss_would: TossWould,
    /// What its history would show after it.
    pub delivery_status: DeliveryStatus,
    /// When it would send again; none after a success and after the last attempt.
    pub next_attempt_at: Option<Timestamp>,
}

impl Verdict {
    /// For a status that was given so long after the arrival of the attempt with this retried
    /// count. The next attempt is due at the arrival and the wait for its count: what Toss Payments
    /// counts a wait from isn't documented beyond "the attempt before it" (section 1 of the facts).
    pub fn of_answer(
        policy: &Policy,
        http_status: u16,
        answered_after: Duration,
        retried_count: u32,
        arrived_at: Timestamp,
    ) -> Self {
        Self::of(policy, policy.judge(http_status, answered_after), retried_count, arrived_at)
    }

    /// For an attempt of our own, begun at this time with this retried count.
    pub fn of_attempt(
        policy: &Policy,
        result: &AttemptResult,
        retried_count: u32,
        begun_at: Timestamp,
    ) -> Self {
        let toss_would = match result.http_status() {
            Some(status) => policy.judge(status, result.elapsed),
            None if result.outcome == Outcome::Timeout || result.elapsed > policy.timeout => {
                TossWould::TimeOut
            }
            None => TossWould::Reject,
        };
        Self::of(policy, toss_would, retried_count, begun_at)
    }

    fn of(policy: &Policy, toss_would: TossWould, retried_count: u32, arrived_at: Timestamp) -> Self {
        let wait = match toss_would {
            TossWould::Accept => None,
            TossWould::Reject | TossWould::TimeOut => policy.wait_after(retried_count),
        };
        Self {
            toss_would,
            delivery_status: policy.delivery_status(toss_would, retried_count),
            next_attempt_at: wait.and_then(|wait| arrived_at.checked_add(wait).ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::HeaderMap;
    use jiff::Timestamp;

    use super::Verdict;
    use crate::activity::{AttemptResult, Cause, DeliveryStatus, Outcome, Response, TossWould};
    use crate::toss::Policy;

    const ARRIVED: &str = "2026-11-22T13:00:00.25+09:00";

    fn policy() -> Policy {
        Policy { waits: [60, 240].map(Duration::from_secs).to_vec(), timeout: Duration::from_secs(10) }
    }

    fn answer(status: u16, after: u64, retried_count: u32) -> Verdict {
        let arrived_at = ARRIVED.parse().unwrap();
        Verdict::of_answer(&policy(), status, Duration::from_secs(after), retried_count, arrived_at)
    }

    fn at(time: &str) -> Timestamp {
        time.parse().unwrap()
    }

    #[test]
    fn a_success_completes_the_event_and_nothing_follows() {
        let verdict = answer(200, 3, 1);
        assert_eq!(verdict.toss_would, TossWould::Accept);
        assert_eq!(verdict.delivery_status, DeliveryStatus::Completed);
        assert_eq!(verdict.next_attempt_at, None);
    }

    #[test]
    fn the_next_attempt_is_due_its_wait_after_the_arrival_not_after_the_answer() {
        assert_eq!(answer(500, 9, 0).next_attempt_at, Some(at("2026-11-22T13:01:00.25+09:00")));
        assert_eq!(answer(201, 0, 1).next_attempt_at, Some(at("2026-11-22T13:04:00.25+09:00")));
        let late = answer(200, 11, 0);
        assert_eq!(late.toss_would, TossWould::TimeOut);
        assert_eq!(late.next_attempt_at, Some(at("2026-11-22T13:01:00.25+09:00")));
    }

    #[test]
    fn after_the_last_attempt_the_event_is_failed() {
        for count in [2, 3, u32::MAX] {
            let verdict = answer(500, 0, count);
            assert_eq!((verdict.delivery_status, verdict.next_attempt_at), (DeliveryStatus::Failed, None));
        }
    }

    #[test]
    fn a_wait_beyond_the_calendar_has_no_date() {
        let policy = Policy { waits: vec![Duration::MAX], timeout: Duration::from_secs(10) };
        let verdict = Verdict::of_answer(&policy, 500, Duration::ZERO, 0, ARRIVED.parse().unwrap());
        assert_eq!((verdict.delivery_status, verdict.next_attempt_at), (DeliveryStatus::Sending, None));
    }

    #[test]
    fn an_attempt_without_an_answer_is_a_failure() {
        let attempt = |outcome, cause, seconds| {
            let result = AttemptResult {
                outcome,
                response: None,
                cause: Some(cause),
                elapsed: Duration::from_secs(seconds),
            };
            Verdict::of_attempt(&policy(), &result, 0, ARRIVED.parse().unwrap()).toss_would
        };
        assert_eq!(attempt(Outcome::Unreachable, Cause::Refused, 0), TossWould::Reject);
        assert_eq!(attempt(Outcome::Timeout, Cause::AnswerTimeout, 2), TossWould::TimeOut);
        // Held through refused connections for longer than Toss Payments waits.
        assert_eq!(attempt(Outcome::Unreachable, Cause::Refused, 11), TossWould::TimeOut);
    }

    #[test]
    fn an_attempts_answer_counts_as_any_answer_does() {
        let response =
            Response { status: 200, headers: HeaderMap::new(), body: Bytes::new(), truncated: false };
        for (seconds, expected) in [(10, TossWould::Accept), (11, TossWould::TimeOut)] {
            let result = AttemptResult {
                outcome: Outcome::Accepted,
                response: Some(response.clone()),
                cause: None,
                elapsed: Duration::from_secs(seconds),
            };
            let verdict = Verdict::of_attempt(&policy(), &result, 0, ARRIVED.parse().unwrap());
            assert_eq!(verdict.toss_would, expected);
        }
    }
}
