//! What `check` saw of a server, and what it makes of that, rule by rule.

use std::sync::Arc;
use std::time::Duration;

use super::{AttemptResult, Hint, Rule};
use crate::toss::KeyForm;
use crate::toss::sample::Method;

/// What a rule came to. The names are the JSON words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RuleVerdict {
    /// What Toss Payments needs was observed.
    Pass,
    /// It works, but not safely.
    Warn,
    /// It was observed that it doesn't.
    Fail,
    /// Nothing that would tell was observed.
    Skipped,
}

impl RuleVerdict {
    /// The JSON word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pass => "pass",
            Self::Warn => "warn",
            Self::Fail => "fail",
            Self::Skipped => "skipped",
        }
    }

    /// The graver of two verdicts.
    #[must_use]
    pub fn or_graver(self, other: Self) -> Self {
        let gravity = |verdict| match verdict {
            Self::Skipped => 0,
            Self::Pass => 1,
            Self::Warn => 2,
            Self::Fail => 3,
        };
        if gravity(other) > gravity(self) { other } else { self }
    }
}

/// A rule that has come to its verdict.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The rule.
    pub rule: Rule,
    /// Its verdict.
    pub verdict: RuleVerdict,
    /// What the verdict rests on.
    pub finding: Finding,
    /// What to do about it; none for what passed or was skipped.
    pub fix: Option<Fix>,
    /// What the server is likely made with; empty where its answers don't say.
    pub stack: &'static [Framework],
    /// How long the rule took.
    pub elapsed: Duration,
}

/// What a verdict rests on.
#[derive(Clone, Debug)]
pub enum Finding {
    /// What was seen.
    Seen(Box<Sight>),
    /// Why nothing was.
    Skipped(Skip),
}

/// What a rule's deliveries came to.
#[derive(Clone, Debug)]
pub struct Sight {
    /// The delivery that decided, where a rule has several of different kinds.
    pub part: Option<Part>,
    /// How many deliveries were judged.
    pub deliveries: u32,
    /// How many of them decided as this one did.
    pub alike: u32,
    /// What came of the one that decided: the first bad one, or the slowest good one.
    pub result: AttemptResult,
    /// What the probe says of their effect.
    pub effect: Effect,
}

/// One of a rule's deliveries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The whole Payment, paid by this method.
    PaidBy(Method),
    /// `createdAt` with so many digits of a second, without an offset.
    Fraction(u8),
    /// `DEPOSIT_CALLBACK` whose `createdAt` has an offset.
    WithOffset,
    /// The first attempt.
    First,
    /// A re-send with this retried count.
    Resend(u32),
    /// One of several at once.
    AtOnce,
    /// The re-send after copies that came at once.
    ResendAfter,
    /// The re-send after an answer that nobody heard.
    ResendUnheard,
    /// The first attempt, whose look-up failed.
    FirstFailed,
    /// The re-send after that.
    ResendFailed,
    /// A change of this status.
    Status(&'static str),
    /// The same change under `DEPOSIT_CALLBACK`.
    DepositOf(&'static str),
    /// An older change of this status, after a newer one.
    Late(&'static str),
    /// The rest of the payment cancelled.
    Rest,
    /// Signed with the key in this form.
    Signed(KeyForm),
    /// Two signatures, the valid one first.
    ValidFirst,
    /// Two signatures, the valid one second.
    ValidSecond,
    /// Signed with another key.
    OtherKey,
    /// Not signed at all.
    Unsigned,
    /// The next delivery after a sender that hung up.
    AfterHangUp,
}

/// What a probe says about the effect of deliveries.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// There is no probe, or the rule is not about effects: the answers decide.
    NotProbed,
    /// The probe saw none of the control delivery either, so it can't tell.
    Unseen,
    /// So many deliveries had so many effects.
    Count { deliveries: u32, effects: u64 },
    /// The order was known before, so its effect had happened.
    KnownBefore,
    /// The payment was looked up again, after a look-up that failed.
    LookedUpAgain,
    /// It was not.
    NotLookedUpAgain,
    /// There was an effect; how often can't be told from this probe's answer.
    Changed,
    /// What the probe says stayed the same.
    Stayed,
    /// What the probe says went from one to the other.
    Moved { from: String, to: String },
    /// The probe failed; its own words.
    Unread(String),
}

/// Why a rule could not tell anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Skip {
    /// The control delivery was not handled, so a comparison with it says nothing.
    ControlFailed,
    /// It fails in the way in which the control delivery does.
    AsControl,
    /// There was no answer that could be judged.
    NoAnswer,
    /// Another rule says why.
    ToldBy(Rule),
    /// Another rule has to pass first.
    After(Rule),
    /// It takes `--security-key`.
    NeedsSecurityKey,
    /// It takes `--api`.
    NeedsStandIn,
    /// The stand-in was not asked for the payment of the first attempt.
    NotAsked,
    /// It takes `--order-id` and `--secret`, or `--api` and a server that asks it.
    NeedsPayment,
    /// It was handled, and only a probe can tell whether it was believed.
    NeedsProbe,
    /// The server refused an order that it can't know, rightly or not.
    UnknownPayment(u16),
    /// The server has stopped to accept connections.
    ServerGone,
    /// The event can't be made; the generator's own words.
    NotMade(String),
}

/// What to do about a rule that did not pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// What mends a failure of this rule.
    OfRule(Rule),
    /// What helps against the likely cause.
    Likely(Hint),
}

/// What merchants' servers are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framework {
    /// `NestJS`
    Nest,
    /// Spring
    Spring,
    /// Express
    Express,
    /// Next.js
    Next,
    /// `FastAPI`
    FastApi,
    /// Django
    Django,
}

/// The last word of a check.
#[derive(Clone, Debug, Default)]
pub struct CheckSummary {
    /// How many rules were still to come when the run was ended.
    pub left: u64,
    /// The orders that deliveries told of and that nobody knew before.
    pub order_ids: Vec<String>,
    /// The server, as shown.
    pub endpoint: String,
    /// How long all of it took.
    pub elapsed: Duration,
    /// All verdicts, in the order of the rules.
    pub rules: Vec<Arc<Checked>>,
}

impl CheckSummary {
    /// How many rules came to this verdict.
    pub fn count(&self, verdict: RuleVerdict) -> u64 {
        self.rules.iter().filter(|it| it.verdict == verdict).count() as u64
    }

    /// Whether every rule that was asked for has its verdict.
    pub fn is_complete(&self) -> bool {
        self.left == 0
    }

    /// Whether every rule that was asked for could tell, or lacked but an option, and none failed.
    pub fn is_well(&self) -> bool {
        self.count(RuleVerdict::Fail) == 0 && self.is_complete() && !self.could_not_tell()
    }

    /// Whether the server kept a rule from its verdict: it did not handle an ordinary event, or went away.
    fn could_not_tell(&self) -> bool {
        let is_so = |it: &Arc<Checked>| {
            matches!(it.finding, Finding::Skipped(Skip::ControlFailed | Skip::AsControl | Skip::ServerGone))
        };
        self.rules.iter().any(is_so)
    }
}
