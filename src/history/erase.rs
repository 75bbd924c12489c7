//! Erasing events for good, while others record: in small transactions with pauses between them.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::checkpoint::checkpoint;
use super::file::Checked;
use super::index;
use super::query::Reader;
use super::row::{bounded, nanoseconds};
use super::store::{Access, Journal, connect, prepare};
use super::{HistoryError, Limits};

/// How long a transaction goes on: what arrives meanwhile waits for it.
pub(super) const AT_ONCE: Duration = Duration::from_millis(6);

/// How long a transaction may have gone on, its commit too, before the next takes less: the index may have had more
/// to write than was erased.
const LONG: Duration = Duration::from_millis(12);

/// Less than this is not tried.
const LEAST: Duration = Duration::from_micros(500);

/// How long others are let write between two transactions: a listener's writer looks for its turn every
/// millisecond, and SQLite by itself after 1, 3, 8 and 18 ms.
const PAUSE: Duration = Duration::from_millis(12);

/// How many events are looked at with one query.
const LOOKED_AT: u32 = 1024;

/// How many pages of the search index are merged at once.
const MERGED_AT_ONCE: i64 = 16;

/// How often it is tried to empty the log.
const LOG_TRIES: u32 = 20;

/// Events that arrived before one that is too new by more than this are not looked for: clocks are set back by less.
const SET_BACK: i64 = SignedDuration::from_hours(1).as_secs() * 1_000_000_000;

pub(super) const OLDEST: &str = "SELECT seq, first_arrival FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2";

pub(super) const IS_PENDING: &str =
    "SELECT EXISTS (SELECT 1 FROM plan WHERE event = ?1 AND state = 'Sending')";

const BODY: &str = "SELECT body FROM event WHERE seq = ?1";

const ERASE: [&str; 6] = [
    "DELETE FROM imported WHERE event = ?1",
    "DELETE FROM delivery WHERE event = ?1",
    "DELETE FROM answer WHERE event = ?1",
    "DELETE FROM attempt WHERE event = ?1",
    "DELETE FROM plan WHERE event = ?1",
    "DELETE FROM event WHERE seq = ?1",
];

/// Before anything is erased, so that the places of erased events are never given to new ones.
const RAISE_FLOOR: &str = "UPDATE given SET upto = max(upto, (SELECT coalesce(max(seq), 0) FROM event))";

const ERASE_OLDER_PAYMENTS: &str = "DELETE FROM known_payment WHERE kept_at < ?1";

const ERASE_PAYMENTS_OF: &str = "DELETE FROM known_payment WHERE order_id = ?1";

const MERGE: &str = "INSERT INTO search (search, rank) VALUES ('merge', ?1)";

const SECURE: &str = "INSERT INTO search (search, rank) VALUES ('secure-delete', ?1)";

/// What was erased.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Events, with all that was noted of them.
    pub events: u64,
    /// Payments that were kept for look-ups.
    pub payments: u64,
    /// Events that are still to be re-sent from here, and were kept for that.
    pub kept: u64,
}

/// Which events are pruned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    /// Those that arrived before, but for what is still to be re-sent from here.
    Before(Timestamp),
    /// All of them.
    All,
}

/// A connection that erases.
#[derive(Debug)]
pub struct Eraser {
    reader: Reader,
    connection: Connection,
    journal: Journal,
    /// Dropped after the connections.
    file: Checked,
}

impl Eraser {
    /// Opens an existing history; `Ok(None)` where there is none yet.
    pub fn open(path: &Path) -> Result<Option<Self>, HistoryError> {
        let Some(file) = Checked::existing(path)? else { return Ok(None) };
        let path = file.path().to_owned();
        let failed = |error: rusqlite::Error| HistoryError::of(&path, &error);
        let limits = Limits::default();
        let connection = connect(&path, Access::Write, &limits).map_err(failed)?;
        let journal = prepare(&connection, &path, &limits)?;
        // What is freed is overwritten.
        connection.pragma_update(None, "secure_delete", "ON").map_err(failed)?;
        let Some(reader) = Reader::open(&path)? else { return Ok(None) };
        Ok(Some(Self { reader, connection, journal, file }))
    }

    /// Erases old events, and old payments that were kept for look-ups.
    pub fn prune(&self, which: Prune) -> Result<Erased, HistoryError> {
        let before = match which {
            Prune::Before(at) => nanoseconds(at),
            Prune::All => i64::MAX,
        };
        let mut erased = Erased::default();
        let mut after = 0;
        let last_imported = self.reader.last_imported()?;
        loop {
            let oldest: Vec<(i64, i64)> =
                self.reader.all(OLDEST, params![after, LOOKED_AT], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let Some((last, arrived_at)) = oldest.last().copied() else { break };
            let old: Vec<i64> = oldest.iter().filter(|(_, at)| *at < before).map(|(seq, _)| *seq).collect();
            self.erase(&old, which, &mut erased)?;
            after = last;
            // What was imported is older than its place says.
            if arrived_at > before.saturating_add(SET_BACK) && last >= last_imported {
                break;
            }
        }
        erased.payments = self.erase_payments(ERASE_OLDER_PAYMENTS, before)?;
        if erased.events > 0 {
            self.merge()?;
        }
        self.empty_log();
        Ok(erased)
    }

    /// Erases all events that name an order or a payment of it, and the payments that were kept for look-ups.
    pub fn forget(&self, order: &str) -> Result<Erased, HistoryError> {
        let mut places = Vec::new();
        self.reader.each_of_order(order, &mut |place, _| places.push(place))?;
        let mut erased = Erased::default();
        self.within(|connection| connection.prepare_cached(SECURE)?.execute([1]))?;
        let done = self.erase(&places, Prune::All, &mut erased);
        self.within(|connection| connection.prepare_cached(SECURE)?.execute([0]))?;
        done?;
        erased.payments = self.erase_payments(ERASE_PAYMENTS_OF, bounded(order))?;
        self.empty_log();
        Ok(erased)
    }

    fn erase(&self, places: &[i64], which: Prune, erased: &mut Erased) -> Result<(), HistoryError> {
        let mut left = places;
        let mut at_once = AT_ONCE;
        while !left.is_empty() {
            let begun = Instant::now();
            let (count, kept) = self.within(|connection| {
                connection.prepare_cached(RAISE_FLOOR)?.execute([])?;
                let (mut count, mut kept) = (0, 0);
                for place in left {
                    if count > 0 && begun.elapsed() >= at_once {
                        break;
                    }
                    count += 1;
                    let is_kept = matches!(which, Prune::Before(_))
                        && connection.prepare_cached(IS_PENDING)?.query_row([place], |row| row.get(0))?;
                    if is_kept {
                        kept += 1;
                    } else {
                        erase_event(connection, *place)?;
                    }
                }
                Ok((count, kept))
            })?;
            let is_long = begun.elapsed() > LONG + PAUSE;
            at_once = if is_long { (at_once / 2).max(LEAST) } else { (at_once * 5 / 4).min(AT_ONCE) };
            left = left.get(count..).unwrap_or_default();
            erased.events += (count - kept) as u64;
            erased.kept += kept as u64;
        }
        Ok(())
    }

    fn erase_payments(&self, query: &str, of: impl rusqlite::ToSql) -> Result<u64, HistoryError> {
        // A few thousand rows at most.
        self.within(|connection| connection.prepare_cached(query)?.execute([&of])).map(|count| count as u64)
    }

    /// Takes what was erased out of the search index's older parts.
    fn merge(&self) -> Result<(), HistoryError> {
        let mut pages = -MERGED_AT_ONCE;
        loop {
            let changes = self.within(|connection| {
                let before = connection.total_changes();
                connection.prepare_cached(MERGE)?.execute([pages])?;
                Ok(connection.total_changes() - before)
            })?;
            // FTS5 changes less than two rows where nothing was left to merge.
            if changes < 2 {
                return Ok(());
            }
            pages = MERGED_AT_ONCE;
        }
    }

    /// Takes what was erased out of the log.
    fn empty_log(&self) {
        if self.journal != Journal::WriteAhead {
            return;
        }
        // Others wait only for what the first rounds left. Nobody is waited for: where others are at work all
        // the time, the log stays to them, who write over it.
        let _ = self.connection.busy_timeout(Duration::ZERO);
        for _ in 0..LOG_TRIES {
            let _ = checkpoint(&self.connection, "PASSIVE");
            let _ = self.file.descriptor().and_then(|file| file.sync_data());
            if checkpoint(&self.connection, "TRUNCATE").unwrap_or(false) {
                return;
            }
            std::thread::sleep(PAUSE);
        }
    }

    /// One transaction, and a pause behind it for others.
    fn within<T>(&self, work: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, HistoryError> {
        let transaction = || {
            let transaction = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
            let done = work(&self.connection)?;
            transaction.commit()?;
            Ok(done)
        };
        let done = transaction().map_err(|error: rusqlite::Error| HistoryError::of(self.file.path(), &error));
        std::thread::sleep(PAUSE);
        done
    }
}

pub(super) fn erase_event(connection: &Connection, place: i64) -> rusqlite::Result<()> {
    let body = connection.prepare_cached(BODY)?.query_row([place], |row| row.get(0)).optional()?;
    if let Some(body) = body {
        index::remove(connection, place, body)?;
    }
    for query in ERASE {
        connection.prepare_cached(query)?.execute([place])?;
    }
    Ok(())
}
