//! `client-gone`: a sender that hangs up amid its request, as networks do, must not take the server along.

use std::time::Duration;

use tokio::time::sleep;

use crate::activity::{CutAfter, Part};
use crate::check::bench::Bench;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;

/// How long a server may take to notice that its sender hung up.
const NOTICED: Duration = Duration::from_millis(200);

/// A delivery whose body never comes, and the control delivery after it.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let mut series = Series::new(bench, Expected::Handled);
    series.cut_off(None, &bench.paid()?, CutAfter::Headers).await?;
    // What breaks over it breaks once it is noticed.
    sleep(NOTICED).await;
    let event = bench.paid()?;
    series.event(Some(Part::AfterHangUp), &event).await?;
    series.end()
}
