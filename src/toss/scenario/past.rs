//! What the events of a chain have told by now, so that the next one goes on from there.

use jiff::Timestamp;

use crate::toss::EventType;
use crate::toss::sample::{self, Cancelled, SampleError, Wanted};

/// What was told of one payment, one payout and one seller.
#[derive(Debug, Default)]
pub(super) struct Past {
    requested_at: [Option<Timestamp>; 3],
    approved_at: Option<Timestamp>,
    cancelled: Vec<Cancelled>,
    /// Each event and status, in their order.
    came: Vec<(EventType, &'static str)>,
}

impl Past {
    /// The next event, with what was told before.
    pub(super) fn go_on(&self, wanted: Wanted) -> Result<Wanted, SampleError> {
        let status = sample::status(&wanted)?;
        let alike = self.came.iter().filter(|(event, came)| *event == wanted.event_type && *came == status);
        let occurrence = u32::try_from(alike.count()).unwrap_or(u32::MAX);
        let Some(kind) = kind(&wanted.event_type) else { return Ok(Wanted { occurrence, ..wanted }) };
        let requested_at = self.requested_at[kind as usize];
        Ok(match (kind, status) {
            (Kind::Payment, "CANCELED" | "PARTIAL_CANCELED") => Wanted {
                requested_at,
                approved_at: self.approved_at,
                // A cancel under either event type is one of the payment's.
                occurrence: occurrence.max(u32::try_from(self.cancelled.len()).unwrap_or(u32::MAX)),
                cancelled_before: self.cancelled.clone(),
                ..wanted
            },
            _ => Wanted { requested_at, occurrence, ..wanted },
        })
    }

    /// An event has told of this.
    pub(super) fn take(&mut self, wanted: &Wanted) -> Result<(), SampleError> {
        let status = sample::status(wanted)?;
        self.came.push((wanted.event_type.clone(), status));
        let Some(kind) = kind(&wanted.event_type) else { return Ok(()) };
        let dates = sample::dates(wanted)?;
        let requested_at = &mut self.requested_at[kind as usize];
        *requested_at = requested_at.or(dates.requested_at);
        if kind == Kind::Payment {
            self.approved_at = dates.approved_at;
            if status == "PARTIAL_CANCELED" {
                self.cancelled.push(Cancelled { at: wanted.at, part: wanted.part });
            }
        }
        Ok(())
    }
}

/// What an event tells of that begins only once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Payment,
    Payout,
    Seller,
}

/// What an event tells of; none where nothing of it has a beginning.
pub(super) fn kind(event: &EventType) -> Option<Kind> {
    match event {
        EventType::PaymentStatusChanged
        | EventType::DepositCallback
        | EventType::OrderPaymentStatusChanged => Some(Kind::Payment),
        EventType::PayoutChanged => Some(Kind::Payout),
        EventType::SellerChanged => Some(Kind::Seller),
        _ => None,
    }
}
