//! Many events against a model that keeps every one of them.

#![expect(clippy::unwrap_used, reason = "a helper that can't do its part fails the test")]

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use tosshook::timeline::{
    Arrivals, Chance, Distribution, Draws, Faults, Offsets, Outage, Outages, Recurring, ScheduleError,
    Spacing,
};
use tosshook::toss::Policy;

const SECOND: i128 = 1_000_000_000;

/// What the model makes of events: landed by attempt, lost, lateness of each, re-sends by minute.
#[derive(Debug, Default, PartialEq)]
struct Told {
    landed: Vec<u64>,
    lost: u64,
    late: Vec<i128>,
    load: BTreeMap<i128, u64>,
}

/// What makes attempts fail, in plain nanoseconds.
struct Trouble {
    down: Vec<(i128, i128)>,
    recurring: Option<(i128, i128, i128)>,
    fail: u32,
    chance: Option<Chance>,
}

/// Walks each event through its attempts and asks every outage at each.
fn model(waits: &[i64], firsts: &[i128], trouble: &Trouble) -> Told {
    let mut told = Told { landed: vec![0; waits.len() + 1], ..Told::default() };
    for (event, first) in (0..).zip(firsts) {
        let mut draws = trouble.chance.map(|chance| chance.of_event(event));
        let fates: Vec<bool> =
            (0..=waits.len()).map(|_| draws.as_mut().is_some_and(Draws::next_fails)).collect();
        let mut now = *first;
        let mut has_landed = false;
        for number in 0..=waits.len() {
            if number > 0 {
                now += i128::from(waits[number - 1]) * SECOND;
            }
            let recurs = |(begins, period, length): (i128, i128, i128)| {
                now >= begins && (now - begins) % period < length
            };
            if trouble.down.iter().any(|&(from, to)| from <= now && now < to)
                || trouble.recurring.is_some_and(recurs)
            {
                continue;
            }
            if number > 0 {
                *told.load.entry(now.div_euclid(60 * SECOND)).or_default() += 1;
            }
            if number >= trouble.fail as usize && !fates[number] {
                told.landed[number] += 1;
                told.late.push(now - first);
                has_landed = true;
                break;
            }
        }
        told.lost += u64::from(!has_landed);
    }
    told.late.sort_unstable();
    told
}

fn at(nanoseconds: i128) -> Timestamp {
    Timestamp::from_nanosecond(nanoseconds).unwrap()
}

fn seconds(count: i64) -> Duration {
    Duration::from_secs(count.unsigned_abs())
}

/// The smallest lateness that so many per cent don't exceed.
fn percentile(late: &[i128], percent: usize) -> Option<i128> {
    late.get((late.len() * percent).div_ceil(100).max(1) - 1).copied()
}

fn run(waits: &[i64], arrivals: &Arrivals, faults: &Faults) -> Result<Distribution, ScheduleError> {
    let policy = Policy { waits: waits.iter().map(|wait| seconds(*wait)).collect(), timeout: seconds(10) };
    arrivals.run(&Offsets::new(&policy, Duration::ZERO).unwrap(), faults)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn events_land_where_the_model_has_them(
        waits in prop::collection::vec(0_i64..900, 0..9),
        // Some begin within a minute, some before 1970.
        start in -5_000_000_i128..5_000_000,
        (events, over) in (1_u64..150, 1_i64..5_000),
        down in prop::collection::vec((-20_i128..300, 1_i128..80), 0..12),
        recurring in prop::option::of((-500_i128..500, 2_i128..600, 1_i128..500)),
        fail in 0_u32..3,
        chance in prop::option::of((0.0_f64..1.0, any::<u64>())),
    ) {
        let start = start * 1_234_567;
        let trouble = Trouble {
            down: down.iter().map(|(from, length)| (start + from * 20 * SECOND, start + (from + length) * 20 * SECOND)).collect(),
            recurring: recurring.map(|(first, period, length)| {
                (start + first * SECOND, period * SECOND, length.min(period - 1) * SECOND)
            }),
            fail,
            chance: chance.map(|(rate, seed)| Chance { rate, seed }),
        };
        let nanoseconds = |count: i128| Duration::from_nanos(u64::try_from(count).unwrap());
        let given = trouble.down.iter().map(|(from, to)| Outage::new(at(*from), at(*to)).unwrap());
        let recurring = trouble.recurring.map(|(first, period, length)| {
            Recurring::new(at(first), nanoseconds(period), nanoseconds(length)).unwrap()
        });
        let faults = Faults {
            fail_first: Some(fail),
            outages: Outages::new(given).with_recurring(recurring),
            chance: trouble.chance,
        };
        let arrivals = Arrivals { start: at(start), over: seconds(over), spacing: Spacing::Even { events } };
        let given = run(&waits, &arrivals, &faults).unwrap();

        let firsts: Vec<i128> = (0..i128::from(events))
            .map(|event| start + i128::from(over) * SECOND * event / i128::from(events))
            .collect();
        let told = model(&waits, &firsts, &trouble);
        prop_assert_eq!(given.landed(), &told.landed[..]);
        prop_assert_eq!((given.lost(), given.events()), (told.lost, events));
        for percent in [1, 50, 95, 99, 100] {
            let late = given.late(percent).map(|late| i128::try_from(late.as_nanos()).unwrap());
            prop_assert_eq!(late, percentile(&told.late, usize::from(percent)), "p{}", percent);
        }
        let load: BTreeMap<i128, u64> =
            given.load().iter().map(|(minute, count)| (minute.as_nanosecond() / (60 * SECOND), count)).collect();
        prop_assert_eq!(&load, &told.load);
        prop_assert_eq!(given.load().total(), told.load.values().sum::<u64>());
        prop_assert_eq!(given.load().peak().map(|peak| peak.1), told.load.values().max().copied());
    }
}

#[test]
fn events_at_random_come_as_a_poisson_process_does() {
    // Every event lands at once on its re-send, so the load is the arrivals.
    let spacing = Spacing::Random { expected: 60_000.0, seed: 5 };
    let arrivals = Arrivals { start: at(0), over: seconds(600 * 60), spacing };
    let faults = Faults { fail_first: Some(1), ..Faults::default() };
    let given = run(&[0], &arrivals, &faults).unwrap();
    #[expect(clippy::cast_precision_loss, reason = "some hundreds")]
    let counts: Vec<f64> = given.load().iter().map(|(_, count)| count as f64).collect();
    assert_eq!(counts.len(), 600, "100 are expected in each minute");
    let mean = counts.iter().sum::<f64>() / 600.0;
    let variance = counts.iter().map(|count| (count - mean).powi(2)).sum::<f64>() / 599.0;
    // Of a Poisson process both are the same. Five standard deviations of each.
    assert!((97.9..102.1).contains(&mean), "{mean}");
    assert!((0.71..1.29).contains(&(variance / mean)), "{variance} beside {mean}");
}

#[test]
fn a_thousand_outages_give_what_the_model_gives() {
    let waits = [60, 240, 960, 3_840, 15_360, 61_440, 245_760];
    let down: Vec<(i128, i128)> = (0..1_000)
        .map(|index| (index * 2_591 * SECOND, (index * 2_591 + 1 + index * index % 2_000) * SECOND))
        .collect();
    let given = down.iter().map(|(from, to)| Outage::new(at(*from), at(*to)).unwrap());
    let faults = Faults { outages: Outages::new(given), ..Faults::default() };
    let over = 30 * 86_400;
    let arrivals = Arrivals { start: at(0), over: seconds(over), spacing: Spacing::Even { events: 20_000 } };
    let given = run(&waits, &arrivals, &faults).unwrap();
    let firsts: Vec<i128> = (0..20_000).map(|event| i128::from(over) * SECOND * event / 20_000).collect();
    let told = model(&waits, &firsts, &Trouble { down, recurring: None, fail: 0, chance: None });
    assert_eq!((given.landed(), given.lost()), (&told.landed[..], told.lost));
    assert!(told.landed.iter().all(|landed| *landed > 0), "every attempt is met: {:?}", told.landed);
}

#[test]
fn arrivals_beyond_what_can_be_counted_are_refused() {
    let arrivals = |start, over| Arrivals { start, over, spacing: Spacing::Even { events: 1 } };
    let refused = |start, over| run(&[60], &arrivals(start, over), &Faults::default()).unwrap_err();
    assert_eq!(refused(at(0), Duration::MAX), ScheduleError::TooFar);
    assert_eq!(refused(Timestamp::MAX, seconds(1)), ScheduleError::TooFar);
    assert_eq!(refused(at(0), seconds(86_400 * 9_999)), ScheduleError::TooWide(4_000_000));
    assert!(run(&[60], &arrivals(Timestamp::MIN, seconds(60)), &Faults::default()).is_ok());
}
