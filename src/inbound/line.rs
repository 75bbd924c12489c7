//! What the parts of one connection tell each other, without locks: the stream, the service that
//! hyper calls, the task that drives both, and the accept loop that may have to make room.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, timeout_at};
use tokio_util::sync::CancellationToken;

use super::{Arrival, Gate, Limits};
use crate::activity::Refused;
use crate::clock::Clock;

/// What all connections of a listener share.
#[derive(Debug)]
pub(super) struct House {
    pub(super) limits: Limits,
    pub(super) gate: Gate,
    pub(super) clock: Clock,
    pub(super) arrivals: mpsc::Sender<Arrival>,
    /// Cancelled when the drain is over: what is in flight is answered 503.
    pub(super) cut_off: CancellationToken,
    /// Whether a newcomer waits for room: answers then close their connection.
    pub(super) crowded: AtomicBool,
    opened: Instant,
}

impl House {
    pub(super) fn new(limits: Limits, gate: Gate, clock: Clock, arrivals: mpsc::Sender<Arrival>) -> Self {
        let cut_off = CancellationToken::new();
        Self {
            limits,
            gate,
            clock,
            arrivals,
            cut_off,
            crowded: AtomicBool::new(false),
            opened: Instant::now(),
        }
    }

    /// How long the listener has been open.
    pub(super) fn age(&self) -> Duration {
        self.opened.elapsed()
    }
}

/// How far a connection is with its current request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Without a whole head.
    Head,
    /// With a head whose body is not whole.
    Body,
    /// With a whole request, until its answer has been sent.
    Answer,
}

/// One connection, as its parts see it.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) house: Arc<House>,
    pub(super) remote: SocketAddr,
    /// Cancelled when the connection shall end as soon as it is not in flight.
    pub(super) wind_down: CancellationToken,
    /// The stage in the lowest two bits, above it when it began, in µs after the listener did.
    stage: AtomicU64,
    body_left: AtomicU64,
    evicted: AtomicBool,
    cut: AtomicBool,
}

impl Line {
    /// A body whose length is known only when it ends.
    pub(super) const OPEN_END: u64 = u64::MAX;

    pub(super) fn new(house: Arc<House>, remote: SocketAddr, wind_down: CancellationToken) -> Self {
        let line = Self {
            house,
            // A dual-stack socket reports IPv4 senders as ::ffff:a.b.c.d.
            remote: SocketAddr::new(remote.ip().to_canonical(), remote.port()),
            wind_down,
            stage: AtomicU64::new(0),
            body_left: AtomicU64::new(0),
            evicted: AtomicBool::new(false),
            cut: AtomicBool::new(false),
        };
        line.enter(Stage::Head);
        line
    }

    /// Notes that `stage` begins now.
    pub(super) fn enter(&self, stage: Stage) {
        // The room of 62 bits is used up after 146,000 years.
        let began = u64::try_from(self.house.age().as_micros()).unwrap_or(0);
        self.stage.store(began << 2 | stage as u64, Ordering::Relaxed);
    }

    /// The stage, and the listener's age when it began.
    pub(super) fn stage(&self) -> (Stage, Duration) {
        let packed = self.stage.load(Ordering::Relaxed);
        let stage = match packed & 3 {
            0 => Stage::Head,
            1 => Stage::Body,
            _ => Stage::Answer,
        };
        (stage, Duration::from_micros(packed >> 2))
    }

    /// How many bytes of the current body are still to be read; [`Line::OPEN_END`] where that is
    /// not known.
    pub(super) fn body_left(&self) -> u64 {
        self.body_left.load(Ordering::Relaxed)
    }

    pub(super) fn set_body_left(&self, bytes: u64) {
        self.body_left.store(bytes, Ordering::Relaxed);
    }

    /// Ends the connection to make room, cutting off an unfinished body.
    pub(super) fn evict(&self) {
        self.evicted.store(true, Ordering::Relaxed);
        self.wind_down.cancel();
    }

    pub(super) fn was_evicted(&self) -> bool {
        self.evicted.load(Ordering::Relaxed)
    }

    /// Has the current request answered 503 the next time its service is polled.
    pub(super) fn cut(&self) {
        self.cut.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_cut(&self) -> bool {
        self.cut.load(Ordering::Relaxed)
    }

    /// Hands `arrival` over, waiting until `deadline` where the receiver is busy. Whether it was.
    pub(super) async fn hand_over(&self, arrival: Arrival, deadline: Instant) -> bool {
        let arrivals = &self.house.arrivals;
        match arrivals.try_send(arrival) {
            Ok(()) => true,
            Err(mpsc::error::TrySendError::Closed(_)) => false,
            Err(mpsc::error::TrySendError::Full(arrival)) => {
                // In a box, as it is rare: what waits for nothing needs no room for it.
                matches!(Box::pin(timeout_at(deadline, arrivals.send(arrival))).await, Ok(Ok(())))
            }
        }
    }

    /// Tells of a refusal, if there is room for it within the time of a write.
    pub(super) async fn tell(&self, refused: Refused) {
        let deadline = Instant::now() + self.house.limits.write_time;
        self.hand_over(Arrival::Refused(refused), deadline).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_ipv4_sender_on_a_dual_stack_socket_is_shown_as_ipv4() {
        let (arrivals, _) = mpsc::channel(1);
        let house = House::new(Limits::default(), Gate::default(), Clock::system(), arrivals);
        let remote = "[::ffff:203.0.113.9]:443".parse().unwrap();
        let line = Line::new(Arc::new(house), remote, CancellationToken::new());
        assert_eq!(line.remote.to_string(), "203.0.113.9:443");
    }
}
