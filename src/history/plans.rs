//! Plans in the store: which events are still to be sent where, and who works on them.
//!
//! A plan is stored as it goes on if the attempt under way is never heard of again. So a kill needs no
//! mending: what was begun has failed, what was accepted is no longer there to be sent.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::oneshot;

use super::job::Job;
use super::row::NewOutcome;
use super::{History, HistoryError, Holder, NewDelivery, Recorded};
use crate::activity::{AttemptResult, DeliveryStatus, EventId, Request};

/// How long a lease lasts from its last renewal. One that says more was made by a clock that has been
/// set back since.
pub const LEASE: Duration = Duration::from_secs(20);

/// Which plan: an event's at an endpoint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanKey {
    pub(super) event: i64,
    pub(super) endpoint: Arc<str>,
}

impl PlanKey {
    /// The endpoint, as shown.
    pub fn endpoint(&self) -> &str {
        &self.endpoint
    }
}

/// The next attempt of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its retried count.
    pub retried_count: u32,
    /// The simulated time up to which the wait is counted.
    pub at: Timestamp,
    /// The simulated wait that is left from there.
    pub wait_left: Duration,
}

/// A plan to be recorded with its event.
#[derive(Clone, Debug)]
pub struct NewPlan {
    /// The endpoint, as shown.
    pub endpoint: Arc<str>,
    /// The URL that is called, without user information.
    pub url: String,
    /// The first attempt.
    pub first: Pending,
    /// Whether that is begun by recording it.
    pub start: Start,
    /// The wall clock's time.
    pub now: Timestamp,
}

/// How a new plan starts.
#[derive(Clone, Debug)]
pub enum Start {
    /// Its first attempt is begun.
    Begun {
        /// Who makes it.
        holder: Holder,
        /// How it goes on if the attempt is never heard of again; none if it was the last.
        unheard: Option<Pending>,
    },
    /// Whoever has room takes it up.
    Later,
}

/// A plan that was started.
#[derive(Clone, Debug)]
pub struct Started {
    /// Which.
    pub key: PlanKey,
    /// Its first attempt, where that is begun.
    pub begun: Option<AttemptKey>,
}

/// The row of an attempt that was begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttemptKey {
    pub(super) seq: i64,
    /// Which call of the event to this URL it is, from 1.
    pub number: u32,
}

/// Taking up plans that nobody works on, and renewing the own lease.
#[derive(Clone, Debug)]
pub struct Taking {
    /// Who takes them.
    pub holder: Holder,
    /// The endpoints, as shown.
    pub endpoints: Arc<[Arc<str>]>,
    /// Plans of events up to this one are left alone.
    pub after: EventMark,
    /// At most so many.
    pub most: usize,
    /// The wall clock's time.
    pub now: Timestamp,
}

/// A place in the order of arrival; the default is before all events.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventMark(pub(super) i64);

/// A plan that was taken up.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Which.
    pub key: PlanKey,
    /// Its event.
    pub id: EventId,
    /// Its next attempt, as of when it was stored.
    pub next: Pending,
    /// When that was, by the wall clock.
    pub stored_at: Timestamp,
}

/// An attempt that is about to be made.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// Of which plan.
    pub key: PlanKey,
    /// Who makes it.
    pub holder: Holder,
    /// Its retried count.
    pub retried_count: u32,
    /// How the plan goes on if it is never heard of again; none if it is the last.
    pub unheard: Option<Pending>,
    /// The wall clock's time.
    pub now: Timestamp,
}

/// An attempt that was begun.
#[derive(Clone, Debug)]
pub struct Begun {
    /// Its row.
    pub attempt: AttemptKey,
    /// The URL to call, without user information.
    pub url: String,
    /// The event's first request.
    pub request: Request,
    /// Whether its signature was found valid, and in which form, when it came.
    pub signature: crate::toss::SignatureCheck,
}

/// What came of beginning an attempt.
#[derive(Clone, Debug)]
pub enum Began {
    /// It is begun.
    Begun(Box<Begun>),
    /// The plan is somebody else's by now, or over.
    Over,
    /// What was recorded of the event can't be read back, now or ever: the plan has failed. Why, in the store's
    /// own words.
    Unreadable(String),
}

/// How a plan goes on after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// With another attempt.
    Waiting(Pending),
    /// It was accepted.
    Completed,
    /// It failed, and it was the last.
    Failed,
}

/// What is asked of the writer about plans.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    Take(Taking),
    Mark,
    Begin(Beginning),
    End {
        key: PlanKey,
        holder: Holder,
        attempt: AttemptKey,
        outcome: NewOutcome,
        next: Next,
        now: Timestamp,
    },
    Release {
        holder: Holder,
        left: Vec<(PlanKey, Pending)>,
        now: Timestamp,
    },
    /// An event at a URL.
    Settle {
        event: EventId,
        url: String,
        status: DeliveryStatus,
    },
}

/// What the writer says.
#[derive(Debug)]
pub(super) enum Said {
    Taken(Vec<Taken>),
    Marked(EventMark),
    Began(Began),
    Released(u64),
    Settled(bool),
    Ended,
}

/// Where an answer about plans goes.
pub(super) type SaidTo = oneshot::Sender<Result<Said, HistoryError>>;

impl History {
    /// Records a request, and with it the plan to send its event on, in one commit. An event has one
    /// plan for an endpoint: where there is one already that has not failed, none is started.
    pub async fn record_planned(
        &self,
        delivery: NewDelivery,
        plan: NewPlan,
    ) -> Result<Recorded, HistoryError> {
        self.record_with(delivery, Some(Box::new(plan))).await
    }

    /// Renews the own lease, and takes up plans that nobody works on, the most urgent first.
    pub async fn take_plans(&self, taking: Taking) -> Result<Vec<Taken>, HistoryError> {
        match self.ask(Ask::Take(taking)).await? {
            Said::Taken(taken) => Ok(taken),
            _ => Err(HistoryError::Closed),
        }
    }

    /// The newest event's place.
    pub async fn mark(&self) -> Result<EventMark, HistoryError> {
        match self.ask(Ask::Mark).await? {
            Said::Marked(mark) => Ok(mark),
            _ => Err(HistoryError::Closed),
        }
    }

    /// Begins an attempt.
    pub async fn begin_attempt(&self, beginning: Beginning) -> Result<Began, HistoryError> {
        match self.ask(Ask::Begin(beginning)).await? {
            Said::Began(began) => Ok(began),
            _ => Err(HistoryError::Closed),
        }
    }

    /// Notes what came of an attempt, and how its plan goes on. An acceptance ends the plan whoever
    /// holds it by now.
    pub async fn end_attempt(
        &self,
        key: &PlanKey,
        holder: &Holder,
        attempt: AttemptKey,
        result: &AttemptResult,
        next: Next,
        now: Timestamp,
    ) -> Result<(), HistoryError> {
        let (key, holder, outcome) = (key.clone(), holder.clone(), NewOutcome::of(result));
        self.ask(Ask::End { key, holder, attempt, outcome, next, now }).await.map(drop)
    }

    /// Gives all plans of this holder back, those named with the wait that they have left, and gives up
    /// its lease. How many were given back.
    pub async fn release_plans(
        &self,
        holder: &Holder,
        left: Vec<(PlanKey, Pending)>,
        now: Timestamp,
    ) -> Result<u64, HistoryError> {
        match self.ask(Ask::Release { holder: holder.clone(), left, now }).await? {
            Said::Released(plans) => Ok(plans),
            _ => Err(HistoryError::Closed),
        }
    }

    /// Ends the plan of an event for this URL from outside: cancels it where it is still Sending, with
    /// [`DeliveryStatus::Completed`] also one that has failed. Whether there was one.
    pub async fn settle_plan(
        &self,
        event: EventId,
        url: &str,
        status: DeliveryStatus,
    ) -> Result<bool, HistoryError> {
        match self.ask(Ask::Settle { event, url: url.to_owned(), status }).await? {
            Said::Settled(settled) => Ok(settled),
            _ => Err(HistoryError::Closed),
        }
    }

    async fn ask(&self, ask: Ask) -> Result<Said, HistoryError> {
        let (reply, said) = oneshot::channel();
        self.queue(Job::Plans { ask: Box::new(ask), reply }).await?;
        said.await.map_err(|_| HistoryError::Closed)?
    }
}
