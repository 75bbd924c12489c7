//! `JUnit`'s XML, as Ant's schema and Jenkins' have it: a suite of the rules.

use std::fmt::Write as _;
use std::time::Duration;

use jiff::Timestamp;

use super::closing;
use super::told::Told;
use crate::activity::{Activity, CheckSummary, Checked, RuleVerdict, What};
use crate::report::words::Language;
use crate::report::{Lines, Look, Reporter, sanitize, talk};

/// The `junit` format of `check`: one document, once all is known.
#[derive(Debug)]
pub struct Junit {
    look: Look,
}

impl Junit {
    /// A reporter that has said nothing yet.
    pub fn new(look: Look) -> Self {
        Self { look }
    }
}

impl Reporter for Junit {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        match &activity.what {
            What::CheckSummary(summary) => {
                out.stdout.extend_from_slice(&junit(summary, activity.at, self.look.language));
            }
            What::Checked(_) => {}
            _ => {
                talk::say(activity, &self.look, &mut out.stderr);
            }
        }
    }
}

/// The document of a run that ended at this time.
///
/// A warning is no failure: it stands in the suite's output. A run that was ended early has the property
/// `complete` with the value `false`.
pub fn junit(summary: &CheckSummary, ended_at: Timestamp, language: Language) -> Vec<u8> {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n");
    let begun_at = ended_at.checked_sub(summary.elapsed).unwrap_or(ended_at);
    // Writing to a string can't fail.
    let _ = writeln!(
        xml,
        "  <testsuite id=\"0\" package=\"tosshook\" name=\"tosshook check\" timestamp=\"{}\" hostname=\"localhost\" \
         tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{}\">",
        begun_at.strftime("%Y-%m-%dT%H:%M:%S"),
        summary.rules.len(),
        summary.count(RuleVerdict::Fail),
        summary.count(RuleVerdict::Skipped),
        seconds(summary.elapsed),
    );
    let complete = summary.is_complete().to_string();
    xml.push_str("    <properties>\n");
    for (name, value) in [("endpoint", &summary.endpoint), ("complete", &complete)] {
        let _ = writeln!(xml, "      <property name=\"{name}\" value=\"{}\"/>", escaped(value));
    }
    xml.push_str("    </properties>\n");
    for checked in &summary.rules {
        case(checked, language, &mut xml);
    }
    let mut output = String::new();
    for checked in summary.rules.iter().filter(|it| it.verdict == RuleVerdict::Warn) {
        let told = Told::of(checked, language).lines().replace('\n', "\n  ");
        let verdict = language.rule_verdict(checked.verdict);
        let _ = writeln!(output, "{verdict} {}: {told}", checked.rule.id());
    }
    output.push_str(&closing::text(summary, language));
    let _ = write!(
        xml,
        "    <system-out>{}</system-out>\n    <system-err></system-err>\n  </testsuite>\n</testsuites>\n",
        escaped(&output)
    );
    xml.into_bytes()
}

fn case(checked: &Checked, language: Language, xml: &mut String) {
    let Told { seen, reason, fix } = Told::of(checked, language);
    let (id, time) = (checked.rule.id(), seconds(checked.elapsed));
    let _ = write!(xml, "    <testcase classname=\"tosshook.check\" name=\"{id}\" time=\"{time}\"");
    let (seen, reason) = (seen.unwrap_or_default(), reason.unwrap_or_default());
    let _ = match checked.verdict {
        RuleVerdict::Fail => writeln!(
            xml,
            ">\n      <failure type=\"{id}\" message=\"{}\">{}\n{}</failure>\n    </testcase>",
            escaped(&seen),
            escaped(&reason),
            escaped(&fix.unwrap_or_default()),
        ),
        RuleVerdict::Skipped => {
            writeln!(xml, ">\n      <skipped message=\"{}\"/>\n    </testcase>", escaped(&reason))
        }
        RuleVerdict::Pass | RuleVerdict::Warn => writeln!(xml, "/>"),
    };
}

/// With a dot and milliseconds, in seconds.
fn seconds(elapsed: Duration) -> String {
    format!("{}.{:03}", elapsed.as_secs(), elapsed.subsec_millis())
}

/// Text for content and for attributes in double quotes. What XML can't hold is written out like everything
/// that acts or hides.
fn escaped(text: &str) -> String {
    let lines: Vec<_> = text.split('\n').map(sanitize::text).collect();
    let mut out = String::with_capacity(text.len());
    for letter in lines.join("\n").chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            // No character at all, by Unicode.
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_can_neither_become_markup_nor_break_the_document() {
        assert_eq!(escaped("a<b>&\"c\" ]]>"), "a&lt;b&gt;&amp;&quot;c&quot; ]]&gt;");
        assert_eq!(escaped("one\ntwo\u{0}\u{1b}\u{ffff}"), "one\ntwo\\x00\\x1b\u{fffd}");
    }
}
