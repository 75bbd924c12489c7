//! How a run ends: the exit codes that scripts rely on, and the error that carries one.

use std::fmt;
use std::io::Write;
use std::sync::mpsc;
use std::time::Duration;

use crate::report::{sanitize, width};

/// How much of what was typed is shown before the place where it goes wrong, and from there on.
const BEFORE_CARET: usize = 60;
const AFTER_CARET: usize = 40;

/// How long an error may take to be written.
const SAID_WITHIN: Duration = Duration::from_secs(1);

/// The exit codes, as `--help` and the man page list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// What was asked for was done; for a listener: it was ended and has drained.
    Success = 0,
    /// What was tested failed: a delivery was not accepted, an expectation was not met.
    Failed = 1,
    /// The command line or the configuration can't be used.
    Usage = 2,
    /// The address could not be listened on.
    CannotListen = 3,
    /// No attempt of the run ever connected.
    Unreachable = 4,
    /// The time for waiting was up.
    TimedOut = 5,
    /// The history can't be used.
    History = 6,
}

impl From<Exit> for std::process::ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// What a person is told when a command can't go on: a lower-case fragment that names the flag or
/// file, the value and the remedy, and, after a blank line, a hint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How the process ends.
    pub exit: Exit,
    /// What went wrong, on one line.
    pub message: String,
    /// What was typed, and a caret under the place where it goes wrong.
    pub place: Option<[String; 2]>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl Failure {
    /// A failure without a hint. What it names may come from a file or a folder's name, so control
    /// characters become visible.
    pub fn new(exit: Exit, message: impl AsRef<str>) -> Self {
        Self { exit, message: sanitize::text(message.as_ref()).into_owned(), place: None, hint: None }
    }

    /// The same failure with a hint under it.
    #[must_use]
    pub fn hint(mut self, hint: impl AsRef<str>) -> Self {
        self.hint = Some(sanitize::text(hint.as_ref()).into_owned());
        self
    }

    /// The same failure with what was typed, and a caret under the letter at this byte of it.
    #[must_use]
    pub fn pointing(mut self, typed: &str, at: usize) -> Self {
        let (before, from) = typed.split_at_checked(at).unwrap_or((typed, ""));
        let (before, from) = (sanitize::text(before), sanitize::text(from));
        // Where it is long, the part around the caret.
        let skipped = before.char_indices().rev().nth(BEFORE_CARET).map_or(0, |(start, _)| start);
        let before = if skipped == 0 { before.into_owned() } else { format!("…{}", &before[skipped..]) };
        let caret = format!("{}^", " ".repeat(width::of(&before)));
        self.place = Some([before + &width::truncate(&from, AFTER_CARET), caret]);
        self
    }

    /// Writes it to stderr, for a second at most: a terminal that was stopped must not keep the
    /// process from its end.
    pub fn say(&self) {
        let text = format!("error: {self}\n");
        let (said, done) = mpsc::channel();
        let saying = std::thread::Builder::new().spawn(move || {
            // Where stderr is gone, too, there is nobody to tell.
            let _ = std::io::stderr().write_all(text.as_bytes());
            let _ = said.send(());
        });
        if saying.is_ok() {
            let _ = done.recv_timeout(SAID_WITHIN);
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.message)?;
        if let Some([typed, caret]) = &self.place {
            write!(out, "\n\n  {typed}\n  {caret}")?;
        }
        match &self.hint {
            Some(hint) => write!(out, "\n\nhint: {hint}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::{Exit, Failure};

    fn pointing(typed: &str, at: usize) -> String {
        Failure::new(Exit::Usage, "wrong").pointing(typed, at).hint("so").to_string()
    }

    #[test]
    fn a_caret_stands_under_the_letter_that_it_is_about() {
        assert_eq!(pointing("a=b", 1), "wrong\n\n  a=b\n   ^\n\nhint: so");
        assert_eq!(pointing("카드=b", 6), "wrong\n\n  카드=b\n      ^\n\nhint: so");
        assert_eq!(pointing("\u{1b}=b", 1), "wrong\n\n  \\x1b=b\n      ^\n\nhint: so");
        assert_eq!(pointing("a", 1), "wrong\n\n  a\n   ^\n\nhint: so");
    }

    #[test]
    fn of_a_long_text_the_part_around_the_caret_is_shown() {
        let shown = pointing(&format!("{}={}", "a".repeat(500), "b".repeat(500)), 500);
        let [_, _, typed, caret, ..] = shown.lines().collect::<Vec<_>>()[..] else { panic!("{shown}") };
        assert_eq!(typed, format!("  …{}={}…", "a".repeat(61), "b".repeat(38)));
        assert_eq!(caret.len(), "  …".chars().count() + 61 + 1);
    }
}
