//! What is noted of an event after it was recorded: answers, and calls of endpoints.

use rusqlite::{Connection, params};

use super::names::Names;
use super::row::{NewAnswer, NewAttempt};
use crate::activity::EventId;

const NOTE_ANSWER: &str = "
    INSERT OR REPLACE INTO answer (event, number, http_status, answered_after, delivery_status)
    SELECT ?1, ?2, ?3, ?4, ?5 WHERE EXISTS (SELECT 1 FROM event WHERE seq = ?1)";

const INSERT_ATTEMPT: &str = "
    INSERT INTO attempt (event, endpoint, number, retried_count, also, begun_at, outcome, http_status,
        elapsed, response)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";

const COUNT_ATTEMPTS: &str = "SELECT count(*) FROM attempt WHERE event = ?1 AND endpoint = ?2";

/// Notes the answer that a request got; nothing where the event is gone.
pub(super) fn note_answer(connection: &Connection, answer: &NewAnswer) -> rusqlite::Result<()> {
    connection.prepare_cached(NOTE_ANSWER)?.execute(params![
        answer.delivery.event,
        answer.delivery.number,
        answer.http_status,
        answer.answered_after,
        answer.delivery_status,
    ])?;
    Ok(())
}

/// Notes a call; nothing where the event is gone.
pub(super) fn note_attempt(
    connection: &Connection,
    names: Names,
    attempt: &NewAttempt,
) -> rusqlite::Result<()> {
    match names.find(connection, attempt.event)? {
        Some(event) => put_attempt(connection, event, attempt),
        None => Ok(()),
    }
}

/// The same for an event whose place is known.
pub(super) fn put_attempt(connection: &Connection, event: i64, attempt: &NewAttempt) -> rusqlite::Result<()> {
    let ended = attempt.ended.as_ref();
    connection.prepare_cached(INSERT_ATTEMPT)?.execute(params![
        event,
        attempt.endpoint,
        attempt.number,
        attempt.retried_count,
        attempt.also,
        attempt.begun_at,
        ended.map(|ended| ended.outcome),
        ended.and_then(|ended| ended.http_status),
        ended.map(|ended| ended.elapsed),
        ended.and_then(|ended| ended.response.as_deref()),
    ])?;
    Ok(())
}

/// How many calls of this event to this endpoint are noted.
pub(super) fn count_attempts(
    connection: &Connection,
    names: Names,
    event: EventId,
    endpoint: &str,
) -> rusqlite::Result<u32> {
    let Some(event) = names.find(connection, event)? else { return Ok(0) };
    count_calls(connection, event, endpoint)
}

/// The same for an event whose place is known.
pub(super) fn count_calls(connection: &Connection, event: i64, endpoint: &str) -> rusqlite::Result<u32> {
    connection.prepare_cached(COUNT_ATTEMPTS)?.query_row(params![event, endpoint], |row| row.get(0))
}
