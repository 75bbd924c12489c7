//! Why a text is no scenario.

use crate::duration::DurationError;
use crate::toss::event::UnknownEvent;
use crate::toss::sample::SampleError;
use crate::toss::sample::edit::EditError;

/// Why a text is no scenario, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {wrong}")]
pub struct ScenarioError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub wrong: Wrong,
}

/// What is wrong in a scenario.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Not UTF-8.
    #[error("not UTF-8")]
    NotText,
    /// Not JSON.
    #[error("{reason} at column {column}")]
    Syntax { column: usize, reason: String },
    /// More than [`MOST_BYTES`](super::MOST_BYTES).
    #[error("too large")]
    TooLarge,
    /// More than [`MOST_STEPS`](super::MOST_STEPS).
    #[error("too many steps")]
    TooManySteps,
    /// An empty list of steps.
    #[error("no steps")]
    NoSteps,
    /// A key that means nothing here.
    #[error("unknown key {key}")]
    UnknownKey { key: String, nearest: Option<&'static str>, known: &'static [&'static str] },
    /// The same key once more.
    #[error("{key} once more")]
    Twice { key: &'static str },
    /// A key that must be there.
    #[error("no {key}")]
    Missing { key: &'static str },
    /// A key that must be there where another is.
    #[error("{key} without {needs}")]
    Needs { key: &'static str, needs: &'static str },
    /// Two keys that exclude each other.
    #[error("{key} beside {other}")]
    Excludes { key: &'static str, other: &'static str },
    /// A value of another kind.
    #[error("{key} is no {expected:?}")]
    Kind { key: &'static str, expected: Expected },
    /// A number that can't be.
    #[error("{key} {typed} is not from {least} to {most}")]
    Number { key: &'static str, typed: String, least: u64, most: u64 },
    /// No duration.
    #[error("{key} {typed}: {error}")]
    Duration { key: &'static str, typed: String, error: DurationError },
    /// No earlier step that can be meant.
    #[error("{key} {typed} names no earlier step")]
    NoSuchStep { key: &'static str, typed: u64 },
    /// The first step comes after nothing.
    #[error("after in the first step")]
    AfterNothing,
    /// The whole takes longer than a year.
    #[error("after makes it longer than a year")]
    TooLong,
    /// A step that has no twin, or not of this event type.
    #[error("no twin of this event")]
    NoTwin,
    /// No event has this name.
    #[error(transparent)]
    Event(UnknownEvent),
    /// What a step tells of can't be made.
    #[error(transparent)]
    Sample(SampleError),
    /// Its body can't be changed so.
    #[error(transparent)]
    Edit(EditError),
}

/// What stands at a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// `{…}`
    Object,
    /// `[…]`
    List,
    /// `"…"`
    Text,
    /// An amount or `"rest"`.
    Part,
}
