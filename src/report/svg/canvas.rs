//! The elements of a picture as text: every word escaped, every coordinate short.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::letters::Hand;
use super::timeline::Mark;

/// Which part of a text stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A place, in pixels from the left and from the top.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// The place that is so far from the left and from the top.
pub(super) fn place(x: f64, y: f64) -> Place {
    Place { x, y }
}

/// A rectangle, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Area {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// Elements, drawn one over the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Canvas {
    elements: String,
}

impl Canvas {
    /// The elements.
    pub(super) fn into_elements(self) -> String {
        self.elements
    }

    /// A line of writing; `at` is the foot of its letters.
    pub(super) fn text(&mut self, at: Place, anchor: Anchor, hand: Hand, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (class, x, y) = (hand.class, number(at.x), number(at.y));
        self.element(&format!(
            "<text class=\"{class}\" x=\"{x}\" y=\"{y}\"{anchor}>{}</text>",
            escaped(text)
        ));
    }

    /// A straight line.
    pub(super) fn line(&mut self, class: &str, from: Place, to: Place) {
        let [x1, y1, x2, y2] = [from.x, from.y, to.x, to.y].map(number);
        self.element(&format!("<line class=\"{class}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"/>"));
    }

    /// A filled rectangle.
    pub(super) fn area(&mut self, class: &str, area: Area) {
        let [x, y, width, height] = [area.x, area.y, area.width, area.height].map(number);
        self.element(&format!(
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"/>"
        ));
    }

    /// A mark: a shape, for a letter looks different in every font.
    pub(super) fn mark(&mut self, mark: Mark, at: Place, radius: f64) {
        let (x, y) = (number(at.x), number(at.y));
        // An outline is half outside its path: all marks look equally large.
        let outline = number(radius - 1.0);
        match mark {
            Mark::Failed => {
                let [left, top, right, bottom] =
                    [at.x - radius * 0.85, at.y - radius * 0.85, at.x + radius * 0.85, at.y + radius * 0.85]
                        .map(number);
                self.element(&format!(
                    "<path class=\"failed\" d=\"M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}\"/>"
                ));
            }
            Mark::Accepted => {
                let radius = number(radius);
                self.element(&format!("<circle class=\"accepted\" cx=\"{x}\" cy=\"{y}\" r=\"{radius}\"/>"));
            }
            Mark::NotNeeded => {
                self.element(&format!("<circle class=\"idle\" cx=\"{x}\" cy=\"{y}\" r=\"{outline}\"/>"));
            }
            Mark::Unknown => {
                self.element(&format!("<circle class=\"open\" cx=\"{x}\" cy=\"{y}\" r=\"{outline}\"/>"));
            }
        }
    }

    /// Elements that belong together; a browser shows what is told of them when they are pointed at.
    pub(super) fn told(&mut self, told: &str, draw: impl FnOnce(&mut Self)) {
        self.element(&format!("<g><title>{}</title>", escaped(told)));
        draw(self);
        self.element("</g>");
    }

    fn element(&mut self, element: &str) {
        self.elements.push_str(element);
        self.elements.push('\n');
    }
}

/// A coordinate, to a tenth of a pixel.
pub(super) fn number(value: f64) -> String {
    let mut text = String::new();
    let _ = write!(text, "{value:.1}");
    text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned)
}

/// Text as it stands between tags and in attributes (XML 1.0, section 2.2 and 2.4).
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let needs = |letter: char| matches!(letter, '&' | '<' | '>' | '"' | '\'') || !is_allowed(letter);
    if !text.contains(needs) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            letter if is_allowed(letter) => safe.push(letter),
            // No reference can name it either.
            _ => safe.push('\u{fffd}'),
        }
    }
    Cow::Owned(safe)
}

/// Whether XML can hold it.
fn is_allowed(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | '\u{20}'..='\u{7e}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_cannot_become_markup_nor_what_xml_cannot_hold() {
        assert_eq!(escaped("plain — 한국어"), "plain — 한국어");
        assert_eq!(
            escaped("<a b='1'>&\"\u{1b}\0\u{ffff}"),
            "&lt;a b=&#39;1&#39;&gt;&amp;&quot;\u{fffd}\u{fffd}\u{fffd}"
        );
        let mut canvas = Canvas::default();
        canvas.told("a<b", |canvas| canvas.text(place(1.0, 2.25), Anchor::Middle, Hand::LABEL, "1 & 2"));
        assert_eq!(
            canvas.into_elements(),
            "<g><title>a&lt;b</title>\n\
             <text class=\"label\" x=\"1\" y=\"2.2\" text-anchor=\"middle\">1 &amp; 2</text>\n\
             </g>\n"
        );
    }

    #[test]
    fn coordinates_are_short() {
        assert_eq!([12.0, 12.34, 12.96, -3.5, 0.0].map(number), ["12", "12.3", "13", "-3.5", "0"]);
    }

    #[test]
    fn each_mark_is_a_shape_of_its_own() {
        let drawn = [Mark::Failed, Mark::Accepted, Mark::NotNeeded, Mark::Unknown].map(|mark| {
            let mut canvas = Canvas::default();
            canvas.mark(mark, place(10.0, 10.0), 6.0);
            canvas.into_elements()
        });
        assert_eq!(drawn[0], "<path class=\"failed\" d=\"M4.9 4.9L15.1 15.1M4.9 15.1L15.1 4.9\"/>\n");
        assert_eq!(drawn[1], "<circle class=\"accepted\" cx=\"10\" cy=\"10\" r=\"6\"/>\n");
        assert_eq!(drawn[2], "<circle class=\"idle\" cx=\"10\" cy=\"10\" r=\"5\"/>\n");
        assert_eq!(drawn[3], "<circle class=\"open\" cx=\"10\" cy=\"10\" r=\"5\"/>\n");
    }
}
