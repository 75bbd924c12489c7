//! Accepting connections: the cap, trouble that passes, and the end.

use std::future::Future;
use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use super::Arrival;
use super::connection::attend;
use super::crowd::Crowd;
use super::line::{House, Line};

/// The first pause after a failed accept; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(5);
/// The longest pause between two accepts that fail.
const LONGEST_PAUSE: Duration = Duration::from_secs(1);
/// After how long without a failed accept another one is a new spell of trouble.
const QUIET: Duration = Duration::from_secs(10);
/// How long one eviction may take before the next connection gives way.
const ROOM_CHECK: Duration = Duration::from_millis(100);
/// How long the 503 of a request that was cut off may take to go out.
const FAREWELL: Duration = Duration::from_secs(1);

/// Accepts until `end`, then drains.
pub(super) async fn serve_until(listener: TcpListener, house: Arc<House>, end: CancellationToken) {
    let mut crowd = Crowd::default();
    end.run_until_cancelled(accept_all(&listener, &house, &mut crowd, &end)).await;
    drop(listener);
    // Every line's token is a child of `end`, so idle connections are closing already.
    if timeout(house.limits.drain, crowd.all_ended()).await.is_err() {
        house.cut_off.cancel();
        let _ = timeout(FAREWELL, crowd.all_ended()).await;
    }
    crowd.abort().await;
}

async fn accept_all(listener: &TcpListener, house: &Arc<House>, crowd: &mut Crowd, end: &CancellationToken) {
    let mut trouble = Trouble::default();
    loop {
        let accepted = while_ending(crowd, listener.accept()).await;
        match accepted {
            Ok((socket, remote)) => {
                trouble.pause = FIRST_PAUSE;
                make_room(house, crowd).await;
                admit(socket, Line::new(Arc::clone(house), remote, end.child_token()), crowd);
            }
            // The sender's own doing.
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                if trouble.is_new_spell() {
                    // Nobody may keep the listener from going on, so it doesn't wait for room.
                    let _ = house.arrivals.try_send(Arrival::AcceptFails(error.to_string()));
                }
                // An idle connection holds a descriptor that a webhook needs.
                crowd.evict();
                let _ = timeout(trouble.next_pause(), crowd.next_end()).await;
            }
        }
    }
}

fn admit(socket: TcpStream, line: Line, crowd: &mut Crowd) {
    // Fails on sockets that are closed already, which the first read will tell.
    let _ = socket.set_nodelay(true);
    let line = Arc::new(line);
    crowd.admit(Arc::clone(&line), attend(socket, line));
}

/// Waits for `work` and meanwhile lets connections that ended go.
async fn while_ending<T>(crowd: &mut Crowd, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    loop {
        tokio::select! {
            done = &mut work => return done,
            () = crowd.next_end() => {}
        }
    }
}

/// Waits until there is room for one more connection.
async fn make_room(house: &House, crowd: &mut Crowd) {
    while crowd.len() >= house.limits.connections.max(1) {
        house.crowded.store(true, Ordering::Relaxed);
        crowd.evict();
        let _ = timeout(ROOM_CHECK, crowd.next_end()).await;
    }
    house.crowded.store(false, Ordering::Relaxed);
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset | Interrupted)
}

/// A spell of accepts that fail.
struct Trouble {
    pause: Duration,
    last: Option<Instant>,
}

impl Default for Trouble {
    fn default() -> Self {
        Self { pause: FIRST_PAUSE, last: None }
    }
}

impl Trouble {
    fn is_new_spell(&mut self) -> bool {
        let now = Instant::now();
        self.last.replace(now).is_none_or(|last| now.duration_since(last) > QUIET)
    }

    fn next_pause(&mut self) -> Duration {
        let pause = self.pause;
        self.pause = (pause * 2).min(LONGEST_PAUSE);
        pause
    }
}
