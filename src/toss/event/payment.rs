//! The whole Payment (section 5) that an event carries, and when the event says that it was made.

use bytes::Bytes;
use jiff::{Timestamp, civil::DateTime, tz::Offset};

use super::read::{Payload, Value};
use super::{Amount, Event, EventType};
use crate::json::{Document, Reader};

/// A whole Payment: what the look-up of section 6 answers with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// Its key.
    pub key: String,
    /// Its order.
    pub order_id: String,
    /// Its status.
    pub status: String,
    /// `totalAmount`.
    pub amount: Amount,
    /// The currency.
    pub currency: Option<String>,
    /// The payment method as Toss Payments writes it (`카드`).
    pub method: Option<String>,
    /// What compares an event with it.
    pub secret: Option<String>,
    /// Its JSON, byte for byte as it stood in the event.
    pub bytes: Bytes,
}

/// By which of its names a payment is looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PaymentName {
    /// `paymentKey`
    Key(String),
    /// `orderId`
    Order(String),
}

impl PaymentName {
    /// Whether it is this payment's.
    pub fn is_of(&self, payment: &Payment) -> bool {
        match self {
            Self::Key(key) => *key == payment.key,
            Self::Order(order) => *order == payment.order_id,
        }
    }
}

impl Payment {
    /// Reads a Payment's JSON. None for the three fields that `data` had in 2022 (section 4).
    pub fn read(bytes: Bytes) -> Option<Self> {
        let mut reader = Reader::of(&bytes)?;
        let payload = Payload::next(&mut reader).ok()?;
        reader.end().ok()?;
        Some(Self {
            key: payload.payment_key.text()?,
            order_id: payload.order_id.text()?,
            status: payload.status.text()?,
            amount: payload.total_amount.number()?,
            currency: payload.currency.text(),
            method: payload.method.text(),
            secret: payload.secret.text(),
            bytes,
        })
    }
}

impl Event {
    /// The whole Payment that the event carries: as `data`, or in `LinkPay`'s event within it.
    pub fn payment(&self) -> Option<Payment> {
        let data = member(Document::read_again(&self.bytes)?, "data").0?;
        let payment = match self.event_type {
            EventType::PaymentStatusChanged => data,
            EventType::OrderPaymentStatusChanged => member(data, "payment").0?,
            _ => return None,
        };
        Payment::read(self.bytes.slice_ref(payment.as_str().as_bytes()))
    }

    /// What a member of the flat event, or of the envelope, says.
    pub fn text(&self, name: &str) -> Option<String> {
        member(Document::read_again(&self.bytes)?, name).text()
    }

    /// When the event was made, as `createdAt` says: with an offset, or in Korean time without one,
    /// and with any number of decimals (section 4).
    pub fn made_at(&self) -> Option<Timestamp> {
        let text = self.created_at.as_deref()?;
        let korean = || text.parse::<DateTime>().ok()?.to_zoned(Offset::constant(9).to_time_zone()).ok();
        text.parse().ok().or_else(|| korean().map(|time| time.timestamp()))
    }
}

/// The member of an object that readers find: the last of its name.
pub(super) fn member<'a>(object: Document<'a>, name: &str) -> Value<'a> {
    let mut found = Value::default();
    let mut steps = object.steps();
    if steps.enter_object() {
        while let Some(key) = steps.next_key() {
            let value = steps.value();
            if key == name {
                found = Value(Some(value));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{Event, Payment};
    use crate::toss::Content;

    fn event(body: &'static str) -> Event {
        Content::read(&Bytes::from_static(body.as_bytes())).into_event().expect("an event")
    }

    #[test]
    fn a_whole_payment_is_cut_out_byte_for_byte() {
        let event = event(
            r#"{"eventType":"PAYMENT_STATUS_CHANGED", "data":1, "data": { "paymentKey":"p\u0031", "orderId" : "order-1",
            "status":"DONE","totalAmount":5000.0,"totalAmount":15000.0 , "method":"\uce74\ub4dc","secret":null} }"#,
        );
        let payment = event.payment().expect("a whole Payment");
        assert_eq!((payment.key.as_str(), payment.order_id.as_str()), ("p1", "order-1"));
        assert_eq!((payment.amount.0.as_str(), payment.method.as_deref()), ("15000.0", Some("카드")));
        assert_eq!((payment.currency, payment.secret), (None, None));
        assert!(payment.bytes.starts_with(br#"{ "paymentKey":"p\u0031", "orderId" : "#));
        assert!(payment.bytes.ends_with(br#""secret":null}"#));
    }

    #[test]
    fn the_payment_of_a_link_pay_order_is_within_its_data() {
        let event = event(
            r#"{"eventType":"ORDER_PAYMENT_STATUS_CHANGED","data":{"orderKey":"k","payment":
            {"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":1}}}"#,
        );
        assert_eq!(event.payment().map(|payment| payment.key), Some("p".to_owned()));
    }

    #[test]
    fn three_fields_another_event_and_a_text_for_an_amount_are_no_payment() {
        for body in [
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"p","orderId":"o","status":"DONE"}}"#,
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":"1"}}"#,
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":null,"orderId":"o","status":"DONE","totalAmount":1}}"#,
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":[]}"#,
            r#"{"eventType":"SOMETHING_NEW","data":{"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":1}}"#,
        ] {
            assert_eq!(event(body).payment(), None, "{body}");
        }
        assert_eq!(Payment::read(Bytes::from_static(b"not JSON")), None);
    }

    #[test]
    fn events_are_made_in_korean_time_unless_they_say_otherwise() {
        for (created_at, made_at) in [
            ("2024-12-31T23:59:59.65327", "2024-12-31T14:59:59.65327Z"),
            ("2025-01-01T00:00:00", "2024-12-31T15:00:00Z"),
            ("2022-06-09T15:40:09+09:00", "2022-06-09T06:40:09Z"),
            ("2022-06-09T15:40:09.123456789Z", "2022-06-09T15:40:09.123456789Z"),
        ] {
            let body = format!(r#"{{"eventType":"X","createdAt":"{created_at}"}}"#);
            let made = event(body.leak()).made_at();
            assert_eq!(made, Some(made_at.parse().unwrap()), "{created_at}");
        }
        assert_eq!(event(r#"{"eventType":"X","createdAt":"yesterday"}"#).made_at(), None);
        assert_eq!(event(r#"{"eventType":"X"}"#).made_at(), None);
    }

    #[test]
    fn a_member_says_what_it_holds() {
        let event = event(r#"{"secret":"ps_\u0041","status":"DONE","transactionKey":"t","orderId":"o"}"#);
        assert_eq!(event.text("secret").as_deref(), Some("ps_A"));
        assert_eq!(event.text("nothing"), None);
    }
}
