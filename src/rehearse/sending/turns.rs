//! When the events of a run come up, and how many calls are under way meanwhile.
//!
//! At a rate each event is due at its own moment, whatever the server does: what is asked of it doesn't
//! become less because it is slow, and what that costs shows in the time from there to the answer. Without
//! a rate an event comes up when a call has ended.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore, SemaphorePermit};
use tokio::time::{Instant, sleep, sleep_until, timeout_at};

use crate::activity::Rate;
use crate::delivery::Bounds;
use crate::rehearse::Chaos;

/// Events that are due within so long a time are written down together, so that they share a commit; as long
/// before the first of them is due.
const STRIDE: Duration = Duration::from_millis(10);

/// How late the runtime's timers are by themselves, which count in milliseconds: what is due within
/// one of their steps goes out together.
const TICK: Duration = Duration::from_millis(2);

/// How many events may be made and not yet called.
const AHEAD: usize = 1024;

/// How many more of them may be held back on purpose.
const HELD: usize = 8192;

/// So far behind this machine may be, and still sends what was due before the end.
const BEHIND: Duration = Duration::from_millis(100);

/// What is due within this time is no reason to wait before the first.
const START: Duration = Duration::from_millis(25);

/// When the events of a run come up.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pace {
    /// How many in a time; without it, each waits for a call to end.
    pub rate: Option<Rate>,
    /// For how long; without it, for as long as there are any.
    pub duration: Option<Duration>,
}

/// Gives each event its turn.
#[derive(Debug)]
pub(in crate::rehearse) struct Turns {
    rate: Option<Rate>,
    /// When the first event is due.
    begun: Instant,
    /// From then on none comes up.
    end: Option<Instant>,
    concurrency: usize,
    calls: Arc<Semaphore>,
    /// How many found all calls under way, and how many of them had one at last.
    waited: AtomicU64,
    held: AtomicU64,
}

/// An event's turn to be called: it ends when this is dropped.
#[derive(Debug)]
pub(super) struct Turn<'a> {
    /// How late it was called where it was due at a time of its own, and no call under way was in its way: the
    /// rest is this machine.
    pub(super) late: Option<Duration>,
    /// When it could have been called: the moment that it was due, but for what a timer is late by itself.
    pub(super) since: Instant,
    _call: Option<SemaphorePermit<'a>>,
}

impl Turns {
    pub(in crate::rehearse) fn new(pace: Pace, concurrency: usize) -> Self {
        let concurrency = concurrency.clamp(1, Semaphore::MAX_PERMITS);
        let begun = Instant::now() + if pace.rate.is_some() { START } else { Duration::ZERO };
        Self {
            rate: pace.rate,
            begun,
            end: pace.duration.and_then(|duration| begun.checked_add(duration)),
            concurrency,
            calls: Arc::new(Semaphore::new(concurrency)),
            waited: AtomicU64::new(0),
            held: AtomicU64::new(0),
        }
    }

    /// What may go on at once: with a rate also what waits for its turn, or is held back; without one as many
    /// events as have room for all their copies.
    pub(super) fn bounds(&self, plans: usize, chaos: &Chaos) -> Bounds {
        let held = |rate: Rate| rate.within(chaos.delay).try_into().unwrap_or(HELD).min(HELD);
        let calls_of_one = usize::try_from(chaos.duplicates).unwrap_or(usize::MAX).saturating_add(1);
        let calls = match self.rate {
            Some(rate) => self.concurrency + AHEAD + held(rate),
            None => (self.concurrency / calls_of_one).max(1),
        };
        Bounds { calls, plans }
    }

    /// Waits until the chain with this index is to be made, and gives when it is due; without a rate that is
    /// now. None where there is no time left for it. May be dropped while it waits.
    pub(in crate::rehearse) async fn comes_up(&self, index: u64) -> Option<Option<Instant>> {
        let Some(rate) = self.rate else {
            return self.end.is_none_or(|end| Instant::now() < end).then_some(None);
        };
        let offset = rate.offset(index);
        let due = self.begun.checked_add(offset).filter(|due| self.end.is_none_or(|end| *due < end))?;
        if self.end.is_some_and(|end| self.is_too_late(end)) {
            return None;
        }
        // One after the other, for making them takes a while in which no call goes out.
        if let Some(early) = due.checked_sub(2 * STRIDE) {
            sleep_until(early).await;
        }
        Some(Some(due))
    }

    /// Whether what was due before the end is not made any more: no call would be left for it, or this machine
    /// is behind by more than a busy moment.
    fn is_too_late(&self, end: Instant) -> bool {
        let now = Instant::now();
        now >= end && (self.calls.available_permits() == 0 || now >= end + BEHIND)
    }

    /// Waits until what is due within the same stride as this is written down.
    pub(super) async fn gathered(&self, due: Instant) {
        let into_stride = due.saturating_duration_since(self.begun).as_nanos() % STRIDE.as_nanos();
        let into_stride = u64::try_from(into_stride).map_or(Duration::ZERO, Duration::from_nanos);
        if let Some(early) = due.checked_sub(into_stride + STRIDE) {
            sleep_until(early).await;
        }
    }

    /// Waits until it is time for a call that is due then, or at once, but held back for so long; and until
    /// there is room for it. None where the time is over before there is, for one that is due in it.
    pub(super) async fn turn(&self, due: Option<Instant>, held: Duration) -> Option<Turn<'_>> {
        let end = due.and(self.end).and_then(|end| end.checked_add(held));
        let due = due.and_then(|due| due.checked_add(held));
        match due {
            Some(due) => sleep_until(due).await,
            None if held.is_zero() => {}
            None => sleep(held).await,
        }
        let now = Instant::now();
        let late = due.map(|due| now.saturating_duration_since(due)).unwrap_or_default();
        let since = if late > TICK { now - late } else { now };
        let free = self.calls.try_acquire().ok();
        let late = due.and(free.as_ref()).map(|_| late);
        let call = if free.is_some() {
            free
        } else {
            self.waited.fetch_add(1, Ordering::Relaxed);
            // It is never closed.
            let call = match end {
                Some(end) => timeout_at(end, self.calls.acquire()).await.ok()?,
                None => self.calls.acquire().await,
            };
            self.held.fetch_add(1, Ordering::Relaxed);
            call.ok()
        };
        Some(Turn { late, since, _call: call })
    }

    /// Waits until there is room for a call that has no turn of its own.
    pub(super) fn room(&self) -> impl Future<Output = Option<OwnedSemaphorePermit>> + use<> {
        let calls = Arc::clone(&self.calls);
        // It is never closed.
        async move { calls.acquire_owned().await.ok() }
    }

    /// How many calls are under way.
    pub(super) fn under_way(&self) -> usize {
        self.concurrency.saturating_sub(self.calls.available_permits())
    }

    /// How many had to wait for one of them to end, and were called then.
    pub(super) fn held(&self) -> u64 {
        self.held.load(Ordering::Relaxed)
    }

    /// How many waited for one of them to end until the run did.
    pub(super) fn waited_in_vain(&self) -> u64 {
        self.waited.load(Ordering::Relaxed).saturating_sub(self.held())
    }

    /// Whether no further chain comes up at this moment.
    pub(super) fn is_over(&self, at: Instant) -> bool {
        self.end.is_some_and(|end| at >= end)
    }

    /// How many of so many chains were due when the run was cut off, or are in all; none without a rate. What
    /// was due but for the last moment, or may have been held back for up to `delay`, is not counted.
    pub(super) fn due(&self, count: u64, cut: Option<Instant>, delay: Duration) -> Option<u64> {
        let due =
            |until: Instant| self.rate.map(|rate| rate.before(until.saturating_duration_since(self.begun)));
        let cut = cut
            .filter(|cut| !self.is_over(*cut))
            .map(|cut| cut.checked_sub(TICK + delay).unwrap_or(self.begun));
        match cut.or(self.end) {
            Some(until) => due(until).map(|due| due.min(count)),
            None => self.rate.map(|_| count),
        }
    }

    pub(super) fn concurrency(&self) -> usize {
        self.concurrency
    }
}
