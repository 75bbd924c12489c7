//! Durations: `10s`, `4m`, `1h30m`, `3d19h`, `250ms`, `0`.

use std::fmt::Write as _;
use std::time::Duration;

/// The units, longest first, with their milliseconds.
const UNITS: [(&str, u64); 5] = [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

/// What people write for a unit, and how long it is; only for naming what was probably meant.
const OTHER_NAMES: [(&[&str], u64); 6] = [
    (&["w", "week", "weeks"], 7 * 86_400_000),
    (&["d", "day", "days"], 86_400_000),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600_000),
    (&["m", "min", "mins", "minute", "minutes"], 60_000),
    (&["s", "sec", "secs", "second", "seconds"], 1_000),
    (&["ms", "msec", "msecs", "millis", "milliseconds"], 1),
];

/// Why a text is no duration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DurationError {
    /// A bare number.
    #[error("a duration needs a unit: {0}s, {0}m or {0}h")]
    NoUnit(String),
    /// A leading minus.
    #[error("a duration can't be negative")]
    Negative,
    /// More milliseconds than can be counted.
    #[error("that is longer than can be counted")]
    TooLong,
    /// Almost a duration.
    #[error("not a duration as it stands; write {0}")]
    Nearly(String),
    /// Anything else.
    #[error("not a duration; write it like 10s, 4m, 1h30m, 3d19h or 250ms")]
    Unreadable,
}

/// Reads a duration: units `d h m s ms`, the longer before the shorter; `0` needs none.
pub fn duration(text: &str) -> Result<Duration, DurationError> {
    let text = text.trim();
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits && text.bytes().all(|byte| byte == b'0') {
        return Ok(Duration::ZERO);
    }
    if all_digits {
        return Err(DurationError::NoUnit(text.to_owned()));
    }
    if text.starts_with(['-', '−']) {
        return Err(DurationError::Negative);
    }
    let pieces = pieces(text).ok_or(DurationError::Unreadable)?;
    match exactly(&pieces)? {
        Some(duration) => Ok(duration),
        None => Err(loosely(&pieces).map_or(DurationError::Unreadable, DurationError::Nearly)),
    }
}

/// A duration as [`duration`] reads it: `1h30m`. What is shorter than a millisecond is left out.
pub fn spell(duration: Duration) -> String {
    let mut left = duration.as_millis();
    let mut text = String::new();
    for (unit, length) in UNITS {
        let length = u128::from(length);
        if left >= length {
            let _ = write!(text, "{}{unit}", left / length);
            left %= length;
        }
    }
    if text.is_empty() { "0s".to_owned() } else { text }
}

/// Splits `1h 30m` into its numbers and units; none where the two don't alternate.
fn pieces(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let number_ends = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, tail) = rest.split_at(number_ends);
        let tail = tail.trim_start();
        let unit_ends = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        let (unit, tail) = tail.split_at(unit_ends);
        if number.is_empty() || unit.is_empty() {
            return None;
        }
        pieces.push((number, unit));
        rest = tail.trim_start();
    }
    (!pieces.is_empty()).then_some(pieces)
}

/// The sum of the pieces; none where a unit is unknown, out of order, or counted in fractions.
fn exactly(pieces: &[(&str, &str)]) -> Result<Option<Duration>, DurationError> {
    let mut milliseconds = 0_u64;
    let mut allowed = UNITS.iter();
    for (number, unit) in pieces {
        let Some((_, length)) = allowed.find(|(name, _)| name == unit) else { return Ok(None) };
        if number.contains('.') {
            return Ok(None);
        }
        milliseconds = number
            .parse::<u64>()
            .ok()
            .and_then(|count| count.checked_mul(*length))
            .and_then(|part| milliseconds.checked_add(part))
            .ok_or(DurationError::TooLong)?;
    }
    Ok(Some(Duration::from_millis(milliseconds)))
}

/// What was probably meant by `1.5h`, `10sec` or `30m1h`.
fn loosely(pieces: &[(&str, &str)]) -> Option<String> {
    let mut sum = Duration::ZERO;
    for (number, unit) in pieces {
        let unit = unit.to_lowercase();
        let (_, length) = OTHER_NAMES.iter().find(|(names, _)| names.contains(&unit.as_str()))?;
        let length = Duration::from_millis(*length).as_secs_f64();
        let part = Duration::try_from_secs_f64(number.parse::<f64>().ok()? * length).ok()?;
        sum = sum.checked_add(part)?;
    }
    Some(spell(sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> String {
        duration(text).unwrap_err().to_string()
    }

    #[test]
    fn reads_every_documented_form() {
        for (text, milliseconds) in [
            ("10s", 10_000),
            ("4m", 240_000),
            ("1h30m", 5_400_000),
            ("3d19h", 327_600_000),
            ("3d 19h 1m", 327_660_000),
            ("250ms", 250),
            ("1s500ms", 1_500),
            ("0", 0),
            ("0s", 0),
        ] {
            assert_eq!(duration(text), Ok(Duration::from_millis(milliseconds)), "{text}");
        }
    }

    #[test]
    fn names_what_was_probably_meant() {
        assert_eq!(refusal("10"), "a duration needs a unit: 10s, 10m or 10h");
        assert_eq!(refusal("1.5h"), "not a duration as it stands; write 1h30m");
        assert_eq!(refusal("30m1h"), "not a duration as it stands; write 1h30m");
        assert_eq!(refusal("10sec"), "not a duration as it stands; write 10s");
        assert_eq!(refusal("2 Minutes"), "not a duration as it stands; write 2m");
    }

    #[test]
    fn refuses_what_is_negative_unreadable_or_too_long() {
        assert_eq!(refusal("-5s"), "a duration can't be negative");
        for text in ["", "s", "soon", "5m-", "1..5h", "10s10", "٣s"] {
            assert!(refusal(text).starts_with("not a duration"), "{text}: {}", refusal(text));
        }
        for text in ["99999999999999999999s", "999999999999d", "18446744073709551615ms1ms"] {
            assert!(duration(text).is_err(), "{text}");
        }
        assert_eq!(refusal("999999999999d"), "that is longer than can be counted");
    }

    #[test]
    fn spells_what_it_reads() {
        for text in ["10s", "1h30m", "3d19h1m", "250ms", "1m1s1ms", "0s"] {
            assert_eq!(spell(duration(text).unwrap()), text);
        }
    }
}
