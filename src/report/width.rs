//! Columns on a terminal: Korean letters take two.

use std::borrow::Cow;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// How many columns a text takes.
pub fn of(text: &str) -> usize {
    // Nearly every cell is ASCII without control characters: a byte is a column.
    if text.is_ascii() { text.len() } else { text.width() }
}

/// On which side of its column a cell stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Text.
    Left,
    /// Numbers.
    Right,
}

/// Writes `text` into a column that is `width` wide; a wider text is written whole.
pub fn pad(text: &str, width: usize, align: Align, out: &mut String) {
    let blanks = width.saturating_sub(of(text));
    if align == Align::Right {
        blank(blanks, out);
    }
    out.push_str(text);
    if align == Align::Left {
        blank(blanks, out);
    }
}

/// Writes so many blanks.
pub fn blank(count: usize, out: &mut String) {
    const BLANKS: &str = "                                                                ";
    let mut left = count;
    while left > 0 {
        let piece = left.min(BLANKS.len());
        out.push_str(&BLANKS[..piece]);
        left -= piece;
    }
}

/// The text cut to at most `width` columns, with `…` where something was cut off.
pub fn truncate(text: &str, width: usize) -> Cow<'_, str> {
    // No character takes more columns than it has bytes.
    if text.len() <= width || of(text) <= width {
        return Cow::Borrowed(text);
    }
    let room = width.saturating_sub(1);
    let mut used = 0;
    let end = text
        .char_indices()
        .find(|(_, letter)| {
            used += letter.width().unwrap_or(0);
            used > room
        })
        .map_or(text.len(), |(position, _)| position);
    Cow::Owned(format!("{}…", &text[..end]))
}

#[cfg(test)]
mod tests {
    use super::{Align, of, pad, truncate};

    #[test]
    fn korean_letters_take_two_columns() {
        assert_eq!(of("카드"), 4);
        assert_eq!(of("order-1"), 7);
        assert_eq!(of("→"), 1);
    }

    #[test]
    fn pads_by_columns() {
        let mut out = String::new();
        pad("카드", 6, Align::Left, &mut out);
        pad("1,000", 7, Align::Right, &mut out);
        pad("wider", 2, Align::Right, &mut out);
        assert_eq!(out, "카드    1,000wider");
    }

    #[test]
    fn cuts_before_the_letter_that_does_not_fit() {
        assert_eq!(truncate("계좌이체", 8), "계좌이체");
        assert_eq!(truncate("계좌이체", 7), "계좌이…");
        assert_eq!(truncate("계좌이체", 6), "계좌…");
        assert_eq!(truncate("abcdef", 3), "ab…");
    }
}
