//! The short, unguessable name that an event has in this history.

use std::fmt;

/// Crockford's base32 alphabet in lower case: no `i`, `l`, `o`, `u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// An event's id: 16 base32 characters (80 bits), shown by the first [`EventId::SHOWN`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventId([u8; 16]);

impl EventId {
    /// How many characters a person sees.
    pub const SHOWN: usize = 6;

    /// An id from 80 random bits; the upper bits of `random` are ignored.
    pub fn from_random(random: u128) -> Self {
        let mut text = [0; 16];
        let mut rest = random;
        for letter in &mut text {
            *letter = ALPHABET[(rest & 31) as usize];
            rest >>= 5;
        }
        Self(text)
    }

    /// Reads a whole id as [`EventId::as_str`] gives it.
    pub fn parse(text: &str) -> Option<Self> {
        let text: [u8; 16] = text.as_bytes().try_into().ok()?;
        text.iter().all(|letter| ALPHABET.contains(letter)).then_some(Self(text))
    }

    /// The 80 bits that [`EventId::from_random`] makes this id of.
    pub fn bits(&self) -> u128 {
        let value = |letter: &u8| ALPHABET.iter().position(|known| known == letter).unwrap_or_default();
        self.0.iter().rev().fold(0, |bits, letter| bits << 5 | value(letter) as u128)
    }

    /// All 16 characters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The characters that a person sees.
    pub fn short(&self) -> &str {
        &self.as_str()[..Self::SHOWN]
    }
}

impl fmt::Display for EventId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

impl fmt::Debug for EventId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::EventId;

    #[test]
    fn an_id_reads_back_and_shows_six_characters() {
        let id = EventId::from_random(0x0123_4567_89ab_cdef_0123);
        assert_eq!(EventId::parse(id.as_str()), Some(id));
        assert_eq!(id.short().len(), 6);
        assert_eq!(id.bits(), 0x4567_89ab_cdef_0123 | 0x0123 << 64);
        assert_eq!(EventId::parse("not-an-id"), None);
        assert_eq!(EventId::parse("iiiiiiiiiiiiiiii"), None);
    }
}
