//! What the demo sends: one card payment, one virtual account, one payout, and what failed again.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use crate::activity::{Activity, AttemptResult, SentSummary, What};
use crate::clock::Clock;
use crate::outbound::{Call, Endpoint, Sender};
use crate::rehearse::tally::Tally;
use crate::rehearse::trigger::emit;
use crate::rehearse::{Prepared, Signing, TriggerError, Webhook};
use crate::toss::sample::{self, Wanted};
use crate::toss::signature::SecurityKeyError;
use crate::toss::{EventType, KeyForm, SecurityKey};

/// From one step to the next: long enough to be read.
const PACE: Duration = Duration::from_secs(1);
/// How long the card's buyer took.
const CHECKOUT: SignedDuration = SignedDuration::from_secs(42);

/// One request of the demo.
#[derive(Clone, Debug)]
pub struct Step {
    /// How long after the start it is sent; its times say so.
    pub after: Duration,
    /// The request.
    pub request: Prepared,
}

/// A security key to be thrown away: 64 hex digits drawn from the seed.
pub fn demo_key(seed: u64) -> Result<SecurityKey, SecurityKeyError> {
    let mut rng = fastrand::Rng::with_seed(seed);
    SecurityKey::parse(&format!("{:032x}{:032x}", rng.u128(..), rng.u128(..)))
}

/// The demo, started at this time: a card payment and a virtual account's issue, both sent again
/// under their transmission ids, since the sample dev server fails them; the deposit; a part of the
/// card payment cancelled; a payout, signed with `key`.
pub fn demo_steps(seed: u64, at: Timestamp, key: &SecurityKey) -> Result<Vec<Step>, TriggerError> {
    let mut script = Script {
        begun: Timestamp::from_second(at.as_second()).unwrap_or(at),
        seed,
        signing: Signing { key: key.clone(), form: KeyForm::Text },
        steps: Vec::new(),
    };
    let paid = script.send(EventType::PaymentStatusChanged, "DONE")?;
    let issued = script.send(EventType::DepositCallback, "WAITING_FOR_DEPOSIT")?;
    script.resend(&paid)?;
    script.resend(&issued)?;
    script.send(EventType::DepositCallback, "DONE")?;
    script.send(EventType::PaymentStatusChanged, "PARTIAL_CANCELED")?;
    script.send(EventType::PayoutChanged, "COMPLETED")?;
    Ok(script.steps)
}

struct Script {
    begun: Timestamp,
    seed: u64,
    signing: Signing,
    steps: Vec<Step>,
}

impl Script {
    fn send(&mut self, event_type: EventType, status: &str) -> Result<Webhook, TriggerError> {
        // The card payment and the virtual account are two orders; each keeps its seed.
        let seed = if event_type == EventType::DepositCallback { !self.seed } else { self.seed };
        let (_, at) = self.now();
        let wanted = Wanted {
            status: Some(status.to_owned()),
            requested_at: self.begun.checked_sub(CHECKOUT).ok(),
            approved_at: self.begun.checked_sub(SignedDuration::from_secs(1)).ok(),
            ..Wanted::new(event_type, at, seed)
        };
        let made = sample::make(&wanted)?;
        let webhook = Webhook::new(made.transmission_id, made.body, &http::HeaderMap::new());
        self.add(&webhook, 0)?;
        Ok(webhook)
    }

    fn resend(&mut self, webhook: &Webhook) -> Result<(), TriggerError> {
        self.add(webhook, 1)
    }

    fn add(&mut self, webhook: &Webhook, retried_count: u32) -> Result<(), TriggerError> {
        let (after, at) = self.now();
        let request = webhook.attempt(retried_count, at, Some(&self.signing))?;
        self.steps.push(Step { after, request });
        Ok(())
    }

    /// When the next step is due: since the start, and by the calendar.
    fn now(&self) -> (Duration, Timestamp) {
        let paces = u32::try_from(self.steps.len()).unwrap_or(u32::MAX);
        let after = PACE.saturating_mul(paces);
        (after, self.begun.checked_add(after).unwrap_or(Timestamp::MAX))
    }
}

/// Sends the steps one after the other, each when it is due and the one before it has ended, until
/// `end` is cancelled or nobody takes the activities any more.
///
/// Emits [`What::Sent`] for each and [`What::SentSummary`] at last.
pub async fn play(
    steps: Vec<Step>,
    endpoint: Endpoint,
    sender: Sender,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
    end: CancellationToken,
) -> SentSummary {
    let to = endpoint.shown();
    let send = move |call| {
        let (sender, endpoint) = (sender.clone(), endpoint.clone());
        async move { sender.send(&endpoint, call).await }
    };
    perform(steps, &to, send, &clock, &activities, &end).await
}

async fn perform<Answer: Future<Output = AttemptResult>>(
    steps: Vec<Step>,
    to: &str,
    send: impl Fn(Call) -> Answer,
    clock: &Clock,
    activities: &mpsc::Sender<Activity>,
    end: &CancellationToken,
) -> SentSummary {
    let begun = Instant::now();
    let mut tally = Tally::default();
    for step in steps {
        tokio::select! {
            biased;
            () = end.cancelled() => break,
            () = activities.closed() => break,
            () = sleep_until(begun + step.after) => {}
        }
        let result = send(step.request.call()).await;
        tally.count(&result, result.elapsed);
        emit(activities, clock, What::Sent(Arc::new(step.request.sent(to, result)))).await;
    }
    let summary = tally.summary(begun.elapsed());
    emit(activities, clock, What::SentSummary(Box::new(summary.clone()))).await;
    summary
}

#[cfg(test)]
mod tests;
