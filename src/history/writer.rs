//! The one thread that writes: what is queued becomes one transaction, then everybody hears of it.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};
use tokio::sync::{mpsc, watch};

use super::checkpoint::{Checkpointer, checkpoint};
use super::file::Checked;
use super::idle::{Waited, next_within};
use super::index::{self, Filled};
use super::job::{Done, Job, Replies};
use super::keep::{GivingWay, Step};
use super::lease;
use super::names::Names;
use super::notes::{count_attempts, note_answer, note_attempt};
use super::payments;
use super::record::{Payload, Recording, keep_newest};
use super::row::NewRow;
use super::store::{Access, Journal, connect, connect_memory, is_busy, prepare};
use super::{HistoryError, Limits};

/// How many jobs one transaction holds at most.
const GROUP: usize = 256;

/// How long nothing has to come before the search index is gone on with.
const IDLE_AFTER: Duration = Duration::from_millis(30);

/// How many events are indexed before the queue is looked at again: a few milliseconds' work.
const INDEXED_AT_ONCE: u32 = 256;

/// How long a lock that another process holds is left alone.
const LOOK_AGAIN: Duration = Duration::from_millis(1);

/// How many notes are kept for another try while the file can't be written to.
const NOTES_KEPT: usize = 1024;

/// The writer's end of the queue, and all that it writes with.
#[derive(Debug)]
pub(super) struct Writer {
    connection: Connection,
    names: Names,
    journal: Journal,
    checkpointer: Option<Checkpointer>,
    /// None for a history in memory.
    file: Option<Checked>,
    limits: Limits,
    /// Whether all events can be found by what stands in them.
    filled: Filled,
    /// None for a history in which all stays.
    giving_way: Option<GivingWay>,
    /// Notes of a group that failed as a whole, to be tried again with the next.
    unwritten: Vec<Job>,
    replies: Replies,
}

impl Writer {
    /// Opens the history, makes it what this version expects.
    pub(super) fn open(
        file: Option<Checked>,
        limits: Limits,
        replies: Replies,
        told: watch::Sender<u64>,
    ) -> Result<Self, HistoryError> {
        let path = file.as_ref().map_or(Path::new(":memory:"), Checked::path).to_owned();
        let failed = |error: rusqlite::Error| HistoryError::of(&path, &error);
        let mut checkpointer = None;
        let (connection, journal) = if let Some(file) = &file {
            let connection = connect(&path, Access::Write, &limits).map_err(failed)?;
            let journal = prepare(&connection, &path, &limits)?;
            if journal == Journal::WriteAhead {
                let second = connect(&path, Access::Write, &limits).map_err(failed)?;
                second.pragma_update(None, "synchronous", "NORMAL").map_err(failed)?;
                let started = Checkpointer::start(second, file)
                    .map_err(|error| HistoryError::opening(&path, &error))?;
                checkpointer = Some(started);
            }
            (connection, journal)
        } else {
            (connect_memory(&limits).map_err(failed)?, Journal::None)
        };
        let names = Names::of(&connection).map_err(failed)?;
        // What an earlier run left is looked for once there is nothing else to do.
        let filled = if file.is_some() { Filled::Behind } else { Filled::Whole };
        let keep = limits.keep.clone().filter(|_| file.is_some());
        let giving_way = keep.map(|keep| GivingWay::new(keep, told));
        let unwritten = Vec::new();
        Ok(Self {
            connection,
            names,
            journal,
            checkpointer,
            file,
            limits,
            filled,
            giving_way,
            unwritten,
            replies,
        })
    }

    pub(super) fn journal(&self) -> Journal {
        self.journal
    }

    /// The file's path, free of symbolic links.
    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(Checked::path)
    }

    /// Starts the thread. It ends when the queue is closed or a job asks for it.
    pub(super) fn start(self, jobs: mpsc::Receiver<Job>) -> std::io::Result<()> {
        std::thread::Builder::new().name("history-writer".to_owned()).spawn(move || self.run(jobs)).map(drop)
    }

    fn run(mut self, mut jobs: mpsc::Receiver<Job>) {
        let mut closing = None;
        while closing.is_none() {
            let waited = match self.patience() {
                Some(patience) => next_within(&mut jobs, patience),
                None => jobs.blocking_recv().map_or(Waited::Closed, Waited::Job),
            };
            let first = match waited {
                Waited::Job(job) => job,
                Waited::Idle => {
                    if !self.give_way() && self.filled == Filled::Behind {
                        self.fill_index();
                    }
                    continue;
                }
                Waited::Closed => break,
            };
            let mut group = Vec::with_capacity(64);
            let mut next = Some(first);
            while let Some(job) = next {
                if let Job::Close { reply } = job {
                    closing = Some(reply);
                    break;
                }
                group.push(job);
                next = if group.len() < GROUP { jobs.try_recv().ok() } else { None };
            }
            self.commit(group);
            self.give_way();
        }
        // Whoever queues from here on hears that the history is closed.
        drop(jobs);
        self.end();
        if let Some(reply) = closing {
            let _ = reply.send(());
        }
    }

    /// Commits a group and tells everybody. Where one of the group fails, each is tried by itself.
    fn commit(&mut self, group: Vec<Job>) {
        let group: Vec<_> = self.unwritten.drain(..).chain(group).collect();
        if group.is_empty() {
            return;
        }
        if self.file.as_ref().is_some_and(Checked::is_gone) {
            // SQLite would go on writing to a file that no name leads to any more.
            let reason = "the file was removed or replaced while it was in use";
            return self.fail(group, |path| HistoryError::Store {
                path: path.to_owned(),
                reason: reason.to_owned(),
            });
        }
        if self.file.is_some() && group.iter().any(|job| matches!(job, Job::Record { .. })) {
            self.filled = Filled::Behind;
        }
        match self.write(&group) {
            Ok(done) => self.replies.done(group, done),
            Err(error) if is_busy(&error) => self.keep_notes(group, &error),
            Err(_) => self.commit_singly(group),
        }
        if let Some(checkpointer) = &mut self.checkpointer {
            checkpointer.committed();
        }
    }

    /// How long to wait for a job before something else is to be done; none where nothing is.
    fn patience(&self) -> Option<Duration> {
        let due = self.giving_way.as_ref().map(|giving_way| giving_way.due_in().max(IDLE_AFTER));
        let behind = (self.filled == Filled::Behind).then_some(IDLE_AFTER);
        due.into_iter().chain(behind).min()
    }

    /// Has old events give way where it is time for that; whether it was.
    fn give_way(&mut self) -> bool {
        if self.giving_way.as_ref().is_none_or(|giving_way| !giving_way.due_in().is_zero()) {
            return false;
        }
        // A failure (a full disk, say) is no reason to stop, nor to try it at once again.
        let step = self.erase_some().ok().flatten();
        if let Some(giving_way) = &mut self.giving_way {
            giving_way.made(step.as_ref());
        }
        if let Some(checkpointer) = &mut self.checkpointer {
            checkpointer.committed();
        }
        true
    }

    fn erase_some(&self) -> rusqlite::Result<Option<Step>> {
        let Some(giving_way) = &self.giving_way else { return Ok(None) };
        self.in_passing(|connection| {
            // What is freed is overwritten. The index's own parts would be too, which is not wanted elsewhere.
            connection.pragma_update(None, "secure_delete", "ON")?;
            let step = giving_way.step(connection);
            connection.pragma_update(None, "secure_delete", "FAST")?;
            step
        })
    }

    /// Goes on with the search index. A failure (a full disk, say) leaves it behind until something is recorded.
    fn fill_index(&mut self) {
        self.filled = self.write_index().unwrap_or(Filled::Whole);
        if let Some(checkpointer) = &mut self.checkpointer {
            checkpointer.committed();
        }
    }

    fn write_index(&self) -> rusqlite::Result<Filled> {
        if self.file.as_ref().is_some_and(Checked::is_gone) {
            return Ok(Filled::Whole);
        }
        let filled = self.in_passing(|connection| index::fill(connection, INDEXED_AT_ONCE))?;
        Ok(filled.unwrap_or(Filled::Behind))
    }

    /// One transaction for which nobody is made to wait; none where another process writes.
    fn in_passing<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> rusqlite::Result<Option<T>> {
        if self.file.as_ref().is_some_and(Checked::is_gone) {
            return Ok(None);
        }
        let _writing = self.checkpointer.as_ref().map(Checkpointer::writing);
        // Whoever else writes goes first: what comes in meanwhile must not wait for this.
        self.connection.busy_timeout(Duration::ZERO)?;
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        self.connection.busy_timeout(self.limits.lock_wait)?;
        let transaction = match begun {
            Err(error) if is_busy(&error) => return Ok(None),
            begun => begun?,
        };
        let done = work(&self.connection)?;
        transaction.commit()?;
        Ok(Some(done))
    }

    fn commit_singly(&mut self, group: Vec<Job>) {
        let mut jobs = group.into_iter();
        while let Some(job) = jobs.next() {
            let job = vec![job];
            match self.write(&job) {
                Ok(done) => self.replies.done(job, done),
                // One wait for the lock is enough for all that are left.
                Err(error) if is_busy(&error) => {
                    self.keep_notes(job.into_iter().chain(jobs.by_ref()).collect(), &error);
                }
                Err(error) if may_pass(&error) => self.keep_notes(job, &error),
                Err(error) => self.fail(job, |path| HistoryError::of(path, &error)),
            }
        }
    }

    /// One transaction: all of the group or nothing.
    fn write(&self, group: &[Job]) -> rusqlite::Result<Vec<Done>> {
        let _writing = self.checkpointer.as_ref().map(Checkpointer::writing);
        let transaction = self.begin()?;
        let done = self.apply(group)?;
        if self.file.is_none() {
            keep_newest(&self.connection, self.limits.memory_events)?;
        }
        transaction.commit()?;
        Ok(done)
    }

    /// Waits until nobody else writes. SQLite would look for that more and more rarely, and miss the pauses that
    /// whoever erases makes.
    fn begin(&self) -> rusqlite::Result<Transaction<'_>> {
        let deadline = Instant::now() + self.limits.lock_wait;
        self.connection.busy_timeout(Duration::ZERO)?;
        let begun = loop {
            match Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate) {
                Err(error) if is_busy(&error) && Instant::now() < deadline => {
                    std::thread::sleep(LOOK_AGAIN);
                }
                begun => break begun,
            }
        };
        self.connection.busy_timeout(self.limits.lock_wait)?;
        begun
    }

    fn apply(&self, group: &[Job]) -> rusqlite::Result<Vec<Done>> {
        let (connection, names) = (&self.connection, self.names);
        let payload = if self.file.is_some() { Payload::Kept } else { Payload::Dropped };
        let mut recording = Recording::begin(connection, names, payload)?;
        let apply = |job: &Job| match job {
            Job::Record { new, plan, .. } => {
                let mut recorded = recording.record(&NewRow::new(new))?;
                if let Some(plan) = plan {
                    let event = recorded.delivery.event;
                    recorded.plan = lease::start(connection, event, &new.transmission, plan)?;
                }
                Ok(Done::Recorded(recorded))
            }
            Job::Answer(answer) => note_answer(connection, answer).map(|()| Done::Noted),
            Job::Attempt(attempt) => note_attempt(connection, names, attempt).map(|()| Done::Noted),
            Job::Count { event, endpoint, .. } => {
                count_attempts(connection, names, *event, endpoint).map(Done::Counted)
            }
            Job::Plans { ask, .. } => lease::answer(connection, names, ask).map(Done::Plans),
            Job::Payments { ask, .. } => payments::answer(connection, ask).map(Done::Payment),
            Job::Close { .. } => Ok(Done::Noted),
        };
        group.iter().map(apply).collect()
    }

    /// Fails what somebody waits for; notes, for which nobody does, are kept for the next group.
    fn keep_notes(&mut self, group: Vec<Job>, error: &rusqlite::Error) {
        let (notes, others) = group.into_iter().partition(Job::is_note);
        self.unwritten.extend::<Vec<_>>(notes);
        self.unwritten.truncate(NOTES_KEPT);
        self.fail(others, |path| HistoryError::of(path, error));
    }

    fn fail(&self, group: Vec<Job>, error: impl Fn(&Path) -> HistoryError) {
        let path = self.path().unwrap_or(Path::new(":memory:"));
        self.replies.failed(group, || error(path));
    }

    /// Commits what is left, empties the log and closes the connections.
    fn end(mut self) {
        self.commit(Vec::new());
        if let Some(checkpointer) = self.checkpointer.take() {
            checkpointer.end();
            // Where another process reads or writes, the log stays to it.
            let _ = checkpoint(&self.connection, "TRUNCATE");
        }
        // The connection is closed before the mark that the file is open goes.
        let Self { connection, file, .. } = self;
        drop(connection);
        drop(file);
    }
}

/// Whether the same write may succeed later, when there is room on the disk, say.
fn may_pass(error: &rusqlite::Error) -> bool {
    use rusqlite::ErrorCode::{CannotOpen, DiskFull, ReadOnly, SystemIoFailure};
    matches!(error.sqlite_error_code(), Some(CannotOpen | DiskFull | ReadOnly | SystemIoFailure))
}
