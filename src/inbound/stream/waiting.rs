//! Waiting for a whole head: how long, how much, and what is none.

use std::io;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::Instant;

use super::super::head;
use super::super::line::Stage;
use super::HeadedStream;
use crate::activity::RefusedReason;

/// What became of the wait for a head.
enum Progress {
    Whole,
    Partial,
    Fault(RefusedReason),
}

impl<S: AsyncRead + AsyncWrite + Unpin> HeadedStream<S> {
    /// Waits until the buffer starts with a whole head. Ready with `false` at the stream's end.
    pub(super) fn poll_head(&mut self, context: &mut Context<'_>) -> Poll<io::Result<bool>> {
        let limits = &self.line.house.limits;
        let (head_time, idle) = (limits.head_time, limits.idle);
        if self.line.stage().0 != Stage::Head {
            // hyper asks for a head only when the answer before it has gone out.
            self.line.enter(Stage::Head);
            self.searched = 0;
            self.head_length = 0;
            self.head_begun = !self.buffer.unread().is_empty();
            self.head_deadline.set(Instant::now() + if self.head_begun { head_time } else { idle });
        }
        loop {
            match self.examine() {
                Progress::Whole => return Poll::Ready(Ok(true)),
                Progress::Fault(reason) => return self.refuse(reason),
                Progress::Partial => {}
            }
            let is_empty = self.buffer.unread().is_empty();
            match self.poll_fill(context)? {
                Poll::Ready(0) if is_empty => return Poll::Ready(Ok(false)),
                Poll::Ready(0) => return self.refuse(RefusedReason::Malformed),
                // Once only: empty lines that are skipped shall not win time.
                Poll::Ready(_) if !self.head_begun => {
                    self.head_begun = true;
                    self.head_deadline.set(Instant::now() + head_time);
                }
                Poll::Ready(_) => {}
                Poll::Pending if !self.head_deadline.has_passed(context) => return Poll::Pending,
                Poll::Pending if is_empty => return Poll::Ready(Ok(false)),
                Poll::Pending => return self.refuse(RefusedReason::HeadTimeout),
            }
        }
    }

    /// Looks for a whole head at the buffer's start.
    fn examine(&mut self) -> Progress {
        let limits = &self.line.house.limits;
        if self.searched == 0 {
            // Empty lines before a request line are to be ignored (RFC 9112, section 2.2).
            self.buffer.skip_line_ends();
        }
        let bytes = self.buffer.unread();
        if head::is_tls(bytes) {
            return Progress::Fault(RefusedReason::Tls);
        }
        let Some(length) = head::end(bytes, self.searched) else {
            self.searched = bytes.len();
            let is_full = bytes.len() >= limits.head_bytes;
            return if is_full { Progress::Fault(RefusedReason::HeadTooLarge) } else { Progress::Partial };
        };
        if length > limits.head_bytes {
            return Progress::Fault(RefusedReason::HeadTooLarge);
        }
        if let Some(reason) = head::fault(&bytes[..length], limits.head_lines) {
            return Progress::Fault(reason);
        }
        self.searched = 0;
        self.is_first_head = false;
        self.head_left = length;
        self.head_length = length;
        Progress::Whole
    }

    /// Ends hyper's part of the connection; the answer is then ours to give.
    fn refuse<T>(&mut self, reason: RefusedReason) -> Poll<io::Result<T>> {
        self.fault = Some(reason);
        Poll::Ready(Err(io::Error::new(io::ErrorKind::InvalidData, "the head is refused")))
    }
}
