//! The schedule as a drawn timeline.

use std::time::Duration;

use jiff::Timestamp;

use super::Answer;
use super::moments::Moments;
use super::rows::{mark, wait};
use crate::report::chart::{Chart, SHADE, Stop};
use crate::report::theme::{Meaning, Theme};
use crate::report::width;
use crate::timeline::{Attempt, Expected, Landing, Outage};

/// So many outages are shaded one by one.
pub(super) const MOST_SHADED: usize = 10_000;

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
    let chart = Chart { stops: attempts.iter().map(stop).collect(), shaded: shaded(answer, first) };
    let Some(mut lines) = chart.draw(width, theme) else { return Vec::new() };
    if answer.schedule.landing() != Landing::Unknown {
        lines.splice(..0, legend(answer, !chart.shaded.is_empty(), width, theme));
    }
    lines
}

/// From where to where the outages reach on the timeline.
fn shaded(answer: &Answer<'_>, first: &Attempt) -> Vec<(Duration, Duration)> {
    let since_first = |at: Timestamp| Duration::try_from(at.duration_since(first.due_at)).unwrap_or_default();
    let span = |outage: Outage| (since_first(outage.from()), since_first(outage.to()));
    let mut shaded: Vec<_> = answer.outages().take(MOST_SHADED + 1).map(span).collect();
    if shaded.len() > MOST_SHADED
        && let Some((_, to)) = shaded.last_mut()
    {
        // Where so many are over, the columns that are left hold more than one each.
        *to = answer.schedule.total() + Duration::from_nanos(1);
    }
    shaded
}

/// The marks that occur, explained; in several lines where one is too long.
fn legend(answer: &Answer<'_>, with_outages: bool, width: usize, theme: Theme) -> Vec<String> {
    let attempts = answer.schedule.attempts();
    let kinds: [fn(&Expected) -> bool; 3] = [
        |it| matches!(it, Expected::Fails(_)),
        |it| matches!(it, Expected::Accepted),
        |it| matches!(it, Expected::NotNeeded),
    ];
    let occurring = kinds.iter().filter_map(|is_kind| {
        let attempt = attempts.iter().find(|attempt| is_kind(&attempt.expected))?;
        let (mark, meaning) = mark(attempt.expected);
        Some((mark, meaning, answer.language.expected(attempt.expected)))
    });
    let outages = with_outages.then(|| (SHADE, Meaning::Failed, answer.language.server_down()));
    let mut lines: Vec<String> = Vec::new();
    let mut used = width;
    for (mark, meaning, text) in occurring.chain(outages) {
        let takes = width::of(text) + 2;
        if used + 3 + takes > width {
            lines.push(" ".to_owned());
            used = 2 + takes;
        } else {
            used += 3 + takes;
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(if line.len() == 1 { " " } else { "   " });
            theme.paint(meaning, mark.encode_utf8(&mut [0; 4]), line);
            line.push(' ');
            line.push_str(text);
        }
    }
    lines
}
