//! What is waited for, or how far a run has come, told several times a second: for a person who would else
//! wonder.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep};

use super::trigger::emit;
use crate::activity::{Activity, Progress, Waiting, What};
use crate::clock::Clock;
use crate::delivery::{Attempt, Lull};

/// How often; also how long nobody wonders yet.
const TICK: Duration = Duration::from_millis(100);

/// Over how many of them a rate is told.
const TICKS: usize = 10;

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

/// Tells how far a run has come; of a wait for re-sends, where it is for nothing else. Never ends.
pub(super) async fn tell_progress(
    quiet: &watch::Receiver<Quiet>,
    resends: u32,
    progress: impl Fn() -> Progress,
    clock: &Clock,
    activities: &mpsc::Sender<Activity>,
) {
    // How many calls had ended by then.
    let mut ended = VecDeque::from([(Instant::now(), 0)]);
    let mut since = None;
    loop {
        sleep(TICK).await;
        let (now, progress) = (Instant::now(), progress());
        ended.push_back((now, progress.sent));
        let (from, before) = if ended.len() > TICKS { ended.pop_front() } else { ended.front().copied() }
            .unwrap_or((now, progress.sent));
        let per_second = rate(progress.sent - before, now - from);
        let quiet = *quiet.borrow();
        since = since.filter(|_| matches!(quiet, Quiet::Waiting(_))).or(Some(now));
        let what = match (quiet, since) {
            (Quiet::Waiting(_), Some(since)) => waiting(quiet, since, resends).map(What::Waiting),
            _ => Some(What::Progress(Progress { per_second, ..progress })),
        };
        if let Some(what) = what {
            emit(activities, clock, what).await;
        }
    }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rate for people, rounded, never negative"
)]
fn rate(calls: u64, within: Duration) -> u64 {
    (calls as f64 / within.as_secs_f64().max(f64::MIN_POSITIVE)).round() as u64
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
