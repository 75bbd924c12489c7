//! How far a load is, and how it was borne.

use std::time::Duration;

use crate::activity::{Load, Percentiles, Progress, Rate, SentSummary, Short};
use crate::report::{amount, when};

use super::counted;

/// How late an event may be begun that nobody speaks of: a timer and a turn on a busy machine.
const NOT_WORTH_TELLING: Duration = Duration::from_millis(10);

/// So much of a rate is the rate: the rest is what the last event was late by.
const HELD: f64 = 0.99;

/// `4,021 of 20,000 events  2,001/s  3 not accepted`
pub fn progress(progress: &Progress) -> String {
    let mut parts = vec![
        match progress.of {
            Some(of) => format!("{} of {}", amount::count(progress.done), counted(of, "event", "events")),
            None => counted(progress.done, "event", "events"),
        },
        format!("{}/s", amount::count(progress.per_second)),
    ];
    if progress.not_accepted > 0 {
        parts.push(format!("{} not accepted", amount::count(progress.not_accepted)));
    }
    match progress.whole.map(|whole| whole.saturating_sub(progress.elapsed)) {
        Some(left) if !left.is_zero() => {
            parts.push(format!("{} left", when::span(Duration::from_secs(left.as_secs() + 1))));
        }
        _ if progress.under_way > 0 => {
            parts.push(format!("{} under way", amount::count(progress.under_way as u64)));
        }
        _ => {}
    }
    parts.join("  ")
}

/// `20,000 events in 10.0 s, 2,000 a second as asked`; a rate of scenarios is told in those.
pub fn borne(load: &Load, elapsed: Duration) -> String {
    let events = counted(load.events, "event", "events");
    let (all, beside) = match load.scenarios() {
        Some(scenarios) => (counted(scenarios, "scenario", "scenarios"), format!("; {events}")),
        None => (events, String::new()),
    };
    let all = format!("{all} in {}", when::elapsed(elapsed));
    let rate = match (load.per_second, load.asked.map(Rate::per_second)) {
        (None, _) => String::new(),
        (Some(reached), None) => format!(", {} a second", rate(reached)),
        (Some(reached), Some(asked)) if reached >= asked * HELD => {
            format!(", {} a second as asked", rate(reached))
        }
        (Some(reached), Some(asked)) => format!(", {} a second of {} asked", rate(reached), rate(asked)),
    };
    format!("{all}{rate}{beside}")
}

/// Whole from ten on, else with two decimals.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, never negative")]
fn rate(per_second: f64) -> String {
    if per_second >= 10.0 { amount::count(per_second.round() as u64) } else { format!("{per_second:.2}") }
}

/// `answers p50 0.31 ms, p90 0.52 ms, p95 0.61 ms, p99 2.1 ms, max 18 ms, from when each was due`
pub fn answer_times(summary: &SentSummary) -> Option<String> {
    let Percentiles { p50, p90, p95, p99, max } = summary.answers?;
    let times = [("p50", p50), ("p90", p90), ("p95", p95), ("p99", p99), ("max", max)];
    let times = times.map(|(name, time)| format!("{name} {}", when::elapsed(time)));
    let at_a_rate = summary.load.as_ref().is_some_and(|load| load.asked.is_some());
    let from = if at_a_rate { ", from when each was due" } else { "" };
    Some(format!("answers {}{from}", times.join(", ")))
}

/// The upper bound of a row of the histogram.
pub fn up_to(bound: Duration) -> String {
    format!("≤ {}", when::elapsed(bound))
}

/// That events waited because too few calls may be under way at once.
pub fn held(load: &Load) -> Option<String> {
    (load.asked.is_some() && load.held > 0).then(|| {
        format!(
            "{} waited until one of {} had its answer; that is in their times. --concurrency allows more",
            counted(load.held, "event", "events"),
            counted(load.concurrency as u64, "call", "calls")
        )
    })
}

/// That the run ended before all that was due had been sent.
pub fn not_sent(load: &Load) -> Option<String> {
    let (one, many) = match load.scenarios() {
        Some(_) => ("scenario that was due was not sent", "scenarios that were due were not sent"),
        None => ("event that was due was not sent", "events that were due were not sent"),
    };
    let why = if load.waited_in_vain > 0 {
        let calls = match load.concurrency {
            1 => "the one call that may be under way had no answer yet".to_owned(),
            calls => format!("all of {} calls were waiting for an answer", amount::count(calls as u64)),
        };
        format!("{calls}. --concurrency allows more")
    } else {
        "this machine had not come to it when the run ended".to_owned()
    };
    (load.not_sent > 0).then(|| format!("{}: {why}", counted(load.not_sent, one, many)))
}

/// How far a run came that was ended before its time.
pub fn ended_early(short: &Short) -> String {
    match short.of {
        Some(of) => {
            format!("ended early, after {} of {}", amount::count(short.begun), counted(of, "event", "events"))
        }
        None => "ended early, before the time was over".to_owned(),
    }
}

/// That this machine did not send as fast as it should have.
pub fn sent_late(load: &Load) -> Option<String> {
    let late = load.late.filter(|late| late.p99 > NOT_WORTH_TELLING)?;
    Some(format!(
        "events went out late: half of them by {} or more, 1 % by {} or more. This machine is too busy for the rate; \
         the times above hold the delay",
        when::elapsed(late.p50),
        when::elapsed(late.p99)
    ))
}
