//! What a rule found, and what an answer comes to for it.

use crate::activity::{AttemptResult, Effect, Finding, Fix, Part, RuleVerdict, Sight, Skip};

/// A rule's verdict, before it is told.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) verdict: RuleVerdict,
    pub(super) finding: Finding,
    /// What helps, where it is not what mends a failure of the rule.
    pub(super) fix: Option<Fix>,
}

/// What a rule gives; the error is what ends it early.
pub(super) type Verdict = Result<Found, Found>;

impl Found {
    /// Nothing that would tell.
    pub(super) fn skipped(why: Skip) -> Self {
        Self { verdict: RuleVerdict::Skipped, finding: Finding::Skipped(why), fix: None }
    }

    /// A verdict that rests on this.
    pub(super) fn seen(verdict: RuleVerdict, sight: Sight) -> Self {
        Self { verdict, finding: Finding::Seen(Box::new(sight)), fix: None }
    }

    /// A verdict that rests on one delivery alone.
    pub(super) fn alone(verdict: RuleVerdict, part: Option<Part>, result: &AttemptResult) -> Self {
        let (result, effect) = (result.clone(), Effect::NotProbed);
        Self::seen(verdict, Sight { part, deliveries: 1, alike: 1, result, effect })
    }

    /// A verdict that rests on one of so many deliveries at once, of which some came to much the same.
    pub(super) fn at_once(verdict: RuleVerdict, deliveries: u32, alike: u32, result: AttemptResult) -> Self {
        let (part, effect) = (Some(Part::AtOnce), Effect::NotProbed);
        Self::seen(verdict, Sight { part, deliveries, alike, result, effect })
    }

    /// Whether an answer did not pass. Another delivery may get the same; where there was no answer, it would
    /// only be waited for again.
    pub(super) fn has_answered_wrongly(&self) -> bool {
        match &self.finding {
            Finding::Seen(sight) => self.verdict != RuleVerdict::Pass && sight.result.http_status().is_some(),
            Finding::Skipped(_) => false,
        }
    }

    /// Adds what the probe says, where anything was seen.
    pub(super) fn tell(&mut self, effect: Effect) {
        if let Finding::Seen(sight) = &mut self.finding {
            sight.effect = effect;
        }
    }

    /// The same with this to help.
    pub(super) fn with_fix(self, fix: Fix) -> Self {
        Self { fix: Some(fix), ..self }
    }
}

/// Which answers are right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    /// Any 2xx: only `exactly-200` is about which.
    Handled,
    /// A refusal of a forged delivery: 4xx.
    Refused,
    /// The blame on the sender: 4xx.
    ClientError,
    /// Anything but the blame on the server.
    NoServerError,
}

impl Expected {
    /// What this answer, or its absence, comes to.
    pub(super) fn judge(self, result: &AttemptResult) -> RuleVerdict {
        use RuleVerdict::{Fail, Pass, Warn};
        match (self, result.http_status()) {
            (Self::Handled, Some(200..=299))
            | (Self::Refused | Self::ClientError, Some(400..=499))
            | (Self::NoServerError, Some(200..=499)) => Pass,
            // It was not taken, but not refused in so many words.
            (Self::Refused, Some(300..=399 | 500..)) | (Self::ClientError, Some(300..=399)) => Warn,
            _ => Fail,
        }
    }
}

/// How bad it is that a call was not handled: worst without an answer, else the worse the higher the status.
pub(super) fn gravity(result: &AttemptResult) -> u16 {
    result.http_status().unwrap_or(u16::MAX)
}

/// Whether a delivery was handled.
pub(super) fn is_handled(result: &AttemptResult) -> bool {
    Expected::Handled.judge(result) == RuleVerdict::Pass
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Expected;
    use crate::activity::RuleVerdict::{Fail, Pass, Warn};
    use crate::activity::{AttemptResult, Cause, Outcome};

    fn answered(status: u16) -> AttemptResult {
        AttemptResult::answered(status, "", Duration::ZERO)
    }

    #[test]
    fn each_expectation_has_its_right_answers() {
        for (expected, verdicts) in [
            (Expected::Handled, [Pass, Pass, Fail, Fail, Fail]),
            (Expected::Refused, [Fail, Fail, Warn, Pass, Warn]),
            (Expected::ClientError, [Fail, Fail, Warn, Pass, Fail]),
            (Expected::NoServerError, [Pass, Pass, Pass, Pass, Fail]),
        ] {
            let judged = [200, 204, 302, 404, 500].map(|status| expected.judge(&answered(status)));
            assert_eq!(judged, verdicts, "{expected:?}");
        }
    }

    #[test]
    fn no_answer_is_never_right() {
        let silent = AttemptResult {
            outcome: Outcome::Protocol,
            response: None,
            cause: Some(Cause::Closed),
            elapsed: Duration::ZERO,
        };
        for expected in [Expected::Handled, Expected::Refused, Expected::ClientError, Expected::NoServerError]
        {
            assert_eq!(expected.judge(&silent), Fail, "{expected:?}");
        }
    }
}
