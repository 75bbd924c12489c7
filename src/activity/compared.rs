//! Events that are compared with their payments, as Toss Payments' API gives them (section 6).

use super::{AttemptResult, EventId};
use crate::toss::{Payment, PaymentName};

/// An event was compared with its payment, or could not be.
#[derive(Clone, Debug)]
pub struct Compared {
    /// The event.
    pub id: EventId,
    /// What was asked for.
    pub name: PaymentName,
    /// What came of it.
    pub answer: Result<(Payment, Agreement), NoPayment>,
}

/// How an event and its payment stand to each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// What both say is the same.
    Agrees(Vec<ComparedField>),
    /// All is the same but the status, and the payment's may follow on the event's.
    Older {
        /// The event's status.
        told: String,
    },
    /// Both say something else.
    Differs(Vec<Difference>),
}

impl Agreement {
    /// The JSON word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Agrees(_) => "agrees",
            Self::Older { .. } => "older",
            Self::Differs(_) => "differs",
        }
    }
}

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ComparedField {
    /// The status.
    Status,
    /// `totalAmount`
    Amount,
    /// The secret.
    Secret,
    /// The order.
    Order,
}

impl ComparedField {
    /// The JSON word, and the person's.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Status => "status",
            Self::Amount => "amount",
            Self::Secret => "secret",
            Self::Order => "order_id",
        }
    }
}

/// What an event and its payment say of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Of what.
    pub field: ComparedField,
    /// What the event says.
    pub event: Option<String>,
    /// What the payment says.
    pub payment: Option<String>,
}

/// Why there is no payment to compare with.
#[derive(Clone, Debug)]
pub enum NoPayment {
    /// The API answered with an error.
    Refused {
        /// The status.
        http_status: u16,
        /// The documented code, as it came.
        code: Option<String>,
        /// What the API says about it.
        message: Option<String>,
    },
    /// The API answered 200 with something that is not the payment which was asked for.
    Unreadable,
    /// The API did not answer.
    Failed(Box<AttemptResult>),
    /// The API refused the key before; it is not asked again.
    KeyRefused,
    /// It was not the event's turn for as long as it may wait.
    TooLate,
    /// Too many events waited for theirs.
    Crowded,
    /// The run ended first.
    Ended,
    /// The event's own name for its payment is none that can be asked for.
    NoName,
}

impl NoPayment {
    /// The JSON word.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Refused { .. } => "refused",
            Self::Unreadable => "unreadable",
            Self::Failed(result) => result.outcome.as_str(),
            Self::KeyRefused => "key_refused",
            Self::TooLate => "too_late",
            Self::Crowded => "crowded",
            Self::Ended => "ended",
            Self::NoName => "no_name",
        }
    }
}
