//! The attempts of leased plans, as the scheduler makes them.

use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use tokio::time::Instant;

use super::{HOLD, Leased, Planned, next};
use crate::activity::{Activity, AttemptResult, Emit, Forwarded, Notice, What};
use crate::delivery::resend::{Signed, call};
use crate::delivery::{Attempt, Ended, Plan, Plans, Step};
use crate::history::{AttemptKey, Began, Beginning, Begun, HistoryError, PlanKey};

/// What is known of an attempt beside its result.
#[derive(Clone, Debug)]
pub struct Made {
    key: AttemptKey,
    url: String,
    /// As the header has it.
    retried_count: Option<u32>,
}

impl<E: Emit> Plans for Leased<E> {
    type Event = Planned;
    type Made = Made;

    async fn next(&self) -> Option<(Planned, Plan)> {
        loop {
            let next = self.coming().pop_front();
            if let Some((planned, plan, since)) = next {
                let gone = self.clock.speed().simulated(Instant::now() - since);
                return Some((planned, plan.waited(gone)));
            }
            self.more.notified().await;
        }
    }

    async fn attempt(&self, planned: &Planned, attempt: Attempt) -> Option<(Made, AttemptResult)> {
        let made = self.make(planned, attempt).await;
        if made.is_none() {
            self.held.fetch_sub(1, Relaxed);
        }
        made
    }

    async fn ended(&self, planned: &Planned, ended: Ended<Made>) {
        let Ended { made, result, step, .. } = ended;
        self.keep(&planned.key, made.key, &result, step).await;
        if !matches!(step, Step::Waiting(_)) {
            self.held.fetch_sub(1, Relaxed);
        }
        let forwarded = Forwarded {
            id: planned.id,
            to: made.url,
            attempt: made.key.number,
            retried_count: made.retried_count,
            result,
            next_attempt_at: step.next_attempt_at(),
            also: false,
            agrees: None,
            hint: None,
            resent: Some(step.delivery_status()),
        };
        self.tell(What::Forwarded(Arc::new(forwarded))).await;
    }

    async fn draining(&self, calls: usize) {
        self.tell(What::Notice(Notice::Draining { in_flight: calls })).await;
    }
}

impl<E: Emit> Leased<E> {
    /// Makes an attempt, once there is room for a call and the history has noted that it is begun.
    async fn make(&self, planned: &Planned, attempt: Attempt) -> Option<(Made, AttemptResult)> {
        let _room = self.end.run_until_cancelled(self.calls.acquire()).await?.ok()?;
        let endpoint = self.resending.endpoints.iter().find(|it| it.shown() == planned.key.endpoint())?;
        let Begun { attempt: key, url, request, signature } = *self.begin(planned, attempt).await?;
        let (call, signed) = call(request, signature, attempt, self.resending.key.as_ref());
        if signed == Signed::AsReceived && !self.told_as_received.swap(true, Relaxed) {
            self.tell(What::Notice(Notice::SignatureAsReceived)).await;
        }
        let retried_count = crate::toss::Transmission::read(&call.headers).retried_count;
        let result = self.resending.sender.send(endpoint, call).await;
        Some((Made { key, url, retried_count }, result))
    }

    /// Notes that an attempt is begun. While the history can't be written it is held, not given up; what can
    /// never be read back is.
    async fn begin(&self, planned: &Planned, attempt: Attempt) -> Option<Box<Begun>> {
        let unheard = self.unheard(attempt);
        while !self.end.is_cancelled() {
            let beginning = Beginning {
                key: planned.key.clone(),
                holder: self.holder.clone(),
                retried_count: attempt.retried_count,
                unheard,
                now: self.clock.now(),
            };
            match self.history.begin_attempt(beginning).await {
                Ok(Began::Begun(begun)) => return Some(begun),
                Ok(Began::Unreadable(reason)) => {
                    self.tell(What::Notice(Notice::EventUnreadable { id: planned.id, reason })).await;
                    return None;
                }
                Ok(Began::Over) | Err(HistoryError::Closed) => return None,
                Err(_) => self.hold().await,
            }
        }
        None
    }

    /// Notes what came of an attempt. Until that is written, the next one does not come up.
    pub(super) async fn keep(&self, plan: &PlanKey, key: AttemptKey, result: &AttemptResult, step: Step) {
        loop {
            let now = self.clock.now();
            let kept = self.history.end_attempt(plan, &self.holder, key, result, next(step), now).await;
            if matches!(kept, Ok(()) | Err(HistoryError::Closed)) || self.end.is_cancelled() {
                return;
            }
            self.hold().await;
        }
    }

    async fn hold(&self) {
        self.end.run_until_cancelled(tokio::time::sleep(HOLD)).await;
    }

    fn tell(&self, what: What) -> impl Future<Output = ()> + Send {
        self.emit.emit(Activity { at: self.clock.now(), what })
    }
}
