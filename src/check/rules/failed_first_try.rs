//! `failed-first-try`: a first attempt that fails amid its work is sent again, and then the work has to be done.
//! Where the duplicate guard is set before the work is done, the re-send is answered like a duplicate, and the
//! event is lost (section 7 of the facts, no. 6).
//!
//! What fails is the look-up of the payment, once: what Toss Payments' API answers when it breaks down (500,
//! section 6).

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::resend_same_id::unless_told_here;
use crate::activity::{AttemptResult, Effect, Part, RuleVerdict, Sight, Skip};
use crate::check::bench::Bench;
use crate::check::effect::of_repeats;
use crate::check::found::{Found, Verdict, is_handled};
use crate::check::watch::Watch;
use crate::toss::sample::Method;

/// How long a look-up is waited for that may come after the answer.
const ASKS_WITHIN: Duration = Duration::from_secs(2);

/// The pause between two looks.
const PAUSE: Duration = Duration::from_millis(20);

/// The control delivery, whose look-up fails, and its re-send.
pub(super) async fn check(bench: &Bench) -> Verdict {
    let payment = bench.payment();
    let event = payment.change("DONE", Method::Card, 0)?;
    let mut watch = Watch::begin(bench).await;
    let before = bench.orders.given(payment.order_id());
    let failing = bench.orders.fail_next_look_up(payment.order_id());
    let first = bench.deliver_event(&event).await;
    if !first.has_connected() {
        return Err(Found::skipped(Skip::ServerGone));
    }
    let failed = || bench.orders.given(payment.order_id()).failed > before.failed;
    if !comes_true(failed).await {
        return Err(Found::skipped(Skip::NotAsked));
    }
    drop(failing);
    let asked_again = || bench.orders.given(payment.order_id()).given > before.given;
    if is_handled(&first) {
        // It may go on by itself, in the same attempt or behind it.
        let goes_on = comes_true(asked_again).await;
        watch.settle().await;
        if goes_on || watch.has_moved() {
            let (effect, verdict) = judge(watch.count(1).await, goes_on, bench);
            return Ok(seen(verdict, Part::FirstFailed, first, effect));
        }
    }
    let resent = bench.deliver(event.attempt(1, bench.now()).call()).await;
    if !is_handled(&resent) {
        let found = seen(RuleVerdict::Fail, Part::ResendFailed, resent, looked_up(asked_again()));
        return Err(unless_told_here(found, bench).await);
    }
    let asked_again = comes_true(asked_again).await;
    let (effect, verdict) = judge(watch.count(2).await, asked_again, bench);
    if !is_handled(&first) {
        return Ok(seen(verdict, Part::ResendFailed, resent, effect));
    }
    // Toss Payments would have left it at that. Whether a queue of the server's goes on later can't be seen.
    let verdict = match effect {
        Effect::NotLookedUpAgain => RuleVerdict::Warn,
        _ => verdict.or_graver(RuleVerdict::Warn),
    };
    Ok(seen(verdict, Part::FirstFailed, first, effect))
}

/// What the probe says; where it can't tell, whether the payment was looked up again.
fn judge(effect: Effect, asked_again: bool, bench: &Bench) -> (Effect, RuleVerdict) {
    let (effect, verdict) = of_repeats(effect, &bench.orders);
    match effect {
        Effect::NotProbed | Effect::Unseen | Effect::KnownBefore => {
            (looked_up(asked_again), if asked_again { RuleVerdict::Pass } else { RuleVerdict::Fail })
        }
        _ => (effect, verdict),
    }
}

fn looked_up(again: bool) -> Effect {
    if again { Effect::LookedUpAgain } else { Effect::NotLookedUpAgain }
}

fn seen(verdict: RuleVerdict, part: Part, result: AttemptResult, effect: Effect) -> Found {
    Found::seen(verdict, Sight { part: Some(part), deliveries: 1, alike: 1, result, effect })
}

/// Whether this holds, now or soon.
async fn comes_true(holds: impl Fn() -> bool) -> bool {
    let begun = Instant::now();
    while !holds() {
        if begun.elapsed() >= ASKS_WITHIN {
            return false;
        }
        sleep(PAUSE).await;
    }
    true
}
