//! `retry-schedule` from what is typed to what is printed.

#![expect(clippy::unwrap_used, reason = "a helper that can't do its part fails the test")]

mod asked;

use asked::{at_width, printed, refused, unreadable};
use clap::Parser;
use tosshook::cli::retry_schedule::RetrySchedule;
use tosshook::cli::values::SystemZone;
use tosshook::commands::retry_schedule::{Io, run};
use tosshook::exit::Exit;
use tosshook::report::{Language, Screen};

fn from_noon<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["--from", "2026-11-22T12:00:00+09:00"], more].concat()
}

#[test]
fn the_table_shows_eight_attempts_over_three_days_nineteen_hours_and_a_minute() {
    assert_eq!(printed(&from_noon(&[])), include_str!("retry_schedule/noon.txt"));
}

#[test]
fn the_table_of_an_outage_begins_with_the_attempt_that_lands() {
    let outage = ["--from", "2026-11-23 02:00", "--down", "02:00..09:30"];
    assert_eq!(printed(&outage), include_str!("retry_schedule/outage.txt"));
    assert_eq!(at_width(120, &outage).stdout, include_str!("retry_schedule/outage_wide.txt"));
}

#[test]
fn a_narrow_terminal_loses_columns_and_no_line_is_longer_than_it() {
    let ran = at_width(46, &from_noon(&["--fail", "2"]));
    assert_eq!(ran.stdout, include_str!("retry_schedule/narrow.txt"));
    assert!(ran.stdout.lines().all(|line| line.chars().count() <= 46));
}

#[test]
fn an_event_that_no_attempt_delivers_is_lost_and_the_page_says_what_to_do() {
    assert_eq!(printed(&from_noon(&["--down", "12:00+5d"])), include_str!("retry_schedule/lost.txt"));
}

#[test]
fn another_policy_says_that_it_is_not_toss_payments_own() {
    let page = printed(&from_noon(&["--intervals", "5s,5m,2h", "--timeout", "15s"]));
    assert_eq!(page, include_str!("retry_schedule/policy.txt"));
}

#[test]
fn json_has_a_line_per_attempt_and_a_summary() {
    assert_eq!(printed(&from_noon(&["--format", "json"])), include_str!("retry_schedule/noon.jsonl"));
    assert_eq!(printed(&from_noon(&["--json"])), include_str!("retry_schedule/noon.jsonl"));
}

#[test]
fn json_of_an_outage_names_the_attempt_that_lands() {
    let json = printed(&from_noon(&["--fail", "1", "--down", "12:01..12:05", "-f", "json"]));
    let outcomes: Vec<&str> =
        json.lines().filter_map(|line| line.split("\"outcome\":\"").nth(1)?.split('"').next()).collect();
    assert_eq!(outcomes[..4], ["fails", "fails", "accepted", "not_needed"]);
    assert_eq!(
        json.lines().last().unwrap(),
        "{\"v\":1,\"kind\":\"summary\",\"attempts\":8,\"total_seconds\":327660,\"landed_attempt\":3,\
         \"landed_at\":\"2026-11-22T12:05:00+09:00\",\"delivery_status\":\"Completed\",\
         \"longest_outage_seconds\":327660,\"last_chance_at\":\"2026-11-26T07:01:00+09:00\"}"
    );
}

#[test]
fn csv_has_a_header_and_a_row_per_attempt_that_ends_as_rfc_4180_wants() {
    let rows = include_str!("retry_schedule/noon.csv").replace('\n', "\r\n");
    assert_eq!(printed(&from_noon(&["--format", "csv"])), rows);
}

#[test]
fn without_from_the_first_attempt_is_this_second_in_korean_time() {
    let page = printed(&[]);
    assert!(page.contains("First attempt Mon 23 Nov 2026 10:07:35, times in KST."), "{page}");
}

#[test]
fn a_fraction_of_a_second_that_was_typed_is_kept() {
    let typed = ["--from", "2026-11-22T12:00:00.25+09:00"];
    assert!(printed(&typed).contains("First attempt Sun 22 Nov 2026 12:00:00.250, times in +09:00."));
    assert!(printed(&[&typed[..], &["--json"]].concat()).contains("\"2026-11-22T12:01:00.25+09:00\""));
}

#[test]
fn another_zone_shows_the_same_moments() {
    let page = printed(&from_noon(&["--tz", "America/New_York"]));
    assert!(page.contains("First attempt Sat 21 Nov 2026 22:00, times in EST."), "{page}");
    let json = printed(&from_noon(&["--tz", "UTC", "--json"]));
    assert!(json.contains("\"due_at\":\"2026-11-25T22:01:00+00:00\""), "{json}");
}

#[test]
fn attempts_on_both_sides_of_a_clock_change_carry_their_zone() {
    let page = printed(&["--from", "2026-10-31 12:00", "--tz", "America/New_York"]);
    assert!(page.contains("times in America/New_York."), "{page}");
    assert!(page.contains("Sat 31 Oct 17:41 EDT"), "{page}");
    assert!(page.contains("Sun  1 Nov 09:45 EST"), "{page}");
}

#[test]
fn attempts_on_both_sides_of_new_year_carry_their_year() {
    let page = printed(&["--from", "2026-12-31 12:00", "--down", "12:00+1d"]);
    assert!(page.contains("Mon  4 Jan 2027 07:01"), "{page}");
    assert!(page.contains("Down Thu 31 Dec 2026 12:00 to Fri 1 Jan 2027 12:00 (1d)."), "{page}");
}

#[test]
fn waits_counted_from_the_end_of_an_attempt_add_its_time_up_to_the_limit() {
    let json = printed(&from_noon(&["--answer-after", "10s", "--json"]));
    assert!(json.contains("\"total_seconds\":327730"), "seven attempts of 10 s before the last: {json}");
    let ran = at_width(80, &from_noon(&["--answer-after", "30s", "--json"]));
    assert_eq!(ran.stdout, json);
    assert_eq!(
        ran.stderr,
        "warning: --answer-after 30s is longer than an answer may take: an attempt fails after 10s\n"
    );
    let page = printed(&from_noon(&["--answer-after", "10s"]));
    assert!(page.contains("Here it is the end, 10s after its start (--answer-after)."), "{page}");
}

#[test]
fn a_hundred_waits_of_no_time_are_a_schedule_too() {
    let waits = ["0s"; 100].join(",");
    let json = printed(&from_noon(&["--intervals", &waits, "--fail", "100", "--json"]));
    assert!(json.contains("\"attempts\":101,\"total_seconds\":0,\"landed_attempt\":101"), "{json}");
    let page = printed(&from_noon(&["--intervals", &waits, "--fail", "100"]));
    assert!(page.contains("\n  101  re-send 100 "), "no picture, but every attempt: {page}");
}

#[test]
fn an_outage_that_is_finer_than_the_attempts_is_shown_as_fine_as_it_is() {
    let page = printed(&["--from", "2026-11-23 14:00", "--down", "13:59+90s"]);
    assert!(page.contains("Down Mon 23 Nov 13:59 to 14:00:30 (1m 30s)."), "{page}");
    let page = printed(&[
        "--from",
        "2026-11-23 14:00",
        "--down",
        "2026-11-23T14:00:00+09:00..2026-11-23T14:01:59.5+09:00",
    ]);
    assert!(page.contains("Down Mon 23 Nov 14:00 to 14:01:59.500 (1m 59s 500ms)."), "{page}");
}

#[test]
fn an_outage_that_can_change_nothing_is_warned_of() {
    let ran = at_width(80, &["--from", "02:00", "--down", "01:00..01:30", "--down", "2026-12-25 00:00+1h"]);
    assert_eq!(
        ran.stderr,
        "warning: --down 01:00..01:30 ends before the first attempt and changes nothing; for another day write \
         its date\n\
         warning: --down 2026-12-25 00:00+1h begins after the last attempt and changes nothing\n"
    );
    assert!(ran.stdout.starts_with("Accepted on the first attempt, Mon 23 Nov 02:00.\n"), "{}", ran.stdout);
}

#[test]
fn outages_and_times_that_cannot_be_are_refused_with_their_value_and_remedy() {
    let too_far =
        "the last attempt would lie beyond the year 9999: choose an earlier --from or shorter --intervals";
    for (typed, says) in [
        (
            &["--from", "02:00", "--down", "02:00..02:00"] as &[&str],
            "--down 02:00..02:00: an outage that ends when it begins is none; give it an end or a duration, like \
             02:00+45m",
        ),
        (
            &["--from", "02:00", "--down", "2026-11-23T03:00..2026-11-23T02:00"],
            "--down 2026-11-23T03:00..2026-11-23T02:00: the outage ends 1h before it begins; swap the two times, or \
             write the later day",
        ),
        (
            &["--from", "2026-03-08 02:30", "--tz", "America/New_York"],
            "--from: America/New_York skips 2026-03-08T02:30:00, its clocks are put forward over it; write \
             2026-03-08T01:30:00-05:00 or 2026-03-08T03:30:00-04:00",
        ),
        (
            &["--from", "2026-11-01 00:00", "--tz", "America/New_York", "--down", "00:30..01:30"],
            "--down 00:30..01:30: America/New_York has 2026-11-01T01:30:00 twice, its clocks are put back over it; \
             write 2026-11-01T01:30:00-04:00 or 2026-11-01T01:30:00-05:00",
        ),
        (&["--from", "+99999999999d"], "--from: +99999999999d is beyond the years that can be counted"),
        (&["--from", "9999-12-29T00:00:00Z"], too_far),
        (&["--intervals", "99999999d"], too_far),
        (
            &["--from", "-800000d", "--format", "ics"],
            "--format ics: a calendar has no years before 0; choose a later --from",
        ),
        (
            &["--timeout", "0"],
            "--timeout 0: a policy needs some time for an answer; Toss Payments' own is 10s",
        ),
    ] {
        let refused = refused(typed);
        let told: Vec<_> = [Some(refused.message), refused.hint].into_iter().flatten().collect();
        assert_eq!(told.join("; "), says, "{typed:?}");
    }
}

#[test]
fn values_that_cannot_be_read_name_the_option_and_the_form() {
    for (typed, says) in [
        (
            ["--from", "2026/11/22 13:00"],
            "error: invalid value '2026/11/22 13:00' for '--from <TIME>': not a time as it stands; write \
             '2026-11-22 13:00'",
        ),
        (
            ["--down", "02:00"],
            "error: invalid value '02:00' for '--down <OUTAGE>': an outage needs an end: FROM..TO or FROM+DURATION, \
             like 02:00..09:30 or 02:00+45m",
        ),
        (
            ["--intervals", "1m,-5m"],
            "error: invalid value '1m,-5m' for '--intervals <LIST>': wait 2, -5m: a duration can't be negative",
        ),
        (
            ["--answer-after", "-5s"],
            "error: invalid value '-5s' for '--answer-after <DURATION>': a duration can't be negative",
        ),
        (
            ["--tz", "Asia/Seol"],
            "error: invalid value 'Asia/Seol' for '--tz <ZONE>': no such zone; did you mean Asia/Seoul?",
        ),
    ] {
        assert_eq!(unreadable(&typed), says, "{typed:?}");
    }
}

#[test]
fn schedule_is_an_alias() {
    #[derive(Parser)]
    enum Command {
        RetrySchedule(RetrySchedule),
    }
    let Command::RetrySchedule(typed) =
        Command::try_parse_from(["tosshook", "schedule", "--fail", "3"]).unwrap();
    assert_eq!(typed.fail, Some(3));
}

#[test]
fn a_reader_that_has_gone_is_no_failure() {
    struct Gone;
    impl std::io::Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let end = run(
        &RetrySchedule::default(),
        &mut Io {
            stdout: &mut Gone,
            stderr: &mut std::io::sink(),
            screen: Screen::PLAIN,
            language: Language::English,
            now: "2026-11-23T01:07:35Z".parse().unwrap(),
            random: 4711,
            zone: None,
            around: SystemZone { variable: None, system: None },
        },
    );
    assert_eq!(end, Ok(Exit::Success));
}
