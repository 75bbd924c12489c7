//! The reading of a developer in a hurry: a line for each rule as it ends, and under what did not pass why
//! that matters and what mends it.

use std::sync::Arc;

use super::closing;
use super::code::code;
use super::told::code_for;
use crate::activity::{Activity, Checked, Finding, RuleVerdict, What};
use crate::report::line::{Line, gap};
use crate::report::theme::Meaning;
use crate::report::width::{self, Align};
use crate::report::{Lines, Look, Reporter, Reveal, mask, talk};

/// The columns of a verdict's word.
const VERDICT: usize = 4;

/// The columns of the longest id.
const ID: usize = 20;

/// How much of what a server said is shown.
const SAID: usize = 300;

/// The `pretty` format of `check`.
#[derive(Debug)]
pub struct CheckPretty {
    look: Look,
    /// Rules that were skipped for the same reason, one after the other.
    skipped: Vec<Arc<Checked>>,
}

impl CheckPretty {
    /// A reporter that has said nothing yet.
    pub fn new(look: Look) -> Self {
        Self { look, skipped: Vec::new() }
    }

    fn checked(&mut self, checked: &Arc<Checked>, out: &mut Vec<u8>) {
        let goes_on = match (self.skipped.last().map(|it| &it.finding), &checked.finding) {
            (Some(Finding::Skipped(last)), Finding::Skipped(why)) => last == why,
            _ => false,
        };
        if !goes_on {
            self.tell_skipped(out);
        }
        if checked.verdict == RuleVerdict::Skipped {
            self.skipped.push(Arc::clone(checked));
            return;
        }
        let mut line = self.head(checked.verdict, self.behind_id());
        line.cell(Meaning::Event, checked.rule.id(), ID, Align::Left);
        line.words(Meaning::Plain, &self.look.language.seen(checked));
        line.end(out);
        if checked.verdict != RuleVerdict::Pass {
            self.details(checked, out);
        }
    }

    /// Rules that were skipped for one reason: those of a kind stand in one line.
    fn tell_skipped(&mut self, out: &mut Vec<u8>) {
        let skipped = std::mem::take(&mut self.skipped);
        let why = skipped.first().map(|first| self.look.language.seen(first)).unwrap_or_default();
        let mut line = match skipped.as_slice() {
            [] => return,
            [alone] => {
                let mut line = self.head(RuleVerdict::Skipped, self.behind_id());
                line.cell(Meaning::Plain, alone.rule.id(), ID, Align::Left);
                line
            }
            [several @ .., last] => {
                let mut line = self.head(RuleVerdict::Skipped, self.indent());
                for checked in several {
                    line.word(Meaning::Plain, &format!("{},", checked.rule.id()));
                }
                line.word(Meaning::Plain, &format!("{}:", last.rule.id()));
                line
            }
        };
        line.words(Meaning::Dim, &why);
        line.end(out);
    }

    /// Why it matters, what the server said, what mends it.
    fn details(&self, checked: &Checked, out: &mut Vec<u8>) {
        let (language, labels) = (self.look.language, self.look.language.check_labels());
        let mut line = Line::new(self.look.stdout, self.indent()).indented();
        line.sentence(Meaning::Plain, &language.matters(checked));
        line.end(out);
        if let Some(said) = said(checked, self.look.reveal) {
            let mut line = Line::new(self.look.stdout, self.indent()).indented();
            line.sentence(Meaning::Dim, &format!("{} {said}", labels.said));
            line.end(out);
        }
        let Some(fix) = checked.fix.map(|fix| language.fix(fix)) else { return };
        let column = self.indent() + width::of(labels.fix) + 1;
        let mut line = Line::new(self.look.stdout, column);
        line.space(self.indent());
        line.sentence(Meaning::Hint, &format!("{} {}", labels.fix, fix.sentence));
        line.end(out);
        code(code_for(fix, checked), column, language, self.look.stdout, out);
    }

    fn head(&self, verdict: RuleVerdict, goes_on_at: usize) -> Line {
        let meaning = match verdict {
            RuleVerdict::Pass => Meaning::Accepted,
            RuleVerdict::Warn => Meaning::Warning,
            RuleVerdict::Fail => Meaning::Failed,
            RuleVerdict::Skipped => Meaning::Dim,
        };
        let mut line = Line::new(self.look.stdout, goes_on_at);
        line.cell(meaning, self.look.language.rule_verdict(verdict), VERDICT, Align::Left);
        line
    }

    /// Where a line's own words start, behind the verdict.
    fn indent(&self) -> usize {
        VERDICT + gap(self.look.stdout)
    }

    /// Where they start behind a rule's id.
    fn behind_id(&self) -> usize {
        self.indent() + ID + gap(self.look.stdout)
    }
}

impl Reporter for CheckPretty {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        match &activity.what {
            What::Checked(checked) => self.checked(checked, &mut out.stdout),
            What::CheckSummary(summary) => {
                self.tell_skipped(&mut out.stdout);
                closing::tell(summary, &self.look, &mut out.stderr);
            }
            _ => {
                talk::say(activity, &self.look, &mut out.stderr);
            }
        }
    }
}

/// The beginning of what the server said to refuse; what it said to accept tells nothing.
fn said(checked: &Checked, reveal: Reveal) -> Option<String> {
    let Finding::Seen(sight) = &checked.finding else { return None };
    let response = sight.result.response.as_ref().filter(|response| response.status >= 400)?;
    let masked = match reveal {
        Reveal::Masked => mask::json(&response.body),
        Reveal::Revealed => None,
    };
    let body = String::from_utf8_lossy(masked.as_deref().unwrap_or(&response.body)).into_owned();
    let text = body.split_whitespace().collect::<Vec<_>>().join(" ");
    // A page of HTML is for browsers.
    let is_for_people = !text.is_empty() && !text.starts_with('<');
    is_for_people.then(|| width::truncate(&text, SAID).into_owned())
}
