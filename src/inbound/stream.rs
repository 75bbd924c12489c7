//! The stream between the socket and hyper: it gives out heads whole or not at all.
//!
//! hyper waits for a head with one timer from when it begins to wait, doesn't say what it refused,
//! and reads ahead into the next request. Here heads have their own deadlines, their raw bytes are
//! at hand when they are refused, and nothing behind a request's end is read before its answer.

mod buffer;
mod waiting;

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::Instant;

use buffer::Buffer;

use super::deadline::Deadline;
use super::line::{Line, Stage};
use crate::activity::RefusedReason;

/// A socket whose heads come whole and whose writes have a deadline.
#[derive(Debug)]
pub(super) struct HeadedStream<S> {
    socket: S,
    line: Arc<Line>,
    buffer: Buffer,
    /// How much of the buffer was searched for a head's end.
    searched: usize,
    /// How much of a whole head is still to be given out.
    head_left: usize,
    /// How long the last whole head was.
    head_length: usize,
    is_first_head: bool,
    /// Whether the head's own time runs; before, the connection idles.
    head_begun: bool,
    head_deadline: Deadline,
    write_deadline: Deadline,
    /// Why the head that is waited for is refused.
    fault: Option<RefusedReason>,
    ended: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin> HeadedStream<S> {
    pub(super) fn new(socket: S, line: Arc<Line>) -> Self {
        let mut head_deadline = Deadline::default();
        head_deadline.set(Instant::now() + line.house.limits.head_time);
        Self {
            socket,
            buffer: Buffer::new(line.house.limits.head_bytes),
            line,
            searched: 0,
            head_left: 0,
            head_length: 0,
            is_first_head: true,
            head_begun: true,
            head_deadline,
            write_deadline: Deadline::default(),
            fault: None,
            ended: false,
        }
    }

    /// Why the last head was refused, where it was.
    pub(super) fn fault(&self) -> Option<RefusedReason> {
        self.fault
    }

    /// The bytes of the head that is waited for, as far as they came, or of the last whole one.
    pub(super) fn head(&self) -> &[u8] {
        if self.fault.is_some() || self.head_length == 0 {
            return self.buffer.unread();
        }
        self.buffer.around(self.head_length - self.head_left, self.head_left)
    }

    /// Whether a request is waited for that can be told from an idle connection: the first one, or
    /// one whose head has begun.
    pub(super) fn owes_request(&self) -> bool {
        self.line.stage().0 == Stage::Head && (self.is_first_head || !self.buffer.unread().is_empty())
    }

    /// Whether the sender may still be sending what nobody will read.
    pub(super) fn has_unread(&self) -> bool {
        !self.ended && (self.fault.is_some() || self.line.body_left() > 0 || !self.buffer.unread().is_empty())
    }

    /// The socket itself.
    pub(super) fn into_socket(self) -> S {
        self.socket
    }

    /// Reads into the buffer; 0 at the stream's end.
    fn poll_fill(&mut self, context: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let mut room = ReadBuf::new(self.buffer.room());
        ready!(Pin::new(&mut self.socket).poll_read(context, &mut room))?;
        let read = room.filled().len();
        self.ended |= read == 0;
        self.buffer.filled(read);
        Poll::Ready(Ok(read))
    }

    /// Reads what is left of a body, and nothing behind it.
    fn poll_body(
        &mut self,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
        left: u64,
    ) -> Poll<io::Result<()>> {
        let before = into.filled().len();
        if !self.buffer.unread().is_empty() {
            self.give(into, left);
        } else if left >= into.remaining() as u64 {
            ready!(Pin::new(&mut self.socket).poll_read(context, into))?;
            self.ended |= into.filled().len() == before;
        } else {
            ready!(self.poll_fill(context))?;
            self.give(into, left);
        }
        if left != Line::OPEN_END {
            self.line.set_body_left(left - (into.filled().len() - before) as u64);
        }
        Poll::Ready(Ok(()))
    }

    /// Gives out at most `most` bytes of the buffer.
    fn give(&mut self, into: &mut ReadBuf<'_>, most: u64) -> usize {
        let length = self.buffer.unread().len().min(into.remaining());
        let length = usize::try_from(most).map_or(length, |most| length.min(most));
        into.put_slice(&self.buffer.unread()[..length]);
        self.buffer.read(length);
        length
    }

    fn within_time<T>(
        &mut self,
        context: &mut Context<'_>,
        written: Poll<io::Result<T>>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.write_deadline.clear();
            return written;
        }
        if !self.write_deadline.is_set() {
            self.write_deadline.set(Instant::now() + self.line.house.limits.write_time);
        }
        if self.write_deadline.has_passed(context) {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for HeadedStream<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        if this.head_left == 0 {
            match this.line.body_left() {
                0 if ready!(this.poll_head(context))? => {}
                0 => return Poll::Ready(Ok(())),
                left => return this.poll_body(context, into, left),
            }
        }
        this.head_left -= this.give(into, this.head_left as u64);
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for HeadedStream<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write(context, bytes);
        self.within_time(context, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.socket).poll_write_vectored(context, pieces);
        self.within_time(context, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.socket.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.socket).poll_flush(context);
        self.within_time(context, flushed)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.fault.is_some() {
            // For hyper it is just the end; the answer is still to be written.
            return Poll::Ready(Ok(()));
        }
        let shut = Pin::new(&mut self.socket).poll_shutdown(context);
        self.within_time(context, shut)
    }
}
