//! A deadline that costs nothing while it is moved: most heads and writes never reach theirs.

use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::time::{Instant, Sleep, sleep_until};

/// A point in time that a poll can wait for. The timer behind it is set at the first wait and moved
/// only where it would ring too late; where it rings too early, it is set again.
#[derive(Debug, Default)]
pub(super) struct Deadline {
    at: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Deadline {
    /// Waits from now on for `at`.
    pub(super) fn set(&mut self, at: Instant) {
        self.at = Some(at);
    }

    /// Waits for nothing.
    pub(super) fn clear(&mut self) {
        self.at = None;
    }

    pub(super) fn is_set(&self) -> bool {
        self.at.is_some()
    }

    /// Whether the deadline has passed; if not, the task is woken when it does.
    pub(super) fn has_passed(&mut self, context: &mut Context<'_>) -> bool {
        let Some(at) = self.at else { return false };
        // A task that has used up its turn sees no timer ring, however late it is.
        if Instant::now() >= at {
            return true;
        }
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(at)));
        if timer.deadline() > at {
            timer.as_mut().reset(at);
        }
        while let Poll::Ready(()) = timer.as_mut().poll(context) {
            if timer.deadline() >= at {
                return true;
            }
            timer.as_mut().reset(at);
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::time::Duration;

    use super::*;

    async fn passes(deadline: &mut Deadline) -> Duration {
        let start = Instant::now();
        poll_fn(|context| if deadline.has_passed(context) { Poll::Ready(()) } else { Poll::Pending }).await;
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn a_deadline_can_be_moved_either_way() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let mut deadline = Deadline::default();
        deadline.set(at(10));
        assert!(poll_fn(|context| Poll::Ready(!deadline.has_passed(context))).await);
        deadline.set(at(3));
        assert_eq!(passes(&mut deadline).await.as_secs(), 3);
        deadline.set(at(9));
        assert!(poll_fn(|context| Poll::Ready(!deadline.has_passed(context))).await);
        deadline.set(at(30));
        assert_eq!(passes(&mut deadline).await.as_secs(), 27);
    }

    #[tokio::test(start_paused = true)]
    async fn a_cleared_deadline_never_passes() {
        let mut deadline = Deadline::default();
        deadline.set(Instant::now());
        deadline.clear();
        tokio::time::timeout(Duration::from_secs(60), passes(&mut deadline)).await.unwrap_err();
    }
}
