//! One request, from its arrival to its answer.

use std::collections::HashSet;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use http::StatusCode;
use tokio::sync::{Semaphore, mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::answer::{bare, relayed};
use super::copy::Copied;
use super::order::{Orders, Turn};
use super::plan::{Forwarding, Ordering};
use super::tally::Tally;
use super::{Plan, Session};
use crate::activity::{
    Activity, Answered, Emit, Notice, Received, Refused, RefusedReason, Request, Skipped, Summary, TossWould,
    What,
};
use crate::delivery::Verdict;
use crate::delivery::hint::HintsOnce;
use crate::delivery::leased::Leased;
use crate::filter::{KeptOutBy, Known, Seen};
use crate::history::{HistoryError, NewDelivery, NewPlan, Recorded};
use crate::inbound::{Inbound, Reply};
use crate::outbound::Endpoint;
use crate::payments::Question;
use crate::toss::{Content, SignatureCheck, Transmission, signature};

/// How long it may take to tell of a request that was cut off; its reader may take nothing.
pub(super) const LAST_WORDS: Duration = Duration::from_secs(1);

/// What all requests of a session share.
pub(super) struct Work<E> {
    pub(super) session: Session<E>,
    pub(super) calls: Arc<Semaphore>,
    pub(super) hints: Mutex<HintsOnce>,
    /// The endpoints that the last call to them did not reach.
    pub(super) down: Mutex<HashSet<Endpoint>>,
    /// The servers that get copies.
    pub(super) copied: Vec<Copied>,
    /// Requests and copies under way.
    pub(super) tasks: TaskTracker,
    /// Cancelled when what is under way is given up.
    pub(super) abandoned: CancellationToken,
    orders: Orders,
    chance: Mutex<fastrand::Rng>,
    tally: Mutex<Tally>,
    /// Where questions about payments are put.
    pub(super) questions: Option<mpsc::Sender<Question>>,
    history_well: AtomicBool,
}

/// A request that was read, before anything is done about it.
pub(super) struct Incoming {
    pub(super) request: Arc<Request>,
    pub(super) content: Arc<Content>,
    pub(super) transmission: Arc<Transmission>,
    pub(super) arrived: Instant,
    signature: SignatureCheck,
    /// What keeps it out; unset until that can be told.
    kept_out_by: OnceLock<Option<KeptOutBy>>,
    /// Where its answer goes, until it has gone.
    reply: Option<oneshot::Sender<Reply>>,
    pub(super) turn: Option<Turn>,
}

impl Incoming {
    /// Whether a filter keeps it from being shown and passed on; false until that can be told.
    pub(super) fn is_kept_out(&self) -> bool {
        matches!(self.kept_out_by.get(), Some(Some(_)))
    }

    /// What filters see of it.
    fn seen(&self, known: Option<Known>) -> Seen<'_> {
        Seen {
            request: &self.request,
            content: &self.content,
            transmission: &self.transmission,
            signature: self.signature,
            known,
        }
    }

    /// Gives the answer; the status that the sender gets. Where nobody waits for it any more, the
    /// request was cut off, and has its 503 already.
    fn answer(&mut self, reply: Reply) -> u16 {
        let status = reply.status;
        let is_given = self.reply.take().is_some_and(|sender| sender.send(reply).is_ok());
        if is_given { status } else { StatusCode::SERVICE_UNAVAILABLE.as_u16() }
    }
}

/// What a request came to: the answer, and the call that decided it.
pub(super) struct Decided {
    pub(super) reply: Reply,
    pub(super) call: Option<Box<super::forward::Called>>,
}

impl<E: Emit> Work<E> {
    pub(super) fn new(session: Session<E>, questions: Option<mpsc::Sender<Question>>) -> Self {
        let forwarding = session.plan.forwarding.as_ref();
        Self {
            calls: match &session.resending {
                Some(leased) => leased.calls(),
                None => Arc::new(Semaphore::new(forwarding.map_or(1, |it| it.concurrency.max(1)))),
            },
            hints: Mutex::default(),
            down: Mutex::new(
                forwarding.filter(|it| !it.up).map(|it| it.endpoint.clone()).into_iter().collect(),
            ),
            copied: forwarding.map_or_else(Vec::new, |it| it.also.iter().map(Copied::new).collect()),
            tasks: TaskTracker::new(),
            orders: Orders::default(),
            chance: Mutex::new(fastrand::Rng::with_seed(session.plan.answering.seed)),
            tally: Mutex::default(),
            questions,
            history_well: AtomicBool::new(true),
            abandoned: CancellationToken::new(),
            session,
        }
    }

    /// Reads a request. Called in the order of arrival, which is what `--ordered` keeps.
    pub(super) fn read(&self, inbound: Inbound) -> Incoming {
        let Inbound { request, arrived, reply } = inbound;
        let plan = &self.session.plan;
        let content = Content::read(&request.body);
        let transmission = Transmission::read(&request.headers);
        let event = content.event();
        let signature = signature::check(
            plan.security_key.as_ref(),
            plan.key_form,
            event.map(|event| &event.event_type),
            &request.body,
            &transmission,
        );
        let is_first = transmission.retried_count.unwrap_or(0) == 0;
        let turn = match (&plan.forwarding, event.and_then(|event| event.order_id.as_deref())) {
            (Some(forwarding), Some(order)) if forwarding.ordering == Ordering::ByOrder && is_first => {
                Some(self.orders.take(order))
            }
            _ => None,
        };
        let incoming = Incoming {
            request: Arc::new(request),
            content: Arc::new(content),
            transmission: Arc::new(transmission),
            arrived,
            signature,
            kept_out_by: OnceLock::new(),
            reply: Some(reply),
            turn,
        };
        if plan.filter.needs_known().is_none() {
            incoming.kept_out_by.get_or_init(|| plan.filter.keeps_out(&incoming.seen(None)));
        }
        incoming
    }

    /// Takes a request to its end, unless the session is abandoned; its sender has 503 by then.
    pub(super) async fn handle(self: Arc<Self>, mut incoming: Incoming) {
        if let Some((leased, forwarding)) = self.resending(&incoming) {
            // In a box, like all that few requests come to: what the others are moved with stays small.
            return Box::pin(Arc::clone(&self).take_on(incoming, leased, forwarding)).await;
        }
        let turn = incoming.turn.take();
        let recorded = OnceLock::new();
        let decided = tokio::select! {
            decided = self.decide(&incoming, turn, &recorded) => Some(decided),
            () = self.abandoned.cancelled() => None,
        };
        match (recorded.into_inner(), decided) {
            (Some(Ok(recorded)), Some(decided)) => {
                let ending = pin!(self.settle(&mut incoming, &recorded, decided));
                self.abandoned.run_until_cancelled(ending).await;
            }
            (Some(Ok(recorded)), None) => {
                let cut_off = Decided { reply: bare(StatusCode::SERVICE_UNAVAILABLE.as_u16()), call: None };
                // Whoever reads what is told may be the very reason for the cut.
                let telling = Box::pin(self.settle(&mut incoming, &recorded, cut_off));
                let _ = tokio::time::timeout(LAST_WORDS, telling).await;
            }
            (Some(Err(error)), _) => Box::pin(self.give_up(incoming, &error)).await,
            (None, Some(_)) => Box::pin(self.give_up(incoming, &HistoryError::Closed)).await,
            // Not committed yet: the sender has its 503 and nothing is known that could be told.
            (None, None) => {}
        }
    }

    /// What re-sends this event on failure, where that is done from here and the event goes on.
    fn resending(&self, incoming: &Incoming) -> Option<(&Leased<E>, &Forwarding)> {
        let leased = self.session.resending.as_deref().filter(|_| !incoming.is_kept_out())?;
        self.session.plan.forwarding.as_ref().map(|forwarding| (leased, forwarding))
    }

    /// Gives up what is still under way.
    pub(super) fn abandon(&self) {
        self.abandoned.cancel();
    }

    /// Emits an activity that happens now.
    pub(super) fn tell(&self, what: What) -> impl Future<Output = ()> + Send {
        if matches!(what, What::Refused(_)) {
            self.tally().refused();
        }
        self.session.emit.emit(Activity { at: self.session.clock.now(), what })
    }

    pub(super) fn summary(&self, named: usize) -> Summary {
        self.tally().summary(named, self.session.history.path().map(Into::into))
    }

    /// Answers a recorded request, notes and tells what came of it.
    pub(super) async fn settle(&self, incoming: &mut Incoming, recorded: &Recorded, decided: Decided) {
        let Decided { reply, call } = decided;
        let http_status = incoming.answer(reply);
        let answered_after = incoming.arrived.elapsed();
        let retried_count = incoming.transmission.retried_count.unwrap_or(0);
        let arrived_at = incoming.request.arrived_at;
        let policy = &self.session.plan.policy;
        let verdict = Verdict::of_answer(policy, http_status, answered_after, retried_count, arrived_at);
        let forwarded = match call {
            Some(call) => Some(Box::pin(self.tell_call(recorded, *call, &verdict, incoming)).await),
            None => None,
        };
        let answered = Answered {
            id: recorded.id,
            http_status,
            answered_after,
            toss_would: verdict.toss_would,
            delivery_status: verdict.delivery_status,
            next_attempt_at: verdict.next_attempt_at,
            retried_count,
            forwarded,
        };
        self.tally().answered(&answered, arrived_at, policy);
        let is_as_recorded =
            verdict.toss_would != TossWould::TimeOut && self.known_answer(incoming) == Some(http_status);
        if !is_as_recorded {
            // A failing history has been told of when it refused a request; the answer is given.
            let _ = self.session.history.answered(recorded.delivery, answered.clone()).await;
        }
        if !incoming.is_kept_out() {
            self.tell(What::Answered(answered)).await;
            self.look_up(recorded.id, incoming).await;
        }
    }

    /// Records the request and finds its answer. Where the endpoint decides it, the commit and the
    /// call run at once, and both are done before this returns.
    async fn decide(
        self: &Arc<Self>,
        incoming: &Incoming,
        mut turn: Option<Turn>,
        recorded: &OnceLock<Result<Recorded, HistoryError>>,
    ) -> Decided {
        let plan = &self.session.plan;
        let forwarding = || plan.forwarding.as_ref().filter(|_| !incoming.is_kept_out());
        let recording = self.record(incoming, None, recorded);
        let is_judged = incoming.kept_out_by.get().is_some();
        if let Some(forwarding) = forwarding()
            && plan.answering.is_fixed()
            && is_judged
        {
            let calling = Box::pin(self.call(forwarding, incoming, turn.as_mut(), recorded));
            let ((), call) = tokio::join!(recording, calling);
            self.leave(turn);
            return Decided { reply: relayed(&call.result), call: Some(Box::new(call)) };
        }
        recording.await;
        let earlier = recorded.get().and_then(|it| it.as_ref().ok()).map_or(0, |it| it.earlier);
        let chance = self.chance.lock().unwrap_or_else(PoisonError::into_inner).f64();
        let fails = plan.answering.fails(earlier, chance);
        let decided = match forwarding() {
            Some(forwarding) if !fails => {
                let call = Box::pin(self.call(forwarding, incoming, turn.as_mut(), recorded)).await;
                Decided { reply: relayed(&call.result), call: Some(Box::new(call)) }
            }
            _ => {
                plan.answering.pause().await;
                Decided { reply: bare(plan.answering.status_for(earlier, chance)), call: None }
            }
        };
        self.leave(turn);
        decided
    }

    pub(super) fn leave(&self, turn: Option<Turn>) {
        if let Some(turn) = turn {
            self.orders.leave(turn);
        }
    }

    /// Commits the request and tells of it.
    pub(super) async fn record(
        &self,
        incoming: &Incoming,
        plan: Option<&NewPlan>,
        recorded: &OnceLock<Result<Recorded, HistoryError>>,
    ) {
        let delivery = NewDelivery {
            request: Arc::clone(&incoming.request),
            content: Arc::clone(&incoming.content),
            transmission: Arc::clone(&incoming.transmission),
            signature: incoming.signature,
            answer: self.known_answer(incoming),
        };
        let result = match plan {
            Some(plan) => Box::pin(self.session.history.record_planned(delivery, plan.clone())).await,
            None => self.session.history.record(delivery).await,
        };
        // Only this function sets it, once per request; before it tells of it, which may take long.
        let result = recorded.get_or_init(|| result);
        if let Ok(recorded) = result {
            let known = Known { id: recorded.id, repeat: recorded.repeat, twin_of: recorded.twin_of };
            let judge = || self.session.plan.filter.keeps_out(&incoming.seen(Some(known)));
            incoming.kept_out_by.get_or_init(judge);
            if !self.history_well.swap(true, Relaxed) {
                Box::pin(self.tell(What::Notice(Notice::HistoryWritable))).await;
            }
            self.tell_received(incoming, recorded).await;
        }
    }

    fn tell_received(&self, incoming: &Incoming, recorded: &Recorded) -> impl Future<Output = ()> + Send {
        let since_first = incoming.request.arrived_at.duration_since(recorded.first_arrival);
        let received = Received {
            id: recorded.id,
            request: Arc::clone(&incoming.request),
            content: Arc::clone(&incoming.content),
            transmission: Arc::clone(&incoming.transmission),
            repeat: recorded.repeat,
            since_first: since_first.try_into().unwrap_or_default(),
            twin_of: recorded.twin_of,
            signature: incoming.signature,
        };
        self.tally().received(&received);
        let what = match incoming.kept_out_by.get() {
            Some(Some(by)) => What::Skipped(Skipped { id: recorded.id, by: by.to_string() }),
            Some(None) | None => What::Received(Arc::new(received)),
        };
        let at = incoming.request.arrived_at;
        self.session.emit.emit(Activity { at, what })
    }

    /// The answer to a request, where nothing that is still to come can change it.
    fn known_answer(&self, incoming: &Incoming) -> Option<u16> {
        if self.resending(incoming).is_some() {
            return Some(StatusCode::OK.as_u16());
        }
        let Plan { answering, forwarding, policy, filter, .. } = &self.session.plan;
        // What is judged once it is recorded has no answer that could be recorded with it.
        let may_be_forwarded =
            forwarding.is_some() && (!incoming.is_kept_out() || filter.needs_known().is_some());
        (!may_be_forwarded && answering.is_fixed() && answering.delay < policy.timeout / 2)
            .then_some(answering.status)
    }

    /// Answers 503 to a request that could not be recorded, so that the sender sends it again.
    pub(super) async fn give_up(&self, mut incoming: Incoming, error: &HistoryError) {
        incoming.answer(bare(StatusCode::SERVICE_UNAVAILABLE.as_u16()));
        if self.history_well.swap(false, Relaxed) {
            let path = self.session.history.path().map(Into::into).unwrap_or_default();
            self.tell(What::Notice(Notice::HistoryUnwritable { path, why: error.unwritable() })).await;
        }
        self.tell(What::Refused(Refused {
            reason: RefusedReason::History,
            http_status: Some(StatusCode::SERVICE_UNAVAILABLE.as_u16()),
            remote: incoming.request.remote,
            method: Some(incoming.request.method.to_string()),
            path: Some(incoming.request.path.clone()),
        }))
        .await;
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
