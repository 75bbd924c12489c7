//! Where the time comes from, so that what depends on it can be tested without waiting.
//!
//! Two things are called time. What is shown and stored is the wall clock's, which somebody may set
//! at any moment. What is waited for is counted on the monotonic clock, so that a wall clock that
//! jumps neither loses a wait nor ends a thousand of them at once.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::timeline::Speed;

/// What stands for a moment that the monotonic clock can't count to.
const FAR_AWAY: Duration = Duration::from_secs(100 * 365 * 24 * 3600);

/// A source of wall-clock time, and the speed at which waits go by.
#[derive(Clone)]
pub struct Clock {
    source: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    speed: Speed,
}

impl Clock {
    /// The system's clock: waits take as long as they are.
    pub fn system() -> Self {
        Self::from_source(Timestamp::now)
    }

    /// A clock that asks `source` each time.
    pub fn from_source(source: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self { source: Arc::new(source), speed: Speed::Real }
    }

    /// A clock that shows `start` now and goes on as the runtime's own time does, which a test may pause.
    pub fn virtual_from(start: Timestamp) -> Self {
        let begun = Instant::now();
        Self::from_source(move || start.checked_add(begun.elapsed()).unwrap_or(Timestamp::MAX))
    }

    /// The same clock, on which waits go by at this speed. What it shows stays as it is.
    #[must_use]
    pub fn at_speed(self, speed: Speed) -> Self {
        Self { speed, ..self }
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.source)()
    }

    /// The speed at which waits go by.
    pub fn speed(&self) -> Speed {
        self.speed
    }

    /// The moment at which a wait that begins now is over.
    pub fn after(&self, wait: Duration) -> Instant {
        let (now, real) = (Instant::now(), self.speed.real(wait));
        now.checked_add(real.min(FAR_AWAY)).unwrap_or(now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Clock").field("speed", &self.speed).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use tokio::time::{Instant, advance};

    use super::Clock;
    use crate::timeline::Speed;

    #[tokio::test(start_paused = true)]
    async fn a_virtual_clock_goes_on_with_the_runtimes_time() {
        let clock = Clock::virtual_from(Timestamp::UNIX_EPOCH);
        advance(Duration::from_secs(90)).await;
        assert_eq!(clock.now().as_second(), 90);
    }

    #[tokio::test(start_paused = true)]
    async fn waits_go_by_at_the_clocks_speed_and_none_is_too_long_to_count() {
        let clock = Clock::system().at_speed(Speed::REHEARSAL);
        assert_eq!(clock.after(Duration::from_secs(3600)) - Instant::now(), Duration::from_secs(1));
        assert!(Clock::system().after(Duration::MAX) > Instant::now());
    }
}
