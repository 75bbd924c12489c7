//! What the requests of one event show by themselves.

use std::time::Duration;

use jiff::Timestamp;

use super::{Finding, Problem, Recorded, is_over};
use crate::activity::{DeliveryStatus, Repeat, Request};
use crate::history::Origin;
use crate::toss::{Policy, Transmission};

/// What Toss Payments takes for a success (section 1).
const ACCEPTED: u16 = 200;

pub(super) fn of(recorded: &Recorded) -> Vec<Finding> {
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
    let accepted = deliveries.iter().find(|it| it.answer == Some(ACCEPTED));
    if let Some(accepted) = accepted.filter(|it| it.number > 1 && it.repeat == Repeat::Resend) {
        let after = apart(&row.request, &accepted.request);
        found.push(about(Problem::AcceptedLate { retried_count: accepted.retried_count, after }));
    }
    // What was never answered may be under way, and what was imported is pending nowhere.
    let is_known = row.origin == Origin::Arrived && (row.last_answer.is_some() || row.resent.is_some());
    match row.standing() {
        DeliveryStatus::Failed => found.push(about(Problem::Failed)),
        standing if !is_over(standing) && is_known => found.push(about(Problem::Sending)),
        _ => {}
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

/// How long after one request the other was sent, as their headers say; where they don't, how long after it that came.
fn apart(one: &Request, other: &Request) -> Duration {
    let sent_at =
        |request: &Request| -> Option<Timestamp> { Transmission::read(&request.headers).time?.parse().ok() };
    let apart = match (sent_at(one), sent_at(other)) {
        (Some(one), Some(other)) => other.duration_since(one),
        _ => other.arrived_at.duration_since(one.arrived_at),
    };
    apart.try_into().unwrap_or_default()
}
