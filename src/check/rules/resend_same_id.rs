//! `resend-same-id`: a re-send has the transmission id of the first attempt and a higher retried count
//! (section 2 of the facts). It has to be answered like a success, and must not do the work again.

use crate::activity::{Part, Rule, Skip};
use crate::check::bench::Bench;
use crate::check::effect::of_repeats;
use crate::check::found::{Expected, Found, Verdict, is_handled};
use crate::check::series::Series;
use crate::check::watch::Watch;

/// How many re-sends.
const RESENDS: u32 = 4;

/// A failure of another rule about repeats, unless an ordinary re-send is not handled either: then this
/// rule says why.
pub(super) async fn unless_told_here(found: Found, bench: &Bench) -> Found {
    if !found.has_answered_wrongly() {
        return found;
    }
    match bench.resend().await {
        Ok(resent) if !is_handled(resent) => Found::skipped(Skip::ToldBy(Rule::ResendSameId)),
        _ => found,
    }
}

/// The control delivery, and its re-sends.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let event = bench.paid()?;
    let mut watch = Watch::begin(bench).await;
    let mut series = Series::new(bench, Expected::Handled);
    series.attempt(Part::First, &event, 0).await?;
    watch.settle().await;
    for count in 1..=RESENDS {
        series.attempt(Part::Resend(count), &event, count).await?;
    }
    let (effect, verdict) = of_repeats(watch.count(RESENDS + 1).await, &bench.orders);
    series.end_with(effect, verdict)
}
