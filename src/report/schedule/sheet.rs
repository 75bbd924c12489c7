//! What a page is made of: sentences that are broken where the screen ends, and blocks that are not.

use crate::report::Screen;
use crate::report::theme::{Meaning, Theme};
use crate::report::width;

/// Longer lines are hard to read.
const LONGEST_LINE: usize = 100;

/// A page in a file or a pipe is as wide as the narrowest of usual terminals.
const COLUMNS_OF_A_FILE: usize = 80;

/// Text that grows from the top.
pub(super) struct Sheet {
    text: String,
    width: usize,
    theme: Theme,
}

impl Sheet {
    /// An empty sheet, as wide as the screen allows.
    pub(super) fn new(screen: Screen) -> Self {
        let width = screen.columns.unwrap_or(COLUMNS_OF_A_FILE);
        Self { text: String::new(), width, theme: screen.theme }
    }

    /// How many columns it has.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// How it is painted.
    pub(super) fn theme(&self) -> Theme {
        self.theme
    }

    /// What stands on it.
    pub(super) fn finish(self) -> String {
        self.text
    }

    /// Text, broken between words.
    pub(super) fn sentence(&mut self, text: &str, meaning: Meaning) {
        let longest = self.width.min(LONGEST_LINE);
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && width::of(&line) + 1 + width::of(word) > longest {
                self.line(&line, meaning);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(&line, meaning);
    }

    fn line(&mut self, line: &str, meaning: Meaning) {
        self.theme.paint(meaning, line, &mut self.text);
        self.text.push('\n');
    }

    /// Finished lines, with an empty one before them.
    pub(super) fn block(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        self.gap();
        for line in lines {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    /// An empty line.
    pub(super) fn gap(&mut self) {
        self.text.push('\n');
    }
}
