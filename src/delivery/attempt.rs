//! One attempt of an event at an endpoint.

use jiff::Timestamp;

/// One attempt, as its headers tell of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The number of re-sends up to and including it, from 0.
    pub retried_count: u32,
    /// When it is made, on the simulated clock.
    pub at: Timestamp,
}

impl Attempt {
    /// Which attempt of its plan it is, from 1.
    pub fn number(self) -> u32 {
        self.retried_count.saturating_add(1)
    }
}
