//! `trigger`: a plan becomes requests, the requests become calls, each call an activity.

use std::pin::Pin;

use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::chains::Place;
use super::chaos::{Chaos, Nth};
use super::sending::{Pace, Run};
use super::{Ledger, Prepared, Signing, Webhook};
use crate::activity::{Activity, AttemptResult, CutAfter, Mishap, Notice, ScenarioStep, SentSummary, What};
use crate::clock::Clock;
use crate::delivery::Attempt;
use crate::outbound::{Call, Endpoint, Sender};
use crate::toss::sample::edit::{Edit, EditError, Missing};
use crate::toss::sample::{self, SampleError, Wanted};
use crate::toss::scenario::{Scenario, StepError};
use crate::toss::signature::SecurityKeyError;
use crate::toss::{EventType, Policy, TransmissionId};

/// When seeded events happen where `--at` says nothing: 2026-01-01T09:00:00+09:00. A release that
/// changed it would change every seeded event.
pub const SEEDED_EPOCH: Timestamp = Timestamp::constant(1_767_225_600, 0);

/// What seeds of neighbours are apart: 2⁶⁴ over the golden ratio, so that none repeat.
pub(crate) const SEED_STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// So many events are told one by one.
const MOST_SINGLE: u64 = 100;

/// A call under way.
pub(super) type BoxFuture<Output> = Pin<Box<dyn Future<Output = Output> + Send>>;

/// What to send.
#[derive(Clone, Debug)]
pub struct TriggerPlan {
    /// Where the bodies come from.
    pub source: Source,
    /// What is changed in each body, in this order.
    pub edits: Vec<Edit>,
    /// What to do about paths that the body doesn't have.
    pub missing: Missing,
    /// How many events.
    pub count: u64,
    /// How many calls at most are under way at once; 0 counts as 1.
    pub concurrency: usize,
    /// When they come up.
    pub pace: Pace,
    /// The seed of the first event; each next one has its own, made from it.
    pub seed: u64,
    /// When the events happen and are sent, as far as they say.
    pub when: When,
    /// What is done to them on purpose.
    pub chaos: Chaos,
    /// What signs the events that carry a signature.
    pub signing: Option<Signing>,
    /// Header lines that replace those of the same name, but for those of the transmission.
    pub headers: HeaderMap,
    /// How what fails is sent again; without it, it isn't.
    pub retry: Option<Policy>,
    /// What is told beside the attempts.
    pub countdown: Countdown,
    /// Where the payments behind the events are written down before these go out.
    pub ledger: Ledger,
}

/// What is told beside the attempts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Countdown {
    /// What is waited for, or how far a load has come, several times a second.
    Told,
    /// Nothing.
    Silent,
}

/// Where bodies come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Made; [`Wanted::at`] and [`Wanted::seed`] are set anew for each event.
    Sample(Box<Wanted>),
    /// Given.
    Body(Bytes),
    /// A recorded event's, with its other headers; it goes out as a new event.
    Like {
        /// The recorded header lines.
        headers: HeaderMap,
        /// The recorded body.
        body: Bytes,
    },
    /// The steps of a scenario.
    Scenario(Box<ScenarioSource>),
}

/// A scenario that is played.
#[derive(Clone, Debug)]
pub struct ScenarioSource {
    /// Its name, or its file as typed.
    pub name: String,
    /// What happens.
    pub scenario: Scenario,
    /// What is given of the payment; time and seed are set anew for each chain, and the event type doesn't
    /// matter.
    pub given: Wanted,
}

/// When events happen and are sent, as far as they say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Now, by the clock.
    Now,
    /// At this time, whatever the clock says.
    Fixed(Timestamp),
}

impl When {
    /// `--at` as given; else with `--seed` the [`SEEDED_EPOCH`], so that the same seed gives the same
    /// bytes; else now.
    pub fn chosen(at: Option<Timestamp>, seed: Option<u64>) -> Self {
        match (at, seed) {
            (Some(at), _) => Self::Fixed(at),
            (None, Some(_)) => Self::Fixed(SEEDED_EPOCH),
            (None, None) => Self::Now,
        }
    }
}

/// Why nothing can be sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TriggerError {
    /// The event can't be made.
    #[error(transparent)]
    Sample(#[from] SampleError),
    /// The body can't be edited so.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The key can't sign in the form that is asked for.
    #[error("the security key {0}")]
    Key(#[from] SecurityKeyError),
}

impl Source {
    /// How many events each chain has: one, but for a scenario.
    pub fn steps(&self) -> usize {
        match self {
            Self::Scenario(source) => source.scenario.len(),
            Self::Sample(_) | Self::Body(_) | Self::Like { .. } => 1,
        }
    }

    /// What a step of a scenario is.
    pub(super) fn step(&self, index: usize) -> Option<ScenarioStep> {
        let Self::Scenario(source) = self else { return None };
        Some(ScenarioStep {
            scenario: source.name.clone(),
            number: index + 1,
            of: source.scenario.len(),
            note: source.scenario.note(index).map(str::to_owned),
        })
    }
}

impl TriggerPlan {
    /// The first attempts of the chain with this index, from 0. Pure: the same plan, index and `now`
    /// give the same bytes, and with [`When::Fixed`] `now` doesn't matter.
    pub fn prepare(&self, index: u64, now: Timestamp) -> Result<Vec<Prepared>, TriggerError> {
        let place = |step| Place { chain: index, step, moment: self.moment(now), not_before: Timestamp::MIN };
        (0..self.source.steps()).map(|step| self.first_of(place(step))).collect()
    }

    /// Makes the first chain, and gives what there is to say of it before it is sent.
    pub fn check(&self, now: Timestamp) -> Result<Option<Notice>, TriggerError> {
        if let Source::Scenario(source) = &self.source {
            source.scenario.refuse_strange(&source.given)?;
        }
        Ok(self.prepare(0, now)?.iter().find_map(Prepared::notice))
    }

    fn first_of(&self, place: Place) -> Result<Prepared, TriggerError> {
        Ok(self.attempt(place, self.first(place))?.0)
    }

    /// An attempt of a step, and what it meets with.
    pub(super) fn attempt(&self, place: Place, attempt: Attempt) -> Result<(Prepared, Mishap), TriggerError> {
        let Attempt { retried_count, at } = attempt;
        let is_first = retried_count == self.first(place).retried_count;
        let nth = if is_first { Nth::First } else { Nth::Resend(retried_count) };
        let mishap = self.chaos.mishap(self.seed, place, nth);
        let webhook = self.webhook(place)?;
        let body = mishap.body(webhook.body());
        Ok((webhook.with_body(body).attempt(retried_count, at, self.signing.as_ref())?, mishap))
    }

    /// The first attempt of a step.
    pub(super) fn first(&self, place: Place) -> Attempt {
        let (retried_count, at) = match &self.source {
            Source::Scenario(source) => {
                let scenario = &source.scenario;
                (scenario.retried_count(place.step), scenario.at(place.step, place.moment))
            }
            Source::Sample(_) | Source::Body(_) | Source::Like { .. } => (0, place.moment),
        };
        Attempt { retried_count, at: whole_second(at.max(place.not_before)) }
    }

    /// When an event was first sent, whose first attempt here is this: a scenario's re-send goes back to the
    /// step that it repeats.
    pub(super) fn begun_at(&self, place: Place, first: Attempt) -> Timestamp {
        match &self.source {
            Source::Scenario(source) => {
                source.scenario.begun_at(place.step, place.moment).map_or(first.at, whole_second)
            }
            _ => first.at,
        }
    }

    /// A step's event.
    pub(super) fn webhook(&self, place: Place) -> Result<Webhook, TriggerError> {
        let (id, body, recorded) = self.draw(place)?;
        let edited = self
            .edits
            .iter()
            .try_fold(body, |body, edit| edit.apply(&body, self.missing).map(Bytes::from))?;
        let mut headers = recorded;
        for name in self.headers.keys() {
            headers.remove(name);
        }
        headers.extend(self.headers.iter().map(|(name, value)| (Some(name.clone()), value.clone())));
        Ok(Webhook::new(id, edited, &headers))
    }

    /// What is known of the payment that a step tells of, beside the event.
    pub(super) fn payment_of(&self, place: Place) -> Result<Wanted, SampleError> {
        let (at, seed) = (place.moment, self.seed_of(place.chain));
        match &self.source {
            Source::Scenario(source) => source.scenario.payment(place.step, &source.given(at, seed)),
            _ => Ok(Wanted::new(EventType::PaymentStatusChanged, at, seed)),
        }
    }

    /// Whether it is the sum that matters, and no single event: a rate, a time, or many events.
    pub fn is_load(&self) -> bool {
        self.pace.rate.is_some() || self.pace.duration.is_some() || self.count > MOST_SINGLE
    }

    /// The seed of the event with this index.
    fn seed_of(&self, index: u64) -> u64 {
        self.seed.wrapping_add(index.wrapping_mul(SEED_STEP))
    }

    /// When an event happens that is made now.
    pub(super) fn moment(&self, now: Timestamp) -> Timestamp {
        match self.when {
            When::Now => now,
            When::Fixed(at) => at,
        }
    }

    fn draw(&self, place: Place) -> Result<(TransmissionId, Bytes, HeaderMap), TriggerError> {
        let (at, seed) = (place.moment, self.seed_of(place.chain));
        match &self.source {
            Source::Scenario(source) => {
                let given = source.given(at, seed);
                let made = source.scenario.make(place.step, &given, self.missing)?;
                Ok((made.transmission_id, made.body, HeaderMap::new()))
            }
            Source::Sample(wanted) => {
                let made = sample::make(&Wanted { at, seed, ..Wanted::clone(wanted) })?;
                Ok((made.transmission_id, made.body, HeaderMap::new()))
            }
            Source::Body(body) => Ok((sample::transmission_id(at, seed), body.clone(), HeaderMap::new())),
            Source::Like { headers, body } => {
                Ok((sample::transmission_id(at, seed), body.clone(), headers.clone()))
            }
        }
    }
}

impl ScenarioSource {
    fn given(&self, at: Timestamp, seed: u64) -> Wanted {
        Wanted { at, seed, ..self.given.clone() }
    }
}

impl From<StepError> for TriggerError {
    fn from(error: StepError) -> Self {
        match error {
            StepError::Sample(error) => Self::Sample(error),
            StepError::Edit { error, .. } => Self::Edit(error),
        }
    }
}

/// Sends what is planned, at most [`TriggerPlan::concurrency`] calls at once.
///
/// Emits [`What::Sent`] as each call ends and [`What::SentSummary`] at last. Nothing is sent if the
/// first event can't be prepared. Once `end` is cancelled or nobody takes the activities any more,
/// no call is begun; those under way are waited for, at most for the sender's timeout.
pub async fn run(
    plan: TriggerPlan,
    endpoint: Endpoint,
    sender: Sender,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
    end: CancellationToken,
) -> Result<SentSummary, TriggerError> {
    let to = endpoint.shown();
    drive(&plan, &to, calls(endpoint, sender), &clock, &activities, &end).await
}

/// What makes the calls of a run.
pub(super) fn calls(
    endpoint: Endpoint,
    sender: Sender,
) -> impl Fn(Call, Option<CutAfter>) -> BoxFuture<AttemptResult> + Send + Sync {
    move |call, cut| {
        let (sender, endpoint) = (sender.clone(), endpoint.clone());
        Box::pin(async move {
            match cut {
                None => sender.send(&endpoint, call).await,
                Some(after) => sender.cut_off(&endpoint, &call, after).await,
            }
        })
    }
}

async fn drive<Answer>(
    plan: &TriggerPlan,
    to: &str,
    send: impl Fn(Call, Option<CutAfter>) -> Answer + Send + Sync + 'static,
    clock: &Clock,
    activities: &mpsc::Sender<Activity>,
    end: &CancellationToken,
) -> Result<SentSummary, TriggerError>
where
    Answer: Future<Output = AttemptResult> + Send + 'static,
{
    let run = Run { plan: plan.clone(), to: to.to_owned(), send, clock, activities };
    let summary = run.until(end).await?.summary;
    emit(activities, clock, What::SentSummary(Box::new(summary.clone()))).await;
    Ok(summary)
}

/// Transmission times are in whole seconds; begun on one, the simulated clock shows in each of them
/// just what the policy says.
pub(super) fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}

/// Waits for room; where nobody takes activities any more, there is nobody to tell.
pub(crate) async fn emit(activities: &mpsc::Sender<Activity>, clock: &Clock, what: What) {
    let _ = activities.send(Activity { at: clock.now(), what }).await;
}

#[cfg(test)]
mod tests;
