//! What is waited for, told several times a second: for a person who would else wonder.

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use super::trigger::emit;
use crate::activity::{Activity, Waiting, What};
use crate::clock::Clock;
use crate::delivery::{Attempt, Lull};

/// How often; also how long nobody wonders yet.
const TICK: Duration = Duration::from_millis(100);

/// Why nothing happens.
#[derive(Clone, Copy, Debug)]
pub(super) enum Quiet {
    /// Something does.
    Nothing,
    /// No attempt is due.
    Waiting(Lull),
    /// This attempt is not answered yet.
    Calling(Attempt),
}

/// Tells of what is waited for, until nothing will be any more.
pub(super) async fn count_down(
    mut quiet: watch::Receiver<Quiet>,
    resends: u32,
    clock: &Clock,
    activities: &mpsc::Sender<Activity>,
) {
    let mut since = Instant::now();
    loop {
        tokio::select! {
            changed = quiet.changed() => {
                if changed.is_err() {
                    return;
                }
                since = Instant::now();
                // Seen: the next change is another one.
                quiet.mark_unchanged();
            }
            () = sleep(TICK) => {
                let now = *quiet.borrow();
                if let Some(waiting) = waiting(now, since, resends) {
                    emit(activities, clock, What::Waiting(waiting)).await;
                }
            }
        }
    }
}

fn waiting(quiet: Quiet, since: Instant, resends: u32) -> Option<Waiting> {
    match quiet {
        Quiet::Nothing => None,
        Quiet::Waiting(lull) => Some(Waiting {
            retried_count: lull.next.retried_count(),
            resends,
            due_at: lull.next.due_at(),
            left: Some(lull.due.saturating_duration_since(Instant::now())),
            whole: lull.due.saturating_duration_since(since),
            pending: lull.pending,
        }),
        Quiet::Calling(attempt) => Some(Waiting {
            retried_count: attempt.retried_count,
            resends,
            due_at: attempt.at,
            left: None,
            whole: Duration::ZERO,
            pending: 1,
        }),
    }
}
