//! The payments that deliveries tell of: one that the server knows, or made-up ones.

use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use http::HeaderMap;
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret as _, SecretString};

use super::found::Found;
use crate::activity::{Given, Skip};
use crate::history::PaymentState;
use crate::outbound::Call;
use crate::rehearse::api::Fails;
use crate::rehearse::{Ledger, Prepared, Webhook};
use crate::toss::sample::{self, Cancelled, Method, Part, Wanted};
use crate::toss::{self, Content, EventType, TransmissionId};

/// What every payment comes to, so that equal deliveries have equal effects. A payout prints it as `5000.0`.
const AMOUNT: u64 = 5_000;

/// The letters of a run's name, as they can stand in an order's id.
const LETTERS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How long before its first event a payment was begun.
const BEGUN_BEFORE: SignedDuration = SignedDuration::from_secs(60);

/// A payment that the server knows, as far as that was told.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// The order.
    pub order_id: Option<String>,
    /// The payment's key.
    pub payment_key: Option<String>,
    /// The payment's secret.
    pub secret: Option<SecretString>,
    /// What the payment comes to.
    pub amount: Option<u64>,
}

/// Where payments come from, and where they are written down for whoever looks them up.
#[derive(Debug)]
pub(super) struct Orders {
    known: Known,
    ledger: Ledger,
    unwritten: Unwritten,
    /// Held while it is written, so that nobody goes on before it is.
    writing: tokio::sync::Mutex<()>,
    /// What all orders of this run start with.
    prefix: String,
    seed: u64,
    made: Mutex<Vec<String>>,
    given: Mutex<u64>,
}

/// Payments that are told of next, each with the number of its telling.
type Unwritten = Arc<Mutex<Vec<(PaymentState, u64)>>>;

/// A payment that deliveries tell of.
#[derive(Clone, Debug)]
pub(super) struct Payment {
    known: Known,
    /// What a forged delivery has in place of the secret.
    forged_secret: Option<String>,
    number: u64,
    unwritten: Unwritten,
    order_id: String,
    seed: u64,
    /// When its first event happens.
    first_at: Timestamp,
}

/// An event, ready to be sent once or several times.
#[derive(Clone, Debug)]
pub(super) struct Event {
    id: TransmissionId,
    pub(super) body: Bytes,
}

/// The next look-up of an order fails for as long as this lives.
#[must_use]
#[derive(Debug)]
pub(super) struct FailsOnce {
    ledger: Ledger,
    order_id: String,
}

impl Orders {
    /// Payments for a run with this seed.
    pub(super) fn new(known: Known, seed: u64, ledger: Ledger) -> Self {
        let letter = |place: u32| char::from(LETTERS[(seed >> (5 * place) & 31) as usize]);
        let run: String = (0..6).map(letter).collect();
        Self {
            known,
            ledger,
            unwritten: Unwritten::default(),
            writing: tokio::sync::Mutex::default(),
            prefix: format!("tosshook-{run}"),
            seed,
            made: Mutex::default(),
            given: Mutex::default(),
        }
    }

    /// The known payment, or one that was not given before, whose first event happens about `now`.
    pub(super) fn payment(&self, now: Timestamp) -> Payment {
        let number = {
            let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
            *given += 1;
            *given
        };
        let order_id = self.known.order_id.clone().unwrap_or_else(|| {
            let order_id = format!("{}-{number:02}", self.prefix);
            self.made.lock().unwrap_or_else(PoisonError::into_inner).push(order_id.clone());
            order_id
        });
        // A whole second, as dates of payments are; a little ago, so that what follows isn't in the future.
        let second = now.as_second().saturating_sub(10);
        Payment {
            known: self.known.clone(),
            forged_secret: None,
            number,
            unwritten: Arc::clone(&self.unwritten),
            order_id,
            seed: self.seed.wrapping_add(number),
            first_at: Timestamp::from_second(second).unwrap_or(now),
        }
    }

    /// Whether deliveries tell of an order that the server knows.
    pub(super) fn are_known(&self) -> bool {
        self.known.order_id.is_some()
    }

    /// Whether the server can tell from the secret that it is the right one.
    pub(super) fn have_a_secret(&self) -> bool {
        self.are_known() && self.known.secret.is_some()
    }

    /// The secret that was told.
    pub(super) fn secret(&self) -> Option<&str> {
        self.known.secret.as_ref().map(SecretString::expose_secret)
    }

    /// Writes down what the next deliveries tell of.
    pub(super) async fn write_down(&self) {
        let _writing = self.writing.lock().await;
        let unwritten = std::mem::take(&mut *self.unwritten.lock().unwrap_or_else(PoisonError::into_inner));
        for (state, number) in unwritten {
            // Trouble is told of at the end; the server is checked all the same.
            self.ledger.keep(state, number).await;
        }
    }

    /// What became of look-ups of this order at the stand-in.
    pub(super) fn given(&self, order_id: &str) -> Given {
        self.ledger.given(order_id)
    }

    /// Has the next look-up of this order fail, until what is returned is dropped.
    pub(super) fn fail_next_look_up(&self, order_id: &str) -> FailsOnce {
        self.ledger.fail_next(order_id, Fails::Once);
        FailsOnce { ledger: self.ledger.clone(), order_id: order_id.to_owned() }
    }

    /// Whether there is a stand-in that the server may ask.
    pub(super) fn has_stand_in(&self) -> bool {
        self.ledger.has_stand_in()
    }

    /// The orders that were made up so far.
    pub(super) fn made(&self) -> Vec<String> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Drop for FailsOnce {
    fn drop(&mut self) {
        self.ledger.fail_next(&self.order_id, Fails::NoMore);
    }
}

impl Payment {
    /// `PAYMENT_STATUS_CHANGED` to this status, so many seconds after the first event.
    pub(super) fn change(
        &self,
        status: &'static str,
        method: Method,
        seconds_after: i64,
    ) -> Result<Event, Found> {
        let event = Event::make(&self.whole(status, method, seconds_after))?;
        self.tell_of(event.payment());
        Ok(event)
    }

    /// `PARTIAL_CANCELED` once more: what [`Payment::change`] to it has left, so many seconds after the first
    /// event, is cancelled too. The status stays, the balance is 0 (section 5 of the facts).
    pub(super) fn rest_cancelled(
        &self,
        method: Method,
        part_after: i64,
        seconds_after: i64,
    ) -> Result<Event, Found> {
        let part = self.whole("PARTIAL_CANCELED", method, part_after);
        let mut wanted = self.whole("PARTIAL_CANCELED", method, seconds_after);
        wanted.cancelled_before = vec![Cancelled { at: part.at, part: part.part }];
        (wanted.part, wanted.occurrence) = (Part::Rest, 1);
        let event = Event::make(&wanted)?;
        self.tell_of(event.payment());
        Ok(event)
    }

    /// `DEPOSIT_CALLBACK` of this status, so many seconds after the first event.
    pub(super) fn deposit(&self, status: &'static str, seconds_after: i64) -> Result<Event, Found> {
        let mut wanted = self.wanted(EventType::DepositCallback, status, seconds_after);
        if let Some(forged) = &self.forged_secret {
            wanted.secret = Some(forged.clone());
            return Event::make(&wanted);
        }
        let event = Event::make(&wanted)?;
        let base = self.whole(status, Method::VirtualAccount, seconds_after);
        let behind = event.read().and_then(|read| sample::payment_behind(&read, base, None));
        self.tell_of(behind.map(|payment| (payment, wanted.at)));
        Ok(event)
    }

    /// The same payment, told of with another secret by somebody who wants it to be taken for paid. It waits
    /// for its deposit still.
    pub(super) fn forged(mut self) -> Result<Self, Found> {
        self.change("WAITING_FOR_DEPOSIT", Method::VirtualAccount, 0)?;
        let other = Event::make(&Wanted::new(EventType::DepositCallback, self.first_at, !self.seed))?;
        self.forged_secret = other.read().and_then(|other| other.text("secret"));
        Ok(self)
    }

    /// Its order.
    pub(super) fn order_id(&self) -> &str {
        &self.order_id
    }

    fn tell_of(&self, told: Option<(toss::Payment, Timestamp)>) {
        let state = told.map(|(payment, at)| PaymentState { payment, changed_at: at, known_at: at });
        let mut unwritten = self.unwritten.lock().unwrap_or_else(PoisonError::into_inner);
        unwritten.extend(state.map(|state| (state, self.number)));
    }

    fn whole(&self, status: &'static str, method: Method, seconds_after: i64) -> Wanted {
        let mut wanted = self.wanted(EventType::PaymentStatusChanged, status, seconds_after);
        wanted.method = Some(method.word().to_owned());
        wanted.payment_key.clone_from(&self.known.payment_key);
        wanted.amount = Some(self.known.amount.unwrap_or(AMOUNT));
        wanted
    }

    fn wanted(&self, event_type: EventType, status: &str, seconds_after: i64) -> Wanted {
        let later = SignedDuration::from_secs(seconds_after);
        let at = self.first_at.checked_add(later).unwrap_or(self.first_at);
        let mut wanted = Wanted::new(event_type, at, self.seed);
        wanted.status = Some(status.to_owned());
        wanted.order_id = Some(self.order_id.clone());
        wanted.secret = self.known.secret.as_ref().map(|secret| secret.expose_secret().to_owned());
        wanted.requested_at = self.first_at.checked_sub(BEGUN_BEFORE).ok();
        wanted.approved_at = self.first_at.checked_sub(SignedDuration::from_secs(1)).ok();
        wanted
    }
}

impl Event {
    /// A payout that has this seed.
    pub(super) fn payout(at: Timestamp, seed: u64) -> Result<Self, Found> {
        let mut wanted = Wanted::new(EventType::PayoutChanged, at, seed);
        wanted.amount = Some(AMOUNT);
        Self::make(&wanted)
    }

    fn make(wanted: &Wanted) -> Result<Self, Found> {
        let made = sample::make(wanted).map_err(|error| Found::skipped(Skip::NotMade(error.to_string())))?;
        Ok(Self { id: made.transmission_id, body: made.body })
    }

    /// What its body says.
    fn read(&self) -> Option<toss::Event> {
        Content::read(&self.body).into_event()
    }

    /// The whole payment that it carries, and when that came to its state.
    fn payment(&self) -> Option<(toss::Payment, Timestamp)> {
        let event = self.read()?;
        event.payment().zip(event.made_at())
    }

    /// The same event with another body.
    pub(super) fn with_body(self, body: impl Into<Bytes>) -> Self {
        Self { body: body.into(), ..self }
    }

    /// The attempt with this retried count.
    pub(super) fn attempt(&self, retried_count: u32, now: Timestamp) -> Prepared {
        let webhook = Webhook::new(self.id.clone(), self.body.clone(), &HeaderMap::new());
        webhook.unsigned(retried_count, now)
    }

    /// The first attempt.
    pub(super) fn call(&self, now: Timestamp) -> Call {
        self.attempt(0, now).call()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;
    use serde_json::Value;

    use super::{Known, Orders};
    use crate::activity::{Given, LookUpError};
    use crate::rehearse::Ledger;
    use crate::rehearse::api::Books;
    use crate::toss::PaymentName;
    use crate::toss::sample::Method;

    fn data(orders: &Orders) -> Value {
        let event = orders.payment(Timestamp::UNIX_EPOCH).change("DONE", Method::Card, 0).unwrap();
        serde_json::from_slice::<Value>(&event.body).unwrap()["data"].take()
    }

    #[test]
    fn each_payment_is_another_one_under_the_runs_own_name() {
        let orders = Orders::new(Known::default(), 7, Ledger::default());
        let (first, second) = (data(&orders), data(&orders));
        assert_ne!(first["orderId"], second["orderId"]);
        assert_ne!(first["secret"], second["secret"]);
        assert_eq!(orders.made(), [&first["orderId"], &second["orderId"]].map(|id| id.as_str().unwrap()));
        assert!(orders.made()[0].starts_with("tosshook-") && orders.made()[0].ends_with("-01"));
    }

    #[test]
    fn a_known_payment_is_the_same_each_time_and_nothing_is_made_up() {
        let known = Known {
            order_id: Some("order-1".into()),
            payment_key: Some("key-1".into()),
            secret: Some("ps_1".into()),
            amount: Some(12_345),
        };
        let orders = Orders::new(known, 7, Ledger::default());
        for _ in 0..2 {
            let data = data(&orders);
            assert_eq!(data["totalAmount"], 12_345);
            assert_eq!(
                [&data["orderId"], &data["paymentKey"], &data["secret"]],
                ["order-1", "key-1", "ps_1"]
            );
        }
        assert!(orders.made().is_empty());
        let other = orders.payment(Timestamp::UNIX_EPOCH).forged().unwrap().deposit("DONE", 0).unwrap();
        let other: Value = serde_json::from_slice(&other.body).unwrap();
        assert_eq!(other["orderId"], "order-1");
        assert_ne!(other["secret"], "ps_1");
    }

    #[tokio::test]
    async fn what_deliveries_tell_of_can_be_looked_up_and_a_forged_deposit_is_not_paid_there() {
        let books = Books::default();
        let orders = Orders::new(Known::default(), 7, Ledger::new(None, Some(books.clone())));
        let now: Timestamp = "2026-11-22T04:00:00Z".parse().unwrap();
        let (honest, forged) = (orders.payment(now), orders.payment(now).forged().unwrap());
        let deposits = [honest.deposit("DONE", 0).unwrap(), forged.deposit("DONE", 0).unwrap()];
        let secrets = deposits.map(|deposit| deposit.read().and_then(|read| read.text("secret")));
        assert_eq!(orders.given(honest.order_id()).given, 0);
        orders.write_down().await;
        let mut found = Vec::new();
        for payment in [&honest, &forged] {
            let name = PaymentName::Order(payment.order_id().to_owned());
            found.push(books.find(name).await.unwrap());
        }
        assert_eq!([&found[0].status, &found[1].status], ["DONE", "WAITING_FOR_DEPOSIT"]);
        assert_eq!(found[0].secret, secrets[0]);
        assert!(secrets[1].is_some() && found[1].secret != secrets[1]);
        assert_eq!(orders.given(honest.order_id()), Given { given: 1, failed: 0 });
    }

    #[tokio::test]
    async fn a_look_up_fails_once_and_only_while_that_is_wanted() {
        let books = Books::default();
        let orders = Orders::new(Known::default(), 7, Ledger::new(None, Some(books.clone())));
        let payment = orders.payment(Timestamp::UNIX_EPOCH);
        payment.change("DONE", Method::Card, 0).unwrap();
        orders.write_down().await;
        let look_up = || books.find(PaymentName::Order(payment.order_id().to_owned()));
        let failing = orders.fail_next_look_up(payment.order_id());
        assert_eq!(look_up().await.unwrap_err(), LookUpError::OnPurpose);
        assert!(look_up().await.is_ok());
        drop(failing);
        drop(orders.fail_next_look_up(payment.order_id()));
        assert!(look_up().await.is_ok());
        assert_eq!(orders.given(payment.order_id()), Given { given: 2, failed: 1 });
    }

    #[tokio::test]
    async fn what_is_told_of_a_known_order_last_is_what_can_be_looked_up() {
        let books = Books::default();
        let known = Known { order_id: Some("order-1".into()), ..Known::default() };
        let orders = Orders::new(known, 7, Ledger::new(None, Some(books.clone())));
        let now: Timestamp = "2026-11-22T04:00:00Z".parse().unwrap();
        let status = async || {
            orders.write_down().await;
            books.find(PaymentName::Order("order-1".into())).await.unwrap().status
        };
        let first = orders.payment(now);
        first.change("CANCELED", Method::Card, 5).unwrap();
        first.change("DONE", Method::Card, 0).unwrap();
        assert_eq!(status().await, "CANCELED");
        orders.payment(now).change("DONE", Method::Card, 0).unwrap();
        assert_eq!(status().await, "DONE");
    }
}
