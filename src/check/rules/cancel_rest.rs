//! `cancel-rest`: a payment that is cancelled in part and then wholly stays `PARTIAL_CANCELED`, with a balance
//! of 0; it never becomes `CANCELED` (section 5 of the facts).

use crate::activity::Part;
use crate::check::bench::Bench;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;
use crate::toss::sample::Method;

/// A payment that is cancelled in part, and then the rest of it.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let payment = bench.payment();
    let mut series = Series::new(bench, Expected::Handled);
    let partial = payment.change("PARTIAL_CANCELED", Method::Card, 2)?;
    series.event(Some(Part::Status("PARTIAL_CANCELED")), &partial).await?;
    let rest = payment.rest_cancelled(Method::Card, 2, 5)?;
    series.event(Some(Part::Rest), &rest).await?;
    series.end()
}
