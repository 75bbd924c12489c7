//! `retry-schedule --arrivals` and `--rate`: many events through the same outages.

#![expect(clippy::unwrap_used, reason = "a helper that can't do its part fails the test")]

mod asked;

use asked::{at_width, printed, refused, unreadable};
use serde_json::Value;

const DAY: [&str; 6] = ["--down", "02:00..09:30", "--arrivals", "100000", "--over", "1d"];

fn with<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&DAY[..], more].concat()
}

/// The lines of JSON, and its first.
fn distribution(typed: &[&str]) -> Value {
    let json = printed(&[typed, &["--json"]].concat());
    serde_json::from_str(json.lines().next().unwrap()).unwrap()
}

#[test]
fn the_page_tells_the_attempts_that_land_and_draws_the_load() {
    assert_eq!(printed(&DAY), include_str!("arrivals/day.txt"));
    assert_eq!(at_width(120, &DAY).stdout, include_str!("arrivals/day_wide.txt"));
}

#[test]
fn lost_events_are_counted_and_looked_up() {
    let typed = ["--down", "02:00+5d", "--arrivals", "10000", "--over", "7d", "--fail", "1"];
    assert_eq!(printed(&typed), include_str!("arrivals/lost.txt"));
}

#[test]
fn nothing_of_the_page_is_wider_than_the_terminal() {
    for width in [46, 79, 100, 200] {
        let page = at_width(width, &DAY).stdout;
        assert!(page.lines().all(|line| line.chars().count() <= width), "{width}: {page}");
    }
}

#[test]
fn events_without_outages_all_land_at_once() {
    let page = printed(&["--arrivals", "10", "--over", "1h"]);
    assert!(
        page.starts_with("No event is lost. None needs a re-send.\n10 events, evenly spread over 1h"),
        "{page}"
    );
    assert!(!page.contains("Re-sends a minute") && !page.contains('│'), "{page}");
}

#[test]
fn json_has_the_distribution_the_load_of_each_minute_and_a_summary() {
    let typed = ["--down", "02:00+2m", "--arrivals", "180", "--over", "3m", "--json"];
    assert_eq!(printed(&typed), include_str!("arrivals/minutes.jsonl"));
}

#[test]
fn the_picture_tells_what_becomes_of_all_over_the_attempts_of_the_worst_case_and_the_load() {
    assert_eq!(printed(&with(&["--format", "svg"])), include_str!("arrivals/day.svg"));
}

/// The event that is drawn, as the picture tells it.
fn which_is_drawn(typed: &[&str]) -> String {
    let picture = at_width(80, &[typed, &["--format", "svg"]].concat()).stdout;
    let description = picture.split("<desc").nth(1).unwrap();
    format!("Drawn is {}", description.split("Drawn is ").nth(1).unwrap().lines().next().unwrap())
}

#[test]
fn the_event_that_is_drawn_is_one_of_those_that_come() {
    let an_hour = ["--down", "02:00..09:30", "--arrivals", "1000", "--over", "1h"];
    let from = |more: &[&str]| which_is_drawn(&[&an_hour[..], more].concat());
    assert_eq!(from(&["--from", "05:00"]), "Drawn is the worst case.");
    let picture = printed(&[&an_hour[..], &["--from", "05:00", "--format", "svg"]].concat());
    assert!(picture.contains("first attempt, Mon 23 Nov 05:00: fails, the server is down"), "{picture}");
    let after = "Drawn is an event that is first sent Mon 23 Nov 10:00.";
    assert_eq!(from(&["--from", "10:00"]), after, "of many that fare the same none is the worst");
    let by_chance = from(&["--from", "05:00", "--fail-rate", "10%", "--seed", "1"]);
    assert_eq!(by_chance, "Drawn is an event that is first sent Mon 23 Nov 05:00.");
}

#[test]
fn the_picture_of_events_of_which_none_is_resent_has_no_load_and_an_accepted_attempt() {
    let picture = printed(&["--arrivals", "10", "--over", "1h", "--format", "svg"]);
    assert!(!picture.contains("Re-sends"), "{picture}");
    assert!(picture.contains("<title>first attempt, Mon 23 Nov 10:07:35: accepted</title>"), "{picture}");
}

#[test]
fn a_calendar_of_many_events_is_refused_before_anything_is_computed() {
    // The last two could not be computed either.
    for over in ["1d", "9999d", "9999999d"] {
        let refused = refused(&["--arrivals", "100000000", "--over", over, "--format", "ics"]);
        assert_eq!(refused.message, "--format ics: a calendar has the attempts of one event");
        let remedy = "leave --arrivals, --rate and --over out, or choose --format svg";
        assert_eq!(refused.hint.as_deref(), Some(remedy));
    }
}

#[test]
fn csv_names_each_measure() {
    let typed = ["--down", "02:00+2m", "--arrivals", "180", "--over", "3m", "--format", "csv"];
    assert_eq!(printed(&typed), include_str!("arrivals/minutes.csv").replace('\n', "\r\n"));
}

#[test]
fn events_come_from_the_first_outage_on_or_from_where_it_is_said() {
    let begins = |typed: &[&str]| {
        let page = printed(&[typed, &["--arrivals", "9", "--over", "1h"]].concat());
        let page = page.replace('\n', " ");
        page.split(" over 1h from ").nth(1).and_then(|rest| rest.split(" on,").next()).map(str::to_owned)
    };
    assert_eq!(begins(&["--down", "05:00+1h", "--down", "03:00+1h"]).unwrap(), "Mon 23 Nov 2026 03:00");
    assert_eq!(begins(&["--down", "05:00+1h", "--from", "04:30"]).unwrap(), "Mon 23 Nov 2026 04:30");
    assert_eq!(begins(&["--down-every", "1d+5m"]).unwrap(), "Mon 23 Nov 2026 10:07:35");
}

#[test]
fn a_seed_gives_the_same_again_and_one_that_was_not_typed_is_told() {
    let random = ["--rate", "100/1m", "--over", "1h", "--fail-rate", "30%"];
    let seeded = |seed: &str| printed(&[&random[..], &["--seed", seed, "--json"]].concat());
    assert_eq!(seeded("7"), seeded("7"));
    assert_ne!(seeded("7"), seeded("8"));
    assert_eq!(at_width(80, &[&random[..], &["--json"]].concat()).stdout, seeded("4711"));
    let one = ["--from", "02:00", "--fail-rate", "30%"];
    for (typed, format) in
        [(&random[..], "json"), (&random, "csv"), (&random, "svg"), (&one, "svg"), (&one, "ics")]
    {
        let told = at_width(80, &[typed, &["--format", format]].concat()).stderr;
        assert_eq!(told, "by chance, with seed 4711; --seed 4711 gives the same again\n", "{format}");
    }
    let page = printed(&random);
    assert!(page.contains("at random (--seed 4711) over 1h"), "{page}");
    assert!(page.contains("Each attempt fails with a chance of 30 % (--seed 4711)."), "{page}");
}

#[test]
fn chance_takes_about_its_share_of_each_attempt() {
    let told = distribution(&["--arrivals", "100000", "--over", "1d", "--fail-rate", "0.2", "--seed", "1"]);
    let landed: Vec<u64> = serde_json::from_value(told["landed_by_attempt"].clone()).unwrap();
    for (landed, expected) in landed.iter().zip([80_000_u64, 16_000, 3_200, 640]) {
        assert!(landed.abs_diff(expected) * 10 < expected.max(1_000), "{landed} for {expected}");
    }
    let single = |seed: &str| printed(&["--from", "02:00", "--fail-rate", "60%", "--seed", seed]);
    assert_eq!(single("3"), single("3"));
    assert!(single("3").contains("× by chance") && single("3").contains("chance of 60 % (--seed 3)."));
}

#[test]
fn a_seed_that_changes_nothing_is_warned_of() {
    let ran = at_width(80, &with(&["--seed", "7"]));
    assert_eq!(ran.stderr, "warning: --seed 7 changes nothing without --fail-rate or --rate\n");
    assert_eq!(ran.stdout, printed(&DAY));
}

#[test]
fn an_attempt_that_takes_its_time_moves_those_after_it() {
    let late = |typed: &[&str]| distribution(typed)["late_seconds"]["max"].as_u64();
    let at_once = late(&DAY).unwrap();
    assert_eq!(late(&with(&["--answer-after", "10s"])), Some(at_once + 60));
}

#[test]
fn deploys_go_on_after_the_last_event() {
    // Re-sends of the first hour come on the days after, in which the server is down for as long.
    let typed = ["--arrivals", "3600", "--over", "1h", "--down-every", "1d+23h", "--intervals", "1d,1d,1d"];
    assert_eq!(distribution(&typed)["lost"], 3600);
}

#[test]
fn options_that_make_no_question_together_are_refused_with_the_remedy() {
    for (typed, says) in [
        (
            &["--over", "1d"] as &[&str],
            "--over 1d: this is for how long events come; say how many with --arrivals N or --rate N/DURATION",
        ),
        (
            &["--arrivals", "1000"],
            "--arrivals 1000: events need a time to come in; add --over DURATION, like --over 1d",
        ),
        (
            &["--rate", "5/h"],
            "--rate 5/1h: events need a time to come in; add --over DURATION, like --over 1d",
        ),
        (
            &["--arrivals", "5", "--over", "0"],
            "--over 0s: events need some time to come in; write it like --over 1d",
        ),
        (
            &["--rate", "1000000/1s", "--over", "30d"],
            "--rate 1000000/1s: that makes about 2592000000000 events, and 100,000,000 are the most; choose a \
             shorter --over or a smaller rate",
        ),
        (
            &["--rate", "1/1d", "--over", "1h"],
            "--rate 1/1d: that makes 0.04 events on average; choose a longer --over or a larger rate",
        ),
        (
            &["--arrivals", "5", "--over", "9999d"],
            "the attempts would spread over more than 4,000,000 minutes: choose a shorter --over or shorter \
             --intervals",
        ),
        (
            &["--arrivals", "5", "--over", "9999999d"],
            "the last attempt would lie beyond the year 9999: choose an earlier --from or shorter --intervals",
        ),
    ] {
        let refused = refused(typed);
        let told: Vec<_> = [Some(refused.message), refused.hint].into_iter().flatten().collect();
        assert_eq!(told.join("; "), says, "{typed:?}");
    }
}

#[test]
fn numbers_of_events_that_cannot_be_name_the_limit() {
    for (typed, says) in [
        (
            ["--arrivals", "0"],
            "error: invalid value '0' for '--arrivals <N>': without an event there is nothing to compute; it takes 1 \
             to 100,000,000",
        ),
        (
            ["--arrivals", "1000000000000"],
            "error: invalid value '1000000000000' for '--arrivals <N>': it takes up to 100,000,000 events; with fewer, \
             evenly spread, the shares stay the same",
        ),
        (
            ["--rate", "1000000000000/1s"],
            "error: invalid value '1000000000000/1s' for '--rate <N/DURATION>': it takes up to 100,000,000 events; with \
             fewer, evenly spread, the shares stay the same",
        ),
        (
            ["--fail-rate", "150%"],
            "error: invalid value '150%' for '--fail-rate <P>': a probability is from 0 to 1, or from 0% to 100%",
        ),
    ] {
        assert_eq!(unreadable(&typed), says, "{typed:?}");
    }
}
