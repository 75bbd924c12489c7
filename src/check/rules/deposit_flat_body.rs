//! `deposit-flat-body`: `DEPOSIT_CALLBACK` has no `eventType` and no `data` (section 4 of the facts), and
//! is never handled where it is looked for by the one or read through the other (section 7, no. 2).

use crate::activity::RuleVerdict::{Fail, Pass};
use crate::activity::{AttemptResult, Rule, Skip};
use crate::check::bench::Bench;
use crate::check::found::{Found, Verdict, is_handled};

/// What this answer to an ordinary deposit comes to.
pub(in crate::check) fn judge(deposit: &AttemptResult, bench: &Bench) -> Verdict {
    if is_handled(deposit) {
        return Ok(Found::alone(Pass, None, deposit));
    }
    match deposit.http_status() {
        _ if !deposit.has_connected() => Err(Found::skipped(Skip::ServerGone)),
        // Whoever knows the payment and its secret has no reason to refuse it but the secret.
        Some(status) if is_refusal(status) && (bench.orders.have_a_secret() || bench.has_looked_up()) => {
            Err(Found::skipped(Skip::ToldBy(Rule::SecretRight)))
        }
        Some(status) if is_refusal(status) => Err(Found::skipped(Skip::UnknownPayment(status))),
        _ => Err(Found::alone(Fail, None, deposit)),
    }
}

/// Goes on only where an ordinary deposit is handled: what differs from it in one thing says nothing
/// otherwise.
pub(in crate::check) async fn required(bench: &Bench) -> Result<(), Found> {
    match bench.deposit().await? {
        deposit if is_handled(deposit) => Ok(()),
        _ => Err(Found::skipped(Skip::After(Rule::DepositFlatBody))),
    }
}

/// Whether a status says that the payment or its secret is not known, not that the body can't be read.
pub(in crate::check) fn is_refusal(status: u16) -> bool {
    matches!(status, 401 | 403 | 404 | 409)
}
