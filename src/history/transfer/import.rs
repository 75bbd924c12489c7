//! What comes in: read piece by piece, written in small transactions, while others may record.
//!
//! A file says what it likes. Nothing that it names is called, no event that is there already is changed, and
//! nothing becomes pending.

use std::io::{self, BufRead};
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};

use super::entry::Entries;
use super::item::{BadItem, Body, Item, NewAnswer, NewCall, NewRequest, TransferForm};
use super::line;
use super::source::{Piece, Source};
use crate::activity::{EventId, Repeat};
use crate::history::checkpoint::checkpoint;
use crate::history::file::Checked;
use crate::history::index::{self, Filled};
use crate::history::names::Names;
use crate::history::notes::{note_answer, put_attempt};
use crate::history::record::{Payload, Recording};
use crate::history::row::{self, NewAttempt, NewOutcome, NewRow};
use crate::history::store::{Access, Journal, connect, prepare};
use crate::history::{DeliveryKey, HistoryError, Limits, NewDelivery};
use crate::toss::{Content, Transmission};

/// How much one transaction writes: what arrives meanwhile waits for it.
const ITEMS_AT_ONCE: usize = 256;
const BYTES_AT_ONCE: usize = 2 << 20;

/// How long others are let write between two transactions; see `erase.rs`.
const PAUSE: Duration = Duration::from_millis(18);

/// How many events are indexed in one transaction.
const INDEXED_AT_ONCE: u32 = 256;

/// How many requests of an event may be missing between two that are there.
const MOST_MISSING: u32 = 1 << 20;

const IMPORTED: &str = "INSERT OR IGNORE INTO imported (id, event, run) VALUES (?1, ?2, ?3)";

const IN_RUN: &str = "SELECT EXISTS (SELECT 1 FROM imported WHERE event = ?1 AND run = ?2)";

const OF_TRANSMISSION: &str = "SELECT seq FROM event WHERE transmission_id = ?1";

const BODY: &str = "SELECT body FROM event WHERE seq = ?1";

/// Why an import ended early. What was imported before stays.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The history can't be used.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The file can't be read.
    #[error(transparent)]
    Read(io::Error),
}

/// What became of a file's content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Imported {
    /// Events that are new.
    pub events: u64,
    /// Events that were there already, and were left as they were.
    pub known: u64,
    /// Entries of an archive that are no POST.
    pub passed: u64,
    /// Lines or entries that could not be taken.
    pub bad: u64,
}

/// A connection that imports.
#[derive(Debug)]
pub struct Importer {
    connection: Connection,
    names: Names,
    journal: Journal,
    run: i64,
    /// Dropped after the connection.
    file: Checked,
}

/// The event that requests and calls belong to.
#[derive(Clone, Copy, Debug)]
enum Current {
    /// None, or one that could not be taken.
    Nothing,
    /// One that was there already.
    Known(EventId),
    /// One that is new.
    New { id: EventId, seq: i64, last: u32 },
}

impl Importer {
    /// Opens a history, and makes it where there is none.
    pub fn open(path: &Path) -> Result<Self, HistoryError> {
        let file = Checked::make(path)?;
        let path = file.path().to_owned();
        let failed = |error: rusqlite::Error| HistoryError::of(&path, &error);
        let limits = Limits::default();
        let connection = connect(&path, Access::Write, &limits).map_err(failed)?;
        let journal = prepare(&connection, &path, &limits)?;
        let names = Names::of(&connection).map_err(failed)?;
        Ok(Self { connection, names, journal, run: fastrand::i64(..), file })
    }

    /// Imports a file; `bad` is told of each line or entry that can't be taken.
    pub fn import(
        &self,
        input: &mut dyn BufRead,
        form: TransferForm,
        bad: &mut dyn FnMut(u64, BadItem),
    ) -> Result<Imported, ImportError> {
        let mut source = Source::new(input);
        let mut entries = Entries::default();
        let mut piece = Vec::new();
        let mut done = Imported::default();
        let mut current = Current::Nothing;
        let mut batch: Vec<(u64, Result<Item, BadItem>)> = Vec::new();
        let mut weight = 0;
        loop {
            let next: Option<Piece> = match form {
                TransferForm::Lines => source.next_line(&mut piece),
                TransferForm::Har => source.next_entry(&mut entries, &mut piece),
            }
            .map_err(ImportError::Read)?;
            let is_full = batch.len() >= ITEMS_AT_ONCE || weight >= BYTES_AT_ONCE;
            if next.is_none() || is_full {
                self.write(std::mem::take(&mut batch), &mut current, &mut done, bad)?;
                weight = 0;
            }
            let Some((number, read)) = next else { break };
            let item = read.and_then(|()| match form {
                TransferForm::Lines => line::read(&piece),
                TransferForm::Har => super::entry::read(&piece),
            });
            weight += item.as_ref().map_or(0, Item::weight);
            batch.push((number, item));
        }
        self.finish()?;
        Ok(done)
    }

    /// One transaction; what came of it is told once it is committed.
    fn write(
        &self,
        batch: Vec<(u64, Result<Item, BadItem>)>,
        current: &mut Current,
        done: &mut Imported,
        bad: &mut dyn FnMut(u64, BadItem),
    ) -> Result<(), HistoryError> {
        if batch.is_empty() {
            return Ok(());
        }
        let (mut after, mut told) = (*done, Vec::new());
        *current = self.within(|connection| {
            let mut put = Put {
                recording: Recording::begin(connection, self.names, Payload::Kept)?,
                importer: self,
                current: *current,
            };
            for (number, item) in batch {
                if let Err(reason) = match item {
                    Ok(item) => put.item(item, &mut after)?,
                    Err(reason) => Err(reason),
                } {
                    told.push((number, reason));
                }
            }
            Ok(put.current)
        })?;
        after.bad += told.len() as u64;
        *done = after;
        for (number, reason) in told {
            bad(number, reason);
        }
        Ok(())
    }

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

    /// Indexes what is new, and puts it where it is safe.
    fn finish(&self) -> Result<(), HistoryError> {
        while self.within(|connection| index::fill(connection, INDEXED_AT_ONCE))? == Filled::Behind {}
        if self.journal == Journal::WriteAhead {
            // Where others are at work, the log stays to them.
            let _ = checkpoint(&self.connection, "PASSIVE");
        }
        Ok(())
    }
}

/// Puts items into the tables, within a transaction.
struct Put<'a> {
    recording: Recording<'a>,
    importer: &'a Importer,
    current: Current,
}

impl Put<'_> {
    fn item(&mut self, item: Item, done: &mut Imported) -> rusqlite::Result<Result<(), BadItem>> {
        match item {
            Item::Event { id, twin_of, first } => self.event(id, twin_of, first, done).map(Ok),
            Item::Delivery { id, number, repeat, later, body } => {
                self.delivery(id, number, repeat, later, body)
            }
            Item::Call { id, call } => self.call(id, &call),
            Item::Entry { id, request } => self.entry(id, request, done).map(Ok),
            Item::Passed => {
                done.passed += 1;
                Ok(Ok(()))
            }
        }
    }

    fn event(
        &mut self,
        id: EventId,
        twin_of: Option<EventId>,
        first: NewRequest,
        done: &mut Imported,
    ) -> rusqlite::Result<()> {
        let Importer { connection, names, run, .. } = self.importer;
        let answer = first.answer;
        let new = delivery(first);
        let twin = twin_of.map(|twin| names.find(connection, twin)).transpose()?.flatten();
        let seq = match names.find(connection, id)? {
            Some(_) => None,
            None => self.recording.insert_event(&NewRow::new(&new), id, twin)?,
        };
        let Some(seq) = seq else {
            done.known += 1;
            self.current = Current::Known(id);
            return Ok(());
        };
        connection.prepare_cached(IMPORTED)?.execute(params![id.as_str(), seq, run])?;
        self.answer(DeliveryKey { event: seq, number: 1 }, answer)?;
        done.events += 1;
        self.current = Current::New { id, seq, last: 1 };
        Ok(())
    }

    fn delivery(
        &mut self,
        id: EventId,
        number: u32,
        repeat: Repeat,
        mut later: NewRequest,
        body: Body,
    ) -> rusqlite::Result<Result<(), BadItem>> {
        let (seq, last) = match self.current {
            Current::Known(known) if known == id => return Ok(Ok(())),
            Current::New { id: new, seq, last } if new == id => (seq, last),
            _ => return Ok(Err(BadItem::Alone)),
        };
        if number <= last || number - last > MOST_MISSING || number > i32::MAX.unsigned_abs() {
            return Ok(Err(BadItem::Wrong("number")));
        }
        if body == Body::TheEvents {
            let body: Vec<u8> =
                self.importer.connection.prepare_cached(BODY)?.query_row([seq], |row| row.get(0))?;
            later.request.body = body.into();
        }
        let key = DeliveryKey { event: seq, number };
        let answer = later.answer;
        self.recording.insert_delivery(&NewRow::new(&delivery(later)), key, repeat)?;
        self.answer(key, answer)?;
        self.current = Current::New { id, seq, last: number };
        Ok(Ok(()))
    }

    fn call(&self, id: EventId, call: &NewCall) -> rusqlite::Result<Result<(), BadItem>> {
        let seq = match self.current {
            Current::Known(known) if known == id => return Ok(Ok(())),
            Current::New { id: new, seq, .. } if new == id => seq,
            _ => return Ok(Err(BadItem::Alone)),
        };
        let ended = call.outcome.map(|outcome| NewOutcome {
            outcome: outcome.as_str(),
            http_status: call.http_status,
            elapsed: call.elapsed.map_or(0, row::duration),
            response: call.response.clone(),
        });
        let attempt = NewAttempt {
            event: id,
            endpoint: call.endpoint.clone(),
            number: call.number,
            retried_count: call.retried_count,
            also: call.also,
            begun_at: row::nanoseconds(call.begun_at),
            ended,
        };
        put_attempt(&self.importer.connection, seq, &attempt).map(Ok)
    }

    /// An entry is an event, or a later request of one that this archive brought.
    fn entry(&mut self, id: EventId, request: NewRequest, done: &mut Imported) -> rusqlite::Result<()> {
        let Importer { connection, run, .. } = self.importer;
        let transmission = Transmission::read(&request.request.headers).id.map(|id| id.0);
        let known: Option<i64> = match &transmission {
            Some(transmission) => {
                let mut known = connection.prepare_cached(OF_TRANSMISSION)?;
                known.query_row([row::bounded(transmission)], |row| row.get(0)).optional()?
            }
            None => None,
        };
        let Some(seq) = known else { return self.event(id, None, request, done) };
        if !connection.prepare_cached(IN_RUN)?.query_row(params![seq, run], |row| row.get(0))? {
            done.known += 1;
            return Ok(());
        }
        let answer = request.answer;
        let recorded = self.recording.record(&NewRow::new(&delivery(request)))?;
        self.answer(recorded.delivery, answer)
    }

    fn answer(&self, key: DeliveryKey, answer: Option<NewAnswer>) -> rusqlite::Result<()> {
        let Some((http_status, (after, status))) =
            answer.and_then(|answer| Some((answer.http_status, answer.after?)))
        else {
            return Ok(());
        };
        let answer = row::NewAnswer {
            delivery: key,
            http_status,
            answered_after: row::duration(after),
            delivery_status: status.as_str(),
        };
        note_answer(&self.importer.connection, &answer)
    }
}

/// A request as a listener would record it. What is only promised of an answer stands with it.
fn delivery(new: NewRequest) -> NewDelivery {
    let promised = new.answer.filter(|answer| answer.after.is_none()).map(|answer| answer.http_status);
    NewDelivery {
        content: Content::read(&new.request.body).into(),
        transmission: Transmission::read(&new.request.headers).into(),
        request: new.request.into(),
        signature: new.signature,
        answer: promised,
    }
}
