//! What a condition looks at: a key of the JSON kind `received`, or a path in the body.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::Seen;
use super::value::Value;
use crate::json::{Document, Path};
use crate::toss::Content;

/// What a condition looks at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Field {
    /// A key of `received`.
    Key(Key),
    /// A path in the body.
    Body(Path),
}

/// A key of the JSON kind `received`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    At,
    Id,
    Event,
    EventStatus,
    OrderId,
    PaymentKey,
    Amount,
    Currency,
    TransmissionId,
    RetriedCount,
    TransmissionTime,
    Repeat,
    TwinOf,
    Signature,
    KeyForm,
    Remote,
    Method,
    Path,
    Headers,
    Body,
    BodyBase64,
}

/// The keys by their names, in the order of the line.
pub const KEYS: [(&str, Key); 21] = [
    ("at", Key::At),
    ("id", Key::Id),
    ("event", Key::Event),
    ("event_status", Key::EventStatus),
    ("order_id", Key::OrderId),
    ("payment_key", Key::PaymentKey),
    ("amount", Key::Amount),
    ("currency", Key::Currency),
    ("transmission_id", Key::TransmissionId),
    ("retried_count", Key::RetriedCount),
    ("transmission_time", Key::TransmissionTime),
    ("repeat", Key::Repeat),
    ("twin_of", Key::TwinOf),
    ("signature", Key::Signature),
    ("key_form", Key::KeyForm),
    ("remote", Key::Remote),
    ("method", Key::Method),
    ("path", Key::Path),
    ("headers", Key::Headers),
    ("body", Key::Body),
    ("body_base64", Key::BodyBase64),
];

/// Another name of `event_status`, which is what most conditions are about.
pub(super) const STATUS: (&str, Key) = ("status", Key::EventStatus);

impl Field {
    /// What stands in the field.
    pub(super) fn of<'a>(&self, seen: &Seen<'a>) -> Value<'a> {
        match self {
            Self::Key(key) => key.of(seen),
            Self::Body(path) => body(seen).and_then(|body| path.find(body)).map_or(Value::Nothing, Value::of),
        }
    }
}

impl Key {
    /// Whether only the history knows what stands there.
    pub(super) fn needs_known(self) -> bool {
        matches!(self, Self::Id | Self::Repeat | Self::TwinOf)
    }

    fn of<'a>(self, seen: &Seen<'a>) -> Value<'a> {
        let event = seen.content.event();
        match self {
            Self::At => Value::text(Some(format!("{:.6}", seen.request.arrived_at))),
            Self::Id => Value::text(seen.known.map(|known| known.id.to_string())),
            Self::Event => Value::text(event.map(|event| event.event_type.as_str())),
            Self::EventStatus => Value::text(event.and_then(|event| event.status.as_deref())),
            Self::OrderId => Value::text(event.and_then(|event| event.order_id.as_deref())),
            Self::PaymentKey => Value::text(event.and_then(|event| event.payment_key.as_deref())),
            Self::Amount => match event.and_then(|event| event.amount.as_ref()) {
                Some(amount) => Value::Number(amount.0.as_str().into()),
                None => Value::Nothing,
            },
            Self::Currency => Value::text(event.and_then(|event| event.currency.as_deref())),
            Self::TransmissionId => Value::text(seen.transmission.id.as_ref().map(|id| id.0.as_str())),
            Self::RetriedCount => match seen.transmission.retried_count {
                Some(count) => Value::Number(count.to_string().into()),
                None => Value::Nothing,
            },
            Self::TransmissionTime => Value::text(seen.transmission.time.as_deref()),
            Self::Repeat => Value::text(seen.known.map(|known| known.repeat.as_str())),
            Self::TwinOf => Value::text(seen.known.and_then(|known| known.twin_of).map(|id| id.to_string())),
            Self::Signature => Value::text(Some(seen.signature.as_str())),
            Self::KeyForm => Value::text(seen.signature.key_form()),
            Self::Remote => Value::text(Some(seen.request.remote.to_string())),
            Self::Method => Value::text(Some(seen.request.method.as_str())),
            Self::Path => Value::Text(seen.request.target()),
            Self::Headers => {
                let lines: Vec<_> = seen.request.header_lines().collect();
                Value::Json(serde_json::to_string(&lines).unwrap_or_default().into())
            }
            Self::Body => body(seen).map_or(Value::Nothing, Value::of),
            Self::BodyBase64 => Value::text(match seen.content {
                Content::NotJson | Content::Empty => Some(BASE64_STANDARD.encode(&seen.request.body)),
                Content::Event(_) | Content::Json => None,
            }),
        }
    }
}

/// The body, where it is JSON: that was checked when its content was read.
fn body<'a>(seen: &Seen<'a>) -> Option<Document<'a>> {
    match seen.content {
        Content::Event(_) | Content::Json => Document::read_again(&seen.request.body),
        Content::NotJson | Content::Empty => None,
    }
}

impl fmt::Display for Field {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(key) => {
                let named = KEYS.iter().find(|(_, known)| known == key);
                out.write_str(named.map_or("", |(name, _)| name))
            }
            Self::Body(path) => {
                let segments = path.segments();
                // One segment alone would read as a key.
                if segments.len() == 1 {
                    out.write_str(".")?;
                }
                for (index, segment) in segments.iter().enumerate() {
                    if index > 0 {
                        out.write_str(".")?;
                    }
                    for letter in segment.text().chars() {
                        if is_marked(letter) {
                            out.write_str("\\")?;
                        }
                        write!(out, "{letter}")?;
                    }
                }
                Ok(())
            }
        }
    }
}

/// Whether a letter of a name would be read as something else without a backslash before it.
fn is_marked(letter: char) -> bool {
    matches!(letter, '\\' | '.') || super::expression::is_of_operator(letter) || letter.is_whitespace()
}
