//! Paths into a body: `data.cancels.0.cancelAmount`.

use std::fmt;

use super::Document;

/// The most segments that a path may have: JSON readers follow no deeper.
const DEEPEST: usize = 120;

/// A path, one segment at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Segment>);

/// A member's key, or an element's index: which it is depends on what it meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment(String);

/// Why a text is no path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PathError {
    /// Nothing, or nothing between two dots.
    #[error("a part of the path is empty")]
    EmptyPart,
    /// More segments than any body has.
    #[error("the path is too long")]
    TooLong,
}

impl Path {
    /// Reads keys and indexes with dots between them; `\.` is a dot in a key, `\\` a backslash.
    pub fn parse(typed: &str) -> Result<Self, PathError> {
        let mut segments = vec![String::new()];
        let mut letters = typed.chars();
        while let Some(letter) = letters.next() {
            match (letter, segments.last_mut()) {
                ('.', _) => segments.push(String::new()),
                ('\\', Some(last)) => last.push(letters.next().unwrap_or('\\')),
                (other, Some(last)) => last.push(other),
                (_, None) => {}
            }
        }
        if segments.iter().any(String::is_empty) {
            return Err(PathError::EmptyPart);
        }
        if segments.len() > DEEPEST {
            return Err(PathError::TooLong);
        }
        Ok(Self(segments.into_iter().map(Segment).collect()))
    }

    /// Its segments, outermost first.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The value at this path; of a name that comes twice the last one counts, as it does to readers.
    pub fn find<'a>(&self, document: Document<'a>) -> Option<Document<'a>> {
        self.0.iter().try_fold(document, |inside, segment| segment.find(inside))
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&join(&self.0))
    }
}

impl Segment {
    /// As it reads, its escapes resolved.
    pub fn text(&self) -> &str {
        &self.0
    }

    /// Whether it names a member with this key.
    pub fn is_key(&self, key: &str) -> bool {
        self.0 == key
    }

    /// Which element of an array it names.
    pub fn index(&self) -> Option<usize> {
        self.0.bytes().all(|byte| byte.is_ascii_digit()).then(|| self.0.parse().ok())?
    }

    fn find<'a>(&self, inside: Document<'a>) -> Option<Document<'a>> {
        let mut steps = inside.steps();
        let mut found = None;
        if steps.enter_object() {
            while let Some(key) = steps.next_key() {
                let value = steps.value();
                if self.is_key(&key) {
                    found = Some(value);
                }
            }
        } else if steps.enter_array() {
            let mut left = self.index()?;
            while let Some(item) = steps.next_item() {
                if left == 0 {
                    return Some(item);
                }
                left -= 1;
            }
        }
        found
    }
}

/// The segments as they would be typed.
pub fn join(segments: &[Segment]) -> String {
    segments.iter().map(|segment| typed(&segment.0)).collect::<Vec<_>>().join(".")
}

/// A key as it would be typed.
pub fn typed(key: &str) -> String {
    key.replace('\\', "\\\\").replace('.', "\\.")
}

#[cfg(test)]
mod tests {
    use super::Path;
    use crate::json::Document;

    fn found(path: &str) -> Option<String> {
        let body =
            r#"{"a":{"b":[1,{"c.d":"x"},[ 2 , 3 ]]},"0":true,"a":{"b":[10,{"c.d":"y"},[20,30]],"":5}}"#;
        let path = Path::parse(path).unwrap();
        path.find(Document::read(body.as_bytes()).unwrap()).map(|value| value.as_str().to_owned())
    }

    #[test]
    fn a_path_leads_through_objects_and_arrays_to_the_last_of_a_name() {
        for (path, value) in [
            ("a.b.0", "10"),
            ("a.b.1.c\\.d", "\"y\""),
            ("a.b.2", "[20,30]"),
            ("a.b.2.1", "30"),
            ("0", "true"),
        ] {
            assert_eq!(found(path).as_deref(), Some(value), "{path}");
        }
    }

    #[test]
    fn a_path_that_the_body_has_not_leads_nowhere() {
        for path in ["b", "a.b.3", "a.b.x", "a.b.0.0", "a.b.99999999999999999999", "0.0", "a.b.-1"] {
            assert_eq!(found(path), None, "{path}");
        }
    }
}
