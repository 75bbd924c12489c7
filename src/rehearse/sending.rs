//! A run that sends: its events come up one after the other, each attempt becomes an activity, and
//! what fails comes again where the plan says so.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::chains::{Chains, Place};
use super::countdown::{Quiet, count_down};
use super::tally::Tally;
use super::trigger::emit;
use super::{Countdown, Prepared, TriggerError, TriggerPlan};
use crate::activity::{Activity, AttemptResult, Course, Notice, Retries, SentSummary, What};
use crate::clock::Clock;
use crate::delivery::{Attempt, Bounds, Ended, Lull, Plan, Plans, Step, play};
use crate::outbound::Call;
use crate::toss::Policy;

/// How many events may be pending at once; each takes a hundred bytes. Beyond them no further event
/// is begun.
pub const MOST_PENDING: usize = 100_000;

/// A run, and where it tells what happens.
pub(super) struct Run<'a, Send> {
    pub(super) plan: TriggerPlan,
    /// The endpoint, as shown.
    pub(super) to: String,
    pub(super) send: Send,
    pub(super) clock: &'a Clock,
    pub(super) activities: &'a mpsc::Sender<Activity>,
}

/// What came of a run.
pub(super) struct Outcome {
    pub(super) summary: SentSummary,
    /// The attempt that ended last, and how long after its event's first that was.
    pub(super) last: Option<(Attempt, Duration)>,
}

impl<Send, Answer> Run<'_, Send>
where
    Send: Fn(Call) -> Answer + std::marker::Send + Sync + 'static,
    Answer: Future<Output = AttemptResult> + std::marker::Send + 'static,
{
    /// Sends until nothing is left to be sent, or until the end.
    pub(super) async fn until(self, end: &CancellationToken) -> Result<Outcome, TriggerError> {
        let begun = Instant::now();
        if self.plan.count > 0 {
            let notice = self.plan.check(self.clock.now())?;
            if let Some(notice) = notice.filter(|_| !self.activities.is_closed()) {
                emit(self.activities, self.clock, What::Notice(notice)).await;
            }
        }
        let (quiet, hear) = watch::channel(Quiet::Nothing);
        let policy = policy_of(&self.plan);
        let telling = self.countdown(hear, policy.resends());
        let bounds = Bounds { calls: self.plan.concurrency, plans: MOST_PENDING };
        let sending = Arc::new(Sending {
            resends: policy.resends(),
            chains: Chains::new(self.plan.count, self.plan.source.steps()),
            plan: self.plan,
            to: self.to,
            send: self.send,
            clock: self.clock.clone(),
            activities: self.activities.clone(),
            so_far: Mutex::default(),
            quiet,
            broken: OnceLock::new(),
            end: end.child_token(),
        });
        let playing = play(Arc::clone(&sending), &policy, self.clock, bounds, &sending.end);
        // The countdown counts only as long as something is played.
        let left = tokio::select! {
            left = playing => left,
            () = telling => Vec::new(),
        };
        sending.outcome(begun.elapsed(), &left, &policy)
    }

    /// Tells of what is waited for; never ends by itself.
    fn countdown(
        &self,
        quiet: watch::Receiver<Quiet>,
        resends: u32,
    ) -> impl Future<Output = ()> + use<Send, Answer> {
        let is_told = self.plan.retry.as_ref().is_some_and(|retry| retry.countdown == Countdown::Told);
        let (clock, activities) = (self.clock.clone(), self.activities.clone());
        async move {
            if is_told {
                count_down(quiet, resends, &clock, &activities).await;
            }
            std::future::pending::<()>().await;
        }
    }
}

/// The policy of a run: none of its own waits where nothing is sent again. The time limit is the
/// sender's, which has ended what took longer.
fn policy_of(plan: &TriggerPlan) -> Policy {
    let waits = plan.retry.as_ref().map(|retry| retry.policy.waits.clone()).unwrap_or_default();
    Policy { waits, timeout: Duration::MAX }
}

/// An event of the run. It is made anew for each attempt: the same each time, and cheap to keep.
#[derive(Clone, Copy, Debug)]
struct Event {
    place: Place,
    /// Its first attempt, which the simulated clock begins with.
    first: Attempt,
}

struct Sending<Send> {
    plan: TriggerPlan,
    to: String,
    send: Send,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
    resends: u32,
    chains: Chains,
    so_far: Mutex<SoFar>,
    quiet: watch::Sender<Quiet>,
    /// Why an event could not be made.
    broken: OnceLock<TriggerError>,
    end: CancellationToken,
}

#[derive(Default)]
struct SoFar {
    tally: Tally,
    retries: Retries,
    last: Option<(Attempt, Duration)>,
}

impl<Send, Answer> Plans for Sending<Send>
where
    Send: Fn(Call) -> Answer + std::marker::Send + Sync + 'static,
    Answer: Future<Output = AttemptResult> + std::marker::Send + 'static,
{
    type Event = Event;
    type Made = Prepared;

    async fn next(&self) -> Option<(Event, Plan)> {
        if self.activities.is_closed() {
            return None;
        }
        let place = self.chains.next(|| self.plan.moment(self.clock.now())).await?;
        let first = self.plan.first(place);
        Some((Event { place, first }, Plan::restored(first.retried_count, first.at, Duration::ZERO)))
    }

    async fn attempt(&self, event: &Event, attempt: Attempt) -> Option<(Prepared, AttemptResult)> {
        let webhook = self.plan.webhook(event.place);
        let signing = self.plan.signing.as_ref();
        let prepared = webhook.and_then(|webhook| {
            webhook.attempt(attempt.retried_count, attempt.at, signing).map_err(TriggerError::from)
        });
        match prepared {
            Ok(prepared) => {
                if attempt.retried_count == 0 {
                    self.write_down(&prepared, event).await;
                }
                self.quiet.send_replace(Quiet::Calling(attempt));
                let result = (self.send)(prepared.call()).await;
                Some((prepared, result))
            }
            Err(error) => {
                // The first that breaks is told of; the others break in the same way.
                let _ = self.broken.set(error);
                self.end.cancel();
                None
            }
        }
    }

    async fn ended(&self, event: &Event, ended: Ended<Prepared>) {
        self.quiet.send_replace(Quiet::Nothing);
        let since_first = ended.attempt.at.duration_since(event.first.at).unsigned_abs();
        self.so_far().count(&ended, event, since_first);
        let course = self.plan.retry.is_some().then(|| self.course(&ended, since_first));
        let over = (!matches!(ended.step, Step::Waiting(_))).then(|| self.over_at(&ended));
        let sent = ended.made.sent(&self.to, ended.result, course);
        emit(&self.activities, &self.clock, What::Sent(Arc::new(sent))).await;
        if let Some(at) = over {
            self.chains.ended(event.place, at);
        }
    }

    fn lull(&self, lull: &Lull) {
        self.quiet.send_replace(Quiet::Waiting(*lull));
    }

    async fn draining(&self, calls: usize) {
        emit(&self.activities, &self.clock, What::Notice(Notice::Draining { in_flight: calls })).await;
    }
}

impl<Send> Sending<Send> {
    /// Has the payment behind an event known before anybody can ask for it.
    async fn write_down(&self, prepared: &Prepared, event: &Event) {
        let Some(content) = prepared.webhook().event() else { return };
        let base = self.plan.payment_of(event.place);
        let now = event.place.moment;
        if let Some(reason) = self.plan.ledger.note(content, base, now).await {
            emit(&self.activities, &self.clock, What::Notice(Notice::PaymentsUnknown { reason })).await;
        }
    }

    /// When an event was over, on the simulated clock of a run that has one.
    fn over_at(&self, ended: &Ended<Prepared>) -> Timestamp {
        let over = ended.attempt.at.checked_add(ended.result.elapsed).unwrap_or(Timestamp::MAX);
        if self.plan.retry.is_some() { over } else { Timestamp::MIN }
    }

    fn course(&self, ended: &Ended<Prepared>, since_first: Duration) -> Course {
        let next_attempt_at = match &ended.step {
            Step::Waiting(plan) => Some(plan.due_at()),
            Step::Completed | Step::Failed => None,
        };
        Course {
            sent_at: ended.attempt.at,
            transmission_time: ended.made.transmission().time.clone(),
            since_first,
            resends: self.resends,
            delivery_status: ended.step.delivery_status(),
            next_attempt_at,
        }
    }

    fn so_far(&self) -> MutexGuard<'_, SoFar> {
        self.so_far.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn outcome(
        &self,
        elapsed: Duration,
        left: &[(Event, Plan)],
        policy: &Policy,
    ) -> Result<Outcome, TriggerError> {
        if let Some(error) = self.broken.get() {
            return Err(error.clone());
        }
        let SoFar { tally, mut retries, last } = std::mem::take(&mut *self.so_far());
        retries.pending = left.len() as u64;
        retries.resends = policy.resends();
        let to_come = left.first().map(|(_, plan)| plan.to_come(policy)).unwrap_or_default();
        retries.to_come = to_come.iter().map(|attempt| (attempt.retried_count, attempt.at)).collect();
        let retries = self.plan.retry.is_some().then_some(retries);
        Ok(Outcome { summary: SentSummary { retries, ..tally.summary(elapsed) }, last })
    }
}

impl SoFar {
    fn count(&mut self, ended: &Ended<Prepared>, event: &Event, since_first: Duration) {
        self.tally.count(&ended.result);
        self.retries.events += u64::from(ended.attempt.retried_count == event.first.retried_count);
        match ended.step {
            Step::Waiting(_) => {}
            Step::Completed => self.retries.completed += 1,
            Step::Failed => self.retries.failed += 1,
        }
        self.last = Some((ended.attempt, since_first));
    }
}

#[cfg(test)]
mod tests;
