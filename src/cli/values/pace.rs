//! How many events: `1000000`, or `100/1s`.

use std::fmt;
use std::time::Duration;

use super::{ValueError, duration, spell};

/// The most events of one run: some seconds of computing.
pub const MAX_ARRIVALS: u64 = 100_000_000;

/// The same, as a person reads it.
const MOST: &str = "100,000,000";

/// So many events in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// How many.
    pub events: u64,
    /// In which time.
    pub per: Duration,
}

/// Why a text is no number of events, or no pace.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaceError {
    /// No event at all.
    #[error("without an event there is nothing to compute; it takes 1 to {MOST}")]
    None,
    /// More than [`MAX_ARRIVALS`].
    #[error("it takes up to {MOST} events; with fewer, evenly spread, the shares stay the same")]
    TooMany,
    /// No whole number.
    #[error("not a whole number of events; it takes 1 to {MOST}")]
    NotWhole,
    /// No slash, or nothing on one side of it.
    #[error("it takes a number of events and a time; write it like 100/1s or 5000/1h")]
    NotTwo,
    /// The time is none.
    #[error("no events come in no time; write it like 100/1s or 5000/1h")]
    NoTime,
}

/// Reads a number of events.
pub fn arrivals(text: &str) -> Result<u64, ValueError> {
    Ok(events(text)?)
}

/// Reads `N/DURATION`; `100/s` is `100/1s`.
pub fn pace(text: &str) -> Result<Pace, ValueError> {
    let (number, per) = text.split_once('/').ok_or(PaceError::NotTwo)?;
    if number.trim().is_empty() || per.trim().is_empty() {
        return Err(PaceError::NotTwo.into());
    }
    let per = per.trim();
    let begins_with_unit = per.starts_with(|letter: char| letter.is_ascii_alphabetic());
    let per = if begins_with_unit { duration(&format!("1{per}")) } else { duration(per) }?;
    if per.is_zero() {
        return Err(PaceError::NoTime.into());
    }
    Ok(Pace { events: events(number)?, per })
}

fn events(text: &str) -> Result<u64, PaceError> {
    let text = text.trim();
    let digits = text.strip_prefix('+').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PaceError::NotWhole);
    }
    // A number that doesn't even fit is too large.
    match digits.parse().unwrap_or(u64::MAX) {
        0 => Err(PaceError::None),
        number if number > MAX_ARRIVALS => Err(PaceError::TooMany),
        number => Ok(number),
    }
}

impl fmt::Display for Pace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}", self.events, spell(self.per))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_numbers_and_paces() {
        assert_eq!(arrivals("1000000"), Ok(1_000_000));
        assert_eq!(arrivals(&MOST.replace(',', "")), Ok(MAX_ARRIVALS));
        assert_eq!(pace("100/1s").unwrap().to_string(), "100/1s");
        assert_eq!(pace(" 5 / h ").unwrap(), Pace { events: 5, per: Duration::from_secs(3600) });
    }

    #[test]
    fn refuses_with_the_limit_and_the_form() {
        let many = "it takes up to 100,000,000 events; with fewer, evenly spread, the shares stay the same";
        for (text, says) in [
            ("0", "without an event there is nothing to compute; it takes 1 to 100,000,000"),
            ("1000000000000", many),
            ("99999999999999999999999", many),
            ("-5", "not a whole number of events; it takes 1 to 100,000,000"),
            ("1e6", "not a whole number of events; it takes 1 to 100,000,000"),
            ("", "not a whole number of events; it takes 1 to 100,000,000"),
        ] {
            assert_eq!(arrivals(text).unwrap_err().to_string(), says, "{text}");
        }
        for (text, says) in [
            ("100", "it takes a number of events and a time; write it like 100/1s or 5000/1h"),
            ("/1s", "it takes a number of events and a time; write it like 100/1s or 5000/1h"),
            ("100/0s", "no events come in no time; write it like 100/1s or 5000/1h"),
            ("0/1s", "without an event there is nothing to compute; it takes 1 to 100,000,000"),
            ("100/5", "a duration needs a unit: 5s, 5m or 5h"),
        ] {
            assert_eq!(pace(text).unwrap_err().to_string(), says, "{text}");
        }
    }
}
