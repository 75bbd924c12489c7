//! A request into the tables: a new event, or one more request of the event that it repeats.

use rusqlite::{Connection, OptionalExtension, params};

use super::Recorded;
use super::names::{Names, id_at};
use super::row::{NewRow, repeat_word, timestamp};
use crate::activity::{EventId, Repeat};

/// How far back a twin is looked for, in nanoseconds: Toss Payments sends for 3d 19h 1m at most.
const TWIN_WITHIN: i64 = 4 * 86_400 * 1_000_000_000;

const EVENT_OF_TRANSMISSION: &str = "SELECT seq, id, first_arrival FROM event WHERE transmission_id = ?1";

const NEXT_PLACE: &str = "SELECT coalesce(max(seq), 0) + 1 FROM event";

const INSERT_EVENT: &str = "
    INSERT INTO event (seq, id, transmission_id, first_arrival, kind, event_status, order_id, payment_key,
        amount, transaction_key, twin_key, twin_of, head, body)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

const INSERT_DELIVERY: &str = "
    INSERT INTO delivery (event, number, repeat, retried_count, arrived_at, remote, signature, answer, head, body)
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

/// The first request's count is on its own row; those seen since are in the index of re-sends.
const COUNT_WAS_SEEN: &str = "
    SELECT (SELECT retried_count FROM delivery WHERE event = ?1 ORDER BY seq LIMIT 1) = ?2
        OR EXISTS (SELECT 1 FROM delivery WHERE event = ?1 AND retried_count = ?2 AND repeat = 'resend')";

const LAST_NUMBER: &str = "SELECT number FROM delivery WHERE event = ?1 ORDER BY seq DESC LIMIT 1";

const BODY_IS_THE_SAME: &str = "SELECT body = ?2 FROM event WHERE seq = ?1";

/// Whether a history keeps the bytes of requests, or only what tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Payload {
    Kept,
    Dropped,
}

/// Records requests, each within a transaction of the caller's.
#[derive(Clone, Copy, Debug)]
pub(super) struct Recording<'a> {
    pub(super) connection: &'a Connection,
    pub(super) names: Names,
    pub(super) payload: Payload,
}

/// An event that a request repeats.
struct Known {
    seq: i64,
    id: EventId,
    first_arrival: i64,
}

/// What sets a request apart from its event's first.
struct Later<'a> {
    number: u32,
    repeat: Repeat,
    head: Option<&'a [u8]>,
    body: Option<&'a [u8]>,
}

impl Recording<'_> {
    pub(super) fn record(&self, new: &NewRow<'_>) -> rusqlite::Result<Recorded> {
        match self.known(new)? {
            Some(event) => self.record_repeat(new, &event),
            None => self.record_event(new),
        }
    }

    fn known(&self, new: &NewRow<'_>) -> rusqlite::Result<Option<Known>> {
        let Some(id) = &new.transmission_id else { return Ok(None) };
        let mut query = self.connection.prepare_cached(EVENT_OF_TRANSMISSION)?;
        let known = query.query_row([id], |row| {
            Ok(Known { seq: row.get(0)?, id: id_at(row, 1)?, first_arrival: row.get(2)? })
        });
        known.optional()
    }

    fn record_event(&self, new: &NewRow<'_>) -> rusqlite::Result<Recorded> {
        let twin = self.find_twin(new)?;
        let seq = self.connection.prepare_cached(NEXT_PLACE)?.query_row([], |row| row.get(0))?;
        let id = self.names.name(seq, fastrand::u128(..));
        let (head, body): (&[u8], &[u8]) = match self.payload {
            Payload::Kept => (&new.head, new.body),
            Payload::Dropped => (&[], &[]),
        };
        let event = &new.event;
        self.connection.prepare_cached(INSERT_EVENT)?.execute(params![
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
            twin.map(|(seq, _)| seq),
            head,
            body,
        ])?;
        let first = Later { number: 1, repeat: Repeat::None, head: None, body: None };
        Ok(Recorded {
            id,
            delivery: self.insert_delivery(new, seq, &first)?,
            repeat: Repeat::None,
            first_arrival: timestamp(new.arrived_at),
            earlier: 0,
            twin_of: twin.map(|(_, id)| id),
        })
    }

    fn record_repeat(&self, new: &NewRow<'_>, event: &Known) -> rusqlite::Result<Recorded> {
        let seen: Option<bool> = self
            .connection
            .prepare_cached(COUNT_WAS_SEEN)?
            .query_row(params![event.seq, new.retried_count], |row| row.get(0))?;
        let repeat = if seen == Some(true) { Repeat::Duplicate } else { Repeat::Resend };
        let mut last = self.connection.prepare_cached(LAST_NUMBER)?;
        let earlier: u32 = last.query_row([event.seq], |row| row.get(0)).optional()?.unwrap_or(0);
        let mut later = Later { number: earlier.saturating_add(1), repeat, head: None, body: None };
        if self.payload == Payload::Kept {
            later.head = Some(&new.head);
            later.body = (!self.is_body_of(event, new.body)?).then_some(new.body);
        }
        Ok(Recorded {
            id: event.id,
            delivery: self.insert_delivery(new, event.seq, &later)?,
            repeat,
            first_arrival: timestamp(event.first_arrival),
            earlier,
            twin_of: None,
        })
    }

    fn is_body_of(&self, event: &Known, body: &[u8]) -> rusqlite::Result<bool> {
        self.connection
            .prepare_cached(BODY_IS_THE_SAME)?
            .query_row(params![event.seq, body], |row| row.get(0))
    }

    fn insert_delivery(&self, new: &NewRow<'_>, event: i64, later: &Later<'_>) -> rusqlite::Result<i64> {
        self.connection.prepare_cached(INSERT_DELIVERY)?.execute(params![
            event,
            later.number,
            repeat_word(later.repeat),
            new.retried_count,
            new.arrived_at,
            new.remote,
            new.signature,
            new.answer,
            later.head,
            later.body,
        ])?;
        Ok(self.connection.last_insert_rowid())
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

/// Keeps the newest rows of each table, for a history in memory.
pub(super) fn keep_newest(connection: &Connection, events: u32) -> rusqlite::Result<()> {
    let events = i64::from(events);
    // One event may get any number of requests and calls, so their rows are bounded by themselves.
    for (delete, kept) in [
        ("DELETE FROM event WHERE seq <= (SELECT max(seq) FROM event) - ?1", events),
        ("DELETE FROM delivery WHERE seq <= (SELECT max(seq) FROM delivery) - ?1", events * 2),
        ("DELETE FROM attempt WHERE seq <= (SELECT max(seq) FROM attempt) - ?1", events * 2),
    ] {
        connection.prepare_cached(delete)?.execute([kept])?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Limits, store};

    #[test]
    fn nothing_that_a_request_needs_is_looked_for_without_an_index() {
        let connection = store::connect_memory(&Limits::default()).unwrap();
        for query in
            [EVENT_OF_TRANSMISSION, NEXT_PLACE, FIND_TWIN, COUNT_WAS_SEEN, LAST_NUMBER, BODY_IS_THE_SAME]
        {
            let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
            let none = vec![rusqlite::types::Null; plan.parameter_count()];
            let steps = plan.query_map(rusqlite::params_from_iter(none), |row| row.get(3)).unwrap();
            for step in steps.collect::<Result<Vec<String>, _>>().unwrap() {
                assert!(!["SCAN event", "SCAN delivery"].contains(&&*step), "{query}\n{step}");
            }
        }
    }

    #[test]
    fn each_table_of_a_history_in_memory_is_bounded_by_itself() {
        let connection = store::connect_memory(&Limits::default()).unwrap();
        let names = Names::of(&connection).unwrap();
        let recording = Recording { connection: &connection, names, payload: Payload::Dropped };
        let mut new = NewRow::empty();
        new.transmission_id = Some("the same".into());
        for _ in 0..50 {
            recording.record(&new).unwrap();
            keep_newest(&connection, 10).unwrap();
        }
        let requests: u32 =
            connection.query_row("SELECT count(*) FROM delivery", [], |row| row.get(0)).unwrap();
        assert_eq!(requests, 20);
        assert_eq!(recording.record(&new).unwrap().earlier, 50);
    }
}
