//! What is said of events that are sent again on failure, on a simulated clock.

use std::path::Path;
use std::time::Duration;

use crate::activity::{Course, DeliveryStatus, Played, Retries, SentSummary, Waiting};
use crate::report::when;
use crate::timeline::Speed;

use super::counted;
use super::outcomes::resend_of;
use super::summary::kinds;

/// `re-send 3 of 7, 21m after the first`
pub fn repeated(retried_count: u32, course: &Course) -> String {
    format!(
        "{}, {} after the first",
        resend_of(retried_count, course.resends),
        when::span(course.since_first)
    )
}

/// What comes next. `next` is the next attempt's time as shown.
pub fn goes_on(retried_count: u32, course: &Course, next: Option<&str>) -> String {
    match (course.delivery_status, next) {
        (DeliveryStatus::Completed, _) => "Completed.".to_owned(),
        (DeliveryStatus::Failed, _) => "That was the last attempt: Failed.".to_owned(),
        (DeliveryStatus::Sending, None) => "Sending.".to_owned(),
        (DeliveryStatus::Sending, Some(next)) => {
            let which = resend_of(retried_count.saturating_add(1), course.resends);
            format!("Sending. Next: {next} ({which})")
        }
    }
}

/// What is waited for. `due` is the attempt's time as shown.
pub fn waiting(waiting: &Waiting, due: &str) -> String {
    let which = match waiting.retried_count {
        0 => "first attempt".to_owned(),
        count => resend_of(count, waiting.resends),
    };
    let Some(left) = waiting.left else { return format!("{which}: waiting for the answer") };
    let seconds = Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0));
    let pending = match waiting.pending {
        0 | 1 => String::new(),
        events => format!("{} pending; ", counted(events as u64, "event", "events")),
    };
    format!("{pending}{which} at {due}, in {}", when::span(seconds.max(Duration::from_secs(1))))
}

/// That what fails is sent again, and how fast. `zone` is that of the times shown.
pub fn resending(speed: Speed, total: Duration, zone: &str) -> String {
    format!("What fails is re-sent on Toss's schedule: {}. {}", pace(speed, total), simulated(speed, zone))
}

/// `re-send 3`
pub fn resent(retried_count: u32) -> String {
    resend_of(retried_count, 0)
}

/// `Re-sending 3 events to http://localhost:3000/hook`
pub fn resending_events(events: u64, endpoints: &[String]) -> String {
    let to = match endpoints {
        [one] => one.clone(),
        several => counted(several.len() as u64, "endpoint", "endpoints"),
    };
    format!("Re-sending {} to {to}", counted(events, "event", "events"))
}

/// Nothing was done.
pub fn nothing_to_resend(path: &Path) -> String {
    format!("no such event in {}: nothing is sent", path.display())
}

/// That a schedule is played against an endpoint. `zone` is that of the times shown.
pub fn playing(to: &str, of_toss: bool, speed: Speed, total: Duration, zone: &str) -> String {
    let whose = if of_toss { "Toss's schedule" } else { "a schedule of your own" };
    let pace = pace(speed, total);
    let simulated = simulated(speed, zone);
    format!("Playing {whose} against {to}: {pace}. {simulated} Stop and start your server meanwhile.")
}

/// How long the whole schedule takes.
fn pace(speed: Speed, total: Duration) -> String {
    let simulated = when::span(total);
    match speed {
        _ if total.is_zero() => "without any wait".to_owned(),
        Speed::Real => format!("up to {simulated}, in real time"),
        Speed::Instant => format!("up to {simulated}, none of it waited for (--speed instant)"),
        Speed::Times(_) => {
            format!("up to {simulated}, played in {} (--speed {speed})", in_real_time(speed.real(total)))
        }
    }
}

/// In seconds as long as they say something, then in minutes and hours.
fn in_real_time(real: Duration) -> String {
    if real < Duration::from_secs(100) { when::elapsed(real) } else { when::span(real) }
}

fn simulated(speed: Speed, zone: &str) -> String {
    match speed {
        Speed::Real => format!("Times in {zone}."),
        Speed::Times(_) | Speed::Instant => format!("Times are simulated, in {zone}."),
    }
}

/// `3 events: 2 Completed, 1 Failed, in 12 attempts (9 × 500, timeout)`
pub fn retried(summary: &SentSummary, retries: &Retries) -> String {
    let ends: Vec<String> = [
        (retries.completed, DeliveryStatus::Completed),
        (retries.failed, DeliveryStatus::Failed),
        (retries.pending, DeliveryStatus::Sending),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, status)| format!("{} {}", crate::report::amount::count(number), status.as_str()))
    .collect();
    let ends = if ends.is_empty() { "none sent".to_owned() } else { ends.join(", ") };
    format!(
        "{}: {ends}, in {}{}",
        counted(retries.events, "event", "events"),
        counted(summary.sent, "attempt", "attempts"),
        kinds(&summary.failures)
    )
}

/// How long a run took.
pub fn took(elapsed: Duration) -> String {
    format!("in {}", in_real_time(elapsed))
}

/// What came of a schedule that was played.
pub fn played(played: &Played) -> String {
    let after = format!("{} after the first", when::span(played.since_first));
    let why = kinds(&played.sent.failures);
    match (played.delivery_status, played.last_retried_count) {
        (DeliveryStatus::Completed, Some(count @ 1..)) => {
            let which = resend_of(count, played.attempts.saturating_sub(1));
            format!("Accepted on {which}, {after} attempt: Completed.")
        }
        (DeliveryStatus::Completed, _) => "Accepted on the first attempt: Completed.".to_owned(),
        (DeliveryStatus::Failed, _) => format!(
            "All {}{why} failed, the last one {after}: Failed. Toss Payments then sends an e-mail with the event's \
             content; the payment itself is there for those who ask the API.",
            counted(played.sent.sent, "attempt", "attempts")
        ),
        (DeliveryStatus::Sending, None) => "Ended before the first attempt.".to_owned(),
        (DeliveryStatus::Sending, Some(0)) => format!("Ended after the first attempt{why}: still Sending."),
        (DeliveryStatus::Sending, Some(_)) => format!(
            "Ended after {}{why}, {after}: still Sending.",
            counted(played.sent.sent, "attempt", "attempts")
        ),
    }
}

/// That the end of a run cut events short.
pub fn cut_short(pending: u64) -> String {
    match pending {
        1 => "It is not re-sent any more. What would have come:".to_owned(),
        _ => format!(
            "{} are not re-sent any more. What would have come for the most urgent:",
            counted(pending, "event", "events")
        ),
    }
}

/// A re-send that would have come.
pub fn would_come(retried_count: u32, resends: u32) -> String {
    resend_of(retried_count, resends)
}

/// The last re-send that would have come.
pub fn last_one() -> &'static str {
    "the last chance"
}
