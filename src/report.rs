//! Faces: activities in, text or JSON out. Reporters decide nothing and ask nobody.

pub mod amount;
pub mod catalog;
pub mod chart;
pub mod checks;
pub mod columns;
mod compact;
mod compared;
pub mod difference;
mod event_cells;
pub mod events;
mod fields;
#[cfg(test)]
mod fixtures;
pub mod json;
mod line;
mod load;
pub mod mask;
pub mod order;
pub mod played;
mod pretty;
pub mod printer;
mod raw;
pub mod recorded;
pub mod sanitize;
pub mod schedule;
pub mod screen;
mod share;
pub mod shown;
mod summary;
pub mod svg;
pub mod table;
mod talk;
pub mod theme;
pub mod verify;
pub mod when;
pub mod width;
pub mod words;

pub use compact::Compact;
pub use json::Json;
pub use mask::Reveal;
pub use pretty::{Detail, Pretty};
pub use printer::{Ended, Outlet, Pressure, Printer, Streams};
pub use raw::{Raw, Terminator};
pub use screen::Screen;
pub use when::Times;
pub use words::Language;

use crate::activity::Activity;

/// Text on its way out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// Data.
    pub stdout: Vec<u8>,
    /// Talk: banner, notices, hints, summary.
    pub stderr: Vec<u8>,
}

/// Turns activities into text. Pure but for what it remembers of earlier ones.
pub trait Reporter: Send {
    /// Appends what there is to say of this activity.
    fn report(&mut self, activity: &Activity, out: &mut Lines);

    /// The same for when more happens than can be told at length: a line, not the fields behind it. Whether there
    /// are fields that were left out.
    fn report_briefly(&mut self, activity: &Activity, out: &mut Lines) -> bool {
        self.report(activity, out);
        false
    }
}

/// What a run is to the one who reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Occasion {
    /// Work: what arrives matters.
    #[default]
    Work,
    /// Work of which all is recorded in a history that stays.
    Recorded,
    /// A demonstration: nothing is kept, and what to do next matters most.
    Demo,
    /// A stand-in of Toss Payments' look-up, which the reader's own server asks.
    StandIn,
}

/// How a person wants to read.
#[derive(Clone, Debug)]
pub struct Look {
    pub language: Language,
    /// The zone of every time shown.
    pub times: Times,
    pub stdout: Screen,
    pub stderr: Screen,
    /// Whether secrets and customers' data are shown.
    pub reveal: Reveal,
    /// What the run is to them.
    pub occasion: Occasion,
}
