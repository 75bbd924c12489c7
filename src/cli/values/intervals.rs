//! The waits of another retry policy: `1m,5m,30m`.

use std::time::Duration;

use super::{ValueError, duration};

/// The most waits that a policy may have; the longest published ones have about thirty.
pub const MAX_INTERVALS: usize = 100;

/// The wait before re-send 1, 2, …: 1 to [`MAX_INTERVALS`] of them, in whole seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intervals(pub Vec<Duration>);

/// Why a text is no list of waits.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntervalsError {
    /// Nothing at all, or nothing between two commas.
    #[error("wait {0} is empty; write the waits with a comma between them, like 1m,5m,30m")]
    Empty(usize),
    /// One that is no duration.
    #[error("wait {number}, {text}: {error}")]
    Wait {
        /// Which one, from 1.
        number: usize,
        /// As typed.
        text: String,
        /// What is wrong with it.
        error: Box<ValueError>,
    },
    /// One with a fraction of a second, which the output could not show.
    #[error("wait {0}: waits are whole seconds")]
    Fraction(usize),
    /// More than [`MAX_INTERVALS`].
    #[error("{0} waits; {MAX_INTERVALS} are the most")]
    TooMany(usize),
    /// Their sum can't be counted.
    #[error("together the waits are longer than can be counted")]
    TooLong,
}

/// Reads a comma-separated list of waits.
pub fn intervals(text: &str) -> Result<Intervals, ValueError> {
    let count = text.split(',').count();
    if count > MAX_INTERVALS {
        return Err(IntervalsError::TooMany(count).into());
    }
    let mut sum = Duration::ZERO;
    let mut waits = Vec::with_capacity(count);
    for (index, part) in text.split(',').map(str::trim).enumerate() {
        let number = index + 1;
        if part.is_empty() {
            return Err(IntervalsError::Empty(number).into());
        }
        let wait = duration(part).map_err(|error| IntervalsError::Wait {
            number,
            text: part.to_owned(),
            error: Box::new(error),
        })?;
        if wait.subsec_nanos() != 0 {
            return Err(IntervalsError::Fraction(number).into());
        }
        sum = sum.checked_add(wait).ok_or(IntervalsError::TooLong)?;
        waits.push(wait);
    }
    Ok(Intervals(waits))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_waits_in_their_order() {
        let minutes = |count: u64| Duration::from_secs(count * 60);
        assert_eq!(intervals("0s, 1m,1h"), Ok(Intervals(vec![minutes(0), minutes(1), minutes(60)])));
    }

    #[test]
    fn refuses_naming_the_wait_that_is_wrong() {
        for (text, says) in [
            ("", "wait 1 is empty; write the waits with a comma between them, like 1m,5m,30m"),
            ("1m,,5m", "wait 2 is empty; write the waits with a comma between them, like 1m,5m,30m"),
            ("1m,5", "wait 2, 5: a duration needs a unit: 5s, 5m or 5h"),
            ("-1m", "wait 1, -1m: a duration can't be negative"),
            ("1m,250ms", "wait 2: waits are whole seconds"),
            ("1m,999999999999d", "wait 2, 999999999999d: that is longer than can be counted"),
        ] {
            assert_eq!(intervals(text).unwrap_err().to_string(), says, "{text}");
        }
    }

    #[test]
    fn takes_a_hundred_waits_and_no_more() {
        assert_eq!(intervals(&["1m"; 100].join(",")).unwrap().0.len(), 100);
        assert_eq!(intervals(&["1m"; 101].join(",")).unwrap_err().to_string(), "101 waits; 100 are the most");
    }
}
