//! The open connections, and which of them gives way to a newcomer.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::task::{Id, JoinSet};

use super::line::{Line, Stage};

/// How long a connection may be without a whole head before it gives way: in a burst, the oldest
/// connection's head is mostly on its way.
const HEAD_GRACE: Duration = Duration::from_millis(500);
/// How long a body may be unfinished before it gives way, where no connection lacks a head. With
/// [`HEAD_GRACE`] it keeps a webhook's answer within Toss Payments' 10 s (section 1 of the facts).
const BODY_GRACE: Duration = Duration::from_secs(5);

/// The connections of one listener; dropping it ends them all.
#[derive(Debug, Default)]
pub(super) struct Crowd {
    tasks: JoinSet<()>,
    lines: HashMap<Id, Arc<Line>>,
}

impl Crowd {
    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// Takes a connection in, attended by `task`.
    pub(super) fn admit(&mut self, line: Arc<Line>, task: impl Future<Output = ()> + Send + 'static) {
        let id = self.tasks.spawn(task).id();
        self.lines.insert(id, line);
    }

    /// Waits for the next connection to end; for ever while there is none.
    pub(super) async fn next_end(&mut self) {
        let id = match self.tasks.join_next_with_id().await {
            Some(Ok((id, ()))) => id,
            // A task that panicked has ended one connection and nothing else.
            Some(Err(error)) => error.id(),
            None => return std::future::pending().await,
        };
        self.lines.remove(&id);
    }

    /// Waits until no connection is left.
    pub(super) async fn all_ended(&mut self) {
        while self.len() > 0 {
            self.next_end().await;
        }
    }

    /// Ends what is left.
    pub(super) async fn abort(&mut self) {
        self.tasks.shutdown().await;
        self.lines.clear();
    }

    /// Ends the connection that has been longest without a whole head or, where none has been for
    /// long enough, longest without a whole body. Never one whose request is whole.
    pub(super) fn evict(&self) {
        if let Some(line) =
            self.longest(Stage::Head, HEAD_GRACE).or_else(|| self.longest(Stage::Body, BODY_GRACE))
        {
            line.evict();
        }
    }

    /// The connection that has been in `stage` for longest, and for `grace` at least.
    fn longest(&self, stage: Stage, grace: Duration) -> Option<&Arc<Line>> {
        let open = self.lines.values().filter(|line| !line.wind_down.is_cancelled());
        let waiting = open.filter_map(|line| {
            let (found, began) = line.stage();
            (found == stage && line.house.age().saturating_sub(began) >= grace).then_some((began, line))
        });
        waiting.min_by_key(|(began, _)| *began).map(|(_, line)| line)
    }
}

#[cfg(test)]
mod tests {
    use std::future::pending;

    use tokio::sync::mpsc;
    use tokio::time::advance;
    use tokio_util::sync::CancellationToken;

    use super::super::line::House;
    use super::super::{Gate, Limits};
    use super::*;
    use crate::clock::Clock;

    /// A crowd, and one line after the other in it that is in the stage asked for.
    fn crowd() -> (Crowd, impl FnMut(&mut Crowd, Stage) -> Arc<Line>) {
        let (arrivals, _) = mpsc::channel(1);
        let house = Arc::new(House::new(Limits::default(), Gate::default(), Clock::system(), arrivals));
        let admit = move |crowd: &mut Crowd, stage| {
            let remote = ([127, 0, 0, 1], 1).into();
            let line = Arc::new(Line::new(Arc::clone(&house), remote, CancellationToken::new()));
            line.enter(stage);
            crowd.admit(Arc::clone(&line), pending());
            line
        };
        (Crowd::default(), admit)
    }

    #[tokio::test(start_paused = true)]
    async fn the_longest_without_a_head_gives_way_one_at_a_time() {
        let (mut crowd, mut admit) = crowd();
        let first = admit(&mut crowd, Stage::Head);
        advance(Duration::from_millis(1)).await;
        let second = admit(&mut crowd, Stage::Head);
        crowd.evict();
        assert!(!first.was_evicted(), "its head may be on its way");
        advance(HEAD_GRACE).await;
        crowd.evict();
        assert!(first.was_evicted() && !second.was_evicted());
        crowd.evict();
        assert!(second.was_evicted());
    }

    #[tokio::test(start_paused = true)]
    async fn an_unfinished_body_gives_way_only_where_no_head_is_missing() {
        let (mut crowd, mut admit) = crowd();
        let body = admit(&mut crowd, Stage::Body);
        advance(BODY_GRACE).await;
        let head = admit(&mut crowd, Stage::Head);
        advance(HEAD_GRACE).await;
        crowd.evict();
        assert!(head.was_evicted() && !body.was_evicted());
        crowd.evict();
        assert!(body.was_evicted());
    }

    #[tokio::test(start_paused = true)]
    async fn a_whole_request_never_gives_way() {
        let (mut crowd, mut admit) = crowd();
        let answering = admit(&mut crowd, Stage::Answer);
        advance(Duration::from_secs(3_600)).await;
        crowd.evict();
        assert!(!answering.was_evicted());
    }

    #[tokio::test]
    async fn a_task_that_ends_in_a_panic_leaves_the_crowd() {
        let (mut crowd, mut admit) = crowd();
        let line = admit(&mut crowd, Stage::Head);
        crowd.abort().await;
        // Resumed, not raised: nothing is printed.
        crowd.admit(line, async { std::panic::resume_unwind(Box::new(())) });
        crowd.next_end().await;
        assert_eq!(crowd.len(), 0);
    }
}
