//! One pass over a body: which envelope it is, and what the event says.
//!
//! Every webhook goes through here before it is answered. The JSON is checked as it is walked; what
//! is not asked for is passed over, so new fields, old shapes and any nesting do no harm.

use std::borrow::Cow;

use bytes::Bytes;

use super::{Amount, Content, Event, EventType};
use crate::json::{self, Document, NotJson, Reader};

impl Content {
    /// Reads a body. Never fails: what is no event is said to be what it is.
    pub fn read(body: &Bytes) -> Self {
        if let Ok(envelope) = Envelope::of(body) {
            return envelope.event(body).map_or(Self::Json, Self::Event);
        }
        let blank = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body).trim_ascii().is_empty();
        if blank { Self::Empty } else { Self::NotJson }
    }
}

/// A value as it stands in the body; asked for as what it should be, it is none if it's something else.
#[derive(Clone, Copy, Default)]
pub(super) struct Value<'a>(pub(super) Option<Document<'a>>);

impl<'a> Value<'a> {
    fn next(reader: &mut Reader<'a>) -> Result<Self, NotJson> {
        reader.value().map(|value| Self(Some(value)))
    }

    pub(super) fn text(self) -> Option<String> {
        json::plain(self.0?.as_str()).map(Cow::into_owned)
    }

    pub(super) fn number(self) -> Option<Amount> {
        let token = self.0?.as_str();
        token.starts_with(|first: char| first == '-' || first.is_ascii_digit()).then(|| Amount(token.into()))
    }
}

/// The outermost object: envelope A, B or C, or none of them.
#[derive(Default)]
struct Envelope<'a> {
    event_type: Value<'a>,
    created_at: Value<'a>,
    /// The fields of envelope B.
    flat: Payload<'a>,
    /// Envelope A's `data`.
    data: Payload<'a>,
    /// Envelope C's `entityBody`.
    entity_body: Payload<'a>,
}

impl<'a> Envelope<'a> {
    /// Reads a whole body; no fields if it is no object. Of a name that comes twice the last value
    /// counts.
    fn of(body: &'a [u8]) -> Result<Self, NotJson> {
        let mut reader = Reader::of(body).ok_or(NotJson)?;
        let mut envelope = Self::default();
        if reader.enter_object() {
            while let Some(key) = reader.next_key()? {
                envelope.take(&key, &mut reader)?;
            }
        } else {
            reader.value()?;
        }
        reader.end().map(|()| envelope)
    }

    fn take(&mut self, name: &str, reader: &mut Reader<'a>) -> Result<(), NotJson> {
        match name {
            "eventType" => self.event_type = Value::next(reader)?,
            "createdAt" => self.created_at = Value::next(reader)?,
            "data" => self.data = Payload::next(reader)?,
            "entityBody" => self.entity_body = Payload::next(reader)?,
            name => self.flat.take(name, reader)?,
        }
        Ok(())
    }

    fn event(self, body: &Bytes) -> Option<Event> {
        let event_type = match self.event_type.text() {
            Some(name) if !name.is_empty() => EventType::from_wire(&name),
            Some(_) => return None,
            None => self.is_deposit_callback().then_some(EventType::DepositCallback)?,
        };
        let payload = match event_type {
            EventType::DepositCallback => &self.flat,
            EventType::PayoutChanged | EventType::SellerChanged | EventType::ArsReservationChanged => {
                &self.entity_body
            }
            EventType::Other(_) if !self.data.is_object => &self.entity_body,
            _ => &self.data,
        };
        let (amount, currency) = payload.money(&event_type);
        Some(Event {
            status: payload.status(&event_type),
            order_id: payload.order_id.text(),
            payment_key: payload.payment_key.text(),
            amount,
            currency,
            method: payload.method(&event_type),
            transaction_key: payload.transaction_key(&event_type),
            created_at: self.created_at.text(),
            bytes: body.clone(),
            event_type,
        })
    }

    /// The flat event has no `eventType`; its fields tell. `createdAt` alone may be missing.
    fn is_deposit_callback(&self) -> bool {
        let fields = [self.flat.secret, self.flat.status, self.flat.transaction_key, self.flat.order_id];
        fields.into_iter().all(|field| field.text().is_some())
    }
}

/// What an event is about: a Payment, a Cancel, a payout, …: the fields that are asked for.
#[derive(Default)]
pub(super) struct Payload<'a> {
    is_object: bool,
    pub(super) status: Value<'a>,
    cancel_status: Value<'a>,
    pub(super) order_id: Value<'a>,
    pub(super) payment_key: Value<'a>,
    pub(super) method: Value<'a>,
    pub(super) currency: Value<'a>,
    pub(super) secret: Value<'a>,
    transaction_key: Value<'a>,
    last_transaction_key: Value<'a>,
    pub(super) total_amount: Value<'a>,
    cancel_amount: Value<'a>,
    amount: Value<'a>,
}

impl<'a> Payload<'a> {
    /// Reads the value that comes next; no fields if it is no object.
    pub(super) fn next(reader: &mut Reader<'a>) -> Result<Self, NotJson> {
        let mut payload = Self { is_object: reader.enter_object(), ..Self::default() };
        if payload.is_object {
            while let Some(key) = reader.next_key()? {
                payload.take(&key, reader)?;
            }
        } else {
            reader.value()?;
        }
        Ok(payload)
    }

    /// Takes the value of the member called `name`, or passes it.
    fn take(&mut self, name: &str, reader: &mut Reader<'a>) -> Result<(), NotJson> {
        let value = Value::next(reader)?;
        match name {
            "status" => self.status = value,
            "cancelStatus" => self.cancel_status = value,
            "orderId" => self.order_id = value,
            "paymentKey" => self.payment_key = value,
            "method" => self.method = value,
            "currency" => self.currency = value,
            "secret" => self.secret = value,
            "transactionKey" => self.transaction_key = value,
            "lastTransactionKey" => self.last_transaction_key = value,
            "totalAmount" => self.total_amount = value,
            "cancelAmount" => self.cancel_amount = value,
            "amount" => self.amount = value,
            _ => {}
        }
        Ok(())
    }

    fn status(&self, event_type: &EventType) -> Option<String> {
        match event_type {
            EventType::BillingDeleted => None,
            EventType::CancelStatusChanged => self.cancel_status.text(),
            _ => self.status.text(),
        }
    }

    fn method(&self, event_type: &EventType) -> Option<String> {
        match event_type {
            EventType::PaymentStatusChanged => self.method.text(),
            _ => None,
        }
    }

    fn transaction_key(&self, event_type: &EventType) -> Option<String> {
        match event_type {
            EventType::PaymentStatusChanged => self.last_transaction_key.text(),
            EventType::DepositCallback | EventType::CancelStatusChanged => self.transaction_key.text(),
            _ => None,
        }
    }

    /// The amount and its currency, for the events that are known to have one.
    fn money(&self, event_type: &EventType) -> (Option<Amount>, Option<String>) {
        match event_type {
            EventType::PaymentStatusChanged => (self.total_amount.number(), self.currency.text()),
            EventType::OrderPaymentStatusChanged => (self.amount.number(), self.currency.text()),
            EventType::CancelStatusChanged => (self.cancel_amount.number(), None),
            EventType::PayoutChanged => self.nested_money(),
            _ => (None, None),
        }
    }

    /// A payout's `amount` {`currency`, `value`}.
    fn nested_money(&self) -> (Option<Amount>, Option<String>) {
        let (mut value, mut currency) = (Value::default(), Value::default());
        let Some(mut steps) = self.amount.0.map(Document::steps) else { return (None, None) };
        if !steps.enter_object() {
            return (None, None);
        }
        while let Some(key) = steps.next_key() {
            let member = Value(Some(steps.value()));
            match &*key {
                "value" => value = member,
                "currency" => currency = member,
                _ => {}
            }
        }
        (value.number(), currency.text())
    }
}
