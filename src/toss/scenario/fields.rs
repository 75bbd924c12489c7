//! Values of a scenario's file, each with the line on which it stands.

use std::borrow::Cow;

use memchr::memchr_iter;
use serde::de::IgnoredAny;

use super::{Expected, MOST_BYTES, Places, ScenarioError, Wrong};
use crate::did_you_mean::nearest;
use crate::json::{Document, Shape, Step, Steps, plain};

/// A value, and the line on which it begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Value<'a> {
    document: Document<'a>,
    pub(super) line: usize,
}

/// A member of an object.
pub(super) struct Member<'a> {
    pub(super) key: Cow<'a, str>,
    /// The line of its key.
    pub(super) line: usize,
    pub(super) value: Value<'a>,
}

/// The known members of an object, in the order in which they stand.
pub(super) struct Fields<'a> {
    line: usize,
    members: Vec<(&'static str, usize, Value<'a>)>,
}

pub(super) fn wrong(line: usize, wrong: Wrong) -> ScenarioError {
    ScenarioError { line, wrong }
}

fn line_breaks(text: &str) -> usize {
    memchr_iter(b'\n', text.as_bytes()).count()
}

impl<'a> Value<'a> {
    /// A whole file.
    pub(super) fn of_file(bytes: &'a [u8]) -> Result<Self, ScenarioError> {
        if bytes.len() > MOST_BYTES {
            return Err(wrong(1, Wrong::TooLarge));
        }
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|error| {
            let before = memchr_iter(b'\n', &bytes[..error.valid_up_to()]).count();
            wrong(1 + before, Wrong::NotText)
        })?;
        if let Err(error) = serde_json::from_str::<IgnoredAny>(text) {
            let (line, column) = (error.line().max(1), error.column());
            let told = error.to_string();
            let reason = told.split_once(" at line ").map_or(told.as_str(), |(reason, _)| reason).to_owned();
            return Err(wrong(line, Wrong::Syntax { column, reason }));
        }
        let before = text.len() - text.trim_ascii_start().len();
        let document = Document::read_again(bytes).ok_or_else(|| wrong(1, Wrong::NotText))?;
        Ok(Self { document, line: 1 + line_breaks(&text[..before]) })
    }

    /// The value as it stands.
    pub(super) fn token(self) -> &'a str {
        self.document.as_str()
    }

    /// The members of an object.
    pub(super) fn members(self, key: &'static str) -> Result<Vec<Member<'a>>, ScenarioError> {
        let mut steps = self.document.steps();
        if !steps.enter_object() {
            return Err(wrong(self.line, Wrong::Kind { key, expected: Expected::Object }));
        }
        let mut members = Vec::new();
        while let Some(key) = steps.next_key() {
            let line = self.line_at(steps.passed());
            members.push(Member { key, line, value: self.value(&mut steps) });
        }
        Ok(members)
    }

    /// The elements of a list.
    pub(super) fn elements(self, key: &'static str) -> Result<Vec<Self>, ScenarioError> {
        let mut steps = self.document.steps();
        if steps.next() != Some(Step::Begin(Shape::Array)) {
            return Err(wrong(self.line, Wrong::Kind { key, expected: Expected::List }));
        }
        let elements = std::iter::from_fn(|| {
            let value = self.value(&mut steps);
            // At the bracket that closes the list there is none.
            (!value.token().is_empty()).then_some(value)
        });
        Ok(elements.collect())
    }

    /// A text.
    pub(super) fn text(self, key: &'static str) -> Result<String, ScenarioError> {
        let text = plain(self.token()).map(Cow::into_owned);
        text.ok_or_else(|| wrong(self.line, Wrong::Kind { key, expected: Expected::Text }))
    }

    /// A whole number within these bounds.
    pub(super) fn number(self, key: &'static str, least: u64, most: u64) -> Result<u64, ScenarioError> {
        let number = self.token().parse().ok().filter(|number| (least..=most).contains(number));
        number.ok_or_else(|| {
            let typed = self.token().chars().take(40).collect();
            wrong(self.line, Wrong::Number { key, typed, least, most })
        })
    }

    fn value(self, steps: &mut Steps<'a>) -> Self {
        let document = steps.value();
        let begins = steps.passed() - document.as_str().len();
        Self { document, line: self.line_at(begins) }
    }

    /// The line of this place in it.
    fn line_at(self, position: usize) -> usize {
        self.line + line_breaks(self.token().get(..position).unwrap_or_default())
    }
}

impl<'a> Fields<'a> {
    /// The members of an object that has none but these keys, and each at most once. `what` is the key at
    /// which it stands.
    pub(super) fn of(
        object: Value<'a>,
        what: &'static str,
        known: &'static [&'static str],
    ) -> Result<Self, ScenarioError> {
        let mut members: Vec<(&'static str, usize, Value<'a>)> = Vec::new();
        for Member { key, line, value } in object.members(what)? {
            let Some(name) = known.iter().copied().find(|name| *name == key) else {
                let nearest = nearest(&key, known.iter().copied());
                let key = key.chars().take(80).collect();
                return Err(wrong(line, Wrong::UnknownKey { key, nearest, known }));
            };
            if members.iter().any(|(other, ..)| *other == name) {
                return Err(wrong(line, Wrong::Twice { key: name }));
            }
            members.push((name, line, value));
        }
        Ok(Self { line: object.line, members })
    }

    /// The value at a key; `null` is none.
    pub(super) fn get(&self, key: &str) -> Option<Value<'a>> {
        let found = self.members.iter().find(|(name, ..)| *name == key).map(|(.., value)| *value);
        found.filter(|value| value.token() != "null")
    }

    /// The text at a key.
    pub(super) fn text(&self, key: &'static str) -> Result<Option<String>, ScenarioError> {
        self.get(key).map(|value| value.text(key)).transpose()
    }

    /// The number at a key.
    pub(super) fn number(
        &self,
        key: &'static str,
        least: u64,
        most: u64,
    ) -> Result<Option<u64>, ScenarioError> {
        self.get(key).map(|value| value.number(key, least, most)).transpose()
    }

    /// Refuses the keys that say nothing beside another, which is there.
    pub(super) fn exclude(&self, key: &'static str, others: &[&'static str]) -> Result<(), ScenarioError> {
        match others.iter().find_map(|other| self.get(other).map(|value| (*other, value.line))) {
            Some((other, line)) => Err(wrong(line, Wrong::Excludes { key: other, other: key })),
            None => Ok(()),
        }
    }

    /// That a key must be there.
    pub(super) fn missing(&self, key: &'static str) -> ScenarioError {
        wrong(self.line, Wrong::Missing { key })
    }

    /// Where all of it stands.
    pub(super) fn places(&self) -> Places {
        let keys = self.members.iter().map(|(key, line, _)| (*key, *line)).collect();
        Places { line: self.line, keys }
    }
}
