//! What is said of an event on one line, in the order of its columns.

use std::borrow::Cow;

use super::theme::Meaning;
use super::{Language, amount, sanitize, width};
use crate::activity::Received;
use crate::toss::Content;

/// How much of a body that is no event is shown.
const PREVIEW_COLUMNS: usize = 40;

/// The cells of one event, bounded in width and harmless.
pub(super) struct EventCells<'a> {
    /// The event type, or what the body is instead of an event.
    pub(super) event: Cow<'a, str>,
    pub(super) meaning: Meaning,
    pub(super) status: Cow<'a, str>,
    pub(super) order: Cow<'a, str>,
    pub(super) amount: String,
    /// The payment method; the first bytes of a body that is no event.
    pub(super) method: Cow<'a, str>,
}

impl<'a> EventCells<'a> {
    pub(super) fn of(content: &'a Content, body: &'a [u8], language: Language) -> Self {
        match content {
            Content::Event(event) => Self {
                event: clipped(event.event_type.as_str(), 48),
                meaning: Meaning::Event,
                status: optional(event.status.as_deref(), 32),
                order: optional(event.order_id.as_deref(), 64),
                amount: amount::shown(event.amount.as_ref(), event.currency.as_deref()),
                method: optional(event.method.as_deref(), 24),
            },
            Content::NotJson => {
                Self { method: preview(body), ..Self::without_event(content, body, language) }
            }
            Content::Json | Content::Empty => Self::without_event(content, body, language),
        }
    }

    fn without_event(content: &Content, body: &[u8], language: Language) -> Self {
        Self {
            event: language.no_event(content, body.len()).into(),
            meaning: Meaning::Warning,
            status: "".into(),
            order: "".into(),
            amount: String::new(),
            method: "".into(),
        }
    }

    /// Whether the body is an event, whose cells stand in columns.
    pub(super) fn is_event(&self) -> bool {
        self.meaning == Meaning::Event
    }

    /// Whether the event tells of an amount.
    pub(super) fn has_amount(&self) -> bool {
        self.amount != amount::NONE
    }
}

/// What is said of a request beside its event: repeat, twin, signature.
pub(super) fn notes(received: &Received, language: Language) -> Vec<(Meaning, Cow<'static, str>)> {
    let count = received.transmission.retried_count;
    let repeat = language.repeat(received.repeat, count, received.since_first);
    let twin = received.twin_of.as_ref().map(|id| language.twin(id));
    let signature = language.signature(received.signature);
    [repeat, twin]
        .into_iter()
        .flatten()
        .map(|note| (Meaning::Plain, note.into()))
        .chain(signature.map(|(meaning, note)| (meaning, note.into())))
        .collect()
}

/// The beginning of a body that is no event.
fn preview(body: &[u8]) -> Cow<'_, str> {
    // What is cut off need not be looked at: no column takes more than eight bytes that anybody reads.
    let beginning = &body[..body.len().min(PREVIEW_COLUMNS * 8)];
    let text = sanitize::bytes(beginning);
    Cow::Owned(width::truncate(&text, PREVIEW_COLUMNS).into_owned())
}

fn optional(text: Option<&str>, columns: usize) -> Cow<'_, str> {
    text.map_or(Cow::Borrowed(""), |text| clipped(text, columns))
}

/// Harmless, and cut to so many columns.
pub(super) fn clipped(text: &str, columns: usize) -> Cow<'_, str> {
    // A name may be a megabyte long: what is cut off need not be looked at. No column takes more
    // than eight bytes that anybody reads.
    let end = match columns * 8 {
        most if text.len() <= most => text.len(),
        most => text.char_indices().map(|(position, _)| position).nth(most).unwrap_or(text.len()),
    };
    match sanitize::text(&text[..end]) {
        Cow::Borrowed(harmless) => width::truncate(harmless, columns),
        Cow::Owned(harmless) => Cow::Owned(width::truncate(&harmless, columns).into_owned()),
    }
}
