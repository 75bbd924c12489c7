//! The events of a run, as what plays plans asks for them.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::so_far::SoFar;
use super::turns::{Turn, Turns};
use super::{MOST_PENDING, Outcome, Run};
use crate::activity::{
    Activity, AttemptResult, Course, CutAfter, Load, Mishap, Notice, Progress, Sent, SentSummary, Short, What,
};
use crate::clock::Clock;
use crate::delivery::{Attempt, Bounds, Ended, Lull, Plan, Plans, Step};
use crate::outbound::Call;
use crate::rehearse::chains::{Chains, Place};
use crate::rehearse::chaos::{Copies, SHUFFLED};
use crate::rehearse::countdown::Quiet;
use crate::rehearse::trigger::emit;
use crate::rehearse::{Prepared, TriggerError, TriggerPlan};
use crate::toss::Policy;

/// An event of the run. It is made anew for each attempt: the same each time, and cheap to keep.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    /// Its turn, as the chains know it.
    turn: Place,
    /// What it is.
    place: Place,
    /// Its first attempt, which the simulated clock begins with.
    first: Attempt,
    /// When that is due, where it was settled beforehand.
    due: Option<Instant>,
}

impl Event {
    fn begins_with(&self, attempt: Attempt) -> bool {
        attempt.retried_count == self.first.retried_count
    }
}

/// What is known of an attempt beside its result.
pub(super) struct Made {
    prepared: Prepared,
    /// How long it waited to be called from when it could have been; none without a rate.
    waited: Option<Duration>,
    mishap: Mishap,
    /// What came of its copies, and which they are.
    copies: Vec<(u32, AttemptResult)>,
}

pub(super) struct Sending<Send> {
    plan: TriggerPlan,
    to: String,
    send: Send,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
    resends: u32,
    turns: Turns,
    chains: Chains,
    begun: Instant,
    so_far: Mutex<SoFar>,
    quiet: watch::Sender<Quiet>,
    /// Why an event could not be made.
    broken: OnceLock<TriggerError>,
    end: CancellationToken,
}

impl<Send, Answer> Plans for Sending<Send>
where
    Send: Fn(Call, Option<CutAfter>) -> Answer + std::marker::Send + Sync + 'static,
    Answer: Future<Output = AttemptResult> + std::marker::Send + 'static,
{
    type Event = Event;
    type Made = Made;

    async fn next(&self) -> Option<(Event, Plan)> {
        if self.activities.is_closed() {
            return None;
        }
        let moment = || self.plan.moment(self.clock.now());
        let (turn, due) = self.chains.next(&self.turns, moment).await?;
        let place = self.instead_of(turn);
        let first = self.plan.first(place);
        let plan = Plan::restored(first.retried_count, first.at, Duration::ZERO);
        Some((Event { turn, place, first, due }, plan))
    }

    async fn attempt(&self, event: &Event, attempt: Attempt) -> Option<(Made, AttemptResult)> {
        let (prepared, mishap) = self.prepare(event, attempt)?;
        if event.begins_with(attempt) {
            self.write_down(&prepared, event).await;
        }
        let turn = self.turn(event, attempt, mishap.held).await?;
        self.quiet.send_replace(Quiet::Calling(attempt));
        // A later step and a re-send too: what they wait for a call is the server's own, as it is for the first.
        let waited = self.plan.pace.rate.map(|_| turn.since.elapsed());
        let (result, copies) = self.call(event, &prepared, mishap, turn).await;
        Some((Made { prepared, waited, mishap, copies }, result))
    }

    async fn ended(&self, event: &Event, ended: Ended<Made>) {
        self.quiet.send_replace(Quiet::Nothing);
        let Ended { attempt, made: Made { prepared, waited, mishap, copies }, result, step } = ended;
        let since_first =
            attempt.at.duration_since(self.plan.begun_at(event.place, event.first)).unsigned_abs();
        let over = (!matches!(step, Step::Waiting(_))).then(|| self.over_at(attempt, &result));
        let took = waited.unwrap_or_default().saturating_add(result.elapsed);
        {
            let mut so_far = self.so_far();
            so_far.ended(attempt, event.begins_with(attempt), &result, took, &step, since_first);
            so_far.met_with(mishap, &result, &copies);
        }
        let course = self.plan.retry.is_some().then(|| self.course(&prepared, &step, since_first));
        let of_scenario = self.plan.source.step(event.place.step);
        let sent_at = self.plan.retry.is_some().then_some(attempt.at);
        let told = |result| Sent { sent_at, step: of_scenario.clone(), ..prepared.sent(&self.to, result) };
        let sent = Sent { waited, mishap, course, ..told(result) };
        emit(&self.activities, &self.clock, What::Sent(Arc::new(sent))).await;
        for (copy, result) in copies {
            let sent = Sent { mishap: mishap.of_copy(copy), ..told(result) };
            emit(&self.activities, &self.clock, What::Sent(Arc::new(sent))).await;
        }
        if let Some(at) = over {
            self.chains.ended(event.turn, at);
        }
    }

    fn lull(&self, lull: &Lull) {
        self.quiet.send_replace(Quiet::Waiting(*lull));
    }

    async fn draining(&self, _: usize) {
        // What still waits for its turn is not called any more.
        let in_flight = self.turns.under_way();
        if in_flight > 0 {
            emit(&self.activities, &self.clock, What::Notice(Notice::Draining { in_flight })).await;
        }
    }
}

impl<Send, Answer> Sending<Send>
where
    Send: Fn(Call, Option<CutAfter>) -> Answer,
    Answer: Future<Output = AttemptResult> + std::marker::Send + 'static,
{
    /// Calls an attempt and its copies; what came of it, and of them in their order. What still waits for room
    /// when the run ends is not called any more.
    async fn call(
        &self,
        event: &Event,
        prepared: &Prepared,
        mishap: Mishap,
        turn: Turn<'_>,
    ) -> (AttemptResult, Vec<(u32, AttemptResult)>) {
        let mut under_way = JoinSet::new();
        let mut call_copies = || {
            for copy in 1..=mishap.copies {
                let call = (self.send)(prepared.call(), None);
                let (room, end) = (self.turns.room(), self.end.clone());
                under_way.spawn(async move {
                    let _room = tokio::select! {
                        biased;
                        room = room => room,
                        () = end.cancelled() => return None,
                    };
                    Some((copy, call.await))
                });
            }
        };
        let when = Copies::chosen(self.plan.seed, event.place);
        if when == Copies::AtOnce {
            call_copies();
        }
        let result = (self.send)(prepared.call(), mishap.cut).await;
        // Its copies may need the room.
        drop(turn);
        if when == Copies::After {
            call_copies();
        }
        let mut copies: Vec<_> = under_way.join_all().await.into_iter().flatten().collect();
        copies.sort_unstable_by_key(|(copy, _)| *copy);
        (result, copies)
    }
}

impl<Send> Sending<Send> {
    pub(super) fn new(
        run: Run<'_, Send>,
        resends: u32,
        quiet: watch::Sender<Quiet>,
        end: CancellationToken,
    ) -> Self {
        Self {
            resends,
            turns: Turns::new(run.plan.pace, run.plan.concurrency),
            chains: Chains::new(run.plan.count, run.plan.source.steps()),
            plan: run.plan,
            to: run.to,
            send: run.send,
            clock: run.clock.clone(),
            activities: run.activities.clone(),
            begun: Instant::now(),
            so_far: Mutex::default(),
            quiet,
            broken: OnceLock::new(),
            end,
        }
    }

    pub(super) fn plan(&self) -> &TriggerPlan {
        &self.plan
    }

    pub(super) fn bounds(&self) -> Bounds {
        self.turns.bounds(MOST_PENDING, &self.plan.chaos)
    }

    pub(super) fn end(&self) -> &CancellationToken {
        &self.end
    }

    pub(super) fn outlet(&self) -> (&Clock, &mpsc::Sender<Activity>) {
        (&self.clock, &self.activities)
    }

    /// How far the run has come; the last second's rate is for who asks to know.
    pub(super) fn progress(&self) -> Progress {
        let so_far = self.so_far();
        let steps = self.plan.source.steps() as u64;
        let (sent, not_accepted) = so_far.tally.so_far();
        let done = match self.plan.retry {
            Some(_) => so_far.retries.completed + so_far.retries.failed,
            None => so_far.retries.events,
        };
        Progress {
            done,
            of: Some(self.plan.count)
                .filter(|count| *count < u64::MAX)
                .map(|count| count.saturating_mul(steps)),
            elapsed: self.begun.elapsed(),
            whole: self.plan.pace.duration,
            per_second: 0,
            sent,
            not_accepted,
            under_way: self.turns.under_way(),
        }
    }

    /// The place of the event that goes out in this turn.
    fn instead_of(&self, turn: Place) -> Place {
        let window = {
            let mut so_far = self.so_far();
            if turn.chain.is_multiple_of(SHUFFLED) {
                so_far.window = turn.moment;
            }
            so_far.window
        };
        let TriggerPlan { chaos, seed, source, count, .. } = &self.plan;
        chaos.instead_of(turn, *seed, source.steps(), window, *count)
    }

    fn prepare(&self, event: &Event, attempt: Attempt) -> Option<(Prepared, Mishap)> {
        let prepared = self.plan.attempt(event.place, attempt);
        let broken = |error| {
            // The first that breaks is told of; the others break in the same way.
            let _ = self.broken.set(error);
            self.end.cancel();
        };
        prepared.map_err(broken).ok()
    }

    /// Waits until the attempt may be called; none where the run ends before.
    async fn turn(&self, event: &Event, attempt: Attempt, held: Option<Duration>) -> Option<Turn<'_>> {
        let is_first = event.begins_with(attempt);
        let turn = tokio::select! {
            biased;
            () = self.end.cancelled() => None,
            turn = self.turns.turn(event.due.filter(|_| is_first), held.unwrap_or_default()) => turn,
        };
        if turn.is_none() && is_first {
            self.chains.withdrawn();
        }
        let mut so_far = self.so_far();
        match &turn {
            Some(turn) if is_first => so_far.began(event.due, turn.late),
            // It is as pending as it was.
            None if !is_first => so_far.retries.pending += 1,
            _ => {}
        }
        turn
    }

    /// Has the payment behind an event known before anybody can ask for it.
    async fn write_down(&self, prepared: &Prepared, event: &Event) {
        let Some(content) = prepared.webhook().event() else { return };
        let Ok(base) = self.plan.payment_of(event.place) else { return };
        let ledger = &self.plan.ledger;
        let Some(payment) = ledger.payment(content, base, event.place.moment).await else { return };
        if let Some(due) = event.due {
            self.turns.gathered(due).await;
        }
        if let Some(reason) = ledger.keep(payment, 0).await {
            emit(&self.activities, &self.clock, What::Notice(Notice::PaymentsUnknown { reason })).await;
        }
    }

    /// When an event was over, on the simulated clock of a run that has one.
    fn over_at(&self, attempt: Attempt, result: &AttemptResult) -> Timestamp {
        let over = attempt.at.checked_add(result.elapsed).unwrap_or(Timestamp::MAX);
        if self.plan.retry.is_some() { over } else { Timestamp::MIN }
    }

    fn course(&self, made: &Prepared, step: &Step, since_first: Duration) -> Course {
        Course {
            transmission_time: made.transmission().time.clone(),
            since_first,
            resends: self.resends,
            delivery_status: step.delivery_status(),
            next_attempt_at: step.next_attempt_at(),
        }
    }

    /// Notes when the run is ended from outside; never ends by itself.
    pub(super) async fn note_end(&self) {
        self.end.cancelled().await;
        self.so_far().cut = Some(Instant::now());
        std::future::pending::<()>().await;
    }

    /// How far a run came that was cut off at this time, if that was before its end.
    fn short(&self, begun: u64, cut: Option<Instant>) -> Option<Short> {
        let chains = match cut? {
            cut if self.turns.is_over(cut) => self.chains.begun(),
            _ => self.turns.due(self.plan.count, None, Duration::ZERO).unwrap_or(self.plan.count),
        };
        let of = chains.saturating_mul(self.plan.source.steps() as u64);
        (begun < of).then_some(Short { begun, of: Some(of).filter(|_| chains < u64::MAX) })
    }

    fn so_far(&self) -> MutexGuard<'_, SoFar> {
        self.so_far.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn outcome(
        &self,
        elapsed: Duration,
        left: &[(Event, Plan)],
        policy: &Policy,
    ) -> Result<Outcome, TriggerError> {
        if let Some(error) = self.broken.get() {
            return Err(error.clone());
        }
        let so_far = self.so_far();
        let cut = self.end.is_cancelled().then(|| so_far.cut.unwrap_or_else(Instant::now));
        let borne = so_far.load();
        let due = self.turns.due(self.plan.count, cut, self.plan.chaos.delay);
        let load = self.plan.is_load().then(|| Load {
            asked: self.plan.pace.rate,
            late: borne.late.filter(|_| self.plan.pace.rate.is_some()),
            held: self.turns.held(),
            not_sent: due.map_or(0, |due| due.saturating_sub(borne.chains)),
            waited_in_vain: self.turns.waited_in_vain(),
            concurrency: self.turns.concurrency(),
            chain: self.plan.source.steps(),
            ..borne
        });
        let retries = so_far.retries(left, policy);
        let retries = self.plan.retry.is_some().then_some(retries);
        Ok(Outcome {
            summary: SentSummary {
                retries,
                load,
                short: self.short(so_far.begun, cut),
                ..so_far.tally.summary(elapsed)
            },
            last: so_far.last,
        })
    }
}
