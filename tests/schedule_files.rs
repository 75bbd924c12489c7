//! The picture and the calendar of `retry-schedule`, as whole files.

mod program;

use program::Program;

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
fn outages_that_recur_are_shaded_and_have_entries() {
    let deploys = ["--down-every", "1d+5m", "--format"];
    let picture = printed(&[&deploys[..], &["svg"]].concat());
    let shaded: Vec<&str> =
        picture.lines().filter_map(|line| line.strip_prefix("<g><title>server ")).collect();
    assert_eq!(
        shaded,
        [
            "down 02:00 to 02:05</title>",
            "down Tue 24 Nov 02:00 to 02:05</title>",
            "down Wed 25 Nov 02:00 to 02:05</title>",
            "down Thu 26 Nov 02:00 to 02:05</title>"
        ]
    );
    let calendar = printed(&[&deploys[..], &["ics"]].concat());
    let entries = calendar.split("BEGIN:VEVENT").filter(|entry| entry.contains("SUMMARY:Server down"));
    let begin: Vec<&str> = entries.map(|entry| value(entry, "DTSTART")).collect();
    assert_eq!(begin, ["20261122T170000Z", "20261123T170000Z", "20261124T170000Z", "20261125T170000Z"]);
}

/// The value of a property of a calendar's entry.
fn value<'a>(entry: &'a str, name: &str) -> &'a str {
    let mut lines = entry.split("\r\n").filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    lines.next().unwrap_or_default()
}

#[test]
fn outages_that_nobody_could_tell_apart_are_one_area_of_the_picture() {
    let every_second = printed(&["--down-every", "2s+1s", "--format", "svg"]);
    assert_eq!(every_second.matches("<title>server down again and again</title>").count(), 1);
    assert!(every_second.len() < 40_000, "{} bytes", every_second.len());
}

#[test]
fn a_calendar_has_up_to_a_thousand_outages() {
    let outages = |over: &str| {
        let every_other_second =
            ["--from", "2026-11-23T02:00:00+09:00", "--down-every", "2s+1s", "--intervals", over];
        Program::new().run(&[&["retry-schedule"], &every_other_second[..], &["--format", "ics"]].concat())
    };
    let most = outages("1998s");
    assert_eq!(
        (most.code, most.stdout.matches("SUMMARY:Server down").count()),
        (Some(0), 1_000),
        "{}",
        most.stderr
    );
    let more = outages("2000s");
    assert_eq!((more.code, more.stdout.as_str()), (Some(2), ""));
    assert_eq!(
        more.stderr,
        "error: --format ics: more than 1,000 outages would be in the calendar\n\n\
         hint: choose a longer period for --down-every, or --format svg\n"
    );
}
