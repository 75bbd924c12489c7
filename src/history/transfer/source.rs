//! A file, piece by piece: never more of it in memory than one line or entry, and of that no more than a bound.

use std::io::{self, BufRead};

use memchr::memchr;

use super::item::BadItem;

/// The longest line, or entry of an archive, that is read, in bytes: a body of 48 MiB.
pub(super) const LONGEST: usize = 64 << 20;

/// Where the pieces come from.
pub(super) struct Source<'a> {
    pub(super) input: &'a mut dyn BufRead,
    number: u64,
}

/// Which piece it is, from 1, and whether it could be read.
pub(super) type Piece = (u64, Result<(), BadItem>);

impl<'a> Source<'a> {
    pub(super) fn new(input: &'a mut dyn BufRead) -> Self {
        Self { input, number: 0 }
    }

    /// Reads the next line that is not blank into `piece`, without its end; none where the file ends.
    pub(super) fn next_line(&mut self, piece: &mut Vec<u8>) -> io::Result<Option<Piece>> {
        loop {
            piece.clear();
            self.number += 1;
            let mut length = 0_usize;
            let mut is_over = true;
            loop {
                let buffer = fill(self.input)?;
                if buffer.is_empty() {
                    break;
                }
                is_over = false;
                let end = memchr(b'\n', buffer);
                let line = &buffer[..end.unwrap_or(buffer.len())];
                length = length.saturating_add(line.len());
                if length <= LONGEST {
                    piece.extend_from_slice(line);
                }
                let used = line.len() + usize::from(end.is_some());
                self.input.consume(used);
                if end.is_some() {
                    break;
                }
            }
            if is_over {
                return Ok(None);
            }
            if length > LONGEST {
                return Ok(Some((self.number, Err(BadItem::TooLong))));
            }
            if !piece.trim_ascii().is_empty() {
                return Ok(Some((self.number, Ok(()))));
            }
        }
    }
}

/// What is buffered of the input, more read where that is nothing.
pub(super) fn fill(input: &mut dyn BufRead) -> io::Result<&[u8]> {
    loop {
        match input.fill_buf() {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
            Ok(_) => break,
        }
    }
    input.fill_buf()
}
