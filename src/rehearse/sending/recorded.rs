//! Recorded events go out again, by hand: the bytes that came, under the same transmission id, with a
//! retried count that has risen.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::so_far::SoFar;
use super::{MOST_PENDING, policy_of};
use crate::activity::{
    Activity, AttemptResult, ByHand, Course, DeliveryStatus, EventId, Forwarded, Mishap, Notice, Sent,
    SentSummary, Short, What,
};
use crate::clock::Clock;
use crate::delivery::resend::{Signed, call};
use crate::delivery::{Attempt, Bounds, Ended, Lull, Plan, Plans, Step, play};
use crate::history::{EventRow, Found, History, HistoryError, Reader};
use crate::outbound::{Endpoint, Sender};
use crate::rehearse::Countdown;
use crate::rehearse::countdown::{Quiet, count_down};
use crate::rehearse::trigger::{emit, whole_second};
use crate::toss::{Content, KeyFormChoice, Policy, SecurityKey, SignatureCheck, Transmission, signature};

/// A recorded event that is sent again.
#[derive(Clone, Debug)]
pub struct Recording {
    /// Which.
    pub id: EventId,
    /// Where to, its path and query included.
    pub to: Arc<Endpoint>,
    /// The count that it goes out with.
    pub retried_count: u32,
    /// The times of its attempts are not before the one that it came with.
    pub not_before: Timestamp,
}

/// What is sent again, and how.
#[derive(Debug)]
pub struct Resend {
    /// The events, in the order in which they go out.
    pub recordings: Vec<Recording>,
    /// What signs those that came with a signature.
    pub key: Option<SecurityKey>,
    /// How what fails is sent again; without it, it isn't.
    pub retry: Option<Policy>,
    /// How many calls at most are under way at once; 0 counts as 1.
    pub concurrency: usize,
    /// Whether it is told what is waited for.
    pub countdown: Countdown,
}

/// Sends recorded events again. Their bodies are read back one by one, as they go out; each call is noted in the
/// history, and a plan of the same event for the same URL is cancelled before it.
///
/// Emits [`What::Sent`] as each call ends and [`What::SentSummary`] at last. Once `end` is cancelled or nobody
/// takes the activities any more, no call is begun; those under way are waited for, at most for the sender's timeout.
pub async fn run(
    resend: Resend,
    store: (Reader, History),
    sender: Sender,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
    end: CancellationToken,
) -> SentSummary {
    let begun = Instant::now();
    let policy = policy_of(resend.retry.as_ref());
    let (quiet, hear) = watch::channel(Quiet::Nothing);
    let bounds = Bounds { calls: resend.concurrency, plans: MOST_PENDING };
    let told = resend.countdown == Countdown::Told && resend.retry.is_some();
    let (reader, history) = store;
    let resending = Arc::new(Resending {
        of: resend.recordings.len() as u64,
        coming: Mutex::new(resend.recordings.into()),
        key: resend.key,
        is_retrying: resend.retry.is_some(),
        resends: policy.resends(),
        reader: Mutex::new(reader),
        history,
        sender,
        clock: clock.clone(),
        activities: activities.clone(),
        so_far: Mutex::default(),
        quiet,
        told_as_received: AtomicBool::new(false),
        told_unnoted: AtomicBool::new(false),
        end: end.clone(),
    });
    let countdown = async {
        if told {
            count_down(hear, policy.resends(), &clock, &activities).await;
        }
        std::future::pending::<()>().await;
    };
    // What is told is told only as long as something is played.
    let left = tokio::select! {
        left = play(Arc::clone(&resending), &policy, &clock, bounds, &end) => left,
        () = countdown => Vec::new(),
    };
    let summary = resending.summary(begun.elapsed(), &left, &policy);
    emit(&activities, &clock, What::SentSummary(Box::new(summary.clone()))).await;
    summary
}

struct Resending {
    coming: Mutex<VecDeque<Recording>>,
    of: u64,
    key: Option<SecurityKey>,
    is_retrying: bool,
    resends: u32,
    reader: Mutex<Reader>,
    history: History,
    sender: Sender,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
    so_far: Mutex<SoFar>,
    quiet: watch::Sender<Quiet>,
    told_as_received: AtomicBool,
    told_unnoted: AtomicBool,
    end: CancellationToken,
}

/// What is known of an attempt beside its result.
struct Made {
    content: Content,
    transmission: Transmission,
    /// When the event first arrived.
    arrived_at: Timestamp,
    begun_at: Timestamp,
}

impl Plans for Resending {
    type Event = (Recording, Attempt);
    type Made = Made;

    async fn next(&self) -> Option<((Recording, Attempt), Plan)> {
        if self.activities.is_closed() {
            return None;
        }
        let recording = lock(&self.coming).pop_front()?;
        let at = whole_second(self.clock.now().max(recording.not_before));
        let first = Attempt { retried_count: recording.retried_count, at };
        Some(((recording, first), Plan::restored(first.retried_count, at, Duration::ZERO)))
    }

    async fn attempt(
        &self,
        (recording, first): &(Recording, Attempt),
        attempt: Attempt,
    ) -> Option<(Made, AttemptResult)> {
        if self.end.is_cancelled() {
            return None;
        }
        let row = match self.row(recording.id) {
            Ok(row) => row,
            Err(reason) => {
                self.tell(What::Notice(Notice::ByHand(ByHand::NotReadBack { id: recording.id, reason })))
                    .await;
                return None;
            }
        };
        if attempt.retried_count == first.retried_count {
            self.cancel_plan(recording).await;
            lock(&self.so_far).began(None, None);
        }
        let check = self.check(&row);
        let EventRow { request, content, .. } = *row;
        let arrived_at = request.arrived_at;
        let (mut call, signed) = call(request, check, attempt, self.key.as_ref());
        if signed == Signed::AsReceived && !self.told_as_received.swap(true, Relaxed) {
            self.tell(What::Notice(Notice::SignatureAsReceived)).await;
        }
        // The endpoint has them already.
        "/".clone_into(&mut call.path);
        call.query = None;
        let transmission = Transmission::read(&call.headers);
        self.quiet.send_replace(Quiet::Calling(attempt));
        let begun_at = self.clock.now();
        let result = self.sender.send(&recording.to, call).await;
        Some((Made { content, transmission, arrived_at, begun_at }, result))
    }

    async fn ended(&self, (recording, first): &(Recording, Attempt), ended: Ended<Made>) {
        self.quiet.send_replace(Quiet::Nothing);
        let Ended { attempt, made, result, step } = ended;
        let since_first = attempt.at.duration_since(made.arrived_at).try_into().unwrap_or_default();
        {
            let is_first = attempt.retried_count == first.retried_count;
            let mut so_far = lock(&self.so_far);
            so_far.ended(attempt, is_first, &result, result.elapsed, &step, since_first);
            so_far.met_with(Mishap::default(), &result, &[]);
        }
        self.note(recording, &made, &result, step).await;
        let course = self.is_retrying.then(|| Course {
            transmission_time: made.transmission.time.clone(),
            since_first,
            resends: self.resends,
            delivery_status: step.delivery_status(),
            next_attempt_at: step.next_attempt_at(),
        });
        let sent = Sent {
            recorded: Some(recording.id),
            event: made.content.event().map(|event| event.event_type.as_str().to_owned()),
            content: made.content,
            to: recording.to.shown(),
            transmission_id: made.transmission.id.map(|id| id.0),
            attempt: attempt.retried_count.saturating_add(1),
            retried_count: made.transmission.retried_count,
            result,
            waited: None,
            mishap: Mishap::default(),
            sent_at: self.is_retrying.then_some(attempt.at),
            course,
            step: None,
        };
        self.tell(What::Sent(Arc::new(sent))).await;
    }

    fn lull(&self, lull: &Lull) {
        self.quiet.send_replace(Quiet::Waiting(*lull));
    }

    async fn draining(&self, calls: usize) {
        self.tell(What::Notice(Notice::Draining { in_flight: calls })).await;
    }
}

impl Resending {
    /// The event as it was recorded; why it can't be had, in the store's own words where those are known.
    fn row(&self, id: EventId) -> Result<Box<EventRow>, Option<String>> {
        match lock(&self.reader).find(id.as_str()) {
            Ok(Found::Event(row)) => Ok(row),
            Ok(Found::Several(_) | Found::Nothing) => Err(None),
            Err(error) => Err(Some(error.to_string())),
        }
    }

    /// What is known of its signature: what was found when it came, or what the key says now.
    fn check(&self, row: &EventRow) -> SignatureCheck {
        match row.signature {
            SignatureCheck::Unchecked => signature::check(
                self.key.as_ref(),
                KeyFormChoice::Auto,
                row.content.event().map(|event| &event.event_type),
                &row.request.body,
                &row.transmission,
            ),
            known => known,
        }
    }

    async fn cancel_plan(&self, recording: &Recording) {
        let settled =
            self.history.settle_plan(recording.id, &recording.to.shown(), DeliveryStatus::Failed).await;
        match settled {
            Ok(true) => {
                self.tell(What::Notice(Notice::ByHand(ByHand::PlanCancelled { id: recording.id }))).await;
            }
            Ok(false) => {}
            Err(error) => self.tell_unnoted(&error).await,
        }
    }

    /// Notes a call in the history, and that its event is through where it was accepted.
    async fn note(&self, recording: &Recording, made: &Made, result: &AttemptResult, step: Step) {
        let noted = async {
            let Recording { id, to, .. } = recording;
            let to = to.shown();
            let forwarded = Forwarded {
                id: *id,
                attempt: self.history.attempts(*id, &to).await?.saturating_add(1),
                to,
                retried_count: made.transmission.retried_count,
                result: result.clone(),
                next_attempt_at: step.next_attempt_at(),
                also: false,
                agrees: None,
                hint: None,
                resent: None,
            };
            let to = forwarded.to.clone();
            self.history.forwarded(made.begun_at, Arc::new(forwarded)).await?;
            if step == Step::Completed {
                self.history.settle_plan(*id, &to, DeliveryStatus::Completed).await?;
            }
            Ok::<_, HistoryError>(())
        };
        if let Err(error) = noted.await {
            self.tell_unnoted(&error).await;
        }
    }

    async fn tell_unnoted(&self, error: &HistoryError) {
        if !self.told_unnoted.swap(true, Relaxed) {
            self.tell(What::Notice(Notice::ByHand(ByHand::CallsUnnoted { reason: error.to_string() }))).await;
        }
    }

    fn tell(&self, what: What) -> impl Future<Output = ()> + '_ {
        emit(&self.activities, &self.clock, what)
    }

    fn summary(
        &self,
        elapsed: Duration,
        left: &[((Recording, Attempt), Plan)],
        policy: &Policy,
    ) -> SentSummary {
        let so_far = lock(&self.so_far);
        let retries = so_far.retries(left, policy);
        SentSummary {
            retries: self.is_retrying.then_some(retries),
            short: (so_far.begun < self.of).then_some(Short { begun: so_far.begun, of: Some(self.of) }),
            ..so_far.tally.summary(elapsed)
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
