//! `retry-schedule --down` for every event that is first sent during outages.

#![expect(clippy::unwrap_used, reason = "a helper that can't do its part fails the test")]

mod asked;

use asked::{at_width, printed, refused, unreadable};

const NIGHT: [&str; 2] = ["--down", "02:00..09:30"];

#[test]
fn the_page_of_a_night_begins_with_the_verdict_and_tells_every_range() {
    assert_eq!(printed(&NIGHT), include_str!("outages/night.txt"));
    assert_eq!(at_width(120, &NIGHT).stdout, include_str!("outages/night_wide.txt"));
}

#[test]
fn the_readme_shows_what_is_printed() {
    let page = printed(&NIGHT);
    let shown = page.split("\n\nThe worst case").next().unwrap();
    assert!(include_str!("../README.md").contains(shown), "{shown}");
}

#[test]
fn no_line_is_longer_than_the_terminal_is_wide() {
    for width in [46, 60, 79, 97, 140] {
        for typed in [&NIGHT as &[&str], &["--down", "02:00+5d"], &["--down-every", "1h+59m"]] {
            let page = at_width(width, typed).stdout;
            let longest = page.lines().map(|line| line.chars().count()).max();
            assert!(longest <= Some(width), "{width}: {page}");
        }
    }
}

#[test]
fn lost_events_are_told_by_their_range_with_what_to_do_about_them() {
    assert_eq!(printed(&["--down", "02:00+5d"]), include_str!("outages/lost.txt"));
    let all = printed(&["--down", "02:00+1h", "--fail", "8"]).replace('\n', " ");
    assert!(all.contains("(1h). Every event that is first sent then is lost."), "{all}");
    assert!(!all.contains("Don't wait"), "{all}");
}

#[test]
fn several_outages_are_one_answer() {
    let typed = ["--down", "02:00+1h", "--down", "03:05+30m", "--down", "02:30..03:00", "--fail", "2"];
    assert_eq!(printed(&typed), include_str!("outages/several.txt"));
}

#[test]
fn deploys_are_told_by_the_first_of_them() {
    assert_eq!(printed(&["--down-every", "1d+5m"]), include_str!("outages/deploys.txt"));
}

#[test]
fn more_ranges_than_anybody_reads_are_told_by_the_attempt() {
    let page = printed(&["--down", "08:00..09:30", "--down-every", "10s+1s"]);
    assert_eq!(page, include_str!("outages/many.txt"));
}

#[test]
fn outages_on_both_sides_of_a_clock_change_carry_their_zone_once() {
    let down = "2026-10-31 23:00..2026-11-01 03:00";
    let page = printed(&["--tz", "America/New_York", "--down", down]);
    let headline = "Down Sat 31 Oct 23:00 EDT to Sun 1 Nov 03:00 EST (5h). No event is lost.";
    assert!(page.starts_with(headline), "{page}");
    assert!(page.contains("Sun  1 Nov 01:35 EST .. 02:39 EST"), "{page}");
}

#[test]
fn a_night_that_begins_in_one_year_and_ends_in_the_next_names_both() {
    let page = printed(&["--down", "2026-12-31 23:00..01:00"]);
    assert!(page.starts_with("Down Thu 31 Dec 2026 23:00 to Fri 1 Jan 2027 01:00 KST (2h)."), "{page}");
    assert!(page.contains("ask the API for the\norders of 23:00 to Fri 1 Jan 2027 01:00."), "{page}");
}

#[test]
fn json_has_a_line_per_range_then_the_worst_case_and_its_summary() {
    assert_eq!(printed(&[&NIGHT[..], &["--json"]].concat()), include_str!("outages/night.jsonl"));
    let lost = printed(&["--down", "02:00+5d", "--json"]);
    assert_eq!(
        lost.lines().next().unwrap(),
        "{\"v\":1,\"kind\":\"window\",\"first_sent_from\":\"2026-11-23T02:00:00+09:00\",\
         \"first_sent_to\":\"2026-11-24T06:59:00+09:00\",\"lands_from\":null,\"lands_to\":null,\"attempt\":null,\
         \"share\":0.241528}"
    );
}

#[test]
fn the_picture_tells_what_becomes_of_all_over_the_attempts_of_the_worst_case() {
    let picture = printed(&["--down", "02:00..09:30", "--format", "svg"]);
    assert_eq!(picture, include_str!("outages/night.svg"));
    assert!(!picture.contains("today"), "it is kept for other days");
}

#[test]
fn the_picture_of_several_outages_names_them() {
    let picture =
        printed(&["--down", "02:00..09:30", "--down", "12:00+5d", "--fail", "1", "--format", "svg"]);
    let description = picture.split("<desc").nth(1).unwrap();
    for part in [
        "Down Mon 23 Nov 02:00 to 09:30 (7h 30m).",
        "Down Mon 23 Nov 12:00 to Sat 28 Nov 12:00 (5d).",
        "The first attempt of each event fails.",
        "Drawn is the worst case.",
        "First attempt Mon 23 Nov 2026 02:00, times in KST.",
    ] {
        assert!(description.contains(part), "{part}: {description}");
    }
    assert!(picture.contains(">Down 2 times, Mon 23 Nov 02:00 to Sat 28 Nov 12:00 KST (5d 7h 30m in all). "));
}

#[test]
fn the_calendar_has_the_attempts_of_the_worst_case_and_its_outages() {
    let calendar = printed(&["--down", "02:00..09:30", "--format", "ics"]).replace("\r\n ", "");
    let times: Vec<&str> = calendar.split("\r\n").filter_map(|line| line.strip_prefix("DTSTART:")).collect();
    assert_eq!(times.len(), 8 + 1);
    assert_eq!((times[0], times[8]), ("20261122T170000Z", "20261122T170000Z"));
    assert!(calendar.contains("re-send 6 of 7 — accepted"), "{calendar}");
}

#[test]
fn csv_has_a_row_per_range() {
    let rows = include_str!("outages/night.csv").replace('\n', "\r\n");
    assert_eq!(printed(&[&NIGHT[..], &["--format", "csv"]].concat()), rows);
    let lost = printed(&["--down", "02:00+5d", "--format", "csv"]);
    assert_eq!(lost.lines().nth(1), Some("2026-11-23T02:00:00+09:00,2026-11-24T06:59:00+09:00,,,,0.241528"));
}

#[test]
fn deploys_begin_with_the_first_attempt_where_one_is_named() {
    let json = printed(&["--from", "12:00", "--down-every", "1m+30s", "--json"]);
    assert!(json.contains("\"landed_attempt\":null"), "each re-send meets a deploy: {json}");
    let json = printed(&["--from", "12:00", "--down-every", "7m+30s", "--json"]);
    assert!(json.contains("\"landed_attempt\":2,\"landed_at\":\"2026-11-23T12:01:00+09:00\""), "{json}");
    let page = printed(&["--from", "12:00", "--down-every", "7m+30s"]);
    assert!(page.contains("\nDown for 30s every 7m, from Mon 23 Nov 12:00 on.\n"), "{page}");
}

#[test]
fn what_cannot_be_answered_by_ranges_is_refused_with_what_to_add() {
    for (typed, says) in [
        (
            &["--down", "02:00+1h", "--fail-rate", "20%"] as &[&str],
            "--fail-rate 0.2: which events of an outage fail by chance can't be told by ranges; add --from TIME for one \
             event, or --arrivals N --over DURATION for many",
        ),
        (
            &["--down", "02:00+9d", "--down-every", "2s+1s"],
            "the outages make more than 100,000 ranges of first sending: choose fewer or shorter outages, or add \
             --from TIME for one event",
        ),
        (
            &["--down", "9999-12-30 00:00+1h"],
            "the last attempt would lie beyond the year 9999: choose an earlier --from or shorter --intervals",
        ),
        (
            &["--from", "9999-12-30T00:00:00Z", "--down-every", "99d+9d"],
            "--down-every 99d+9d: the first outage would end beyond the year 9999; choose an earlier --from or a \
             shorter outage",
        ),
        (
            &["--down", "00:30..01:30", "--tz", "America/New_York", "--down", "2026-11-01 01:30+1h"],
            "--down '2026-11-01 01:30+1h': America/New_York has 2026-11-01T01:30:00 twice, its clocks are put back over \
             it; write 2026-11-01T01:30:00-04:00 or 2026-11-01T01:30:00-05:00",
        ),
    ] {
        let refused = refused(typed);
        let told: Vec<_> = [Some(refused.message), refused.hint].into_iter().flatten().collect();
        assert_eq!(told.join("; "), says, "{typed:?}");
    }
}

#[test]
fn outages_that_cannot_recur_name_the_remedy() {
    let place = "for '--down-every <PERIOD+DURATION>'";
    for (typed, says) in [
        ("1d", "it takes PERIOD+DURATION; 1d+5m is 5 minutes every day"),
        (
            "5m+1d",
            "each outage would last until the next begins; make the period longer than the outage, like 1d+5m",
        ),
        ("1d+0s", "an outage of no time is none; give it a duration, like 1d+5m"),
        ("-1d+5m", "-1d: a duration can't be negative"),
    ] {
        let told = unreadable(&["--down-every", typed]);
        assert_eq!(told, format!("error: invalid value '{typed}' {place}: {says}"));
    }
}
