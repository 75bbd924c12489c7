//! Which events a run is about: `--events`, `--exclude`, `--where` and `--search`.

mod condition;
mod expression;
mod field;
mod search;
mod value;

use std::fmt;
use std::sync::Arc;

pub use condition::{Condition, Operator};
pub use expression::{ConditionError, LONGEST_PATTERN, Problem};
pub use field::{Field, KEYS, Key};
pub use search::{Search, for_each_value};

use crate::activity::{EventId, Repeat, Request};
use crate::toss::event::EventPatterns;
use crate::toss::{Content, SignatureCheck, Transmission};

/// The filters of a run. Without any, all requests pass, events or not.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these; a request that is no event does not pass.
    pub only: Option<EventPatterns>,
    /// None of these.
    pub except: Option<EventPatterns>,
    /// What must hold, all of it.
    pub conditions: Vec<Condition>,
}

/// A request, as filters see it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The request.
    pub request: &'a Request,
    /// What its body is.
    pub content: &'a Content,
    /// What its headers say.
    pub transmission: &'a Transmission,
    /// What the check of its signature gave.
    pub signature: SignatureCheck,
    /// What the history knows of it, once it is recorded.
    pub known: Option<Known>,
}

/// What the history knows of a request.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// Its event.
    pub id: EventId,
    /// How it relates to the requests before it.
    pub repeat: Repeat,
    /// The event that tells of the same change under another event type.
    pub twin_of: Option<EventId>,
}

/// The option that keeps a request out; its text is the option as typed, as far as that tells more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeptOutBy {
    /// `--events`.
    Events,
    /// `--exclude`.
    Exclude,
    /// `--where` with this condition.
    Where(Arc<str>),
}

impl Filter {
    /// The option that keeps this request out, or none when it passes.
    pub fn keeps_out(&self, seen: &Seen<'_>) -> Option<KeptOutBy> {
        let event_type = seen.content.event().map(|event| &event.event_type);
        let matches = |patterns: &EventPatterns| event_type.is_some_and(|it| patterns.matches(it));
        if self.only.as_ref().is_some_and(|only| !matches(only)) {
            return Some(KeptOutBy::Events);
        }
        if self.except.as_ref().is_some_and(matches) {
            return Some(KeptOutBy::Exclude);
        }
        let broken = self.conditions.iter().find(|condition| !condition.holds(seen));
        broken.map(|condition| KeptOutBy::Where(condition.typed().into()))
    }

    /// Whether everything passes.
    pub fn is_open(&self) -> bool {
        self.only.is_none() && self.except.is_none() && self.conditions.is_empty()
    }

    /// A condition about what only the history knows; a request can be judged once it is recorded then.
    pub fn needs_known(&self) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.needs_known())
    }
}

impl fmt::Display for KeptOutBy {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Events => out.write_str("--events"),
            Self::Exclude => out.write_str("--exclude"),
            Self::Where(typed) => write!(out, "--where {typed}"),
        }
    }
}

#[cfg(test)]
mod tests;
