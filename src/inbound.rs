//! The HTTP listener: hostile bytes in, whole requests out.
//!
//! It may stand behind a public tunnel, so nothing that a sender does may stop it, fill its memory
//! or keep a webhook from its answer. hyper reads and writes HTTP/1.1; what hyper leaves to its
//! caller (deadlines, the cap, eviction, the gate, the end) is here. It knows nothing of events.

mod accept;
mod address;
mod answer;
mod body;
mod connection;
mod crowd;
mod deadline;
mod gate;
mod head;
mod limits;
mod line;
mod refusal;
mod request;
mod stream;

use std::sync::Arc;

use bytes::Bytes;
use http::HeaderMap;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

pub use address::{bind, dialled_url};
pub use gate::{Gate, Methods};
pub use limits::Limits;

use crate::activity::{Refused, Request};
use crate::clock::Clock;

/// What a source of requests yields. The listener is one; an SSE relay may be another.
#[derive(Debug)]
pub enum Arrival {
    /// A whole request that wants an answer.
    Request(Inbound),
    /// A request that was turned away; its answer is given already.
    Refused(Refused),
    /// Accepting connections fails for now, most likely for want of descriptors; said once per
    /// spell of trouble. The system's own words.
    AcceptFails(String),
}

/// A whole request and the way back to its sender.
///
/// It belongs to who receives it: a sender that hangs up loses its answer and cancels nothing.
#[derive(Debug)]
pub struct Inbound {
    /// The request.
    pub request: Request,
    /// When its head was complete, on the monotonic clock.
    pub arrived: Instant,
    /// Where its answer goes. Dropping it answers 503.
    pub reply: oneshot::Sender<Reply>,
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status, 200 to 599; anything else is answered as 500.
    pub status: u16,
    /// Header lines; framing headers are made anew.
    pub headers: HeaderMap,
    /// The body.
    pub body: Bytes,
}

/// Serves until `end` is cancelled and what is in flight has finished or was cut off (503).
///
/// Whole requests and refusals go to `arrivals`. While that is full a request waits for its turn
/// until its body's deadline, then it is answered 503; once it is closed, every request is.
pub async fn serve(
    listener: TcpListener,
    limits: Limits,
    gate: Gate,
    clock: Clock,
    arrivals: mpsc::Sender<Arrival>,
    end: CancellationToken,
) {
    let house = Arc::new(line::House::new(limits, gate, clock, arrivals));
    accept::serve_until(listener, house, end).await;
}
