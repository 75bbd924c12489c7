//! Paths into a body: `data.cancels.0.cancelAmount`.

use std::fmt;

use super::scan;

/// The most segments that a path may have: JSON readers follow no deeper.
const DEEPEST: usize = 120;

/// A path, one segment at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path(Vec<Segment>);

/// A member's key, or an element's index: which it is depends on what it meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment(String);

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

    pub(super) fn segments(&self) -> &[Segment] {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&join(&self.0))
    }
}

impl Segment {
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn is_key(&self, key: &str) -> bool {
        self.0 == key
    }

    pub(super) fn index(&self) -> Option<usize> {
        self.0.bytes().all(|byte| byte.is_ascii_digit()).then(|| self.0.parse().ok())?
    }
}

/// The segments as they would be typed.
pub(super) fn join(segments: &[Segment]) -> String {
    segments.iter().map(|segment| typed(&segment.0)).collect::<Vec<_>>().join(".")
}

/// A key as it would be typed.
pub(super) fn typed(key: &str) -> String {
    key.replace('\\', "\\\\").replace('.', "\\.")
}

/// The literal inside new objects, one for each segment; a segment `0` makes an array.
pub(super) fn nest(segments: &[Segment], literal: &str) -> String {
    segments.iter().rev().fold(literal.to_owned(), |inner, segment| match segment.0.as_str() {
        "0" => format!("[{inner}]"),
        key => format!("{{{}:{inner}}}", scan::quoted(key)),
    })
}
