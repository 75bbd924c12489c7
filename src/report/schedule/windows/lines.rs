//! The ranges for programs: JSON Lines and CSV.

use serde::Serialize;

use super::WindowsAnswer;
use crate::report::schedule::lines::{VERSION, json_line, rfc3339};
use crate::timeline::Window;

#[derive(Serialize)]
struct WindowLine {
    v: u32,
    kind: &'static str,
    first_sent_from: String,
    first_sent_to: String,
    lands_from: Option<String>,
    lands_to: Option<String>,
    attempt: Option<u32>,
    share: f64,
}

impl WindowLine {
    fn new(answer: &WindowsAnswer<'_>, range: &Window) -> Self {
        let shown = |at| rfc3339(at, answer.worst.tz);
        Self {
            v: VERSION,
            kind: "window",
            first_sent_from: shown(range.from),
            first_sent_to: shown(range.to),
            lands_from: range.arrival.map(|arrival| shown(arrival.from)),
            lands_to: range.arrival.map(|arrival| shown(arrival.to)),
            attempt: range.arrival.map(|arrival| arrival.retried_count + 1),
            // Digits beyond the millionth tell nothing.
            share: (answer.windows.share(range) * 1e6).round() / 1e6,
        }
    }
}

/// The ranges as JSON Lines: a `window` for each, then the attempts of the event that fares worst, and
/// its `summary`.
///
/// Ranges are half-open. `attempt` counts from 1; it is null where the events are lost.
pub fn json(answer: &WindowsAnswer<'_>) -> String {
    let windows = answer.windows.ranges().iter().map(|range| json_line(&WindowLine::new(answer, range)));
    windows.chain([super::super::json(&answer.worst)]).collect()
}

/// The ranges as CSV (RFC 4180): a header, then a row per range.
pub fn csv(answer: &WindowsAnswer<'_>) -> String {
    let header = "first_sent_from,first_sent_to,lands_from,lands_to,attempt,share\r\n".to_owned();
    // Numbers and times: no field ever needs quotes.
    let rows = answer.windows.ranges().iter().map(|range| {
        let line = WindowLine::new(answer, range);
        let attempt = line.attempt.map(|attempt| attempt.to_string());
        format!(
            "{},{},{},{},{},{}\r\n",
            line.first_sent_from,
            line.first_sent_to,
            line.lands_from.unwrap_or_default(),
            line.lands_to.unwrap_or_default(),
            attempt.unwrap_or_default(),
            line.share
        )
    });
    std::iter::once(header).chain(rows).collect()
}
