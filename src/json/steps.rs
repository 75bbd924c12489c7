//! A JSON text, token by token, each a slice of the text.

use std::borrow::Cow;

use memchr::memchr2;

use super::{Document, plain};

/// Most strings end within so many bytes: there a look at each is the quickest.
const SHORT: usize = 24;

/// What holds other values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `{…}`
    Object,
    /// `[…]`
    Array,
}

/// One step through a document. Commas and colons follow from the order and are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step<'a> {
    /// An object or an array opens.
    Begin(Shape),
    /// The one opened last closes.
    End(Shape),
    /// A member's name as it stands, with its quotes; [`plain`] reads it. Its value is next.
    Key(&'a str),
    /// A string, number, `true`, `false` or `null` as it stands.
    Scalar(&'a str),
}

/// The steps of a document. The text must be JSON: [`Document`] sees to that.
#[derive(Clone, Debug)]
pub struct Steps<'a> {
    text: &'a str,
    at: usize,
    depth: usize,
}

impl<'a> Steps<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    /// How many objects and arrays are open after the last step.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// How much of the text is passed, in bytes.
    pub fn passed(&self) -> usize {
        self.at
    }

    /// Steps into the value that comes next, if it is an object; else stays before it.
    pub fn enter_object(&mut self) -> bool {
        self.enter(b'{')
    }

    /// The same for an array.
    pub fn enter_array(&mut self) -> bool {
        self.enter(b'[')
    }

    fn enter(&mut self, opening: u8) -> bool {
        self.skip_to_token();
        let is_it = self.peek() == Some(opening);
        if is_it {
            self.next();
        }
        is_it
    }

    /// The next element of the array that was entered; none at the array's end, which is passed.
    pub fn next_item(&mut self) -> Option<Document<'a>> {
        self.skip_to_token();
        if matches!(self.peek(), None | Some(b']')) {
            self.next();
            return None;
        }
        Some(self.value())
    }

    /// The name of the next member of the object that was entered, its escapes resolved, and empty where
    /// no text can hold it; none at the object's end, which is passed.
    pub fn next_key(&mut self) -> Option<Cow<'a, str>> {
        self.skip_to_token();
        if self.peek() != Some(b'"') {
            self.next();
            return None;
        }
        let start = self.at;
        let has_escapes = self.pass_string();
        let token = self.text.get(start..self.at).unwrap_or_default();
        Some(if has_escapes {
            plain(token).unwrap_or_default()
        } else {
            token.get(1..token.len() - 1).unwrap_or_default().into()
        })
    }

    /// Passes the value that comes next and gives it as it stands, white space within included.
    pub fn value(&mut self) -> Document<'a> {
        self.skip_to_token();
        let start = self.at;
        if matches!(self.peek(), Some(b'{' | b'[')) {
            self.pass_container();
        } else {
            self.scalar();
        }
        Document(self.text.get(start..self.at).unwrap_or_default())
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip_to_token(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b':')) {
            self.at += 1;
        }
    }

    /// Passes what is opened here. Its tokens needn't be told apart: only its strings can hold
    /// brackets that are not brackets.
    fn pass_container(&mut self) {
        let mut open = 0_usize;
        while let Some(byte) = self.peek() {
            match byte {
                b'"' => {
                    self.pass_string();
                    continue;
                }
                b'{' | b'[' => open += 1,
                b'}' | b']' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                return;
            }
        }
    }

    /// Passes the string whose opening quote stands here; whether it has escapes.
    fn pass_string(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        let mut has_escapes = false;
        self.at += 1;
        while let Some(found) = quote_or_escape(bytes.get(self.at..).unwrap_or_default()) {
            self.at += found;
            if bytes[self.at] == b'"' {
                self.at += 1;
                return has_escapes;
            }
            has_escapes = true;
            self.at += 2;
        }
        self.at = bytes.len();
        has_escapes
    }

    /// Passes the string, number or word that starts here.
    fn scalar(&mut self) -> &'a str {
        let start = self.at;
        if self.peek() == Some(b'"') {
            self.pass_string();
        } else {
            while !matches!(self.peek(), None | Some(b' ' | b'\t' | b'\n' | b'\r' | b',' | b'}' | b']')) {
                self.at += 1;
            }
        }
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Whether the string just passed names a member.
    fn at_colon(&self) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b':')
    }
}

fn quote_or_escape(bytes: &[u8]) -> Option<usize> {
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\');
    let (near, far) = bytes.split_at(SHORT.min(bytes.len()));
    near.iter().position(ends).or_else(|| memchr2(b'"', b'\\', far).map(|found| near.len() + found))
}

impl<'a> Iterator for Steps<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        self.skip_to_token();
        let step = match self.peek()? {
            b'{' => Step::Begin(Shape::Object),
            b'[' => Step::Begin(Shape::Array),
            b'}' => Step::End(Shape::Object),
            b']' => Step::End(Shape::Array),
            quote_or_first => {
                let token = self.scalar();
                let named = quote_or_first == b'"' && self.at_colon();
                return Some(if named { Step::Key(token) } else { Step::Scalar(token) });
            }
        };
        self.at += 1;
        match step {
            Step::Begin(_) => self.depth += 1,
            _ => self.depth = self.depth.saturating_sub(1),
        }
        Some(step)
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, Step};
    use crate::json::Document;

    #[test]
    fn every_token_is_a_step_and_knows_its_depth() {
        let document = Document::read(br#"{ "a" : [ null, "b:" ], "c":{} }"#).unwrap();
        let mut steps = document.steps();
        let mut seen = Vec::new();
        while let Some(step) = steps.next() {
            seen.push((step, steps.depth()));
        }
        assert_eq!(
            seen,
            [
                (Step::Begin(Shape::Object), 1),
                (Step::Key("\"a\""), 1),
                (Step::Begin(Shape::Array), 2),
                (Step::Scalar("null"), 2),
                (Step::Scalar("\"b:\""), 2),
                (Step::End(Shape::Array), 1),
                (Step::Key("\"c\""), 1),
                (Step::Begin(Shape::Object), 2),
                (Step::End(Shape::Object), 1),
                (Step::End(Shape::Object), 0),
            ]
        );
    }

    #[test]
    fn members_are_read_one_by_one_and_values_passed_whole() {
        let text = r#"{"a":{"x":"}\"]"},"b": [1, {"y":[]}] ,"\"c":-1.50}"#;
        let mut steps = Document::read(text.as_bytes()).unwrap().steps();
        assert!(steps.enter_object());
        let mut members = Vec::new();
        while let Some(key) = steps.next_key() {
            members.push((key, steps.value().as_str()));
        }
        assert_eq!(
            members,
            [("a".into(), r#"{"x":"}\"]"}"#), ("b".into(), r#"[1, {"y":[]}]"#), ("\"c".into(), "-1.50")]
        );
        assert_eq!(steps.next(), None);
    }

    #[test]
    fn what_is_no_object_is_not_entered() {
        let mut steps = Document::read(b" [1]").unwrap().steps();
        assert!(!steps.enter_object());
        assert_eq!(steps.value().as_str(), "[1]");
    }
}
