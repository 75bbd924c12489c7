//! `large-body`: a payment that is cancelled in many parts carries each of its cancels (section 5 of the
//! facts), which makes tens of kilobytes.

use crate::activity::{Rule, Skip};
use crate::check::bench::Bench;
use crate::check::body;
use crate::check::found::{Expected, Found, Verdict, is_handled};
use crate::check::series::Series;
use crate::toss::sample::Method;

/// A whole Payment of 64 KiB.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let event = bench.payment().change("PARTIAL_CANCELED", Method::Card, 2)?;
    let large = body::large(&event.body);
    let mut series = Series::new(bench, Expected::Handled);
    match series.event(None, &event.with_body(large)).await {
        Ok(()) => series.end(),
        Err(found) => Err(unless_small_ones_fail(found, bench).await?),
    }
}

/// The failure, unless a small event of the same status is not handled either.
async fn unless_small_ones_fail(found: Found, bench: &Bench) -> Result<Found, Found> {
    if !found.has_answered_wrongly() {
        return Ok(found);
    }
    let small = bench.payment().change("PARTIAL_CANCELED", Method::Card, 2)?;
    let is_about_size = is_handled(&bench.deliver_event(&small).await);
    Ok(if is_about_size { found } else { Found::skipped(Skip::ToldBy(Rule::CancelRest)) })
}
