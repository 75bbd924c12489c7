//! `created-at-forms`: `createdAt` has 0 to 9 digits of a second and no offset; that of
//! `DEPOSIT_CALLBACK` is also seen with one (section 4 of the facts).

use super::deposit_flat_body;
use crate::activity::Part;
use crate::check::bench::Bench;
use crate::check::body;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;

/// How many digits other than the control delivery's six: trailing zeros are dropped.
const DIGITS: [u8; 2] = [5, 0];

/// The control delivery and the ordinary deposit with other forms of `createdAt`.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let mut series = Series::new(bench, Expected::Handled);
    for digits in DIGITS {
        let event = bench.paid()?;
        let changed = body::with_fraction(&event.body, digits);
        series.event(Some(Part::Fraction(digits)), &event.with_body(changed)).await?;
    }
    deposit_flat_body::required(bench).await?;
    let deposit = bench.payment().deposit("DONE", 0)?;
    let changed = body::with_offset(&deposit.body);
    series.event(Some(Part::WithOffset), &deposit.with_body(changed)).await?;
    series.end()
}
