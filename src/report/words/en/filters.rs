//! Why a condition can't be read.

use crate::filter::{ConditionError, LONGEST_PATTERN, Problem};

use super::failures::Words;

/// What was typed at `place` is no condition.
pub fn condition(place: &str, error: &ConditionError) -> Words {
    let (why, hint) = match &error.problem {
        Problem::Empty => {
            return (format!("{place} is empty"), Some(format!("{place} status=DONE keeps what is DONE")));
        }
        Problem::NoField => ("no field stands before the operator", "status=DONE".to_owned()),
        Problem::NoOperator => ("it has no operator", "one of = != ~ !~ > >= < <= stands behind the field".to_owned()),
        Problem::NotAnOperator => (
            "there is no such operator",
            "it takes = != ~ !~ > >= < <=; a value that begins with one of their signs stands in double quotes"
                .to_owned(),
        ),
        Problem::UnknownField { field, nearest } => {
            let message = format!("{place} {}: there is no field {field}", error.typed);
            let paths = "a path in the body has a dot: data.totalAmount, .secret";
            let hint = match nearest {
                Some(nearest) => format!("did you mean {nearest}? {}", capital(paths)),
                None => format!("it takes a key of the JSON kind received, such as status, order_id, amount; {paths}"),
            };
            return (message, Some(hint));
        }
        Problem::Path(path) => {
            return (
                format!("{place} {}: {path}", error.typed),
                Some("data.totalAmount, data.cancels.0.cancelAmount, .secret".to_owned()),
            );
        }
        Problem::Quotes => {
            ("what stands in double quotes is no JSON text", "a quote within it is written \\\"".to_owned())
        }
        Problem::LongPattern => {
            ("the pattern is too long", format!("a pattern takes up to {LONGEST_PATTERN} bytes"))
        }
        Problem::Pattern(reason) => {
            return (
                format!("{place} {}: the pattern can't be read: {reason}", error.typed),
                Some("a sign with a meaning of its own has a backslash before it: \\( \\[ \\*".to_owned()),
            );
        }
    };
    (format!("{place} {}: {why}", error.typed), Some(hint))
}

fn capital(sentence: &str) -> String {
    sentence.replacen('a', "A", 1)
}
