//! Copies of events to the servers that `--also` names: made and compared, never waited for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::handle::Work;
use crate::activity::{Emit, EventId, Forwarded, Notice, What};
use crate::outbound::{Call, Endpoint};
use crate::toss::Transmission;

/// Copies under way to one server. One that hangs may hold so many, and no more memory than that.
const AT_ONCE: usize = 256;

/// A server that gets copies.
#[derive(Debug)]
pub(super) struct Copied {
    endpoint: Endpoint,
    room: Arc<Semaphore>,
    /// Whether it was said that copies are left out.
    is_behind: AtomicBool,
}

/// What a copy needs to know of the call that decided the answer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settled {
    pub(super) id: EventId,
    /// How many requests of the event came before.
    pub(super) earlier: u32,
    pub(super) http_status: Option<u16>,
}

impl Copied {
    pub(super) fn new(endpoint: &Endpoint) -> Self {
        let room = Arc::new(Semaphore::new(AT_ONCE));
        Self { endpoint: endpoint.clone(), room, is_behind: AtomicBool::new(false) }
    }
}

impl<E: Emit> Work<E> {
    /// Begins a copy to each of the servers that have room for one.
    pub(super) async fn copy_to_all(self: &Arc<Self>, call: &Call, settled: &watch::Sender<Option<Settled>>) {
        for copied in &self.copied {
            if let Ok(room) = Arc::clone(&copied.room).try_acquire_owned() {
                copied.is_behind.store(false, Relaxed);
                let copy =
                    Arc::clone(self).copy(copied.endpoint.clone(), call.clone(), settled.subscribe(), room);
                let abandoned = self.abandoned.clone();
                self.tasks.spawn(async move { abandoned.run_until_cancelled(copy).await });
            } else if !copied.is_behind.swap(true, Relaxed) {
                let endpoint = copied.endpoint.shown();
                self.tell(What::Notice(Notice::CopiesLeftOut { endpoint, at_once: AT_ONCE })).await;
            }
        }
    }

    /// Sends a copy, and tells of it once the event's own answer is known.
    async fn copy(
        self: Arc<Self>,
        endpoint: Endpoint,
        call: Call,
        mut settled: watch::Receiver<Option<Settled>>,
        _room: OwnedSemaphorePermit,
    ) {
        let Some(forwarding) = &self.session.plan.forwarding else { return };
        let begun_at = self.session.clock.now();
        let to = endpoint.target(&call.path, call.query.as_deref()).to_string();
        let retried_count = Transmission::read(&call.headers).retried_count;
        let result = forwarding.also_sender.send(&endpoint, call).await;
        // The sender of this channel goes away unsettled when the event could not be recorded.
        let Ok(Some(of)) = settled.wait_for(Option::is_some).await.map(|of| *of) else { return };
        let forwarded = Arc::new(Forwarded {
            id: of.id,
            attempt: self.attempt(of.id, &to, of.earlier).await,
            to,
            retried_count,
            agrees: Some(of.http_status == result.http_status()),
            result,
            next_attempt_at: None,
            also: true,
            hint: None,
            resent: None,
        });
        self.keep(begun_at, &forwarded).await;
    }
}
