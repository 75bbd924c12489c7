//! Reading a text that may not be JSON: checked and taken apart in one pass.
//!
//! Every webhook's body goes through here before it is answered, so each byte is looked at once.

use std::borrow::Cow;

use super::{Document, Shape, plain};

/// The text is not JSON (RFC 8259).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotJson;

/// Reads values and members in order. What was passed is JSON; what is still to come is not known.
#[derive(Clone, Debug)]
pub struct Reader<'a> {
    text: &'a str,
    at: usize,
    /// Whether the object that was entered has had a member yet.
    is_begun: bool,
    /// What is open within a value that is being passed.
    open: Vec<Shape>,
}

impl<'a> Reader<'a> {
    /// Begins before the first byte; none where `bytes` are not UTF-8. A byte order mark before the
    /// text is dropped, as the RFC lets a reader do.
    pub fn of(bytes: &'a [u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).ok()?;
        Some(Self { text, at: 0, is_begun: false, open: Vec::new() })
    }

    /// Steps into the value that comes next, if it is an object; else stays before it.
    pub fn enter_object(&mut self) -> bool {
        self.skip_space();
        let is_object = self.take(b'{');
        self.is_begun &= !is_object;
        is_object
    }

    /// The name of the next member of the object that was entered last, its escapes resolved, and
    /// empty where no text can hold it; its value is next. None at the object's end, which is passed;
    /// what follows is the next member of the object around it.
    pub fn next_key(&mut self) -> Result<Option<Cow<'a, str>>, NotJson> {
        self.skip_space();
        if self.take(b'}') {
            self.is_begun = true;
            return Ok(None);
        }
        if self.is_begun {
            self.expect(b',')?;
            self.skip_space();
        }
        self.is_begun = true;
        let start = self.at;
        let has_escapes = self.pass_string()?;
        let token = self.since(start);
        self.pass_colon()?;
        Ok(Some(if has_escapes {
            plain(token).unwrap_or_default()
        } else {
            token.get(1..token.len() - 1).unwrap_or_default().into()
        }))
    }

    /// Passes the value that comes next and gives it as it stands. Nothing recurses: no depth of
    /// nesting can use up the stack.
    pub fn value(&mut self) -> Result<Document<'a>, NotJson> {
        self.skip_space();
        let start = self.at;
        self.open.clear();
        loop {
            let is_whole = match self.peek() {
                Some(b'{') => self.begin(Shape::Object)?,
                Some(b'[') => self.begin(Shape::Array)?,
                _ => self.pass_scalar().map(|()| true)?,
            };
            if is_whole && self.pass_ends()? {
                return Ok(Document(self.since(start)));
            }
            self.skip_space();
        }
    }

    /// Sees that nothing but white space is left.
    pub fn end(&mut self) -> Result<(), NotJson> {
        self.skip_space();
        if self.at == self.text.len() { Ok(()) } else { Err(NotJson) }
    }

    /// Opens what stands here; whether it is empty, and closed again.
    fn begin(&mut self, shape: Shape) -> Result<bool, NotJson> {
        self.at += 1;
        self.skip_space();
        if self.take(closing(shape)) {
            return Ok(true);
        }
        self.open.push(shape);
        if shape == Shape::Object {
            self.pass_name()?;
        }
        Ok(false)
    }

    /// Behind a whole value: closes what ends with it and passes the comma before the next one;
    /// whether nothing is open any more.
    fn pass_ends(&mut self) -> Result<bool, NotJson> {
        while let Some(shape) = self.open.last().copied() {
            self.skip_space();
            if self.take(closing(shape)) {
                self.open.pop();
                continue;
            }
            self.expect(b',')?;
            if shape == Shape::Object {
                self.skip_space();
                self.pass_name()?;
            }
            return Ok(false);
        }
        Ok(true)
    }

    fn pass_name(&mut self) -> Result<(), NotJson> {
        self.pass_string()?;
        self.pass_colon()
    }

    fn pass_colon(&mut self) -> Result<(), NotJson> {
        self.skip_space();
        self.expect(b':')
    }

    fn pass_scalar(&mut self) -> Result<(), NotJson> {
        match self.peek() {
            Some(b'"') => self.pass_string().map(drop),
            Some(b'-' | b'0'..=b'9') => self.pass_number(),
            Some(b't') => self.pass_word("true"),
            Some(b'f') => self.pass_word("false"),
            _ => self.pass_word("null"),
        }
    }

    fn pass_word(&mut self, word: &str) -> Result<(), NotJson> {
        if !self.rest().starts_with(word.as_bytes()) {
            return Err(NotJson);
        }
        self.at += word.len();
        Ok(())
    }

    fn pass_number(&mut self) -> Result<(), NotJson> {
        self.take(b'-');
        if !self.take(b'0') {
            self.pass_digits()?;
        }
        if self.take(b'.') {
            self.pass_digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            let _ = self.take(b'+') || self.take(b'-');
            self.pass_digits()?;
        }
        Ok(())
    }

    fn pass_digits(&mut self) -> Result<(), NotJson> {
        let digits = self.rest().iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += digits;
        if digits > 0 { Ok(()) } else { Err(NotJson) }
    }

    /// Passes the string that begins here; whether it has escapes.
    fn pass_string(&mut self) -> Result<bool, NotJson> {
        self.expect(b'"')?;
        let mut has_escapes = false;
        loop {
            self.at += plain_bytes(self.rest());
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(has_escapes);
                }
                Some(b'\\') => self.pass_escape()?,
                // A control character, or the end of the text.
                _ => return Err(NotJson),
            }
            has_escapes = true;
        }
    }

    fn pass_escape(&mut self) -> Result<(), NotJson> {
        let rest = self.rest();
        let length = match rest.get(1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => 2,
            Some(b'u') if rest.get(2..6).is_some_and(|four| four.iter().all(u8::is_ascii_hexdigit)) => 6,
            _ => return Err(NotJson),
        };
        self.at += length;
        Ok(())
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), NotJson> {
        if self.take(byte) { Ok(()) } else { Err(NotJson) }
    }

    /// Passes this byte, if it stands here.
    fn take(&mut self, byte: u8) -> bool {
        let is_here = self.peek() == Some(byte);
        self.at += usize::from(is_here);
        is_here
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.at..).unwrap_or_default()
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }
}

fn closing(shape: Shape) -> u8 {
    match shape {
        Shape::Object => b'}',
        Shape::Array => b']',
    }
}

/// How many bytes come before the first that means something in a string: a quote, a backslash, or a
/// control character, which may not stand there. Eight at a time.
fn plain_bytes(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES << 7;
    /// The high bit of the first zero byte is set, and of none before it.
    fn zeros(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word & HIGHS
    }
    let (words, rest) = bytes.as_chunks::<8>();
    for (index, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let quotes = zeros(word ^ (ONES * u64::from(b'"')));
        let escapes = zeros(word ^ (ONES * u64::from(b'\\')));
        let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGHS;
        let found = quotes | escapes | controls;
        if found != 0 {
            return index * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let means_something = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..0x20);
    let tail = rest.iter().position(means_something).unwrap_or(rest.len());
    words.len() * 8 + tail
}

#[cfg(test)]
mod tests;
