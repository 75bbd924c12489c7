//! `secret-right` and `secret-wrong`: the secret in `DEPOSIT_CALLBACK` must be the one that the confirm call
//! returned for this payment (section 6 of the facts). One that is compared with a single value for all
//! payments, or was never saved, refuses every deposit (section 7, no. 3).

use super::deposit_flat_body::{is_refusal, required};
use crate::activity::{Effect, Rule, RuleVerdict, Skip};
use crate::check::bench::Bench;
use crate::check::found::{Expected, Found, Verdict, is_handled};
use crate::check::series::Series;
use crate::check::watch::Watch;

/// The ordinary deposit of the known payment, with its secret.
pub(super) async fn right(bench: &Bench) -> Verdict {
    let deposit = bench.deposit().await?;
    let verdict = match deposit.http_status() {
        _ if is_handled(deposit) => RuleVerdict::Pass,
        Some(status) if is_refusal(status) => RuleVerdict::Fail,
        _ => return Err(Found::skipped(Skip::After(Rule::DepositFlatBody))),
    };
    Ok(Found::alone(verdict, None, deposit))
}

/// The same with another secret. Whoever answers 200 may have left it alone all the same, which only a
/// probe can tell.
pub(super) async fn wrong(bench: &Bench) -> Verdict {
    required(bench).await?;
    let watch = Watch::begin(bench).await;
    let deposit = bench.payment().forged()?.deposit("DONE", 0)?;
    let mut series = Series::new(bench, Expected::Refused);
    match series.event(None, &deposit).await {
        Ok(()) => series.end(),
        Err(mut found) => {
            let effect = watch.compare().await;
            match (&effect, found.verdict) {
                // Whoever asks Toss Payments goes by what it says, and may let the secret be.
                (Effect::Stayed, RuleVerdict::Fail) if !bench.orders.have_a_secret() => {
                    found.verdict = RuleVerdict::Pass;
                }
                (Effect::NotProbed | Effect::Unseen, RuleVerdict::Fail) if !bench.orders.have_a_secret() => {
                    return Err(Found::skipped(Skip::NeedsProbe));
                }
                (Effect::Stayed, RuleVerdict::Fail) => found.verdict = RuleVerdict::Warn,
                _ => {}
            }
            found.tell(effect);
            Err(found)
        }
    }
}
