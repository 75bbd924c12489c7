//! A request as a curl command that any POSIX shell gives to curl byte for byte.
//!
//! What a person can see goes into single quotes. What they can't (control and bidi characters,
//! bytes that are no text) would be acted on by the terminal that it is pasted into, and NUL fits
//! into no argument: such words are written for `printf`, which every shell has; `$'…'` not every
//! shell knows.

use std::fmt::Write as _;

use http::Method;

use super::{Shown, is_visible, lines};

/// A body that is longer goes through a pipe: Linux takes no argument of 128 KiB.
const LONGEST_ARGUMENT: usize = 100 * 1024;

/// The command, one argument pair to a line.
pub(super) fn curl(request: &Shown<'_>) -> Vec<u8> {
    // Without --globoff curl reads [] and {} in URLs as patterns.
    let mut parts = vec![format!("curl --globoff --request {}", word(request.method.as_str().as_bytes()))];
    parts[0] = format!("{} {}", parts[0], word(request.url.as_bytes()));
    for (name, value) in lines(request.headers) {
        parts.push(format!("--header {}", header(name, value)));
    }
    let mut before = String::new();
    if request.method != Method::GET || !request.body.is_empty() {
        // Left alone, curl says that a body is a form.
        if !request.headers.contains_key("content-type") {
            parts.push("--header 'content-type:'".into());
        }
        if request.body.len() <= LONGEST_ARGUMENT && quotable(request.body).is_some() {
            // Unlike --data, --data-raw takes a leading @ as it is.
            parts.push(format!("--data-raw {}", word(request.body)));
        } else {
            before = format!("printf {} | ", format_for_printf(request.body));
            parts.push("--data-binary @-".into());
        }
    }
    (before + &parts.join(" \\\n  ")).into_bytes()
}

/// A header argument; curl wants `name;` for a line without a value, `name:` would remove it.
fn header(name: &str, value: &[u8]) -> String {
    if value.is_empty() {
        return word(format!("{name};").as_bytes());
    }
    word(&[name.as_bytes(), b": ", value].concat())
}

/// One word of a command. Of bytes that aren't [`quotable`], newlines at the end and NUL are lost:
/// neither stands in a header, a method or a URL.
fn word(bytes: &[u8]) -> String {
    match quotable(bytes) {
        Some(text) => format!("'{}'", text.replace('\'', r"'\''")),
        None => format!("\"$(printf {})\"", format_for_printf(bytes)),
    }
}

/// The bytes as a text that can stand in single quotes.
fn quotable(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.chars().all(|letter| letter == '\n' || is_visible(letter)))
}

/// A quoted format that makes `printf` print these bytes.
fn format_for_printf(bytes: &[u8]) -> String {
    let mut format = String::from("'");
    // A leading dash would be an option of printf's.
    let bytes = match bytes.strip_prefix(b"-") {
        Some(rest) => {
            octal(&mut format, b"-");
            rest
        }
        None => bytes,
    };
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '%' => format.push_str("%%"),
                '\\' => format.push_str(r"\\"),
                '\'' => octal(&mut format, b"'"),
                letter if is_visible(letter) => format.push(letter),
                hidden => octal(&mut format, hidden.encode_utf8(&mut [0; 4]).as_bytes()),
            }
        }
        octal(&mut format, chunk.invalid());
    }
    format.push('\'');
    format
}

fn octal(format: &mut String, bytes: &[u8]) {
    for byte in bytes {
        // Writing to a String can't fail.
        let _ = write!(format, r"\{byte:03o}");
    }
}
