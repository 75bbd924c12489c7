//! The search index: filled while there is nothing else to write, asked for what may be found.
//!
//! An index over random ids or words dirties a page for each, which would halve what a listener takes. So
//! nothing is indexed as it is recorded, and a search looks through what the index does not have yet.

use bytes::Bytes;
use rusqlite::{Connection, Row, params};

use super::HistoryError;
use super::query::Reader;
use super::{store, terms};
use crate::toss::Content;

const UPTO: &str = "SELECT upto FROM searchable";

const BEYOND: &str = "SELECT seq, body FROM event WHERE seq > ?1 ORDER BY seq LIMIT ?2";

const ADD: &str = "INSERT INTO search (rowid, terms) VALUES (?1, ?2)";

const REMOVE: &str = "INSERT INTO search (search, rowid, terms) VALUES ('delete', ?1, ?2)";

const REACH: &str = "UPDATE searchable SET upto = ?1";

const MATCHING: &str = "
    SELECT rowid FROM search WHERE search MATCH ?1 AND rowid < ?2 ORDER BY rowid DESC LIMIT ?3";

/// Whether all is indexed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Filled {
    Whole,
    Behind,
}

/// Indexes the next events, at most so many; within a transaction of the caller's.
pub(super) fn fill(connection: &Connection, most: u32) -> rusqlite::Result<Filled> {
    let upto: i64 = connection.prepare_cached(UPTO)?.query_row([], |row| row.get(0))?;
    let mut beyond = connection.prepare_cached(BEYOND)?;
    let mut rows = beyond.query(params![upto, most])?;
    let mut add = connection.prepare_cached(ADD)?;
    let (mut last, mut count) = (upto, 0);
    while let Some(row) = rows.next()? {
        last = row.get(0)?;
        add.execute(params![last, terms_at(row, 1)?])?;
        count += 1;
    }
    if count > 0 {
        connection.prepare_cached(REACH)?.execute([last])?;
    }
    Ok(if count < most { Filled::Whole } else { Filled::Behind })
}

/// Takes an event out of the index, where it is in it.
pub(super) fn remove(connection: &Connection, seq: i64, body: Vec<u8>) -> rusqlite::Result<()> {
    let upto: i64 = connection.prepare_cached(UPTO)?.query_row([], |row| row.get(0))?;
    if seq <= upto {
        connection.prepare_cached(REMOVE)?.execute(params![seq, terms_of(body)])?;
    }
    Ok(())
}

fn terms_at(row: &Row<'_>, column: usize) -> rusqlite::Result<String> {
    Ok(terms_of(row.get_ref(column)?.as_blob()?.to_vec()))
}

fn terms_of(body: Vec<u8>) -> String {
    let body = Bytes::from(body);
    terms::of_event(&Content::read(&body), &body)
}

impl Reader {
    /// Up to which place events are in the index; 0 where there is none.
    pub(super) fn searchable(&self) -> Result<i64, HistoryError> {
        if self.version()? < store::WITH_SEARCH {
            return Ok(0);
        }
        Ok(self.one(UPTO, [], |row| row.get(0))?.unwrap_or(0))
    }

    /// The places before this one of events that a query of the index finds, newest first.
    pub(super) fn matching(&self, query: &str, before: i64, most: u32) -> Result<Vec<i64>, HistoryError> {
        self.all(MATCHING, params![query, before, most], |row| row.get(0))
    }
}
