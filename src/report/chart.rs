//! A timeline in one line of text: marks, and between them stretches whose length grows with the
//! logarithm of the time that they stand for, so that a minute and three days fit side by side.

use std::time::Duration;

use super::theme::{Meaning, Theme};
use super::width;

/// A point of the timeline, and the stretch that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// One column wide.
    pub mark: char,
    /// What the mark means.
    pub meaning: Meaning,
    /// From the first point to this one; never earlier than the one before.
    pub at: Duration,
    /// What the stretch is drawn with; one column wide.
    pub line: char,
    /// What the stretch is called, shown where it fits.
    pub label: String,
    /// What stands under the mark, shown where it fits.
    pub caption: String,
}

/// A timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The points in order.
    pub stops: Vec<Stop>,
    /// Times, half-open and counted from the first point, that a lane under the line shades.
    pub shaded: Vec<(Duration, Duration)>,
}

/// What shades the lane.
pub const SHADE: char = '▒';

const INDENT: usize = 2;

/// More columns than this make the picture no clearer.
const MOST_COLUMNS: usize = 118;

/// The ratio of two times whose stretches differ by the length of the shortest; Toss Payments' waits
/// grow by it.
const STEP: f64 = 4.0;

impl Chart {
    /// The lines of the picture; none where the points don't fit side by side in `width` columns.
    pub fn draw(&self, width: usize, theme: Theme) -> Option<Vec<String>> {
        let width = width.min(MOST_COLUMNS).checked_sub(INDENT)?;
        let columns = self.columns(width)?;
        let mut lines = vec![self.line(&columns, theme)];
        lines.extend(self.lane(&columns, theme));
        lines.extend(self.captions(&columns, width, theme));
        Some(lines.into_iter().map(|line| format!("{:INDENT$}{line}", "")).collect())
    }

    /// The column of each mark.
    fn columns(&self, width: usize) -> Option<Vec<usize>> {
        let stretches = self.stops.len().checked_sub(1)?;
        let room = width.checked_sub(self.stops.len()).filter(|room| *room >= stretches)?;
        let weights = self.weights();
        let sum: f64 = weights.iter().sum();
        let mut columns = vec![0];
        let mut so_far = 0.0;
        for (index, weight) in weights.iter().enumerate() {
            so_far += weight;
            let ideal = index + 1 + share(room, so_far / sum);
            let least = columns[index] + 2;
            let most = width - 2 * (stretches - index - 1) - 1;
            columns.push(ideal.clamp(least.min(most), most));
        }
        Some(columns)
    }

    /// How long each stretch is beside the shortest.
    fn weights(&self) -> Vec<f64> {
        let seconds: Vec<f64> =
            self.stops.windows(2).map(|pair| pair[1].at.saturating_sub(pair[0].at).as_secs_f64()).collect();
        let shortest = seconds.iter().copied().filter(|length| *length > 0.0).fold(f64::INFINITY, f64::min);
        seconds.iter().map(|length| 1.0 + (length / shortest).max(1.0).log(STEP)).collect()
    }

    fn line(&self, columns: &[usize], theme: Theme) -> String {
        let mut line = String::new();
        for (index, stop) in self.stops.iter().enumerate() {
            if let Some(before) = index.checked_sub(1) {
                let stretch = stretch(columns[index] - columns[before] - 1, stop);
                theme.paint(Meaning::Dim, &stretch, &mut line);
            }
            theme.paint(stop.meaning, stop.mark.encode_utf8(&mut [0; 4]), &mut line);
        }
        line
    }

    /// The lane that shows the shaded times; none where there are none.
    fn lane(&self, columns: &[usize], theme: Theme) -> Option<String> {
        let holds = |from: Duration, to: Duration| {
            // A mark is a moment: an empty time that lies within.
            self.shaded.iter().any(|(begins, ends)| from < *ends && (to > *begins || from == *begins))
        };
        let mut lane = String::new();
        for (index, stop) in self.stops.iter().enumerate() {
            if let Some(before) = index.checked_sub(1) {
                let width = columns[index] - columns[before] - 1;
                let begins = self.stops[before].at;
                let part = |nth: usize| begins + times(stop.at.saturating_sub(begins), nth, width);
                lane.extend((0..width).map(|nth| {
                    let (from, to) = (part(nth), part(nth + 1));
                    if from < to && holds(from, to) { SHADE } else { ' ' }
                }));
            }
            lane.push(if holds(stop.at, stop.at) { SHADE } else { ' ' });
        }
        let lane = lane.trim_end();
        if lane.is_empty() {
            return None;
        }
        let mut painted = String::new();
        theme.paint(Meaning::Failed, lane, &mut painted);
        Some(painted)
    }

    /// The captions that fit: the last one ends under its mark, the others begin there.
    fn captions(&self, columns: &[usize], width: usize, theme: Theme) -> Option<String> {
        let (last, others) = self.stops.split_last()?;
        let last_at = columns.last()?.saturating_add(1).min(width).saturating_sub(width::of(&last.caption));
        let mut line = String::new();
        let mut used = 0;
        let mut shown = "";
        let all = others.iter().zip(columns.iter().copied()).chain([(last, last_at)]);
        for (stop, column) in all {
            let is_last = std::ptr::eq(stop, last);
            let ends = column + width::of(&stop.caption);
            let collides = (used > 0 && column < used + 1) || (!is_last && ends + 1 > last_at);
            if stop.caption.is_empty() || stop.caption == shown || collides {
                continue;
            }
            width::blank(column - used, &mut line);
            theme.paint(Meaning::Dim, &stop.caption, &mut line);
            used = ends;
            shown = &stop.caption;
        }
        (!line.is_empty()).then_some(line)
    }
}

/// A stretch with its label in the middle, or without it where it doesn't fit.
fn stretch(width: usize, stop: &Stop) -> String {
    let line = |count: usize| stop.line.to_string().repeat(count);
    match width.checked_sub(width::of(&stop.label)) {
        Some(left) => format!("{}{}{}", line(left / 2), stop.label, line(left - left / 2)),
        None => line(width),
    }
}

/// The `nth` of `parts` equal parts of a time, without leaving integers behind.
fn times(length: Duration, nth: usize, parts: usize) -> Duration {
    let nanoseconds = length.as_nanos() * nth as u128 / parts.max(1) as u128;
    let seconds = u64::try_from(nanoseconds / 1_000_000_000).unwrap_or(u64::MAX);
    let rest = u32::try_from(nanoseconds % 1_000_000_000).unwrap_or_default();
    Duration::new(seconds, rest)
}

/// That share of some columns, rounded.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "columns of a terminal, at most MOST_COLUMNS"
)]
fn share(columns: usize, share: f64) -> usize {
    (columns as f64 * share).round() as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Stops at these seconds, the last one accepted.
    fn chart(seconds: &[u64]) -> Chart {
        let stop = |(index, at): (usize, &u64)| Stop {
            mark: if index + 1 == seconds.len() { '●' } else { '×' },
            meaning: Meaning::Plain,
            at: Duration::from_secs(*at),
            line: '─',
            label: format!("{}s", at - seconds[index.saturating_sub(1)]),
            caption: format!("t{at}"),
        };
        Chart { stops: seconds.iter().enumerate().map(stop).collect(), shaded: Vec::new() }
    }

    fn drawn(chart: &Chart, width: usize) -> Vec<String> {
        chart.draw(width, Theme::Plain).unwrap()
    }

    #[test]
    fn stretches_grow_with_the_logarithm_of_their_time() {
        assert_eq!(drawn(&chart(&[0, 1, 5, 21]), 30)[0], "  ×─1s─×───4s───×────16s─────●");
        assert_eq!(drawn(&chart(&[0, 1, 5, 21]), 60)[0].chars().count(), 60);
    }

    #[test]
    fn labels_and_captions_give_way_to_the_line_and_then_the_picture_to_the_text() {
        let chart = chart(&[0, 1, 5, 21]);
        assert_eq!(drawn(&chart, 14), ["  ×─×4s─×16s─●", "  t0    t5 t21"]);
        assert_eq!(drawn(&chart, 9), ["  ×─×─×─●", "  t0  t21"]);
        assert_eq!(chart.draw(8, Theme::Plain), None);
        assert_eq!(chart.draw(0, Theme::Plain), None);
    }

    #[test]
    fn the_lane_shades_what_is_down_and_a_mark_only_if_its_moment_is() {
        let mut chart = chart(&[0, 10, 20]);
        let seconds = Duration::from_secs;
        chart.shaded = vec![(seconds(0), seconds(10)), (seconds(15), seconds(16))];
        let lines = drawn(&chart, 25);
        assert_eq!(lines[0], "  ×───10s────×───10s────●");
        assert_eq!(lines[1], "  ▒▒▒▒▒▒▒▒▒▒▒      ▒");
    }
}
