//! The rules, each in a file of its own or beside those that it is told apart from.

pub(super) mod answer;
mod burst;
mod cancel_rest;
mod client_gone;
mod concurrent_duplicate;
mod created_at_forms;
mod cut_off_duplicate;
pub(super) mod deposit_flat_body;
mod deposit_reversal;
mod double_subscription;
mod failed_first_try;
mod key_order;
mod large_body;
mod late_old_state;
mod resend_same_id;
mod secret;
pub(super) mod signature;
mod unknown;
mod whole_payment;
mod wrong_requests;

use std::sync::Arc;

use super::bench::Bench;
use super::control::Control;
use super::found::{Found, Verdict};
use crate::activity::RuleVerdict::Pass;
use crate::activity::{Rule, Skip};

/// Follows a rule to its verdict, where the control delivery was handled.
pub(super) async fn check(rule: Rule, bench: &Arc<Bench>, control: &Control) -> Found {
    if let Some(why) = missing(rule, bench) {
        return Found::skipped(why);
    }
    if bench.is_gone() && !rests_on_control(rule) {
        return Found::skipped(Skip::ServerGone);
    }
    if is_about_secrets(rule) {
        match bench.knows_secrets().await {
            Ok(true) => {}
            Ok(false) => return Found::skipped(Skip::NeedsPayment),
            Err(found) => return found,
        }
    }
    follow(rule, bench, control).await.unwrap_or_else(|found| found)
}

/// Whether the control delivery is all that a rule needs.
fn rests_on_control(rule: Rule) -> bool {
    matches!(rule, Rule::Exactly200 | Rule::NoRedirect | Rule::Within10s | Rule::UnsignedAccepted)
}

/// Whether a rule must have the server to itself.
pub(super) fn is_alone(rule: Rule, bench: &Bench) -> bool {
    matches!(rule, Rule::ConcurrentDuplicate | Rule::FailedFirstTry | Rule::Burst)
        || (rule.is_about_effects() && bench.probe().is_some())
}

fn is_about_secrets(rule: Rule) -> bool {
    matches!(rule, Rule::SecretRight | Rule::SecretWrong)
}

/// What a rule needs that was not given.
fn missing(rule: Rule, bench: &Bench) -> Option<Skip> {
    match rule {
        Rule::SignatureValid | Rule::SignatureTwoValues | Rule::SignatureForged | Rule::SignatureStale
            if bench.signing.is_none() =>
        {
            Some(Skip::NeedsSecurityKey)
        }
        Rule::FailedFirstTry if !bench.orders.has_stand_in() => Some(Skip::NeedsStandIn),
        rule if is_about_secrets(rule) && !bench.orders.have_a_secret() && !bench.orders.has_stand_in() => {
            Some(Skip::NeedsPayment)
        }
        _ => None,
    }
}

async fn follow(rule: Rule, bench: &Arc<Bench>, control: &Control) -> Verdict {
    match rule {
        Rule::Exactly200 => Ok(answer::exactly_200(control)),
        // It was handled, so it was no redirect, and came without a signature.
        Rule::NoRedirect | Rule::UnsignedAccepted => Ok(control.seen(Pass)),
        Rule::Within10s => Ok(answer::within_10s(control)),
        Rule::DepositFlatBody => deposit_flat_body::judge(bench.deposit().await?, bench),
        Rule::UnknownEvent => unknown::event(bench).await,
        Rule::UnknownField => unknown::field(bench).await,
        Rule::CreatedAtForms => created_at_forms::check(bench).await,
        Rule::KeyOrder => key_order::check(bench).await,
        Rule::WholePayment => whole_payment::check(bench, control).await,
        Rule::ResendSameId => resend_same_id::check(bench).await,
        Rule::ConcurrentDuplicate => concurrent_duplicate::check(bench).await,
        Rule::CutOffDuplicate => cut_off_duplicate::check(bench).await,
        Rule::FailedFirstTry => failed_first_try::check(bench).await,
        Rule::DoubleSubscription => double_subscription::check(bench).await,
        Rule::LateOldState => late_old_state::check(bench).await,
        Rule::DepositReversal => deposit_reversal::check(bench).await,
        Rule::CancelRest => cancel_rest::check(bench).await,
        Rule::SignatureValid => signature::valid(bench).await,
        Rule::SignatureTwoValues => signature::two_values(bench).await,
        Rule::SignatureForged => signature::forged(bench).await,
        Rule::SignatureStale => signature::stale(bench).await,
        Rule::SecretRight => secret::right(bench).await,
        Rule::SecretWrong => secret::wrong(bench).await,
        Rule::MalformedJson => wrong_requests::malformed_json(bench).await,
        Rule::EmptyBody => wrong_requests::empty_body(bench).await,
        Rule::GetRequest => wrong_requests::get_request(bench).await,
        Rule::WrongContentType => wrong_requests::wrong_content_type(bench).await,
        Rule::LargeBody => large_body::check(bench).await,
        Rule::Burst => burst::check(bench).await,
        Rule::ClientGone => client_gone::check(bench).await,
    }
}
