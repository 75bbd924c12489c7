//! What came of a run's attempts, counted as they end.

use std::time::Duration;

use crate::activity::{AttemptResult, Failing, Failures, Mishap, Mishaps, Outcome, SentSummary, Spread};

#[derive(Debug, Default)]
pub(super) struct Tally {
    sent: u64,
    accepted: u64,
    connected: u64,
    not_mastered: u64,
    mistaken: u64,
    mishaps: Mishaps,
    failures: Failures,
    times: Spread,
}

impl Tally {
    /// Counts an attempt which took so long.
    pub(super) fn count(&mut self, result: &AttemptResult, took: Duration) {
        self.sent += 1;
        if result.times_an_answer() {
            self.times.record(took);
        }
        self.connected += u64::from(result.has_connected());
        if result.outcome == Outcome::Accepted {
            self.accepted += 1;
        } else {
            self.failures.count(Failing::of(result));
        }
    }

    /// Counts what was done to an attempt that has been counted; of a copy also beside what came of the attempt
    /// itself.
    pub(super) fn count_mishap(
        &mut self,
        mishap: &Mishap,
        result: &AttemptResult,
        itself: Option<&AttemptResult>,
    ) {
        let is_mastered = mishap.is_mastered(result);
        self.not_mastered += u64::from(!is_mastered);
        self.mistaken += u64::from(!is_mastered && mishap.is_test());
        self.mishaps.count(mishap, result, itself);
    }

    /// How many attempts were counted, and how many of them were not accepted.
    pub(super) fn so_far(&self) -> (u64, u64) {
        (self.sent, self.sent - self.accepted)
    }

    /// How long the answers took.
    pub(super) fn times(&self) -> &Spread {
        &self.times
    }

    pub(super) fn summary(&self, elapsed: Duration) -> SentSummary {
        let (sent, not_accepted) = self.so_far();
        SentSummary {
            sent,
            accepted: self.accepted,
            not_accepted,
            connected: self.connected,
            not_mastered: self.not_mastered,
            mistaken: self.mistaken,
            mishaps: self.mishaps,
            failures: self.failures.by_kind(),
            answers: self.times.percentiles(),
            elapsed,
            retries: None,
            load: None,
            short: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Tally;
    use crate::activity::{AttemptResult, Cause, CutAfter, Failing, Outcome};

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
            let result = answered(status);
            tally.count(&result, result.elapsed);
        }
        for (outcome, cause) in [
            (Outcome::Unreachable, Cause::Refused),
            (Outcome::Timeout, Cause::ConnectTimeout),
            (Outcome::Timeout, Cause::AnswerTimeout),
        ] {
            tally.count(&unanswered(outcome, cause), Duration::from_millis(1));
        }
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
        assert_eq!(summary.answers.unwrap().max, Duration::from_millis(500));
    }

    #[test]
    fn only_answers_and_what_timed_out_have_a_time() {
        let mut tally = Tally::default();
        let cut = |after, status| unanswered(Outcome::Protocol, Cause::CutOff { after, status });
        for none in [
            unanswered(Outcome::Unreachable, Cause::Refused),
            unanswered(Outcome::Tls, Cause::Tls(String::new())),
            unanswered(Outcome::Protocol, Cause::Closed),
            cut(CutAfter::Headers, None),
            cut(CutAfter::Body, None),
        ] {
            tally.count(&none, none.elapsed);
        }
        let summary = tally.summary(Duration::from_secs(1));
        assert_eq!((summary.sent, summary.not_accepted, summary.answers), (5, 5, None));
        assert_eq!(tally.times().steps(), []);
        for some in [
            answered(500),
            cut(CutAfter::Response, Some(200)),
            unanswered(Outcome::Timeout, Cause::AnswerTimeout),
        ] {
            tally.count(&some, some.elapsed);
        }
        assert_eq!((tally.so_far(), tally.times().count()), ((8, 8), 3));
    }

    #[test]
    fn a_run_without_attempts_has_no_times() {
        let summary = Tally::default().summary(Duration::ZERO);
        assert_eq!((summary.sent, summary.answers), (0, None));
    }
}
