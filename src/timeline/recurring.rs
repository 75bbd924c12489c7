//! Outages that come again and again, like deploys: looked up by arithmetic, however many there are.

use std::time::Duration;

use jiff::Timestamp;

use super::Outage;

/// An outage that comes again after each period, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurring {
    first: Outage,
    period: Duration,
}

/// Why there is no such recurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecurringError {
    /// It lasts no time.
    #[error("an outage of no time is none; give it a duration, like 1d+5m")]
    Empty,
    /// It lasts until the next one, or longer.
    #[error(
        "each outage would last until the next begins; make the period longer than the outage, like 1d+5m"
    )]
    NoGap,
    /// Already the first would end beyond the years that can be counted.
    #[error("the first outage would end beyond the year 9999; choose an earlier --from or a shorter outage")]
    TooFar,
}

impl Recurring {
    /// Outages of this `length` whose beginnings lie a `period` apart, the first at `first`.
    pub fn new(first: Timestamp, period: Duration, length: Duration) -> Result<Self, RecurringError> {
        check(period, length)?;
        let to = first.checked_add(length).map_err(|_| RecurringError::TooFar)?;
        let first = Outage::new(first, to).map_err(|_| RecurringError::Empty)?;
        Ok(Self { first, period })
    }

    /// The first of them.
    pub fn first(self) -> Outage {
        self.first
    }

    /// From one beginning to the next.
    pub fn period(self) -> Duration {
        self.period
    }

    /// The one that this moment falls into.
    pub fn at(self, moment: Timestamp) -> Option<Outage> {
        let (began, since) = self.latest_beginning(moment)?;
        let length = self.first.length().as_nanos();
        if since >= length {
            return None;
        }
        let to = began.checked_add(self.first.length()).unwrap_or(Timestamp::MAX);
        Outage::new(began, to).ok()
    }

    /// When the next one begins, after this moment.
    pub fn next_after(self, moment: Timestamp) -> Option<Timestamp> {
        match self.latest_beginning(moment) {
            Some((began, _)) => began.checked_add(self.period).ok(),
            None => Some(self.first.from()),
        }
    }

    /// The latest beginning at or before this moment, and the nanoseconds since.
    fn latest_beginning(self, moment: Timestamp) -> Option<(Timestamp, i128)> {
        let since_first = moment.duration_since(self.first.from()).as_nanos();
        if since_first < 0 {
            return None;
        }
        let period = i128::try_from(self.period.as_nanos()).unwrap_or(i128::MAX);
        let since = since_first % period;
        Some((Timestamp::from_nanosecond(moment.as_nanosecond() - since).ok()?, since))
    }
}

/// Whether outages of this length can lie so far apart.
pub fn check(period: Duration, length: Duration) -> Result<(), RecurringError> {
    match length {
        Duration::ZERO => Err(RecurringError::Empty),
        length if length >= period => Err(RecurringError::NoGap),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn seconds(count: u64) -> Duration {
        Duration::from_secs(count)
    }

    #[test]
    fn each_begins_a_period_after_the_one_before_and_none_before_the_first() {
        let deploys = Recurring::new(at(100), seconds(60), seconds(5)).unwrap();
        for (second, down) in [(99, false), (100, true), (104, true), (105, false), (159, false), (160, true)]
        {
            assert_eq!(deploys.at(at(second)).is_some(), down, "second {second}");
        }
        assert_eq!(deploys.at(at(6_103)), Outage::new(at(6_100), at(6_105)).ok());
        let next: Vec<_> = [0, 99, 100, 107, 159, 160].map(|second| deploys.next_after(at(second))).into();
        assert_eq!(next, [100, 100, 160, 160, 160, 220].map(|second| Some(at(second))));
    }

    #[test]
    fn refuses_what_never_ends_never_begins_or_lies_too_far() {
        let new =
            |first, period, length| Recurring::new(first, seconds(period), seconds(length)).unwrap_err();
        assert_eq!(new(at(0), 60, 0), RecurringError::Empty);
        assert_eq!(new(at(0), 0, 0), RecurringError::Empty);
        assert_eq!(new(at(0), 60, 60), RecurringError::NoGap);
        assert_eq!(new(Timestamp::MAX, 60, 5), RecurringError::TooFar);
        assert_eq!(new(at(0), u64::MAX, u64::MAX - 1), RecurringError::TooFar);
    }

    #[test]
    fn a_period_beyond_all_years_comes_once() {
        let once = Recurring::new(at(0), Duration::MAX, seconds(5)).unwrap();
        assert!(once.at(at(4)).is_some() && once.at(Timestamp::MAX).is_none());
        assert_eq!(once.next_after(at(0)), None);
    }
}
