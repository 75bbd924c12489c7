//! What is due when for one event at one endpoint: pure, so that what is stored of it is all there is.
//!
//! A plan has a clock of its own, the simulated one: calls let it go on as long as they take, waits
//! by what the policy says, however fast they are played. So it never goes back.

use std::time::Duration;

use jiff::Timestamp;

use super::{Attempt, Verdict};
use crate::activity::{AttemptResult, DeliveryStatus, TossWould};
use crate::toss::Policy;

/// The next attempt of an event, and the wait that is left before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plan {
    retried_count: u32,
    /// The simulated time, as of the moment up to which the wait is counted.
    at: Timestamp,
    wait_left: Duration,
}

/// How an event goes on after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// It failed, and this plan is for the next attempt.
    Waiting(Plan),
    /// It was accepted.
    Completed,
    /// It failed, and it was the last.
    Failed,
}

impl Plan {
    /// The plan of an event that is first sent at once, at this simulated time.
    pub fn first(at: Timestamp) -> Self {
        Self { retried_count: 0, at, wait_left: Duration::ZERO }
    }

    /// A plan as it was stored: the retried count of the next attempt, the simulated time, and the
    /// wait left at that time.
    pub fn restored(retried_count: u32, at: Timestamp, wait_left: Duration) -> Self {
        Self { retried_count, at, wait_left }
    }

    /// The retried count of the next attempt.
    pub fn retried_count(&self) -> u32 {
        self.retried_count
    }

    /// The simulated time, up to which the wait is counted.
    pub fn at(&self) -> Timestamp {
        self.at
    }

    /// The simulated wait before the next attempt.
    pub fn wait_left(&self) -> Duration {
        self.wait_left
    }

    /// When the next attempt is due, on the simulated clock.
    pub fn due_at(&self) -> Timestamp {
        later(self.at, self.wait_left)
    }

    /// The plan after so much of its wait has gone by, in simulated time. What is longer than the
    /// wait does not count: nothing is due before it is.
    #[must_use]
    pub fn waited(self, simulated: Duration) -> Self {
        let waited = simulated.min(self.wait_left);
        Self { at: later(self.at, waited), wait_left: self.wait_left.saturating_sub(waited), ..self }
    }

    /// The attempt that is made now, so long after it was due.
    pub fn begin(&self, late: Duration) -> Attempt {
        Attempt { retried_count: self.retried_count, at: later(self.due_at(), late) }
    }

    /// The attempts that would follow as long as all fail at once, the next one first.
    pub fn to_come(&self, policy: &Policy) -> Vec<Attempt> {
        let mut attempts = vec![self.begin(Duration::ZERO)];
        while let Some(last) = attempts.last()
            && let Some(wait) = policy.wait_after(last.retried_count)
        {
            let at = later(last.at, wait);
            attempts.push(Attempt { retried_count: last.retried_count + 1, at });
        }
        attempts
    }
}

impl Step {
    /// How the event goes on after this attempt. The wait counts from the attempt's end, and the
    /// time of the call is real time, one to one.
    pub fn after(attempt: Attempt, result: &AttemptResult, policy: &Policy) -> Self {
        let verdict = Verdict::of_attempt(policy, result, attempt.retried_count, attempt.at);
        match (verdict.toss_would, policy.wait_after(attempt.retried_count)) {
            (TossWould::Accept, _) => Self::Completed,
            (TossWould::Reject | TossWould::TimeOut, None) => Self::Failed,
            (TossWould::Reject | TossWould::TimeOut, Some(wait)) => Self::Waiting(Plan {
                retried_count: attempt.retried_count + 1,
                at: later(attempt.at, result.elapsed),
                wait_left: wait,
            }),
        }
    }

    /// When the next attempt is due, on the simulated clock.
    pub fn next_attempt_at(&self) -> Option<Timestamp> {
        match self {
            Self::Waiting(plan) => Some(plan.due_at()),
            Self::Completed | Self::Failed => None,
        }
    }

    /// What Toss Payments' history would show.
    pub fn delivery_status(&self) -> DeliveryStatus {
        match self {
            Self::Waiting(_) => DeliveryStatus::Sending,
            Self::Completed => DeliveryStatus::Completed,
            Self::Failed => DeliveryStatus::Failed,
        }
    }
}

/// So much later; at most the last moment of the calendar.
fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests;
