//! Waiting for a job on a thread of its own, but no longer than told.

use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

/// What came of waiting.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Waited<T> {
    /// Something to do.
    Job(T),
    /// Nothing within the time.
    Idle,
    /// Nothing will come any more.
    Closed,
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for the next job, for so long at most.
pub(super) fn next_within<T>(jobs: &mut mpsc::Receiver<T>, patience: Duration) -> Waited<T> {
    let deadline = Instant::now() + patience;
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match jobs.poll_recv(&mut context) {
            Poll::Ready(Some(job)) => return Waited::Job(job),
            Poll::Ready(None) => return Waited::Closed,
            Poll::Pending => {}
        }
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Waited::Idle;
        }
        std::thread::park_timeout(left);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_ends_the_wait_and_nothing_ends_it_in_time() {
        let (sender, mut jobs) = mpsc::channel(1);
        assert_eq!(next_within(&mut jobs, Duration::from_millis(1)), Waited::Idle);
        let sending = std::thread::spawn(move || sender.blocking_send(7));
        assert_eq!(next_within(&mut jobs, Duration::from_secs(60)), Waited::Job(7));
        sending.join().unwrap().unwrap();
        assert_eq!(next_within(&mut jobs, Duration::from_secs(60)), Waited::Closed);
    }
}
