//! How many re-sends reach the endpoint in each minute.

use jiff::Timestamp;

use super::ScheduleError;

/// Nanoseconds of a minute.
const MINUTE: i64 = 60_000_000_000;

/// Seconds of a minute.
const SECONDS: i64 = 60;

/// The most minutes that can be counted, 32 MB of counters: seven and a half years.
const MOST_MINUTES: usize = 4_000_000;

/// Re-sends by the minute of the clock.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Load {
    /// The first minute, as minutes since 1970.
    first: i64,
    /// From the beginning of the first minute to the reference that moments are counted from.
    lead: i64,
    counts: Vec<u64>,
}

impl Load {
    /// Nothing yet, for moments from `reference` to `until`.
    pub(super) fn new(reference: Timestamp, until: Timestamp) -> Result<Self, ScheduleError> {
        let minute = |at: Timestamp| at.as_nanosecond().div_euclid(i128::from(MINUTE));
        let first = minute(reference);
        let minutes = usize::try_from(minute(until) - first + 1).unwrap_or(usize::MAX);
        let lead = i64::try_from(reference.as_nanosecond() - first * i128::from(MINUTE));
        match (i64::try_from(first), lead) {
            (Ok(first), Ok(lead)) if minutes <= MOST_MINUTES => {
                Ok(Self { first, lead, counts: vec![0; minutes] })
            }
            _ => Err(ScheduleError::TooWide(MOST_MINUTES)),
        }
    }

    /// Counts a re-send, so many nanoseconds after the reference.
    pub(super) fn count(&mut self, at: i64) {
        let minute = usize::try_from((at + self.lead) / MINUTE).ok();
        if let Some(count) = minute.and_then(|minute| self.counts.get_mut(minute)) {
            *count += 1;
        }
    }

    /// The minutes in which re-sends come, with their number, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, u64)> + '_ {
        let counts = (self.first..).zip(self.counts.iter().copied());
        counts
            .filter(|(_, count)| *count > 0)
            .filter_map(|(minute, count)| Some((Timestamp::from_second(minute * SECONDS).ok()?, count)))
    }

    /// The first minute with the most re-sends, and their number; none where none comes.
    pub fn peak(&self) -> Option<(Timestamp, u64)> {
        let most = self.counts.iter().copied().max()?;
        self.iter().find(|(_, count)| *count == most)
    }

    /// The number of re-sends in all.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// The first minute with re-sends, and the number in each from it to the last; none where none comes.
    pub fn minutes(&self) -> Option<(Timestamp, &[u64])> {
        let first = self.counts.iter().position(|count| *count > 0)?;
        let last = self.counts.iter().rposition(|count| *count > 0)?;
        let minute = self.first + i64::try_from(first).ok()?;
        Some((Timestamp::from_second(minute * SECONDS).ok()?, &self.counts[first..=last]))
    }

    /// From the first minute with re-sends to the last, in `columns` equal parts or fewer, each a whole
    /// number of minutes: the most that come in one minute of it. And how many minutes a part has.
    pub fn columns(&self, columns: usize) -> Option<(Vec<u64>, usize)> {
        let (_, minutes) = self.minutes()?;
        let each = minutes.len().div_ceil(columns.max(1));
        let most = |part: &[u64]| part.iter().copied().max().unwrap_or_default();
        Some((minutes.chunks(each).map(most).collect(), each))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn counts_by_the_minutes_of_the_clock() {
        let mut load = Load::new(at(90), at(600)).unwrap();
        for seconds in [0, 29, 30, 31, 89, 150] {
            load.count(seconds * 1_000_000_000);
        }
        let minutes: Vec<_> = load.iter().collect();
        assert_eq!(minutes, [(at(60), 2), (at(120), 3), (at(240), 1)]);
        assert_eq!((load.peak(), load.total()), (Some((at(120), 3)), 6));
        assert_eq!(load.columns(4), Some((vec![2, 3, 0, 1], 1)));
        assert_eq!(load.columns(3), Some((vec![3, 1], 2)));
    }

    #[test]
    fn minutes_before_1970_begin_where_the_clock_has_them() {
        let reference = Timestamp::from_nanosecond(-60_000_000_001).unwrap();
        let mut load = Load::new(reference, at(0)).unwrap();
        load.count(0);
        load.count(1);
        assert_eq!(load.iter().collect::<Vec<_>>(), [(at(-120), 1), (at(-60), 1)]);
    }

    #[test]
    fn more_minutes_than_fit_into_memory_are_refused() {
        assert_eq!(Load::new(at(0), Timestamp::MAX), Err(ScheduleError::TooWide(MOST_MINUTES)));
        let nothing = Load::new(at(0), at(0)).unwrap();
        assert_eq!((nothing.peak(), nothing.columns(9), nothing.total()), (None, None, 0));
    }
}
