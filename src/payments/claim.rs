//! What an event says of its payment, and how that stands to what the payment is.

use crate::activity::{Agreement, ComparedField, Difference};
use crate::toss::event::follows;
use crate::toss::{Amount, Event, EventType, Payment, PaymentName};

/// How much of a text is kept, in bytes. A documented one is far shorter; a longer one is not the payment's.
const KEPT: usize = 512;

/// The longest name that is asked for, in bytes: `paymentKey` is up to 200 long (section 5).
const LONGEST_NAME: usize = 300;

/// What an event says of its payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// The name by which the payment is looked up.
    pub name: PaymentName,
    status: Option<String>,
    amount: Option<Amount>,
    secret: Option<String>,
    order_id: Option<String>,
    /// Whether it tells all of the payment, so that what it doesn't have is not there.
    is_whole: bool,
}

impl Claim {
    /// Reads an event. None where it is about no payment that can be looked up.
    pub fn of(event: &Event) -> Option<Self> {
        if let Some(payment) = event.payment() {
            return Some(Self {
                name: PaymentName::Key(kept(&payment.key)),
                status: Some(kept(&payment.status)),
                amount: Some(Amount(kept(&payment.amount.0))),
                secret: payment.secret.as_deref().map(kept),
                order_id: Some(kept(&payment.order_id)),
                is_whole: true,
            });
        }
        let is_payment =
            matches!(event.event_type, EventType::PaymentStatusChanged | EventType::DepositCallback);
        let key = event.payment_key.as_deref().map(|key| PaymentName::Key(kept(key)));
        let order = || event.order_id.as_deref().map(|order| PaymentName::Order(kept(order)));
        Some(Self {
            name: key.or_else(order).filter(|_| is_payment)?,
            status: event.status.as_deref().map(kept),
            amount: event.amount.as_ref().map(|amount| Amount(kept(&amount.0))),
            secret: match event.event_type {
                EventType::DepositCallback => event.text("secret").as_deref().map(kept),
                _ => None,
            },
            order_id: event.order_id.as_deref().map(kept),
            is_whole: false,
        })
    }

    /// The path at which its payment is; none for a name that can stand in none.
    pub(super) fn path(name: &PaymentName) -> Option<String> {
        let (folder, name) = match name {
            PaymentName::Key(key) => ("", key),
            PaymentName::Order(order) => ("orders/", order),
        };
        // Dots alone would lead elsewhere, encoded too.
        let is_name = name.len() <= LONGEST_NAME && name.bytes().any(|byte| byte != b'.');
        is_name.then(|| format!("/v1/payments/{folder}{}", encoded(name)))
    }

    /// How it stands to the payment.
    pub fn against(&self, payment: &Payment) -> Agreement {
        let parts = [
            (ComparedField::Status, self.status.as_deref(), Some(&*payment.status)),
            (ComparedField::Amount, self.amount.as_ref().map(|it| &*it.0), Some(&*payment.amount.0)),
            (ComparedField::Secret, self.secret.as_deref(), payment.secret.as_deref()),
            (ComparedField::Order, self.order_id.as_deref(), Some(&*payment.order_id)),
        ];
        let is_told = |told: Option<&str>| told.is_some() || self.is_whole;
        let told = || parts.iter().filter(|(_, event, _)| is_told(*event));
        let differs = |(field, event, payment): &(ComparedField, Option<&str>, Option<&str>)| match field {
            ComparedField::Amount => !is_as_much(*event, *payment),
            _ => event != payment,
        };
        let unlike: Vec<_> = told().filter(|part| differs(part)).collect();
        match unlike[..] {
            // A secret that neither has says nothing.
            [] => {
                Agreement::Agrees(told().filter(|(_, event, _)| event.is_some()).map(|part| part.0).collect())
            }
            [(ComparedField::Status, Some(told), Some(now))] if follows(told, now) => {
                Agreement::Older { told: (*told).to_owned() }
            }
            _ => Agreement::Differs(unlike.into_iter().map(difference).collect()),
        }
    }
}

fn difference((field, event, payment): &(ComparedField, Option<&str>, Option<&str>)) -> Difference {
    Difference { field: *field, event: event.map(kept), payment: payment.map(kept) }
}

fn is_as_much(one: Option<&str>, other: Option<&str>) -> bool {
    let amount = |token: Option<&str>| token.map(|token| Amount(token.to_owned()));
    match (amount(one), amount(other)) {
        (Some(one), Some(other)) => one.is_as_much_as(&other),
        (one, other) => one == other,
    }
}

/// As much of a text as is kept.
fn kept(text: &str) -> String {
    let end = (0..=KEPT.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    text[..end.unwrap_or(0)].to_owned()
}

/// A path's segment, with all encoded that is not unreserved (RFC 3986, section 2.3).
fn encoded(name: &str) -> String {
    use std::fmt::Write as _;
    let mut segment = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            segment.push(char::from(byte));
        } else {
            // Writing to a string can't fail.
            let _ = write!(segment, "%{byte:02X}");
        }
    }
    segment
}

#[cfg(test)]
mod tests;
