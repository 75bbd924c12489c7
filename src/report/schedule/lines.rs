//! The schedule for programs: JSON Lines and CSV, in English and with nothing but data.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::Answer;
use crate::activity::DeliveryStatus;
use crate::timeline::{Attempt, Schedule};

/// The version of the JSON kinds.
pub(super) const VERSION: u32 = 1;

#[derive(Serialize)]
struct AttemptLine {
    v: u32,
    kind: &'static str,
    number: u32,
    retried_count: u32,
    wait_seconds: u64,
    elapsed_seconds: u64,
    due_at: String,
    outcome: &'static str,
    delivery_status: &'static str,
}

/// How a schedule ends.
#[derive(Serialize)]
pub(super) struct SummaryLine {
    v: u32,
    kind: &'static str,
    attempts: usize,
    total_seconds: u64,
    landed_attempt: Option<u32>,
    landed_at: Option<String>,
    delivery_status: Option<&'static str>,
    longest_outage_seconds: u64,
    last_chance_at: Option<String>,
}

impl AttemptLine {
    fn new(attempt: &Attempt, tz: &TimeZone) -> Self {
        Self {
            v: VERSION,
            kind: "attempt",
            number: attempt.number,
            retried_count: attempt.retried_count,
            wait_seconds: attempt.wait.as_secs(),
            elapsed_seconds: attempt.elapsed.as_secs(),
            due_at: rfc3339(attempt.due_at, tz),
            outcome: attempt.expected.as_str(),
            delivery_status: attempt.delivery_status.as_str(),
        }
    }
}

impl SummaryLine {
    /// The summary of one event.
    fn of(schedule: &Schedule, tz: &TimeZone) -> Self {
        let landed = schedule.landed();
        Self {
            landed_attempt: landed.map(|attempt| attempt.number),
            landed_at: landed.map(|attempt| rfc3339(attempt.due_at, tz)),
            delivery_status: schedule.delivery_status().map(DeliveryStatus::as_str),
            last_chance_at: schedule.last_chance_at().map(|at| rfc3339(at, tz)),
            ..Self::of_many(schedule.attempts().len(), schedule.total())
        }
    }

    /// The summary of many events, which end in many ways.
    pub(super) fn of_many(attempts: usize, total: Duration) -> Self {
        Self {
            v: VERSION,
            kind: "summary",
            attempts,
            total_seconds: total.as_secs(),
            landed_attempt: None,
            landed_at: None,
            delivery_status: None,
            longest_outage_seconds: total.as_secs(),
            last_chance_at: None,
        }
    }
}

/// The schedule as JSON Lines: an `attempt` per line, then a `summary`.
///
/// Seconds are whole, rounded down; `due_at` keeps a fraction.
pub fn json(answer: &Answer<'_>) -> String {
    let Answer { schedule, tz, .. } = answer;
    let attempts = schedule.attempts().iter().map(|attempt| json_line(&AttemptLine::new(attempt, tz)));
    attempts.chain([json_line(&SummaryLine::of(schedule, tz))]).collect()
}

/// The attempts as CSV (RFC 4180): a header, then a row per attempt.
pub fn csv(answer: &Answer<'_>) -> String {
    let header =
        "number,retried_count,wait_seconds,elapsed_seconds,due_at,outcome,delivery_status\r\n".to_owned();
    // Numbers, times and fixed words: no field ever needs quotes.
    let rows = answer.schedule.attempts().iter().map(|attempt| {
        let line = AttemptLine::new(attempt, answer.tz);
        format!(
            "{},{},{},{},{},{},{}\r\n",
            line.number,
            line.retried_count,
            line.wait_seconds,
            line.elapsed_seconds,
            line.due_at,
            line.outcome,
            line.delivery_status
        )
    });
    std::iter::once(header).chain(rows).collect()
}

/// A JSON line.
pub(super) fn json_line(line: &impl Serialize) -> String {
    // Numbers and strings under string keys always have a JSON form.
    serde_json::to_string(line).map(|line| line + "\n").unwrap_or_default()
}

/// A moment with the offset that its zone has then.
pub(super) fn rfc3339(at: Timestamp, tz: &TimeZone) -> String {
    at.display_with_offset(tz.to_offset(at)).to_string()
}
