//! How wide a text is, without knowing the font that it will be shown in.
//!
//! Each letter counts as wide as in the widest of the usual fonts (Verdana, `DejaVu` Sans): what fits by this
//! measure fits everywhere.

use unicode_width::UnicodeWidthChar;

/// A bold letter beside a regular one.
const BOLD: f64 = 1.14;

/// A kind of writing: its class in the style sheet, and what is needed to measure it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hand {
    /// The class in the style sheet, which must agree with the rest.
    pub(super) class: &'static str,
    /// The size in pixels.
    size: f64,
    /// How much wider than regular letters.
    stretch: f64,
}

impl Hand {
    /// The answer.
    pub(super) const TITLE: Self = Self { class: "title", size: 17.0, stretch: BOLD };
    /// Sentences under it.
    pub(super) const TEXT: Self = Self { class: "text", size: 13.0, stretch: 1.0 };
    /// What a second panel shows.
    pub(super) const HEADING: Self = Self { class: "heading", size: 13.0, stretch: BOLD };
    /// What matters in a panel.
    pub(super) const LABEL: Self = Self { class: "label", size: 12.0, stretch: 1.0 };
    /// What helps to read it.
    pub(super) const QUIET: Self = Self { class: "quiet", size: 12.0, stretch: 1.0 };
    /// What is down.
    pub(super) const DOWN: Self = Self { class: "down", size: 12.0, stretch: 1.0 };

    /// At most so many pixels wide.
    pub(super) fn width(self, text: &str) -> f64 {
        text.chars().map(em).sum::<f64>() * self.size * self.stretch
    }

    /// From one line of it to the next, in pixels.
    pub(super) fn leading(self) -> f64 {
        (self.size * 1.4).round()
    }

    /// Lines of whole words, none wider than `room` unless a single word is; `3d 19h 1m`, `44.78 %` and `23 Nov` are
    /// words.
    pub(super) fn wrap(self, text: &str, room: f64) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let mut word = word.to_owned();
            while let Some(more) = words.next_if(|next| is_inseparable(&word, next)) {
                word.push(' ');
                word.push_str(more);
            }
            match lines.last_mut() {
                Some(line) if self.width(line) + self.width(" ") + self.width(&word) <= room => {
                    line.push(' ');
                    line.push_str(&word);
                }
                _ => lines.push(word),
            }
        }
        lines
    }

    /// The same lines, about equally long: no last word stands alone.
    pub(super) fn balance(self, text: &str, room: f64) -> Vec<String> {
        const STEP: f64 = 8.0;
        let mut lines = self.wrap(text, room);
        let mut narrower = room - STEP;
        while narrower > 0.0 && lines.len() > 1 {
            let tried = self.wrap(text, narrower);
            if tried.len() > lines.len() {
                break;
            }
            lines = tried;
            narrower -= STEP;
        }
        lines
    }
}

/// Whether a line must not end between them.
fn is_inseparable(text: &str, next: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or_default();
    let is_number = last.len() <= 2 && last.bytes().all(|byte| byte.is_ascii_digit());
    is_number || next.starts_with('%') || (is_span(text) && is_span(next))
}

/// Whether a text ends with a part of a time span: `19h`, `1m,`.
fn is_span(text: &str) -> bool {
    let last = text.trim_end_matches([',', '.']).rsplit(' ').next().unwrap_or_default();
    let unit = last.trim_start_matches(|letter: char| letter.is_ascii_digit());
    unit.len() < last.len() && matches!(unit, "d" | "h" | "m" | "s" | "ms")
}

/// A letter's width beside the size of the font.
fn em(letter: char) -> f64 {
    match letter {
        'i' | 'l' | '\'' => 0.28,
        ' ' | '.' | ',' | 'j' => 0.37,
        'f' | 't' | 'r' | ':' | ';' | '-' | '(' | ')' | '/' | 'I' | 'J' => 0.46,
        'w' => 0.82,
        'm' => 0.98,
        'M' | 'G' | 'O' | 'Q' => 0.87,
        'W' => 0.99,
        '%' => 1.08,
        'a'..='z' | '0'..='9' => 0.64,
        'A'..='Z' => 0.77,
        ' '..='~' => 0.84,
        wide => {
            if wide.width() == Some(1) {
                1.0
            } else {
                1.1
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Hand;

    #[test]
    fn a_text_is_measured_as_wide_as_the_widest_usual_font_makes_it() {
        // In DejaVu Sans at 12 px, as a browser measures it.
        for (text, pixels) in [("3d 19h 1m", 64.0), ("re-send 1", 56.0), ("Wed 25 Nov", 71.0)] {
            let width = Hand::LABEL.width(text);
            assert!(width >= pixels && width < pixels * 1.2, "{text}: {width}");
        }
        assert!(Hand::HEADING.width("Wed") > Hand::TEXT.width("Wed"));
        assert!(Hand::LABEL.width("오류") > 24.0);
    }

    #[test]
    fn lines_break_between_words_and_a_word_is_never_cut() {
        let room = Hand::TEXT.width("one two") + 1.0;
        assert_eq!(Hand::TEXT.wrap("one two  three four", room), ["one two", "three", "four"]);
        assert_eq!(Hand::TEXT.wrap("immeasurable", 1.0), ["immeasurable"]);
        assert_eq!(
            Hand::TEXT.wrap("in 3d 19h 1m, until 09:30 5 mice, (44.78 %) Mon 23 Nov 2026", 1.0),
            ["in", "3d 19h 1m,", "until", "09:30", "5 mice,", "(44.78 %)", "Mon", "23 Nov", "2026"]
        );
        assert!(Hand::TEXT.wrap(" ", 100.0).is_empty());
    }

    #[test]
    fn balanced_lines_are_about_equally_long_and_no_more_of_them() {
        let room = Hand::TITLE.width("one two three four") + 1.0;
        assert_eq!(Hand::TITLE.wrap("one two three four five", room), ["one two three four", "five"]);
        assert_eq!(Hand::TITLE.balance("one two three four five", room), ["one two three", "four five"]);
        assert_eq!(Hand::TITLE.balance("one two", room), ["one two"]);
        assert_eq!(Hand::TITLE.balance("immeasurable words", 1.0), ["immeasurable", "words"]);
    }
}
