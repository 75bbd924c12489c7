//! A request as text: to be read, pasted into a shell, or run by an editor's HTTP client.
//!
//! Bodies may come from anywhere, so each form either carries the bytes exactly or refuses.

mod har;
mod readable;
mod shell;

pub use har::{Exchange, HAR_END, har, har_entry, har_head};

use http::{HeaderMap, Method};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::json;

/// A request to be shown.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The method.
    pub method: &'a Method,
    /// The whole URL.
    pub url: &'a str,
    /// The header lines.
    pub headers: &'a HeaderMap,
    /// The body.
    pub body: &'a [u8],
}

/// How a request is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A command for a POSIX shell.
    Curl,
    /// A request for the HTTP clients of `IntelliJ` and VS Code.
    Http,
    /// One line of JSON.
    Json,
    /// A block for an issue or a chat.
    Markdown,
}

/// Why a request can't be shown so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RenderError {
    /// The HTTP clients would read something in the body or a header as theirs (`{{variable}}`,
    /// `###`, `< file`), or can't hold its bytes.
    #[error("the request can't be written for an HTTP client")]
    NotForHttpClients,
}

/// The request in this form, without a newline at its end.
///
/// Only [`Form::Http`] can fail. Only [`Form::Markdown`] changes anything: what a reader couldn't
/// see is escaped there. `Host` and framing are left to whoever sends it, except in JSON.
pub fn render(request: &Shown<'_>, form: Form) -> Result<Vec<u8>, RenderError> {
    match form {
        Form::Curl => Ok(shell::curl(request)),
        Form::Http => readable::http(request).ok_or(RenderError::NotForHttpClients),
        Form::Json => Ok(as_json(request)),
        Form::Markdown => Ok(readable::markdown(request)),
    }
}

/// The lines that a request is made of beside those that its sender makes anew.
fn lines(headers: &HeaderMap) -> impl Iterator<Item = (&str, &[u8])> {
    const MADE_ANEW: [&str; 6] =
        ["host", "content-length", "transfer-encoding", "connection", "keep-alive", "expect"];
    headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_bytes()))
        .filter(|(name, _)| !MADE_ANEW.contains(name))
}

/// Whether a person would see this letter: not so control, bidi and zero-width characters.
fn is_visible(letter: char) -> bool {
    !json::is_hostile(letter)
}

#[derive(Serialize)]
struct Json<'a> {
    method: &'a str,
    url: &'a str,
    headers: Vec<(&'a str, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body_base64: Option<String>,
}

/// The body token for token where it is JSON; in base64 where it isn't.
fn as_json(request: &Shown<'_>) -> Vec<u8> {
    use base64::prelude::{BASE64_STANDARD, Engine};

    let compact = json::compact(request.body).and_then(|bytes| String::from_utf8(bytes).ok());
    let body = compact.and_then(|text| RawValue::from_string(text).ok());
    let lines = request.headers.iter();
    let line = Json {
        method: request.method.as_str(),
        url: request.url,
        headers: lines
            .map(|(name, value)| (name.as_str(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect(),
        body_base64: body.is_none().then(|| BASE64_STANDARD.encode(request.body)),
        body,
    };
    // Texts and checked JSON only: nothing in it can fail.
    serde_json::to_vec(&line).unwrap_or_default()
}

#[cfg(test)]
mod tests;
