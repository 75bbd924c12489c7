//! Cutting and joining a JSON text at spans that are known.

use std::ops::Range;

use super::scan::quoted;
use crate::json::Segment;

/// The text with this literal in the span's place.
pub(super) fn replace(text: &str, span: &Range<usize>, literal: &str) -> String {
    [&text[..span.start], literal, &text[span.end..]].concat()
}

/// Adds an item behind the container's last, or right behind its opening bracket.
pub(super) fn append(text: &str, container: &Range<usize>, last_end: Option<usize>, item: &str) -> String {
    let (at, comma) = match last_end {
        Some(end) => (end, ","),
        None => (container.start + 1, ""),
    };
    [&text[..at], comma, item, &text[at..]].concat()
}

/// The text without the doomed ones of a container's items, and with the commas that the others need.
pub(super) fn remove(text: &str, items: &[Range<usize>], doomed: &[bool]) -> String {
    let mut kept = String::with_capacity(text.len());
    let last_kept = doomed.iter().rposition(|is_doomed| !is_doomed);
    let mut copied = 0;
    for (index, item) in items.iter().enumerate().filter(|(index, _)| doomed[*index]) {
        // Up to the next item, comma included; behind the last that stays, its comma goes instead.
        let (from, to) = match last_kept {
            Some(last) if index < last => (item.start, items[index + 1].start),
            Some(last) => (items[last].end.max(copied), item.end),
            None => (items[0].start.max(copied), item.end),
        };
        kept.push_str(&text[copied..from]);
        copied = to;
    }
    kept.push_str(&text[copied..]);
    kept
}

/// The literal inside new objects, one for each segment; a segment `0` makes an array.
pub(super) fn nest(segments: &[Segment], literal: &str) -> String {
    segments.iter().rev().fold(literal.to_owned(), |inner, segment| match segment.text() {
        "0" => format!("[{inner}]"),
        key => format!("{{{}:{inner}}}", quoted(key)),
    })
}
