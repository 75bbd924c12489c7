//! One line of output, which goes on under itself where the terminal ends.
//!
//! The only way that text reaches a person: whatever is put on a line is made harmless here.

use super::sanitize;
use super::screen::Screen;
use super::theme::Meaning;
use super::width::{self, Align};

/// From this width on, columns stand two blanks apart: a whole event fits then. Below it one, so that
/// 100 columns hold an ordinary event, and 80 a short one.
const ROOMY: usize = 112;

/// The room that most lines need, in bytes.
const MOST_LINES: usize = 128;

/// A line that is being built.
pub(super) struct Line {
    screen: Screen,
    /// The column at which the line goes on where it is too long.
    indent: usize,
    text: String,
    used: usize,
    /// Blanks owed to the next piece, so that no line ends in blanks.
    owed: usize,
    /// Whether this row is another than the first.
    goes_on: bool,
}

/// How many blanks stand between the columns of this screen.
pub(super) fn gap(screen: Screen) -> usize {
    if is_roomy(screen) { 2 } else { 1 }
}

/// Whether a screen is wide enough for two blanks between columns.
pub(super) fn is_roomy(screen: Screen) -> bool {
    screen.columns.is_none_or(|columns| columns >= ROOMY)
}

impl Line {
    /// An empty line that would go on at `indent`.
    pub(super) fn new(screen: Screen, indent: usize) -> Self {
        let text = String::with_capacity(MOST_LINES);
        Self { screen, indent, text, used: 0, owed: 0, goes_on: false }
    }

    /// The next piece starts at the indent.
    pub(super) fn indented(mut self) -> Self {
        self.owed = self.indent;
        self
    }

    /// Puts a cell into a column, and the gap behind it.
    pub(super) fn cell(&mut self, meaning: Meaning, text: &str, columns: usize, align: Align) {
        let text = sanitize::text(text);
        let width = width::of(&text);
        let blanks = columns.saturating_sub(width);
        if align == Align::Right {
            self.owed += blanks;
        }
        if !text.is_empty() {
            self.place(meaning, &text, width);
        }
        if align == Align::Left {
            self.owed += blanks;
        }
        self.owed += gap(self.screen);
    }

    /// The column at which the next piece starts.
    pub(super) fn position(&self) -> usize {
        self.used + self.owed
    }

    /// The next piece starts at this column, or behind the last one where that reaches farther. On a
    /// row on which the line goes on, columns mean nothing.
    pub(super) fn stop(&mut self, column: usize) {
        if !self.goes_on {
            self.owed = self.owed.max(column.saturating_sub(self.used));
        }
    }

    /// Goes on below, unless so many columns are left on this row.
    pub(super) fn keep_together(&mut self, columns: usize) {
        if !self.has_room(columns) && !self.is_fresh() {
            self.go_on();
        }
    }

    /// Whether a piece of so many columns fits on this row.
    pub(super) fn has_room(&self, columns: usize) -> bool {
        self.screen.columns.is_none_or(|all| self.position() + columns <= all)
    }

    /// Puts a piece that takes its own width, and the gap behind it; of nothing, nothing.
    pub(super) fn piece(&mut self, meaning: Meaning, text: &str) {
        if !text.is_empty() {
            self.cell(meaning, text, 0, Align::Left);
        }
    }

    /// Puts a word, and one blank behind it.
    pub(super) fn word(&mut self, meaning: Meaning, text: &str) {
        let text = sanitize::text(text);
        self.place(meaning, &text, width::of(&text));
        self.owed = 1;
    }

    /// Puts a sentence, and one blank behind it: on this row if it fits, else on rows of its own,
    /// broken between words.
    pub(super) fn sentence(&mut self, meaning: Meaning, text: &str) {
        if text.is_empty() {
            return;
        }
        let text = sanitize::text(text);
        let width = width::of(&text);
        if !self.has_room(width) && !self.is_fresh() {
            self.go_on();
        }
        if self.has_room(width) {
            self.place(meaning, &text, width);
        } else {
            self.flow(meaning, &text);
        }
        self.owed = 1;
    }

    /// Puts a text from here on, broken between words where a row ends, and one blank behind it.
    pub(super) fn words(&mut self, meaning: Meaning, text: &str) {
        let text = sanitize::text(text);
        let width = width::of(&text);
        if self.has_room(width) && width > 0 {
            self.place(meaning, &text, width);
            self.owed = 1;
        } else {
            self.flow(meaning, &text);
        }
    }

    fn flow(&mut self, meaning: Meaning, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let (word, after) = first_word(rest);
            self.place(meaning, word, width::of(word));
            self.owed = 1;
            rest = after;
        }
    }

    /// Puts a sentence like [`Line::sentence`], and the gap of columns behind it.
    pub(super) fn note(&mut self, meaning: Meaning, text: &str) {
        if !text.is_empty() {
            self.sentence(meaning, text);
            self.owed = gap(self.screen);
        }
    }

    /// More blanks before what comes next.
    pub(super) fn space(&mut self, blanks: usize) {
        self.owed += blanks;
    }

    /// Ends the line.
    pub(super) fn end(mut self, out: &mut Vec<u8>) {
        self.begin_anew(out);
    }

    /// Ends the line and begins the next one like it.
    pub(super) fn begin_anew(&mut self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.text.as_bytes());
        out.push(b'\n');
        self.text.clear();
        (self.used, self.owed, self.goes_on) = (0, 0, false);
    }

    fn is_fresh(&self) -> bool {
        self.used == 0
    }

    fn go_on(&mut self) {
        self.text.push('\n');
        self.used = 0;
        self.owed = self.indent;
        self.goes_on = true;
    }

    fn place(&mut self, meaning: Meaning, text: &str, width: usize) {
        self.keep_together(width);
        width::blank(self.owed, &mut self.text);
        self.screen.theme.paint(meaning, text, &mut self.text);
        self.used += self.owed + width;
        self.owed = 0;
    }
}

/// The first word and what follows it. An option and its value are one word, to be typed as one.
fn first_word(text: &str) -> (&str, &str) {
    let end = text.find(' ').unwrap_or(text.len());
    let end = match text.get(end + 1..).filter(|_| text.starts_with("--")) {
        Some(value) => end + 1 + value.find(' ').unwrap_or(value.len()),
        None => end,
    };
    (&text[..end], text[end..].trim_start_matches(' '))
}

#[cfg(test)]
mod tests {
    use super::{Line, Screen};
    use crate::report::theme::Meaning;
    use crate::report::width::Align;

    fn screen(columns: usize) -> Screen {
        Screen { columns: Some(columns), ..Screen::PLAIN }
    }

    fn ended(line: Line) -> String {
        let mut out = Vec::new();
        line.end(&mut out);
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn cells_stand_in_columns_and_no_line_ends_in_blanks() {
        let mut line = Line::new(Screen::PLAIN, 4);
        line.cell(Meaning::Plain, "카드", 6, Align::Left);
        line.cell(Meaning::Plain, "900", 6, Align::Right);
        line.cell(Meaning::Plain, "x", 10, Align::Left);
        assert_eq!(ended(line), "카드       900  x\n");
    }

    #[test]
    fn a_stop_is_kept_until_a_piece_reaches_over_it() {
        let line = |first: &str| {
            let mut line = Line::new(Screen::PLAIN, 4);
            line.piece(Meaning::Plain, first);
            line.stop(8);
            line.piece(Meaning::Plain, "b");
            line.stop(16);
            line.piece(Meaning::Plain, "c");
            ended(line)
        };
        assert_eq!(line("카드"), "카드    b       c\n");
        assert_eq!(line("a longer one"), "a longer one  b  c\n");
    }

    #[test]
    fn what_does_not_fit_goes_on_below() {
        let mut line = Line::new(screen(20), 4);
        line.piece(Meaning::Plain, "0123456789");
        line.piece(Meaning::Plain, "a second piece");
        line.sentence(Meaning::Plain, "words that break between them.");
        assert_eq!(ended(line), "0123456789\n    a second piece\n    words that break\n    between them.\n");
    }

    #[test]
    fn words_go_on_from_where_they_stand() {
        let mut line = Line::new(screen(20), 4);
        line.piece(Meaning::Plain, "0123456789");
        line.words(Meaning::Plain, "words that break between them");
        line.words(Meaning::Plain, "");
        assert_eq!(ended(line), "0123456789 words\n    that break\n    between them\n");
    }

    #[test]
    fn nothing_hostile_gets_through() {
        let mut line = Line::new(screen(80), 4);
        line.piece(Meaning::Id, "a\u{1b}[2J");
        line.sentence(Meaning::Plain, "b\nc\u{202e}");
        assert_eq!(ended(line), "a\\x1b[2J b\\nc\\u{202e}\n");
    }
}
