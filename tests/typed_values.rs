//! Times, zones and outages as people type them.

#![expect(clippy::unwrap_used, reason = "a helper that can't do its part fails the test")]

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};
use tosshook::cli::values::{
    Frame, SystemZone, TypedTime, ZoneChoice, outage, time, zone, zone_label, zone_name,
};

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn named(name: &str) -> TimeZone {
    match zone_name(name).unwrap() {
        ZoneChoice::Zone(tz) => tz,
        ZoneChoice::Local => panic!("local is no zone of its own"),
    }
}

/// Noon on 22 November 2026 in Korea.
fn noon() -> Frame {
    Frame::new(at("2026-11-22T03:00:00Z"), named("KST"))
}

fn resolved(text: &str, frame: &Frame) -> Result<Timestamp, String> {
    time(text).and_then(|typed| typed.resolve(frame)).map_err(|error| error.to_string())
}

#[test]
fn every_documented_form_of_a_time_is_read() {
    for (typed, means) in [
        ("2026-11-22T12:00:00+09:00", "2026-11-22T03:00:00Z"),
        ("2026-11-22T12:00:00.25+09:00", "2026-11-22T03:00:00.25Z"),
        ("2026-11-22t12:00-03:30", "2026-11-22T15:30:00Z"),
        ("2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z"),
        ("2026-11-22 13:00", "2026-11-22T04:00:00Z"),
        ("2026-11-22T13:00:30", "2026-11-22T04:00:30Z"),
        ("13:00", "2026-11-22T04:00:00Z"),
        ("9:30", "2026-11-22T00:30:00Z"),
        ("00:00", "2026-11-21T15:00:00Z"),
        ("now", "2026-11-22T03:00:00Z"),
        ("+2h", "2026-11-22T05:00:00Z"),
        ("-30m", "2026-11-22T02:30:00Z"),
    ] {
        assert_eq!(resolved(typed, &noon()), Ok(at(means)), "{typed}");
    }
}

#[test]
fn a_mistyped_time_is_answered_with_the_form_that_was_meant() {
    for (typed, write) in [
        ("2026/11/22 13:00", "'2026-11-22 13:00'"),
        ("2026-11-22 9h05", "'2026-11-22 09:05'"),
        ("2026-11-22", "'2026-11-22 00:00'"),
        ("2026-11-22T13:00:00+0900", "2026-11-22T13:00:00+09:00"),
        ("2026-11-22 13:00 +09:00", "2026-11-22T13:00+09:00"),
        ("2026-1-2 3:04", "'2026-01-02 03:04'"),
        ("1pm", "13:00"),
        ("12:30am", "00:30"),
        ("13.00", "13:00"),
        ("2h", "+2h"),
        ("NOW", "now"),
    ] {
        let says = resolved(typed, &noon()).unwrap_err();
        assert_eq!(says, format!("not a time as it stands; write {write}"), "{typed}");
    }
}

#[test]
fn what_is_no_time_is_refused_whatever_it_is() {
    for typed in [
        "",
        " ",
        "T",
        "tomorrow",
        "13:",
        ":",
        "2026-",
        "99:99:99:99",
        "13:00:00:00",
        "+",
        "-",
        "é",
        "1é",
        "+é",
    ] {
        assert!(resolved(typed, &noon()).is_err(), "{typed}");
    }
    let says = |typed| resolved(typed, &noon()).unwrap_err();
    assert_eq!(says("2026-02-30 10:00"), "the calendar has no such day");
    assert_eq!(says("24:00"), "the clock has no such time; it goes from 00:00 to 23:59:59");
    assert_eq!(says("+10"), "a duration needs a unit: 10s, 10m or 10h");
    assert_eq!(says("+999999999d"), "+999999999d is beyond the years that can be counted");
    assert_eq!(
        says("9999-12-31T23:59:59-12:00"),
        "9999-12-31T23:59:59-12:00 is beyond the years that can be counted"
    );
}

#[test]
fn a_local_time_that_is_skipped_or_repeated_is_refused_with_both_readings() {
    let frame = Frame::new(at("2026-11-01T12:00:00Z"), named("America/New_York"));
    assert_eq!(
        resolved("01:30", &frame).unwrap_err(),
        "America/New_York has 2026-11-01T01:30:00 twice, its clocks are put back over it; write \
         2026-11-01T01:30:00-04:00 or 2026-11-01T01:30:00-05:00"
    );
    assert_eq!(
        resolved("2026-03-08 02:00", &frame).unwrap_err(),
        "America/New_York skips 2026-03-08T02:00:00, its clocks are put forward over it; write \
         2026-03-08T01:00:00-05:00 or 2026-03-08T03:00:00-04:00"
    );
    for remedy in ["2026-11-01T01:30:00-04:00", "2026-03-08T03:00:00-04:00", "2026-11-01 02:00", "00:59"] {
        assert!(resolved(remedy, &frame).is_ok(), "{remedy}");
    }
}

#[test]
fn zones_are_read_by_name_abbreviation_and_offset() {
    let summer = at("2026-07-01T00:00:00Z");
    for (typed, label) in [
        ("Asia/Seoul", "KST"),
        ("asia/seoul", "KST"),
        ("kst", "KST"),
        ("UTC", "UTC"),
        ("Z", "UTC"),
        ("+09:00", "+09:00"),
        ("-03:30", "-03:30"),
        ("Europe/Berlin", "CEST"),
        ("America/Sao_Paulo", "-03:00"),
    ] {
        assert_eq!(zone_label(&named(typed), summer), label, "{typed}");
    }
    assert_eq!(zone_name("local"), Ok(ZoneChoice::Local));
}

#[test]
fn a_mistyped_zone_is_answered_with_the_nearest() {
    for (typed, says) in [
        ("Asia/Seol", "no such zone; did you mean Asia/Seoul?"),
        ("seoul", "no such zone; did you mean Asia/Seoul?"),
        ("new york", "no such zone; did you mean America/New_York?"),
        ("+25:00", "no such zone; write it like Asia/Seoul, KST, UTC, +09:00 or local"),
        ("", "no such zone; write it like Asia/Seoul, KST, UTC, +09:00 or local"),
    ] {
        assert_eq!(zone_name(typed).unwrap_err().to_string(), says, "{typed}");
    }
}

#[test]
fn the_zone_is_the_first_that_is_named_and_koreas_where_none_is_or_only_utc() {
    let around = |variable: Option<&str>, system: Option<&str>| SystemZone {
        variable: variable.map(str::to_owned),
        system: system.map(named),
    };
    let label = |tz: TimeZone| zone_label(&tz, at("2026-11-22T03:00:00Z"));
    let berlin = around(Some("Europe/Berlin"), Some("America/New_York"));
    let two = Offset::constant(2);
    assert_eq!(label(zone(Some(&ZoneChoice::Zone(TimeZone::UTC)), Some(two), &berlin)), "UTC");
    assert_eq!(label(zone(None, Some(two), &berlin)), "+02:00");
    assert_eq!(label(zone(None, None, &berlin)), "CET");
    assert_eq!(label(zone(Some(&ZoneChoice::Local), Some(two), &berlin)), "CET");
    for (variable, system, expected) in [
        (None, Some("America/New_York"), "EST"),
        (Some(":Europe/Berlin"), None, "CET"),
        (Some("EST5EDT"), None, "EST"),
        (Some("no/such"), Some("America/New_York"), "EST"),
        (None, None, "KST"),
        (None, Some("UTC"), "KST"),
        (None, Some("Etc/UTC"), "KST"),
        (Some("UTC"), Some("America/New_York"), "KST"),
        (Some(""), Some("America/New_York"), "KST"),
        (Some("UTC0"), None, "KST"),
    ] {
        let around = around(variable, system);
        assert_eq!(label(zone(None, None, &around)), expected, "{around:?}");
    }
    assert_eq!(label(zone(Some(&ZoneChoice::Local), None, &around(None, Some("UTC")))), "UTC");
}

#[test]
fn an_outage_ends_at_the_next_such_time_or_after_its_duration() {
    for (typed, from, to) in [
        ("02:00..09:30", "2026-11-21T17:00:00Z", "2026-11-22T00:30:00Z"),
        ("23:00..02:00", "2026-11-22T14:00:00Z", "2026-11-22T17:00:00Z"),
        ("2026-11-24 23:00..02:00", "2026-11-24T14:00:00Z", "2026-11-24T17:00:00Z"),
        ("02:00+45m", "2026-11-21T17:00:00Z", "2026-11-21T17:45:00Z"),
        ("2026-11-22T12:00:00+09:00+2h", "2026-11-22T03:00:00Z", "2026-11-22T05:00:00Z"),
        ("2026-11-22T12:00:00+09:00..2026-11-22T05:00Z", "2026-11-22T03:00:00Z", "2026-11-22T05:00:00Z"),
        ("+1h+30m", "2026-11-22T04:00:00Z", "2026-11-22T04:30:00Z"),
        ("-1h..+1h", "2026-11-22T02:00:00Z", "2026-11-22T04:00:00Z"),
        ("now+90s", "2026-11-22T03:00:00Z", "2026-11-22T03:01:30Z"),
    ] {
        let outage = outage(typed).unwrap().resolve(&noon()).unwrap();
        assert_eq!((outage.from(), outage.to()), (at(from), at(to)), "{typed}");
    }
}

#[test]
fn bare_clock_times_of_an_outage_are_of_the_first_attempts_day() {
    let frame = noon().on_the_day_of(at("2026-12-24T23:30:00+09:00"));
    let outage = outage("23:00..01:00").unwrap().resolve(&frame).unwrap();
    assert_eq!(outage.from(), at("2026-12-24T23:00:00+09:00"));
    assert_eq!(outage.to(), at("2026-12-25T01:00:00+09:00"));
}

#[test]
fn what_is_no_outage_is_refused() {
    for typed in [
        "",
        "..",
        "02:00",
        "02:00..",
        "..02:00",
        "+30m",
        "02:00+",
        "02:00+-5m",
        "a..b",
        "2026-11-22T12:00+09:00",
    ] {
        assert!(outage(typed).is_err(), "{typed}");
    }
    for typed in ["02:00..02:00", "02:00+0s", "+2h..+1h", "02:00+99999999d"] {
        assert!(outage(typed).unwrap().resolve(&noon()).is_err(), "{typed}");
    }
}

#[test]
fn only_a_time_that_carries_an_offset_has_one() {
    assert_eq!(time("2026-11-22T12:00+02:00").unwrap().offset(), Some(Offset::constant(2)));
    assert_eq!(time("2026-11-22T12:00").map(TypedTime::offset), Ok(None));
    assert_eq!(outage("02:00..2026-11-22T12:00+02:00").unwrap().offset(), Some(Offset::constant(2)));
}
