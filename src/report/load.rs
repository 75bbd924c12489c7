//! The last words of a load: how fast, how long answers took, what failed.

use super::line::Line;
use super::share::{Bars, whole_percent};
use super::theme::Meaning;
use super::width::{self, Align};
use super::{Look, amount};
use crate::activity::{Load, SentSummary};

/// The last words of a run of many events.
pub(super) fn closing(summary: &SentSummary, load: &Load, look: &Look, out: &mut Vec<u8>) {
    let mut sentence = |meaning, text: &str| {
        let mut line = Line::new(look.stderr, 2);
        line.sentence(meaning, text);
        line.end(out);
    };
    sentence(Meaning::Plain, &look.language.borne(load, summary.elapsed));
    sentence(Meaning::Plain, &look.language.sent(summary));
    if let Some(times) = look.language.answer_times(summary).filter(|_| summary.connected > 0) {
        sentence(Meaning::Plain, &times);
        histogram(load, look, out);
    }
    for warning in [look.language.held(load), look.language.not_sent(load), look.language.sent_late(load)]
        .into_iter()
        .flatten()
    {
        let mut line = Line::new(look.stderr, 2);
        line.sentence(Meaning::Warning, &warning);
        line.end(out);
    }
}

/// A row for each step of the answers' times.
fn histogram(load: &Load, look: &Look, out: &mut Vec<u8>) {
    let all: u64 = load.steps.iter().map(|(_, count)| count).sum();
    #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 answers")]
    let share = |count: u64| count as f64 / all.max(1) as f64;
    let bars = Bars::new(load.steps.iter().map(|(_, count)| share(*count)));
    let rows = load.steps.iter().map(|(bound, count)| {
        (
            look.language.up_to(*bound),
            bars.of(share(*count)),
            amount::count(*count),
            whole_percent(share(*count)),
        )
    });
    let rows: Vec<_> = rows.collect();
    let widest = |of: fn(&(String, String, String, String)) -> &String| {
        rows.iter().map(|row| width::of(of(row))).max().unwrap_or(0)
    };
    let (bound, bar, count, percent) =
        (widest(|row| &row.0), widest(|row| &row.1), widest(|row| &row.2), widest(|row| &row.3));
    for row in &rows {
        let mut line = Line::new(look.stderr, 4);
        line.space(2);
        line.cell(Meaning::Plain, &row.0, bound, Align::Right);
        line.cell(Meaning::Accepted, &row.1, bar, Align::Left);
        line.cell(Meaning::Plain, &row.2, count, Align::Right);
        line.cell(Meaning::Dim, &row.3, percent, Align::Right);
        line.end(out);
    }
}
