//! `burst`: after an outage the re-sends of many events come together with new ones, and each must be
//! answered within 10 s (section 1 of the facts).

use std::sync::Arc;

use crate::activity::RuleVerdict;
use crate::check::bench::Bench;
use crate::check::found::{Expected, Found, Verdict, gravity, is_handled};
use crate::check::series::Series;

/// How many events come at once.
const EVENTS: u32 = 32;

/// Control deliveries of different payments at once.
pub(super) async fn check(bench: &Arc<Bench>) -> Verdict {
    let calls = (0..EVENTS).map(|_| Ok(bench.paid()?.call(bench.now()))).collect::<Result<_, Found>>()?;
    let results = bench.at_once(calls).await?;
    let (handled, refused): (Vec<_>, Vec<_>) = results.into_iter().partition(is_handled);
    let alike = u32::try_from(refused.len()).unwrap_or(EVENTS);
    if let Some(worst) = refused.into_iter().max_by_key(gravity) {
        return Ok(Found::at_once(RuleVerdict::Fail, EVENTS, alike, worst));
    }
    let mut series = Series::new(bench, Expected::Handled);
    for result in handled {
        series.judge(None, result)?;
    }
    series.end()
}
