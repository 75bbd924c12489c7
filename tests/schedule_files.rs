//! The picture and the calendar of `retry-schedule`, as whole files.

mod program;

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use program::Program;
use tosshook::report::Language;
use tosshook::report::schedule::{Answer, svg};
use tosshook::report::svg::Columns;
use tosshook::timeline::{Faults, Outage, Outages, Schedule};
use tosshook::toss::Policy;

/// What the program prints about an event of Monday, 23 November 2026, 02:00 in Korea.
fn printed(more: &[&str]) -> String {
    let arguments =
        [&["retry-schedule", "--from", "2026-11-23T02:00:00+09:00", "--tz", "KST"], more].concat();
    let ran = Program::new().run(&arguments);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    ran.stdout
}

/// A calendar as if it were made at midnight, the 20th of November 2026.
fn at_midnight(calendar: &str) -> String {
    let line = |line: &str| {
        if line.starts_with("DTSTAMP:") { "DTSTAMP:20261120T000000Z".to_owned() } else { line.to_owned() }
    };
    calendar.split("\r\n").map(line).collect::<Vec<_>>().join("\r\n")
}

#[test]
fn the_picture_of_an_outage() {
    let picture = printed(&["--down", "02:00..09:30", "--format", "svg"]);
    assert_eq!(picture, include_str!("retry_schedule/outage.svg"));
}

#[test]
fn the_picture_of_a_policy_of_one_wait_whose_outage_began_before() {
    let picture = printed(&["--down", "01:50..02:03", "--intervals", "10m", "--format", "svg"]);
    assert_eq!(picture, include_str!("retry_schedule/one.svg"));
}

#[test]
fn the_picture_of_an_outage_with_the_load_that_follows() {
    let tz = TimeZone::get("Asia/Seoul").unwrap();
    let start: Timestamp = "2026-11-22T17:00:00Z".parse().unwrap();
    let outage = Outage::new(start, start + SignedDuration::from_mins(450)).unwrap();
    let faults = Faults { outages: Outages::new([outage]), ..Faults::default() };
    let (policy, answer_after) = (Policy::toss(), Duration::ZERO);
    let schedule = Schedule::compute(&policy, start, answer_after, &faults).unwrap();
    let language = Language::English;
    let answer =
        Answer { schedule: &schedule, policy: &policy, faults: &faults, answer_after, language, tz: &tz };
    let counts: Vec<u64> = (0..64).map(|minute| 1200 / (minute + 4) + minute % 7).collect();
    let load = Columns { from: outage.to(), each: Duration::from_secs(60), counts: &counts };
    assert_eq!(svg(&answer, Some(load)), include_str!("retry_schedule/load.svg"));
    assert_eq!(svg(&answer, None), include_str!("retry_schedule/outage.svg"));
}

#[test]
fn the_calendar_of_an_outage() {
    let calendar = printed(&["--down", "02:00..09:30", "--format", "ics"]);
    assert_eq!(
        calendar.matches('\n').count(),
        calendar.matches("\r\n").count(),
        "lines end as RFC 5545 wants"
    );
    let expected = include_str!("retry_schedule/outage.ics").replace('\n', "\r\n");
    assert_eq!(at_midnight(&calendar), expected);
}

#[test]
fn the_calendar_of_an_event_of_which_nothing_is_known() {
    let calendar = printed(&["--format", "ics"]);
    let expected = include_str!("retry_schedule/unknown.ics").replace('\n', "\r\n");
    assert_eq!(at_midnight(&calendar), expected);
}

#[test]
fn the_picture_of_many_events_shows_the_worst_case_over_the_load() {
    let many = ["retry-schedule", "--tz", "KST", "--arrivals", "1000", "--over", "1d"];
    let outage = ["--from", "2026-11-23T00:00:00+09:00", "--down", "02:00..09:30"];
    let ran = Program::new().run(&[&many[..], &outage[..], &["--format", "svg"]].concat());
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    for part in ["Accepted on re-send 6 of 7, Tue 24 Nov 00:45", "Re-sends per minute"] {
        assert!(ran.stdout.contains(part), "{part}");
    }
    let ran = Program::new().run(&[&many[..], &["--format", "ics"]].concat());
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(2), ""));
    assert!(ran.stderr.contains("choose svg"), "{}", ran.stderr);
}
