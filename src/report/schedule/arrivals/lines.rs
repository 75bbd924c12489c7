//! Many events for programs: JSON Lines and CSV.

use std::time::Duration;

use serde::Serialize;

use super::ArrivalsAnswer;
use crate::report::schedule::lines::{SummaryLine, VERSION, json_line, rfc3339};

#[derive(Serialize)]
struct DistributionLine<'a> {
    v: u32,
    kind: &'static str,
    events: u64,
    lost: u64,
    landed_by_attempt: &'a [u64],
    late_seconds: LateSeconds,
}

#[derive(Serialize)]
struct LateSeconds {
    p50: Option<u64>,
    p95: Option<u64>,
    p99: Option<u64>,
    max: Option<u64>,
}

#[derive(Serialize)]
struct LoadLine {
    v: u32,
    kind: &'static str,
    minute: String,
    attempts: u64,
}

impl LateSeconds {
    fn of(answer: &ArrivalsAnswer<'_>) -> Self {
        let late = |percent| answer.distribution.late(percent).as_ref().map(Duration::as_secs);
        Self { p50: late(50), p95: late(95), p99: late(99), max: late(100) }
    }
}

/// Many events as JSON Lines: a `distribution`, a `load` for each minute in which re-sends reach the
/// server, and a `summary`.
///
/// Lateness is from the first attempt to the one that lands, in whole seconds, rounded down; null where
/// no event lands.
pub fn json(answer: &ArrivalsAnswer<'_>) -> String {
    let distribution = answer.distribution;
    let first = json_line(&DistributionLine {
        v: VERSION,
        kind: "distribution",
        events: distribution.events(),
        lost: distribution.lost(),
        landed_by_attempt: distribution.landed(),
        late_seconds: LateSeconds::of(answer),
    });
    let load = distribution.load().iter().map(|(minute, attempts)| {
        json_line(&LoadLine { v: VERSION, kind: "load", minute: rfc3339(minute, answer.tz), attempts })
    });
    let summary = SummaryLine::of_many(distribution.landed().len(), distribution.offsets().total());
    std::iter::once(first).chain(load).chain([json_line(&summary)]).collect()
}

/// Many events as CSV (RFC 4180): a header, then what is measured, of what, and the value.
pub fn csv(answer: &ArrivalsAnswer<'_>) -> String {
    let distribution = answer.distribution;
    let mut rows = vec!["measure,of,value\r\n".to_owned()];
    // Numbers, times and fixed words: no field ever needs quotes.
    let mut row = |measure: &str, of: &str, value: u64| rows.push(format!("{measure},{of},{value}\r\n"));
    row("events", "", distribution.events());
    row("lost", "", distribution.lost());
    for (number, landed) in (1..).zip(distribution.landed()) {
        row("landed_by_attempt", &i32::to_string(&number), *landed);
    }
    let LateSeconds { p50, p95, p99, max } = LateSeconds::of(answer);
    for (name, late) in [("p50", p50), ("p95", p95), ("p99", p99), ("max", max)] {
        if let Some(late) = late {
            row("late_seconds", name, late);
        }
    }
    for (minute, attempts) in distribution.load().iter() {
        row("load", &rfc3339(minute, answer.tz), attempts);
    }
    rows.concat()
}
