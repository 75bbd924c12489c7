//! The form that was probably meant by a text that is no time.

use crate::cli::values::duration;
use crate::did_you_mean;

/// A form that can be read and holds the same numbers as the text; none where they are no date.
pub(super) fn form(text: &str) -> Option<String> {
    if did_you_mean::nearest(text, ["now"]).is_some() {
        return Some("now".to_owned());
    }
    if duration(text).is_ok() {
        return Some(format!("+{text}"));
    }
    let form = rebuilt(text)?;
    super::exactly(&form).ok().flatten().map(|_| if form.contains(' ') { format!("'{form}'") } else { form })
}

/// The numbers of the text put into `2026-11-22T13:00:30+09:00`, or as much of it as there is.
fn rebuilt(text: &str) -> Option<String> {
    let (local, offset) = split_offset(text);
    let numbers: Vec<&str> =
        local.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let afternoon = match local.to_ascii_lowercase() {
        lower if lower.ends_with("pm") => Some(12),
        lower if lower.ends_with("am") => Some(0),
        _ => None,
    };
    match numbers.as_slice() {
        [year, month, day] if year.len() == 4 => Some(format!("'{year}-{month:0>2}-{day:0>2} 00:00'")),
        [year, month, day, hour, rest @ ..] if year.len() == 4 && rest.len() <= 2 => {
            let clock = clock(hour, rest, afternoon)?;
            let gap = if offset.is_empty() { ' ' } else { 'T' };
            Some(format!("{year}-{month:0>2}-{day:0>2}{gap}{clock}{offset}"))
        }
        [hour, rest @ ..] if hour.len() <= 2 && (afternoon.is_some() || !rest.is_empty()) => {
            clock(hour, rest, afternoon)
        }
        _ => None,
    }
    .map(|form| form.trim_matches('\'').to_owned())
}

/// `13:00` or `13:00:30` from its numbers; an hour before `pm` counts from noon.
fn clock(hour: &str, rest: &[&str], afternoon: Option<u32>) -> Option<String> {
    let hour = hour.parse::<u32>().ok()?;
    let hour = afternoon.map_or(hour, |from| hour % 12 + from);
    match rest {
        [] => Some(format!("{hour:02}:00")),
        [minute] => Some(format!("{hour:02}:{minute:0>2}")),
        [minute, second] => Some(format!("{hour:02}:{minute:0>2}:{second:0>2}")),
        _ => None,
    }
}

/// Takes `+0900`, `+09` or ` +09:00` off the end and gives it as `+09:00`.
fn split_offset(text: &str) -> (&str, String) {
    let trimmed = text.trim_end_matches(['Z', 'z']);
    if trimmed.len() < text.len() {
        return (trimmed, "Z".to_owned());
    }
    let digits = |part: &str| part.replace(':', "");
    match text.rfind(['+', '-']).map(|at| (at, digits(&text[at + 1..]))) {
        // A minus before two digits is more likely the day's.
        Some((at, digits))
            if digits.bytes().all(|byte| byte.is_ascii_digit())
                && (digits.len() == 4 || (digits.len() == 2 && text[at..].starts_with('+'))) =>
        {
            let minutes = digits.get(2..).filter(|minutes| !minutes.is_empty()).unwrap_or("00");
            (&text[..at], format!("{}{}:{minutes}", &text[at..=at], &digits[..2]))
        }
        _ => (text, String::new()),
    }
}
