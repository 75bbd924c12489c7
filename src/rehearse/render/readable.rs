//! A request as its own head and body: for HTTP clients exactly, for people with what is hidden shown.

use super::{Shown, is_visible, lines};

/// For `IntelliJ`'s and VS Code's clients; none where they would read something as theirs.
pub(super) fn http(request: &Shown<'_>) -> Option<Vec<u8>> {
    let body = std::str::from_utf8(request.body).ok()?;
    let is_text = |text: &str| text.chars().all(|letter| letter == '\n' || is_visible(letter));
    // In all of the text {{…}} is a variable; at a line's start these are the clients' own words.
    let is_theirs =
        |line: &str| ["###", "<", ">", "@", "//"].iter().any(|start| line.trim_start().starts_with(start));
    // Clients take white space around a body for their own.
    if body.trim() != body {
        return None;
    }
    let message = message(request);
    if !is_text(&message) || message.contains("{{") || body.lines().any(is_theirs) {
        return None;
    }
    let has_only_text = lines(request.headers).all(|(_, value)| std::str::from_utf8(value).is_ok());
    has_only_text.then(|| message.into_bytes())
}

/// A fenced block that nothing in it can end.
pub(super) fn markdown(request: &Shown<'_>) -> Vec<u8> {
    let message = revealed(&message(request));
    let longest_run = message.split(|letter| letter != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat((longest_run + 1).max(3));
    format!("{fence}http\n{message}\n{fence}").into_bytes()
}

fn message(request: &Shown<'_>) -> String {
    let mut text = format!("{} {}", request.method, request.url);
    for (name, value) in lines(request.headers) {
        text = format!("{text}\n{name}: {}", String::from_utf8_lossy(value));
    }
    if !request.body.is_empty() {
        text = format!("{text}\n\n{}", String::from_utf8_lossy(request.body));
    }
    text
}

/// The text with hidden characters as escapes.
fn revealed(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter == '\n' || is_visible(letter) {
            shown.push(letter);
        } else {
            shown.extend(letter.escape_unicode());
        }
    }
    shown
}
