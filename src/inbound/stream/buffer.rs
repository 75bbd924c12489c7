//! Bytes read from a socket and not given out yet: little for most heads, never more than a head.

/// What the first read has room for: a whole webhook, most often.
const FIRST_SIZE: usize = 8 * 1024;

/// A window of unread bytes in a block that grows up to a limit.
#[derive(Debug)]
pub(super) struct Buffer {
    block: Vec<u8>,
    start: usize,
    end: usize,
    most: usize,
}

impl Buffer {
    /// A buffer of at most `most` bytes, at least 1. It takes no memory before it is used.
    pub(super) fn new(most: usize) -> Self {
        Self { block: Vec::new(), start: 0, end: 0, most: most.max(1) }
    }

    /// The bytes that came and were not read.
    pub(super) fn unread(&self) -> &[u8] {
        &self.block[self.start..self.end]
    }

    /// The last `read` bytes that were read and the first `unread` ones that were not.
    pub(super) fn around(&self, read: usize, unread: usize) -> &[u8] {
        let from = self.start.saturating_sub(read);
        &self.block[from..self.end.min(self.start + unread)]
    }

    /// Takes `length` bytes away from the front.
    pub(super) fn read(&mut self, length: usize) {
        self.start = self.end.min(self.start + length);
    }

    /// Takes line ends away from the front.
    pub(super) fn skip_line_ends(&mut self) {
        while let [b'\r' | b'\n', ..] = self.unread() {
            self.start += 1;
        }
    }

    /// Where more bytes can be put; empty only when the buffer is full.
    pub(super) fn room(&mut self) -> &mut [u8] {
        if self.start == self.end {
            self.start = 0;
            self.end = 0;
        }
        if self.end == self.block.len() {
            if self.start > 0 {
                self.block.copy_within(self.start..self.end, 0);
                self.end -= self.start;
                self.start = 0;
            } else {
                let size = (self.block.len() * 2).max(FIRST_SIZE).min(self.most);
                self.block.resize(size, 0);
            }
        }
        &mut self.block[self.end..]
    }

    /// Notes that the first `length` bytes of [`Buffer::room`] were filled.
    pub(super) fn filled(&mut self, length: usize) {
        self.end = self.block.len().min(self.end + length);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(buffer: &mut Buffer, bytes: &[u8]) {
        buffer.room()[..bytes.len()].copy_from_slice(bytes);
        buffer.filled(bytes.len());
    }

    #[test]
    fn a_buffer_grows_to_its_limit_and_not_further() {
        let mut buffer = Buffer::new(20_000);
        let mut sizes = Vec::new();
        loop {
            let room = buffer.room().len();
            if room == 0 {
                break;
            }
            buffer.filled(room);
            sizes.push(buffer.unread().len());
        }
        assert_eq!(sizes, [8_192, 16_384, 20_000]);
    }

    #[test]
    fn what_was_read_makes_room_again() {
        let mut buffer = Buffer::new(4);
        put(&mut buffer, b"abcd");
        buffer.read(3);
        put(&mut buffer, b"efg");
        assert_eq!(buffer.unread(), b"defg");
    }

    #[test]
    fn the_bytes_around_the_reading_point_can_be_seen_again() {
        let mut buffer = Buffer::new(16);
        put(&mut buffer, b"\r\n\r\nabcdef");
        buffer.skip_line_ends();
        buffer.read(2);
        assert_eq!(buffer.around(2, 3), b"abcde");
        assert_eq!(buffer.unread(), b"cdef");
    }
}
