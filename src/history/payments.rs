//! Payments that can be looked up: those of events that were made here, and those that recorded
//! events carry.
//!
//! What is made is written down before it is sent, for its receiver may ask at once, and what goes to
//! a server of the user's own never comes by here. What is recorded stays where it is: whoever looks
//! it up goes through the events once and remembers where they are.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};
use tokio::sync::oneshot;

use super::job::Job;
use super::names::{id_at, last_place};
use super::query::{ID_AT, Reader};
use super::row::{bounded, known, nanoseconds, timestamp};
use super::store;
use super::{History, HistoryError};
use crate::activity::EventId;
use crate::toss::{Content, Payment, PaymentName};

/// How many payments are kept of those that were made here: the newest.
pub const MADE_PAYMENTS_KEPT: u32 = 10_000;

/// How many places are looked at with the same view of the history.
const PLACES_AT_ONCE: i64 = 20_000;

const FORGET_OLDER: &str = "DELETE FROM known_payment WHERE payment_key = ?1 AND changed_at <= ?2";

/// Does nothing where a newer state is known.
const KEEP: &str = "
    INSERT INTO known_payment (payment_key, order_id, changed_at, kept_at, body)
    VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (payment_key) DO NOTHING";

const KEEP_NEWEST: &str = "DELETE FROM known_payment WHERE seq <= (SELECT max(seq) FROM known_payment) - ?1";

const MADE_WITH_KEY: &str = "SELECT changed_at, kept_at, body FROM known_payment WHERE payment_key = ?1";

const MADE_FOR_ORDER: &str = "
    SELECT changed_at, kept_at, body FROM known_payment WHERE order_id = ?1
    ORDER BY changed_at DESC, seq DESC LIMIT 1";

/// An order that `LinkPay` tells of has its payment's names within.
const RECORDED: &str = "
    SELECT seq, payment_key, order_id, CASE WHEN kind = 'ORDER_PAYMENT_STATUS_CHANGED' THEN body END
    FROM event WHERE seq > ?1 AND seq <= ?2
        AND (kind = 'PAYMENT_STATUS_CHANGED' AND amount IS NOT NULL OR kind = 'ORDER_PAYMENT_STATUS_CHANGED')";

const EVENT_AT: &str = "SELECT first_arrival, body FROM event WHERE seq = ?1";

/// A state of a payment.
#[derive(Clone, Debug)]
pub struct PaymentState {
    /// The payment in this state.
    pub payment: Payment,
    /// When its event was made, as that says.
    pub changed_at: Timestamp,
    /// When it came to be known.
    pub known_at: Timestamp,
}

/// How far the recorded events have been gone through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    place: i64,
    /// The event there. Another one there means that events were removed, and others have their places.
    id: Option<EventId>,
}

/// What going through the recorded events comes by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ComeBy {
    /// The start, for what was gone through is no longer there.
    StartAgain,
    /// A payment by both of its names, as [`in_column`] has them, and where it is.
    Payment {
        /// Its key.
        key: PaymentName,
        /// Its order.
        order: PaymentName,
        /// The place of its event.
        place: PaymentPlace,
    },
}

/// The place of an event that carries a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PaymentPlace(i64);

impl PaymentPlace {
    /// The places before and after all others.
    pub const ALL: std::ops::RangeInclusive<Self> = Self(i64::MIN)..=Self(i64::MAX);
}

/// What is asked of the writer about payments.
#[derive(Debug)]
pub(super) enum PaymentAsk {
    Keep(Box<PaymentState>),
    Find(String),
}

/// Where its answer goes: the newest payment of an order, where that was asked for.
pub(super) type FoundTo = oneshot::Sender<Result<Option<Box<Payment>>, HistoryError>>;

impl History {
    /// Keeps a payment that was made, unless a newer state of it is kept; done when it is committed.
    pub async fn keep_payment(&self, state: PaymentState) -> Result<(), HistoryError> {
        self.ask_payments(PaymentAsk::Keep(Box::new(state))).await.map(drop)
    }

    /// The newest payment that was made for this order.
    pub async fn made_payment(&self, order_id: &str) -> Result<Option<Payment>, HistoryError> {
        let found = self.ask_payments(PaymentAsk::Find(order_id.to_owned())).await?;
        Ok(found.map(|found| *found))
    }

    async fn ask_payments(&self, ask: PaymentAsk) -> Result<Option<Box<Payment>>, HistoryError> {
        let (reply, found) = oneshot::channel();
        self.queue(Job::Payments { ask, reply }).await?;
        found.await.map_err(|_| HistoryError::Closed)?
    }
}

/// Does what is asked; of a history in memory nobody else could ask anything.
pub(super) fn answer(connection: &Connection, ask: &PaymentAsk) -> rusqlite::Result<Option<Box<Payment>>> {
    match ask {
        PaymentAsk::Keep(state) => keep(connection, state).map(|()| None),
        PaymentAsk::Find(order_id) => {
            let mut query = connection.prepare_cached(MADE_FOR_ORDER)?;
            let state = query.query_row([bounded(order_id)], made_state).optional()?;
            Ok(state.map(|state| Box::new(state.payment)))
        }
    }
}

fn keep(connection: &Connection, state: &PaymentState) -> rusqlite::Result<()> {
    let payment = &state.payment;
    let (key, changed_at) = (bounded(&payment.key), nanoseconds(state.changed_at));
    connection.prepare_cached(FORGET_OLDER)?.execute(params![key, changed_at])?;
    connection.prepare_cached(KEEP)?.execute(params![
        key,
        bounded(&payment.order_id),
        changed_at,
        nanoseconds(state.known_at),
        &payment.bytes[..],
    ])?;
    connection.prepare_cached(KEEP_NEWEST)?.execute([MADE_PAYMENTS_KEPT]).map(drop)
}

impl Reader {
    /// The newest state of a payment that was made here.
    pub fn made_state(&self, name: &PaymentName) -> Result<Option<PaymentState>, HistoryError> {
        // Nobody has written to it since the table was invented.
        if self.version()? < store::WITH_KNOWN_PAYMENTS {
            return Ok(None);
        }
        match name {
            PaymentName::Key(key) => self.one(MADE_WITH_KEY, [bounded(key)], made_state),
            PaymentName::Order(order) => self.one(MADE_FOR_ORDER, [bounded(order)], made_state),
        }
    }

    /// Goes on through the recorded events, and tells of the payments that they carry.
    pub fn go_through_payments(
        &self,
        gone: Gone,
        mut tell: impl FnMut(ComeBy),
    ) -> Result<Gone, HistoryError> {
        let mut place = gone.place;
        if self.one(ID_AT, [place], |row| id_at(row, 0))? != gone.id {
            place = 0;
            tell(ComeBy::StartAgain);
        }
        loop {
            let _view = self.view()?;
            let last = self.last_place()?;
            let end = last.min(place.saturating_add(PLACES_AT_ONCE));
            for (at, names) in self.all(RECORDED, [place, end], names_at)? {
                if let Some((key, order)) = names {
                    let (key, order) = (PaymentName::Key(key), PaymentName::Order(order));
                    tell(ComeBy::Payment { key, order, place: PaymentPlace(at) });
                }
            }
            place = end;
            if place >= last {
                let id = self.one(ID_AT, [place], |row| id_at(row, 0))?;
                return Ok(Gone { place, id });
            }
        }
    }

    /// The payment that the event at a place carries; none where another event is there by now.
    pub fn recorded_state(&self, place: PaymentPlace) -> Result<Option<PaymentState>, HistoryError> {
        let event =
            self.one(EVENT_AT, [place.0], |row| Ok((timestamp(row.get(0)?), row.get::<_, Vec<u8>>(1)?)))?;
        Ok(event.and_then(|(known_at, body)| {
            let event = Content::read(&body.into()).into_event()?;
            Some(PaymentState {
                payment: event.payment()?,
                changed_at: event.made_at().unwrap_or(known_at),
                known_at,
            })
        }))
    }

    fn last_place(&self) -> Result<i64, HistoryError> {
        self.with_connection(last_place)
    }

    pub(super) fn version(&self) -> Result<usize, HistoryError> {
        self.with_connection(store::version)
    }
}

/// A payment's name as a column of the history holds it.
#[must_use]
pub fn in_column(name: &PaymentName) -> PaymentName {
    match name {
        PaymentName::Key(key) => PaymentName::Key(bounded(key).into_owned()),
        PaymentName::Order(order) => PaymentName::Order(bounded(order).into_owned()),
    }
}

fn made_state(row: &Row<'_>) -> rusqlite::Result<PaymentState> {
    let body: Vec<u8> = row.get(2)?;
    Ok(PaymentState {
        payment: known(Payment::read(body.into()), 2)?,
        changed_at: timestamp(row.get(0)?),
        known_at: timestamp(row.get(1)?),
    })
}

/// The place of an event, and key and order of its payment as columns hold them.
fn names_at(row: &Row<'_>) -> rusqlite::Result<(i64, Option<(String, String)>)> {
    let place = row.get(0)?;
    if let Some(body) = row.get::<_, Option<Vec<u8>>>(3)? {
        let payment = Content::read(&body.into()).into_event().and_then(|event| event.payment());
        let names = payment.map(|it| (bounded(&it.key).into_owned(), bounded(&it.order_id).into_owned()));
        return Ok((place, names));
    }
    let (key, order): (Option<String>, Option<String>) = (row.get(1)?, row.get(2)?);
    Ok((place, key.zip(order)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::Limits;

    #[test]
    fn no_payment_is_looked_for_without_an_index() {
        let connection = store::connect_memory(&Limits::default()).unwrap();
        for query in
            [FORGET_OLDER, KEEP, KEEP_NEWEST, MADE_WITH_KEY, MADE_FOR_ORDER, RECORDED, EVENT_AT, ID_AT]
        {
            for step in store::plan_of(&connection, query) {
                assert!(!step.starts_with("SCAN"), "{query}\n{step}");
            }
        }
    }

    #[test]
    fn the_newest_of_many_payments_are_kept() {
        let connection = store::connect_memory(&Limits::default()).unwrap();
        let state = |number: u32| {
            let printed =
                format!(r#"{{"paymentKey":"p{number}","orderId":"o","status":"DONE","totalAmount":1}}"#);
            let payment = Payment::read(printed.into()).unwrap();
            let at = timestamp(i64::from(number));
            PaymentState { payment, changed_at: at, known_at: at }
        };
        for number in 0..MADE_PAYMENTS_KEPT + 5 {
            keep(&connection, &state(number)).unwrap();
        }
        let count: u32 =
            connection.query_row("SELECT count(*) FROM known_payment", [], |row| row.get(0)).unwrap();
        assert_eq!(count, MADE_PAYMENTS_KEPT);
        let found = answer(&connection, &PaymentAsk::Find("o".to_owned())).unwrap().unwrap();
        assert_eq!(found.key, format!("p{}", MADE_PAYMENTS_KEPT + 4));
    }
}
