//! The statements about plans and leases; each is run within a transaction of the writer's.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::holder::{Holder, is_gone};
use super::names::{Names, id_at, last_place};
use super::notes::count_calls;
use super::plans::{
    Ask, AttemptKey, Began, Beginning, Begun, EventMark, LEASE, NewPlan, Next, Pending, PlanKey, Said, Start,
    Started, Taken, Taking,
};
use super::row::{NewOutcome, duration, nanoseconds, request_at, signature_at, timestamp};
use crate::toss::Transmission;

/// An event that failed to the last starts anew when it comes again.
const START: &str = "
    INSERT INTO plan (event, endpoint, url, state, retried_count, at, wait_left, stored_at, holder)
    VALUES (?1, ?2, ?3, 'Sending', ?4, ?5, ?6, ?7, ?8)
    ON CONFLICT (event, endpoint) DO UPDATE SET state = 'Sending', url = ?3, retried_count = ?4, at = ?5,
        wait_left = ?6, stored_at = ?7, holder = ?8
    WHERE state = 'Failed'";

const BEGUN: &str = "
    INSERT INTO attempt (event, endpoint, number, retried_count, also, begun_at)
    VALUES (?1, ?2, ?3, ?4, FALSE, ?5)";

const ENDED: &str = "
    UPDATE attempt SET outcome = ?2, http_status = ?3, elapsed = ?4, response = ?5
    WHERE seq = ?1 AND event = ?6";

const RENEW: &str = "INSERT INTO lease VALUES (?1, ?2) ON CONFLICT (holder) DO UPDATE SET until = ?2";

const OTHERS: &str = "SELECT holder, until FROM lease WHERE holder <> ?1";

const FREE: &str = "UPDATE plan SET holder = NULL WHERE holder = ?1 AND state = 'Sending'";

const FORGET: &str = "DELETE FROM lease WHERE holder = ?1";

/// Their last attempt was under way when its process was killed.
const OVER: &str = "
    UPDATE plan SET state = 'Failed'
    WHERE holder IS NULL AND endpoint = ?1 AND event > ?2 AND state = 'Sending' AND wait_left IS NULL";

const UNHELD: &str = "
    SELECT plan.event, event.id, plan.retried_count, plan.at, plan.wait_left, plan.stored_at
    FROM plan JOIN event ON event.seq = plan.event
    WHERE plan.holder IS NULL AND plan.endpoint = ?1 AND plan.event > ?2 AND plan.state = 'Sending'
    ORDER BY plan.stored_at + plan.wait_left, plan.event LIMIT ?3";

const HOLD: &str = "UPDATE plan SET holder = ?3 WHERE event = ?1 AND endpoint = ?2";

const BEGIN: &str = "
    UPDATE plan SET retried_count = ?5, at = ?6, wait_left = ?7, stored_at = ?8
    WHERE event = ?1 AND endpoint = ?2 AND holder = ?3 AND retried_count = ?4 AND state = 'Sending'
        AND wait_left IS NOT NULL
    RETURNING url";

const REQUEST: &str = "SELECT head, body, remote, signature, first_arrival FROM event WHERE seq = ?1";

const WAIT: &str = "
    UPDATE plan SET retried_count = ?4, at = ?5, wait_left = ?6, stored_at = ?7
    WHERE event = ?1 AND endpoint = ?2 AND holder = ?3 AND state = 'Sending'";

const COMPLETED: &str = "
    UPDATE plan SET state = 'Completed', holder = NULL WHERE event = ?1 AND endpoint = ?2 AND state = 'Sending'";

const FAILED: &str = "
    UPDATE plan SET state = 'Failed', holder = NULL
    WHERE event = ?1 AND endpoint = ?2 AND holder = ?3 AND state = 'Sending'";

/// By hand: who holds it finds it over.
const SETTLED: &str = "
    UPDATE plan SET state = ?3, holder = NULL
    WHERE event = ?1 AND url = ?2 AND (state = 'Sending' OR (state = 'Failed' AND ?3 = 'Completed'))";

/// Starts a plan for an event that has just been recorded; none where it has one.
pub(super) fn start(
    connection: &Connection,
    event: i64,
    transmission: &Transmission,
    new: &NewPlan,
) -> rusqlite::Result<Option<Box<Started>>> {
    let (holder, stored) = match &new.start {
        Start::Begun { holder, unheard } => (Some(holder.as_str()), after(new.first.retried_count, *unheard)),
        Start::Later => (None, (new.first.retried_count, Some(new.first))),
    };
    let (at, wait_left) = columns(stored.1);
    let started = connection.prepare_cached(START)?.execute(params![
        event,
        &*new.endpoint,
        new.url,
        stored.0,
        at,
        wait_left,
        nanoseconds(new.now),
        holder,
    ])?;
    if started == 0 {
        return Ok(None);
    }
    let begun = match holder {
        Some(_) => {
            let count = transmission.retried_count.map(|_| new.first.retried_count);
            Some(begun(connection, event, &new.url, count, new.now)?)
        }
        None => None,
    };
    Ok(Some(Box::new(Started { key: PlanKey { event, endpoint: new.endpoint.clone() }, begun })))
}

/// Does what is asked.
pub(super) fn answer(connection: &Connection, names: Names, ask: &Ask) -> rusqlite::Result<Said> {
    match ask {
        Ask::Take(taking) => take(connection, taking).map(Said::Taken),
        Ask::Mark => last_place(connection).map(EventMark).map(Said::Marked),
        Ask::Begin(beginning) => begin(connection, beginning).map(Said::Began),
        Ask::End { key, holder, attempt, outcome, next, now } => {
            note_end(connection, key.event, *attempt, outcome)?;
            go_on(connection, key, holder, *next, *now).map(|()| Said::Ended)
        }
        Ask::Release { holder, left, now } => {
            for (key, pending) in left {
                go_on(connection, key, holder, Next::Waiting(*pending), *now)?;
            }
            let freed = connection.prepare_cached(FREE)?.execute([holder.as_str()])?;
            connection.prepare_cached(FORGET)?.execute([holder.as_str()])?;
            Ok(Said::Released(freed as u64))
        }
        Ask::Settle { event, url, status } => {
            let Some(event) = names.find(connection, *event)? else { return Ok(Said::Settled(false)) };
            let settled =
                connection.prepare_cached(SETTLED)?.execute(params![event, url, status.as_str()])?;
            Ok(Said::Settled(settled > 0))
        }
    }
}

fn take(connection: &Connection, taking: &Taking) -> rusqlite::Result<Vec<Taken>> {
    let now = nanoseconds(taking.now);
    let until = now.saturating_add(duration(LEASE));
    // One that waited for the file comes with a time before that of another who went first.
    let latest = until.saturating_add(duration(LEASE));
    free_what_nobody_holds(connection, taking.holder.as_str(), now..=latest)?;
    connection.prepare_cached(RENEW)?.execute(params![taking.holder.as_str(), until])?;
    let mut taken = Vec::new();
    for endpoint in taking.endpoints.iter().filter(|_| taking.most > 0) {
        let place = params![&**endpoint, taking.after.0];
        connection.prepare_cached(OVER)?.execute(place)?;
        let most = i64::try_from(taking.most - taken.len()).unwrap_or(i64::MAX);
        let mut unheld = connection.prepare_cached(UNHELD)?;
        let rows = unheld.query_map(params![&**endpoint, taking.after.0, most], |row| {
            let key = PlanKey { event: row.get(0)?, endpoint: endpoint.clone() };
            let next = Pending {
                retried_count: row.get(2)?,
                at: timestamp(row.get(3)?),
                wait_left: wait_at(row, 4)?,
            };
            Ok(Taken { key, id: id_at(row, 1)?, next, stored_at: timestamp(row.get(5)?) })
        })?;
        let rows: Vec<_> = rows.collect::<Result<_, _>>()?;
        let mut hold = connection.prepare_cached(HOLD)?;
        for row in &rows {
            hold.execute(params![row.key.event, &*row.key.endpoint, taking.holder.as_str()])?;
        }
        taken.extend(rows);
    }
    Ok(taken)
}

/// Ends the leases of others that have run out, or whose holder is gone. A lease that runs longer than
/// any can was made by a clock that has been set back since.
fn free_what_nobody_holds(
    connection: &Connection,
    own: &str,
    valid: std::ops::RangeInclusive<i64>,
) -> rusqlite::Result<()> {
    let mut others = connection.prepare_cached(OTHERS)?;
    let others = others.query_map([own], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
    for (holder, until) in others.collect::<Result<Vec<_>, _>>()? {
        if !valid.contains(&until) || is_gone(&holder) {
            connection.prepare_cached(FREE)?.execute([&holder])?;
            connection.prepare_cached(FORGET)?.execute([&holder])?;
        }
    }
    Ok(())
}

fn begin(connection: &Connection, new: &Beginning) -> rusqlite::Result<Began> {
    let (event, endpoint) = (new.key.event, &*new.key.endpoint);
    let (count, pending) = after(new.retried_count, new.unheard);
    let (at, wait_left) = columns(pending);
    let now = nanoseconds(new.now);
    let url: Option<String> = connection
        .prepare_cached(BEGIN)?
        .query_row(
            params![event, endpoint, new.holder.as_str(), new.retried_count, count, at, wait_left, now],
            |row| row.get(0),
        )
        .optional()?;
    let Some(url) = url else { return Ok(Began::Over) };
    let mut query = connection.prepare_cached(REQUEST)?;
    let first =
        query.query_row([event], |row| Ok((request_at(row, 0, 1, 2, row.get(4)?)?, signature_at(row, 3)?)));
    let (request, signature) = match first {
        Ok(first) => first,
        Err(error) if is_lasting(&error) => {
            go_on(connection, &new.key, &new.holder, Next::Failed, new.now)?;
            return Ok(Began::Unreadable(error.to_string()));
        }
        Err(error) => return Err(error),
    };
    let count = Transmission::read(&request.headers).retried_count.map(|_| new.retried_count);
    let attempt = begun(connection, event, &url, count, new.now)?;
    Ok(Began::Begun(Box::new(Begun { attempt, url, request, signature })))
}

/// Whether reading again would come to the same: what is there is no request, or nothing is. Trouble with the
/// file (busy, no room, no descriptor) may pass.
fn is_lasting(error: &rusqlite::Error) -> bool {
    match error {
        rusqlite::Error::SqliteFailure(error, _) => error.code == rusqlite::ErrorCode::DatabaseCorrupt,
        _ => true,
    }
}

fn begun(
    connection: &Connection,
    event: i64,
    url: &str,
    retried_count: Option<u32>,
    now: Timestamp,
) -> rusqlite::Result<AttemptKey> {
    let number = count_calls(connection, event, url)?.saturating_add(1);
    connection.prepare_cached(BEGUN)?.execute(params![
        event,
        url,
        number,
        retried_count,
        nanoseconds(now)
    ])?;
    Ok(AttemptKey { seq: connection.last_insert_rowid(), number })
}

/// Notes what came of an attempt; nothing where its event was erased meanwhile, whatever has the row's place now.
fn note_end(
    connection: &Connection,
    event: i64,
    attempt: AttemptKey,
    outcome: &NewOutcome,
) -> rusqlite::Result<()> {
    let NewOutcome { outcome, http_status, elapsed, response } = outcome;
    connection.prepare_cached(ENDED)?.execute(params![
        attempt.seq,
        outcome,
        http_status,
        elapsed,
        response,
        event
    ])?;
    Ok(())
}

fn go_on(
    connection: &Connection,
    key: &PlanKey,
    holder: &Holder,
    next: Next,
    now: Timestamp,
) -> rusqlite::Result<()> {
    let (event, endpoint, holder) = (key.event, &*key.endpoint, holder.as_str());
    match next {
        Next::Waiting(pending) => {
            let (at, wait_left) = columns(Some(pending));
            let columns =
                params![event, endpoint, holder, pending.retried_count, at, wait_left, nanoseconds(now)];
            connection.prepare_cached(WAIT)?.execute(columns)?
        }
        Next::Completed => connection.prepare_cached(COMPLETED)?.execute(params![event, endpoint])?,
        Next::Failed => connection.prepare_cached(FAILED)?.execute(params![event, endpoint, holder])?,
    };
    Ok(())
}

/// What is stored while the attempt with this count is under way.
fn after(retried_count: u32, unheard: Option<Pending>) -> (u32, Option<Pending>) {
    (unheard.map_or(retried_count.saturating_add(1), |next| next.retried_count), unheard)
}

fn columns(pending: Option<Pending>) -> (i64, Option<i64>) {
    (pending.map_or(0, |it| nanoseconds(it.at)), pending.map(|it| duration(it.wait_left)))
}

fn wait_at(row: &Row<'_>, column: usize) -> rusqlite::Result<std::time::Duration> {
    let nanoseconds: i64 = row.get(column)?;
    Ok(std::time::Duration::from_nanos(nanoseconds.try_into().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::{Limits, store};

    #[test]
    fn no_plan_is_looked_for_without_an_index() {
        let connection = store::connect_memory(&Limits::default()).unwrap();
        for query in [FREE, OVER, UNHELD, HOLD, BEGIN, REQUEST, WAIT, COMPLETED, FAILED, SETTLED] {
            for step in store::plan_of(&connection, query) {
                assert!(!step.starts_with("SCAN"), "{query}\n{step}");
            }
        }
    }
}
