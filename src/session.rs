//! The way of one webhook: receive, record, filter, forward, answer, each step an activity.
//!
//! A session does not know where its requests come from: anything that yields
//! [`Arrival`] will do.

mod answer;
mod copy;
mod forward;
mod handle;
mod look_up;
mod order;
mod plan;
mod resend;
mod tally;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

pub use plan::{Answering, Forwarding, Ordering, Plan};

use crate::activity::{Activity, Emit, Notice, Summary, What};
use crate::clock::Clock;
use crate::delivery::leased::Leased;
use crate::history::History;
use crate::inbound::Arrival;
use crate::payments;
use handle::Work;

/// How long work may go on once the end was asked for: as long as the listener drains, and a second
/// for its last answers. A sender that hung up, and the copies, have no listener to cut them off.
const DRAIN: Duration = Duration::from_secs(9);

/// How many of the events still Sending the summary names.
const STILL_SENDING_NAMED: usize = 3;

/// What a session works with.
pub struct Session<E> {
    /// What it does with each request.
    pub plan: Plan,
    /// Where it records them.
    pub history: History,
    /// Where it tells what happens.
    pub emit: E,
    /// The time.
    pub clock: Clock,
    /// What re-sends what fails, where that is done from here.
    pub resending: Option<Arc<Leased<E>>>,
    /// Where the events' payments are looked up, if anywhere.
    pub payments: Option<payments::Api>,
}

impl<E: Emit> Session<E> {
    /// Works until the source of arrivals has closed and all is done, or for 9 s after `end` was
    /// cancelled. Cancels `end` once the plan's limit of requests is reached. Emits a summary last,
    /// and returns it.
    pub async fn run(mut self, arrivals: mpsc::Receiver<Arrival>, end: CancellationToken) -> Summary {
        let (questions, looking_up) = look_up::begin(self.payments.take());
        let work = Arc::new(Work::new(self, questions));
        let no_more = CancellationToken::new();
        let working = async {
            work.take(arrivals, &end).await;
            end.cancel();
            work.tasks.close();
            work.tasks.wait().await;
            no_more.cancel();
        };
        let overdue = async {
            end.cancelled().await;
            tokio::time::sleep(DRAIN).await;
        };
        let resending = async {
            match &work.session.resending {
                Some(leased) => leased.run(&end).await,
                None => Vec::new(),
            }
        };
        // In a box: most sessions look nothing up.
        let looking_up = Box::pin(work.look_up_all(looking_up, &no_more));
        let left = tokio::select! {
            ((), left, ()) = async { tokio::join!(working, resending, looking_up) } => left,
            () = overdue => {
                work.abandon();
                work.tasks.close();
                work.tasks.wait().await;
                Vec::new()
            }
        };
        let mut summary = work.summary(STILL_SENDING_NAMED);
        if let Some(leased) = &work.session.resending {
            summary.to_resend = leased.release(left).await;
            summary.pending += summary.to_resend;
        }
        let at = work.session.clock.now();
        work.session.emit.emit(Activity { at, what: What::Summary(Box::new(summary.clone())) }).await;
        summary
    }
}

impl<E: Emit> Work<E> {
    /// Begins work on what arrives, until nothing more can.
    async fn take(self: &Arc<Self>, mut arrivals: mpsc::Receiver<Arrival>, end: &CancellationToken) {
        let limit = self.session.plan.limit;
        let mut draining = false;
        let mut taken: u64 = 0;
        loop {
            let arrival = tokio::select! {
                arrival = arrivals.recv() => arrival,
                () = end.cancelled(), if !draining => {
                    draining = true;
                    if !self.tasks.is_empty() {
                        self.tell(What::Notice(Notice::Draining { in_flight: self.tasks.len() })).await;
                    }
                    continue;
                }
            };
            match arrival {
                None => return,
                Some(Arrival::Request(inbound)) => {
                    taken += 1;
                    let incoming = self.read(inbound);
                    // In a box: a task is moved several times.
                    self.tasks.spawn(Box::pin(Arc::clone(self).handle(incoming)));
                    if limit.is_some_and(|limit| taken >= limit) {
                        end.cancel();
                    }
                }
                Some(Arrival::Refused(refused)) => self.tell(What::Refused(refused)).await,
                Some(Arrival::AcceptFails(reason)) => {
                    self.tell(What::Notice(Notice::AcceptFails { reason })).await;
                }
            }
        }
    }
}
