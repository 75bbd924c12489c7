//! Where an event stands that is sent again on failure: after an attempt, while it waits, at the end.

use std::time::Duration;

use jiff::Timestamp;

use super::{DeliveryStatus, SentSummary};

/// Where an event that is re-sent on failure stands after an attempt.
#[derive(Clone, Debug)]
pub struct Course {
    /// When the attempt was made, on the simulated clock, as its header has it.
    pub transmission_time: Option<String>,
    /// From the first attempt to it, on that clock.
    pub since_first: Duration,
    /// The re-sends that the policy allows.
    pub resends: u32,
    /// What Toss Payments' history would show after it.
    pub delivery_status: DeliveryStatus,
    /// When the next attempt is due, on the simulated clock; none after the last.
    pub next_attempt_at: Option<Timestamp>,
}

/// What is waited for while nothing else happens. Not part of the JSON output.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// The retried count of the attempt.
    pub retried_count: u32,
    /// The re-sends that the policy allows.
    pub resends: u32,
    /// When the attempt is due, on the simulated clock.
    pub due_at: Timestamp,
    /// The real time until then; none where it is under way, and its answer is waited for.
    pub left: Option<Duration>,
    /// The real time of the whole wait.
    pub whole: Duration,
    /// How many events are pending, this one included.
    pub pending: usize,
}

/// What came of the events of a run that re-sends on failure.
#[derive(Clone, Debug, Default)]
pub struct Retries {
    /// Events sent.
    pub events: u64,
    /// Those that were accepted.
    pub completed: u64,
    /// Those of which the last attempt failed.
    pub failed: u64,
    /// Those that the end of the run cut short.
    pub pending: u64,
    /// The attempts that would have come for the most urgent of these: retried count and simulated time.
    pub to_come: Vec<(u32, Timestamp)>,
    /// The re-sends that the policy allows.
    pub resends: u32,
}

/// What came of one event on the whole schedule, played against an endpoint.
#[derive(Clone, Debug)]
pub struct Played {
    /// The attempts that were made.
    pub sent: SentSummary,
    /// What Toss Payments' history would show at the end.
    pub delivery_status: DeliveryStatus,
    /// The retried count of the last attempt that was made; none where there was none.
    pub last_retried_count: Option<u32>,
    /// When that was, on the simulated clock.
    pub last_at: Option<Timestamp>,
    /// From the first attempt to it.
    pub since_first: Duration,
    /// The attempts that the policy allows.
    pub attempts: u32,
    /// From the first attempt to the last that the policy allows.
    pub total: Duration,
    /// When that is, or would have been, on the simulated clock.
    pub last_chance_at: Option<Timestamp>,
}
