//! Times in which it is down, as areas behind a timeline. Those that are too close to be told apart are one area,
//! so that their tints don't add up to a wall that nobody can read through.

use std::time::Duration;

use super::canvas::{Anchor, Area, Canvas, place};
use super::letters::Hand;
use super::scale::Scale;
use super::timeline::GAP;

/// A time in which it is down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shade {
    /// Since the first point; none where it began before.
    pub from: Option<Duration>,
    /// Since the first point; none where it ends after the last.
    pub to: Option<Duration>,
    /// Whether it is down all the while.
    pub times: Times,
    /// What it is called, shown where it fits.
    pub label: String,
}

/// How often it goes down in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// Once: it is down from the beginning to the end.
    Once,
    /// More often than is worth telling apart.
    Often,
}

/// How far the shading goes on beside the ends of the line, for what began before or ends later.
pub(super) const BEYOND: f64 = 18.0;

/// The hatched lane, from the line.
pub(super) const LANE: f64 = 16.0;
pub(super) const LANE_HEIGHT: f64 = 9.0;

/// The least width of a shading, so that a deploy shows beside days, and the least way between two.
const THINNEST: f64 = 2.0;

/// A narrower lane is filled: no hatching would show.
const HATCHED: f64 = 12.0;

/// The label of a shading, from its top.
const LABEL: f64 = 16.0;

/// So many that are one area are still told one by one.
const TOLD: usize = 5;

/// One area.
struct Stretch<'a> {
    from: f64,
    to: f64,
    times: Times,
    labels: Vec<&'a str>,
}

/// Draws the shades from `top` to the lane under the line; `often` is what very many are called.
pub(super) fn draw(canvas: &mut Canvas, shades: &[Shade], often: &str, scale: &Scale, top: f64, line: f64) {
    let mut stretches: Vec<Stretch<'_>> = Vec::new();
    for shade in shades {
        let next = Stretch::of(shade, scale);
        match stretches.last_mut() {
            Some(last) if last.is_one_with(&next) => last.take_in(next),
            _ => stretches.push(next),
        }
    }
    for stretch in stretches {
        stretch.draw(canvas, often, top, line);
    }
}

impl<'a> Stretch<'a> {
    fn of(shade: &'a Shade, scale: &Scale) -> Self {
        let (first, last) = (scale.place(Duration::ZERO), scale.place(Duration::MAX));
        let from = shade.from.map_or(first - BEYOND, |from| scale.place(from));
        let to = shade.to.map_or(last + BEYOND, |to| scale.place(to));
        Self { from, to: to.max(from + THINNEST), times: shade.times, labels: vec![&shade.label] }
    }

    /// Whether nobody could tell the two apart. A long one always stands for itself.
    fn is_one_with(&self, next: &Self) -> bool {
        let is_fine = |it: &Self| it.times == Times::Often || it.to - it.from < HATCHED;
        is_fine(self) && is_fine(next) && next.from < self.to + THINNEST
    }

    fn take_in(&mut self, next: Self) {
        self.to = self.to.max(next.to);
        self.times = Times::Often;
        if self.labels.len() <= TOLD {
            self.labels.extend(next.labels);
        }
    }

    fn draw(&self, canvas: &mut Canvas, often: &str, top: f64, line: f64) {
        let width = self.to - self.from;
        let label = match self.labels[..] {
            [label] => label,
            _ => often,
        };
        let told = if self.labels.len() <= TOLD { self.labels.join("\n") } else { often.to_owned() };
        canvas.told(&told, |canvas| {
            let height = line + LANE + LANE_HEIGHT - top;
            canvas.area("tint", Area { x: self.from, y: top, width, height });
            let part = |x, width| Area { x, y: line + LANE, width, height: LANE_HEIGHT };
            match self.times {
                Times::Once if width < HATCHED => canvas.area("solid", part(self.from, width)),
                Times::Once => canvas.area("hatch", part(self.from, width)),
                Times::Often => {
                    let ticks = std::iter::successors(Some(self.from), |x| Some(x + 2.0 * THINNEST));
                    for x in ticks.take_while(|x| x + THINNEST <= self.to) {
                        canvas.area("solid", part(x, THINNEST));
                    }
                }
            }
            if Hand::DOWN.width(label) + 2.0 * GAP <= width {
                canvas.text(place(self.from + GAP, top + LABEL), Anchor::Start, Hand::DOWN, label);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Shades from and to so many seconds of ten thousand, drawn on a line of ten thousand tenths of a pixel.
    fn drawn(spans: &[(u64, u64)]) -> String {
        let moments: Vec<Duration> = (0..=10).map(|nth| Duration::from_secs(nth * 1_000)).collect();
        let shade = |(from, to): &(u64, u64)| Shade {
            from: Some(Duration::from_secs(*from)),
            to: Some(Duration::from_secs(*to)),
            times: Times::Once,
            label: format!("{from} to {to}"),
        };
        let shades: Vec<Shade> = spans.iter().map(shade).collect();
        let mut canvas = Canvas::default();
        draw(&mut canvas, &shades, "often", &Scale::new(&moments, 0.0, 1_000.0), 0.0, 0.0);
        canvas.into_elements()
    }

    fn tints(drawn: &str) -> Vec<&str> {
        drawn.lines().filter(|line| line.contains("\"tint\"")).collect()
    }

    #[test]
    fn what_can_be_told_apart_stands_for_itself_however_short_it_is() {
        let drawn = drawn(&[(100, 101), (141, 2_000), (2_001, 2_002), (2_600, 2_610)]);
        assert_eq!(tints(&drawn).len(), 4, "{drawn}");
        for title in ["100 to 101", "141 to 2000", "2001 to 2002", "2600 to 2610"] {
            assert!(drawn.contains(&format!("<title>{title}</title>")), "{title}: {drawn}");
        }
        assert_eq!((drawn.matches("\"hatch\"").count(), drawn.matches("\"solid\"").count()), (1, 3));
    }

    #[test]
    fn what_is_too_close_is_one_area_that_names_the_few_it_is_made_of() {
        let drawn = drawn(&[(100, 101), (130, 131), (150, 160)]);
        assert_eq!(tints(&drawn), ["<rect class=\"tint\" x=\"10\" y=\"0\" width=\"7\" height=\"25\"/>"]);
        assert!(drawn.contains("<title>100 to 101\n130 to 131\n150 to 160</title>"), "{drawn}");
        assert_eq!(drawn.matches("\"solid\"").count(), 2, "it is not down all the while: {drawn}");
    }

    #[test]
    fn very_many_are_one_area_and_no_darker() {
        let every_second: Vec<(u64, u64)> = (0..4_000).map(|nth| (nth * 2, nth * 2 + 1)).collect();
        let drawn = drawn(&every_second);
        assert_eq!(tints(&drawn).len(), 1);
        assert!(drawn.contains("<title>often</title>") && drawn.contains(">often</text>"), "{drawn}");
        assert!(drawn.lines().count() < 220, "as many as there are pixels at most");
    }
}
