//! How often the API is asked.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// How many calls go out within [`MINUTE`]. Toss Payments takes 100 in test mode (section 6); the other half is
/// left to the user's own server, which asks with the same key.
pub(super) const CALLS: usize = 50;

const MINUTE: Duration = Duration::from_secs(60);

/// When the latest calls went out.
#[derive(Debug, Default)]
pub(super) struct Pace(VecDeque<Instant>);

impl Pace {
    /// Waits until a call may go out, and counts it.
    pub(super) async fn turn(&mut self) {
        if let Some(first) = self.0.front().copied().filter(|_| self.0.len() >= CALLS) {
            sleep_until(first + MINUTE).await;
            self.0.pop_front();
        }
        self.0.push_back(Instant::now());
    }
}
