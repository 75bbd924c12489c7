//! `unknown-event` and `unknown-field`: new events and new fields appear without a version change
//! (section 4 of the facts).

use crate::check::bench::Bench;
use crate::check::body;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;

/// The control delivery under an event type that nobody knows.
pub(super) async fn event(bench: &Bench) -> Verdict {
    with(bench, body::of_unknown_type).await
}

/// The control delivery with fields that nobody knows.
pub(super) async fn field(bench: &Bench) -> Verdict {
    with(bench, body::with_unknown_fields).await
}

async fn with(bench: &Bench, change: fn(&[u8]) -> Vec<u8>) -> Verdict {
    let event = bench.paid()?;
    let changed = change(&event.body);
    let mut series = Series::new(bench, Expected::Handled);
    series.event(None, &event.with_body(changed)).await?;
    series.end()
}
