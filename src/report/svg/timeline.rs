//! A timeline as a panel: attempts as marks on a line, what was down behind them, labels in rows around them.

use std::time::Duration;

use super::canvas::{Anchor, Area, Canvas, Place, place};
use super::labels::{Row, most_telling_first};
use super::letters::Hand;
use super::picture::{Frame, MARGIN};
use super::scale::{Curve, Scale, as_number};
use super::shades::{self, BEYOND, LANE_HEIGHT, Shade};

/// A timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timeline {
    /// The points in order.
    pub stops: Vec<Stop>,
    /// The point that matters most, if one does: its labels are shown before others.
    pub asked: Option<usize>,
    /// Times in which it is down, in order and apart.
    pub shaded: Vec<Shade>,
    /// What very many of them are called.
    pub often: String,
    /// What the rows of labels are called.
    pub rows: Rows,
    /// The shapes that occur, explained.
    pub legend: Vec<(Key, String)>,
    /// That the axis is logarithmic; shown if it is.
    pub logarithmic: String,
}

/// A point of the timeline, and the stretch that leads to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// How it is drawn.
    pub mark: Mark,
    /// From the first point to this one; never earlier than the one before.
    pub at: Duration,
    /// What it is called.
    pub name: String,
    /// The stretch that leads to it.
    pub wait: String,
    /// Its time of day.
    pub clock: String,
    /// Its day, shown where it is another than before.
    pub day: String,
    /// From the first point to this one, for people.
    pub since_first: String,
    /// All of it, for who points at it.
    pub told: String,
}

/// A shape for a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It fails: a cross.
    Failed,
    /// It is accepted: a disc.
    Accepted,
    /// It is never made: a faint ring.
    NotNeeded,
    /// Nothing is known: a ring.
    Unknown,
}

/// What the rows of labels are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    pub name: &'static str,
    pub wait: &'static str,
    pub time: &'static str,
    pub since_first: &'static str,
}

/// A shape of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Mark(Mark),
    Shade,
}

/// The largest mark's radius, in pixels.
const RADIUS: f64 = 6.5;

/// Between a label and what is beside it, in pixels.
pub(super) const GAP: f64 = 6.0;

/// The feet of the rows, from the line.
const WAITS: f64 = -15.0;
const TIMES: f64 = 20.0;
const DAYS: f64 = 36.0;
const SINCE: f64 = 56.0;
const BOTTOM: f64 = 62.0;

impl Timeline {
    /// Draws it below `top`; gives where it ends.
    pub(super) fn draw(&self, canvas: &mut Canvas, frame: Frame, top: f64) -> f64 {
        let scale = self.scale(frame);
        let marks: Vec<f64> = scale.marks().collect();
        let radius = scale.closest().map_or(RADIUS, |gap| RADIUS.min(gap * 0.4));
        // From the top to the line, and from there to the first row: more where something is shaded.
        let (above, below) = if self.shaded.is_empty() { (34.0, 34.0) } else { (55.0, 46.0) };
        let (line, rows) = (top + above, top + above + below);
        shades::draw(canvas, &self.shaded, &self.often, &scale, top, line);
        self.draw_headings(canvas, line, rows);
        self.draw_line(canvas, &marks, radius, line);
        self.draw_waits(canvas, &marks, radius, line);
        self.draw_labels(canvas, &marks, rows);
        for (stop, x) in self.stops.iter().zip(&marks) {
            canvas.told(&stop.told, |canvas| canvas.mark(stop.mark, place(*x, line), radius));
        }
        rows + BOTTOM
    }

    /// Whether the axis is logarithmic.
    pub(super) fn is_logarithmic(&self, frame: Frame) -> bool {
        self.scale(frame).curve != Curve::Linear
    }

    /// The axis: within the frame, and so that the first and the last label stay in it.
    fn scale(&self, frame: Frame) -> Scale {
        let moments: Vec<Duration> = self.stops.iter().map(|stop| stop.at).collect();
        let half = |index: usize| self.width(index) / 2.0;
        let headings = [self.rows.name, self.rows.wait, self.rows.time, self.rows.since_first];
        let gutter = headings.map(|heading| Hand::QUIET.width(heading)).into_iter().fold(0.0, f64::max);
        let left = frame.left.max(MARGIN + gutter + GAP + half(0).max(BEYOND));
        let right =
            (frame.right - BEYOND).min(frame.edge - MARGIN - half(self.stops.len().saturating_sub(1)));
        Scale::new(&moments, left, right.max(left))
    }

    /// The width of a stop's widest label; its day counts where it may be shown.
    fn width(&self, index: usize) -> f64 {
        let Some((first, stop)) = self.stops.first().zip(self.stops.get(index)) else { return 0.0 };
        let day = if index > 0 && stop.day == first.day { "" } else { &stop.day };
        let labels = [&stop.name, &stop.clock, day, &stop.since_first];
        labels.map(|label| Hand::LABEL.width(label)).into_iter().fold(0.0, f64::max)
    }

    fn draw_headings(&self, canvas: &mut Canvas, line: f64, rows: f64) {
        let Rows { name, wait, time, since_first } = self.rows;
        for (heading, foot) in
            [(wait, line + WAITS), (name, rows), (time, rows + TIMES), (since_first, rows + SINCE)]
        {
            canvas.text(place(MARGIN, foot), Anchor::Start, Hand::QUIET, heading);
        }
    }

    /// The line between the marks; faint where it is never gone.
    fn draw_line(&self, canvas: &mut Canvas, marks: &[f64], radius: f64, line: f64) {
        for (index, pair) in marks.windows(2).enumerate() {
            let class = match self.stops[index + 1].mark {
                Mark::NotNeeded => "way idle",
                Mark::Failed | Mark::Accepted | Mark::Unknown => "way",
            };
            let (from, to) = (pair[0] + radius + 2.0, pair[1] - radius - 2.0);
            if from < to {
                canvas.line(class, place(from, line), place(to, line));
            }
        }
    }

    /// The waits that fit between their marks; of equal ones that don't, one for all.
    fn draw_waits(&self, canvas: &mut Canvas, marks: &[f64], radius: f64, line: f64) {
        let fits = |from: f64, to: f64, text: &str| Hand::LABEL.width(text) + 2.0 * GAP <= to - from;
        let alone = |index: usize| {
            fits(marks[index] + radius, marks[index + 1] - radius, &self.stops[index + 1].wait)
        };
        let write = |canvas: &mut Canvas, from: f64, to: f64, text: &str| {
            canvas.text(place(f64::midpoint(from, to), line + WAITS), Anchor::Middle, Hand::LABEL, text);
        };
        let stretches = marks.len().saturating_sub(1);
        let mut index = 0;
        while index < stretches {
            let wait = &self.stops[index + 1].wait;
            if alone(index) {
                write(canvas, marks[index], marks[index + 1], wait);
                index += 1;
                continue;
            }
            let same = |other: &usize| self.stops[other + 1].wait == *wait && !alone(*other);
            let equal = (index..stretches).take_while(same).count();
            let (from, to) = (marks[index], marks[index + equal]);
            let all = format!("{equal} × {wait}");
            if equal > 1 && fits(from, to, &all) {
                bracket(canvas, from, to, Hand::LABEL.width(&all), line + WAITS - 4.0);
                write(canvas, from, to, &all);
            }
            index += equal;
        }
    }

    /// The rows of labels under the marks: all of a mark's, or none of them.
    fn draw_labels(&self, canvas: &mut Canvas, marks: &[f64], rows: f64) {
        let mut row = Row::default();
        let mut shown: Vec<usize> = most_telling_first(marks.len(), self.asked)
            .into_iter()
            .filter(|index| row.take(marks[*index], self.width(*index)))
            .collect();
        shown.sort_unstable();
        let mut day = "";
        for index in shown {
            let (stop, x) = (&self.stops[index], marks[index]);
            let hand = if stop.mark == Mark::NotNeeded { Hand::QUIET } else { Hand::LABEL };
            canvas.text(place(x, rows), Anchor::Middle, hand, &stop.name);
            canvas.text(place(x, rows + TIMES), Anchor::Middle, hand, &stop.clock);
            if stop.day != day {
                canvas.text(place(x, rows + DAYS), Anchor::Middle, hand, &stop.day);
                day = &stop.day;
            }
            canvas.text(place(x, rows + SINCE), Anchor::Middle, Hand::QUIET, &stop.since_first);
        }
    }
}

/// A thin line on both sides of a text that stands for all stretches between two marks.
fn bracket(canvas: &mut Canvas, from: f64, to: f64, text: f64, y: f64) {
    let middle = f64::midpoint(from, to);
    for (end, inner) in [(from, middle - text / 2.0 - GAP), (to, middle + text / 2.0 + GAP)] {
        canvas.line("bracket", place(end, y), place(inner, y));
        canvas.line("bracket", place(end, y - 4.0), place(end, y + 4.0));
    }
}

impl Key {
    /// How wide it is, in pixels.
    pub(super) fn width(self) -> f64 {
        match self {
            Self::Mark(_) => 2.0 * RADIUS,
            Self::Shade => 18.0,
        }
    }

    /// Draws it to the left of a text that stands at this place.
    pub(super) fn draw(self, canvas: &mut Canvas, at: Place) {
        match self {
            Self::Mark(mark) => canvas.mark(mark, place(at.x + RADIUS, at.y - 4.5), RADIUS - 0.5),
            Self::Shade => {
                let area = Area { x: at.x, y: at.y - 9.5, width: self.width(), height: LANE_HEIGHT + 1.0 };
                canvas.area("tint", area);
                canvas.area("hatch", area);
            }
        }
    }
}

/// The place of each of some equal parts.
pub(super) fn part(frame: Frame, nth: usize, parts: usize) -> f64 {
    frame.left + (frame.right - frame.left) * as_number(nth) / as_number(parts.max(1))
}
