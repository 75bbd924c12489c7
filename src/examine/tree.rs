//! JSON as readers keep it: of a name that comes twice the first place and the last value.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::json::{self, Document, Shape, Step, Steps};

/// Deeper bodies are nobody's: most readers refuse them.
const DEEPEST: usize = 120;

/// A value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Node<'a> {
    /// A token as it stands.
    Scalar(&'a str),
    Array(Vec<Node<'a>>),
    Object(Members<'a>),
}

/// The members of an object, each with its name's token.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Members<'a>(Vec<(&'a str, Node<'a>)>);

/// In which order members are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// As they came.
    AsIs,
    /// By their names.
    Sorted,
}

impl<'a> Node<'a> {
    /// Reads a document; none where it is too deep.
    pub(super) fn read(document: Document<'a>) -> Option<Self> {
        let mut steps = document.steps();
        let first = steps.next()?;
        Self::next(first, &mut steps, 0)
    }

    fn next(step: Step<'a>, steps: &mut Steps<'a>, depth: usize) -> Option<Self> {
        if depth > DEEPEST {
            return None;
        }
        match step {
            Step::Scalar(token) => Some(Self::Scalar(token)),
            Step::Begin(Shape::Array) => {
                let mut items = Vec::new();
                loop {
                    match steps.next()? {
                        Step::End(_) => return Some(Self::Array(items)),
                        step => items.push(Self::next(step, steps, depth + 1)?),
                    }
                }
            }
            Step::Begin(Shape::Object) => {
                let mut members = Members::default();
                let mut places: HashMap<Cow<'a, str>, usize> = HashMap::new();
                while let Step::Key(key) = steps.next()? {
                    let value = steps.next()?;
                    let value = Self::next(value, steps, depth + 1)?;
                    let name = name(key);
                    let before = places.get(&name).and_then(|place| members.0.get_mut(*place));
                    if let Some(before) = before {
                        before.1 = value;
                    } else {
                        places.insert(name, members.0.len());
                        members.0.push((key, value));
                    }
                }
                Some(Self::Object(members))
            }
            Step::End(_) | Step::Key(_) => None,
        }
    }
}

/// What a name's token says; the token itself where no text can hold that.
pub(super) fn name(token: &str) -> Cow<'_, str> {
    json::plain(token).unwrap_or(token.into())
}

impl<'a> Members<'a> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn ordered(&self, order: Order) -> Vec<&(&'a str, Node<'a>)> {
        let mut members: Vec<_> = self.0.iter().collect();
        if order == Order::Sorted {
            // Without the quote at its end, which would count as a letter.
            members.sort_by_key(|(key, _)| key.strip_suffix('"'));
        }
        members
    }
}
