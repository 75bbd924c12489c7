//! Failures by kind: what did not come to a 200, counted.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::{AttemptResult, Cause, Outcome};

/// Why an answer was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Failing {
    /// Another status than 200.
    Status(u16),
    /// No answer from the endpoint, or one that came too late.
    Outcome(Outcome),
    /// It was cut off here, on purpose.
    CutOff,
}

impl Failing {
    /// The kind of a call that came to this; its status counts where that is what it failed for.
    pub fn of(result: &AttemptResult) -> Self {
        match (result.outcome, result.http_status(), &result.cause) {
            (_, _, Some(Cause::CutOff { .. })) => Self::CutOff,
            (Outcome::WrongStatus | Outcome::Redirect, Some(status), _) => Self::Status(status),
            (outcome, ..) => Self::Outcome(outcome),
        }
    }

    /// How it ended: what stands for it in JSON.
    pub fn outcome(self) -> Outcome {
        match self {
            Self::Status(status) => Outcome::of_status(status),
            Self::Outcome(outcome) => outcome,
            Self::CutOff => Outcome::Protocol,
        }
    }

    /// The status, where that is what it failed for.
    pub fn status(self) -> Option<u16> {
        match self {
            Self::Status(status) => Some(status),
            Self::Outcome(_) | Self::CutOff => None,
        }
    }

    /// The order of equally frequent failures: statuses first, so that a run's output stays the same.
    fn rank(self) -> (u8, u16) {
        match self {
            Self::Status(status) => (0, status),
            Self::Outcome(outcome) => (1, outcome as u16),
            Self::CutOff => (2, 0),
        }
    }
}

/// Failures by kind. There are as many kinds as statuses, however much fails.
#[derive(Clone, Debug, Default)]
pub struct Failures(HashMap<Failing, u64>);

impl Failures {
    /// Counts one more.
    pub fn count(&mut self, kind: Failing) {
        *self.0.entry(kind).or_default() += 1;
    }

    /// All kinds with their number, the most frequent first.
    pub fn by_kind(&self) -> Vec<(Failing, u64)> {
        let mut kinds: Vec<_> = self.0.iter().map(|(kind, number)| (*kind, *number)).collect();
        kinds.sort_unstable_by_key(|(kind, number)| (Reverse(*number), kind.rank()));
        kinds
    }
}
