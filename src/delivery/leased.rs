//! Plans that outlive the process: kept in the history, worked on under a lease.
//!
//! What is due when is the scheduler's; whose a plan is, the history says at each attempt. In memory
//! is only what tells one plan from another: requests are read back when they go out again.

mod attempts;

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use super::{Attempt, Bounds, Plan, Step, play};
use crate::activity::{AttemptResult, Emit, EventId, Request};
use crate::clock::Clock;
use crate::history::{
    EventMark, History, HistoryError, Holder, NewPlan, Next, Pending, PlanKey, Start, Taking,
};
use crate::outbound::{Endpoint, Sender};
use crate::toss::{Policy, SecurityKey, Transmission};

/// How many plans may be in memory; the others stay in the history until there is room. Each takes two
/// hundred bytes.
const MOST_HELD: usize = 100_000;

/// How many bytes of requests may wait for their first call; the events of others go out as soon as
/// there is room.
const FIRSTS_BYTES: u32 = 16 << 20;

/// What a request weighs beside its body.
const REQUEST_WEIGHT: usize = 2048;

/// How often the lease is renewed, and plans are looked for whose holder is gone: four times within a
/// lease.
const LOOK_EVERY: Duration = Duration::from_secs(5);

/// How long to wait after the history could not be written.
const HOLD: Duration = Duration::from_secs(1);

/// What is re-sent, and how.
#[derive(Clone, Debug)]
pub struct Resending {
    /// Where to; plans of other endpoints are left alone.
    pub endpoints: Vec<Endpoint>,
    /// What makes the calls.
    pub sender: Sender,
    /// What signs where a valid signature came.
    pub key: Option<SecurityKey>,
    /// The waits, and what is a success.
    pub policy: Policy,
    /// Calls at once.
    pub concurrency: usize,
    /// What becomes of plans that were there before.
    pub earlier: Earlier,
}

/// What becomes of plans that were there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earlier {
    /// They are taken up.
    Resumed,
    /// They are left alone.
    LeftAlone,
}

/// A plan in memory.
#[derive(Clone, Debug)]
pub struct Planned {
    key: PlanKey,
    id: EventId,
}

/// Plans over a history.
pub struct Leased<E> {
    resending: Resending,
    history: History,
    emit: E,
    clock: Clock,
    holder: Holder,
    endpoints: Arc<[Arc<str>]>,
    after: EventMark,
    /// Room for calls, the first ones included.
    calls: Arc<Semaphore>,
    firsts: Arc<Semaphore>,
    /// Plans that the scheduler has not asked for yet, each as of a moment.
    coming: Mutex<VecDeque<(Planned, Plan, Instant)>>,
    more: Notify,
    /// How many plans are in memory.
    held: AtomicUsize,
    told_as_received: AtomicBool,
    end: CancellationToken,
}

/// The room that a first attempt takes in memory until it has ended.
#[derive(Debug)]
pub struct Room(#[expect(dead_code, reason = "given back when dropped")] OwnedSemaphorePermit);

/// A first attempt that has ended.
#[derive(Clone, Debug)]
pub struct First {
    /// The attempt.
    pub attempt: Attempt,
    /// How its event goes on.
    pub step: Step,
}

impl<E: Emit> Leased<E> {
    /// Takes up the pending plans of these endpoints, unless they are to be left alone; how many they
    /// are. `clock` has the speed of the waits.
    pub async fn take_up(
        resending: Resending,
        history: History,
        emit: E,
        clock: Clock,
    ) -> Result<(Arc<Self>, u64), HistoryError> {
        let mut endpoints: Vec<Arc<str>> = resending.endpoints.iter().map(|it| it.shown().into()).collect();
        endpoints.sort_unstable();
        endpoints.dedup();
        let after = match resending.earlier {
            Earlier::Resumed => EventMark::default(),
            Earlier::LeftAlone => history.mark().await?,
        };
        let leased = Arc::new(Self {
            calls: Arc::new(Semaphore::new(resending.concurrency.max(1))),
            resending,
            history,
            emit,
            clock,
            holder: Holder::of_this_process(),
            endpoints: endpoints.into(),
            after,
            firsts: Arc::new(Semaphore::new(FIRSTS_BYTES as usize)),
            coming: Mutex::default(),
            more: Notify::new(),
            held: AtomicUsize::new(0),
            told_as_received: AtomicBool::new(false),
            end: CancellationToken::new(),
        });
        let taken = leased.take().await?;
        Ok((leased, taken as u64))
    }

    /// Room for calls: whoever makes one takes a part of it.
    pub fn calls(&self) -> Arc<Semaphore> {
        Arc::clone(&self.calls)
    }

    /// The plan of an event that arrives now. With room in memory its first attempt is begun.
    pub fn plan(
        &self,
        request: &Request,
        transmission: &Transmission,
        endpoint: &Endpoint,
    ) -> (NewPlan, Option<Room>) {
        let now = self.clock.now();
        // Times of re-sends never go back behind the one that it came with.
        let sent_at = transmission.sent_at();
        let first = Pending {
            retried_count: transmission.retried_count.unwrap_or(0),
            at: sent_at.map_or(now, |sent_at| sent_at.max(now)),
            wait_left: Duration::ZERO,
        };
        let weight = u32::try_from(request.body.len() + REQUEST_WEIGHT).unwrap_or(u32::MAX).min(FIRSTS_BYTES);
        let has_room = self.held.load(Relaxed) < MOST_HELD;
        let room =
            Arc::clone(&self.firsts).try_acquire_many_owned(weight).ok().filter(|_| has_room).map(Room);
        let start = match &room {
            Some(_) => Start::Begun {
                holder: self.holder.clone(),
                unheard: self.unheard(restored(first).begin(Duration::ZERO)),
            },
            None => Start::Later,
        };
        let url = endpoint.target(&request.path, request.query.as_deref()).to_string();
        (NewPlan { endpoint: endpoint.shown().into(), url, first, start, now }, room)
    }

    /// What a first attempt, begun so long after its plan was made, comes to.
    pub fn first(&self, plan: &NewPlan, late: Duration, result: &AttemptResult) -> First {
        let attempt = restored(plan.first).begin(late);
        First { attempt, step: Step::after(attempt, result, &self.resending.policy) }
    }

    /// Keeps what came of a first attempt, and takes on its plan where that goes on.
    pub async fn first_ended(
        &self,
        id: EventId,
        started: &crate::history::Started,
        first: First,
        result: &AttemptResult,
    ) {
        let Some(attempt) = started.begun else { return };
        self.keep(&started.key, attempt, result, first.step).await;
        if let Step::Waiting(plan) = first.step {
            self.held.fetch_add(1, Relaxed);
            let planned = Planned { key: started.key.clone(), id };
            self.coming().push_back((planned, plan, Instant::now()));
            self.more.notify_one();
        }
    }

    /// Makes attempts as they come due until `end` is cancelled and those under way have ended; the
    /// plans that are left then.
    pub async fn run(self: &Arc<Self>, end: &CancellationToken) -> Vec<(PlanKey, Pending)> {
        let looking = Arc::clone(self);
        // It ends with this, however that ends.
        let _looking = AbortOnDropHandle::new(tokio::spawn(async move { looking.look_out().await }));
        let ending = async {
            end.cancelled().await;
            self.end.cancel();
            std::future::pending().await
        };
        let bounds = Bounds { calls: self.resending.concurrency, plans: usize::MAX };
        let playing = play(Arc::clone(self), &self.resending.policy, &self.clock, bounds, &self.end);
        let left = tokio::select! {
            left = playing => left,
            never = ending => never,
        };
        left.into_iter().map(|(planned, plan)| (planned.key, pending(plan))).collect()
    }

    /// Gives all plans back, and the lease; how many they are.
    pub async fn release(&self, left: Vec<(PlanKey, Pending)>) -> u64 {
        self.end.cancel();
        // What can't be written now, the next one finds under a lease that has run out.
        let held = self.held.load(Relaxed) as u64;
        self.history.release_plans(&self.holder, left, self.clock.now()).await.unwrap_or(held)
    }

    /// Renews the lease, and takes over what others have left.
    async fn look_out(&self) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            // A history that can't be written may be the next time.
            let _ = self.take().await;
        }
    }

    async fn take(&self) -> Result<usize, HistoryError> {
        let taking = Taking {
            holder: self.holder.clone(),
            endpoints: Arc::clone(&self.endpoints),
            after: self.after,
            most: MOST_HELD.saturating_sub(self.held.load(Relaxed)),
            now: self.clock.now(),
        };
        let now = taking.now;
        let taken = self.history.take_plans(taking).await?;
        let (count, moment) = (taken.len(), Instant::now());
        self.held.fetch_add(count, Relaxed);
        let mut coming = self.coming();
        for plan in taken {
            // A clock that was set back has counted nothing; one set forward makes due, not more.
            let gone = now.duration_since(plan.stored_at).try_into().unwrap_or_default();
            let next = restored(plan.next).waited(self.clock.speed().simulated(gone));
            coming.push_back((Planned { key: plan.key, id: plan.id }, next, moment));
        }
        drop(coming);
        self.more.notify_one();
        Ok(count)
    }

    fn coming(&self) -> MutexGuard<'_, VecDeque<(Planned, Plan, Instant)>> {
        self.coming.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How a plan goes on if this attempt is never heard of again: as if it had failed at once.
    fn unheard(&self, attempt: Attempt) -> Option<Pending> {
        let unheard = AttemptResult {
            outcome: crate::activity::Outcome::Protocol,
            response: None,
            cause: None,
            elapsed: Duration::ZERO,
        };
        match Step::after(attempt, &unheard, &self.resending.policy) {
            Step::Waiting(plan) => Some(pending(plan)),
            Step::Completed | Step::Failed => None,
        }
    }
}

fn restored(pending: Pending) -> Plan {
    Plan::restored(pending.retried_count, pending.at, pending.wait_left)
}

fn pending(plan: Plan) -> Pending {
    Pending { retried_count: plan.retried_count(), at: plan.at(), wait_left: plan.wait_left() }
}

fn next(step: Step) -> Next {
    match step {
        Step::Waiting(plan) => Next::Waiting(pending(plan)),
        Step::Completed => Next::Completed,
        Step::Failed => Next::Failed,
    }
}

#[cfg(test)]
mod tests;
