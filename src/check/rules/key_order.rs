//! `key-order`: the order of a body's keys is not fixed (section 4 of the facts).

use crate::check::bench::Bench;
use crate::check::body;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;

/// The control delivery with its keys from the last to the first.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let event = bench.paid()?;
    let reversed = body::in_reverse(&event.body);
    let mut series = Series::new(bench, Expected::Handled);
    series.event(None, &event.with_body(reversed)).await?;
    series.end()
}
