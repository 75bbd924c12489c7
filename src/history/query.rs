//! Reading a history, while the same or another process writes it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior, params};

use super::file::Checked;
use super::names::{Names, id_at, last_place};
use super::record::LAST_NUMBER;
use super::row::{known, outcome_of, repeat_of, request_at, signature_at, timestamp};
use super::store::{Access, connect_to_read, refuse_cut, refuse_newer};
use super::{AttemptRow, DeliveryRow, EventPlace, EventRow, Found, HistoryError, Limits, Origin, Selection};
use crate::activity::{DeliveryStatus, EventId, Repeat, Request};
use crate::filter::{Known, Seen};
use crate::toss::{Content, Policy, SignatureCheck, Transmission};

/// How many requests or calls of one event are read back: the newest ones.
pub(super) const ROWS_OF_AN_EVENT: u32 = 1000;

/// How many events a name that fits several brings up.
const CANDIDATES: usize = 10;

const EVENT: &str = "
    SELECT seq, id, first_arrival, head, body, remote, signature, kind IS NOT NULL,
        (SELECT twin.id FROM event AS twin WHERE twin.seq = event.twin_of)
    FROM event WHERE seq = ?1";

const NEWEST: &str = "SELECT seq FROM event ORDER BY seq DESC LIMIT ?1 OFFSET ?2";

const BEHIND: &str = "SELECT seq FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2";

const IS_IMPORTED: &str = "SELECT EXISTS (SELECT 1 FROM imported WHERE event = ?1)";

const LAST_IMPORTED: &str = "SELECT coalesce(max(event), 0) FROM imported";

pub(super) const ID_AT: &str = "SELECT id FROM event WHERE seq = ?1";

/// The highest count and the first request that carried it: of the first request and the re-sends.
const HIGHEST_COUNT: &str = "
    SELECT retried_count, arrived_at FROM (
        SELECT retried_count, first_arrival AS arrived_at, 1 AS number FROM event WHERE seq = ?1
        UNION ALL
        SELECT * FROM (SELECT retried_count, arrived_at, number FROM delivery
            WHERE event = ?1 AND repeat = 'resend' ORDER BY retried_count DESC LIMIT 1))
    ORDER BY retried_count DESC, number LIMIT 1";

/// A query that sees all requests of the event `?1`, the first too, as the table `request`. No view of the
/// file's own: a file that somebody else made could bring another one.
macro_rules! of_requests {
    ($query:literal) => {
        concat!(
            "WITH request AS (
                SELECT seq AS event, 1 AS number, 'none' AS repeat, retried_count, first_arrival AS arrived_at,
                    remote, signature, promised, head, body
                FROM event WHERE seq = ?1
                UNION ALL
                SELECT event, number, repeat, retried_count, arrived_at, remote, signature, promised, head, body
                FROM delivery WHERE event = ?1)",
            $query
        )
    };
}

/// The answer that was given last, among the newest requests.
pub(super) const LAST_ANSWER: &str = of_requests!(
    "
    SELECT coalesce(http_status, promised) AS status, delivery_status, retried_count FROM (
        SELECT event, number, retried_count, arrived_at, promised FROM request ORDER BY number DESC LIMIT ?2)
    LEFT JOIN answer USING (event, number)
    WHERE status IS NOT NULL ORDER BY arrived_at + coalesce(answered_after, 0) DESC, number DESC LIMIT 1"
);

pub(super) const DELIVERIES: &str = of_requests!(
    "
    SELECT number, repeat, retried_count, arrived_at, remote, signature, coalesce(http_status, promised),
        answered_after, delivery_status, head, coalesce(body, (SELECT body FROM event WHERE seq = ?1))
    FROM (SELECT * FROM request ORDER BY number DESC LIMIT ?2)
    LEFT JOIN answer USING (event, number)
    ORDER BY number"
);

/// The requests after the one with number `?2`, oldest first; at most `?3`.
const DELIVERIES_AFTER: &str = of_requests!(
    "
    SELECT number, repeat, retried_count, arrived_at, remote, signature, coalesce(http_status, promised),
        answered_after, delivery_status, head, coalesce(body, (SELECT body FROM event WHERE seq = ?1))
    FROM (SELECT * FROM request WHERE number > ?2 ORDER BY number LIMIT ?3)
    LEFT JOIN answer USING (event, number)
    ORDER BY number"
);

/// The calls after the one at place `?2`, oldest first; at most `?3`.
const ATTEMPTS_AFTER: &str = "
    SELECT seq, endpoint, number, retried_count, also, begun_at, outcome, http_status, elapsed, response
    FROM attempt WHERE event = ?1 AND seq > ?2 ORDER BY seq LIMIT ?3";

const ATTEMPTS: &str = "
    SELECT * FROM (
        SELECT seq, endpoint, number, retried_count, also, begun_at, outcome, http_status, elapsed, response
        FROM attempt WHERE event = ?1 ORDER BY seq DESC LIMIT ?2)
    ORDER BY seq";

/// A read-only view, usable while another process writes.
#[derive(Debug)]
pub struct Reader {
    path: PathBuf,
    names: Names,
    connection: Connection,
    /// Dropped after the connection.
    file: Checked,
}

impl Reader {
    /// Opens an existing history; `Ok(None)` where there is none yet.
    pub fn open(path: &Path) -> Result<Option<Self>, HistoryError> {
        let Some(file) = Checked::existing(path)? else { return Ok(None) };
        let path = file.path().to_owned();
        let connection = connect_to_read(&path, Access::Read, &Limits::default())?;
        refuse_newer(&connection, &path)?;
        refuse_cut(&connection, &path)?;
        let names = Names::of(&connection).map_err(|error| HistoryError::of(&path, &error))?;
        Ok(Some(Self { path, names, connection, file }))
    }

    /// Opens what can be read of a damaged history; `Ok(None)` where there is none.
    pub(super) fn salvage(path: &Path) -> Result<Option<Self>, HistoryError> {
        let Some(file) = Checked::existing(path)? else { return Ok(None) };
        let path = file.path().to_owned();
        let connection = connect_to_read(&path, Access::Salvage, &Limits::default())?;
        refuse_newer(&connection, &path)?;
        let names = Names::of(&connection).unwrap_or_else(|_| Names::unknown(&connection));
        Ok(Some(Self { path, names, connection, file }))
    }

    /// How long the file is, in bytes.
    pub(super) fn length(&self) -> u64 {
        std::fs::metadata(&self.path).map_or(0, |about| about.len())
    }

    /// Whether the file was removed, or another one put in its place.
    pub fn is_gone(&self) -> bool {
        self.file.is_gone()
    }

    /// The newest events of all, newest first.
    pub fn newest(&self, limit: usize) -> Result<Vec<EventRow>, HistoryError> {
        self.rows(&Selection { limit, ..Selection::default() })?.collect()
    }

    /// The place of the newest event.
    pub fn newest_place(&self) -> Result<EventPlace, HistoryError> {
        self.with_connection(last_place).map(EventPlace)
    }

    /// The events behind a place in the order of arrival, at most so many, and the last one's place. Where the
    /// newest events were removed, those that come next are told.
    pub fn after(&self, place: EventPlace, most: usize) -> Result<(Vec<EventRow>, EventPlace), HistoryError> {
        let _view = self.view()?;
        let place = place.min(self.newest_place()?);
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let places: Vec<i64> = self.all(BEHIND, params![place.0, most], |row| row.get(0))?;
        let after = places.last().map_or(place, |last| EventPlace(*last));
        let rows = places.into_iter().filter_map(|seq| self.event(seq).transpose());
        Ok((rows.collect::<Result<_, _>>()?, after))
    }

    pub(super) fn newest_places(&self, limit: usize) -> Result<Vec<i64>, HistoryError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let places: Vec<i64> = self.all(NEWEST, params![limit, 0], |row| row.get(0))?;
        if places.is_sorted_by(|one, next| one > next) { Ok(places) } else { Err(self.disordered()) }
    }

    /// The event that a unique prefix, `last` or `last~N` names: `last~1` is the one before `last`.
    pub fn find(&self, name: &str) -> Result<Found, HistoryError> {
        let _view = self.view()?;
        if let Some(back) = steps_back(name) {
            let seq = self.one(NEWEST, params![1, back], |row| row.get(0))?;
            return self.found(seq);
        }
        let name = name.to_ascii_lowercase();
        if name.is_empty() {
            return Ok(Found::Nothing);
        }
        let last = last_place(&self.connection).map_err(|error| self.failed(&error))?;
        let imported =
            self.with_connection(|connection| self.names.imported_fitting(connection, &name, CANDIDATES))?;
        let mut fitting: Vec<(i64, EventId)> = Vec::new();
        for place in imported.into_iter().chain(self.names.fitting(&name, last)) {
            let id = self.one(ID_AT, [place], |row| id_at(row, 0))?;
            let id = id.filter(|id| id.as_str().starts_with(&name));
            fitting
                .extend(id.filter(|id| !fitting.iter().any(|(_, known)| known == id)).map(|id| (place, id)));
            if fitting.len() == CANDIDATES {
                break;
            }
        }
        match fitting[..] {
            [] => Ok(Found::Nothing),
            [(place, _)] => self.found(Some(place)),
            _ => Ok(Found::Several(fitting.into_iter().map(|(_, id)| id).collect())),
        }
    }

    /// The requests received for an event, oldest first; of more than 1,000 the newest.
    pub fn deliveries(&self, id: EventId) -> Result<Vec<DeliveryRow>, HistoryError> {
        let _view = self.view()?;
        let place = self.place_of(id)?;
        self.all(DELIVERIES, params![place, ROWS_OF_AN_EVENT], delivery_row)
    }

    /// The calls made for an event, oldest first; of more than 1,000 the newest.
    pub fn attempts(&self, id: EventId) -> Result<Vec<AttemptRow>, HistoryError> {
        let _view = self.view()?;
        let place = self.place_of(id)?;
        self.all(ATTEMPTS, params![place, ROWS_OF_AN_EVENT], attempt_row)
    }

    /// The requests of an event after the one with this number, oldest first; at most so many.
    pub(super) fn deliveries_after(
        &self,
        seq: i64,
        number: u32,
        most: u32,
    ) -> Result<Vec<DeliveryRow>, HistoryError> {
        self.all(DELIVERIES_AFTER, params![seq, number, most], delivery_row)
    }

    /// The calls of an event after the one at this place, oldest first, each with its place; at most so many.
    pub(super) fn attempts_after(
        &self,
        seq: i64,
        place: i64,
        most: u32,
    ) -> Result<Vec<(i64, AttemptRow)>, HistoryError> {
        self.all(ATTEMPTS_AFTER, params![seq, place, most], |row| Ok((row.get(0)?, attempt_row(row)?)))
    }

    /// Where an event comes from.
    fn origin(&self, seq: i64) -> Result<Origin, HistoryError> {
        if !self.names.tell_imports() {
            return Ok(Origin::Arrived);
        }
        let imported: Option<bool> = self.one(IS_IMPORTED, [seq], |row| row.get(0))?;
        Ok(if imported == Some(true) { Origin::Imported } else { Origin::Arrived })
    }

    /// The place of the newest imported event; 0 where there is none.
    pub(super) fn last_imported(&self) -> Result<i64, HistoryError> {
        if !self.names.tell_imports() {
            return Ok(0);
        }
        Ok(self.one(LAST_IMPORTED, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// Whether the event at this place was imported.
    pub(super) fn is_imported(&self, seq: i64) -> Result<bool, HistoryError> {
        Ok(self.origin(seq)? == Origin::Imported)
    }

    /// One state of the history for all that is read while this lives, and one lock instead of many.
    pub(super) fn view(&self) -> Result<Transaction<'_>, HistoryError> {
        Transaction::new_unchecked(&self.connection, TransactionBehavior::Deferred)
            .map_err(|error| self.failed(&error))
    }

    pub(super) fn place_of(&self, id: EventId) -> Result<Option<i64>, HistoryError> {
        self.names.find(&self.connection, id).map_err(|error| self.failed(&error))
    }

    fn found(&self, seq: Option<i64>) -> Result<Found, HistoryError> {
        let event = seq.map(|seq| self.event(seq)).transpose()?.flatten();
        Ok(event.map_or(Found::Nothing, |event| Found::Event(Box::new(event))))
    }

    /// An event with what its requests and answers make of it; none where it was just removed.
    fn event(&self, seq: i64) -> Result<Option<EventRow>, HistoryError> {
        self.first(seq)?.map(|first| self.event_of(seq, first)).transpose()
    }

    /// The event at a place, as it is listed; none where there is none.
    pub(super) fn event_at(&self, seq: i64) -> Result<Option<EventRow>, HistoryError> {
        self.event(seq)
    }

    /// The first request of an event; none where it was just removed.
    pub(super) fn first(&self, seq: i64) -> Result<Option<First>, HistoryError> {
        self.one(EVENT, params![seq], first_request)
    }

    /// What the requests and answers of an event make of it.
    pub(super) fn event_of(&self, seq: i64, first: First) -> Result<EventRow, HistoryError> {
        let attempts = self.one(LAST_NUMBER, params![seq], |row| row.get(0))?.unwrap_or(1);
        let highest =
            self.one(HIGHEST_COUNT, params![seq], |row| Ok((row.get(0)?, timestamp(row.get(1)?))))?;
        let (last_retried_count, last_arrival) = highest.unwrap_or((0, first.request.arrived_at));
        let (last_answer, delivery_status) = self.answered(seq)?;
        Ok(EventRow {
            id: first.id,
            content: first.content,
            transmission: first.transmission,
            request: first.request,
            signature: first.signature,
            twin_of: first.twin_of,
            delivery_status,
            resent: self.resent(seq)?,
            origin: self.origin(seq)?,
            attempts,
            last_retried_count,
            last_arrival,
            last_answer,
        })
    }

    /// The last status answered, and what the sender has it for.
    pub(super) fn answered(&self, seq: i64) -> Result<(Option<u16>, DeliveryStatus), HistoryError> {
        let answer: Option<(u16, Option<String>, u32)> =
            self.one(LAST_ANSWER, params![seq, ROWS_OF_AN_EVENT], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })?;
        let delivery_status = answer.as_ref().map_or(DeliveryStatus::Sending, |(status, noted, count)| {
            noted.as_deref().and_then(DeliveryStatus::parse).unwrap_or_else(|| promised(*status, *count))
        });
        Ok((answer.map(|(status, ..)| status), delivery_status))
    }

    pub(super) fn all<T>(
        &self,
        query: &str,
        parameters: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, HistoryError> {
        let rows = || -> rusqlite::Result<Vec<T>> {
            self.connection.prepare_cached(query)?.query_map(parameters, read)?.collect()
        };
        rows().map_err(|error| self.failed(&error))
    }

    pub(super) fn one<T>(
        &self,
        query: &str,
        parameters: impl rusqlite::Params,
        read: impl FnOnce(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Option<T>, HistoryError> {
        let row = || self.connection.prepare_cached(query)?.query_row(parameters, read).optional();
        row().map_err(|error| self.failed(&error))
    }

    pub(super) fn with_connection<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, HistoryError> {
        read(&self.connection).map_err(|error| self.failed(&error))
    }

    /// That rows stand where they can't have been put.
    pub(super) fn disordered(&self) -> HistoryError {
        HistoryError::Damaged { path: self.path.clone(), reason: "its rows are out of order".to_owned() }
    }

    /// What becomes another number whenever another process has changed the history.
    pub(super) fn state(&self) -> Result<u32, HistoryError> {
        self.with_connection(|connection| {
            connection.pragma_query_value(None, "data_version", |row| row.get(0))
        })
    }

    fn failed(&self, error: &rusqlite::Error) -> HistoryError {
        HistoryError::of(&self.path, error)
    }
}

/// The first request of an event, as the tables have it.
pub(super) struct First {
    pub(super) id: EventId,
    pub(super) request: Request,
    pub(super) content: Content,
    pub(super) transmission: Transmission,
    pub(super) signature: SignatureCheck,
    twin_of: Option<EventId>,
}

impl First {
    /// What filters see of it.
    pub(super) fn seen(&self) -> Seen<'_> {
        Seen {
            request: &self.request,
            content: &self.content,
            transmission: &self.transmission,
            signature: self.signature,
            known: Some(Known { id: self.id, repeat: Repeat::None, twin_of: self.twin_of }),
        }
    }
}

pub(super) fn first_request(row: &Row<'_>) -> rusqlite::Result<First> {
    let request = request_at(row, 3, 4, 5, row.get(2)?)?;
    let content = Content::read(&request.body);
    let was_event: bool = row.get(7)?;
    // A body that was an event when it came, and is none any more, was overwritten.
    known((!was_event || content.event().is_some()).then_some(()), 4)?;
    Ok(First {
        id: id_at(row, 1)?,
        content,
        transmission: Transmission::read(&request.headers),
        request,
        signature: signature_at(row, 6)?,
        twin_of: row.get_ref(8)?.as_str_or_null()?.and_then(EventId::parse),
    })
}

pub(super) fn delivery_row(row: &Row<'_>) -> rusqlite::Result<DeliveryRow> {
    let status: Option<String> = row.get(8)?;
    let (retried_count, answer): (u32, Option<u16>) = (row.get(2)?, row.get(6)?);
    let noted = status.as_deref().and_then(DeliveryStatus::parse);
    Ok(DeliveryRow {
        number: row.get(0)?,
        repeat: known(repeat_of(row.get_ref(1)?.as_str()?), 1)?,
        retried_count,
        request: request_at(row, 9, 10, 4, row.get(3)?)?,
        signature: signature_at(row, 5)?,
        answer,
        answered_after: duration_at(row, 7)?,
        delivery_status: noted.or_else(|| answer.map(|status| promised(status, retried_count))),
    })
}

fn attempt_row(row: &Row<'_>) -> rusqlite::Result<AttemptRow> {
    let outcome: Option<String> = row.get(6)?;
    let response: Option<Vec<u8>> = row.get(9)?;
    Ok(AttemptRow {
        endpoint: row.get(1)?,
        number: row.get(2)?,
        retried_count: row.get(3)?,
        also: row.get(4)?,
        begun_at: timestamp_at(row, 5)?,
        outcome: outcome.as_deref().and_then(outcome_of),
        http_status: row.get(7)?,
        elapsed: duration_at(row, 8)?,
        response: response.map(Bytes::from),
    })
}

fn timestamp_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Timestamp> {
    row.get(column).map(timestamp)
}

fn duration_at(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<Duration>> {
    let nanoseconds: Option<i64> = row.get(column)?;
    Ok(nanoseconds.map(|nanoseconds| Duration::from_nanos(nanoseconds.try_into().unwrap_or(0))))
}

/// What an answer comes to that was to be given at once, and of which no more was noted.
pub(super) fn promised(status: u16, retried_count: u32) -> DeliveryStatus {
    let policy = Policy::toss();
    policy.delivery_status(policy.judge(status, Duration::ZERO), retried_count)
}

/// How many events before the newest `last` or `last~N` means; none for any other name.
fn steps_back(name: &str) -> Option<u32> {
    match name.strip_prefix("last")? {
        "" => Some(0),
        rest => rest.strip_prefix('~')?.parse().ok(),
    }
}
