//! What may have been signed, or may have been signed with, instead of what is documented.

use std::borrow::Cow;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, offset};

use super::mistake::{BodyMistake, Joined, KeyMistake, TimeMistake, Written};
use super::remade::{Read, STYLES};
use super::verify::{Attempt, Key};
use crate::toss::signature::Signatures;
use crate::toss::{SecurityKey, transmission};

/// A header longer than this is not read in other encodings.
const LONGEST_HEADER: usize = 4096;

/// Something, and the mistake that makes it; none where it is as given.
pub(super) type Variant<M, T> = (Option<M>, T);

/// The keys that may have been used.
pub(super) fn keys(key: &Key<'_>) -> Vec<Variant<KeyMistake, SecurityKey>> {
    let text = key.text;
    let mut variants = vec![(None, key.key.clone())];
    let mut add = |mistake, other: String| {
        if other != text && !key.is_secret_key {
            variants.push((Some(mistake), SecurityKey::by_mistake(&other)));
        }
    };
    add(KeyMistake::GivenInQuotes, text.trim_matches(['"', '\'', '`']).to_owned());
    add(KeyMistake::SmallLetters, text.to_ascii_lowercase());
    add(KeyMistake::Capitals, text.to_ascii_uppercase());
    for around in ["\n", "\r\n", " "] {
        add(KeyMistake::LineBreak, format!("{text}{around}"));
    }
    for quote in ['"', '\''] {
        add(KeyMistake::UsedInQuotes, format!("{quote}{text}{quote}"));
    }
    variants
}

/// The bodies that may have been signed.
pub(super) fn bodies(body: &[u8]) -> Vec<Variant<BodyMistake, Cow<'_, [u8]>>> {
    let mut variants: Vec<Variant<BodyMistake, Cow<'_, [u8]>>> = vec![(None, body.into())];
    let mut add = |mistake, other: Cow<'_, [u8]>| {
        if variants.iter().all(|(_, known)| **known != *other) {
            variants.push((Some(mistake), other.into_owned().into()));
        }
    };
    let without = |end: &[u8]| body.strip_suffix(end).unwrap_or(body);
    add(BodyMistake::LineBreakAdded, without(b"\n").into());
    add(BodyMistake::LineBreakAdded, without(b"\r\n").into());
    add(BodyMistake::LineBreakLost, [body, b"\n"].concat().into());
    add(BodyMistake::LineBreakLost, [body, b"\r\n"].concat().into());
    let unix = replaced(body, "\r\n", "\n");
    if unix != body {
        add(BodyMistake::CarriageReturnsAdded, unix.strip_suffix(b"\n").unwrap_or(&unix).into());
    }
    add(BodyMistake::CarriageReturnsAdded, unix.as_slice().into());
    add(BodyMistake::CarriageReturnsLost, replaced(&unix, "\n", "\r\n").into());
    let mark = "\u{feff}".as_bytes();
    add(BodyMistake::Surrounded, body.strip_prefix(mark).unwrap_or(body).trim_ascii().into());
    add(BodyMistake::MarkLost, [mark, body].concat().into());
    if let Some(read) = Read::of(body) {
        for style in &STYLES {
            add(BodyMistake::Remade(*style), read.printed(style).into());
        }
    }
    variants
}

fn replaced(body: &[u8], from: &str, to: &str) -> Vec<u8> {
    std::str::from_utf8(body).map_or_else(|_| body.to_vec(), |text| text.replace(from, to).into_bytes())
}

/// The times that may have been signed: those of other attempts, the given one in other forms, the body's own.
pub(super) fn times(
    given: &str,
    attempts: &[Attempt],
    created_at: Option<&str>,
) -> Vec<Variant<TimeMistake, String>> {
    let mut variants: Vec<Variant<TimeMistake, String>> = vec![(None, given.to_owned())];
    let mut add = |mistake, other: String| {
        if variants.iter().all(|(_, known)| *known != other) {
            variants.push((Some(mistake), other));
        }
    };
    for Attempt { retried_count, time } in attempts {
        add(TimeMistake::OtherAttempt { retried_count: *retried_count, time: time.clone() }, time.clone());
    }
    for form in forms(given) {
        add(TimeMistake::Rewritten(form.clone()), form);
    }
    if let Some(created_at) = created_at {
        add(TimeMistake::CreatedAt, created_at.to_owned());
    }
    variants
}

/// A time as other programs write it.
fn forms(given: &str) -> Vec<String> {
    let trimmed = given.trim().trim_matches(['"', '\'']);
    // In a query string, `+` is a blank.
    let plus = trimmed.replace(' ', "+");
    let korean = |text: &str| {
        let civil = text.parse::<DateTime>().ok()?;
        civil.to_zoned(offset(9).to_time_zone()).ok().map(|zoned| zoned.timestamp())
    };
    let read = |text: &str| text.parse::<Timestamp>().ok().or_else(|| korean(text));
    let Some(at) = read(trimmed).or_else(|| read(&plus)) else { return vec![trimmed.to_owned(), plus] };
    let shown = |place: Offset, form: &str| place.to_datetime(at).strftime(form).to_string();
    let mut forms = vec![trimmed.to_owned(), plus, transmission::format_transmission_time(at)];
    for (form, ends) in [
        ("%Y-%m-%dT%H:%M:%S", ["Z", ".000Z", "+00:00", "+0000", ".000+00:00", ""]),
        ("%Y-%m-%d %H:%M:%S", ["", "Z", "+00:00", " UTC", "", ""]),
    ] {
        forms.extend(ends.map(|end| shown(Offset::UTC, form) + end));
    }
    for (form, ends) in [
        ("%Y-%m-%dT%H:%M:%S", [".000+09:00", ".000000+09:00", "+0900", "+09", "+09:00[Asia/Seoul]", ""]),
        ("%Y-%m-%d %H:%M:%S", ["+09:00", "", ".000", " KST", "", ""]),
    ] {
        forms.extend(ends.map(|end| shown(offset(9), form) + end));
    }
    forms.extend([at.as_second().to_string(), at.as_millisecond().to_string()]);
    forms
}

/// How body and time may have been put together.
pub(super) const JOINED: [Option<Joined>; 5] =
    [None, Some(Joined::BodyAlone), Some(Joined::TimeFirst), Some(Joined::Dot), Some(Joined::Nothing)];

/// The parts of a message that was put together so.
pub(super) fn joined<'a>(joined: Option<Joined>, body: &'a [u8], time: &'a str) -> [&'a [u8]; 3] {
    match joined {
        None => crate::toss::signature::message(body, time),
        Some(Joined::BodyAlone) => [body, b"", b""],
        Some(Joined::TimeFirst) => [time.as_bytes(), b":", body],
        Some(Joined::Dot) => [body, b".", time.as_bytes()],
        Some(Joined::Nothing) => [body, b"", time.as_bytes()],
    }
}

/// The signatures of a header, read as documented and in other encodings.
pub(super) fn signatures(header: &[u8]) -> Vec<Variant<Written, Signatures>> {
    let mut variants = vec![(None, Signatures::read(header))];
    let Ok(text) = std::str::from_utf8(header) else { return variants };
    if text.len() > LONGEST_HEADER {
        return variants;
    }
    let mut add = |written, values: Vec<String>| {
        let values = Signatures::read(values.join(",").as_bytes());
        if values.count() > 0 {
            variants.push((Some(written), values));
        }
    };
    let each = |change: &dyn Fn(&str) -> Option<String>| -> Vec<String> {
        text.split(',')
            .map(|value| value.trim().trim_start_matches("v1:").trim())
            .filter_map(change)
            .collect()
    };
    add(Written::Hex, each(&|value| hex(value).map(|bytes| BASE64_STANDARD.encode(bytes))));
    add(
        Written::Base64Url,
        each(&|value| value.contains(['-', '_']).then(|| value.replace('-', "+").replace('_', "/"))),
    );
    add(
        Written::UrlEncoded,
        each(&|value| value.contains(['%', ' ']).then(|| percent_decoded(value).replace(' ', "+"))),
    );
    let bare = text.rsplit_once("signature:").map_or(text, |(_, value)| value);
    let bare = bare.replace(['"', '\'', '`'], "");
    if bare != text {
        add(Written::Surrounded, bare.split(',').map(|value| value.trim().to_owned()).collect());
    }
    variants
}

/// 64 hex digits as their 32 bytes.
fn hex(text: &str) -> Option<Vec<u8>> {
    let text = text.as_bytes();
    let (pairs, []) = text.as_chunks::<2>() else { return None };
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect();
    if text.len() == 64 { bytes } else { None }
}

/// The escapes that base64 gets in a URL.
fn percent_decoded(text: &str) -> String {
    [
        ("%2B", "+"),
        ("%2b", "+"),
        ("%2F", "/"),
        ("%2f", "/"),
        ("%3D", "="),
        ("%3d", "="),
        ("%3A", ":"),
        ("v1:", ""),
    ]
    .into_iter()
    .fold(text.to_owned(), |text, (escape, letter)| text.replace(escape, letter))
}
