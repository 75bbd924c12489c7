//! `--set PATH=VALUE` and `--unset PATH` on a body's bytes.
//!
//! Only the named token changes: key order, `5000.0`, duplicate keys and white space elsewhere stay
//! as they are, since a signature covers the bytes.

mod scan;
mod splice;

use serde_json::value::RawValue;

use scan::{Kind, Node, ScanError};

use crate::did_you_mean::nearest;
use crate::json::{self, Path, PathError, Segment};

/// How many of a body's paths are looked at for the one that was meant.
const CANDIDATES: usize = 10_000;

/// One change of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    path: Path,
    change: Change,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Change {
    /// Put this JSON there.
    Set(String),
    /// Take it away.
    Unset,
}

/// What to do about a path that the body doesn't have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Missing {
    /// It is an error.
    #[default]
    Refuse,
    /// `--set` makes it, `--unset` has nothing to do.
    Create,
}

/// Why a body can't be edited so.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// `--set` without a `=`.
    #[error("{typed} has no =")]
    NoValue { typed: String },
    /// The path can't be read.
    #[error("{typed}: {error}")]
    Path { typed: String, error: PathError },
    /// The body is not JSON.
    #[error("the body is not JSON")]
    NotJson,
    /// The body nests deeper than JSON readers follow.
    #[error("the body is too deeply nested")]
    TooDeep,
    /// The body has no such path.
    #[error("the event has no {path}")]
    Missing { path: String, nearest: Option<String> },
    /// What stands at this path is neither an object nor an array, so nothing can be made in it.
    #[error("{path} holds nothing")]
    NotAContainer { path: String },
    /// An array's new element must come right after its last.
    #[error("{path} has {length} elements")]
    PastTheEnd { path: String, length: usize },
}

impl Edit {
    /// Reads `PATH=VALUE`. A VALUE that is JSON is taken token for token, anything else is a text:
    /// `data.status=DONE`, `data.totalAmount=5000.0`, `data.orderName="123"` for the text 123.
    pub fn parse_set(typed: &str) -> Result<Self, EditError> {
        let (path, value) =
            typed.split_once('=').ok_or_else(|| EditError::NoValue { typed: typed.to_owned() })?;
        let literal = match serde_json::from_str::<&RawValue>(value) {
            Ok(raw) => raw.get().to_owned(),
            Err(_) => scan::quoted(value),
        };
        Ok(Self { path: read_path(path)?, change: Change::Set(literal) })
    }

    /// Puts this JSON at a typed path.
    pub fn set(path: &str, literal: &str) -> Result<Self, EditError> {
        Ok(Self { path: read_path(path)?, change: Change::Set(literal.to_owned()) })
    }

    /// Reads `PATH`.
    pub fn parse_unset(typed: &str) -> Result<Self, EditError> {
        Ok(Self { path: read_path(typed)?, change: Change::Unset })
    }

    /// The body with this change.
    pub fn apply(&self, body: &[u8], missing: Missing) -> Result<Vec<u8>, EditError> {
        let text = text_of(body)?;
        let root = scan::read(text).map_err(|ScanError::TooDeep| EditError::TooDeep)?;
        let found = descend(&root, &self.path);
        let edited = match (&self.change, found) {
            (Change::Set(literal), Found::Value(node)) => Ok(splice::replace(text, &node.span, literal)),
            (Change::Unset, Found::Value(_)) => self.without(text, &root),
            (_, Found::Nothing { .. }) if missing == Missing::Refuse => Err(self.missing(&root)),
            (Change::Unset, Found::Nothing { .. }) => Ok(text.to_owned()),
            (Change::Set(literal), Found::Nothing { inside, depth }) => {
                self.create(text, inside, depth, literal)
            }
        };
        edited.map(String::into_bytes)
    }

    fn missing(&self, root: &Node) -> EditError {
        let path = self.path.to_string();
        let all = scan::paths(root, CANDIDATES);
        // Most often only the way to it is missing: `orderId` for `data.orderId`.
        let deeper = all.iter().find(|candidate| candidate.ends_with(&format!(".{path}")));
        let nearest = deeper.map(String::as_str).or_else(|| nearest(&path, all.iter().map(String::as_str)));
        EditError::Missing { nearest: nearest.map(str::to_owned), path }
    }

    /// Takes the last segment's element away, or every member of its name: a duplicate that stayed
    /// would be what readers find.
    fn without(&self, text: &str, root: &Node) -> Result<String, EditError> {
        let Some((last, parents)) = self.path.segments().split_last() else {
            return Err(self.missing(root));
        };
        let Found::Value(parent) = descend_by(root, parents) else {
            return Err(self.missing(root));
        };
        let (items, doomed): (Vec<_>, Vec<_>) = match &parent.kind {
            Kind::Object(members) => members
                .iter()
                .map(|member| (member.key_span.start..member.value.span.end, last.is_key(&member.key)))
                .unzip(),
            Kind::Array(elements) => elements
                .iter()
                .enumerate()
                .map(|(index, element)| (element.span.clone(), last.index() == Some(index)))
                .unzip(),
            Kind::Scalar => return Err(self.missing(root)),
        };
        Ok(splice::remove(text, &items, &doomed))
    }

    /// Makes what is missing of the path, inside the deepest value that is there.
    fn create(&self, text: &str, inside: &Node, depth: usize, literal: &str) -> Result<String, EditError> {
        let Some((segment, rest)) = self.path.segments()[depth..].split_first() else {
            return Ok(splice::replace(text, &inside.span, literal));
        };
        let value = splice::nest(rest, literal);
        let here = || json::join(&self.path.segments()[..depth]);
        match &inside.kind {
            Kind::Object(members) => {
                let member = format!("{}:{value}", scan::quoted(segment.text()));
                let last = members.last().map(|member| member.value.span.end);
                Ok(splice::append(text, &inside.span, last, &member))
            }
            Kind::Array(elements) if segment.index() == Some(elements.len()) => {
                let last = elements.last().map(|element| element.span.end);
                Ok(splice::append(text, &inside.span, last, &value))
            }
            Kind::Array(elements) => Err(EditError::PastTheEnd { path: here(), length: elements.len() }),
            Kind::Scalar if &text[inside.span.clone()] == "null" => Ok(splice::replace(
                text,
                &inside.span,
                &splice::nest(&self.path.segments()[depth..], literal),
            )),
            Kind::Scalar => Err(EditError::NotAContainer { path: here() }),
        }
    }
}

/// Where a path leads.
enum Found<'a> {
    /// To this value.
    Value(&'a Node),
    /// Nowhere; this is the deepest value on the way, `depth` segments in.
    Nothing { inside: &'a Node, depth: usize },
}

fn descend<'a>(root: &'a Node, path: &Path) -> Found<'a> {
    descend_by(root, path.segments())
}

fn descend_by<'a>(root: &'a Node, segments: &[Segment]) -> Found<'a> {
    let mut node = root;
    for (depth, segment) in segments.iter().enumerate() {
        let next = match &node.kind {
            // Readers take the last of duplicate keys.
            Kind::Object(members) => {
                members.iter().rfind(|member| segment.is_key(&member.key)).map(|member| &member.value)
            }
            Kind::Array(elements) => segment.index().and_then(|index| elements.get(index)),
            Kind::Scalar => None,
        };
        match next {
            Some(found) => node = found,
            None => return Found::Nothing { inside: node, depth },
        }
    }
    Found::Value(node)
}

fn read_path(typed: &str) -> Result<Path, EditError> {
    Path::parse(typed).map_err(|error| EditError::Path { typed: typed.to_owned(), error })
}

fn text_of(body: &[u8]) -> Result<&str, EditError> {
    let text = std::str::from_utf8(body).map_err(|_| EditError::NotJson)?;
    serde_json::from_str::<&RawValue>(text).map_err(|_| EditError::NotJson)?;
    Ok(text)
}

#[cfg(test)]
mod tests;
