//! Realistic events, made from a seed.
//!
//! The one generator behind `trigger`, `check` and the demo: bodies as Toss Payments prints them
//! (field order, number forms, Korean texts), with amounts that add up and dates in order. The
//! same [`Wanted`] gives the same bytes; the same seed gives the same payment under another status
//! or event type, so that chains of events can be told with it.

mod behind;
mod brandpay;
mod choice;
mod deposit;
mod draw;
pub mod edit;
mod envelope;
mod error;
mod link_pay;
mod method;
mod order;
mod payment;
mod payout;
mod reservation;
mod seller;
mod texts;
mod times;

use bytes::Bytes;
use jiff::Timestamp;

use super::{EventType, TransmissionId};

pub use behind::payment_behind;
pub use choice::{carries, methods, status, statuses};
pub use error::{SampleError, SampleOption};
pub use method::Method;
pub use payment::cancel::{Cancelled, Part};

/// What to make. Texts are as a user typed them.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// The event type; one of [`EventType::known`].
    pub event_type: EventType,
    /// The status, or the event's default.
    pub status: Option<String>,
    /// The payment method's word (`card`, `virtual-account`, …), or the status's default.
    pub method: Option<String>,
    /// The order, 6 to 64 of `A-Za-z0-9_-` (section 5).
    pub order_id: Option<String>,
    /// The payment's key, up to 200 characters (section 5).
    pub payment_key: Option<String>,
    /// The total; what depends on it is kept consistent.
    pub amount: Option<u64>,
    /// The payment's secret, up to 50 characters (section 5).
    pub secret: Option<String>,
    /// When the change happened.
    pub at: Timestamp,
    /// When the payment or the payout was requested, the seller registered; before `at`. For chains of
    /// events about one of them.
    pub requested_at: Option<Timestamp>,
    /// When the payment was approved; between the two. For chains of events about one payment.
    pub approved_at: Option<Timestamp>,
    /// What of the payment was cancelled before, in this order; only where `status` is a cancel's.
    pub cancelled_before: Vec<Cancelled>,
    /// How much of it this event's cancel takes; only where `status` is `PARTIAL_CANCELED`.
    pub part: Part,
    /// How often the same event came to this status before, so that its ids are others.
    pub occurrence: u32,
    /// The seed: the same seed gives the same bytes.
    pub seed: u64,
}

impl Wanted {
    /// The event type with its default status, everything else drawn from the seed.
    pub fn new(event_type: EventType, at: Timestamp, seed: u64) -> Self {
        Self {
            event_type,
            status: None,
            method: None,
            order_id: None,
            payment_key: None,
            amount: None,
            secret: None,
            at,
            requested_at: None,
            approved_at: None,
            cancelled_before: Vec::new(),
            part: Part::Drawn,
            occurrence: 0,
            seed,
        }
    }
}

/// Since when there is what an event tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dates {
    /// [`Wanted::requested_at`] of the next event about it; none where that has no such date.
    pub requested_at: Option<Timestamp>,
    /// [`Wanted::approved_at`] of the next event about it; none where it is not paid.
    pub approved_at: Option<Timestamp>,
}

/// The dates that the event which is wanted has, given or drawn: for the next event of a chain.
pub fn dates(wanted: &Wanted) -> Result<Dates, SampleError> {
    let status = choice::status(wanted)?;
    let method = choice::method(wanted, status)?;
    Ok(match wanted.event_type {
        EventType::PaymentStatusChanged
        | EventType::OrderPaymentStatusChanged
        | EventType::DepositCallback => payment::dates(wanted, status, method),
        EventType::PayoutChanged => {
            Dates { requested_at: Some(payout::requested_at(wanted)), approved_at: None }
        }
        EventType::SellerChanged => {
            Dates { requested_at: Some(seller::registered_at(wanted)), approved_at: None }
        }
        _ => Dates { requested_at: None, approved_at: None },
    })
}

/// An event made.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The body.
    pub body: Bytes,
    /// A transmission id for it.
    pub transmission_id: TransmissionId,
    /// The status that it has; empty for `BILLING_DELETED`, which has none.
    pub status: &'static str,
}

/// Makes the event.
///
/// Pure: draws from [`Wanted::seed`] only. Fails on words that Toss Payments does not know, on
/// combinations that it never sends, and on options that the event has no field for.
pub fn make(wanted: &Wanted) -> Result<Sample, SampleError> {
    let status = choice::status(wanted)?;
    let method = choice::method(wanted, status)?;
    choice::check_options(wanted)?;
    payment::cancel::check(wanted, status)?;
    let body = match wanted.event_type {
        EventType::PaymentStatusChanged => payment::event(wanted, status, method),
        EventType::OrderPaymentStatusChanged => link_pay::event(wanted, status, method),
        EventType::DepositCallback => deposit::event(wanted, status),
        EventType::CancelStatusChanged => payment::cancel::event(wanted, status),
        EventType::BillingDeleted => brandpay::billing_deleted(wanted),
        EventType::MethodUpdated => brandpay::method_updated(wanted, status),
        EventType::CustomerStatusChanged => brandpay::customer_changed(wanted, status),
        EventType::PayoutChanged => payout::event(wanted, status),
        EventType::SellerChanged => seller::event(wanted, status),
        EventType::ArsReservationChanged => reservation::event(wanted, status),
        EventType::PayoutStatusChanged | EventType::SubmallStatusChanged | EventType::Other(_) => {
            return Err(SampleError::NotMade { event: wanted.event_type.clone() });
        }
    };
    // Two events of one payment share its seed, yet never a transmission.
    let purpose = draw::nth(format!("transmission of {} {status}", wanted.event_type), wanted.occurrence);
    let transmission_id = draw_transmission_id(wanted.at, wanted.seed, &purpose);
    Ok(Sample { body: body.to_string().into(), transmission_id, status })
}

/// A transmission id for a body that was not made here.
pub fn transmission_id(at: Timestamp, seed: u64) -> TransmissionId {
    draw_transmission_id(at, seed, "transmission")
}

fn draw_transmission_id(at: Timestamp, seed: u64, purpose: &str) -> TransmissionId {
    TransmissionId(format!("whtrans_a{}", draw::ulid(at, &mut draw::stream(seed, purpose))))
}

#[cfg(test)]
mod tests;
