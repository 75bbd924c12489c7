//! `client-gone`: a sender that hangs up amid its request, as networks do, must not take the server along.

use crate::activity::{Cause, CutAfter, Part};
use crate::check::bench::Bench;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;

/// A delivery whose body never comes, and the control delivery after it.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let mut series = Series::new(bench, Expected::Handled);
    let cut = bench.cut_off(&bench.paid()?.call(bench.now()), CutAfter::Headers).await;
    if matches!(cut.cause, Some(Cause::CutOff { .. })) {
        series = series.connected();
    } else {
        series.judge(None, cut)?;
    }
    let event = bench.paid()?;
    series.event(Some(Part::AfterHangUp), &event).await?;
    series.end()
}
