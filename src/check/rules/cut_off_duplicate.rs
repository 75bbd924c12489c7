//! `cut-off-duplicate`: the connection breaks once the answer has begun. The work is done, Toss Payments
//! never hears, and sends again (section 1 of the facts: no answer is a failure).

use super::resend_same_id::unless_told_here;
use crate::activity::{CutAfter, Part};
use crate::check::bench::Bench;
use crate::check::effect::of_repeats;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;
use crate::check::watch::Watch;

/// The control delivery whose answer nobody hears, and its re-send.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let event = bench.paid()?;
    let mut watch = Watch::begin(bench).await;
    let mut series = Series::new(bench, Expected::Handled);
    series.cut_off(Some(Part::First), &event, CutAfter::Response).await?;
    watch.settle().await;
    if let Err(found) = series.attempt(Part::ResendUnheard, &event, 1).await {
        return Err(unless_told_here(found, bench).await);
    }
    let (effect, verdict) = of_repeats(watch.count(2).await, &bench.orders);
    series.end_with(effect, verdict)
}
