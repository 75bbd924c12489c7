//! The sentences of a recorded event's way.

use crate::activity::DeliveryStatus;
use crate::report::words::WayHeadings;
use crate::timeline::{Known, Way};

use super::outcomes::resend;

/// The headings of the attempts.
pub fn way_headings() -> WayHeadings {
    WayHeadings {
        attempt: "attempt",
        wait: "wait",
        time: "time",
        since_first: "since first",
        known: "what is known",
        history: "history",
    }
}

/// What is known of an attempt.
pub fn known(known: &Known, is_repeated: bool) -> String {
    match known {
        Known::Arrived(arrival) => {
            let again = if is_repeated { ", once more" } else { "" };
            match arrival.http_status {
                Some(status) => format!("answered {status}{again}"),
                None => format!("not answered{again}"),
            }
        }
        Known::Missed => "not seen here".to_owned(),
        Known::Overdue => "was due, not seen here".to_owned(),
        Known::Next => "the next".to_owned(),
        Known::Later => "if those before fail".to_owned(),
        Known::NotNeeded => "not needed".to_owned(),
    }
}

/// How the event stands. `next` and `last` are times as shown.
pub fn standing(way: &Way, next: Option<&str>, last: &str) -> String {
    match (way.delivery_status, way.next(), next) {
        (DeliveryStatus::Completed, ..) => "Completed: nothing more comes.".to_owned(),
        (DeliveryStatus::Failed, ..) => {
            "Failed: nothing more comes by itself; the payment itself is there for those who ask the API."
                .to_owned()
        }
        (DeliveryStatus::Sending, Some(station), Some(next)) => {
            let which = resend(station.retried_count);
            format!("Sending. Next: {next} ({which}). Last chance: {last}.")
        }
        (DeliveryStatus::Sending, ..) => {
            format!("Sending, overdue: the last chance was {last}, and nothing was seen of it here.")
        }
    }
}

/// The zone of the times.
pub fn in_zone(zone: &str) -> String {
    format!("Times in {zone}.")
}
