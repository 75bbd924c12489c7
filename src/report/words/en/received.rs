//! What is said of a request beside its event.

use std::time::Duration;

use crate::activity::{EventId, Repeat};
use crate::report::theme::Meaning;
use crate::report::when;
use crate::toss::{Content, KeyForm, SignatureCheck};

use super::outcomes::resend;

/// What stands in the event's place when a body is none.
pub fn no_event(content: &Content, bytes: usize) -> String {
    let size = super::counted(bytes as u64, "byte", "bytes");
    match content {
        Content::Event(_) => String::new(),
        Content::Json => "(JSON, but no event)".to_owned(),
        Content::NotJson => format!("(no JSON, {size})"),
        Content::Empty => "(empty body)".to_owned(),
    }
}

/// How a request relates to those before it.
pub fn repeat(repeat: Repeat, retried_count: Option<u32>, since_first: Duration) -> Option<String> {
    match (repeat, retried_count.unwrap_or(0)) {
        (Repeat::None, 0) => None,
        (Repeat::None, count) => Some(format!("{}, none seen before", resend(count))),
        (Repeat::Resend, count) => {
            Some(format!("{}, {} after the first", resend(count), when::span(since_first)))
        }
        (Repeat::Duplicate, _) => Some("duplicate of the same attempt".to_owned()),
    }
}

/// That another event tells of the same change.
pub fn twin(of: &EventId) -> String {
    format!("twin of {}", of.short())
}

/// What the check of a signature gave, and what that means.
pub fn signature(check: SignatureCheck) -> Option<(Meaning, &'static str)> {
    match check {
        SignatureCheck::Valid(KeyForm::Text) => Some((Meaning::Accepted, "signature valid (text key)")),
        SignatureCheck::Valid(KeyForm::Hex) => Some((Meaning::Accepted, "signature valid (hex key)")),
        SignatureCheck::Invalid => Some((Meaning::Failed, "signature INVALID")),
        SignatureCheck::Missing => Some((Meaning::Failed, "signature MISSING")),
        SignatureCheck::NotExpected | SignatureCheck::Unchecked => None,
    }
}

/// How many fields hold nothing.
pub fn null_fields(count: u64) -> String {
    format!("and {}", super::counted(count, "null field", "null fields"))
}

/// How many fields are left out of a long body.
pub fn more_fields(count: u64) -> String {
    format!("and {} (--full shows them)", super::counted(count, "more field", "more fields"))
}
