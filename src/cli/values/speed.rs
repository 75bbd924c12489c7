//! Speeds: `real`, `600x`, `instant`.

use std::num::NonZeroU32;

use super::ValueError;
use crate::timeline::Speed;

/// Why a text is no speed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SpeedError {
    /// A bare number.
    #[error("not a speed as it stands; write {0}x")]
    NoUnit(String),
    /// Waits that never end.
    #[error("at that speed no wait would ever end; it takes real, 2x to 1000000x, or instant")]
    Standing,
    /// Faster than is worth scaling.
    #[error("it takes up to {}x; instant waits for nothing", Speed::MOST_TIMES)]
    TooFast,
    /// Anything else.
    #[error("not a speed; write it like real, 600x or instant")]
    Unreadable,
}

/// Reads a speed; `1x` is `real`.
pub fn speed(text: &str) -> Result<Speed, ValueError> {
    let text = text.trim().to_ascii_lowercase();
    match text.as_str() {
        "real" => return Ok(Speed::Real),
        "instant" => return Ok(Speed::Instant),
        _ => {}
    }
    let number = text.strip_suffix(['x', '×']);
    let digits = number.unwrap_or(&text);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(SpeedError::Unreadable.into());
    }
    if number.is_none() {
        return Err(SpeedError::NoUnit(digits.to_owned()).into());
    }
    match digits.parse::<u32>().ok().filter(|times| *times <= Speed::MOST_TIMES).map(NonZeroU32::new) {
        None => Err(SpeedError::TooFast.into()),
        Some(None) => Err(SpeedError::Standing.into()),
        Some(Some(NonZeroU32::MIN)) => Ok(Speed::Real),
        Some(Some(times)) => Ok(Speed::Times(times)),
    }
}

#[cfg(test)]
mod tests {
    use super::speed;
    use crate::timeline::Speed;

    #[test]
    fn reads_every_documented_form() {
        assert_eq!(speed("real"), Ok(Speed::Real));
        assert_eq!(speed(" Instant"), Ok(Speed::Instant));
        assert_eq!(speed("3600x"), Ok(Speed::REHEARSAL));
        assert_eq!(speed("3600×"), Ok(Speed::REHEARSAL));
        assert_eq!(speed("1x"), Ok(Speed::Real));
        assert_eq!(speed("1000000x").unwrap().to_string(), "1000000x");
    }

    #[test]
    fn says_what_a_speed_is() {
        for (text, says) in [
            ("600", "not a speed as it stands; write 600x"),
            ("0x", "at that speed no wait would ever end; it takes real, 2x to 1000000x, or instant"),
            ("1000001x", "it takes up to 1000000x; instant waits for nothing"),
            ("99999999999999999999x", "it takes up to 1000000x; instant waits for nothing"),
            ("-1x", "not a speed; write it like real, 600x or instant"),
            ("1.5x", "not a speed; write it like real, 600x or instant"),
            ("fast", "not a speed; write it like real, 600x or instant"),
            ("x", "not a speed; write it like real, 600x or instant"),
            ("", "not a speed; write it like real, 600x or instant"),
        ] {
            assert_eq!(speed(text).unwrap_err().to_string(), says, "{text}");
        }
    }
}
