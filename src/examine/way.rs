//! A recorded event on its way, as its requests tell of it.

use jiff::Timestamp;

use crate::history::{DeliveryRow, EventRow};
use crate::timeline::Way;
use crate::timeline::recorded::Arrival;
use crate::toss::Policy;

/// The attempts of an event that arrived, and those that are still to come; none where it has no request.
pub fn of_event(row: &EventRow, deliveries: &[DeliveryRow], policy: &Policy, now: Timestamp) -> Option<Way> {
    let arrivals = deliveries.iter().map(|delivery| Arrival {
        retried_count: delivery.retried_count,
        at: delivery.request.arrived_at,
        http_status: delivery.answer,
        delivery_status: delivery.delivery_status,
    });
    Way::of(policy, &arrivals.collect::<Vec<_>>(), row.delivery_status, now)
}
