//! `--on-failure resend`: the sender has its 200 as soon as the event and its plan are recorded; the
//! first call comes after it.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::StatusCode;

use super::answer::bare;
use super::handle::{Decided, Incoming, LAST_WORDS, Work};
use super::order::Turn;
use super::plan::Forwarding;
use crate::activity::{Emit, Forwarded, What};
use crate::delivery::leased::{Leased, Room};
use crate::history::{HistoryError, NewPlan, Recorded};
use crate::outbound::Endpoint;

/// An event on its way to its endpoint.
struct Planned<'a, E> {
    leased: &'a Leased<E>,
    forwarding: &'a Forwarding,
    plan: NewPlan,
    /// None where the first attempt has to wait for room.
    room: Option<Room>,
}

impl<E: Emit> Work<E> {
    /// Takes on an event that is to be forwarded.
    pub(super) async fn take_on(
        self: Arc<Self>,
        mut incoming: Incoming,
        leased: &Leased<E>,
        forwarding: &Forwarding,
    ) {
        let turn = incoming.turn.take();
        let endpoint = endpoint_of(forwarding, &incoming);
        let (plan, room) = leased.plan(&incoming.request, &incoming.transmission, endpoint);
        let planned = Planned { leased, forwarding, plan, room };
        let recorded = OnceLock::new();
        let recording = self.record(&incoming, Some(&planned.plan), &recorded);
        let is_told = self.abandoned.run_until_cancelled(recording).await.is_some();
        match recorded.into_inner() {
            Some(Ok(recorded)) => {
                let status = if is_told { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
                let settling = self.settle(
                    &mut incoming,
                    &recorded,
                    Decided { reply: bare(status.as_u16()), call: None },
                );
                if is_told {
                    self.abandoned.run_until_cancelled(settling).await;
                    let first = self.first_attempt(&incoming, &recorded, planned, turn);
                    self.abandoned.run_until_cancelled(first).await;
                } else {
                    // Whoever reads what is told may be the very reason for the cut.
                    let _ = tokio::time::timeout(LAST_WORDS, settling).await;
                }
            }
            Some(Err(error)) => {
                self.leave(turn);
                self.give_up(incoming, &error).await;
            }
            None if is_told => self.give_up(incoming, &HistoryError::Closed).await,
            // Not committed yet: the sender has its 503 and nothing is known that could be told.
            None => self.leave(turn),
        }
    }

    /// Makes the first attempt of an event whose plan was started with it.
    async fn first_attempt(
        self: &Arc<Self>,
        incoming: &Incoming,
        recorded: &Recorded,
        planned: Planned<'_, E>,
        mut turn: Option<Turn>,
    ) {
        let Planned { leased, forwarding, plan, room: _room } = planned;
        let started = recorded.plan.as_deref();
        let Some((started, begun)) = started.and_then(|it| Some((it, it.begun?))) else {
            return self.leave(turn);
        };
        let recorded_once = OnceLock::from(Ok(recorded.clone()));
        let called = Box::pin(self.call(forwarding, incoming, turn.as_mut(), &recorded_once)).await;
        self.leave(turn);
        called.settle(recorded);
        let late = incoming.arrived.elapsed().saturating_sub(called.result.elapsed);
        let first = leased.first(&plan, late.max(Duration::ZERO), &called.result);
        leased.first_ended(recorded.id, started, first.clone(), &called.result).await;
        let forwarded = Forwarded {
            id: recorded.id,
            to: plan.url,
            attempt: begun.number,
            retried_count: incoming.transmission.retried_count,
            result: called.result,
            next_attempt_at: first.step.next_attempt_at(),
            also: false,
            agrees: None,
            hint: called.hint,
            resent: Some(first.step.delivery_status()),
        };
        self.tell(What::Forwarded(Arc::new(forwarded))).await;
    }
}

fn endpoint_of<'a>(forwarding: &'a Forwarding, incoming: &Incoming) -> &'a Endpoint {
    forwarding.endpoint_for(incoming.content.event().map(|event| &event.event_type))
}
