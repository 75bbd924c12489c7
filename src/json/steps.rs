//! A JSON text, token by token, each a slice of the text.

use memchr::memchr2;

use super::Document;

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
    /// A member's name as it stands, with its quotes; [`plain`](super::plain) reads it. Its value is next.
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

    /// Steps into the value that comes next, if it is an object; else stays before it.
    pub fn enter_object(&mut self) -> bool {
        self.skip_to_token();
        if self.peek() == Some(b'{') {
            self.next();
            true
        } else {
            false
        }
    }

    /// The name of the next member of the object that was entered; none at its end, which is passed.
    pub fn next_key(&mut self) -> Option<&'a str> {
        self.skip_to_token();
        if self.peek() == Some(b'"') {
            return Some(self.scalar());
        }
        self.next();
        None
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

    /// Passes the string whose opening quote stands here.
    fn pass_string(&mut self) {
        let bytes = self.text.as_bytes();
        self.at += 1;
        while let Some(found) = memchr2(b'"', b'\\', bytes.get(self.at..).unwrap_or_default()) {
            self.at += found;
            if bytes[self.at] == b'"' {
                self.at += 1;
                return;
            }
            self.at += 2;
        }
        self.at = bytes.len();
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
        let text = r#"{"a":{"x":"}\"]"},"b": [1, {"y":[]}] ,"c":-1.50}"#;
        let mut steps = Document::read(text.as_bytes()).unwrap().steps();
        assert!(steps.enter_object());
        let mut members = Vec::new();
        while let Some(key) = steps.next_key() {
            members.push((key, steps.value().as_str()));
        }
        assert_eq!(
            members,
            [("\"a\"", r#"{"x":"}\"]"}"#), ("\"b\"", r#"[1, {"y":[]}]"#), ("\"c\"", "-1.50")]
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
