//! What a condition finds, and what it wants there.

use std::borrow::Cow;
use std::cmp::Ordering;

use crate::json::{self, Document, Number};

/// What stands in a field.
#[derive(Clone, Debug)]
pub(super) enum Value<'a> {
    /// Nothing, or `null`.
    Nothing,
    /// A text.
    Text(Cow<'a, str>),
    /// A number's token.
    Number(Cow<'a, str>),
    /// `true`, `false`, or an object or array without the white space between its tokens.
    Json(Cow<'a, str>),
}

impl<'a> Value<'a> {
    /// A text, where there is one.
    pub(super) fn text(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    /// The value of a body.
    pub(super) fn of(document: Document<'a>) -> Self {
        let token = document.as_str();
        match token.as_bytes().first() {
            // A text that no text can hold stays as it is spelt.
            Some(b'"') => Self::Text(json::plain(token).unwrap_or(token.into())),
            Some(b'{' | b'[') => {
                let mut compact = Vec::with_capacity(token.len());
                document.write_compact(&mut compact);
                Self::Json(String::from_utf8(compact).unwrap_or_default().into())
            }
            Some(b'-' | b'0'..=b'9') => Self::Number(token.into()),
            _ if token == "null" => Self::Nothing,
            _ => Self::Json(token.into()),
        }
    }

    /// Whether this is what is wanted.
    pub(super) fn equals(&self, wanted: &Wanted) -> bool {
        match (self, wanted) {
            (Self::Nothing, Wanted::Word(word)) => word == "null",
            (Self::Number(token), Wanted::Word(word)) => match (Number::read(token), Number::read(word)) {
                (Some(found), Some(wanted)) => found.compare(&wanted).is_eq(),
                _ => false,
            },
            (Self::Text(text) | Self::Json(text), Wanted::Word(wanted))
            | (Self::Text(text), Wanted::Text(wanted)) => text == wanted,
            (Self::Nothing | Self::Number(_) | Self::Json(_), Wanted::Text(_)) => false,
        }
    }

    /// How it compares with what is wanted: two numbers by their value, two texts letter by letter; none for
    /// anything else.
    pub(super) fn compare(&self, wanted: &Wanted) -> Option<Ordering> {
        let number = match wanted {
            Wanted::Word(word) => Number::read(word),
            Wanted::Text(_) => None,
        };
        match self {
            Self::Number(token) => Some(Number::read(token)?.compare(&number?)),
            Self::Text(text) => match (Number::read(text), number) {
                (Some(found), Some(wanted)) => Some(found.compare(&wanted)),
                _ => Some(text.as_ref().cmp(wanted.as_str())),
            },
            Self::Nothing | Self::Json(_) => None,
        }
    }

    /// What a pattern is looked for in; none where nothing stands.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Nothing => None,
            Self::Text(text) | Self::Json(text) | Self::Number(text) => Some(text),
        }
    }
}

/// What a condition wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// As it was typed: a number with numbers, `null` with nothing, else a text.
    Word(String),
    /// In quotes: a text and nothing else.
    Text(String),
}

impl Wanted {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Word(text) | Self::Text(text) => text,
        }
    }
}
