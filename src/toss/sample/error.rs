//! Why an event can't be made.

use crate::toss::EventType;

/// An option that gives a field of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SampleOption {
    /// `--status`
    Status,
    /// `--method`
    Method,
    /// `--order-id`
    OrderId,
    /// `--payment-key`
    PaymentKey,
    /// `--amount`
    Amount,
    /// `--secret`
    Secret,
}

impl SampleOption {
    /// The option as it is typed.
    pub fn flag(self) -> &'static str {
        match self {
            Self::Status => "--status",
            Self::Method => "--method",
            Self::OrderId => "--order-id",
            Self::PaymentKey => "--payment-key",
            Self::Amount => "--amount",
            Self::Secret => "--secret",
        }
    }

    /// The same as a scenario's file names it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Method => "method",
            Self::OrderId => "order_id",
            Self::PaymentKey => "payment_key",
            Self::Amount => "amount",
            Self::Secret => "secret",
        }
    }
}

/// Why an event can't be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SampleError {
    /// The event type is unknown, or an older name that is only accepted.
    #[error("{event} is not made")]
    NotMade { event: EventType },
    /// The event never has this status.
    #[error("{event} has no status {typed}")]
    UnknownStatus {
        event: EventType,
        typed: String,
        nearest: Option<&'static str>,
        known: &'static [&'static str],
    },
    /// There is no such method.
    #[error("there is no method {typed}")]
    UnknownMethod { typed: String, nearest: Option<&'static str>, known: Vec<&'static str> },
    /// The method is known, but never comes with this event and status.
    #[error("{event} {status} never comes with {method}")]
    MethodImpossible {
        event: EventType,
        status: &'static str,
        method: &'static str,
        /// The methods that it comes with.
        possible: Vec<&'static str>,
    },
    /// The event has no field for what the option gives.
    #[error("{event} carries nothing that {} gives", option.flag())]
    NotCarried { event: EventType, option: SampleOption },
    /// Not 6 to 64 of `A-Za-z0-9_-` (section 5).
    #[error("{typed} is no order id")]
    OrderId { typed: String },
    /// Empty, or longer than Toss Payments allows (section 5).
    #[error("{} takes 1 to {most} characters", option.flag())]
    Length { option: SampleOption, length: usize, most: usize },
    /// An amount that the event can't have.
    #[error("{amount} is not from {least} to {most}")]
    Amount { amount: u64, least: u64, most: u64 },
    /// More is cancelled than a partial cancel can take.
    #[error("{amount} can't be cancelled of {left}")]
    Part { amount: u64, left: u64 },
    /// All of it is cancelled at once: that is no `PARTIAL_CANCELED`.
    #[error("all of it at once is no part")]
    AllAtOnce,
    /// There is nothing left to cancel.
    #[error("nothing is left to cancel")]
    NothingLeft,
    /// A payment of which a part was cancelled stays `PARTIAL_CANCELED` (section 5).
    #[error("CANCELED never follows PARTIAL_CANCELED")]
    StaysPartial,
}
