//! The retry schedule for a person, a script or a spreadsheet.

pub mod arrivals;
mod calendar;
mod drawing;
mod lines;
mod moments;
mod page;
mod picture;
mod rows;
mod sheet;
pub mod windows;

use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use crate::report::Language;
use crate::timeline::{Faults, Outage, Schedule};
use crate::toss::Policy;

pub use calendar::{NoCalendar, calendar};
pub use drawing::svg;
pub use lines::{csv, json};
use moments::Moments;
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

impl<'a> Answer<'a> {
    /// One form for the times of all attempts.
    fn moments(&self) -> Moments<'a> {
        Moments::of(self.schedule.times(), self.tz)
    }

    /// The outages among the attempts, given and recurring ones, in order.
    fn outages(&self) -> impl Iterator<Item = Outage> + 'a {
        let attempts = self.schedule.attempts();
        let outages = &self.faults.outages;
        attempts.first().zip(attempts.last()).into_iter().flat_map(move |(first, last)| {
            // One that begins with the last attempt is among them.
            let until = last.due_at.checked_add(SignedDuration::from_nanos(1)).unwrap_or(last.due_at);
            outages.between(first.due_at, until)
        })
    }

    /// Whether the policy is Toss Payments' own, of which its documentation can be cited.
    fn is_of_toss(&self) -> bool {
        *self.policy == Policy::toss()
    }

    /// Whether the waits are Toss Payments' own, which its documentation gives in minutes.
    fn waits_are_of_toss(&self) -> bool {
        self.policy.waits == Policy::toss().waits
    }
}
