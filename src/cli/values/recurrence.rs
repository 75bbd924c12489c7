//! Outages that come again: `1d+5m`.

use std::time::Duration;

use jiff::Timestamp;

use super::{ValueError, duration};
use crate::timeline::{Recurring, recurring};

/// An outage that comes again, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedRecurrence {
    /// The text, for messages.
    pub text: String,
    period: Duration,
    length: Duration,
}

/// Why a text is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecurrenceTextError {
    /// Not two durations.
    #[error("it takes PERIOD+DURATION; 1d+5m is 5 minutes every day")]
    NotTwo,
    /// One of the two can't be read.
    #[error("{text}: {error}")]
    Part {
        /// That part, as typed.
        text: String,
        /// What is wrong with it.
        error: Box<ValueError>,
    },
}

/// Reads `PERIOD+DURATION`; the period is the longer of the two.
pub fn recurrence(text: &str) -> Result<TypedRecurrence, ValueError> {
    let text = text.trim();
    let (period, length) = text.split_once('+').ok_or(RecurrenceTextError::NotTwo)?;
    if period.trim().is_empty() || length.trim().is_empty() {
        return Err(RecurrenceTextError::NotTwo.into());
    }
    let (period, length) = (part(period)?, part(length)?);
    recurring::check(period, length)?;
    Ok(TypedRecurrence { text: text.to_owned(), period, length })
}

fn part(text: &str) -> Result<Duration, ValueError> {
    let wrap = |error| RecurrenceTextError::Part { text: text.trim().to_owned(), error: Box::new(error) };
    duration(text).map_err(|error| wrap(error).into())
}

impl TypedRecurrence {
    /// The outages that it means, the first at this moment.
    pub fn from(&self, first: Timestamp) -> Result<Recurring, ValueError> {
        Ok(Recurring::new(first, self.period, self.length)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_a_period_and_a_duration() {
        let typed = recurrence("1d+5m").unwrap();
        let recurring = typed.from(Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(recurring.period(), Duration::from_secs(86_400));
        assert_eq!(recurring.first().length().as_secs(), 300);
        assert!(typed.from(Timestamp::MAX).is_err());
    }

    #[test]
    fn refuses_with_what_to_write() {
        for (text, says) in [
            ("1d", "it takes PERIOD+DURATION; 1d+5m is 5 minutes every day"),
            ("+5m", "it takes PERIOD+DURATION; 1d+5m is 5 minutes every day"),
            ("1d+", "it takes PERIOD+DURATION; 1d+5m is 5 minutes every day"),
            ("1d+5", "5: a duration needs a unit: 5s, 5m or 5h"),
            ("-1d+5m", "-1d: a duration can't be negative"),
            ("1d+0s", "an outage of no time is none; give it a duration, like 1d+5m"),
            (
                "5m+1d",
                "each outage would last until the next begins; make the period longer than the outage, like 1d+5m",
            ),
            (
                "5m+5m",
                "each outage would last until the next begins; make the period longer than the outage, like 1d+5m",
            ),
            ("999999999999d+5m", "999999999999d: that is longer than can be counted"),
        ] {
            assert_eq!(recurrence(text).unwrap_err().to_string(), says, "{text}");
        }
    }
}
