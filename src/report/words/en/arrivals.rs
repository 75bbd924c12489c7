//! The sentences about many events.

use std::time::Duration;

use super::counted;
use super::schedule::exact_span;
use crate::report::amount;
use crate::report::words::ArrivalHeadings;
use crate::timeline::{Arrivals, Distribution, Spacing};

/// The headings.
pub fn arrival_headings() -> ArrivalHeadings {
    ArrivalHeadings { lands_on: "lands on", events: "events", share: "share", late: "late" }
}

/// What becomes of them.
pub fn what_becomes(distribution: &Distribution, late: &str, lost: &str) -> String {
    let events = distribution.events();
    let resent: u64 = distribution.landed().iter().skip(1).sum();
    let Some(latest) = distribution.late(100) else {
        return match events {
            0 => "No event comes at all in that time, by chance.".to_owned(),
            events => format!("Every event is lost, {} in all.", amount::count(events)),
        };
    };
    let of_resent = match resent {
        0 if distribution.lost() > 0 => "None of the others needs a re-send.".to_owned(),
        0 => "None needs a re-send.".to_owned(),
        1 => format!("One needs re-sends and lands {} after its first attempt.", exact_span(latest)),
        resent => format!(
            "{} need re-sends ({late}), and the latest of them lands {} after its first attempt.",
            amount::count(resent),
            exact_span(latest)
        ),
    };
    match distribution.lost() {
        0 => format!("No event is lost. {of_resent}"),
        1 => format!("1 of {} is lost ({lost}). {of_resent}", counted(events, "event", "events")),
        many => format!(
            "{} of {} are lost ({lost}). {of_resent}",
            amount::count(many),
            counted(events, "event", "events")
        ),
    }
}

/// When they come.
pub fn coming(arrivals: &Arrivals, events: u64, first: &str, zone: &str) -> String {
    let events = counted(events, "event", "events");
    let how = match arrivals.spacing {
        Spacing::Even { .. } => "evenly spread".to_owned(),
        Spacing::Random { seed, .. } => format!("at random (--seed {seed})"),
    };
    format!("{events}, {how} over {} from {first} on, times in {zone}.", exact_span(arrivals.over))
}

/// The first attempts.
pub fn fail_first(count: u32) -> String {
    match count {
        1 => "The first attempt of each event fails.".to_owned(),
        count => format!("The first {count} attempts of each event fail."),
    }
}

/// Percentiles.
pub fn lateness_headings() -> [&'static str; 4] {
    ["late, p50", "late, p95", "late, p99", "late, max"]
}

/// The load.
pub fn load(total: u64, most: u64, at: &str, ordinary: f64) -> String {
    let ordinary = match ordinary {
        ordinary if ordinary >= 9.95 => format!("{ordinary:.0}"),
        ordinary if ordinary >= 0.995 => format!("{ordinary:.1}"),
        ordinary => format!("{ordinary:.2}"),
    };
    format!(
        "{} while the server is up, at most {} in a minute, on {at}. First attempts come {ordinary} a minute.",
        counted(total, "re-send comes", "re-sends come"),
        amount::count(most)
    )
}

/// What a column is.
pub fn columns_of(minutes: usize) -> String {
    match minutes {
        1 => "Re-sends in each minute:".to_owned(),
        minutes => {
            let span = exact_span(Duration::from_secs(minutes as u64 * 60));
            format!("Re-sends a minute, the most within each {span}:")
        }
    }
}

/// What to do about lost ones.
pub fn look_many_up() -> &'static str {
    "The payments of lost events are not lost: ask the API for each order, GET /v1/payments/orders/{orderId}. After an \
     event's last attempt Toss Payments sends an e-mail with its content."
}

/// Nothing comes.
pub fn over_alone() -> &'static str {
    "this is for how long events come; say how many with --arrivals N or --rate N/DURATION"
}

/// No time is given.
pub fn needs_over() -> &'static str {
    "events need a time to come in; add --over DURATION, like --over 1d"
}

/// The time is none.
pub fn over_no_time() -> &'static str {
    "events need some time to come in; write it like --over 1d"
}

/// Beyond the limit.
pub fn too_many(expected: f64, limit: u64) -> String {
    format!(
        "that makes about {expected:.0} events, and {} are the most; choose a shorter --over or a smaller rate",
        amount::count(limit)
    )
}

/// Hardly one.
pub fn too_few(expected: f64) -> String {
    format!("that makes {expected:.2} events on average; choose a longer --over or a larger rate")
}
