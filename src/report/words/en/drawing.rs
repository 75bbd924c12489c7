//! The words of the schedule's picture.

use std::fmt::Write as _;
use std::time::Duration;

use super::schedule::exact_span;
use crate::timeline::{Expected, Reason};

/// What an attempt is called where nothing around it says so.
pub fn attempt_in_full(retried_count: u32, attempts: usize) -> String {
    match retried_count {
        0 => "first attempt".to_owned(),
        count => format!("re-send {count} of {}", attempts.saturating_sub(1)),
    }
}

/// What becomes of an attempt; nothing for a first one of which nothing is known.
pub fn expected_in_full(what: Expected, retried_count: u32) -> &'static str {
    match what {
        Expected::Unknown if retried_count == 0 => "",
        Expected::Unknown => "if all before it fail",
        Expected::Fails(Reason::Down(_)) => "fails, the server is down",
        Expected::Fails(Reason::Asked) => "fails",
        Expected::Fails(Reason::Chance) => "fails by chance",
        Expected::Accepted => "accepted",
        Expected::NotNeeded => "not needed",
    }
}

/// An attempt in words.
pub fn told(name: &str, when: &str, elapsed: Duration, outcome: &str) -> String {
    let mut text = format!("{name}, {when}");
    if !elapsed.is_zero() {
        let _ = write!(text, ", {} after the first", exact_span(elapsed));
    }
    if !outcome.is_empty() {
        let _ = write!(text, ": {outcome}");
    }
    text
}

/// An outage.
pub fn down(from: &str, to: &str) -> String {
    format!("server down {from} to {to}")
}

/// Very many outages as one.
pub fn down_again() -> &'static str {
    "server down again and again"
}

/// Of all events the worst is drawn.
pub fn worst_drawn() -> &'static str {
    "Drawn is the worst case."
}

/// Of many events one is drawn.
pub fn one_drawn(first: &str) -> String {
    format!("Drawn is an event that is first sent {first}.")
}

/// An attempt of which nothing more is known.
pub fn any_attempt() -> &'static str {
    "attempt"
}

/// That the axis of time is logarithmic.
pub fn logarithmic() -> &'static str {
    "logarithmic time axis"
}

/// What a load counts, and how much of it a column shows.
pub fn load_heading(each: Duration, shown: Option<Duration>) -> String {
    let each = match each.as_secs() {
        1 => "second".to_owned(),
        60 => "minute".to_owned(),
        3600 => "hour".to_owned(),
        86_400 => "day".to_owned(),
        _ => exact_span(each),
    };
    match shown {
        Some(shown) => format!("Re-sends per {each}, the most of each {}", exact_span(shown)),
        None => format!("Re-sends per {each}"),
    }
}

/// The highest of a load's counts.
pub fn peak(count: &str, at: &str) -> String {
    format!("the most: {count} at {at}")
}
