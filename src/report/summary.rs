//! The last words of a run: what came, what came of it, what is still open.

use super::line::Line;
use super::theme::Meaning;
use super::width::{self, Align};
use super::{Look, Occasion, amount, load, played};
use crate::activity::{EventTally, LookUps, SentSummary, Summary};

/// How many rows of events by type, and of events that are still Sending.
const MOST_TALLIES: usize = 12;
const MOST_SENDING: usize = 3;

/// A listener's last words.
pub(super) fn listener(summary: &Summary, look: &Look, out: &mut Vec<u8>) {
    out.push(b'\n');
    let mut line = Line::new(look.stderr, 2);
    line.note(Meaning::Plain, &look.language.received(summary));
    let times = [summary.answer_p50, summary.answer_p95, summary.answer_max];
    if let Some(answers) = look.language.answers(times) {
        line.space(4);
        line.note(Meaning::Plain, &answers);
    }
    line.end(out);
    tallies(&summary.by_event, look, out);
    if summary.refused > 0 {
        sentence(Meaning::Plain, &look.language.turned_away(summary.refused), look, out);
    }
    still_sending(summary, look, out);
    find_again(summary, look, out);
}

/// First-time events by type and status.
fn tallies(tallies: &[EventTally], look: &Look, out: &mut Vec<u8>) {
    let shown = &tallies[..tallies.len().min(MOST_TALLIES)];
    let names: Vec<(&str, &str)> = shown
        .iter()
        .map(|tally| {
            (
                tally.event.as_deref().unwrap_or(look.language.no_type()),
                tally.event_status.as_deref().unwrap_or(""),
            )
        })
        .collect();
    let widest = |of: fn(&(&str, &str)) -> usize| names.iter().map(of).max().unwrap_or(0).min(40);
    let event_columns = widest(|(event, _)| width::of(event));
    let status_columns = widest(|(_, status)| width::of(status));
    let count_columns = shown.iter().map(|tally| amount::count(tally.count).len()).max().unwrap_or(0);
    for ((event, status), tally) in names.iter().zip(shown) {
        let mut line = Line::new(look.stderr, 4);
        line.space(2);
        line.cell(Meaning::Event, event, event_columns, Align::Left);
        line.cell(Meaning::Plain, status, status_columns, Align::Left);
        line.space(2);
        line.cell(Meaning::Plain, &amount::count(tally.count), count_columns, Align::Right);
        line.end(out);
    }
    if tallies.len() > shown.len() {
        sentence(Meaning::Dim, "  …", look, out);
    }
}

fn still_sending(summary: &Summary, look: &Look, out: &mut Vec<u8>) {
    for (id, last_chance) in summary.still_sending.iter().take(MOST_SENDING) {
        let time = last_chance.map(|time| look.times.day_and_time(time));
        sentence(Meaning::Warning, &look.language.still_sending(id, time.as_deref()), look, out);
    }
    let named = summary.still_sending.len().min(MOST_SENDING) as u64;
    let at_toss = summary.pending.saturating_sub(summary.to_resend);
    if at_toss > named {
        sentence(Meaning::Warning, &look.language.more_sending(at_toss - named), look, out);
    }
    if summary.to_resend > 0 {
        sentence(Meaning::Warning, &look.language.to_resend(summary.to_resend), look, out);
    }
}

fn find_again(summary: &Summary, look: &Look, out: &mut Vec<u8>) {
    if look.occasion == Occasion::Demo {
        return next_steps(look, out);
    }
    if summary.received == 0 {
        return;
    }
    let mut line = Line::new(look.stderr, 2);
    if summary.history.is_some() {
        line.sentence(Meaning::Dim, look.language.find_again());
        line.sentence(Meaning::Command, "tosshook events list");
    } else {
        line.sentence(Meaning::Dim, look.language.not_kept());
    }
    line.end(out);
}

/// What to do after a demonstration.
fn next_steps(look: &Look, out: &mut Vec<u8>) {
    let steps = look.language.next_steps();
    sentence(Meaning::Dim, look.language.next_step(), look, out);
    let widest = steps.iter().map(|(command, _)| width::of(command)).max().unwrap_or(0);
    for (command, what_for) in steps {
        let mut line = Line::new(look.stderr, 4);
        line.space(2);
        line.cell(Meaning::Command, command, widest, Align::Left);
        line.sentence(Meaning::Plain, what_for);
        line.end(out);
    }
}

/// The stand-in's last words.
pub(super) fn stand_in(lookups: &LookUps, look: &Look, out: &mut Vec<u8>) {
    out.push(b'\n');
    sentence(Meaning::Plain, &look.language.lookups(lookups), look, out);
}

/// A sending command's last words; a single attempt that nothing was done to has said it all.
pub(super) fn sender(summary: &SentSummary, look: &Look, out: &mut Vec<u8>) {
    let retries = summary.retries.as_ref().filter(|it| summary.sent != 1 || it.pending > 0);
    let load = summary.load.as_ref().filter(|_| summary.sent > 0);
    if retries.is_none() && load.is_none() && summary.sent <= 1 && summary.mishaps.is_none() {
        ended_early(summary, look, out);
        return;
    }
    out.push(b'\n');
    if let Some(retries) = retries {
        played::retried(summary, retries, look, out);
    }
    if let Some(load) = load {
        load::closing(summary, load, look, out);
    } else if retries.is_none() && summary.sent > 1 {
        totals(summary, look, out);
    }
    for words in look.language.mishaps(&summary.mishaps, summary.retries.is_some()) {
        sentence(Meaning::Plain, &words, look, out);
    }
    ended_early(summary, look, out);
}

fn ended_early(summary: &SentSummary, look: &Look, out: &mut Vec<u8>) {
    if let Some(short) = &summary.short {
        sentence(Meaning::Warning, &look.language.ended_early(short), look, out);
    }
}

fn totals(summary: &SentSummary, look: &Look, out: &mut Vec<u8>) {
    let mut line = Line::new(look.stderr, 2);
    line.note(Meaning::Plain, &look.language.sent(summary));
    let times = summary.answers.map(|it| [it.p50, it.p95, it.max]);
    let times = times.map_or([None; 3], |times| times.map(Some));
    for words in [look.language.answers(times), look.language.rate(summary)].into_iter().flatten() {
        line.space(2);
        line.note(Meaning::Plain, &words);
    }
    line.end(out);
}

fn sentence(meaning: Meaning, text: &str, look: &Look, out: &mut Vec<u8>) {
    let mut line = Line::new(look.stderr, 2);
    line.sentence(meaning, text);
    line.end(out);
}
