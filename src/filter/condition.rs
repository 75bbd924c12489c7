//! One condition: a field, an operator, and what is wanted there.

use std::fmt;

use regex_lite::Regex;

use super::Seen;
use super::field::Field;
use super::value::Wanted;

/// What must hold between a field and a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Equal,
    NotEqual,
    Matches,
    MatchesNot,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

/// The operators as they are typed; of those that begin alike the longer first.
pub(super) const OPERATORS: [(&str, Operator); 8] = [
    ("!=", Operator::NotEqual),
    ("!~", Operator::MatchesNot),
    (">=", Operator::GreaterOrEqual),
    ("<=", Operator::LessOrEqual),
    ("=", Operator::Equal),
    ("~", Operator::Matches),
    (">", Operator::Greater),
    ("<", Operator::Less),
];

/// A condition as `--where` takes it; [`Condition::parse`] reads one, its text reads back as the same.
#[derive(Clone, Debug)]
pub struct Condition {
    pub(super) field: Field,
    pub(super) operator: Operator,
    pub(super) wanted: Wanted,
    /// With [`Operator::Matches`] and its opposite only.
    pub(super) pattern: Option<Regex>,
    pub(super) typed: String,
}

impl Condition {
    /// What it looks at.
    pub fn field(&self) -> &Field {
        &self.field
    }

    /// What must hold.
    pub fn operator(&self) -> Operator {
        self.operator
    }

    /// As it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether it is about what only the history knows.
    pub fn needs_known(&self) -> bool {
        matches!(&self.field, Field::Key(key) if key.needs_known())
    }

    /// Whether it holds. `!=` and `!~` hold where `=` and `~` do not, so also where nothing stands.
    pub fn holds(&self, seen: &Seen<'_>) -> bool {
        let value = self.field.of(seen);
        let matches = || {
            let pattern = self.pattern.as_ref();
            value.as_text().is_some_and(|text| pattern.is_some_and(|it| it.is_match(text)))
        };
        let order = || value.compare(&self.wanted);
        match self.operator {
            Operator::Equal => value.equals(&self.wanted),
            Operator::NotEqual => !value.equals(&self.wanted),
            Operator::Matches => matches(),
            Operator::MatchesNot => !matches(),
            Operator::Greater => order().is_some_and(std::cmp::Ordering::is_gt),
            Operator::GreaterOrEqual => order().is_some_and(std::cmp::Ordering::is_ge),
            Operator::Less => order().is_some_and(std::cmp::Ordering::is_lt),
            Operator::LessOrEqual => order().is_some_and(std::cmp::Ordering::is_le),
        }
    }
}

impl fmt::Display for Operator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = OPERATORS.iter().find(|(_, operator)| operator == self);
        out.write_str(typed.map_or("", |(typed, _)| typed))
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}{}", self.field, self.operator)?;
        match &self.wanted {
            Wanted::Word(word) => out.write_str(word),
            Wanted::Text(text) => out.write_str(&serde_json::Value::from(text.as_str()).to_string()),
        }
    }
}
