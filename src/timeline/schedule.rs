//! The attempts of one event, from the first to the last that the policy allows.

use std::time::Duration;

use jiff::Timestamp;

use super::{Draws, Faults, Offsets, Reason};
use crate::activity::DeliveryStatus;
use crate::toss::Policy;

/// All attempts that a policy allows for one event, and what becomes of each.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Schedule {
    attempts: Vec<Attempt>,
    total: Duration,
    landing: Landing,
}

/// One attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Which it is, from 1.
    pub number: u32,
    /// The number of re-sends up to and including it, from 0.
    pub retried_count: u32,
    /// The policy's wait before it; zero for the first.
    pub wait: Duration,
    /// From the first attempt to this.
    pub elapsed: Duration,
    /// When it is made.
    pub due_at: Timestamp,
    /// What becomes of it.
    pub expected: Expected,
    /// What the history shows after it; an unknown outcome is taken as a failure.
    pub delivery_status: DeliveryStatus,
}

/// What becomes of an attempt, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing is known about the endpoint.
    Unknown,
    /// It fails, for this reason.
    Fails(Reason),
    /// It is answered 200 in time.
    Accepted,
    /// An earlier one was accepted, so it is never made.
    NotNeeded,
}

/// How the event's way ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Landing {
    /// Nothing is known about the endpoint.
    Unknown,
    /// This attempt is accepted.
    On(Attempt),
    /// No attempt is.
    Lost,
}

/// Why there is no schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScheduleError {
    /// An attempt would lie beyond the years that can be counted.
    #[error("the last attempt would lie beyond the year 9999")]
    TooFar,
    /// There would be more outages or ranges of first sending than this.
    #[error("the outages make more than {0} ranges of first sending")]
    TooMany(usize),
    /// The attempts would spread over more minutes than this.
    #[error("the attempts would spread over more than {0} minutes")]
    TooWide(usize),
}

impl Expected {
    /// The JSON word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unknown => "unknown",
            Self::Fails(_) => "fails",
            Self::Accepted => "accepted",
            Self::NotNeeded => "not_needed",
        }
    }
}

impl Schedule {
    /// The attempts from a first one at `start`; `answer_after` as in [`Offsets::new`].
    ///
    /// The attempts after the accepted one are listed where they would have been.
    pub fn compute(
        policy: &Policy,
        start: Timestamp,
        answer_after: Duration,
        faults: &Faults,
    ) -> Result<Self, ScheduleError> {
        let offsets = Offsets::new(policy, answer_after)?;
        let waits = std::iter::once(Duration::ZERO).chain(policy.waits.iter().copied());
        let last = policy.waits.len();
        let mut landing = if faults.are_known() { Landing::Lost } else { Landing::Unknown };
        // One event alone is the first of any number.
        let mut draws = faults.chance.map(|chance| chance.of_event(0));
        let mut attempts = Vec::with_capacity(last + 1);
        for (index, (wait, elapsed)) in waits.zip(offsets.iter()).enumerate() {
            let due_at = start.checked_add(elapsed).map_err(|_| ScheduleError::TooFar)?;
            let retried_count = u32::try_from(index).map_err(|_| ScheduleError::TooFar)?;
            let by_chance = draws.as_mut().is_some_and(Draws::next_fails).then_some(Reason::Chance);
            let expected = match landing {
                Landing::Unknown => Expected::Unknown,
                Landing::On(_) => Expected::NotNeeded,
                Landing::Lost => {
                    let reason = faults.reason(retried_count, due_at).or(by_chance);
                    reason.map_or(Expected::Accepted, Expected::Fails)
                }
            };
            let delivery_status = match expected {
                Expected::Accepted | Expected::NotNeeded => DeliveryStatus::Completed,
                Expected::Unknown | Expected::Fails(_) if index == last => DeliveryStatus::Failed,
                Expected::Unknown | Expected::Fails(_) => DeliveryStatus::Sending,
            };
            let number = retried_count + 1;
            let attempt = Attempt { number, retried_count, wait, elapsed, due_at, expected, delivery_status };
            if expected == Expected::Accepted {
                landing = Landing::On(attempt);
            }
            attempts.push(attempt);
        }
        Ok(Self { attempts, total: offsets.total(), landing })
    }

    /// When each attempt is made, in order.
    pub fn times(&self) -> impl Iterator<Item = Timestamp> + '_ {
        self.attempts.iter().map(|attempt| attempt.due_at)
    }

    /// The attempts in order; at least one.
    pub fn attempts(&self) -> &[Attempt] {
        &self.attempts
    }

    /// From the first attempt to the last; also the longest outage, begun at the first attempt, after
    /// which the event still arrives.
    pub fn total(&self) -> Duration {
        self.total
    }

    /// How it ends.
    pub fn landing(&self) -> Landing {
        self.landing
    }

    /// The accepted attempt, if one is known to be.
    pub fn landed(&self) -> Option<Attempt> {
        match self.landing {
            Landing::On(attempt) => Some(attempt),
            Landing::Unknown | Landing::Lost => None,
        }
    }

    /// What the history shows in the end; none where nothing is known about the endpoint.
    pub fn delivery_status(&self) -> Option<DeliveryStatus> {
        match self.landing {
            Landing::Unknown => None,
            Landing::On(_) => Some(DeliveryStatus::Completed),
            Landing::Lost => Some(DeliveryStatus::Failed),
        }
    }

    /// When the last attempt is made.
    pub fn last_chance_at(&self) -> Option<Timestamp> {
        self.attempts.last().map(|attempt| attempt.due_at)
    }
}
