//! What is known about the endpoint's failures.

use jiff::Timestamp;

use super::{Chance, Outage, Outages};

/// What makes attempts fail. Where nothing is known, no attempt has a known outcome.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// So many attempts of each event fail, from the first on, whenever they come.
    pub fail_first: Option<u32>,
    /// Attempts within these fail.
    pub outages: Outages,
    /// Attempts that nothing else fails, fail by chance.
    pub chance: Option<Chance>,
}

/// Why an attempt fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is one of the first attempts, which were said to fail.
    Asked,
    /// The endpoint is down.
    Down(Outage),
    /// By chance.
    Chance,
}

impl Faults {
    /// Whether anything is known, so that an attempt that doesn't fail is accepted.
    pub fn are_known(&self) -> bool {
        self.fail_first.is_some() || !self.outages.is_empty() || self.chance.is_some()
    }

    /// Why the attempt with this retried count, begun at this moment, fails whatever chance says; none
    /// if it doesn't.
    pub fn reason(&self, retried_count: u32, at: Timestamp) -> Option<Reason> {
        if self.fails_as_asked(retried_count) {
            return Some(Reason::Asked);
        }
        self.outages.at(at).map(Reason::Down)
    }

    /// Whether the attempt with this retried count is one of those that were said to fail.
    pub fn fails_as_asked(&self, retried_count: u32) -> bool {
        self.fail_first.is_some_and(|count| retried_count < count)
    }
}
