//! What is known about the endpoint's failures.

use jiff::Timestamp;

use super::outage::{Outage, Outages};

/// What makes attempts fail. Where nothing is known, no attempt has a known outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults {
    /// So many attempts of each event fail, from the first on, whenever they come.
    pub fail_first: Option<u32>,
    /// Attempts within these fail.
    pub outages: Outages,
}

/// Why an attempt fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It is one of the first attempts, which were said to fail.
    Asked,
    /// The endpoint is down.
    Down(Outage),
}

impl Faults {
    /// Whether anything is known, so that an attempt that doesn't fail is accepted.
    pub fn are_known(&self) -> bool {
        self.fail_first.is_some() || !self.outages.is_empty()
    }

    /// Why the attempt with this retried count, begun at this moment, fails; none if it doesn't.
    pub fn reason(&self, retried_count: u32, at: Timestamp) -> Option<Reason> {
        match self.fail_first {
            Some(count) if retried_count < count => Some(Reason::Asked),
            _ => self.outages.at(at).map(Reason::Down),
        }
    }
}
