//! What the writer is asked to do, and how those who wait hear what came of it.

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::{OwnedSemaphorePermit, oneshot};

use super::payments::{FoundTo, PaymentAsk};
use super::plans::{Ask, NewPlan, Said, SaidTo};
use super::row::{NewAnswer, NewAttempt};
use super::{HistoryError, NewDelivery, Recorded};
use crate::activity::EventId;
use crate::toss::Payment;

/// Something for the writer to do.
#[derive(Debug)]
pub(super) enum Job {
    Record {
        new: Box<NewDelivery>,
        /// What is to become of its event, where failures are re-sent from here.
        plan: Option<Box<NewPlan>>,
        reply: oneshot::Sender<Result<Recorded, HistoryError>>,
        /// Its bytes' share of the queue, given back when it is done.
        _room: OwnedSemaphorePermit,
    },
    Answer(NewAnswer),
    Attempt(Box<NewAttempt>),
    Count {
        event: EventId,
        endpoint: String,
        reply: oneshot::Sender<Result<u32, HistoryError>>,
    },
    Plans {
        ask: Box<Ask>,
        reply: SaidTo,
    },
    Payments {
        ask: PaymentAsk,
        reply: FoundTo,
    },
    Close {
        reply: oneshot::Sender<()>,
    },
}

/// What a job came to, to be told after the commit.
#[derive(Debug)]
pub(super) enum Done {
    Recorded(Recorded),
    Counted(u32),
    Plans(Said),
    Payment(Option<Box<Payment>>),
    Noted,
}

/// Jobs that were done or failed together.
type Group = Vec<(Job, Result<Done, HistoryError>)>;

/// The writer's way to those who wait.
///
/// It leads through a task of theirs, to which a whole group goes at once: to wake a task from another
/// thread costs a system call, and memory is given back soonest by the thread that took it. It
/// holds no more than who waits for it queued.
#[derive(Debug)]
pub(super) struct Replies(UnboundedSender<Group>);

impl Replies {
    /// The way, and the work of the task that it leads through.
    pub(super) fn new() -> (Self, impl Future<Output = ()> + Send + 'static) {
        let (replies, groups) = unbounded_channel();
        (Self(replies), hand_out(groups))
    }

    /// Tells what each of a group's jobs came to.
    pub(super) fn done(&self, group: Vec<Job>, done: Vec<Done>) {
        self.send(group.into_iter().zip(done.into_iter().map(Ok)));
    }

    /// Tells that none of these jobs could be done.
    pub(super) fn failed(&self, group: Vec<Job>, error: impl Fn() -> HistoryError) {
        self.send(group.into_iter().map(|job| (job, Err(error()))));
    }

    fn send(&self, group: impl Iterator<Item = (Job, Result<Done, HistoryError>)>) {
        let awaited: Group = group.filter(|(job, _)| !job.is_note()).collect();
        if !awaited.is_empty() {
            // An error means that the task's runtime is gone, and all who waited with it.
            let _ = self.0.send(awaited);
        }
    }
}

impl Job {
    /// Whether it is noted for later, and nobody waits for it.
    pub(super) fn is_note(&self) -> bool {
        matches!(self, Self::Answer(_) | Self::Attempt(_))
    }
}

async fn hand_out(mut groups: UnboundedReceiver<Group>) {
    while let Some(group) = groups.recv().await {
        for (job, done) in group {
            tell(job, done);
        }
    }
}

/// Tells the one who waits for a job. Some have stopped waiting.
fn tell(job: Job, done: Result<Done, HistoryError>) {
    match (job, done) {
        (Job::Record { reply, .. }, Ok(Done::Recorded(recorded))) => drop(reply.send(Ok(recorded))),
        (Job::Record { reply, .. }, Err(error)) => drop(reply.send(Err(error))),
        (Job::Count { reply, .. }, Ok(Done::Counted(count))) => drop(reply.send(Ok(count))),
        (Job::Count { reply, .. }, Err(error)) => drop(reply.send(Err(error))),
        (Job::Plans { reply, .. }, Ok(Done::Plans(said))) => drop(reply.send(Ok(said))),
        (Job::Plans { reply, .. }, Err(error)) => drop(reply.send(Err(error))),
        (Job::Payments { reply, .. }, Ok(Done::Payment(found))) => drop(reply.send(Ok(found))),
        (Job::Payments { reply, .. }, Err(error)) => drop(reply.send(Err(error))),
        _ => {}
    }
}
