//! What a run that sends is told to do, how far it has come, and its last word.

use std::time::Duration;

use super::{Failing, Mishaps, Percentiles, Retries};

/// So many events in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// How many; at least one.
    pub events: u64,
    /// In which time; never none.
    pub per: Duration,
}

impl Rate {
    /// How long after the first event the one with this index comes.
    pub fn offset(self, index: u64) -> Duration {
        let nanoseconds =
            self.per.as_nanos().saturating_mul(u128::from(index)) / u128::from(self.events.max(1));
        let seconds = u64::try_from(nanoseconds / 1_000_000_000).unwrap_or(u64::MAX);
        Duration::new(seconds, u32::try_from(nanoseconds % 1_000_000_000).unwrap_or_default())
    }

    /// How many come in this time, at most.
    pub fn within(self, time: Duration) -> u64 {
        let events = time.as_nanos().saturating_mul(u128::from(self.events)) / self.per.as_nanos().max(1);
        u64::try_from(events).unwrap_or(u64::MAX)
    }

    /// How many come before this time, that of the first being none.
    pub fn before(self, time: Duration) -> u64 {
        let events =
            time.as_nanos().saturating_mul(u128::from(self.events)).div_ceil(self.per.as_nanos().max(1));
        u64::try_from(events).unwrap_or(u64::MAX)
    }

    /// How many come in a second.
    #[expect(clippy::cast_precision_loss, reason = "a rate to be shown")]
    pub fn per_second(self) -> f64 {
        self.events as f64 / self.per.as_secs_f64()
    }
}

/// The sending commands' last word.
#[derive(Clone, Debug, Default)]
pub struct SentSummary {
    /// Attempts made.
    pub sent: u64,
    /// Attempts accepted.
    pub accepted: u64,
    /// Attempts not accepted.
    pub not_accepted: u64,
    /// Attempts that connected.
    pub connected: u64,
    /// Attempts of which the server did not make what it should, see [`super::Mishap::is_mastered`].
    pub not_mastered: u64,
    /// Those of them that met with what only a server does right or wrong, see [`super::Mishap::is_test`].
    pub mistaken: u64,
    /// What was done to attempts on purpose.
    pub mishaps: Mishaps,
    /// The failed attempts by kind.
    pub failures: Vec<(Failing, u64)>,
    /// How long answers took, and what timed out; none where there was neither. Where events came at a rate, from the moment at which each was due.
    pub answers: Option<Percentiles>,
    /// From the first call to the end of the last.
    pub elapsed: Duration,
    /// What came of the events, in a run that re-sends on failure.
    pub retries: Option<Retries>,
    /// How the load was borne, where there was one.
    pub load: Option<Load>,
    /// How far the run came that was ended from outside before all its events had been sent.
    pub short: Option<Short>,
}

/// How far a run came that was ended before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Short {
    /// Events sent.
    pub begun: u64,
    /// Of how many; none where a time would have ended it.
    pub of: Option<u64>,
}

/// How a load was borne.
#[derive(Clone, Debug, Default)]
pub struct Load {
    /// The rate that was asked for; none where each event waited for an answer.
    pub asked: Option<Rate>,
    /// Events sent.
    pub events: u64,
    /// How many events each of what came up has: those of a scenario, or one.
    pub chain: usize,
    /// How many of those chains were begun at the rate.
    pub chains: u64,
    /// With a rate, how many chains were begun in a second, from the first to the last: as it was asked for. Without,
    /// how many events had their answer, from the first call to the end of the last. None where no time went by.
    pub per_second: Option<f64>,
    /// How late those were begun that found a call free, which is this machine's doing; none without a rate.
    pub late: Option<Percentiles>,
    /// How many waited for one of the calls under way to end, and were called then.
    pub held: u64,
    /// How many chains were due and not begun when the run ended.
    pub not_sent: u64,
    /// How many waited until then for one of the calls under way to end.
    pub waited_in_vain: u64,
    /// How many calls may be under way at once.
    pub concurrency: usize,
    /// The times of [`SentSummary::answers`] by their size, see [`super::Spread::steps`].
    pub steps: Vec<(Duration, u64)>,
}

impl Load {
    /// How many scenarios were begun at the rate; none where events came up by themselves.
    pub fn scenarios(&self) -> Option<u64> {
        (self.chain > 1 && self.asked.is_some()).then_some(self.chains)
    }
}

/// How far a run of many events has come; said again and again. Not part of the JSON output.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Events that are through.
    pub done: u64,
    /// Of how many; none where a time ends the run.
    pub of: Option<u64>,
    /// Since when it runs.
    pub elapsed: Duration,
    /// For how long it runs; none where a number ends it.
    pub whole: Option<Duration>,
    /// How many calls ended in the last second or so, by the second.
    pub per_second: u64,
    /// Attempts that have ended.
    pub sent: u64,
    /// Those of them that were not accepted.
    pub not_accepted: u64,
    /// Calls under way.
    pub under_way: usize,
}
