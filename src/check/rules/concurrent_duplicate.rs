//! `concurrent-duplicate`: a re-send can arrive while the first attempt is still at work, for Toss Payments
//! waits 10 s and then a minute (section 1 of the facts). What is only guarded once the work is done is
//! done twice then.

use std::sync::Arc;

use super::resend_same_id::unless_told_here;
use crate::activity::{AttemptResult, Part, RuleVerdict, Skip};
use crate::check::bench::Bench;
use crate::check::effect::of_repeats;
use crate::check::found::{Expected, Found, Verdict, gravity, is_handled};
use crate::check::orders::Event;
use crate::check::series::Series;
use crate::check::watch::Watch;

/// How many copies come at once.
const COPIES: u32 = 5;

/// Copies of one attempt at once.
pub(super) async fn check(bench: &Arc<Bench>) -> Verdict {
    let event = bench.paid()?;
    let watch = Watch::begin(bench).await;
    let results = bench.at_once((0..COPIES).map(|_| event.call(bench.now())).collect()).await?;
    let (handled, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(is_handled);
    if !refused.is_empty() {
        let found = refuse(bench, &event, refused).await.unwrap_or_else(|found| found);
        return Ok(unless_told_here(found, bench).await);
    }
    let mut series = Series::new(bench, Expected::Handled);
    for result in handled {
        series.judge(None, result)?;
    }
    let (effect, verdict) = of_repeats(watch.count(COPIES).await, &bench.orders);
    series.end_with(effect, verdict)
}

/// Copies that were not handled. A server may say that it is at work on the event (4xx), if it takes the
/// re-send that follows; a break-down is one all the same.
async fn refuse(bench: &Bench, event: &Event, refused: Vec<AttemptResult>) -> Verdict {
    let alike = u32::try_from(refused.len()).unwrap_or(COPIES);
    let Some(worst) = refused.into_iter().max_by_key(gravity) else {
        return Err(Found::skipped(Skip::NoAnswer));
    };
    let says_busy = matches!(worst.http_status(), Some(400..=499));
    let mut series = Series::new(bench, Expected::Handled).connected();
    if says_busy {
        series.attempt(Part::ResendAfter, event, 1).await?;
    }
    let verdict = if says_busy { RuleVerdict::Warn } else { RuleVerdict::Fail };
    Ok(Found::at_once(verdict, COPIES, alike, worst))
}
