//! What is to be said of an order's events, seen together: late, twice, missing, or against each other.
//!
//! Nothing is said that the events don't show. Where Toss Payments' documentation leaves something open, or a
//! history may just have begun later, the finding is about what this history holds.

mod payment;
mod requests;

use std::time::Duration;

use jiff::Timestamp;

use crate::activity::EventId;
use crate::history::{AttemptRow, DeliveryRow, EventRow};
use crate::toss::{Amount, Event, EventType, Payment};

/// A recorded event with all that came for it.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The event.
    pub row: EventRow,
    /// Its requests, oldest first.
    pub deliveries: Vec<DeliveryRow>,
    /// The calls that were made for it, oldest first.
    pub attempts: Vec<AttemptRow>,
}

/// Something to be said of an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The event.
    pub id: EventId,
    /// The other event that it is about, where there is one.
    pub beside: Option<EventId>,
    /// What.
    pub problem: Problem,
}

/// What there is to say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The first request that is in this history was a re-send, made so long after the first attempt (section 1).
    FirstUnseen {
        /// Its retried count.
        retried_count: u32,
        /// The waits before it.
        after: Duration,
    },
    /// It was accepted as a re-send, so long after its first request here.
    AcceptedLate {
        /// The count of the request that was answered 200.
        retried_count: u32,
        /// How long after the first.
        after: Duration,
    },
    /// It was accepted from here, by hand or by a plan, so long after the first call.
    AcceptedHere {
        /// How long.
        after: Duration,
    },
    /// Re-sends between those that came did not come here (section 1: each has the next count).
    Gap {
        /// Their counts.
        counts: Vec<u32>,
    },
    /// It was answered 200, after which nothing comes (section 1), and a re-send came all the same.
    SentAgain {
        /// Its count.
        retried_count: u32,
    },
    /// It is not accepted yet, and may come again.
    Sending {
        /// The next re-send and when it is due, where its sender makes it.
        next: Option<(u32, Timestamp)>,
        /// When the last one is due, or was.
        last_chance: Option<Timestamp>,
    },
    /// All its attempts failed.
    Failed,
    /// So many requests brought an attempt that had come before.
    Duplicate {
        /// How many.
        times: u64,
    },
    /// The same change came under the other event type: both are registered (section 4).
    Twin,
    /// Another event tells of the same change under the same type.
    ToldAgain,
    /// A deposit without the issue of its virtual account.
    NoIssue,
    /// A cancel without the payment that it cancels.
    NoApproval,
    /// It came after an event that tells of a newer state; with this count, where it was a re-send that did.
    OlderState {
        /// The count of the request that came later.
        retried_count: u32,
    },
    /// A state follows on one that is final.
    AfterEnd {
        /// The final one.
        from: String,
    },
    /// The bank took a deposit back: DONE became `WAITING_FOR_DEPOSIT` (section 7, 11).
    Reversed,
    /// The payment's total is another than before.
    TotalChanged {
        /// As the other event has it.
        before: Amount,
        /// As this one has it.
        after: Amount,
    },
    /// What was paid is not what was cancelled and what is left.
    Unbalanced {
        /// `totalAmount`
        total: Amount,
        /// `balanceAmount`
        balance: Amount,
    },
    /// The payment's secret is another than before.
    SecretChanged,
    /// Two payments of the order are paid.
    PaidTwice,
}

/// What kind of finding it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    /// It took its time.
    Late,
    /// It came more than once.
    Duplicate,
    /// Something is not there.
    Missing,
    /// Two things can't both be.
    Contradictory,
    /// Something that has to be dealt with, as documented.
    Notable,
}

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// A receiver has to be ready for it.
    Note,
    /// It should be looked into.
    Warning,
}

impl Problem {
    /// Its word in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::FirstUnseen { .. } => "first-unseen",
            Self::AcceptedLate { .. } => "accepted-late",
            Self::AcceptedHere { .. } => "accepted-here",
            Self::Gap { .. } => "gap",
            Self::SentAgain { .. } => "sent-again",
            Self::Sending { .. } => "sending",
            Self::Failed => "failed",
            Self::Duplicate { .. } => "duplicate",
            Self::Twin => "twin",
            Self::ToldAgain => "told-again",
            Self::NoIssue => "no-issue",
            Self::NoApproval => "no-approval",
            Self::OlderState { .. } => "older-state",
            Self::AfterEnd { .. } => "after-end",
            Self::Reversed => "reversed",
            Self::TotalChanged { .. } => "total-changed",
            Self::Unbalanced { .. } => "unbalanced",
            Self::SecretChanged => "secret-changed",
            Self::PaidTwice => "paid-twice",
        }
    }

    /// What kind it is.
    pub fn family(&self) -> Family {
        match self {
            Self::FirstUnseen { .. }
            | Self::AcceptedLate { .. }
            | Self::AcceptedHere { .. }
            | Self::Sending { .. }
            | Self::Failed => Family::Late,
            Self::Duplicate { .. } | Self::SentAgain { .. } | Self::Twin | Self::ToldAgain => {
                Family::Duplicate
            }
            Self::Gap { .. } | Self::NoIssue | Self::NoApproval => Family::Missing,
            Self::Reversed => Family::Notable,
            Self::OlderState { .. }
            | Self::AfterEnd { .. }
            | Self::TotalChanged { .. }
            | Self::Unbalanced { .. }
            | Self::SecretChanged
            | Self::PaidTwice => Family::Contradictory,
        }
    }

    /// How much it matters.
    pub fn weight(&self) -> Weight {
        match self {
            Self::FirstUnseen { .. }
            | Self::AcceptedLate { .. }
            | Self::AcceptedHere { .. }
            | Self::Gap { .. }
            | Self::Duplicate { .. }
            | Self::SentAgain { .. }
            | Self::Twin
            | Self::OlderState { .. }
            | Self::Reversed => Weight::Note,
            _ => Weight::Warning,
        }
    }
}

impl Family {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Duplicate => "duplicate",
            Self::Missing => "missing",
            Self::Contradictory => "contradictory",
            Self::Notable => "notable",
        }
    }
}

impl Weight {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
        }
    }
}

/// An event that tells of a payment, with what is read from it.
struct State<'a> {
    recorded: &'a Recorded,
    event: &'a Event,
    status: &'a str,
    made_at: Option<Timestamp>,
    payment: Option<Payment>,
    secret: Option<String>,
    /// Whether the order has other payments, by other keys.
    has_others: bool,
}

impl<'a> State<'a> {
    fn of(recorded: &'a Recorded) -> Option<Self> {
        let event = recorded.row.content.event()?;
        let payment = event.payment();
        let is_deposit = event.event_type == EventType::DepositCallback;
        if payment.is_none() && !is_deposit && event.event_type != EventType::PaymentStatusChanged {
            return None;
        }
        let status = event.status.as_deref()?;
        let secret = match &payment {
            Some(payment) => payment.secret.clone(),
            None => event.text("secret").filter(|_| is_deposit),
        };
        Some(Self { recorded, event, status, made_at: event.made_at(), payment, secret, has_others: false })
    }

    fn id(&self) -> EventId {
        self.recorded.row.id
    }

    fn arrived_at(&self) -> Timestamp {
        self.recorded.row.request.arrived_at
    }

    /// Whether both tell of one payment, as far as they say.
    fn is_of_payment_of(&self, other: &Self) -> bool {
        match (&self.event.payment_key, &other.event.payment_key) {
            (Some(own), Some(others)) => own == others,
            // A flat event has no key (section 4): of several payments its secret tells which it is about.
            _ if self.has_others && (self.secret.is_none() || self.secret != other.secret) => false,
            _ => self.event.order_id.is_some() && self.event.order_id == other.event.order_id,
        }
    }

    fn finding(&self, beside: Option<&Self>, problem: Problem) -> Finding {
        Finding { id: self.id(), beside: beside.map(Self::id), problem }
    }
}

/// What there is to say of an order's events, which come in the order of their arrival; for each event together.
pub fn findings(events: &[Recorded], now: Timestamp) -> Vec<Finding> {
    let mut states: Vec<State<'_>> = events.iter().filter_map(State::of).collect();
    let mut keys = states.iter().filter_map(|state| state.event.payment_key.as_ref());
    let first = keys.next();
    let has_others = keys.any(|key| Some(key) != first);
    for state in &mut states {
        state.has_others = has_others;
    }
    let mut found: Vec<Finding> = events.iter().flat_map(|event| requests::of(event, now)).collect();
    for (index, state) in states.iter().enumerate() {
        payment::of(state, &states[..index], &states, &mut found);
    }
    // In the order of the events, and the warnings of each before its notes.
    let of = |id: EventId, weight: Weight| {
        found.iter().filter(move |it| it.id == id && it.problem.weight() == weight).cloned()
    };
    let weights = [Weight::Warning, Weight::Note];
    events
        .iter()
        .flat_map(|event| weights.into_iter().flat_map(move |weight| of(event.row.id, weight)))
        .collect()
}

#[cfg(test)]
mod tests;
