//! The whole picture: the answer as its title, what it answers, a legend, and the panels under each other.

use super::canvas::{Anchor, Canvas, escaped, number, place};
use super::columns::Load;
use super::letters::Hand;
use super::timeline::Timeline;
use crate::report::Language;

/// A picture.
#[derive(Clone, Debug)]
pub struct Picture<'a> {
    /// The language of its words.
    pub language: Language,
    /// The answer, in a sentence.
    pub title: String,
    /// What it answers, in sentences.
    pub sentences: Vec<String>,
    /// All that is drawn, in words, for who can't see it.
    pub description: Vec<String>,
    /// The attempts.
    pub timeline: Timeline,
    /// The load, if that is known.
    pub load: Option<Load<'a>>,
}

/// Where panels draw, in pixels from the left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// Where an axis begins.
    pub(super) left: f64,
    /// Where it ends.
    pub(super) right: f64,
    /// Where the picture ends.
    pub(super) edge: f64,
}

/// As wide as a printed page is at the usual 96 pixels per inch, and a little: its letters stay legible there.
const WIDTH: f64 = 840.0;

/// The empty border.
pub(super) const MARGIN: f64 = 28.0;

const FRAME: Frame = Frame { left: 140.0, right: WIDTH - 46.0, edge: WIDTH };

/// Between two parts of the picture.
const GAP: f64 = 16.0;

/// Between two panels.
const PANEL_GAP: f64 = 34.0;

const STYLE: &str = include_str!("style.css");

impl Picture<'_> {
    /// The picture as one SVG document.
    pub fn draw(&self) -> String {
        let mut canvas = Canvas::default();
        let mut foot = self.draw_words(&mut canvas);
        foot = self.draw_legend(&mut canvas, foot);
        foot = self.timeline.draw(&mut canvas, FRAME, foot + GAP);
        if let Some(load) = &self.load {
            foot = load.draw(&mut canvas, FRAME, foot + PANEL_GAP);
        }
        self.document(&canvas.into_elements(), foot + MARGIN - 6.0)
    }

    /// The title and the sentences; gives where they end.
    fn draw_words(&self, canvas: &mut Canvas) -> f64 {
        let room = WIDTH - 2.0 * MARGIN;
        let mut foot = MARGIN - 8.0;
        for line in Hand::TITLE.balance(&self.title, room) {
            foot += Hand::TITLE.leading();
            canvas.text(place(MARGIN, foot), Anchor::Start, Hand::TITLE, &line);
        }
        foot += 6.0;
        for line in Hand::TEXT.wrap(&self.sentences.join(" "), room) {
            foot += Hand::TEXT.leading();
            canvas.text(place(MARGIN, foot), Anchor::Start, Hand::TEXT, &line);
        }
        foot
    }

    /// The shapes, explained, and what the axis is; gives where they end.
    fn draw_legend(&self, canvas: &mut Canvas, top: f64) -> f64 {
        const BETWEEN: f64 = 24.0;
        let edge = WIDTH - MARGIN;
        let (mut x, mut foot) = (MARGIN, top + GAP + 10.0);
        let mut is_empty = true;
        let mut next_line = |x: &mut f64, width: f64| {
            if *x > MARGIN && *x + width > edge {
                *x = MARGIN;
                foot += Hand::LABEL.leading();
            }
            foot
        };
        for (key, text) in &self.timeline.legend {
            let width = key.width() + 6.0 + Hand::LABEL.width(text);
            let y = next_line(&mut x, width);
            key.draw(canvas, place(x, y));
            canvas.text(place(x + key.width() + 6.0, y), Anchor::Start, Hand::LABEL, text);
            x += width + BETWEEN;
            is_empty = false;
        }
        if self.timeline.is_logarithmic(FRAME) {
            let y = next_line(&mut x, Hand::QUIET.width(&self.timeline.logarithmic));
            canvas.text(place(edge, y), Anchor::End, Hand::QUIET, &self.timeline.logarithmic);
            is_empty = false;
        }
        if is_empty { top } else { foot }
    }

    fn document(&self, elements: &str, height: f64) -> String {
        let (width, height) = (number(WIDTH), number(height.ceil()));
        let mut description = self.description.join("\n");
        if let Some(load) = &self.load {
            description.push('\n');
            description.push_str(&load.told());
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tosshook\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" xml:lang=\"{language}\" lang=\"{language}\" role=\"img\" \
             aria-labelledby=\"tosshook-title\" aria-describedby=\"tosshook-description\">\n\
             <title id=\"tosshook-title\">{title}</title>\n\
             <desc id=\"tosshook-description\">{description}</desc>\n\
             <style>\n{STYLE}</style>\n\
             <defs><pattern id=\"tosshook-hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><line class=\"stroke\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\"/></pattern></defs>\n\
             <rect class=\"paper\" width=\"{width}\" height=\"{height}\"/>\n\
             {elements}</svg>\n",
            language = self.language.code(),
            title = escaped(&self.title),
            description = escaped(&description),
        )
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "places are compared as they are written")]
mod tests;
