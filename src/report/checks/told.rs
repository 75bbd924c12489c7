//! A verdict in sentences, as the formats for programs carry it.

use crate::activity::{Checked, Finding, Framework, RuleVerdict};
use crate::report::words::{FixWords, Language};

/// What there is to say of a rule that has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::report) struct Told {
    /// What was seen; none where nothing was.
    pub(in crate::report) seen: Option<String>,
    /// Why it did not pass; none where it did.
    pub(in crate::report) reason: Option<String>,
    /// What mends it.
    pub(in crate::report) fix: Option<String>,
}

impl Told {
    pub(in crate::report) fn of(checked: &Checked, language: Language) -> Self {
        let seen = language.seen(checked);
        match (&checked.finding, checked.verdict) {
            (Finding::Skipped(_), _) => Self { seen: None, reason: Some(seen), fix: None },
            (_, RuleVerdict::Warn | RuleVerdict::Fail) => Self {
                seen: Some(seen),
                reason: Some(language.matters(checked)),
                fix: checked.fix.map(|fix| in_one_line(language.fix(fix), checked, language)),
            },
            _ => Self { seen: Some(seen), reason: None, fix: None },
        }
    }

    /// All of it, a part on each line.
    pub(super) fn lines(self) -> String {
        let parts: Vec<String> = [self.seen, self.reason, self.fix].into_iter().flatten().collect();
        parts.join("\n")
    }
}

/// The lines of code that are of use for a server like this: all of them where it is not known.
pub(super) fn code_for(
    words: FixWords,
    checked: &Checked,
) -> impl Iterator<Item = (Framework, &'static str)> + Clone {
    let stack = checked.stack;
    let knows = words.code.iter().any(|(framework, _)| stack.contains(framework));
    words.code.iter().copied().filter(move |(framework, _)| !knows || stack.contains(framework))
}

fn in_one_line(words: FixWords, checked: &Checked, language: Language) -> String {
    let code: Vec<String> = code_for(words, checked)
        .map(|(framework, code)| format!("{}: {code}", language.framework(framework)))
        .collect();
    if code.is_empty() {
        words.sentence.to_owned()
    } else {
        format!("{} ({})", words.sentence, code.join(" | "))
    }
}
