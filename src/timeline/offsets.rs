//! When each attempt comes, counted from the first: the same for every event of a policy.

use std::time::Duration;

use super::ScheduleError;
use crate::toss::Policy;

/// The time from the first attempt to each, as long as all before it fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offsets(Vec<Duration>);

impl Offsets {
    /// The attempts of a policy whose failing attempts take `answer_after` each, or the policy's
    /// timeout where that is shorter; a wait counts from the end of the attempt before it.
    ///
    /// Whether Toss Payments counts from an attempt's start or its end is not documented; an
    /// `answer_after` of zero is the first reading.
    pub fn new(policy: &Policy, answer_after: Duration) -> Result<Self, ScheduleError> {
        let attempt_takes = answer_after.min(policy.timeout);
        let mut elapsed = Duration::ZERO;
        let mut offsets = vec![elapsed];
        for wait in &policy.waits {
            elapsed = elapsed
                .checked_add(attempt_takes)
                .and_then(|elapsed| elapsed.checked_add(*wait))
                .ok_or(ScheduleError::TooFar)?;
            offsets.push(elapsed);
        }
        Ok(Self(offsets))
    }

    /// From the first attempt to each, the first included.
    pub fn iter(&self) -> impl Iterator<Item = Duration> + '_ {
        self.0.iter().copied()
    }

    /// From the first attempt to the last: the longest outage, begun at the first attempt, after which
    /// the event still arrives.
    pub fn total(&self) -> Duration {
        self.0.last().copied().unwrap_or_default()
    }
}
