//! What came of a run's attempts, counted as they end.

use std::collections::HashMap;
use std::time::Duration;

use crate::activity::{AttemptResult, Failing, Outcome, SentSummary, Spread};

#[derive(Debug, Default)]
pub(super) struct Tally {
    accepted: u64,
    connected: u64,
    failures: HashMap<Failing, u64>,
    times: Spread,
}

impl Tally {
    pub(super) fn count(&mut self, result: &AttemptResult) {
        self.times.record(result.elapsed);
        self.connected += u64::from(result.has_connected());
        if result.outcome == Outcome::Accepted {
            self.accepted += 1;
        } else {
            *self.failures.entry(failing(result)).or_default() += 1;
        }
    }

    pub(super) fn summary(self, elapsed: Duration) -> SentSummary {
        let mut failures: Vec<_> = self.failures.into_iter().collect();
        failures.sort_by_key(|(failing, count)| (std::cmp::Reverse(*count), rank(*failing)));
        let sent = self.times.count();
        SentSummary {
            sent,
            accepted: self.accepted,
            not_accepted: sent - self.accepted,
            connected: self.connected,
            failures,
            answer_p50: self.times.percentile(50.0),
            answer_p95: self.times.percentile(95.0),
            answer_max: self.times.max(),
            elapsed,
            retries: None,
        }
    }
}

fn failing(result: &AttemptResult) -> Failing {
    match (result.outcome, result.http_status()) {
        (Outcome::WrongStatus | Outcome::Redirect, Some(status)) => Failing::Status(status),
        (outcome, _) => Failing::Outcome(outcome),
    }
}

/// The order of equally frequent failures: statuses first, so that a run's output stays the same.
fn rank(failing: Failing) -> (u8, u16) {
    match failing {
        Failing::Status(status) => (0, status),
        Failing::Outcome(outcome) => (1, outcome as u16),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Tally;
    use crate::activity::{AttemptResult, Cause, Failing, Outcome};

    fn answered(status: u16) -> AttemptResult {
        AttemptResult::answered(status, "", Duration::from_millis(u64::from(status)))
    }

    fn unanswered(outcome: Outcome, cause: Cause) -> AttemptResult {
        AttemptResult { outcome, response: None, cause: Some(cause), elapsed: Duration::from_millis(1) }
    }

    #[test]
    fn failures_come_most_frequent_first_and_only_200_is_accepted() {
        let mut tally = Tally::default();
        for status in [200, 201, 500, 500, 302] {
            tally.count(&answered(status));
        }
        tally.count(&unanswered(Outcome::Unreachable, Cause::Refused));
        tally.count(&unanswered(Outcome::Timeout, Cause::ConnectTimeout));
        tally.count(&unanswered(Outcome::Timeout, Cause::AnswerTimeout));
        let summary = tally.summary(Duration::from_secs(1));
        assert_eq!((summary.sent, summary.accepted, summary.not_accepted), (8, 1, 7));
        assert_eq!(summary.connected, 6);
        assert_eq!(
            summary.failures,
            [
                (Failing::Status(500), 2),
                (Failing::Outcome(Outcome::Timeout), 2),
                (Failing::Status(201), 1),
                (Failing::Status(302), 1),
                (Failing::Outcome(Outcome::Unreachable), 1),
            ]
        );
        assert_eq!(summary.answer_max, Some(Duration::from_millis(500)));
    }

    #[test]
    fn a_run_without_attempts_has_no_times() {
        let summary = Tally::default().summary(Duration::ZERO);
        assert_eq!((summary.sent, summary.answer_p50, summary.answer_max), (0, None, None));
    }
}
