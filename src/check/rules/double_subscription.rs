//! `double-subscription`: where both events are registered, a change of a virtual account is sent under
//! `PAYMENT_STATUS_CHANGED` and under `DEPOSIT_CALLBACK` (section 4 of the facts): two transmissions, one
//! deposit.

use super::deposit_flat_body;
use crate::activity::{Effect, Part, Rule, RuleVerdict, Skip};
use crate::check::bench::Bench;
use crate::check::effect::of_repeats;
use crate::check::found::{Expected, Found, Verdict};
use crate::check::series::Series;
use crate::check::watch::Watch;
use crate::toss::sample::Method;

/// One deposit under both event types.
pub(super) async fn check(bench: &Bench) -> Verdict {
    deposit_flat_body::required(bench).await?;
    let payment = bench.payment();
    let mut watch = Watch::begin(bench).await;
    let mut series = Series::new(bench, Expected::Handled);
    let change = payment.change("DONE", Method::VirtualAccount, 0)?;
    if let Err(found) = series.event(Some(Part::Status("DONE")), &change).await {
        // A whole Payment by virtual account alone is not this rule's.
        return Err(if found.has_answered_wrongly() {
            Found::skipped(Skip::ToldBy(Rule::WholePayment))
        } else {
            found
        });
    }
    watch.settle().await;
    series.event(Some(Part::DepositOf("DONE")), &payment.deposit("DONE", 0)?).await?;
    let (effect, verdict) = match watch.count(2).await {
        // What the probe counts need not be deposits.
        Effect::Count { effects: 0, .. } => (Effect::Unseen, RuleVerdict::Pass),
        counted => of_repeats(counted, &bench.orders),
    };
    series.end_with(effect, verdict)
}
