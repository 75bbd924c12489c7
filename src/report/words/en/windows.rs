//! The sentences about every event of an outage.

use std::time::Duration;

use super::schedule::exact_span;
use crate::report::amount;
use crate::report::words::WindowHeadings;

/// The headings of the ranges.
pub fn window_headings() -> WindowHeadings {
    WindowHeadings {
        first_sent: "first sent",
        lands_on: "lands on",
        arrives: "arrives",
        late: "after you're back",
        share: "part",
    }
}

/// One outage.
pub fn down_once(day: &str, from: &str, to: &str, length: Duration) -> String {
    format!("Down {day} {from} to {to} ({}).", exact_span(length))
}

/// Several outages.
pub fn down_often(count: usize, from: &str, to: &str, length: Duration) -> String {
    let count = amount::count(count as u64);
    format!("Down {count} times, {from} to {to} ({} in all).", exact_span(length))
}

/// Today's date.
pub fn on_today(day: &str) -> String {
    format!("today, {day},")
}

/// Today.
pub fn today() -> &'static str {
    "today"
}

/// All arrive.
pub fn none_lost(latest: Duration) -> String {
    format!("No event is lost. The last arrives {} after you are back.", exact_span(latest))
}

/// Some or all don't.
pub fn some_lost(ranges: &[String], share: &str, latest: Option<Duration>) -> String {
    let Some(latest) = latest else { return "Every event that is first sent then is lost.".to_owned() };
    let which = match ranges {
        [] => "Some of the events".to_owned(),
        ranges => format!("Events first sent {}", ranges.join(" or ")),
    };
    format!(
        "{which} are lost, {share} of all. The last of the others arrives {} after you are back.",
        exact_span(latest)
    )
}

/// `re-send 6 of 7`, `re-send 1 or 2`, `re-send 1 to 3`.
pub fn lands_on(first: u32, last: u32, resends: Option<usize>) -> String {
    let which = match last - first {
        0 => last.to_string(),
        1 => format!("{first} or {last}"),
        _ => format!("{first} to {last}"),
    };
    match resends {
        Some(resends) => format!("re-send {which} of {resends}"),
        None => format!("re-send {which}"),
    }
}

/// In place of an attempt.
pub fn lost_events() -> &'static str {
    "lost"
}

/// From when to when.
pub fn stretch(from: &str, to: &str) -> String {
    format!("{from} to {to}")
}

/// A time after the outage; no time at all in minutes, where the other times are long.
pub fn delay(delay: Duration, of: Duration) -> String {
    if delay.is_zero() && of >= Duration::from_secs(60) { "0m".to_owned() } else { exact_span(delay) }
}

/// Too many ranges for a table.
pub fn by_attempt(ranges: usize) -> String {
    format!(
        "By the attempt that lands, of {} of first sending:",
        super::counted(ranges as u64, "range", "ranges")
    )
}

/// The same again and again.
pub fn each_the_same() -> &'static str {
    "This is the first outage; it is the same for each that follows."
}

/// The heading of the worst case.
pub fn worst_case(first: &str) -> String {
    format!("The worst case, first sent {first}:")
}

/// When the worst case would be lost.
pub fn once_lost(first: &str, last: &str) -> String {
    format!("An event of {first} would be lost only if you were still down on {last}.")
}

/// What to do meanwhile.
pub fn dont_wait_for(outage: &str) -> String {
    format!("Don't wait: re-send by hand in the Developer Center, or ask the API for the orders of {outage}.")
}

/// What to do about the lost ones.
pub fn look_them_up(ranges: &[String]) -> String {
    let which = match ranges {
        [] => "The payments of lost events".to_owned(),
        ranges => format!("The payments of {}", ranges.join(" and ")),
    };
    format!(
        "{which} are not lost: ask the API for each order, GET /v1/payments/orders/{{orderId}}. After an event's \
         last attempt Toss Payments sends an e-mail with its content."
    )
}

/// What to do meanwhile about those that are not lost.
pub fn dont_wait_for_others() -> &'static str {
    "Don't wait for the others: re-send them by hand in the Developer Center, or ask the API as well."
}

/// Why not.
pub fn no_chance() -> &'static str {
    "which events of an outage fail by chance can't be told by ranges; add --from TIME for one event, or \
     --arrivals N --over DURATION for many"
}
