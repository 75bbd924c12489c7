//! `deposit-reversal`: after a deposit error, DONE goes back to `WAITING_FOR_DEPOSIT` (section 4 of the facts;
//! section 7, no. 11: not handled).

use super::deposit_flat_body;
use crate::activity::{Effect, Part, RuleVerdict};
use crate::check::bench::Bench;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;
use crate::check::watch::Watch;

/// How many seconds lie between the two changes.
const APART: i64 = 5;

/// A deposit that is taken back.
pub(super) async fn check(bench: &Bench) -> Verdict {
    deposit_flat_body::required(bench).await?;
    let payment = bench.payment();
    let mut watch = Watch::begin(bench).await;
    let mut series = Series::new(bench, Expected::Handled);
    series.event(Some(Part::DepositOf("DONE")), &payment.deposit("DONE", 0)?).await?;
    watch.settle().await;
    let reversed = payment.deposit("WAITING_FOR_DEPOSIT", APART)?;
    series.event(Some(Part::DepositOf("WAITING_FOR_DEPOSIT")), &reversed).await?;
    let effect = watch.compare_if_seen().await;
    let verdict = match effect {
        // The money is not there, but what it paid for still is.
        Effect::Stayed | Effect::Unread(_) => RuleVerdict::Warn,
        _ => RuleVerdict::Pass,
    };
    series.end_with(effect, verdict)
}
