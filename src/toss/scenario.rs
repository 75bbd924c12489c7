//! Scenarios: chains of events in a fixed order, about one payment, customer, seller or payout, as data files.
//!
//! The project's own and a user's go through the same reader, [`Scenario::read`]. Whatever a file says is
//! made by the sample generator, so that ids, amounts and dates agree from step to step.

mod chain;
mod embedded;
mod error;
mod fields;
mod past;
mod read;

use std::time::Duration;

pub use chain::StepError;
pub use embedded::{Embedded, Named};
pub use error::{Expected, ScenarioError, Wrong};

use super::EventType;
use super::sample::Part;
use super::sample::edit::Edit;

/// The largest file.
pub const MOST_BYTES: usize = 256 * 1024;

/// The longest chain.
pub const MOST_STEPS: usize = 100;

/// A chain of events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// What happens, in a few words.
    pub title: Option<String>,
    /// What a server has to get right about it, in a sentence or two.
    pub description: Option<String>,
    method: Option<String>,
    order_id: Option<String>,
    payment_key: Option<String>,
    amount: Option<u64>,
    /// One at least.
    steps: Vec<Step>,
    places: Places,
}

/// One event of a chain, or one more attempt of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    note: Option<String>,
    told: Told,
    /// What is changed in its body, and on which line that stands.
    edits: Vec<(usize, Edit)>,
    /// How long after the first step it is sent, in simulated time.
    after_first: Duration,
    places: Places,
}

/// What a step tells of. Steps are counted from 0.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    /// A change of its own.
    Change { event_type: EventType, status: Option<String>, method: Option<String>, part: Part },
    /// The change of an earlier step, under the other event type.
    Twin { of: usize, event_type: EventType },
    /// An earlier step's event once more: same transmission, same body.
    Resend { of: usize, retried_count: u32 },
}

/// The lines on which something and its keys begin.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Places {
    line: usize,
    keys: Vec<(&'static str, usize)>,
}

impl Places {
    fn of(&self, key: &str) -> Option<usize> {
        self.keys.iter().find(|(name, _)| *name == key).map(|(_, line)| *line)
    }
}

#[cfg(test)]
mod tests;
