//! Ranges of first sending against a model that asks every second on its own.

#![expect(clippy::unwrap_used, reason = "a helper that can't do its part fails the test")]

use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use tosshook::timeline::{Faults, Landing, Offsets, Outage, Outages, Recurring, Schedule, Windows};
use tosshook::toss::Policy;

/// What makes attempts fail, in plain seconds.
#[derive(Clone, Debug)]
struct Trouble {
    down: Vec<(i64, i64)>,
    /// First beginning, period, length.
    recurring: Option<(i64, i64, i64)>,
    fail: u32,
}

impl Trouble {
    fn is_down(&self, at: i64) -> bool {
        let recurs = |(first, period, length): (i64, i64, i64)| at >= first && (at - first) % period < length;
        self.down.iter().any(|&(from, to)| from <= at && at < to) || self.recurring.is_some_and(recurs)
    }

    /// When the server is back that is down at this second.
    fn back_at(&self, at: i64) -> i64 {
        (at..at + 100_000).find(|second| !self.is_down(*second)).unwrap()
    }

    /// The attempt that an event lands on, when that is, and how long after the last outage that it met.
    fn landing(&self, waits: &[i64], first: i64) -> Option<(u32, i64, i64)> {
        let mut now = first;
        let mut back_at = first;
        for number in 0..=waits.len() {
            if number > 0 {
                now += waits[number - 1];
            }
            let asked_to_fail = number < self.fail as usize;
            if self.is_down(now) {
                back_at = self.back_at(now);
            } else if !asked_to_fail {
                return Some((u32::try_from(number).unwrap(), now, now - back_at));
            }
        }
        None
    }

    /// The seconds of first sending that are asked about.
    fn seconds(&self) -> Vec<i64> {
        let begins = self.down.iter().map(|it| it.0).chain(self.recurring.map(|it| it.0)).min();
        let over =
            self.down.iter().map(|it| it.1).chain(self.recurring.map(|(at, _, length)| at + length)).max();
        let (Some(begins), Some(over)) = (begins, over) else { return Vec::new() };
        (begins..self.back_at(over)).filter(|second| self.is_down(*second)).collect()
    }

    fn faults(&self) -> Faults {
        let outage = |(from, to): &(i64, i64)| Outage::new(second(*from), second(*to)).unwrap();
        let recurring = self.recurring.map(|(first, period, length)| {
            Recurring::new(second(first), seconds(period), seconds(length)).unwrap()
        });
        Faults {
            fail_first: Some(self.fail),
            outages: Outages::new(self.down.iter().map(outage)).with_recurring(recurring),
            chance: None,
        }
    }
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn seconds(count: i64) -> Duration {
    Duration::from_secs(count.unsigned_abs())
}

fn trouble() -> impl Strategy<Value = Trouble> {
    // Often touching, overlapping, or nested.
    let down = prop::collection::vec((0_i64..60, 1_i64..30), 0..6);
    let recurring = prop::option::of((0_i64..150, 2_i64..120, 1_i64..80));
    (down, recurring, 0_u32..4, -2_000_i64..2_000).prop_filter_map(
        "no outage",
        |(down, recurring, fail, start)| {
            let down: Vec<_> =
                down.iter().map(|(at, length)| (start + at * 4, start + (at + length) * 4)).collect();
            let recurring =
                recurring.map(|(at, period, length)| (start + at, period, length.min(period - 1)));
            // Without a gap, the server would never be back.
            let recurring = recurring.filter(|(_, _, length)| *length > 0);
            (!down.is_empty() || recurring.is_some()).then_some(Trouble { down, recurring, fail })
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_second_of_first_sending_lands_where_the_model_has_it(
        waits in prop::collection::vec(0_i64..400, 0..9),
        trouble in trouble(),
    ) {
        let policy = Policy { waits: waits.iter().map(|wait| seconds(*wait)).collect(), timeout: seconds(10) };
        let offsets = Offsets::new(&policy, Duration::ZERO).unwrap();
        let faults = trouble.faults();
        let windows = Windows::compute(&offsets, &faults).unwrap();

        let mut covered = Vec::new();
        for range in windows.ranges() {
            let (from, to) = (range.from.as_second(), range.to.as_second());
            covered.extend(from..to);
            let landings: Vec<_> = (from..to).map(|first| trouble.landing(&waits, first)).collect();
            let count = range.arrival.map(|arrival| arrival.retried_count);
            prop_assert!(landings.iter().all(|landing| landing.map(|it| it.0) == count), "{range:?}: {landings:?}");
            if let Some(arrival) = range.arrival {
                let landed = || landings.iter().flatten();
                let seconds_late = |late: Duration| i64::try_from(late.as_secs()).unwrap();
                prop_assert_eq!(Some(arrival.from.as_second()), landed().map(|it| it.1).min());
                prop_assert_eq!(Some(arrival.to.as_second() - 1), landed().map(|it| it.1).max());
                prop_assert_eq!(Some(seconds_late(arrival.soonest)), landed().map(|it| it.2).min());
                prop_assert_eq!(Some(seconds_late(arrival.latest) - 1), landed().map(|it| it.2).max());
            }
        }
        prop_assert_eq!(covered, trouble.seconds());

        let shares: f64 = windows.ranges().iter().map(|range| windows.share(range)).sum();
        prop_assert!((shares - 1.0).abs() < 1e-9);
        for pair in windows.ranges().windows(2) {
            let counts = [pair[0], pair[1]].map(|range| range.arrival.map(|arrival| arrival.retried_count));
            prop_assert!(pair[0].to < pair[1].from || counts[0] != counts[1], "not merged: {pair:?}");
        }
        let how_bad = |first: i64| trouble.landing(&waits, first).map_or(u32::MAX, |it| it.0);
        let worst = trouble.seconds().into_iter().rev().max_by_key(|first| how_bad(*first));
        prop_assert_eq!(windows.worst().map(Timestamp::as_second), worst);
    }

    #[test]
    fn one_event_at_just_before_and_just_after_each_boundary_agrees_with_its_range(
        waits in prop::collection::vec(0_i64..400, 0..9),
        takes in 0_i64..20,
        trouble in trouble(),
    ) {
        let policy = Policy { waits: waits.iter().map(|wait| seconds(*wait)).collect(), timeout: seconds(10) };
        let takes = seconds(takes);
        let faults = trouble.faults();
        let windows = Windows::compute(&Offsets::new(&policy, takes.min(policy.timeout)).unwrap(), &faults).unwrap();
        let nanosecond = Duration::from_nanos(1);
        for range in windows.ranges() {
            let inside = [range.from, range.from.checked_add(nanosecond).unwrap(), range.to.checked_sub(nanosecond).unwrap()];
            for first in inside {
                let schedule = Schedule::compute(&policy, first, takes, &faults).unwrap();
                let landed = match schedule.landing() {
                    Landing::On(attempt) => Some((attempt.retried_count, attempt.due_at)),
                    _ => None,
                };
                prop_assert_eq!(landed.map(|it| it.0), range.arrival.map(|arrival| arrival.retried_count));
                if let (Some((_, at)), Some(arrival)) = (landed, range.arrival) {
                    prop_assert!(arrival.from <= at && at < arrival.to);
                }
            }
            for outside in [range.from.checked_sub(nanosecond).unwrap(), range.to] {
                let schedule = Schedule::compute(&policy, outside, takes, &faults).unwrap();
                let other = schedule.landed().map(|attempt| attempt.retried_count);
                let differs = other != range.arrival.map(|arrival| arrival.retried_count);
                prop_assert!(differs || faults.outages.at(outside).is_none());
            }
        }
    }
}
