//! Many pending plans at once: each attempt when it is due, and no more calls under way than allowed.
//!
//! Where plans come from and where their state is kept is not known here: [`Plans`] in memory serves
//! a rehearsal, one over a store serves what has to outlive the process.

mod queue;

use std::sync::Arc;
use std::time::Duration;

use tokio::task::{JoinError, JoinSet};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use self::queue::Queue;
use super::{Attempt, Plan, Step};
use crate::activity::AttemptResult;
use crate::clock::Clock;
use crate::toss::Policy;

/// Where plans come from, how their attempts are made, and who hears of it.
pub trait Plans: Send + Sync + 'static {
    /// What belongs to a plan beside its times: which event, to which endpoint.
    type Event: Send + 'static;
    /// What is known of an attempt beside its result: what was sent, a store's row.
    type Made: Send + 'static;

    /// The next plan to take up; waits for one, and gives none once no more will come. May be
    /// dropped while it waits.
    fn next(&self) -> impl Future<Output = Option<(Self::Event, Plan)>> + Send;

    /// Makes an attempt. None withdraws the plan, without a trace: it is somebody else's now.
    ///
    /// A store commits that the attempt has begun before it makes the call, and looks there
    /// whether the plan is still its own.
    fn attempt(
        &self,
        event: &Self::Event,
        attempt: Attempt,
    ) -> impl Future<Output = Option<(Self::Made, AttemptResult)>> + Send;

    /// An attempt has ended. A store has kept that and how the event goes on when it returns; until
    /// then the next attempt does not come up.
    fn ended(&self, event: &Self::Event, ended: Ended<Self::Made>) -> impl Future<Output = ()> + Send;

    /// No call is under way, and the next one is a while off: what a countdown shows.
    fn lull(&self, _lull: &Lull) {}

    /// The run is ending, and waits for this many calls.
    fn draining(&self, _calls: usize) -> impl Future<Output = ()> + Send {
        async {}
    }
}

/// An attempt that has ended.
#[derive(Clone, Debug)]
pub struct Ended<Made> {
    /// The attempt.
    pub attempt: Attempt,
    /// What is known of it beside its result.
    pub made: Made,
    /// What came of it.
    pub result: AttemptResult,
    /// How the event goes on.
    pub step: Step,
}

/// A time in which nothing happens.
#[derive(Clone, Copy, Debug)]
pub struct Lull {
    /// The plan whose attempt ends it.
    pub next: Plan,
    /// The moment at which that is due.
    pub due: Instant,
    /// How many plans are pending, that one included.
    pub pending: usize,
}

/// How much may be going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Calls under way at once; 0 counts as 1.
    pub calls: usize,
    /// Plans taken up and not yet ended; no further one is asked for beyond them. 0 counts as 1.
    pub plans: usize,
}

/// Plays all plans that there are and will be, until each is Completed, Failed or withdrawn.
///
/// Once `end` is cancelled no attempt is begun; those under way are waited for, at most for their
/// own time limit. Gives the plans that are left, the most urgent first, their waits as far as they
/// have gone by.
pub async fn play<P: Plans>(
    plans: Arc<P>,
    policy: &Policy,
    clock: &Clock,
    bounds: Bounds,
    end: &CancellationToken,
) -> Vec<(P::Event, Plan)> {
    let mut player = Player { plans, policy, clock, calls: JoinSet::new(), queue: Queue::new() };
    player.play(bounds, end).await;
    player.drain().await;
    let speed = clock.speed();
    let left = player.queue.into_waiting();
    left.map(|(event, plan, left)| {
        let gone = plan.wait_left().saturating_sub(speed.simulated(left));
        (event, plan.waited(gone))
    })
    .collect()
}

/// How an event goes on; none where its plan was withdrawn.
type Gone<Event> = Option<(Event, Step)>;

struct Player<'a, P: Plans> {
    plans: Arc<P>,
    policy: &'a Policy,
    clock: &'a Clock,
    calls: JoinSet<Gone<P::Event>>,
    queue: Queue<P::Event>,
}

impl<P: Plans> Player<'_, P> {
    async fn play(&mut self, bounds: Bounds, end: &CancellationToken) {
        let plans = Arc::clone(&self.plans);
        let mut more = true;
        while !end.is_cancelled() && (more || self.pending() > 0) {
            let may_call = self.calls.len() < bounds.calls.max(1);
            let may_take = more && may_call && self.pending() < bounds.plans.max(1);
            let due = self.queue.next().map(|(_, due)| due).filter(|_| may_call);
            if let Some(due) = due.filter(|due| *due > Instant::now() && self.calls.is_empty()) {
                self.tell_lull(due);
            }
            tokio::select! {
                biased;
                () = end.cancelled() => {}
                Some(ended) = self.calls.join_next() => self.went(ended),
                () = until(due), if due.is_some() => self.begin_due(),
                next = plans.next(), if may_take => match next {
                    // There is room for its call, which is not late: it begins the plan's own time.
                    Some((event, plan)) if plan.wait_left().is_zero() => self.begin(event, plan, Duration::ZERO),
                    Some((event, plan)) => self.queue.put(event, plan, self.clock),
                    None => more = false,
                },
            }
        }
    }

    /// Waits for the calls under way.
    async fn drain(&mut self) {
        if !self.calls.is_empty() {
            self.plans.draining(self.calls.len()).await;
        }
        while let Some(ended) = self.calls.join_next().await {
            self.went(ended);
        }
    }

    fn pending(&self) -> usize {
        self.queue.len() + self.calls.len()
    }

    fn begin_due(&mut self) {
        if let Some((event, plan, late)) = self.queue.take_due(Instant::now()) {
            self.begin(event, plan, late);
        }
    }

    fn begin(&mut self, event: P::Event, plan: Plan, late: Duration) {
        let (plans, policy) = (Arc::clone(&self.plans), self.policy.clone());
        self.calls.spawn(attempt(plans, policy, event, plan.begin(late)));
    }

    fn went(&mut self, ended: Result<Gone<P::Event>, JoinError>) {
        match ended {
            Ok(Some((event, Step::Waiting(plan)))) => self.queue.put(event, plan, self.clock),
            Ok(_) => {}
            // A call that panicked is a defect of ours, not an outcome.
            Err(error) => {
                if let Ok(panic) = error.try_into_panic() {
                    std::panic::resume_unwind(panic);
                }
            }
        }
    }

    fn tell_lull(&self, due: Instant) {
        if let Some((next, _)) = self.queue.next() {
            self.plans.lull(&Lull { next, due, pending: self.pending() });
        }
    }
}

async fn attempt<P: Plans>(
    plans: Arc<P>,
    policy: Policy,
    event: P::Event,
    attempt: Attempt,
) -> Gone<P::Event> {
    let (made, result) = plans.attempt(&event, attempt).await?;
    let step = Step::after(attempt, &result, &policy);
    plans.ended(&event, Ended { attempt, made, result, step }).await;
    Some((event, step))
}

async fn until(due: Option<Instant>) {
    if let Some(due) = due {
        sleep_until(due).await;
    }
}

#[cfg(test)]
mod tests;
