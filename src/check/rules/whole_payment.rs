//! `whole-payment`: `PAYMENT_STATUS_CHANGED` carries the whole Payment (section 4 of the facts), with one
//! object for the method that was used and null for the others (section 5). What expects the three
//! fields of 2022 breaks over it (section 7, no. 9).
//!
//! The control delivery is a whole Payment by card, so where it is handled the other methods are left.

use crate::activity::Part;
use crate::check::bench::Bench;
use crate::check::control::Control;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;
use crate::toss::sample::Method;

/// A whole Payment by each method.
pub(super) async fn check(bench: &Bench, control: &Control) -> Verdict {
    let mut series = Series::new(bench, Expected::Handled);
    series.note(Some(Part::PaidBy(Method::Card)), control.result.clone())?;
    for method in Method::ALL.into_iter().filter(|method| *method != Method::Card) {
        let event = bench.payment().change("DONE", method, 0)?;
        series.event(Some(Part::PaidBy(method)), &event).await?;
    }
    series.end()
}
