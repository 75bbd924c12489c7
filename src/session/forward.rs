//! Passing an event on: the call that decides the answer.

use std::sync::{Arc, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;

use super::copy::Settled;
use super::handle::{Incoming, Work};
use super::order::Turn;
use super::plan::Forwarding;
use crate::activity::{AttemptResult, Emit, EventId, Forwarded, Hint, Notice, What};
use crate::delivery::Verdict;
use crate::delivery::hint::hint;
use crate::history::{HistoryError, Recorded};
use crate::outbound::{Call, Endpoint};

/// A call whose own time is as long as Toss Payments' ends a moment after it; what ends so soon is
/// told by its own line.
const BARELY_LATE: Duration = Duration::from_millis(500);

/// A call that has ended.
pub(super) struct Called {
    pub(super) result: AttemptResult,
    endpoint: Endpoint,
    begun_at: Timestamp,
    pub(super) hint: Option<Hint>,
    /// Tells the copies what the endpoint itself said.
    settled: watch::Sender<Option<Settled>>,
}

impl Called {
    /// Lets the copies tell of themselves.
    pub(super) fn settle(&self, recorded: &Recorded) {
        let Recorded { id, earlier, .. } = *recorded;
        let http_status = self.result.http_status();
        self.settled.send_replace(Some(Settled { id, earlier, http_status }));
    }
}

impl<E: Emit> Work<E> {
    /// Calls the endpoint of this event, when its turn and room for it have come.
    pub(super) async fn call(
        self: &Arc<Self>,
        forwarding: &Forwarding,
        incoming: &Incoming,
        turn: Option<&mut Turn>,
        recorded: &OnceLock<Result<Recorded, HistoryError>>,
    ) -> Called {
        let call = self.call_in_turn(forwarding, incoming, turn);
        tokio::pin!(call);
        tokio::select! {
            called = &mut call => called,
            () = self.past_toss_limit(forwarding, incoming, recorded) => call.await,
        }
    }

    async fn call_in_turn(
        self: &Arc<Self>,
        forwarding: &Forwarding,
        incoming: &Incoming,
        turn: Option<&mut Turn>,
    ) -> Called {
        self.session.plan.answering.pause().await;
        if let Some(turn) = turn {
            turn.wait().await;
        }
        // The semaphore is never closed; without a permit the call would only be early.
        let _permit = self.calls.acquire().await.ok();
        let event = incoming.content.event();
        let endpoint = forwarding.endpoint_for(event.map(|event| &event.event_type)).clone();
        let settled = watch::Sender::new(None);
        let call = call_of(incoming);
        self.copy_to_all(&call, &settled).await;
        let begun_at = self.session.clock.now();
        let result = forwarding.sender.send(&endpoint, call).await;
        self.note_health(&endpoint, &result).await;
        let hint = hint(&result, &endpoint, forwarding.surroundings);
        let hint = self.hints.lock().unwrap_or_else(PoisonError::into_inner).first(hint);
        Called { result, endpoint, begun_at, hint, settled }
    }

    /// Tells of a call that has ended, and notes it in the history.
    pub(super) async fn tell_call(
        &self,
        recorded: &Recorded,
        called: Called,
        verdict: &Verdict,
        incoming: &Incoming,
    ) -> Arc<Forwarded> {
        let Recorded { id, earlier, .. } = *recorded;
        called.settle(recorded);
        let to =
            called.endpoint.target(&incoming.request.path, incoming.request.query.as_deref()).to_string();
        let forwarded = Arc::new(Forwarded {
            id,
            attempt: self.attempt(id, &to, earlier).await,
            to,
            retried_count: incoming.transmission.retried_count,
            result: called.result,
            next_attempt_at: verdict.next_attempt_at,
            also: false,
            agrees: None,
            hint: called.hint,
            resent: None,
        });
        self.keep(called.begun_at, &forwarded).await;
        forwarded
    }

    /// Which call of this event to this URL one is that has just ended; `earlier` requests of the
    /// event came before, of which not each was passed on.
    pub(super) async fn attempt(&self, id: EventId, to: &str, earlier: u32) -> u32 {
        if earlier == 0 {
            return 1;
        }
        // A failing history has been told of when it refused a request.
        let noted = self.session.history.attempts(id, to).await;
        noted.unwrap_or(earlier).saturating_add(1)
    }

    /// Notes a call in the history and tells of it.
    pub(super) async fn keep(&self, begun_at: Timestamp, forwarded: &Arc<Forwarded>) {
        // A failing history has been told of when it refused a request; the call is made.
        let _ = self.session.history.forwarded(begun_at, Arc::clone(forwarded)).await;
        self.tell(What::Forwarded(Arc::clone(forwarded))).await;
    }

    /// Ends when Toss Payments would have given up on this request, having said so.
    async fn past_toss_limit(
        &self,
        forwarding: &Forwarding,
        incoming: &Incoming,
        recorded: &OnceLock<Result<Recorded, HistoryError>>,
    ) {
        let limit = self.session.plan.policy.timeout;
        let ends_by_then = forwarding.timeout.is_some_and(|timeout| timeout <= limit);
        let late = if ends_by_then { BARELY_LATE } else { Duration::from_millis(1) };
        tokio::time::sleep_until(incoming.arrived + limit + late).await;
        if let Some(Ok(recorded)) = recorded.get() {
            self.tell(What::Notice(Notice::PastTossLimit { id: recorded.id })).await;
        }
    }

    /// Says that an endpoint is back; that it is down, the call's own line says.
    async fn note_health(&self, endpoint: &Endpoint, result: &AttemptResult) {
        let is_back = {
            let mut down = self.down.lock().unwrap_or_else(PoisonError::into_inner);
            if result.has_connected() {
                !down.is_empty() && down.remove(endpoint)
            } else {
                down.insert(endpoint.clone());
                false
            }
        };
        if is_back {
            self.tell(What::Notice(Notice::EndpointUp { endpoint: endpoint.shown() })).await;
        }
    }
}

fn call_of(incoming: &Incoming) -> Call {
    let request = &incoming.request;
    Call {
        method: request.method.clone(),
        path: request.path.clone(),
        query: request.query.clone(),
        headers: request.headers.clone(),
        body: request.body.clone(),
    }
}
