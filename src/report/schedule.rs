//! The retry schedule for a person, a script or a spreadsheet.

pub mod arrivals;
mod calendar;
mod drawing;
mod lines;
mod moments;
mod page;
mod picture;
mod rows;
mod share;
mod sheet;
pub mod windows;

use std::time::Duration;

use jiff::tz::TimeZone;

use crate::report::Language;
use crate::timeline::{Faults, Schedule};
use crate::toss::Policy;

pub use calendar::calendar;
pub use drawing::svg;
pub use lines::{csv, json};
pub use page::page;

/// A schedule, and what was asked for it.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The attempts.
    pub schedule: &'a Schedule,
    /// The policy that they follow.
    pub policy: &'a Policy,
    /// What makes them fail.
    pub faults: &'a Faults,
    /// How long a failing attempt takes.
    pub answer_after: Duration,
    /// The language for people.
    pub language: Language,
    /// The zone that times are shown in.
    pub tz: &'a TimeZone,
}

impl Answer<'_> {
    /// Whether the policy is Toss Payments' own, of which its documentation can be cited.
    fn is_of_toss(&self) -> bool {
        *self.policy == Policy::toss()
    }

    /// Whether the waits are Toss Payments' own, which its documentation gives in minutes.
    fn waits_are_of_toss(&self) -> bool {
        self.policy.waits == Policy::toss().waits
    }
}
