//! What `check` saw of a server, and what comes of it.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::time::Duration;

use http::header::LOCATION;

use super::failures::Words;
use super::{counted, outcomes};
use crate::activity::{
    AttemptResult, CheckSummary, Checked, Effect, Finding, Part, Rule, RuleVerdict, Sight, Skip,
};
use crate::check::ProbeError;
use crate::report::words::CheckLabels;
use crate::report::{amount, sanitize, when, width};
use crate::toss::KeyForm;

/// The longest address of a redirect that is shown.
const ADDRESS: usize = 60;

/// What a verdict is called.
pub fn rule_verdict(verdict: RuleVerdict) -> &'static str {
    match verdict {
        RuleVerdict::Pass => "pass",
        RuleVerdict::Warn => "warn",
        RuleVerdict::Fail => "FAIL",
        RuleVerdict::Skipped => "skip",
    }
}

/// The fixed words around what was found.
pub fn check_labels() -> CheckLabels {
    CheckLabels {
        fix: "fix:",
        said: "it said:",
        sends: "sends",
        why: "why",
        mends: "fix",
        rule: "RULE",
        warning: "(a warning at most)",
        says: "WHAT IT SAYS",
    }
}

/// That a check begins.
pub fn checking(to: &str, rules: usize) -> String {
    format!("checking {to} by {}", counted(rules as u64, "rule", "rules"))
}

/// What was seen, or why nothing was.
pub fn seen(checked: &Checked) -> String {
    match &checked.finding {
        Finding::Seen(sight) => sighted(checked, sight),
        Finding::Skipped(why) => skipped(why),
    }
}

fn sighted(checked: &Checked, sight: &Sight) -> String {
    let answer = answer(&sight.result);
    let mut text = match (&sight.part, &sight.effect) {
        (Some(Part::AtOnce), _) => {
            format!("{} of {} at once: {answer}", sight.alike, sight.deliveries)
        }
        (Some(part), Effect::Count { deliveries, effects }) => {
            format!("{}: {answer}; {}", name(*part), effects_of(*deliveries, *effects))
        }
        (Some(part), _) => format!("{}: {answer}", name(*part)),
        (None, Effect::Count { deliveries, effects }) => {
            format!("{}; the slowest {answer}", effects_of(*deliveries, *effects))
        }
        (None, _) if sight.deliveries > 1 => {
            format!("{} deliveries, the slowest {answer}", sight.deliveries)
        }
        (None, _) => answer,
    };
    if let Some(more) = effect(checked.rule, &sight.effect) {
        // Writing to a string can't fail.
        let _ = write!(text, "; {more}");
    }
    text
}

fn effects_of(deliveries: u32, effects: u64) -> String {
    let deliveries = counted(u64::from(deliveries), "delivery", "deliveries");
    format!("{deliveries}, {}", counted(effects, "effect", "effects"))
}

/// An answer, or what came in its place.
fn answer(result: &AttemptResult) -> String {
    let Some(status) = result.http_status() else {
        let failed = outcomes::call_failed(result).unwrap_or_default();
        return failed.trim_end_matches('.').to_owned();
    };
    let location = result.response.as_ref().and_then(|response| response.headers.get(LOCATION));
    let place = match location.filter(|_| (300..400).contains(&status)) {
        Some(place) => {
            let place = sanitize::bytes(place.as_bytes()).into_owned();
            format!(" to {}", width::truncate(&place, ADDRESS))
        }
        None => String::new(),
    };
    let endless = match &result.response {
        Some(response) if response.truncated => {
            format!(", its body not read beyond {} bytes", amount::count(response.body.len() as u64))
        }
        _ => String::new(),
    };
    format!("{status}{place} in {}{endless}", when::elapsed(result.elapsed))
}

fn effect(rule: Rule, effect: &Effect) -> Option<String> {
    let words = match effect {
        Effect::NotProbed if rule.is_about_effects() => "answers only",
        Effect::NotProbed | Effect::Count { .. } => return None,
        Effect::Unseen => "the probe shows no effect of it: answers only",
        Effect::KnownBefore => "the order was known, so its effect had been before: answers only",
        Effect::LookedUpAgain => "the payment was looked up again",
        Effect::NotLookedUpAgain => "the payment was not looked up again",
        Effect::Changed => "an effect, which this probe can't count",
        Effect::Stayed => "what the probe says stayed",
        Effect::Moved { from, to } => return Some(format!("the probe went from {from} to {to}")),
        Effect::Unread(why) => return Some(format!("the probe could not be read: {why}")),
    };
    Some(words.to_owned())
}

fn name(part: Part) -> String {
    match part {
        Part::PaidBy(method) => format!("paid by {}", method.word()),
        Part::Fraction(0) => "createdAt without digits of a second".to_owned(),
        Part::Fraction(digits) => format!("createdAt with {digits} digits of a second"),
        Part::WithOffset => "DEPOSIT_CALLBACK, createdAt with an offset".to_owned(),
        Part::First => "the first attempt".to_owned(),
        Part::Resend(count) => outcomes::resend(count),
        Part::AtOnce => "at once".to_owned(),
        Part::ResendAfter => "the re-send after copies at once".to_owned(),
        Part::ResendUnheard => "the re-send".to_owned(),
        Part::FirstFailed => "the first attempt, whose look-up failed".to_owned(),
        Part::ResendFailed => "the re-send after a look-up that failed".to_owned(),
        Part::Status(status) => status.to_owned(),
        Part::DepositOf(status) => format!("DEPOSIT_CALLBACK {status}"),
        Part::Late(status) => format!("the older {status}, late"),
        Part::Rest => "balanceAmount 0".to_owned(),
        Part::Signed(KeyForm::Text) => "signed with the key as text".to_owned(),
        Part::Signed(KeyForm::Hex) => "signed with the key's decoded bytes".to_owned(),
        Part::ValidFirst => "the valid one first".to_owned(),
        Part::ValidSecond => "the valid one second".to_owned(),
        Part::OtherKey => "signed with another key".to_owned(),
        Part::Unsigned => "without a signature".to_owned(),
        Part::AfterHangUp => "the next delivery".to_owned(),
    }
}

/// Why a rule could not tell anything.
pub fn skipped(why: &Skip) -> String {
    let words = match why {
        Skip::ControlFailed => "the control delivery was not handled; mend that first",
        Skip::AsControl => "fails as the control delivery does",
        Skip::NoAnswer => "there was no answer to judge",
        Skip::ToldBy(rule) => return format!("{} says why", rule.id()),
        Skip::After(rule) => return format!("{} has to pass first", rule.id()),
        Skip::NeedsSecurityKey => "needs --security-key",
        Skip::NeedsPayment => "needs a payment that the server knows: --order-id and --secret, or --api",
        Skip::NeedsStandIn => "needs a look-up that can fail: --api",
        Skip::NotAsked => "the payment was not looked up at --api, so that could not fail",
        Skip::NeedsProbe => "handled; whether it was believed only --effect-url or --effect-command can tell",
        Skip::UnknownPayment(status) => {
            return format!(
                "{status}, as a payment may get that it doesn't know: name one with --order-id and --secret, \
                 or let the server look it up with --api"
            );
        }
        Skip::ServerGone => "the server accepts no connections any more",
        Skip::NotMade(why) => return format!("the event can't be made: {why}"),
    };
    words.to_owned()
}

/// Why it matters; a warning about the key's form says what it is about.
pub fn matters(checked: &Checked) -> String {
    if let (RuleVerdict::Warn, Rule::SignatureValid) = (checked.verdict, checked.rule) {
        return "Which form of the key Toss Payments signs with is not documented; your server takes the other \
                one than --key-form says. If real payouts get through, it is right."
            .to_owned();
    }
    super::check_rules::rule(checked.rule).why.to_owned()
}

/// How many rules came to which verdict.
pub fn counts(summary: &CheckSummary) -> String {
    let parts = [
        (RuleVerdict::Pass, "passed"),
        (RuleVerdict::Warn, "warned"),
        (RuleVerdict::Fail, "FAILED"),
        (RuleVerdict::Skipped, "skipped"),
    ];
    let told: Vec<String> = parts
        .into_iter()
        .map(|(verdict, name)| (summary.count(verdict), name))
        .filter(|(count, name)| *count > 0 || *name == "passed")
        .map(|(count, name)| format!("{} {name}", amount::count(count)))
        .collect();
    format!("{} in {}", told.join(", "), when::elapsed(summary.elapsed))
}

/// That the run was ended before all rules had their verdict.
pub fn incomplete(left: u64) -> String {
    format!("INCOMPLETE: ended with {} to go", counted(left, "rule", "rules"))
}

/// The orders that deliveries told of: the first and the last, and how many.
pub fn orders_made(order_ids: &[String]) -> Option<String> {
    let (first, last) = (order_ids.first()?, order_ids.last()?);
    Some(match order_ids.len() {
        1 => format!("order made up: {first}"),
        count => format!("{count} orders made up: {first} to {last}"),
    })
}

/// What tells more than the answers.
pub fn answers_only() -> &'static str {
    "answers only: --effect-url URL or --effect-command CMD shows whether the work was done once"
}

/// What a refused control delivery may be about.
pub fn unknown_payments() -> &'static str {
    "if your server looks payments up first, --api 4102 knows those of this check, where it asks there; \
     or name one that it knows: --order-id, --payment-key, --secret"
}

/// Nothing is left to check by.
pub fn no_rule_left() -> Words {
    ("--only and --skip leave no rule".to_owned(), Some("tosshook check --list names them".to_owned()))
}

/// The probe can't be asked. `flag` and `typed` are what it was given by.
pub fn probe(flag: &str, typed: &str, error: &ProbeError) -> Words {
    let hint = "it has to answer with a number or a text that changes when a payment is worked off";
    (format!("{flag} {typed}: {error}"), Some(hint.to_owned()))
}

/// The server did not come up while it was waited for.
pub fn not_up(to: &str, wait: Duration) -> Words {
    let hint = "does it run, and on this port?";
    (super::forwarding::not_within(to, wait), Some(hint.to_owned()))
}

/// A report can't be written into its file.
pub fn report(path: &Path, error: &io::Error) -> Words {
    (format!("could not write --report junit={}: {error}", path.display()), None)
}

/// No rule has this id. `place` is the option.
pub fn no_such_rule(place: &str, typed: &str, nearest: Option<&str>) -> Words {
    let hint = match nearest {
        Some(nearest) => format!("did you mean {nearest}?"),
        None => "tosshook check --list names the rules".to_owned(),
    };
    let typed = if typed.is_empty() { "''" } else { typed };
    (format!("{place} {typed}: there is no such rule"), Some(hint))
}
