//! What becomes of every event that is first sent during outages: ranges of first sending within which
//! all events go the same way. Computed from the outages' boundaries, not by trying moments out.

use std::time::Duration;

use jiff::Timestamp;

use super::{Faults, Offsets, Outage, Outages, ScheduleError};

/// More ranges than this are refused: nobody reads them, and a recurrence of seconds makes millions.
const MOST_RANGES: usize = 100_000;

/// The ranges of first sending during outages, in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Windows {
    outages: Vec<Outage>,
    ranges: Vec<Window>,
}

/// A range of first sending within which every event lands on the same attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first moment of first sending.
    pub from: Timestamp,
    /// The first moment after the range.
    pub to: Timestamp,
    /// Where its events land; none where they are lost.
    pub arrival: Option<Arrival>,
}

/// Where the events of a range land.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The number of re-sends up to and including the attempt that lands.
    pub retried_count: u32,
    /// When the first of them lands.
    pub from: Timestamp,
    /// Before when the last of them lands.
    pub to: Timestamp,
    /// The shortest time from the end of the outage that an event met last until it lands.
    pub soonest: Duration,
    /// What the longest such time stays below.
    pub latest: Duration,
}

/// Events of a range that have not landed yet.
#[derive(Clone, Copy)]
struct Waiting {
    from: Timestamp,
    to: Timestamp,
    /// The end of the outage that their attempts met last.
    back_at: Timestamp,
}

impl Windows {
    /// The ranges for all events that are first sent during the outages; of a recurring outage, during
    /// those that begin before the given ones are over, and at least the first. Chance is left out.
    pub fn compute(offsets: &Offsets, faults: &Faults) -> Result<Self, ScheduleError> {
        let outages = during(&faults.outages)?;
        let ends_too_late = |outage: &Outage| outage.to().checked_add(offsets.total()).is_err();
        if outages.iter().any(ends_too_late) {
            return Err(ScheduleError::TooFar);
        }
        let mut waiting: Vec<Waiting> = outages
            .iter()
            .map(|outage| Waiting { from: outage.from(), to: outage.to(), back_at: outage.to() })
            .collect();
        let mut ranges = Vec::new();
        for (retried_count, offset) in (0_u32..).zip(offsets.iter()) {
            waiting = attempt(&waiting, retried_count, offset, faults, &mut ranges)?;
        }
        ranges.extend(waiting.iter().map(|Waiting { from, to, .. }| Window {
            from: *from,
            to: *to,
            arrival: None,
        }));
        ranges.sort_unstable_by_key(|range| range.from);
        Ok(Self { outages, ranges: merged(ranges) })
    }

    /// The outages that the ranges lie in.
    pub fn outages(&self) -> &[Outage] {
        &self.outages
    }

    /// The ranges, in order.
    pub fn ranges(&self) -> &[Window] {
        &self.ranges
    }

    /// The share that a range has of the outages' time, from 0 to 1.
    pub fn share(&self, range: &Window) -> f64 {
        let seconds = |from: Timestamp, to: Timestamp| to.duration_since(from).as_secs_f64();
        let all: f64 = self.outages.iter().map(|outage| outage.length().as_secs_f64()).sum();
        seconds(range.from, range.to) / all
    }

    /// The ranges whose events are lost.
    pub fn lost(&self) -> impl Iterator<Item = &Window> {
        self.ranges.iter().filter(|range| range.arrival.is_none())
    }

    /// What the longest time from the end of an outage to an event's arrival stays below; none where
    /// all are lost.
    pub fn latest(&self) -> Option<Duration> {
        self.ranges.iter().filter_map(|range| range.arrival).map(|arrival| arrival.latest).max()
    }

    /// When an event is first sent that fares worst: it is lost, or has the most re-sends.
    pub fn worst(&self) -> Option<Timestamp> {
        self.worst_between(Timestamp::MIN, Timestamp::MAX)
    }

    /// The same for an event that is first sent from `from` until just before `to`; none where no range
    /// reaches into that time.
    pub fn worst_between(&self, from: Timestamp, to: Timestamp) -> Option<Timestamp> {
        let how_bad = |range: &Window| range.arrival.map_or(u32::MAX, |arrival| arrival.retried_count);
        let reaching = || self.ranges.iter().filter(|range| range.from < to && from < range.to);
        let worst = reaching().map(how_bad).max()?;
        reaching().find(|range| how_bad(range) == worst).map(|range| range.from.max(from))
    }
}

/// The outages that are asked about.
fn during(outages: &Outages) -> Result<Vec<Outage>, ScheduleError> {
    let Some(begins) = outages.first_begins() else { return Ok(Vec::new()) };
    let given = outages.iter().last().map(Outage::to);
    let recurring = outages.recurring().map(|recurring| recurring.first().to());
    let over = given.into_iter().chain(recurring).max().unwrap_or(begins);
    let asked: Vec<Outage> = outages.between(begins, over).take(MOST_RANGES + 1).collect();
    if asked.len() > MOST_RANGES { Err(ScheduleError::TooMany(MOST_RANGES)) } else { Ok(asked) }
}

/// Makes one attempt of all waiting events: those of some ranges land, the others wait on.
fn attempt(
    waiting: &[Waiting],
    retried_count: u32,
    offset: Duration,
    faults: &Faults,
    landed: &mut Vec<Window>,
) -> Result<Vec<Waiting>, ScheduleError> {
    let mut still = Vec::new();
    let due = |first: Timestamp| first.checked_add(offset).map_err(|_| ScheduleError::TooFar);
    let first_of = |due: Timestamp| due.checked_sub(offset).map_err(|_| ScheduleError::TooFar);
    for events in waiting {
        for stretch in faults.outages.cut(due(events.from)?, due(events.to)?) {
            let (from, to) = (first_of(stretch.from)?, first_of(stretch.to)?);
            match stretch.outage {
                Some(outage) => still.push(Waiting { from, to, back_at: outage.to() }),
                None if faults.fails_as_asked(retried_count) => still.push(Waiting { from, to, ..*events }),
                None => {
                    let since = |at: Timestamp| at.duration_since(events.back_at).unsigned_abs();
                    let arrival = Arrival {
                        retried_count,
                        from: stretch.from,
                        to: stretch.to,
                        soonest: since(stretch.from),
                        latest: since(stretch.to),
                    };
                    landed.push(Window { from, to, arrival: Some(arrival) });
                }
            }
            if still.len() + landed.len() > MOST_RANGES {
                return Err(ScheduleError::TooMany(MOST_RANGES));
            }
        }
    }
    Ok(still)
}

/// Makes one of neighbours whose events land on the same attempt, or are all lost.
fn merged(ranges: Vec<Window>) -> Vec<Window> {
    let mut merged: Vec<Window> = Vec::with_capacity(ranges.len());
    for next in ranges {
        match merged.last_mut() {
            Some(last) if last.to == next.from && last.lands_like(&next) => last.take_in(&next),
            _ => merged.push(next),
        }
    }
    merged
}

impl Window {
    fn lands_like(&self, other: &Self) -> bool {
        let count = |window: &Self| window.arrival.map(|arrival| arrival.retried_count);
        count(self) == count(other)
    }

    fn take_in(&mut self, next: &Self) {
        self.to = next.to;
        if let (Some(arrival), Some(more)) = (&mut self.arrival, next.arrival) {
            *arrival = arrival.with(more);
        }
    }
}

impl Arrival {
    /// The arrivals of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self {
            retried_count: self.retried_count.max(other.retried_count),
            from: self.from.min(other.from),
            to: self.to.max(other.to),
            soonest: self.soonest.min(other.soonest),
            latest: self.latest.max(other.latest),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::Recurring;
    use crate::toss::Policy;

    fn at(text: &str) -> Timestamp {
        format!("2026-11-23T{text}:00Z").parse().unwrap()
    }

    fn offsets() -> Offsets {
        Offsets::new(&Policy::toss(), Duration::ZERO).unwrap()
    }

    fn faults(outages: Outages) -> Faults {
        Faults { outages, ..Faults::default() }
    }

    #[test]
    fn a_night_has_six_ranges_and_its_first_event_fares_worst() {
        let night = Outages::new([Outage::new(at("02:00"), at("09:30")).unwrap()]);
        let windows = Windows::compute(&offsets(), &faults(night)).unwrap();
        let ranges: Vec<_> =
            windows.ranges().iter().map(|it| (it.from, it.to, it.arrival.unwrap().retried_count)).collect();
        let expected = [
            ("02:00", "03:49", 6),
            ("03:49", "08:05", 5),
            ("08:05", "09:09", 4),
            ("09:09", "09:25", 3),
            ("09:25", "09:29", 2),
            ("09:29", "09:30", 1),
        ];
        assert_eq!(ranges, expected.map(|(from, to, count)| (at(from), at(to), count)));
        assert_eq!(windows.worst(), Some(at("02:00")));
        assert_eq!(windows.latest(), Some(Duration::from_secs((17 * 60 + 4) * 60)));
        let between = |from, to| windows.worst_between(at(from), at(to));
        assert_eq!(between("01:00", "02:00"), None, "nothing is first sent at its end");
        assert_eq!(between("03:00", "12:00"), Some(at("03:00")), "nothing is first sent before it");
        assert_eq!(between("08:05", "23:00"), Some(at("08:05")));
        assert_eq!(between("09:30", "23:00"), None);
        let shares: f64 = windows.ranges().iter().map(|range| windows.share(range)).sum();
        assert!((shares - 1.0).abs() < 1e-9);
    }

    #[test]
    fn without_outages_there_are_no_ranges() {
        let windows = Windows::compute(&offsets(), &Faults::default()).unwrap();
        assert_eq!((windows.ranges(), windows.worst(), windows.latest()), (&[] as &[Window], None, None));
    }

    #[test]
    fn a_recurrence_that_makes_too_many_ranges_is_refused() {
        let long =
            Outage::new(at("02:00"), at("02:00").checked_add(Duration::from_secs(86_400 * 9)).unwrap());
        let often = Recurring::new(at("02:00"), Duration::from_secs(2), Duration::from_secs(1)).unwrap();
        let outages = Outages::new([long.unwrap()]).with_recurring(Some(often));
        let refused = Windows::compute(&offsets(), &faults(outages));
        assert_eq!(refused, Err(ScheduleError::TooMany(MOST_RANGES)));
    }
}
