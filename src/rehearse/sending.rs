//! A run that sends: its events come up in their turns, each attempt becomes an activity, and what
//! fails comes again where the plan says so.

mod plans;
pub mod recorded;
mod so_far;
mod turns;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use self::plans::Sending;
pub use self::turns::Pace;
pub(super) use self::turns::Turns;
use super::countdown::{Quiet, count_down, tell_progress};
use super::trigger::emit;
use super::{Countdown, TriggerError, TriggerPlan};
use crate::activity::{Activity, AttemptResult, CutAfter, SentSummary, What};
use crate::clock::Clock;
use crate::delivery::{Attempt, play};
use crate::outbound::Call;
use crate::toss::Policy;

/// How many events may be pending at once; each takes a hundred bytes. Beyond them no further event
/// is begun.
pub const MOST_PENDING: usize = 100_000;

/// A run, and where it tells what happens.
pub(super) struct Run<'a, Send> {
    pub(super) plan: TriggerPlan,
    /// The endpoint, as shown.
    pub(super) to: String,
    pub(super) send: Send,
    pub(super) clock: &'a Clock,
    pub(super) activities: &'a mpsc::Sender<Activity>,
}

/// What came of a run.
pub(super) struct Outcome {
    pub(super) summary: SentSummary,
    /// The attempt that ended last, and how long after its event's first that was.
    pub(super) last: Option<(Attempt, Duration)>,
}

impl<Send, Answer> Run<'_, Send>
where
    Send: Fn(Call, Option<CutAfter>) -> Answer + std::marker::Send + Sync + 'static,
    Answer: Future<Output = AttemptResult> + std::marker::Send + 'static,
{
    /// Sends until nothing is left to be sent, or until the end.
    pub(super) async fn until(self, end: &CancellationToken) -> Result<Outcome, TriggerError> {
        if self.plan.count > 0 {
            let notice = self.plan.check(self.clock.now())?;
            if let Some(notice) = notice.filter(|_| !self.activities.is_closed()) {
                emit(self.activities, self.clock, What::Notice(notice)).await;
            }
        }
        let begun = Instant::now();
        let policy = policy_of(self.plan.retry.as_ref());
        let clock = self.clock.clone();
        let (quiet, hear) = watch::channel(Quiet::Nothing);
        let sending = Arc::new(Sending::new(self, policy.resends(), quiet, end.child_token()));
        let telling = tell(Arc::clone(&sending), hear, policy.resends());
        let bounds = sending.bounds();
        let playing = play(Arc::clone(&sending), &policy, &clock, bounds, sending.end());
        // What is told is told only as long as something is played.
        let left = tokio::select! {
            left = playing => left,
            () = telling => Vec::new(),
            () = sending.note_end() => Vec::new(),
        };
        sending.outcome(begun.elapsed(), &left, &policy)
    }
}

/// Tells of what is waited for, or of how far a load has come; never ends by itself.
async fn tell<Send>(sending: Arc<Sending<Send>>, quiet: watch::Receiver<Quiet>, resends: u32) {
    if sending.plan().countdown == Countdown::Told {
        let (clock, activities) = sending.outlet();
        if sending.plan().is_load() {
            tell_progress(&quiet, resends, || sending.progress(), clock, activities).await;
        } else if sending.plan().retry.is_some() {
            count_down(quiet, resends, clock, activities).await;
        }
    }
    std::future::pending::<()>().await;
}

/// The policy of a run: none of its own waits where nothing is sent again. The time limit is the
/// sender's, which has ended what took longer.
fn policy_of(retry: Option<&Policy>) -> Policy {
    let waits = retry.map(|policy| policy.waits.clone()).unwrap_or_default();
    Policy { waits, timeout: Duration::MAX }
}

#[cfg(test)]
mod tests;
