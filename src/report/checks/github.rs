//! GitHub's workflow commands: an annotation for each rule that did not pass.
//!
//! A line is a command, so what ends one or is read as an escape is written as GitHub reads it back.

use super::closing;
use super::told::Told;
use crate::activity::{Activity, Checked, RuleVerdict, What};
use crate::report::words::Language;
use crate::report::{Lines, Look, Reporter, sanitize, talk};

/// The `github` format of `check`.
#[derive(Debug)]
pub struct Github {
    look: Look,
}

impl Github {
    /// A reporter that has said nothing yet.
    pub fn new(look: Look) -> Self {
        Self { look }
    }
}

impl Reporter for Github {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        match &activity.what {
            What::Checked(checked) => {
                if let Some(line) = annotation(checked, self.look.language) {
                    out.stdout.extend_from_slice(line.as_bytes());
                }
            }
            What::CheckSummary(summary) => {
                let line = line("notice", "tosshook check", &closing::text(summary, self.look.language));
                out.stdout.extend_from_slice(line.as_bytes());
            }
            _ => {
                talk::say(activity, &self.look, &mut out.stderr);
            }
        }
    }
}

fn annotation(checked: &Checked, language: Language) -> Option<String> {
    let command = match checked.verdict {
        RuleVerdict::Fail => "error",
        RuleVerdict::Warn => "warning",
        RuleVerdict::Pass | RuleVerdict::Skipped => return None,
    };
    Some(line(command, checked.rule.id(), &Told::of(checked, language).lines()))
}

/// `::error title=exactly-200::message`
fn line(command: &str, title: &str, message: &str) -> String {
    let lines: Vec<_> = message.split('\n').map(|line| sanitize::text(line).replace('%', "%25")).collect();
    let title = title.replace('%', "%25").replace(':', "%3A").replace(',', "%2C");
    format!("::{command} title={title}::{}\n", lines.join("%0A"))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn what_ends_a_line_or_is_read_as_an_escape_is_written_out() {
        assert_eq!(line("error", "a:b,c", "50%\nof it\r"), "::error title=a%3Ab%2Cc::50%25%0Aof it\\r\n");
        assert_eq!(line("error", "a", "\u{1b}[2J::error::x"), "::error title=a::\\x1b[2J::error::x\n");
    }
}
