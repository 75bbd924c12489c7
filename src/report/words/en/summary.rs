//! The last words of a run.

use crate::activity::{EventId, Failing, Outcome, SentSummary, Summary};
use crate::report::{amount, when};

use super::counted;

/// So many kinds of failures are named.
const MOST_KINDS: usize = 6;

/// `2 events, 3 attempts (1 re-send): 1 accepted, 2 not (201, timeout)`
pub fn received(summary: &Summary) -> String {
    if summary.received == 0 {
        return "Nothing arrived.".to_owned();
    }
    let repeats: Vec<String> =
        [(summary.resends, "re-send", "re-sends"), (summary.duplicates, "duplicate", "duplicates")]
            .into_iter()
            .filter(|(number, ..)| *number > 0)
            .map(|(number, one, many)| counted(number, one, many))
            .collect();
    let repeats = if repeats.is_empty() { String::new() } else { format!(" ({})", repeats.join(", ")) };
    format!(
        "{}, {}{repeats}: {}",
        counted(summary.events, "event", "events"),
        counted(summary.received, "attempt", "attempts"),
        came_to(summary.accepted, summary.not_accepted, &summary.failures)
    )
}

/// `5 attempts: 4 accepted, 1 not (500)`
pub fn sent(summary: &SentSummary) -> String {
    format!(
        "{}: {}",
        counted(summary.sent, "attempt", "attempts"),
        came_to(summary.accepted, summary.not_accepted, &summary.failures)
    )
}

fn came_to(accepted: u64, not_accepted: u64, failures: &[(Failing, u64)]) -> String {
    let accepted = format!("{} accepted", amount::count(accepted));
    if not_accepted == 0 {
        return accepted;
    }
    format!("{accepted}, {} not{}", amount::count(not_accepted), kinds(failures))
}

/// ` (2 × 500, timeout)`; nothing where nothing failed.
pub(super) fn kinds(failures: &[(Failing, u64)]) -> String {
    let mut kinds: Vec<String> =
        failures.iter().take(MOST_KINDS).map(|(kind, number)| failing(*kind, *number)).collect();
    if failures.len() > MOST_KINDS {
        kinds.push("…".to_owned());
    }
    if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) }
}

fn failing(kind: Failing, number: u64) -> String {
    let kind = match kind {
        Failing::Status(status) => status.to_string(),
        Failing::Outcome(Outcome::Accepted) => "accepted".to_owned(),
        Failing::Outcome(Outcome::WrongStatus) => "wrong status".to_owned(),
        Failing::Outcome(Outcome::Redirect) => "redirect".to_owned(),
        Failing::Outcome(Outcome::Timeout) => "timeout".to_owned(),
        Failing::Outcome(Outcome::Unreachable) => "unreachable".to_owned(),
        Failing::Outcome(Outcome::Tls) => "TLS".to_owned(),
        Failing::Outcome(Outcome::Protocol) => "no HTTP answer".to_owned(),
        Failing::CutOff => "cut off".to_owned(),
    };
    if number == 1 { kind } else { format!("{} × {kind}", amount::count(number)) }
}

/// `answers p50 112 ms, p95 9.8 s, max 10.0 s`
pub fn answers(times: [Option<std::time::Duration>; 3]) -> Option<String> {
    let shown: Vec<String> = ["p50", "p95", "max"]
        .into_iter()
        .zip(times)
        .filter_map(|(name, time)| Some(format!("{name} {}", when::elapsed(time?))))
        .collect();
    (!shown.is_empty()).then(|| format!("answers {}", shown.join(", ")))
}

/// `1,000 sent in 2.3 s, 434 a second`
pub fn rate(summary: &SentSummary) -> Option<String> {
    let seconds = summary.elapsed.as_secs_f64();
    let per_second = seconds_rate(summary.sent, seconds)?;
    Some(format!("in {}, {} a second", when::elapsed(summary.elapsed), amount::count(per_second)))
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate for people, rounded, never negative"
)]
fn seconds_rate(sent: u64, seconds: f64) -> Option<u64> {
    (seconds > 0.0).then(|| (sent as f64 / seconds).round() as u64)
}

/// Requests that were turned away.
pub fn turned_away(refused: u64) -> String {
    format!("{} turned away", counted(refused, "request", "requests"))
}

/// An event that may still be accepted. `last_chance` is the time as shown.
pub fn still_sending(id: &EventId, last_chance: Option<&str>) -> String {
    match last_chance {
        Some(time) => format!("{} is still Sending at Toss, last chance {time}.", id.short()),
        None => format!("{} is still Sending at Toss.", id.short()),
    }
}

/// Further events that may still be accepted.
pub fn more_sending(events: u64) -> String {
    match events {
        1 => "1 more event is still Sending.".to_owned(),
        _ => format!("{} more events are still Sending.", amount::count(events)),
    }
}

/// Events that are still to be re-sent from here.
pub fn to_resend(events: u64) -> String {
    let them = if events == 1 { "it" } else { "them" };
    format!(
        "{} pending here; the next forward to this endpoint with --on-failure resend goes on with {them}.",
        counted(events, "event is", "events are")
    )
}

/// What stands for the type of what is no event.
pub fn no_type() -> &'static str {
    "(no event)"
}

/// Before what to do after a demonstration.
pub fn next_step() -> &'static str {
    "That was the demo, and nothing of it was kept. Next:"
}

/// What to do after a demonstration: a command, and what it is for.
pub fn next_steps() -> [(&'static str, &'static str); 4] {
    [
        ("tosshook forward 3000/webhooks/toss", "the same with your own dev server"),
        ("tosshook trigger PAYMENT_STATUS_CHANGED", "then, elsewhere: send it a sample"),
        ("tosshook trigger --list", "the events that can be sent"),
        ("tosshook retry-schedule", "when Toss Payments sends again"),
    ]
}

/// How all of it is found again.
pub fn find_again() -> &'static str {
    "All of it:"
}

/// That nothing can be found again.
pub fn not_kept() -> &'static str {
    "Nothing was kept (--no-history)."
}
