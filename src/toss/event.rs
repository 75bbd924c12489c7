//! Reading a webhook's body: the three envelopes into one [`Event`].

mod details;
mod event_type;
mod follows;
mod pattern;
mod payment;
mod read;
mod typed;

use bytes::Bytes;

use crate::json::Number;
pub use details::Cancel;
pub use event_type::EventType;
pub use follows::{follows, is_reversal};
pub use pattern::EventPatterns;
pub use payment::{Payment, PaymentName};
pub use typed::{Misnomer, UnknownEvent};

/// A JSON number exactly as it stands in the body (`5000.0` stays `5000.0`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount(pub String);

impl Amount {
    /// Whether both are one number, in whatever form.
    pub fn is_as_much_as(&self, other: &Self) -> bool {
        match (Number::read(&self.0), Number::read(&other.0)) {
            (Some(one), Some(two)) => one.compare(&two).is_eq(),
            _ => self == other,
        }
    }
}

/// A webhook's event: what was read from the body, beside the body's own bytes.
///
/// A field is none where the event has none, and where it is of another type than documented.
#[derive(Clone, Debug)]
pub struct Event {
    /// The event type.
    pub event_type: EventType,
    /// The payment's or entity's status.
    pub status: Option<String>,
    /// The order.
    pub order_id: Option<String>,
    /// The payment's key.
    pub payment_key: Option<String>,
    /// The amount, where the event has one (totalAmount, cancelAmount, amount.value).
    pub amount: Option<Amount>,
    /// The currency, where the event has one.
    pub currency: Option<String>,
    /// The payment method as Toss Payments writes it (`카드`).
    pub method: Option<String>,
    /// The transaction that caused the event (`transactionKey`, `lastTransactionKey`).
    pub transaction_key: Option<String>,
    /// When the event was made, as it stands in the body.
    pub created_at: Option<String>,
    /// The body.
    pub bytes: Bytes,
}

/// What a body is.
#[derive(Clone, Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly every content is an event: a box would cost each of them"
)]
pub enum Content {
    /// An event.
    Event(Event),
    /// JSON, but no event.
    Json,
    /// Not JSON.
    NotJson,
    /// Nothing, or only white space.
    Empty,
}

/// A virtual account, as `method` has it.
const VIRTUAL_ACCOUNT: &str = "가상계좌";

impl Content {
    /// The event, when it is one.
    pub fn event(&self) -> Option<&Event> {
        match self {
            Self::Event(event) => Some(event),
            _ => None,
        }
    }

    /// The same, with the content given up for it.
    pub fn into_event(self) -> Option<Event> {
        match self {
            Self::Event(event) => Some(event),
            _ => None,
        }
    }
}

impl Event {
    /// What this event shares with the same change under another event type (the double
    /// subscription of section 4): the order and the status of a virtual-account change. None for
    /// events that have no such twin.
    ///
    /// A repeated change (a deposit that was reversed and paid again) has the same key: two events
    /// are no twins where both carry a `transaction_key` and these differ.
    pub fn twin_key(&self) -> Option<String> {
        let may_have_twin = match self.event_type {
            EventType::DepositCallback => true,
            EventType::PaymentStatusChanged => match &self.method {
                Some(method) => method == VIRTUAL_ACCOUNT,
                // The three-field form of 2022 doesn't say.
                None => self.amount.is_none(),
            },
            _ => false,
        };
        let (order, status) = (self.order_id.as_deref()?, self.status.as_deref()?);
        let is_deposit_status = EventType::DepositCallback.statuses().contains(&status);
        (may_have_twin && is_deposit_status).then(|| format!("{status} {order}"))
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{Content, Event};

    fn event(body: &'static str) -> Event {
        Content::read(&Bytes::from_static(body.as_bytes())).into_event().expect("an event")
    }

    const CALLBACK: &str = r#"{"secret":"s","status":"DONE","transactionKey":"t","orderId":"order-1"}"#;

    #[test]
    fn the_two_events_of_one_deposit_share_a_key() {
        let whole = r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"order-1","status":"DONE","method":"가상계좌","totalAmount":1}}"#;
        let three = r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"order-1","status":"DONE","paymentKey":"p"}}"#;
        let key = event(CALLBACK).twin_key();
        assert!(key.is_some());
        assert_eq!(event(whole).twin_key(), key);
        assert_eq!(event(three).twin_key(), key);
    }

    #[test]
    fn another_order_or_status_is_another_key() {
        let keys = [
            event(CALLBACK).twin_key(),
            event(r#"{"secret":"s","status":"DONE","transactionKey":"t","orderId":"order-2"}"#).twin_key(),
            event(r#"{"secret":"s","status":"CANCELED","transactionKey":"t","orderId":"order-1"}"#)
                .twin_key(),
        ];
        assert!(keys.iter().all(Option::is_some));
        assert!(keys[0] != keys[1] && keys[0] != keys[2] && keys[1] != keys[2]);
    }

    #[test]
    fn what_no_deposit_callback_tells_of_has_no_twin() {
        for body in [
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"o","status":"DONE","method":"카드"}}"#,
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"o","status":"DONE","method":null,"totalAmount":1}}"#,
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"o","status":"EXPIRED","method":"가상계좌"}}"#,
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"status":"DONE","method":"가상계좌"}}"#,
            r#"{"eventType":"CUSTOMER_STATUS_CHANGED","data":{"orderId":"o","status":"DONE"}}"#,
            r#"{"eventType":"SOMETHING_NEW","data":{"orderId":"o","status":"DONE"}}"#,
        ] {
            assert_eq!(event(body).twin_key(), None, "{body}");
        }
    }
}
