//! Many events through the same outages: each is computed and forgotten, so that memory does not grow
//! with their number.

use std::time::Duration;

use jiff::Timestamp;

use super::lane::{Lane, Spans, nanoseconds};
use super::{Draws, Faults, Landing, Load, Offsets, Schedule, ScheduleError, Windows};

/// Keeps the random arrivals of a seed apart from the fates that it gives.
const ARRIVALS: u64 = 0x5851_f42d_4c95_7f2d;

/// When many events are first sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrivals {
    /// From when on.
    pub start: Timestamp,
    /// For how long.
    pub over: Duration,
    /// In which distances.
    pub spacing: Spacing,
}

/// The distances between events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Spacing {
    /// So many events, all equally far apart, the first at the start.
    Even {
        /// How many.
        events: u64,
    },
    /// Each moment is as likely as any other, whatever came before (a Poisson process).
    Random {
        /// How many come on average.
        expected: f64,
        /// What decides when they come.
        seed: u64,
    },
}

/// What becomes of many events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Distribution {
    offsets: Offsets,
    landed: Vec<u64>,
    lost: u64,
    load: Load,
}

impl Arrivals {
    /// Sends every event through the outages. The same arrivals and faults give the same result.
    pub fn run(&self, offsets: &Offsets, faults: &Faults) -> Result<Distribution, ScheduleError> {
        let until = self.start.checked_add(self.over).and_then(|at| at.checked_add(offsets.total()));
        let load = Load::new(self.start, until.map_err(|_| ScheduleError::TooFar)?)?;
        let spans = Spans::new(&faults.outages, self.start);
        let mut way = Way::new(offsets, faults, &spans, load);
        let over = nanoseconds(self.over);
        match self.spacing {
            Spacing::Even { events } => even(over, events).for_each(|first| way.send(first)),
            Spacing::Random { expected, seed } => {
                random(over, expected, seed).for_each(|first| way.send(first));
            }
        }
        Ok(Distribution { offsets: offsets.clone(), landed: way.landed, lost: way.lost, load: way.load })
    }

    /// When an event is first sent to which outages do most, while events come; the start where they do
    /// nothing to any.
    pub fn hardest_hit(&self, offsets: &Offsets, faults: &Faults) -> Timestamp {
        let ends = self.start.checked_add(self.over).unwrap_or(Timestamp::MAX);
        let windows = Windows::compute(offsets, faults).ok();
        windows.and_then(|windows| windows.worst_between(self.start, ends)).unwrap_or(self.start)
    }
}

/// The way of events through their attempts.
struct Way<'a> {
    /// Of each attempt: its offset, and its place among the outages. Events come in order, and so do
    /// the moments of the same attempt.
    attempts: Vec<(i64, Lane<'a>)>,
    faults: &'a Faults,
    /// The retried count from which on attempts don't fail because that was asked for.
    fail_first: usize,
    events: u64,
    landed: Vec<u64>,
    lost: u64,
    load: Load,
}

impl<'a> Way<'a> {
    fn new(offsets: &Offsets, faults: &'a Faults, spans: &'a Spans, load: Load) -> Self {
        let attempts: Vec<_> = offsets.iter().map(|offset| (nanoseconds(offset), spans.lane())).collect();
        let fail_first = faults.fail_first.and_then(|count| usize::try_from(count).ok()).unwrap_or(0);
        let landed = vec![0; attempts.len()];
        Self { attempts, faults, fail_first, events: 0, landed, lost: 0, load }
    }

    /// Sends an event, first at this moment, until it lands or is lost.
    fn send(&mut self, first: i64) {
        let mut draws = self.faults.chance.map(|chance| chance.of_event(self.events));
        self.events += 1;
        for (retried_count, (offset, lane)) in self.attempts.iter_mut().enumerate() {
            let by_chance = draws.as_mut().is_some_and(Draws::next_fails);
            let at = first + *offset;
            if lane.is_down(at) {
                continue;
            }
            if retried_count > 0 {
                self.load.count(at);
            }
            if retried_count >= self.fail_first && !by_chance {
                self.landed[retried_count] += 1;
                return;
            }
        }
        self.lost += 1;
    }
}

/// Moments from 0 until before `over`, equally far apart but for less than a nanosecond.
fn even(over: i64, events: u64) -> impl Iterator<Item = i64> {
    let events = i64::try_from(events).unwrap_or(i64::MAX).max(1);
    let (step, rest) = (over / events, over % events);
    let (mut next, mut left_over) = (0, 0);
    (0..events).map(move |_| {
        let moment = next;
        next += step;
        left_over += rest;
        if left_over >= events {
            left_over -= events;
            next += 1;
        }
        moment
    })
}

/// Moments from 0 until before `over` at random, in order; `expected` of them on average.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "nanoseconds of at most 8 years"
)]
fn random(over: i64, expected: f64, seed: u64) -> impl Iterator<Item = i64> {
    let mut random = fastrand::Rng::with_seed(seed ^ ARRIVALS);
    let over = over as f64;
    let mean = over / expected;
    let mut moment = 0.0_f64;
    std::iter::from_fn(move || {
        // The distances of a Poisson process have an exponential distribution.
        moment -= (1.0 - random.f64()).ln() * mean;
        (moment < over).then_some(moment as i64)
    })
}

impl Distribution {
    /// How many events there were.
    pub fn events(&self) -> u64 {
        self.landed.iter().sum::<u64>() + self.lost
    }

    /// How many landed on each attempt, the first one's first.
    pub fn landed(&self) -> &[u64] {
        &self.landed
    }

    /// How many are lost.
    pub fn lost(&self) -> u64 {
        self.lost
    }

    /// Whether some events fare as badly as this one, which is re-sent or lost, and none fares worse.
    pub fn has_none_worse(&self, schedule: &Schedule) -> bool {
        match schedule.landing() {
            Landing::Unknown => false,
            Landing::Lost => self.lost > 0,
            Landing::On(attempt) => {
                let last = self.landed.iter().rposition(|events| *events > 0);
                let lands_last = last.is_some_and(|last| u32::try_from(last) == Ok(attempt.retried_count));
                self.lost == 0 && attempt.retried_count > 0 && lands_last
            }
        }
    }

    /// The attempts: from the first one to each.
    pub fn offsets(&self) -> &Offsets {
        &self.offsets
    }

    /// The re-sends that reach the endpoint while it is up.
    pub fn load(&self) -> &Load {
        &self.load
    }

    /// The lateness that so many per cent of the events that land don't exceed: from an event's first
    /// attempt to the one that lands. Exact, since it can only be one of the offsets. None where no event
    /// lands.
    pub fn late(&self, percent: u8) -> Option<Duration> {
        let landed: u128 = self.landed.iter().copied().map(u128::from).sum();
        let rank = (u128::from(percent) * landed).div_ceil(100).max(1);
        let mut seen = 0;
        let at_rank = |(_, count): &(Duration, &u64)| {
            seen += u128::from(**count);
            seen >= rank
        };
        self.offsets.iter().zip(&self.landed).find(at_rank).map(|(offset, _)| offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::timeline::{Chance, Outage, Outages};
    use crate::toss::Policy;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn run(spacing: Spacing, over: u64, faults: &Faults) -> Distribution {
        let offsets = Offsets::new(&Policy::toss(), Duration::ZERO).unwrap();
        Arrivals { start: at(0), over: Duration::from_secs(over), spacing }.run(&offsets, faults).unwrap()
    }

    #[test]
    fn even_events_are_as_far_apart_as_whole_nanoseconds_allow() {
        assert_eq!(even(10, 4).collect::<Vec<_>>(), [0, 2, 5, 7]);
        assert_eq!(even(3, 6).collect::<Vec<_>>(), [0, 0, 1, 1, 2, 2]);
        let far: Vec<_> = even(i64::MAX, 3).collect();
        assert_eq!(far[2], i64::MAX / 3 * 2);
    }

    #[test]
    fn events_of_an_outage_land_when_it_is_over() {
        let outages = Outages::new([Outage::new(at(0), at(120)).unwrap()]);
        let faults = Faults { outages, ..Faults::default() };
        // One a second: a minute's events land on re-send 2, the next one's on re-send 1.
        let told = run(Spacing::Even { events: 180 }, 180, &faults);
        assert_eq!((told.landed()[..4].to_vec(), told.lost(), told.events()), (vec![60, 60, 60, 0], 0, 180));
        let load: Vec<_> = told.load().iter().collect();
        assert_eq!(load, [(at(120), 60), (at(300), 60)]);
        let late = |percent| told.late(percent).map(|late| late.as_secs());
        assert_eq!([late(33), late(34), late(66), late(67), late(100)], [0, 60, 60, 300, 300].map(Some));
    }

    #[test]
    fn the_hardest_hit_event_is_one_that_comes_and_none_fares_worse() {
        let policy = Policy::toss();
        let offsets = Offsets::new(&policy, Duration::ZERO).unwrap();
        let outages = Outages::new([Outage::new(at(0), at(120)).unwrap()]);
        let faults = Faults { outages, ..Faults::default() };
        let hit = |start, over| {
            let (start, over) = (at(start), Duration::from_secs(over));
            let arrivals = Arrivals { start, over, spacing: Spacing::Even { events: 60 } };
            let first = arrivals.hardest_hit(&offsets, &faults);
            let schedule = Schedule::compute(&policy, first, Duration::ZERO, &faults).unwrap();
            (first, arrivals.run(&offsets, &faults).unwrap().has_none_worse(&schedule))
        };
        assert_eq!(hit(-600, 660), (at(0), true));
        assert_eq!(hit(30, 600), (at(30), true), "those before have not come");
        assert_eq!(hit(-600, 600), (at(-600), false), "the outage is yet to begin");
        assert_eq!(hit(120, 600), (at(120), false), "the outage is over");
        let told = run(Spacing::Even { events: 60 }, 60, &faults);
        let later = Schedule::compute(&policy, at(90), Duration::ZERO, &faults).unwrap();
        assert!(!told.has_none_worse(&later), "it needs one re-send, they need two");
    }

    #[test]
    fn random_events_come_as_often_as_asked_and_the_same_for_a_seed() {
        let random = |seed| run(Spacing::Random { expected: 10_000.0, seed }, 3_600, &Faults::default());
        assert_eq!(random(1), random(1));
        assert_ne!(random(1).events(), random(2).events());
        // Five standard deviations.
        assert!((9_500..=10_500).contains(&random(1).events()), "{}", random(1).events());
    }

    #[test]
    fn lateness_of_events_that_are_all_lost_is_none() {
        let chance = Some(Chance { rate: 1.0, seed: 0 });
        let told = run(Spacing::Even { events: 10 }, 60, &Faults { chance, ..Faults::default() });
        assert_eq!((told.lost(), told.late(50), told.load().total()), (10, None, 70));
    }
}
