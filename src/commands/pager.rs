//! Long output for people, a screen at a time.

use std::ffi::OsStr;
use std::io::Write;
use std::process::{Command, Stdio};

use memchr::memchr_iter;

use super::listener::{end_runtime, runtime};
use super::signals::leave_interrupts;
use crate::child::variables_of_keys;
use crate::cli::values::command_line;
use crate::report::Screen;
use crate::report::theme::Destination;

/// What shows a text where nothing else is named: quits by itself where all fits, passes colours on, and leaves
/// the text on the screen.
const USUAL: &str = "less -FRX";

/// The same for a `less` that is named without options, as its own variable takes them.
const LESS: [&str; 2] = ["LESS", "FRX"];

/// Whether long output may go through a pager.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paging {
    /// Where a person reads it.
    Auto,
    /// Never.
    Never,
}

/// What became of a text that was to be paged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paged {
    /// It was shown, as far as its reader wanted it.
    Shown,
    /// It is still to be printed: it fits, nobody sees a screen, or there is no pager.
    NotShown,
}

/// Shows a text with the user's pager where it is longer than the screen.
pub(super) fn show(text: &[u8], screen: Screen, paging: Paging) -> Paged {
    // The prompt takes a row too.
    let is_long =
        screen.rows.is_some_and(|rows| memchr_iter(b'\n', text).nth(rows.saturating_sub(1)).is_some());
    if paging == Paging::Never || screen.destination != Destination::Terminal || !is_long {
        return Paged::NotShown;
    }
    let variable = |name: &str| std::env::var(name).ok();
    if variable("TERM").as_deref() == Some("dumb") {
        return Paged::NotShown;
    }
    let named = variable("TOSSHOOK_PAGER").or_else(|| variable("PAGER"));
    match words(named.as_deref()) {
        Some(words) => through(&words, text),
        None => Paged::NotShown,
    }
}

/// The pager's words; none where it is turned off, or is no command.
fn words(named: Option<&str>) -> Option<Vec<String>> {
    let words = command_line(named.unwrap_or(USUAL)).ok()?.0;
    (words != ["cat"]).then_some(words)
}

/// Runs the pager until its reader has had enough.
fn through(words: &[String], text: &[u8]) -> Paged {
    let Some((program, arguments)) = words.split_first() else { return Paged::NotShown };
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::piped());
    if std::env::var_os(LESS[0]).is_none() {
        command.env(LESS[0], LESS[1]);
    }
    for name in variables_of_keys() {
        command.env_remove::<&OsStr>(&name);
    }
    let Ok(runtime) = runtime() else { return Paged::NotShown };
    // Ctrl-C is the pager's to read: ended by it, this process would leave the terminal to two readers.
    leave_interrupts(&runtime);
    let shown = command.spawn().map(|mut child| {
        if let Some(mut stdin) = child.stdin.take() {
            // A reader that has seen enough is no error.
            let _ = stdin.write_all(text);
        }
        let _ = child.wait();
    });
    end_runtime(runtime);
    if shown.is_ok() { Paged::Shown } else { Paged::NotShown }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_pager_is_named_with_its_options_or_turned_off() {
        let named = |text: &str| words(Some(text));
        assert_eq!(words(None), Some(vec!["less".into(), "-FRX".into()]));
        assert_eq!(named("less -R '+/a b'"), Some(vec!["less".into(), "-R".into(), "+/a b".into()]));
        for off in ["", "  ", "cat", " cat ", "less '"] {
            assert_eq!(named(off), None, "{off}");
        }
    }
}
