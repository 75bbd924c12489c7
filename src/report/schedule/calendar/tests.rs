use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Calendar, calendar};
use crate::report::Language;
use crate::report::schedule::Answer;
use crate::timeline::{Faults, Outage, Outages, Schedule};
use crate::toss::Policy;

const NOW: &str = "2026-11-20T10:00:00.9Z";

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// The calendar of an event first sent at this time.
fn drawn(start: &str, faults: &Faults, policy: &Policy) -> String {
    let tz = TimeZone::get("Asia/Seoul").unwrap();
    let answer_after = Duration::ZERO;
    let schedule = Schedule::compute(policy, at(start), answer_after, faults).unwrap();
    let language = Language::English;
    calendar(&Answer { schedule: &schedule, policy, faults, answer_after, language, tz: &tz }, at(NOW))
        .unwrap()
}

fn down(spans: &[(&str, &str)]) -> Faults {
    let outages = spans.iter().map(|(from, to)| Outage::new(at(from), at(to)).unwrap());
    Faults { outages: Outages::new(outages), ..Faults::default() }
}

/// The values of a property, as they stand once lines are unfolded.
fn values<'a>(calendar: &'a str, name: &str) -> Vec<&'a str> {
    calendar.split("\r\n").filter_map(|line| line.strip_prefix(name)?.strip_prefix(':')).collect()
}

fn unfolded(calendar: &str) -> String {
    calendar.replace("\r\n ", "")
}

#[test]
fn without_knowledge_each_resend_depends_on_the_failure_of_all_before_it() {
    let drawn = unfolded(&drawn("2026-11-22T03:00:00Z", &Faults::default(), &Policy::toss()));
    assert_eq!(
        values(&drawn, "SUMMARY")[..3],
        [
            "Toss Payments first attempt",
            "Toss Payments re-send 1 of 7 (if all before it fail)",
            "Toss Payments re-send 2 of 7 (if all before it fail)"
        ]
    );
    let times = values(&drawn, "DTSTART");
    assert_eq!(times.len(), 8);
    assert_eq!((times[0], times[7]), ("20261122T030000Z", "20261125T220100Z"));
    assert_eq!(values(&drawn, "STATUS")[..2], ["CONFIRMED", "TENTATIVE"]);
    assert_eq!(values(&drawn, "DTSTAMP")[0], "20261120T100000Z");
}

#[test]
fn an_outage_is_an_entry_with_an_end_and_what_is_not_needed_is_cancelled() {
    let faults = down(&[
        ("2026-11-22T02:00:00Z", "2026-11-25T00:00:00Z"),
        ("2026-12-24T00:00:00Z", "2026-12-25T00:00:00Z"),
    ]);
    let drawn = unfolded(&drawn("2026-11-22T03:00:00Z", &faults, &Policy::toss()));
    assert_eq!(
        values(&drawn, "BEGIN").len(),
        1 + 8 + 1,
        "an outage after the last attempt is none of its entries"
    );
    assert_eq!(values(&drawn, "DTEND"), ["20261125T000000Z"]);
    let summaries = values(&drawn, "SUMMARY");
    assert_eq!(
        summaries[6..],
        [
            "Toss Payments re-send 6 of 7 — fails\\, the server is down",
            "Toss Payments re-send 7 of 7 — accepted",
            "Server down"
        ]
    );
    let early = Faults { fail_first: Some(1), ..Faults::default() };
    let drawn = unfolded(&self::drawn("2026-11-22T03:00:00Z", &early, &Policy::toss()));
    assert_eq!(values(&drawn, "STATUS"), [["CONFIRMED"; 2].as_slice(), &["CANCELLED"; 6]].concat());
    assert!(values(&drawn, "TRANSP").iter().all(|transparency| *transparency == "TRANSPARENT"));
}

#[test]
fn identities_are_the_attempts_own_whatever_the_answer_is() {
    let start = "2026-11-22T03:00:00Z";
    let unknown = drawn(start, &Faults::default(), &Policy::toss());
    let known = drawn(start, &down(&[(start, "2026-11-22T04:00:00Z")]), &Policy::toss());
    let identities = values(&unknown, "UID");
    assert_eq!(identities, values(&known, "UID")[..8], "a later answer replaces an earlier one");
    let mut different = identities.clone();
    different.dedup();
    assert_eq!(different.len(), 8);
    let later = drawn("2026-11-22T03:00:01Z", &Faults::default(), &Policy::toss());
    let mut other = Policy::toss();
    other.waits[6] += Duration::from_secs(1);
    let other = drawn(start, &Faults::default(), &other);
    for calendar in [&later, &other] {
        assert!(values(calendar, "UID").iter().all(|identity| !identities.contains(identity)));
    }
    assert_eq!(unknown, drawn(start, &Faults::default(), &Policy::toss()), "nothing in it is random");
}

#[test]
fn another_policy_is_not_called_toss_payments() {
    let policy = Policy { waits: vec![Duration::from_secs(5)], ..Policy::toss() };
    let drawn = unfolded(&drawn(
        "2026-11-22T03:00:00Z",
        &Faults { fail_first: Some(2), ..Faults::default() },
        &policy,
    ));
    assert_eq!(
        values(&drawn, "SUMMARY"),
        ["Webhook first attempt — fails", "Webhook re-send 1 of 1 — fails"]
    );
    assert_eq!(values(&drawn, "DTSTART"), ["20261122T030000Z", "20261122T030005Z"]);
}

#[test]
fn fractions_of_a_second_are_left_to_the_description() {
    let faults = down(&[("2026-11-22T03:00:00.2Z", "2026-11-22T03:00:00.7Z")]);
    let drawn = unfolded(&drawn("2026-11-22T03:00:00.25Z", &faults, &Policy::toss()));
    assert_eq!(values(&drawn, "DTSTART")[0], "20261122T030000Z");
    assert!(values(&drawn, "DESCRIPTION")[0].starts_with("Sun 22 Nov 12:00:00.250 (KST).\\n"), "{drawn}");
    assert_eq!(values(&drawn, "DTSTART").last(), Some(&"20261122T030000Z"));
    assert_eq!(values(&drawn, "DTEND"), ["20261122T030001Z"], "an entry is never empty");
}

#[test]
fn lines_are_folded_at_75_octets_and_never_within_a_letter() {
    for length in 60..90 {
        for letter in ["x", "é", "한", "🙂"] {
            let value = format!("{}{}", "x".repeat(length), letter.repeat(80));
            let mut calendar = Calendar { text: String::new(), stamp: String::new() };
            calendar.property("SUMMARY", &value);
            assert!(calendar.text.split("\r\n").all(|line| line.len() <= 75), "{}", calendar.text);
            assert_eq!(unfolded(&calendar.text), format!("SUMMARY:{value}\r\n"));
        }
    }
}

#[test]
fn text_cannot_end_its_line_or_begin_another_property() {
    let mut calendar = Calendar { text: String::new(), stamp: String::new() };
    calendar.text("SUMMARY", "a,b;c\\d\r\nBEGIN:VEVENT\u{7}");
    assert_eq!(calendar.text, "SUMMARY:a\\,b\\;c\\\\d\\nBEGIN:VEVENT\r\n");
}
