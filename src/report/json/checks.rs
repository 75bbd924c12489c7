//! The keys of what `check` tells.

use serde::Serialize;

use super::parts::Milliseconds;
use crate::activity::{CheckSummary, Checked, RuleVerdict};
use crate::report::checks::Told;
use crate::report::words::Language;

#[derive(Serialize)]
pub(super) struct RuleKeys {
    id: &'static str,
    verdict: &'static str,
    severity: &'static str,
    /// What was seen; null where the rule was skipped.
    seen: Option<String>,
    /// Why it did not pass, or was skipped; null where it passed.
    reason: Option<String>,
    fix: Option<String>,
}

impl RuleKeys {
    pub(super) fn of(checked: &Checked) -> Self {
        let Told { seen, reason, fix } = Told::of(checked, Language::English);
        Self {
            id: checked.rule.id(),
            verdict: checked.verdict.as_str(),
            severity: checked.rule.severity().as_str(),
            seen,
            reason,
            fix,
        }
    }
}

#[derive(Serialize)]
pub(super) struct CheckSummaryKeys<'a> {
    passed: u64,
    warned: u64,
    failed: u64,
    skipped: u64,
    complete: bool,
    order_ids: &'a [String],
    elapsed_ms: Milliseconds,
}

impl<'a> CheckSummaryKeys<'a> {
    pub(super) fn of(summary: &'a CheckSummary) -> Self {
        Self {
            passed: summary.count(RuleVerdict::Pass),
            warned: summary.count(RuleVerdict::Warn),
            failed: summary.count(RuleVerdict::Fail),
            skipped: summary.count(RuleVerdict::Skipped),
            complete: summary.is_complete(),
            order_ids: &summary.order_ids,
            elapsed_ms: Milliseconds(summary.elapsed),
        }
    }
}
