//! The grammar of `--where`: FIELD OPERATOR VALUE, blanks around the operator or none.
//!
//! A field with a dot is a path in the body (`data.totalAmount`, `.secret`), `\` takes a letter's meaning
//! away. A value in double quotes is a JSON text.

use regex_lite::RegexBuilder;

use super::condition::{Condition, OPERATORS, Operator};
use super::field::{Field, KEYS, STATUS};
use super::value::Wanted;
use crate::did_you_mean::nearest;
use crate::json::{Path, PathError};

/// The longest pattern, in bytes.
pub const LONGEST_PATTERN: usize = 1024;

/// What a compiled pattern may take, in bytes: matching takes that times the text's length at worst.
const PATTERN_SIZE: usize = 256 * 1024;

/// How deep a pattern's groups may nest.
const PATTERN_DEPTH: u32 = 32;

/// Why a text is no condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConditionError {
    /// The text.
    pub typed: String,
    /// Where in it, in bytes.
    pub at: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// There is nothing.
    Empty,
    /// No field stands before the operator.
    NoField,
    /// No operator stands behind the field.
    NoOperator,
    /// A sign of operators that is none here.
    NotAnOperator,
    /// The field is no key, and no path for want of a dot.
    UnknownField {
        /// The field as typed.
        field: String,
        /// The key that was meant, most likely.
        nearest: Option<&'static str>,
    },
    /// The path can't be read.
    Path(PathError),
    /// What begins with a quote is no JSON text.
    Quotes,
    /// The pattern is longer than [`LONGEST_PATTERN`].
    LongPattern,
    /// The pattern can't be read, in the reader's own words.
    Pattern(String),
}

/// Whether operators are made of this letter.
pub(super) fn is_of_operator(letter: char) -> bool {
    matches!(letter, '=' | '!' | '~' | '<' | '>')
}

/// What stands before the operator.
struct Left {
    start: usize,
    end: usize,
    has_dot: bool,
    /// Where the operator begins; none where there is none.
    operator: Option<usize>,
}

impl Left {
    fn scan(typed: &str) -> Self {
        let start = typed.len() - typed.trim_start().len();
        let mut left = Self { start, end: start, has_dot: false, operator: None };
        let mut is_escaped = false;
        for (at, letter) in typed.char_indices().skip_while(|(at, _)| *at < start) {
            if !is_escaped && is_of_operator(letter) {
                left.operator = Some(at);
                break;
            }
            if is_escaped || !letter.is_whitespace() {
                left.end = at + letter.len_utf8();
            }
            left.has_dot |= !is_escaped && letter == '.';
            is_escaped = !is_escaped && letter == '\\';
        }
        left
    }
}

impl Condition {
    /// Reads a condition.
    pub fn parse(typed: &str) -> Result<Self, ConditionError> {
        let wrong = |at: usize, problem| ConditionError { typed: typed.to_owned(), at, problem };
        let left = Left::scan(typed);
        let name = &typed[left.start..left.end];
        let Some(operator_at) = left.operator else {
            let problem = if name.is_empty() { Problem::Empty } else { Problem::NoOperator };
            return Err(wrong(typed.len(), problem));
        };
        if name.is_empty() {
            return Err(wrong(operator_at, Problem::NoField));
        }
        let field = field(name, left.has_dot).map_err(|problem| wrong(left.start, problem))?;
        let rest = &typed[operator_at..];
        let known = OPERATORS.iter().find(|(sign, _)| rest.starts_with(sign));
        let Some((sign, operator)) = known else { return Err(wrong(operator_at, Problem::NotAnOperator)) };
        let behind = &rest[sign.len()..];
        let value = behind.trim();
        let value_at = typed.len() - behind.trim_start().len();
        if value.starts_with(is_of_operator) {
            return Err(wrong(value_at, Problem::NotAnOperator));
        }
        let wanted = wanted(value).ok_or_else(|| wrong(value_at, Problem::Quotes))?;
        let pattern = match operator {
            Operator::Matches | Operator::MatchesNot => {
                Some(pattern(wanted.as_str()).map_err(|problem| wrong(value_at, problem))?)
            }
            _ => None,
        };
        Ok(Self { field, operator: *operator, wanted, pattern, typed: typed.to_owned() })
    }
}

fn field(name: &str, has_dot: bool) -> Result<Field, Problem> {
    if has_dot {
        let path = name.strip_prefix('.').unwrap_or(name);
        return Path::parse(path).map(Field::Body).map_err(Problem::Path);
    }
    let known = || KEYS.iter().chain([&STATUS]);
    match known().find(|(key, _)| *key == name) {
        Some((_, key)) => Ok(Field::Key(*key)),
        None => Err(Problem::UnknownField {
            field: name.to_owned(),
            nearest: nearest(name, known().map(|(key, _)| *key)),
        }),
    }
}

fn wanted(value: &str) -> Option<Wanted> {
    if value.starts_with('"') {
        serde_json::from_str(value).ok().map(Wanted::Text)
    } else {
        Some(Wanted::Word(value.to_owned()))
    }
}

fn pattern(text: &str) -> Result<regex_lite::Regex, Problem> {
    if text.len() > LONGEST_PATTERN {
        return Err(Problem::LongPattern);
    }
    let mut builder = RegexBuilder::new(text);
    let pattern = builder.size_limit(PATTERN_SIZE).nest_limit(PATTERN_DEPTH).build();
    pattern.map_err(|error| Problem::Pattern(error.to_string()))
}
