//! The schedule as a picture: the attempts on a logarithmic axis, and the load of re-sends if that is known.

use std::time::Duration;

use jiff::Timestamp;

use super::Answer;
use super::moments::Moments;
use super::page::{circumstances, verdict};
use super::picture::MOST_SHADED;
use super::rows::wait;
use crate::report::svg::{Columns, Key, Load, Mark, Picture, Rows, Shade, Stop, Timeline, Times};
use crate::timeline::{Attempt, Expected, Outage};

/// The answer as one SVG document.
pub fn svg(answer: &Answer<'_>) -> String {
    let moments = answer.moments();
    drawn(answer, verdict(answer, &moments).0, circumstances(answer, &moments), None)
}

/// The attempts of an answer under this title and these sentences, and a load under the attempts.
pub(super) fn drawn(
    answer: &Answer<'_>,
    title: String,
    sentences: Vec<String>,
    load: Option<Columns<'_>>,
) -> String {
    let timeline = timeline(answer, &answer.moments());
    let attempts = timeline.stops.iter().map(|stop| stop.told.clone());
    Picture {
        language: answer.language,
        title,
        description: sentences.iter().cloned().chain(attempts).collect(),
        sentences,
        timeline,
        load: load.map(|columns| Load { columns, language: answer.language, tz: answer.tz }),
    }
    .draw()
}

fn timeline(answer: &Answer<'_>, moments: &Moments<'_>) -> Timeline {
    let schedule = answer.schedule;
    let headings = answer.language.schedule_headings();
    let shaded = shaded(answer, moments);
    Timeline {
        stops: schedule.attempts().iter().map(|attempt| stop(answer, moments, attempt)).collect(),
        asked: schedule.landed().and_then(|attempt| usize::try_from(attempt.retried_count).ok()),
        legend: legend(answer, &shaded),
        shaded,
        often: answer.language.down_again().to_owned(),
        rows: Rows {
            name: headings.attempt,
            wait: headings.wait,
            time: headings.time,
            since_first: headings.since_first,
        },
        logarithmic: answer.language.logarithmic().to_owned(),
    }
}

fn stop(answer: &Answer<'_>, moments: &Moments<'_>, attempt: &Attempt) -> Stop {
    Stop {
        mark: mark(attempt.expected),
        at: attempt.elapsed,
        name: answer.language.attempt(attempt.retried_count),
        wait: wait(answer, attempt.wait),
        clock: moments.clock(attempt.due_at),
        day: moments.day_of_mark(attempt.due_at),
        since_first: answer.language.exact_span(attempt.elapsed),
        told: told(answer, moments, attempt),
    }
}

/// The attempt in words.
fn told(answer: &Answer<'_>, moments: &Moments<'_>, attempt: &Attempt) -> String {
    let name = answer.language.attempt_in_full(attempt.retried_count, answer.schedule.attempts().len());
    let outcome = answer.language.expected_in_full(attempt.expected, attempt.retried_count);
    answer.language.told(&name, &moments.prose(attempt.due_at), attempt.elapsed, outcome)
}

/// The outages; of very many, all after the first of them as one.
fn shaded(answer: &Answer<'_>, moments: &Moments<'_>) -> Vec<Shade> {
    let Some(first) = answer.schedule.attempts().first() else { return Vec::new() };
    let outages = answer.outages().take(MOST_SHADED + 1);
    let mut shaded: Vec<Shade> = outages.map(|outage| shade(answer, moments, first, outage)).collect();
    if shaded.len() > MOST_SHADED
        && let Some(rest) = shaded.last_mut()
    {
        (rest.to, rest.times) = (None, Times::Often);
        answer.language.down_again().clone_into(&mut rest.label);
    }
    shaded
}

/// An outage.
fn shade(answer: &Answer<'_>, moments: &Moments<'_>, first: &Attempt, outage: Outage) -> Shade {
    let total = answer.schedule.total();
    let since_first = |at: Timestamp| Duration::try_from(at.duration_since(first.due_at)).ok();
    let (from, to) = (outage.from(), outage.to());
    Shade {
        from: since_first(from),
        to: since_first(to).filter(|to| *to <= total),
        times: Times::Once,
        label: answer.language.down(&moments.brief(from), &moments.end(from, to)),
    }
}

/// The shapes that occur, explained.
fn legend(answer: &Answer<'_>, shaded: &[Shade]) -> Vec<(Key, String)> {
    let mut legend: Vec<(Key, String)> = Vec::new();
    for attempt in answer.schedule.attempts() {
        let key = Key::Mark(mark(attempt.expected));
        if legend.iter().all(|(explained, _)| *explained != key) {
            let text = match attempt.expected {
                Expected::Unknown => answer.language.any_attempt(),
                known => answer.language.expected(known),
            };
            legend.push((key, text.to_owned()));
        }
    }
    if !shaded.is_empty() {
        legend.push((Key::Shade, answer.language.server_down().to_owned()));
    }
    legend
}

fn mark(expected: Expected) -> Mark {
    match expected {
        Expected::Unknown => Mark::Unknown,
        Expected::Fails(_) => Mark::Failed,
        Expected::Accepted => Mark::Accepted,
        Expected::NotNeeded => Mark::NotNeeded,
    }
}
