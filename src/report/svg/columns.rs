//! A load as a panel: a column per stretch of time.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::canvas::{Anchor, Area, Canvas, place};
use super::labels::Row;
use super::letters::Hand;
use super::picture::{Frame, MARGIN};
use super::scale::as_number;
use super::ticks;
use super::timeline::part;
use crate::report::{Language, amount};

/// How many there are in each stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns<'a> {
    /// When the first stretch begins.
    pub from: Timestamp,
    /// How long each is.
    pub each: Duration,
    /// The counts, one per stretch.
    pub counts: &'a [u64],
}

/// A load, and how to speak of it.
#[derive(Clone, Copy, Debug)]
pub struct Load<'a> {
    /// What is counted.
    pub columns: Columns<'a>,
    /// The language of its words.
    pub language: Language,
    /// The zone of its times.
    pub tz: &'a TimeZone,
}

/// A column is at least so wide, in pixels; where there are more stretches it stands for several.
const NARROWEST: f64 = 3.0;

/// A column is at most so wide, in pixels.
const WIDEST: f64 = 48.0;

/// A count that is not zero is at least so high, in pixels.
const LOWEST: f64 = 1.5;

/// The parts of the panel, from its top.
const HEADING: f64 = 14.0;
const PLOT: f64 = 34.0;
const PLOT_HEIGHT: f64 = 120.0;
const TIMES: f64 = PLOT + PLOT_HEIGHT + 20.0;
const DAYS: f64 = TIMES + 16.0;
const HEIGHT: f64 = DAYS + 6.0;

/// Between two labels of the axis, at least, in pixels.
const GAP: f64 = 20.0;

impl Columns<'_> {
    /// The highest count and when its stretch begins; none where all are zero.
    pub fn peak(&self) -> Option<(u64, Timestamp)> {
        let highest = self.counts.iter().copied().max().filter(|count| *count > 0)?;
        let at = self.counts.iter().position(|count| *count == highest)?;
        Some((highest, self.begins(at)))
    }

    /// How many stretches one column stands for, so that it is wide enough; a round time, if there is one.
    fn together(&self, room: f64) -> usize {
        let fits = |together: &usize| as_number(self.counts.len().div_ceil(*together)) * NARROWEST <= room;
        let each = self.each.as_secs().max(1);
        let round = ticks::ROUND.into_iter().filter(|time| time.is_multiple_of(each));
        let round = round.filter_map(|time| usize::try_from(time / each).ok());
        std::iter::once(1).chain(round).chain(1..=self.counts.len()).find(fits).unwrap_or(1)
    }

    /// When a stretch begins; the end of all times where it would lie beyond.
    fn begins(&self, nth: usize) -> Timestamp {
        let nth = u32::try_from(nth).unwrap_or(u32::MAX);
        let after = self.each.checked_mul(nth).and_then(|after| self.from.checked_add(after).ok());
        after.unwrap_or(Timestamp::MAX)
    }
}

impl Load<'_> {
    /// The load in words.
    pub(super) fn told(&self) -> String {
        let heading = self.language.load_heading(self.columns.each, None);
        match self.peak() {
            Some(peak) => format!("{heading}: {peak}"),
            None => format!("{heading}: 0"),
        }
    }

    /// The highest count, in words; none where all are zero.
    fn peak(&self) -> Option<String> {
        let (count, at) = self.columns.peak()?;
        let at = at.to_zoned(self.tz.clone()).strftime("%a %-d %b %H:%M").to_string();
        Some(self.language.peak(&amount::count(count), &at))
    }

    /// Draws it below `top`; gives where it ends.
    pub(super) fn draw(&self, canvas: &mut Canvas, frame: Frame, top: f64) -> f64 {
        let counts = self.columns.counts;
        let together = self.columns.together(frame.right - frame.left);
        self.draw_heading(canvas, frame, top, together);
        let highest = counts.iter().copied().max().unwrap_or(0);
        let steps = ticks::counts(highest);
        let full = steps.last().copied().unwrap_or(1);
        let floor = top + PLOT + PLOT_HEIGHT;
        for step in &steps {
            let y = floor - PLOT_HEIGHT * share(*step, full);
            let class = if *step == 0 { "axis" } else { "grid" };
            canvas.line(class, place(frame.left, y), place(frame.right, y));
            canvas.text(place(frame.left - 8.0, y + 4.0), Anchor::End, Hand::QUIET, &ticks::short(*step));
        }
        let columns = counts.len().div_ceil(together).max(1);
        let whole = columns * together;
        for (nth, stretches) in counts.chunks(together).enumerate() {
            let count = stretches.iter().copied().max().unwrap_or(0);
            let (from, to) = (part(frame, nth * together, whole), part(frame, (nth + 1) * together, whole));
            if count > 0 {
                column(canvas, (from, to), PLOT_HEIGHT * share(count.into(), full), floor);
            }
        }
        self.draw_times(canvas, frame, top, whole);
        top + HEIGHT
    }

    /// What is counted, and the most of it.
    fn draw_heading(&self, canvas: &mut Canvas, frame: Frame, top: f64, together: usize) {
        let each = self.columns.each;
        let shown = u32::try_from(together).ok().and_then(|count| each.checked_mul(count));
        let heading = self.language.load_heading(each, shown.filter(|_| together > 1));
        canvas.text(place(MARGIN, top + HEADING), Anchor::Start, Hand::HEADING, &heading);
        let Some(peak) = self.peak() else { return };
        let room = frame.right - MARGIN - GAP - Hand::HEADING.width(&heading);
        if Hand::LABEL.width(&peak) <= room {
            canvas.text(place(frame.right, top + HEADING), Anchor::End, Hand::LABEL, &peak);
        }
    }

    /// Times under the columns, and their days where they change.
    fn draw_times(&self, canvas: &mut Canvas, frame: Frame, top: f64, whole: usize) {
        let (from, to) = (self.columns.from, self.columns.begins(whole));
        let Ok(span) = Duration::try_from(to.duration_since(from)) else { return };
        if span.is_zero() {
            return;
        }
        let day = |at: Timestamp| at.to_zoned(self.tz.clone()).strftime("%a %-d %b").to_string();
        let widest = Hand::LABEL.width("Wed 30 Nov") + GAP;
        let fits = |most: &u32| widest * f64::from(*most) <= frame.right - frame.left;
        let most = (1..100).take_while(fits).last().unwrap_or(1);
        let step = ticks::time_step(span, most.into());
        let form = if step.as_secs().is_multiple_of(60) { "%H:%M" } else { "%H:%M:%S" };
        let mut row = Row::default();
        let mut shown = String::new();
        for at in ticks::times(from, to, step, self.tz) {
            let since = at.duration_since(from).as_secs_f64() / span.as_secs_f64();
            let x = frame.left + (frame.right - frame.left) * since;
            canvas.line("axis", place(x, top + PLOT + PLOT_HEIGHT), place(x, top + PLOT + PLOT_HEIGHT + 4.0));
            if !row.take(x, widest - GAP) {
                continue;
            }
            let clock = at.to_zoned(self.tz.clone()).strftime(form).to_string();
            canvas.text(place(x, top + TIMES), Anchor::Middle, Hand::LABEL, &clock);
            let today = day(at);
            if today != shown {
                canvas.text(place(x, top + DAYS), Anchor::Middle, Hand::LABEL, &today);
                shown = today;
            }
        }
    }
}

fn column(canvas: &mut Canvas, (from, to): (f64, f64), height: f64, floor: f64) {
    let height = height.max(LOWEST);
    let gap = if to - from >= 6.0 { 1.0 } else { 0.0 };
    let width = (to - from - gap).min(WIDEST);
    let x = f64::midpoint(from, to) - width / 2.0;
    canvas.area("column", Area { x, y: floor - height, width, height });
}

/// How much of `full` it is, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a share of some pixels")]
fn share(count: u128, full: u128) -> f64 {
    count as f64 / full.max(1) as f64
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "places are compared as they are written or rounded")]
mod tests {
    use super::*;

    const FRAME: Frame = Frame { left: 100.0, right: 700.0, edge: 740.0 };

    fn drawn(each: u64, counts: &[u64]) -> String {
        let from = "2026-11-23T00:30:00Z".parse().unwrap();
        let columns = Columns { from, each: Duration::from_secs(each), counts };
        let tz = TimeZone::get("Asia/Seoul").unwrap();
        let mut canvas = Canvas::default();
        Load { columns, language: Language::English, tz: &tz }.draw(&mut canvas, FRAME, 0.0);
        canvas.into_elements()
    }

    fn heights(drawn: &str) -> Vec<f64> {
        let columns = drawn.lines().filter(|line| line.contains("class=\"column\""));
        columns.map(|line| line.rsplit('"').nth(1).unwrap().parse().unwrap()).collect()
    }

    #[test]
    fn columns_are_as_high_as_their_count_and_none_is_a_column_of_zero() {
        let drawn = drawn(60, &[4, 0, 2, 1]);
        assert_eq!(heights(&drawn), [120.0, 60.0, 30.0]);
        assert!(drawn.contains(">Re-sends per minute</text>"), "{drawn}");
        assert!(drawn.contains(">the most: 4 at Mon 23 Nov 09:30</text>"), "{drawn}");
        for label in ["0", "1", "2", "3", "4", "09:30", "09:33", "Mon 23 Nov"] {
            assert!(drawn.contains(&format!(">{label}</text>")), "{label}: {drawn}");
        }
    }

    #[test]
    fn one_among_many_still_shows() {
        assert_eq!(heights(&drawn(60, &[100_000, 1])), [120.0, 1.5]);
        assert_eq!(heights(&drawn(60, &[u64::MAX, u64::MAX])).len(), 2);
    }

    #[test]
    fn more_stretches_than_pixels_share_columns_that_show_the_highest() {
        let mut counts = vec![1; 5461];
        counts[5000] = 8;
        let drawn = drawn(60, &counts);
        let heights = heights(&drawn);
        assert!(heights.len() <= 200, "{}", heights.len());
        assert_eq!(heights.iter().filter(|height| **height == 120.0).count(), 1);
        assert!(drawn.contains(">Re-sends per minute, the most of each 30m</text>"), "{drawn}");
    }

    #[test]
    fn nothing_to_send_is_an_empty_plot() {
        for counts in [&[] as &[u64], &[0, 0]] {
            let drawn = drawn(60, counts);
            assert!(heights(&drawn).is_empty());
            assert!(drawn.contains(">0</text>") && !drawn.contains("the most"), "{drawn}");
        }
    }
}
