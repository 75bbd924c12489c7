//! The way to the printer: bounded in number and in bytes, and never in the way of an answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::Pressure;
use crate::activity::{Activity, What};

/// How much may wait to be printed: bodies, and [`OVERHEAD`] for each activity.
const WAITING_BYTES: u32 = 4 * 1024 * 1024;

/// What an activity counts beside its body: its header lines, what was read from both, and the
/// allocator's own. With [`WAITING_BYTES`], 2,048 activities may wait.
const OVERHEAD: u32 = 2048;

/// How many notices may wait, beside the lines that may be dropped.
const WAITING_NOTICES: usize = 64;

/// What goes to the printing thread.
pub(super) enum Job {
    /// Print this, after saying how many lines were dropped before it.
    Print { activity: Box<Activity>, dropped_before: u64, _room: Option<OwnedSemaphorePermit> },
    /// Write out what is there and end.
    End,
}

/// The sending side.
pub(super) struct Queue {
    jobs: mpsc::Sender<Job>,
    room: Arc<Semaphore>,
    notices: Arc<Semaphore>,
    pressure: Pressure,
    /// Lines dropped and not yet spoken of.
    pub(super) dropped: AtomicU64,
    /// Set from the first dropped line until half the room is free again, so that an overload ends
    /// in one gap and not in one per line.
    dropping: AtomicBool,
}

impl Queue {
    pub(super) fn new(pressure: Pressure) -> (Self, mpsc::Receiver<Job>) {
        // Unbounded by itself; what is sent holds a permit, but for the first and last words.
        let (jobs, printed) = mpsc::channel();
        let queue = Self {
            jobs,
            room: Arc::new(Semaphore::new(WAITING_BYTES as usize)),
            notices: Arc::new(Semaphore::new(WAITING_NOTICES)),
            pressure,
            dropped: AtomicU64::new(0),
            dropping: AtomicBool::new(false),
        };
        (queue, printed)
    }

    /// Queues an activity; waits for room under [`Pressure::Push`] only.
    pub(super) async fn put(&self, activity: Activity) {
        match weight(&activity.what) {
            Weight::Word => self.send(activity, None),
            Weight::Notice => match Arc::clone(&self.notices).try_acquire_owned() {
                Ok(permit) => self.send(activity, Some(permit)),
                Err(_) => self.count_dropped(),
            },
            // The next one tells the same anew.
            Weight::Tick => {
                if let Ok(permit) = Arc::clone(&self.notices).try_acquire_owned() {
                    self.send(activity, Some(permit));
                }
            }
            Weight::Line(cost) if self.pressure == Pressure::Push => {
                // An error means that the printer is at its end: then there is nobody to tell.
                if let Ok(permit) = Arc::clone(&self.room).acquire_many_owned(cost).await {
                    self.send(activity, Some(permit));
                }
            }
            Weight::Line(cost) => self.put_or_drop(activity, cost),
        }
    }

    fn put_or_drop(&self, activity: Activity, cost: u32) {
        if self.dropping.load(Ordering::Relaxed) {
            if self.is_half_full() {
                return self.count_dropped();
            }
            self.dropping.store(false, Ordering::Relaxed);
        }
        if let Ok(permit) = Arc::clone(&self.room).try_acquire_many_owned(cost) {
            self.send(activity, Some(permit));
        } else {
            self.dropping.store(true, Ordering::Relaxed);
            self.count_dropped();
        }
    }

    /// Whether more than half of what may wait does.
    pub(super) fn is_half_full(&self) -> bool {
        self.room.available_permits() < WAITING_BYTES as usize / 2
    }

    fn count_dropped(&self) {
        if !self.room.is_closed() {
            self.dropped.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn send(&self, activity: Activity, room: Option<OwnedSemaphorePermit>) {
        if self.room.is_closed() {
            return;
        }
        let dropped_before = self.dropped.swap(0, Ordering::Relaxed);
        // An error means that the printer is at its end.
        let _ = self.jobs.send(Job::Print { activity: Box::new(activity), dropped_before, _room: room });
    }

    /// Asks the printer to end.
    pub(super) fn end(&self) {
        let _ = self.jobs.send(Job::End);
    }

    /// Nothing is printed any more: wakes those who wait for room.
    pub(super) fn close(&self) {
        self.room.close();
    }
}

enum Weight {
    /// The first and last words of a run: one each, never dropped.
    Word,
    /// Few, and more urgent than lines.
    Notice,
    /// Not worth waiting or counting for.
    Tick,
    /// A line of the stream, and the room that it takes.
    Line(u32),
}

fn weight(what: &What) -> Weight {
    let body = match what {
        What::Listening(_)
        | What::Summary(_)
        | What::SentSummary(_)
        | What::Played(_)
        | What::CheckSummary(_)
        | What::LookUps(_) => return Weight::Word,
        What::Notice(_) => return Weight::Notice,
        What::Waiting(_) | What::Progress(_) => return Weight::Tick,
        What::Received(received) => received.request.body.len(),
        What::Forwarded(forwarded) => {
            forwarded.result.response.as_ref().map_or(0, |response| response.body.len())
        }
        What::Sent(sent) => sent.result.response.as_ref().map_or(0, |response| response.body.len()),
        What::LookedUp(looked_up) => looked_up.answer.as_ref().map_or(0, |payment| payment.bytes.len()),
        What::Compared(compared) => compared.answer.as_ref().map_or(0, |(payment, _)| payment.bytes.len()),
        What::Answered(_) | What::Skipped(_) | What::Refused(_) | What::Checked(_) => 0,
    };
    Weight::Line(u32::try_from(body).unwrap_or(u32::MAX).saturating_add(OVERHEAD).min(WAITING_BYTES))
}
