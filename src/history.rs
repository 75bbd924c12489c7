//! The embedded store: every event that was answered 200 is in it, whatever is killed when.
//!
//! One thread per open history writes; it commits whatever is queued as one transaction and then
//! tells everybody. Safe against a kill at any moment; a power cut may take the last seconds.

mod checkpoint;
mod erase;
mod file;
mod holder;
mod idle;
mod index;
mod job;
mod keep;
mod lease;
mod names;
mod notes;
mod order;
mod payments;
mod place;
mod plans;
mod query;
mod record;
mod row;
mod selection;
mod store;
mod terms;
mod transfer;
mod wanted;
mod writer;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::{Semaphore, mpsc, oneshot, watch};

pub use erase::{Erased, Eraser, Prune};
pub use holder::Holder;
pub use keep::Keep;
pub use payments::{ComeBy, Gone, MADE_PAYMENTS_KEPT, PaymentPlace, PaymentState, in_column};
pub use place::project_file;
pub use plans::{
    AttemptKey, Began, Beginning, Begun, EventMark, LEASE, NewPlan, Next, Pending, PlanKey, Start, Started,
    Taken, Taking,
};
pub use query::Reader;
pub use selection::Selection;
pub use store::Journal;
pub use transfer::{BadItem, Export, Exporter, ImportError, Imported, Importer, Lost, Part, TransferForm};

use self::file::Checked;
use self::job::{Job, Replies};
use self::row::{NewAnswer, NewAttempt, weight};
use self::writer::Writer;
use crate::activity::{Answered, DeliveryStatus, EventId, Forwarded, Outcome, Repeat, Request, Unwritable};
use crate::filter::{Known, Seen};
use crate::toss::{Content, SignatureCheck, Transmission};

/// Why the history can't be used.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The place can't be made or opened; the system's own words.
    #[error("{} can't be opened: {reason}", path.display())]
    Open { path: PathBuf, reason: String },
    /// A symbolic link stands where the file or its folder should be.
    #[error("{} is a symbolic link", path.display())]
    Symlink { path: PathBuf },
    /// Others may read or write the folder or the file.
    #[error("{} belongs to somebody else", path.display())]
    Foreign { path: PathBuf },
    /// The file is not a tosshook history.
    #[error("{} is no tosshook history", path.display())]
    NotAHistory { path: PathBuf },
    /// The file was made by a newer tosshook.
    #[error("{} was made by a newer version", path.display())]
    Newer { path: PathBuf },
    /// What stands in the file can't be read; the store's own words.
    #[error("{} is damaged: {reason}", path.display())]
    Damaged { path: PathBuf, reason: String },
    /// The file, or the folder that it lies in, can't be written to.
    #[error("{} is read-only", path.display())]
    ReadOnly { path: PathBuf },
    /// The file was not closed, and what was written last can't be read without writing beside it.
    #[error("{} was not closed, and its folder is read-only", path.display())]
    LogUnread { path: PathBuf },
    /// No room is left for the file.
    #[error("there is no room left to write {}", path.display())]
    Full { path: PathBuf },
    /// A write or read failed otherwise; the store's own words.
    #[error("{} can't be used: {reason}", path.display())]
    Store { path: PathBuf, reason: String },
    /// The writer is at an end.
    #[error("the history is closed")]
    Closed,
}

impl HistoryError {
    /// Why nothing can be recorded, for whoever goes on and hopes for better.
    pub fn unwritable(&self) -> Unwritable {
        match self {
            Self::Full { .. } => Unwritable::Full,
            Self::ReadOnly { .. } => Unwritable::ReadOnly,
            Self::Damaged { .. } => Unwritable::Damaged,
            Self::Store { reason, .. } => Unwritable::Otherwise(reason.clone()),
            other => Unwritable::Otherwise(other.to_string()),
        }
    }

    /// What the system said of the file at this path.
    fn opening(path: &Path, error: &std::io::Error) -> Self {
        use std::io::ErrorKind::{PermissionDenied, ReadOnlyFilesystem};
        let path = path.to_owned();
        match error.kind() {
            PermissionDenied | ReadOnlyFilesystem => Self::ReadOnly { path },
            _ => Self::Open { path, reason: error.to_string() },
        }
    }

    /// What the store said of the file at this path.
    fn of(path: &Path, error: &rusqlite::Error) -> Self {
        use rusqlite::Error::{
            FromSqlConversionFailure, IntegralValueOutOfRange, InvalidColumnType, InvalidQuery,
            QueryReturnedNoRows, Utf8Error,
        };
        use rusqlite::ErrorCode::{DatabaseCorrupt, DiskFull, NotADatabase, ReadOnly, Unknown};
        let (path, reason) = (path.to_owned(), error.to_string());
        match (error, error.sqlite_error_code()) {
            // The queries are known to be right: what is unknown about one is a table that was lost.
            (_, Some(DatabaseCorrupt | NotADatabase | Unknown)) => Self::Damaged { path, reason },
            (
                FromSqlConversionFailure(..)
                | IntegralValueOutOfRange(..)
                | InvalidColumnType(..)
                | InvalidQuery
                | QueryReturnedNoRows
                | Utf8Error(..),
                _,
            ) => Self::Damaged { path, reason: "a row holds what was never written into it".to_owned() },
            (_, Some(ReadOnly)) => Self::ReadOnly { path },
            (_, Some(DiskFull)) => Self::Full { path },
            _ => Self::Store { path, reason },
        }
    }
}

/// A request to be recorded.
#[derive(Clone, Debug)]
pub struct NewDelivery {
    /// The request.
    pub request: Arc<Request>,
    /// What its body is.
    pub content: Arc<Content>,
    /// What its headers say.
    pub transmission: Arc<Transmission>,
    /// What the check of its signature gave.
    pub signature: SignatureCheck,
    /// The status that will be answered once it is recorded, where that is known beforehand.
    pub answer: Option<u16>,
}

/// What the history knows of a request once it is committed.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The event.
    pub id: EventId,
    /// The row of this request.
    pub delivery: DeliveryKey,
    /// How it relates to the requests before it.
    pub repeat: Repeat,
    /// When the event's first request arrived.
    pub first_arrival: Timestamp,
    /// How many requests of this event came before this one.
    pub earlier: u32,
    /// The event that tells of the same change under another event type.
    pub twin_of: Option<EventId>,
    /// The plan that was started with it.
    pub plan: Option<Box<Started>>,
}

/// The row of one request of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveryKey {
    event: i64,
    number: u32,
}

/// Which history to open.
#[derive(Clone, Debug)]
pub enum Place {
    /// This file.
    File(PathBuf),
    /// Memory only, for as long as the process lives (`--no-history`, `--demo`): holds a bounded
    /// number of events and no bodies.
    Memory,
}

/// What a history may take of time and room; [`Limits::default`] is the documented set.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How long a write waits for another process that holds the file.
    pub lock_wait: Duration,
    /// How many jobs may be queued.
    pub queue_jobs: usize,
    /// How many bytes of requests may be queued; a single larger one goes alone.
    pub queue_bytes: u32,
    /// How many pages of 8 KiB the file may have; none for as many as SQLite takes.
    pub pages: Option<u32>,
    /// How many events a history in memory holds: the newest ones.
    pub memory_events: u32,
    /// What gives way in a file; none where all stays.
    pub keep: Option<Keep>,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // With two groups to wait for still within Toss Payments' 10 s.
            lock_wait: Duration::from_secs(3),
            queue_jobs: 1024,
            queue_bytes: 16 << 20,
            pages: None,
            memory_events: 10_000,
            keep: None,
        }
    }
}

/// A handle on the one writer; cheap to clone. The writer ends with the last handle.
#[derive(Clone, Debug)]
pub struct History {
    path: Option<Arc<Path>>,
    journal: Journal,
    jobs: mpsc::Sender<Job>,
    room: Arc<Semaphore>,
    queue_bytes: u32,
    given_way: watch::Receiver<u64>,
}

impl History {
    /// Opens or makes the history, and starts its writer thread. Called within a tokio runtime, which
    /// gets the task that passes on what the writer says.
    pub fn open(place: Place) -> Result<Self, HistoryError> {
        Self::open_within(place, Limits::default())
    }

    /// [`History::open`] with limits other than the documented ones.
    pub fn open_within(place: Place, limits: Limits) -> Result<Self, HistoryError> {
        let file = match place {
            Place::File(path) => Some(Checked::make(&path)?),
            Place::Memory => None,
        };
        let (jobs, queue) = mpsc::channel(limits.queue_jobs.max(1));
        let queue_bytes = limits.queue_bytes;
        let (replies, passing_on) = Replies::new();
        let (told, given_way) = watch::channel(0);
        let writer = Writer::open(file, limits, replies, told)?;
        let path: Option<Arc<Path>> = writer.path().map(Arc::from);
        let journal = writer.journal();
        writer.start(queue).map_err(|error| HistoryError::Open {
            path: path.as_deref().unwrap_or(Path::new(":memory:")).to_owned(),
            reason: error.to_string(),
        })?;
        tokio::spawn(passing_on);
        let room = Arc::new(Semaphore::new(queue_bytes as usize));
        Ok(Self { path, journal, jobs, room, queue_bytes, given_way })
    }

    /// The file, where there is one.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// How the file's changes are kept whole.
    pub fn journal(&self) -> Journal {
        self.journal
    }

    /// Records a request; done when it is committed.
    pub async fn record(&self, delivery: NewDelivery) -> Result<Recorded, HistoryError> {
        self.record_with(delivery, None).await
    }

    async fn record_with(
        &self,
        delivery: NewDelivery,
        plan: Option<Box<NewPlan>>,
    ) -> Result<Recorded, HistoryError> {
        let weight = u32::try_from(weight(&delivery.request)).unwrap_or(u32::MAX).min(self.queue_bytes);
        let room =
            Arc::clone(&self.room).acquire_many_owned(weight).await.map_err(|_| HistoryError::Closed)?;
        let (reply, done) = oneshot::channel();
        let new = Box::new(delivery);
        self.queue(Job::Record { new, plan, reply, _room: room }).await?;
        done.await.map_err(|_| HistoryError::Closed)?
    }

    /// Notes the answer that a request got. Queued: done soon, in order, not waited for.
    pub async fn answered(&self, delivery: DeliveryKey, answered: Answered) -> Result<(), HistoryError> {
        self.queue(Job::Answer(NewAnswer::new(delivery, &answered))).await
    }

    /// Notes a call and its outcome. Queued like [`History::answered`].
    pub async fn forwarded(
        &self,
        begun_at: Timestamp,
        forwarded: Arc<Forwarded>,
    ) -> Result<(), HistoryError> {
        self.queue(Job::Attempt(Box::new(NewAttempt::new(begun_at, &forwarded)))).await
    }

    /// How many calls of this event to this endpoint are noted, those queued before included.
    pub async fn attempts(&self, id: EventId, endpoint: &str) -> Result<u32, HistoryError> {
        let (reply, count) = oneshot::channel();
        self.queue(Job::Count { event: id, endpoint: endpoint.to_owned(), reply }).await?;
        count.await.map_err(|_| HistoryError::Closed)?
    }

    /// Waits until the first events give way, see [`Limits::keep`]; false where none has until the history is closed.
    pub async fn gives_way(&self) -> bool {
        self.given_way.clone().wait_for(|events| *events > 0).await.is_ok()
    }

    /// Commits what is queued, empties the write-ahead log into the file, ends the writer. All
    /// handles are closed by it; to close a closed history is fine.
    pub async fn close(&self) -> Result<(), HistoryError> {
        let (reply, closed) = oneshot::channel();
        if self.queue(Job::Close { reply }).await.is_ok() {
            // An error means that another handle closed it in the meantime.
            let _ = closed.await;
        }
        Ok(())
    }

    async fn queue(&self, job: Job) -> Result<(), HistoryError> {
        self.jobs.send(job).await.map_err(|_| HistoryError::Closed)
    }
}

/// An event as `events list` shows it.
#[derive(Clone, Debug)]
pub struct EventRow {
    pub id: EventId,
    /// The first request of the event, as it was received.
    pub request: Request,
    pub content: Content,
    pub transmission: Transmission,
    pub signature: SignatureCheck,
    pub twin_of: Option<EventId>,
    /// As its sender has it: from the last answer that was given.
    pub delivery_status: DeliveryStatus,
    /// How it stands where failures are re-sent from here; none where they never were.
    pub resent: Option<DeliveryStatus>,
    /// Where it comes from.
    pub origin: Origin,
    /// The requests received for it.
    pub attempts: u32,
    /// The highest retried count seen, and when that request arrived.
    pub last_retried_count: u32,
    pub last_arrival: Timestamp,
    /// The last status answered.
    pub last_answer: Option<u16>,
}

/// Where an event comes from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// It arrived here.
    #[default]
    Arrived,
    /// From a file. Nothing is pending of it, and it is known to no endpoint.
    Imported,
}

/// The place of an event in the order of arrival; by default the one before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventPlace(i64);

impl EventRow {
    /// What filters see of it.
    pub fn seen(&self) -> Seen<'_> {
        Seen {
            request: &self.request,
            content: &self.content,
            transmission: &self.transmission,
            signature: self.signature,
            known: Some(Known { id: self.id, repeat: Repeat::None, twin_of: self.twin_of }),
        }
    }

    /// How the event stands with whoever is to have it: as it is re-sent from here, else as its sender has it.
    pub fn standing(&self) -> DeliveryStatus {
        self.resent.unwrap_or(self.delivery_status)
    }
}

/// How the events stand that are listed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wanted {
    /// All.
    #[default]
    All,
    /// Those that stand so; see [`EventRow::standing`].
    Standing(DeliveryStatus),
    /// Those whose last call ended so.
    LastCall(Outcome),
    /// Those that the last call did not accept; of those that were never passed on, those that were not answered 200.
    NotAccepted,
}

/// A request of an event, as it was received, and what was answered.
#[derive(Clone, Debug)]
pub struct DeliveryRow {
    /// Which request of the event it was, from 1.
    pub number: u32,
    pub repeat: Repeat,
    /// 0 where the request carried none.
    pub retried_count: u32,
    pub request: Request,
    pub signature: SignatureCheck,
    /// None where no answer was given, or the process was killed before it was noted.
    pub answer: Option<u16>,
    /// None too where the answer was given at once, as it was recorded beforehand.
    pub answered_after: Option<Duration>,
    pub delivery_status: Option<DeliveryStatus>,
}

/// A call to an endpoint, as it was noted.
#[derive(Clone, Debug)]
pub struct AttemptRow {
    /// The URL called, without user information.
    pub endpoint: String,
    /// Which call of the event to this endpoint it was, from 1.
    pub number: u32,
    pub retried_count: Option<u32>,
    /// Whether it was the copy of `--also`.
    pub also: bool,
    pub begun_at: Timestamp,
    /// None where the call was begun and never heard of again.
    pub outcome: Option<Outcome>,
    pub http_status: Option<u16>,
    pub elapsed: Option<Duration>,
    /// The first 4 KiB of the answer's body.
    pub response: Option<Bytes>,
}

/// What a name of an event names.
#[derive(Debug)]
pub enum Found {
    /// One event.
    Event(Box<EventRow>),
    /// Several: the candidates, newest first, at most ten.
    Several(Vec<EventId>),
    /// None.
    Nothing,
}
