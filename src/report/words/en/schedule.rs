//! The sentences of `retry-schedule`.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::SignedDuration;

use crate::report::amount;
use crate::report::words::ScheduleHeadings;
use crate::timeline::{Chance, Expected, Reason, ScheduleError};

/// The headings of the attempts.
pub fn schedule_headings() -> ScheduleHeadings {
    ScheduleHeadings {
        attempt: "attempt",
        wait: "wait",
        time: "time",
        since_first: "since first",
        outcome: "outcome",
        history: "history",
        if_it_fails: "history, if it fails",
    }
}

/// What to do instead of waiting for a re-send.
pub fn dont_wait() -> &'static str {
    "No need to wait for it: while the history shows Sending, re-send it by hand in the Developer Center, or ask \
     the API for the payment."
}

/// What to do about an event that never arrives.
pub fn look_it_up() -> &'static str {
    "Toss Payments then sends an e-mail with the event's content. The payment itself is not lost: ask the API, \
     GET /v1/payments/orders/{orderId}."
}

/// A time in which every attempt fails.
pub fn server_down() -> &'static str {
    "server down"
}

/// The kind of an outcome, as the legend has it.
pub fn expected(what: Expected) -> &'static str {
    match what {
        Expected::Unknown => "",
        Expected::Fails(_) => "fails",
        Expected::Accepted => "accepted",
        Expected::NotNeeded => "not needed",
    }
}

/// An outcome with its reason.
pub fn expected_because(what: Expected) -> &'static str {
    match what {
        Expected::Fails(Reason::Down(_)) => "down",
        Expected::Fails(Reason::Chance) => "by chance",
        other => expected(other),
    }
}

/// What an attempt is called.
pub fn attempt(retried_count: u32) -> String {
    if retried_count == 0 { "first".to_owned() } else { format!("re-send {retried_count}") }
}

/// What a policy offers.
pub fn offer(of_toss: bool, attempts: usize, total: Duration, limit: Duration) -> String {
    let who = if of_toss { "Toss Payments" } else { "This policy, not Toss Payments' own," };
    format!(
        "{who} sends an event up to {attempts} times in {}, until one attempt is answered with 200 within {}.",
        exact_span(total),
        exact_span(limit)
    )
}

/// Which attempt is accepted, without a full stop.
pub fn landed(retried_count: u32, attempts: usize, when: &str) -> String {
    match retried_count {
        0 => format!("Accepted on the first attempt, {when}"),
        count => format!("Accepted on re-send {count} of {}, {when}", attempts - 1),
    }
}

/// How late that is; nothing for the first attempt.
pub fn lateness(elapsed: Duration, after_outage: Option<SignedDuration>) -> String {
    let mut text = String::new();
    if !elapsed.is_zero() {
        let _ = write!(text, ": {} after the first attempt", exact_span(elapsed));
    }
    match after_outage {
        Some(late) if late.is_zero() => text.push_str(", the moment the server is back"),
        Some(late) => {
            let _ = write!(text, ", {} after the server is back", exact_span(late.unsigned_abs()));
        }
        None => {}
    }
    text
}

/// That no attempt is accepted.
pub fn lost(attempts: usize, last: &str) -> String {
    format!("Lost: all {attempts} attempts fail, the last on {last}. The history shows Failed from then on.")
}

/// When the first attempt is made.
pub fn first_attempt(first: &str, zone: &str) -> String {
    format!("First attempt {first}, times in {zone}.")
}

/// One outage.
pub fn outage(from: &str, to: &str, length: Duration) -> String {
    format!("Down {from} to {to} ({}).", exact_span(length))
}

/// Outages that are not named one by one.
pub fn more_outages(count: usize) -> String {
    format!("And {}.", super::counted(count as u64, "more outage", "more outages"))
}

/// Outages that recur.
pub fn recurring(period: Duration, length: Duration, first: &str) -> String {
    format!("Down for {} every {}, from {first} on.", exact_span(length), exact_span(period))
}

/// That attempts fail by chance.
pub fn chance(chance: Chance) -> String {
    let Chance { rate, seed } = chance;
    // Without the last digits, which are not what was typed.
    let percent = (rate * 1e8).round() / 1e6;
    format!("Each attempt fails with a chance of {percent} % (--seed {seed}).")
}

/// A seed where nothing is left to chance.
pub fn seed_unused(seed: u64) -> String {
    format!("--seed {seed} changes nothing without --fail-rate or --rate")
}

/// The seed of a run that was given none.
pub fn seed_taken(seed: u64) -> String {
    format!("by chance, with seed {seed}; --seed {seed} gives the same again")
}

/// From the first attempt to the last.
pub fn in_all(total: Duration) -> String {
    format!("In all {}.", exact_span(total))
}

/// Until when an event that fails from the first attempt on can still arrive.
pub fn last_chance(last: &str) -> String {
    format!("A server that is down from the first attempt on still gets the event if it is back by {last}.")
}

/// When an event that is lost to an outage could still have arrived.
pub fn missed_chance(last: &str) -> String {
    format!("A server that was back by {last} would still have got the event.")
}

/// From where waits are counted, and that this is not documented.
pub fn counting(of_toss: bool, answer_after: Duration) -> String {
    let counted = if answer_after.is_zero() {
        "start".to_owned()
    } else {
        format!("end, {} after its start", exact_span(answer_after))
    };
    match (of_toss, answer_after.is_zero()) {
        (true, true) => "Toss Payments does not document whether a wait counts from an attempt's start or its end. \
            Here it is the start; --answer-after 10s makes it the end of an attempt that ran into the time limit."
            .to_owned(),
        (true, false) => format!(
            "Toss Payments does not document whether a wait counts from an attempt's start or its end. \
             Here it is the {counted} (--answer-after)."
        ),
        (false, _) => format!("Each wait counts from the {counted} of the attempt before it."),
    }
}

/// Why there is no schedule, and the remedy.
pub fn no_schedule(error: &ScheduleError) -> String {
    match error {
        ScheduleError::TooFar => format!("{error}: choose an earlier --from or shorter --intervals"),
        ScheduleError::TooMany(limit) => format!(
            "the outages make more than {} ranges of first sending: choose fewer or shorter outages, or add --from \
             TIME for one event",
            amount::count(*limit as u64)
        ),
        ScheduleError::TooWide(limit) => format!(
            "the attempts would spread over more than {} minutes: choose a shorter --over or shorter --intervals",
            amount::count(*limit as u64)
        ),
    }
}

/// An outage that is over before it could matter.
pub fn outage_before(typed: &str) -> String {
    format!(
        "--down {typed} ends before the first attempt and changes nothing; for another day write its date"
    )
}

/// An outage that comes too late to matter.
pub fn outage_after(typed: &str) -> String {
    format!("--down {typed} begins after the last attempt and changes nothing")
}

/// An attempt that would take longer than the policy lets it.
pub fn longer_than_limit(answer_after: Duration, limit: Duration) -> String {
    format!(
        "--answer-after {} is longer than an answer may take: an attempt fails after {}",
        exact_span(answer_after),
        exact_span(limit)
    )
}

/// A time span: `3d 19h 1m`, `10s`, `250ms`; exact to the millisecond.
pub fn exact_span(span: Duration) -> String {
    let mut text = String::new();
    let mut left = span.as_millis();
    for (unit, length) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)] {
        if left >= length {
            let gap = if text.is_empty() { "" } else { " " };
            let _ = write!(text, "{gap}{}{unit}", left / length);
            left %= length;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// A time span in whole minutes: `4096m`.
pub fn whole_minutes(span: Duration) -> String {
    format!("{}m", span.as_secs() / 60)
}
