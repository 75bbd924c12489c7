//! The schedule as a drawn timeline.

use std::time::Duration;

use super::Answer;
use super::moments::Moments;
use super::rows::{mark, wait};
use crate::report::chart::{Chart, SHADE, Stop};
use crate::report::theme::{Meaning, Theme};
use crate::timeline::{Attempt, Expected, Landing, Outage};

/// The legend and the timeline; nothing where the terminal is too narrow for it.
pub(super) fn picture(answer: &Answer<'_>, moments: &Moments<'_>, width: usize, theme: Theme) -> Vec<String> {
    let attempts = answer.schedule.attempts();
    let Some(first) = attempts.first() else { return Vec::new() };
    let stop = |attempt: &Attempt| {
        let (mark, meaning) = mark(attempt.expected);
        // What is never made is drawn, but not as a way that is gone.
        let line = if attempt.expected == Expected::NotNeeded { '╌' } else { '─' };
        let label = wait(answer, attempt.wait);
        Stop { mark, meaning, at: attempt.elapsed, line, label, caption: moments.caption(attempt.due_at) }
    };
    let total = answer.schedule.total();
    let shaded = answer.faults.outages.iter().filter_map(|outage| span(outage, first, total)).collect();
    let chart = Chart { stops: attempts.iter().map(stop).collect(), shaded };
    let Some(mut lines) = chart.draw(width, theme) else { return Vec::new() };
    if answer.schedule.landing() != Landing::Unknown {
        lines.insert(0, legend(answer, !chart.shaded.is_empty(), theme));
    }
    lines
}

/// From where to where an outage reaches on the timeline; none where it lies outside.
pub(super) fn span(outage: Outage, first: &Attempt, total: Duration) -> Option<(Duration, Duration)> {
    let since_first =
        |at: jiff::Timestamp| Duration::try_from(at.duration_since(first.due_at)).unwrap_or(Duration::ZERO);
    let (from, to) = (since_first(outage.from()), since_first(outage.to()));
    (to > Duration::ZERO && from <= total).then_some((from, to))
}

/// The marks that occur, explained.
fn legend(answer: &Answer<'_>, with_outages: bool, theme: Theme) -> String {
    let mut legend = String::new();
    let mut explain = |mark: char, meaning: Meaning, text: &str| {
        legend.push_str(if legend.is_empty() { "  " } else { "   " });
        theme.paint(meaning, mark.encode_utf8(&mut [0; 4]), &mut legend);
        legend.push(' ');
        legend.push_str(text);
    };
    let attempts = answer.schedule.attempts();
    let kinds: [fn(&Expected) -> bool; 3] = [
        |it| matches!(it, Expected::Fails(_)),
        |it| matches!(it, Expected::Accepted),
        |it| matches!(it, Expected::NotNeeded),
    ];
    for is_kind in kinds {
        if let Some(attempt) = attempts.iter().find(|attempt| is_kind(&attempt.expected)) {
            let (mark, meaning) = mark(attempt.expected);
            explain(mark, meaning, answer.language.expected(attempt.expected));
        }
    }
    if with_outages {
        explain(SHADE, Meaning::Failed, answer.language.server_down());
    }
    legend
}
