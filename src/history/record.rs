//! A request into the tables: a new event, or one more request of the event that it repeats.

use rusqlite::{CachedStatement, Connection, OptionalExtension, params};

use super::names::{Names, id_at, last_given};
use super::row::{NewRow, timestamp};
use super::{DeliveryKey, Recorded};
use crate::activity::{EventId, Repeat};

/// How far back a twin is looked for, in nanoseconds: Toss Payments sends for 3d 19h 1m at most.
const TWIN_WITHIN: i64 = 4 * 86_400 * 1_000_000_000;

const EVENT_OF_TRANSMISSION: &str = "SELECT seq, id, first_arrival FROM event WHERE transmission_id = ?1";

/// Does nothing where the transmission is known: most requests are first ones, so it is not asked before.
const INSERT_EVENT: &str = "
    INSERT INTO event (seq, id, transmission_id, first_arrival, kind, event_status, order_id, payment_key,
        amount, transaction_key, twin_key, twin_of, retried_count, remote, signature, promised, head, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
    ON CONFLICT (transmission_id) WHERE transmission_id IS NOT NULL DO NOTHING";

const INSERT_DELIVERY: &str = "
    INSERT INTO delivery (event, number, repeat, retried_count, arrived_at, remote, signature, promised, head, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

/// Of the 64 newest events with the key, so that a flood of one order can't slow the writer down:
/// the earliest of another type that has no twin, in time, and of the same transaction where both say.
const FIND_TWIN: &str = "
    WITH recent AS (
        SELECT seq, id, kind, transaction_key, first_arrival, twin_of FROM event
        WHERE twin_key = ?1 ORDER BY seq DESC LIMIT 64)
    SELECT seq, id FROM recent
    WHERE kind <> ?2 AND first_arrival >= ?3 AND twin_of IS NULL
        AND (transaction_key IS NULL OR ?4 IS NULL OR transaction_key = ?4)
        AND seq NOT IN (SELECT twin_of FROM recent WHERE twin_of IS NOT NULL)
    ORDER BY seq LIMIT 1";

/// How many requests of one event a history in memory keeps beside the first: all that the policy makes,
/// and some that came twice.
const LATER_REQUESTS_HELD: u32 = 10;

/// The first request's count is with its event; those seen since are in the index of re-sends.
const COUNT_WAS_SEEN: &str = "
    SELECT (SELECT retried_count FROM event WHERE seq = ?1) = ?2
        OR EXISTS (SELECT 1 FROM delivery WHERE event = ?1 AND retried_count = ?2 AND repeat = 'resend')";

const FORGET_LATER: &str = "DELETE FROM delivery WHERE event = ?1 AND number <= ?2";

/// None for an event with a first request only.
pub(super) const LAST_NUMBER: &str =
    "SELECT number FROM delivery WHERE event = ?1 ORDER BY number DESC LIMIT 1";

const BODY_IS_THE_SAME: &str = "SELECT body = ?2 FROM event WHERE seq = ?1";

/// Whether a history keeps the bytes of requests, or only what tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payload {
    Kept,
    Dropped,
}

/// Records the requests of one transaction of the caller's.
pub(super) struct Recording<'a> {
    connection: &'a Connection,
    names: Names,
    payload: Payload,
    insert_event: CachedStatement<'a>,
    /// The highest place given so far.
    last: i64,
}

/// An event that a request repeats.
struct Known {
    seq: i64,
    id: EventId,
    first_arrival: i64,
}

impl<'a> Recording<'a> {
    /// Nobody else may write until the transaction ends, so the places of new events are counted from here.
    pub(super) fn begin(
        connection: &'a Connection,
        names: Names,
        payload: Payload,
    ) -> rusqlite::Result<Self> {
        Ok(Self {
            connection,
            names,
            payload,
            insert_event: connection.prepare_cached(INSERT_EVENT)?,
            last: last_given(connection)?,
        })
    }

    pub(super) fn record(&mut self, new: &NewRow<'_>) -> rusqlite::Result<Recorded> {
        if let Some(recorded) = self.record_event(new)? {
            return Ok(recorded);
        }
        let mut query = self.connection.prepare_cached(EVENT_OF_TRANSMISSION)?;
        let known = query.query_row([&new.transmission_id], |row| {
            Ok(Known { seq: row.get(0)?, id: id_at(row, 1)?, first_arrival: row.get(2)? })
        });
        self.record_repeat(new, &known?)
    }

    /// Records the request as an event's first; none where it repeats one.
    fn record_event(&mut self, new: &NewRow<'_>) -> rusqlite::Result<Option<Recorded>> {
        let twin = self.find_twin(new)?;
        let id = self.names.name(self.last + 1, fastrand::u128(..));
        let seq = self.insert_event(new, id, twin.map(|(seq, _)| seq))?;
        Ok(seq.map(|seq| Recorded {
            id,
            delivery: DeliveryKey { event: seq, number: 1 },
            repeat: Repeat::None,
            first_arrival: timestamp(new.arrived_at),
            earlier: 0,
            twin_of: twin.map(|(_, id)| id),
            plan: None,
        }))
    }

    /// Puts the request behind the newest event, as the first of an event with this id, and says at which place;
    /// none where its transmission is known.
    pub(super) fn insert_event(
        &mut self,
        new: &NewRow<'_>,
        id: EventId,
        twin: Option<i64>,
    ) -> rusqlite::Result<Option<i64>> {
        let seq = self.last + 1;
        let (head, body): (&[u8], &[u8]) = match self.payload {
            Payload::Kept => (&new.head, new.body),
            Payload::Dropped => (&[], &[]),
        };
        let event = &new.event;
        let inserted = self.insert_event.execute(params![
            seq,
            id.as_str(),
            new.transmission_id,
            new.arrived_at,
            event.kind,
            event.status,
            event.order_id,
            event.payment_key,
            event.amount,
            event.transaction_key,
            event.twin_key,
            twin,
            new.retried_count,
            new.remote,
            new.signature,
            new.answer,
            head,
            body,
        ])?;
        if inserted == 0 {
            return Ok(None);
        }
        self.last = seq;
        Ok(Some(seq))
    }

    fn record_repeat(&mut self, new: &NewRow<'_>, event: &Known) -> rusqlite::Result<Recorded> {
        let seen: Option<bool> = self
            .connection
            .prepare_cached(COUNT_WAS_SEEN)?
            .query_row(params![event.seq, new.retried_count], |row| row.get(0))?;
        let repeat = if seen == Some(true) { Repeat::Duplicate } else { Repeat::Resend };
        let mut last = self.connection.prepare_cached(LAST_NUMBER)?;
        let earlier: u32 = last.query_row([event.seq], |row| row.get(0)).optional()?.unwrap_or(1);
        let number = earlier.saturating_add(1);
        if self.payload == Payload::Dropped {
            self.forget_later(event, number)?;
        }
        self.insert_delivery(new, DeliveryKey { event: event.seq, number }, repeat)?;
        Ok(Recorded {
            id: event.id,
            delivery: DeliveryKey { event: event.seq, number },
            repeat,
            first_arrival: timestamp(event.first_arrival),
            earlier,
            twin_of: None,
            plan: None,
        })
    }

    /// Puts the request beside those of its event.
    pub(super) fn insert_delivery(
        &self,
        new: &NewRow<'_>,
        key: DeliveryKey,
        repeat: Repeat,
    ) -> rusqlite::Result<()> {
        let (head, body): (&[u8], Option<&[u8]>) = match self.payload {
            Payload::Kept => (&new.head, (!self.is_body_of(key.event, new.body)?).then_some(new.body)),
            Payload::Dropped => (&[], None),
        };
        self.connection.prepare_cached(INSERT_DELIVERY)?.execute(params![
            key.event,
            key.number,
            repeat.as_str(),
            new.retried_count,
            new.arrived_at,
            new.remote,
            new.signature,
            new.answer,
            head,
            body,
        ])?;
        Ok(())
    }

    fn is_body_of(&self, event: i64, body: &[u8]) -> rusqlite::Result<bool> {
        self.connection.prepare_cached(BODY_IS_THE_SAME)?.query_row(params![event, body], |row| row.get(0))
    }

    /// Forgets all but the first and the newest requests, to make room for the one with this number.
    fn forget_later(&self, event: &Known, number: u32) -> rusqlite::Result<()> {
        let forgotten = number.saturating_sub(LATER_REQUESTS_HELD);
        self.connection.prepare_cached(FORGET_LATER)?.execute(params![event.seq, forgotten]).map(drop)
    }

    /// The event that tells of the same change under another type; free where there is no twin key.
    fn find_twin(&self, new: &NewRow<'_>) -> rusqlite::Result<Option<(i64, EventId)>> {
        let Some(key) = &new.event.twin_key else { return Ok(None) };
        let oldest = new.arrived_at.saturating_sub(TWIN_WITHIN);
        let mut query = self.connection.prepare_cached(FIND_TWIN)?;
        let twin = query.query_row(params![key, new.event.kind, oldest, new.event.transaction_key], |row| {
            Ok((row.get(0)?, id_at(row, 1)?))
        });
        twin.optional()
    }
}

/// Keeps the newest events, and the newest calls, of a history in memory.
pub(super) fn keep_newest(connection: &Connection, events: u32) -> rusqlite::Result<()> {
    let events = i64::from(events);
    // One event may get any number of calls, so their rows are bounded by themselves.
    for (delete, kept) in [
        ("DELETE FROM event WHERE seq <= (SELECT max(seq) FROM event) - ?1", events),
        ("DELETE FROM delivery WHERE event <= (SELECT max(seq) FROM event) - ?1", events),
        ("DELETE FROM answer WHERE event <= (SELECT max(seq) FROM event) - ?1", events),
        ("DELETE FROM attempt WHERE seq <= (SELECT max(seq) FROM attempt) - ?1", events * 2),
    ] {
        connection.prepare_cached(delete)?.execute([kept])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::query::{DELIVERIES, LAST_ANSWER};
    use crate::history::{Limits, store};

    #[test]
    fn nothing_of_one_event_is_looked_for_without_an_index() {
        let connection = store::connect_memory(&Limits::default()).unwrap();
        for query in [
            EVENT_OF_TRANSMISSION,
            FIND_TWIN,
            COUNT_WAS_SEEN,
            FORGET_LATER,
            LAST_NUMBER,
            BODY_IS_THE_SAME,
            LAST_ANSWER,
            DELIVERIES,
        ] {
            for step in store::plan_of(&connection, query) {
                assert!(!["SCAN event", "SCAN delivery"].contains(&&*step), "{query}\n{step}");
            }
        }
    }

    #[test]
    fn one_event_does_not_fill_a_history_in_memory() {
        let connection = store::connect_memory(&Limits::default()).unwrap();
        let names = Names::of(&connection).unwrap();
        let mut recording = Recording::begin(&connection, names, Payload::Dropped).unwrap();
        let mut new = NewRow::empty();
        new.transmission_id = Some("the same".into());
        for _ in 0..50 {
            recording.record(&new).unwrap();
            keep_newest(&connection, 10).unwrap();
        }
        let later: u32 = connection.query_row("SELECT count(*) FROM delivery", [], |row| row.get(0)).unwrap();
        assert_eq!(later, LATER_REQUESTS_HELD);
        assert_eq!(recording.record(&new).unwrap().earlier, 50);
    }
}
