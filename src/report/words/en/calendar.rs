//! The words of the schedule's calendar.

use std::time::Duration;

use super::drawing::{attempt_in_full, expected_in_full};
use super::schedule::exact_span;
use crate::activity::DeliveryStatus;
use crate::report::amount;
use crate::report::schedule::NoCalendar;
use crate::timeline::{Attempt, Expected};

/// The title of an attempt's entry.
pub fn entry(of_toss: bool, attempt: &Attempt, attempts: usize) -> String {
    let who = if of_toss { "Toss Payments" } else { "Webhook" };
    let name = attempt_in_full(attempt.retried_count, attempts);
    match (attempt.expected, expected_in_full(attempt.expected, attempt.retried_count)) {
        (_, "") => format!("{who} {name}"),
        (Expected::Unknown, outcome) => format!("{who} {name} ({outcome})"),
        (_, outcome) => format!("{who} {name} — {outcome}"),
    }
}

/// The title of an outage's entry.
pub fn outage_entry() -> &'static str {
    "Server down"
}

/// When an attempt is made, and how long after the first.
pub fn entry_place(when: &str, zone: &str, elapsed: Duration) -> String {
    if elapsed.is_zero() {
        format!("{when} ({zone}).")
    } else {
        format!("{when} ({zone}), {} after the first attempt.", exact_span(elapsed))
    }
}

/// Why there is none, and what to do.
pub fn no_calendar(why: NoCalendar) -> String {
    match why {
        NoCalendar::OfMany => {
            "a calendar has the attempts of one event; leave --arrivals, --rate and --over out, \
                               or choose --format svg"
                .to_owned()
        }
        NoCalendar::TooManyOutages(most) => format!(
            "more than {} outages would be in the calendar; choose a longer period for --down-every, or \
             --format svg",
            amount::count(most as u64)
        ),
        NoCalendar::BeforeYearZero => "a calendar has no years before 0; choose a later --from".to_owned(),
    }
}

/// What the history shows after an attempt.
pub fn entry_status(what: Expected, status: DeliveryStatus) -> String {
    let status = status.as_str();
    match what {
        Expected::Unknown => format!("If it fails, the history shows {status}."),
        Expected::Fails(_) | Expected::Accepted => format!("The history then shows {status}."),
        Expected::NotNeeded => format!("It is never made: the history shows {status} before."),
    }
}
