//! The last words of a check: how many rules came to what, what was made on the way, what would tell more.

use std::sync::Arc;

use crate::activity::{CheckSummary, Checked, Effect, Finding, Rule, RuleVerdict, Skip};
use crate::report::Look;
use crate::report::line::Line;
use crate::report::theme::Meaning;
use crate::report::words::Language;

/// Tells them to a person.
pub(super) fn tell(summary: &CheckSummary, look: &Look, out: &mut Vec<u8>) {
    let language = look.language;
    let mut say = |meaning, text: &str| {
        let mut line = Line::new(look.stderr, 2);
        line.sentence(meaning, text);
        line.end(out);
    };
    say(if summary.is_well() { Meaning::Accepted } else { Meaning::Failed }, &language.counts(summary));
    if !summary.is_complete() {
        say(Meaning::Failed, &language.incomplete(summary.left));
    }
    if let Some(orders) = language.orders_made(&summary.order_ids) {
        say(Meaning::Plain, &orders);
    }
    if summary.rules.iter().any(rests_on_answers) {
        say(Meaning::Dim, language.answers_only());
    }
    if !summary.order_ids.is_empty() && refuses_for_no_known_reason(&summary.rules) {
        say(Meaning::Hint, language.unknown_payments());
    }
}

/// The same for formats in which they are read later: the counts and what was made.
pub(super) fn text(summary: &CheckSummary, language: Language) -> String {
    let incomplete = (!summary.is_complete()).then(|| language.incomplete(summary.left));
    let orders = language.orders_made(&summary.order_ids);
    let parts = [Some(language.counts(summary)), incomplete, orders];
    parts.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// Whether a verdict could rest on more than answers.
fn rests_on_answers(checked: &Arc<Checked>) -> bool {
    let is_unprobed = match &checked.finding {
        Finding::Seen(sight) => sight.effect == Effect::NotProbed,
        Finding::Skipped(_) => false,
    };
    let is_about_effects = checked.rule.is_about_effects() && checked.rule != Rule::SecretWrong;
    is_unprobed && is_about_effects && checked.verdict == RuleVerdict::Pass
}

/// Whether ordinary events are refused, and no rule says why.
fn refuses_for_no_known_reason(rules: &[Arc<Checked>]) -> bool {
    let lacks_control =
        |checked: &Arc<Checked>| matches!(checked.finding, Finding::Skipped(Skip::ControlFailed));
    let is_unexplained =
        |checked: &Arc<Checked>| checked.rule == Rule::Exactly200 && checked.verdict == RuleVerdict::Fail;
    rules.iter().any(lacks_control) && rules.iter().any(is_unexplained)
}
