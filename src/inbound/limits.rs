//! How much a sender may ask for: each limit a named constant.

use std::time::Duration;

/// Connections at once, counting those that idle.
const CONNECTIONS: usize = 256;
/// A head's bytes, from the request line to the empty line.
const HEAD_BYTES: usize = 64 * 1024;
/// A head's header lines.
const HEAD_LINES: usize = 256;
/// From a head's first byte, or from the start of the connection, to the head's end.
const HEAD_TIME: Duration = Duration::from_secs(10);
/// A body's bytes; `--max-body` sets another.
const BODY_BYTES: usize = 1024 * 1024;
/// From a head's end to its body's end.
const BODY_TIME: Duration = Duration::from_secs(15);
/// From an answer to the first byte of the next head on the same connection.
const IDLE: Duration = Duration::from_secs(30);
/// How long an answer may wait for a sender that takes none of its bytes.
const WRITE_TIME: Duration = Duration::from_secs(10);
/// From the end that was asked for to the cutting off of what is still in flight.
const DRAIN: Duration = Duration::from_secs(8);

/// The listener's limits; [`Limits::default`] is the documented set.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at once, at least 1. At the cap, the one longest without a whole head gives way.
    pub connections: usize,
    /// The bytes of a head; over them 431.
    pub head_bytes: usize,
    /// The header lines of a head; over them 431.
    pub head_lines: usize,
    /// How long a head may take from its first byte, or from the start of the connection; then 408.
    pub head_time: Duration,
    /// The bytes of a body; over them 413, at once where the length is announced.
    pub body_bytes: usize,
    /// How long a body may take from its head's end; then 408.
    pub body_time: Duration,
    /// How long a connection may idle between requests before it is closed.
    pub idle: Duration,
    /// How long an answer may go without progress before its connection is closed.
    pub write_time: Duration,
    /// How long in-flight requests may go on after the end was asked for.
    pub drain: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: CONNECTIONS,
            head_bytes: HEAD_BYTES,
            head_lines: HEAD_LINES,
            head_time: HEAD_TIME,
            body_bytes: BODY_BYTES,
            body_time: BODY_TIME,
            idle: IDLE,
            write_time: WRITE_TIME,
            drain: DRAIN,
        }
    }
}
