//! `large-body`: a payment that is cancelled in many parts carries each of its cancels (section 5 of the
//! facts), which makes tens of kilobytes.

use crate::check::bench::Bench;
use crate::check::body;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;
use crate::toss::sample::Method;

/// A whole Payment of 64 KiB.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let event = bench.payment().change("PARTIAL_CANCELED", Method::Card, 2)?;
    let large = body::large(&event.body);
    let mut series = Series::new(bench, Expected::Handled);
    series.event(None, &event.with_body(large)).await?;
    series.end()
}
