//! What the requests of one event show by themselves.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;

use super::{Finding, Problem, Recorded};
use crate::activity::{DeliveryStatus, Outcome, Repeat, Request};
use crate::examine::way;
use crate::history::{AttemptRow, Origin};
use crate::toss::{Policy, Transmission};

pub(super) fn of(recorded: &Recorded, now: Timestamp) -> Vec<Finding> {
    let Recorded { row, deliveries, .. } = recorded;
    let about = |problem| Finding { id: row.id, beside: None, problem };
    let mut found = Vec::new();
    if let Some(retried_count @ 1..) = row.transmission.retried_count {
        let policy = Policy::toss();
        let after = policy.until_last_after(0).saturating_sub(policy.until_last_after(retried_count));
        // Beyond the seventh it was sent by hand.
        if retried_count <= policy.resends() {
            found.push(about(Problem::FirstUnseen { retried_count, after }));
        }
    }
    let accepted_at = deliveries.iter().position(|it| it.answer == Some(Policy::SUCCESS));
    let accepted = accepted_at.and_then(|at| deliveries.get(at));
    if let Some(accepted) = accepted.filter(|it| it.number > 1 && it.repeat == Repeat::Resend) {
        let after = apart(&row.request, &accepted.request);
        found.push(about(Problem::AcceptedLate { retried_count: accepted.retried_count, after }));
    }
    let counts = unseen(recorded);
    if !counts.is_empty() {
        found.push(about(Problem::Gap { counts }));
    }
    found.extend(standing(recorded, now).map(about));
    let behind = accepted_at.map_or(deliveries.len(), |at| at + 1);
    if let Some(again) = deliveries.iter().skip(behind).find(|it| it.repeat == Repeat::Resend) {
        found.push(about(Problem::SentAgain { retried_count: again.retried_count }));
    }
    let times = deliveries.iter().filter(|it| it.repeat == Repeat::Duplicate).count() as u64;
    if times > 0 {
        found.push(about(Problem::Duplicate { times }));
    }
    if let Some(twin) = row.twin_of {
        found.push(Finding { beside: Some(twin), ..about(Problem::Twin) });
    }
    found
}

/// The counts of the policy's own re-sends that lie between those that came.
fn unseen(recorded: &Recorded) -> Vec<u32> {
    let came: BTreeSet<u32> = recorded.deliveries.iter().map(|it| it.retried_count).collect();
    let (Some(first), Some(last)) = (came.first(), came.last()) else { return Vec::new() };
    let last = (*last).min(Policy::toss().resends());
    (*first..last).filter(|count| !came.contains(count)).collect()
}

/// What is to be said of how it stands: with whoever is to have it.
fn standing(recorded: &Recorded, now: Timestamp) -> Option<Problem> {
    let row = &recorded.row;
    // What was never answered may be under way, and what was imported is pending nowhere.
    let is_known = row.origin == Origin::Arrived && (row.last_answer.is_some() || row.resent.is_some());
    match (row.resent, row.standing()) {
        (Some(DeliveryStatus::Completed), _) => accepted_here(recorded),
        (_, DeliveryStatus::Completed) => None,
        (None, _) if is_accepted_by_hand(recorded) => accepted_here(recorded),
        (_, DeliveryStatus::Failed) => Some(Problem::Failed),
        (Some(_), DeliveryStatus::Sending) => Some(Problem::Sending { next: None, last_chance: None }),
        (None, DeliveryStatus::Sending) if is_known => {
            let way = way::of_event(row, &recorded.deliveries, &Policy::toss(), now)?;
            let next = way.next().map(|next| (next.retried_count, next.at));
            Some(Problem::Sending { next, last_chance: way.last_chance_at() })
        }
        (None, DeliveryStatus::Sending) => None,
    }
}

/// Whether a call was accepted that began after its sender had been answered for the last time.
fn is_accepted_by_hand(recorded: &Recorded) -> bool {
    let Some(last) = recorded.deliveries.last() else { return false };
    let answered_at = last.request.arrived_at.checked_add(last.answered_after.unwrap_or_default());
    answered_at
        .is_ok_and(|at| calls(recorded).any(|it| it.outcome == Some(Outcome::Accepted) && it.begun_at > at))
}

/// That it was accepted by another call than the first that was made, or the first request.
fn accepted_here(recorded: &Recorded) -> Option<Problem> {
    let accepted = calls(recorded).find(|it| it.outcome == Some(Outcome::Accepted))?;
    let is_first = accepted.retried_count.unwrap_or(0) == 0;
    let after =
        accepted.begun_at.duration_since(recorded.row.request.arrived_at).try_into().unwrap_or_default();
    (!is_first).then_some(Problem::AcceptedHere { after })
}

/// The calls that were made, but for copies.
fn calls(recorded: &Recorded) -> impl Iterator<Item = &AttemptRow> {
    recorded.attempts.iter().filter(|attempt| !attempt.also)
}

/// How long after one request the other was sent, as their headers say; where they don't, how long after it that came.
fn apart(one: &Request, other: &Request) -> Duration {
    let sent_at = |request: &Request| Transmission::read(&request.headers).sent_at();
    let apart = match (sent_at(one), sent_at(other)) {
        (Some(one), Some(other)) => other.duration_since(one),
        _ => other.arrived_at.duration_since(one.arrived_at),
    };
    apart.try_into().unwrap_or_default()
}
