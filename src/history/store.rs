//! Connections: how SQLite is set up, so that a hostile or damaged file can do little and a kill nothing.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior, ffi};
use url::Url;

use super::{HistoryError, Limits};

/// `tskh`, in the header of every history.
pub(super) const APPLICATION_ID: i32 = i32::from_be_bytes(*b"tskh");

/// One script per version of the schema: a file at version N still needs those from N on.
const MIGRATIONS: &[&str] = &[
    include_str!("schema.sql"),
    include_str!("known_payment.sql"),
    include_str!("search.sql"),
    include_str!("imported.sql"),
    include_str!("place_floor.sql"),
    include_str!("search_pages.sql"),
];

/// The version from which on a history knows payments that were made here.
pub(super) const WITH_KNOWN_PAYMENTS: usize = 2;

/// The version from which on a history has a search index.
pub(super) const WITH_SEARCH: usize = 3;

/// The version from which on a history tells which events were imported.
pub(super) const WITH_IMPORTS: usize = 4;

/// How long the write-ahead log's file may stay once its content is in the main file.
pub(super) const LOG_KEPT: u64 = 64 << 20;

/// What a connection is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Write,
    Read,
    /// Reads what it can: a part of the file may be missing, or be something else.
    Salvage,
}

/// How a file's changes are kept whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Journal {
    /// A write-ahead log: others read while one writes.
    WriteAhead,
    /// A rollback journal, where the folder can hold no write-ahead log: readers and the writer
    /// wait for each other.
    Rollback,
    /// None: the history is in memory.
    None,
}

/// Opens a checked file with defensive settings; changes nothing in it.
pub(super) fn connect(path: &Path, access: Access, limits: &Limits) -> rusqlite::Result<Connection> {
    let mode = match access {
        Access::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
        Access::Read | Access::Salvage => OpenFlags::SQLITE_OPEN_READ_ONLY,
    };
    open(path, mode, access, limits)
}

/// Opens a checked file to read it. Even for that SQLite keeps files beside it, which it can't make where nothing
/// can be written: a file that nobody writes is read without them.
pub(super) fn connect_to_read(
    path: &Path,
    access: Access,
    limits: &Limits,
) -> Result<Connection, HistoryError> {
    let failed = |error| HistoryError::of(path, &error);
    let is_log_empty = length(&log_of(path)) == 0;
    // Those of a file that may not be written could not be written either, nor removed by whoever comes next.
    let may_write = std::fs::metadata(path).is_ok_and(|about| !about.permissions().readonly());
    if may_write || !is_log_empty {
        let connected = connect(path, access, limits).and_then(|connection| {
            version(&connection)?;
            Ok(connection)
        });
        match connected {
            Err(error) if !is_unwritable(&error) => return Err(failed(error)),
            Err(_) if !is_log_empty => return Err(HistoryError::LogUnread { path: path.to_owned() }),
            Err(_) => {}
            Ok(connection) => return Ok(connection),
        }
    }
    let mode = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    open(&unchanging(path), mode, access, limits).map_err(failed)
}

fn open(path: &Path, mode: OpenFlags, access: Access, limits: &Limits) -> rusqlite::Result<Connection> {
    let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let connection = Connection::open_with_flags(path, flags)?;
    // SQLite opens to be read what can't be written, and would leave files beside it that can't be either.
    if access == Access::Write && connection.is_readonly("main")? {
        return Err(rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_READONLY), None));
    }
    settle(&connection, access, limits)?;
    Ok(connection)
}

/// The URI of a file that does not change while it is read. Paths that were checked are absolute, so there is one.
fn unchanging(path: &Path) -> PathBuf {
    let Ok(mut uri) = Url::from_file_path(path) else { return path.to_owned() };
    uri.set_query(Some("immutable=1"));
    String::from(uri).into()
}

fn is_unwritable(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen))
}

/// Where the write-ahead log of a file is.
pub(super) fn log_of(path: &Path) -> PathBuf {
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    log.into()
}

fn length(path: &Path) -> u64 {
    std::fs::metadata(path).map_or(0, |about| about.len())
}

/// A new, empty history in memory.
pub(super) fn connect_memory(limits: &Limits) -> rusqlite::Result<Connection> {
    let connection = Connection::open_in_memory()?;
    settle(&connection, Access::Write, limits)?;
    migrate_to_newest(&connection)?;
    Ok(connection)
}

fn settle(connection: &Connection, access: Access, limits: &Limits) -> rusqlite::Result<()> {
    connection.busy_timeout(limits.lock_wait)?;
    if access == Access::Salvage {
        // SQLite reads a file that is shorter than it says, or whose schema is in part unreadable, only for
        // whoever may mend the schema; otherwise the settings below already fail. Nothing can be written, as the
        // connection is read-only.
        connection.pragma_update(None, "writable_schema", "ON")?;
    } else {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    // Otherwise a cached statement is planned anew for every value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(32);
    // Page size matters to a file that is still empty only. Checkpoints have their own thread. Whoever merges parts of
    // the index may be the one who takes out of it what another has erased.
    connection.execute_batch(&format!(
        "PRAGMA page_size = 8192; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;
         PRAGMA cache_size = -2048; PRAGMA temp_store = MEMORY; PRAGMA wal_autocheckpoint = 0;
         PRAGMA secure_delete = FAST; PRAGMA journal_size_limit = {LOG_KEPT}; PRAGMA foreign_keys = OFF;"
    ))?;
    if let Some(pages) = limits.pages {
        connection.pragma_update(None, "max_page_count", pages)?;
    }
    Ok(())
}

/// Brings the file's schema to this version, and chooses its journal.
pub(super) fn prepare(
    connection: &Connection,
    path: &Path,
    limits: &Limits,
) -> Result<Journal, HistoryError> {
    let failed = |error: rusqlite::Error| HistoryError::of(path, &error);
    refuse_newer(connection, path)?;
    refuse_cut(connection, path)?;
    // An empty file has nothing to lose in a power cut, so nobody needs to wait for the disk.
    let pages: u32 = connection.pragma_query_value(None, "page_count", |row| row.get(0)).map_err(failed)?;
    if pages == 0 {
        connection.pragma_update(None, "synchronous", "OFF").map_err(failed)?;
    }
    migrate_to_newest(connection).map_err(failed)?;
    let journal = choose_journal(connection, limits).map_err(failed)?;
    // In a write-ahead log NORMAL is safe against a kill; a rollback journal needs FULL for that
    // to hold through a power cut, too.
    let synchronous = if journal == Journal::WriteAhead { "NORMAL" } else { "FULL" };
    connection.pragma_update(None, "synchronous", synchronous).map_err(failed)?;
    Ok(journal)
}

/// Refuses a file that a later version of the schema is in.
pub(super) fn refuse_newer(connection: &Connection, path: &Path) -> Result<(), HistoryError> {
    match version(connection) {
        Ok(version) if version > MIGRATIONS.len() => Err(HistoryError::Newer { path: path.to_owned() }),
        Ok(_) => Ok(()),
        Err(error) => Err(HistoryError::of(path, &error)),
    }
}

/// Refuses a file of which the end is missing. SQLite tells of whole pages only, and reads what is missing of
/// the last one as zeros.
pub(super) fn refuse_cut(connection: &Connection, path: &Path) -> Result<(), HistoryError> {
    match missing(connection, path) {
        Ok(None) => Ok(()),
        Ok(Some((left, whole))) => {
            let reason = format!("{left} of {whole} bytes are left of it");
            Err(HistoryError::Damaged { path: path.to_owned(), reason })
        }
        Err(error) => Err(HistoryError::of(path, &error)),
    }
}

/// How long a file is whose end is missing, and how long it should be, in bytes.
fn missing(connection: &Connection, path: &Path) -> rusqlite::Result<Option<(u64, u64)>> {
    // While this reads, nothing is written into the file itself: what is written is in a log.
    let _view = Transaction::new_unchecked(connection, TransactionBehavior::Deferred)?;
    let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0)).map(u64::from);
    let whole = pragma("page_count")? * pragma("page_size")?;
    let left = length(path);
    // What stands in a log may be missing in the file.
    Ok((left < whole && length(&log_of(path)) == 0).then_some((left, whole)))
}

pub(super) fn version(connection: &Connection) -> rusqlite::Result<usize> {
    let version: u32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(version as usize)
}

fn migrate_to_newest(connection: &Connection) -> rusqlite::Result<()> {
    if version(connection)? == MIGRATIONS.len() {
        return Ok(());
    }
    let migration = Transaction::new_unchecked(connection, TransactionBehavior::Immediate)?;
    // Another process may have been first while this one waited for the lock.
    for script in MIGRATIONS.iter().skip(version(&migration)?) {
        migration.execute_batch(script)?;
    }
    let version = MIGRATIONS.len();
    migration.execute_batch(&format!(
        "PRAGMA application_id = {APPLICATION_ID}; PRAGMA user_version = {version};"
    ))?;
    migration.commit()
}

/// Asks for a write-ahead log. Where the file system can't hold one, SQLite says so by an error or
/// by staying with the journal it has.
fn choose_journal(connection: &Connection, limits: &Limits) -> rusqlite::Result<Journal> {
    let deadline = Instant::now() + limits.lock_wait;
    loop {
        let mode = |mode: &str| {
            connection.pragma_update_and_check(None, "journal_mode", mode, |row| row.get::<_, String>(0))
        };
        match mode("WAL") {
            Ok(answer) if answer == "wal" => return Ok(Journal::WriteAhead),
            // The change of mode needs the file alone, and doesn't wait for it by itself.
            Err(error) if is_busy(&error) && Instant::now() < deadline => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) if is_busy(&error) => return Err(error),
            Ok(_) | Err(_) => {
                mode("TRUNCATE")?;
                return Ok(Journal::Rollback);
            }
        }
    }
}

/// Whether somebody else held a lock for longer than the wait.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// The steps of a query, as `EXPLAIN QUERY PLAN` tells them.
#[cfg(test)]
pub(super) fn plan_of(connection: &Connection, query: &str) -> Vec<String> {
    let mut plan = connection.prepare(&format!("EXPLAIN QUERY PLAN {query}")).unwrap();
    let none = vec![rusqlite::types::Null; plan.parameter_count()];
    let steps = plan.query_map(rusqlite::params_from_iter(none), |row| row.get(3)).unwrap();
    steps.collect::<Result<_, _>>().unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_write_ahead_log_cannot_be_had_another_journal_is_used() {
        let limits = Limits::default();
        // A database in memory answers as a file does on a network folder: with its own mode.
        let connection = connect_memory(&limits).unwrap();
        assert_eq!(choose_journal(&connection, &limits).unwrap(), Journal::Rollback);
    }

    #[test]
    fn the_settings_that_protect_from_a_hostile_file_are_on() {
        let connection = connect_memory(&Limits::default()).unwrap();
        assert!(connection.db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE).unwrap());
        assert!(!connection.db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA).unwrap());
        assert!(!connection.db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER).unwrap());
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!((pragma("cell_size_check"), pragma("user_version")), (1, 6));
    }
}
