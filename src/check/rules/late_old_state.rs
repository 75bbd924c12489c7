//! `late-old-state`: a re-send comes up to 3 days 19 hours after the first attempt, so that an old state can
//! arrive after a newer one (section 7 of the facts, no. 8).

use crate::activity::{Effect, Part, RuleVerdict};
use crate::check::bench::Bench;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;
use crate::check::watch::Watch;
use crate::toss::sample::Method;

/// How many seconds lie between the two changes.
const APART: i64 = 5;

/// The retried count of an attempt that comes a day late.
const LATE: u32 = 6;

/// A payment that is cancelled, and the late re-send of the event that told that it was paid.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let payment = bench.payment();
    let mut watch = Watch::begin(bench).await;
    let mut series = Series::new(bench, Expected::Handled);
    let cancelled = payment.change("CANCELED", Method::Card, APART)?;
    series.event(Some(Part::Status("CANCELED")), &cancelled).await?;
    watch.settle().await;
    let paid = payment.change("DONE", Method::Card, 0)?;
    series.attempt(Part::Late("DONE"), &paid, LATE).await?;
    let effect = watch.compare().await;
    let verdict = match effect {
        Effect::Moved { .. } => RuleVerdict::Fail,
        Effect::Unread(_) => RuleVerdict::Warn,
        _ => RuleVerdict::Pass,
    };
    series.end_with(effect, verdict)
}
