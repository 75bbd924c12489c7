//! The last words of a run that re-sends on failure: what came of its events, and what would have come.

use super::Look;
use super::line::Line;
use super::theme::Meaning;
use super::width::{self, Align};
use crate::activity::{DeliveryStatus, Played, Retries, SentSummary};

/// What is said before the first attempt.
pub fn opening(words: &str, look: &Look) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = Line::new(look.stderr, 2);
    line.sentence(Meaning::Plain, words);
    line.end(&mut out);
    out
}

/// The last words of a schedule that was played against an endpoint.
pub(super) fn closing(played: &Played, look: &Look, out: &mut Vec<u8>) {
    out.push(b'\n');
    let meaning = match played.delivery_status {
        DeliveryStatus::Completed => Meaning::Accepted,
        DeliveryStatus::Failed => Meaning::Failed,
        DeliveryStatus::Sending => Meaning::Warning,
    };
    let mut line = Line::new(look.stderr, 2);
    line.note(meaning, &look.language.played(played));
    line.note(Meaning::Dim, &look.language.took(played.sent.elapsed));
    line.end(out);
    if let Some(retries) = &played.sent.retries {
        to_come(retries, look, out);
    }
}

/// The last words of `trigger --retry`.
pub(super) fn retried(summary: &SentSummary, retries: &Retries, look: &Look, out: &mut Vec<u8>) {
    let mut line = Line::new(look.stderr, 2);
    line.note(Meaning::Plain, &look.language.retried(summary, retries));
    line.note(Meaning::Dim, &look.language.took(summary.elapsed));
    line.end(out);
    to_come(retries, look, out);
}

/// What would have come for the most urgent of the events that were cut short.
fn to_come(retries: &Retries, look: &Look, out: &mut Vec<u8>) {
    let (Some((_, first)), Some((_, last))) = (retries.to_come.first(), retries.to_come.last()) else {
        return;
    };
    let is_one_day = look.times.date(*first) == look.times.date(*last);
    let mut line = Line::new(look.stderr, 2);
    line.sentence(Meaning::Warning, &look.language.cut_short(retries.pending));
    line.end(out);
    let names = retries.to_come.iter().map(|(count, _)| look.language.would_come(*count, retries.resends));
    let names: Vec<String> = names.collect();
    let widest = names.iter().map(|name| width::of(name)).max().unwrap_or(0);
    for (name, (count, at)) in names.iter().zip(&retries.to_come) {
        let mut line = Line::new(look.stderr, 4);
        line.space(2);
        line.cell(Meaning::Plain, name, widest, Align::Left);
        let time = if is_one_day { look.times.clock(*at) } else { look.times.day_and_time(*at) };
        line.note(Meaning::Plain, &time);
        if *count >= retries.resends {
            line.note(Meaning::Dim, look.language.last_one());
        }
        line.end(out);
    }
}
