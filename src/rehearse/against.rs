//! `retry-schedule --against`: one event on the whole schedule, played against an endpoint.

use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::sending::{Outcome, Run};
use super::trigger::{calls, emit};
use super::{TriggerError, TriggerPlan};
use crate::activity::{Activity, DeliveryStatus, Played, What};
use crate::clock::Clock;
use crate::outbound::{Endpoint, Sender};
use crate::toss::Policy;

/// Plays the schedule of this policy for the first event of the plan, until an attempt is accepted,
/// the last has failed, or `end` is cancelled.
///
/// Emits [`What::Sent`] as each attempt ends and [`What::Played`] at last.
pub async fn run(
    plan: TriggerPlan,
    policy: &Policy,
    endpoint: Endpoint,
    sender: Sender,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
    end: CancellationToken,
) -> Result<Played, TriggerError> {
    let to = endpoint.shown();
    let plan = TriggerPlan { count: 1, concurrency: 1, ..plan };
    let send = calls(endpoint, sender);
    let run = Run { plan, to, send, clock: &clock, activities: &activities };
    let played = played(run.until(&end).await?, policy);
    emit(&activities, &clock, What::Played(Box::new(played.clone()))).await;
    Ok(played)
}

fn played(outcome: Outcome, policy: &Policy) -> Played {
    let Outcome { summary, last } = outcome;
    let retries = summary.retries.clone().unwrap_or_default();
    let (attempt, since_first) = last.unzip();
    let delivery_status = match (retries.completed, retries.failed) {
        (1.., _) => DeliveryStatus::Completed,
        (0, 1..) => DeliveryStatus::Failed,
        (0, 0) => DeliveryStatus::Sending,
    };
    let would_be_last = attempt.and_then(|it| after(it.at, policy, it.retried_count));
    Played {
        delivery_status,
        last_retried_count: attempt.map(|it| it.retried_count),
        last_at: attempt.map(|it| it.at),
        since_first: since_first.unwrap_or_default(),
        attempts: policy.resends().saturating_add(1),
        total: policy.until_last_after(0),
        last_chance_at: retries.to_come.last().map(|(_, at)| *at).or(would_be_last),
        sent: summary,
    }
}

/// When the last attempt would be made if those from this one on failed at once.
fn after(at: Timestamp, policy: &Policy, retried_count: u32) -> Option<Timestamp> {
    at.checked_add(policy.until_last_after(retried_count)).ok()
}
