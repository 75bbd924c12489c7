//! The schedule against a model that is slower and has nothing in common with it.

#![expect(clippy::unwrap_used, reason = "a helper that can't do its part fails the test")]

use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use tosshook::timeline::{Faults, Outage, Outages, Schedule, ScheduleError};
use tosshook::toss::Policy;

/// What a model attempt comes to: due second, outcome, status.
type Row = (i64, &'static str, &'static str);

/// Walks from attempt to attempt in plain seconds and asks every outage at each.
fn model(waits: &[i64], start: i64, takes: i64, fail: Option<u32>, down: &[(i64, i64)]) -> Vec<Row> {
    let known = fail.is_some() || !down.is_empty();
    let mut rows: Vec<Row> = Vec::new();
    let mut now = start;
    for number in 0..=waits.len() {
        if number > 0 {
            now += takes + waits[number - 1];
        }
        let is_down = down.iter().any(|&(from, to)| from <= now && now < to);
        let told_to_fail = fail.is_some_and(|fail| number < fail as usize);
        let landed_before = rows.iter().any(|row| row.1 == "accepted");
        let outcome = if !known {
            "unknown"
        } else if landed_before {
            "not_needed"
        } else if is_down || told_to_fail {
            "fails"
        } else {
            "accepted"
        };
        let status = match outcome {
            "accepted" | "not_needed" => "Completed",
            _ if number == waits.len() => "Failed",
            _ => "Sending",
        };
        rows.push((now, outcome, status));
    }
    rows
}

fn second(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn seconds(count: i64) -> Duration {
    Duration::from_secs(count.unsigned_abs())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn any_policy_start_and_outages_give_what_the_model_gives(
        waits in prop::collection::vec(0_i64..5_000, 0..12),
        start in -100_000_i64..100_000,
        takes in 0_i64..20,
        fail in prop::option::of(0_u32..6),
        // Around the attempts, often touching or overlapping.
        down in prop::collection::vec((-20_i64..300, 1_i64..80), 0..8),
    ) {
        let down: Vec<(i64, i64)> =
            down.iter().map(|(at, length)| (start + at * 100, start + (at + length) * 100)).collect();
        let policy = Policy { waits: waits.iter().map(|wait| seconds(*wait)).collect(), timeout: seconds(10) };
        let outages = down.iter().map(|(from, to)| Outage::new(second(*from), second(*to)).unwrap());
        let faults = Faults { fail_first: fail, outages: Outages::new(outages), ..Faults::default() };
        let schedule = Schedule::compute(&policy, second(start), seconds(takes), &faults).unwrap();

        let expected = model(&waits, start, takes.min(10), fail, &down);
        let rows: Vec<Row> = schedule.attempts().iter().map(|attempt| {
            (attempt.due_at.as_second(), attempt.expected.as_str(), attempt.delivery_status.as_str())
        }).collect();
        prop_assert_eq!(&rows, &expected);

        let landed = expected.iter().find(|row| row.1 == "accepted").map(|row| second(row.0));
        prop_assert_eq!(schedule.landed().map(|attempt| attempt.due_at), landed);
        let total = expected.last().map(|row| row.0 - start);
        prop_assert_eq!(i64::try_from(schedule.total().as_secs()).ok(), total);
        for (index, attempt) in schedule.attempts().iter().enumerate() {
            prop_assert_eq!(attempt.number as usize, index + 1);
            prop_assert_eq!(attempt.retried_count as usize, index);
            prop_assert_eq!(attempt.due_at.duration_since(second(start)).unsigned_abs(), attempt.elapsed);
        }
    }

    #[test]
    fn the_longest_outage_still_recovers_and_a_second_more_does_not(
        waits in prop::collection::vec(1_i64..5_000, 1..12),
        start in -100_000_i64..100_000,
    ) {
        let policy = Policy { waits: waits.iter().map(|wait| seconds(*wait)).collect(), timeout: seconds(10) };
        let down_for = |length: Duration| {
            let to = second(start).checked_add(length).unwrap();
            let outages = Outages::new([Outage::new(second(start), to).unwrap()]);
            let faults = Faults { outages, ..Faults::default() };
            Schedule::compute(&policy, second(start), Duration::ZERO, &faults).unwrap()
        };
        let longest = down_for(seconds(1)).total();
        let landed = down_for(longest).landed().map(|attempt| attempt.number as usize);
        prop_assert_eq!(landed, Some(waits.len() + 1));
        prop_assert!(down_for(longest + seconds(1)).landed().is_none());
    }
}

#[test]
fn toss_payments_policy_gives_eight_attempts_over_5461_minutes() {
    let start: Timestamp = "2026-11-22T12:00:00+09:00".parse().unwrap();
    let schedule = Schedule::compute(&Policy::toss(), start, Duration::ZERO, &Faults::default()).unwrap();
    assert_eq!(schedule.attempts().len(), 8);
    assert_eq!(schedule.total(), Duration::from_secs(5461 * 60));
    assert_eq!(schedule.last_chance_at(), Some("2026-11-26T07:01:00+09:00".parse().unwrap()));
    assert_eq!(schedule.delivery_status(), None);
}

#[test]
fn a_schedule_beyond_the_years_that_can_be_counted_is_refused() {
    let compute = |wait: Duration, start: Timestamp| {
        let policy = Policy { waits: vec![wait, wait], timeout: seconds(10) };
        Schedule::compute(&policy, start, Duration::ZERO, &Faults::default())
    };
    assert_eq!(compute(Duration::MAX, second(0)), Err(ScheduleError::TooFar));
    assert_eq!(compute(seconds(1 << 40), second(0)), Err(ScheduleError::TooFar));
    assert_eq!(compute(seconds(1), Timestamp::MAX), Err(ScheduleError::TooFar));
    assert!(compute(seconds(1), Timestamp::MIN).is_ok());
}
