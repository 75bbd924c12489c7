use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::Picture;
use crate::report::Language;
use crate::report::svg::letters::Hand;
use crate::report::svg::{Columns, Key, Load, Mark, Rows, Shade, Stop, Timeline, Times};

const HANDS: [Hand; 6] = [Hand::TITLE, Hand::TEXT, Hand::HEADING, Hand::LABEL, Hand::QUIET, Hand::DOWN];

fn stops(waits: &[u64]) -> Vec<Stop> {
    let mut at = 0;
    let stop = |(index, wait): (usize, &u64)| {
        at += wait;
        Stop {
            mark: [Mark::Failed, Mark::Accepted, Mark::NotNeeded][index % 3],
            at: Duration::from_secs(at),
            name: if index == 0 { "first".into() } else { format!("re-send {index}") },
            wait: format!("{wait}s"),
            clock: format!("{:02}:{:02}:{:02}", at / 3600 % 24, at / 60 % 60, at % 60),
            day: format!("day {}", at / 86_400),
            since_first: format!("{at}s"),
            told: format!("<{index}>"),
        }
    };
    [&[0], waits].concat().iter().enumerate().map(stop).collect()
}

fn picture<'a>(waits: &[u64], down: &[(u64, u64)], load: Option<Load<'a>>) -> Picture<'a> {
    let total: u64 = waits.iter().sum();
    let since_first = |second: u64| (second <= total).then(|| Duration::from_secs(second));
    let shade = |(from, to): &(u64, u64)| Shade {
        from: from.checked_sub(1).map(Duration::from_secs),
        to: since_first(*to),
        times: Times::Once,
        label: format!("server down {from} to {to}"),
    };
    let key = |mark: Mark| (Key::Mark(mark), format!("{mark:?}"));
    Picture {
        language: Language::English,
        title:
            "Accepted & <late>, on a re-send that comes a long while after the server is back, in 3d 19h 1m."
                .into(),
        sentences: vec!["Times in KST.".into(), "Down for a while.".into()],
        description: vec!["one".into(), "two".into()],
        timeline: Timeline {
            stops: stops(waits),
            asked: Some(waits.len() / 3),
            shaded: down.iter().filter(|(from, _)| *from <= total).map(shade).collect(),
            often: "server down again and again".into(),
            rows: Rows { name: "attempt", wait: "wait", time: "time", since_first: "since first" },
            legend: vec![key(Mark::Failed), key(Mark::Accepted), (Key::Shade, "server down".into())],
            logarithmic: "logarithmic time axis".into(),
        },
        load,
    }
}

/// A text and where it stands: left, top, right, bottom.
type Written = (String, [f64; 4]);

/// Every text of a picture, as wide as the widest usual font makes it.
fn written(svg: &str) -> Vec<Written> {
    let attribute = |line: &str, name: &str| {
        let from = line.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(line[from..].split('"').next()?.to_owned())
    };
    let number = |line: &str, name: &str| attribute(line, name).unwrap().parse::<f64>().unwrap();
    let texts = svg.lines().filter(|line| line.starts_with("<text"));
    texts
        .map(|line| {
            let class = attribute(line, "class").unwrap();
            let hand = HANDS.into_iter().find(|hand| hand.class == class).unwrap();
            let text = line.split(['>', '<']).nth(2).unwrap().to_owned();
            let (x, y, width) = (number(line, "x"), number(line, "y"), hand.width(&text));
            let left = match attribute(line, "text-anchor").as_deref() {
                None => x,
                Some("middle") => x - width / 2.0,
                Some(_) => x - width,
            };
            // Letters reach above their foot and below it.
            (text, [left, y - hand.width("m") * 0.78, left + width, y + hand.width("m") * 0.22])
        })
        .collect()
}

/// Pairs of texts that touch, and texts that leave the picture.
fn faults(svg: &str) -> Vec<String> {
    let size = |name: &str| {
        let value = svg.split(&format!(" {name}=\"")).nth(1).and_then(|rest| rest.split('"').next());
        value.unwrap().parse::<f64>().unwrap()
    };
    let (width, height) = (size("width"), size("height"));
    let texts = written(svg);
    let mut faults = Vec::new();
    for (index, (text, [left, top, right, bottom])) in texts.iter().enumerate() {
        if *left < 0.0 || *top < 0.0 || *right > width || *bottom > height {
            faults.push(format!("{text} is outside"));
        }
        for (other, [from, above, to, below]) in &texts[index + 1..] {
            if left < to && from < right && top < below && above < bottom {
                faults.push(format!("{text} touches {other}"));
            }
        }
    }
    faults
}

const TOSS: [u64; 7] = [60, 240, 960, 3840, 15_360, 61_440, 245_760];

#[test]
fn a_picture_is_one_element_that_a_screen_reader_can_tell() {
    let svg = picture(&TOSS, &[(0, 27_000)], None).draw();
    assert!(
        svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"tosshook\" width=\"840\""),
        "{svg}"
    );
    assert!(svg.ends_with("</svg>\n"));
    for part in [
        "role=\"img\" aria-labelledby=\"tosshook-title\" aria-describedby=\"tosshook-description\"",
        "<title id=\"tosshook-title\">Accepted &amp; &lt;late&gt;, on",
        "<desc id=\"tosshook-description\">one\ntwo</desc>",
        "@media screen and (prefers-color-scheme: dark)",
        "lang=\"en\"",
    ] {
        assert!(svg.contains(part), "{part}: {svg}");
    }
    for part in ["<script", "href", "@import", "@font-face", "<image", "<foreignObject"] {
        assert!(!svg.contains(part), "{part}: nothing runs and nothing is loaded");
    }
}

#[test]
fn every_attempt_of_toss_payments_has_all_its_labels() {
    let svg = picture(&TOSS, &[], None).draw();
    let texts: Vec<String> = written(&svg).into_iter().map(|(text, _)| text).collect();
    for stop in stops(&TOSS) {
        for label in [stop.name, stop.clock, stop.since_first] {
            assert!(texts.contains(&label), "{label}: {texts:?}");
        }
    }
    for wait in TOSS {
        assert!(texts.contains(&format!("{wait}s")), "{wait}: {texts:?}");
    }
    assert!(texts.contains(&"logarithmic time axis".to_owned()));
}

#[test]
fn a_hundred_equal_waits_share_one_label_on_an_axis_that_is_not_called_logarithmic() {
    let svg = picture(&[60; 100], &[], None).draw();
    let texts: Vec<String> = written(&svg).into_iter().map(|(text, _)| text).collect();
    for label in ["100 × 60s", "first", "re-send 33", "re-send 50", "re-send 100"] {
        assert!(texts.contains(&label.to_owned()), "{label}: {texts:?}");
    }
    assert!(!texts.contains(&"logarithmic time axis".to_owned()));
    assert_eq!(svg.matches("<title>&lt;").count(), 101, "each can be pointed at");
}

#[test]
fn shading_goes_on_beyond_the_line_where_it_began_before_or_ends_later() {
    let rectangle = |down: (u64, u64)| {
        let svg = picture(&[100], &[down], None).draw();
        let tint =
            svg.lines().filter(|line| line.starts_with("<rect class=\"tint\"")).nth(1).unwrap().to_owned();
        let value = |name: &str| {
            tint.split(&format!(" {name}=\""))
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap()
                .parse::<f64>()
                .unwrap()
        };
        (value("x"), value("x") + value("width"))
    };
    let (begins, ends) = rectangle((1, 100));
    assert_eq!(rectangle((0, 100)), (begins - 18.0, ends));
    assert_eq!(rectangle((1, 101)), (begins, ends + 18.0));
    let (from, to) = rectangle((51, 50));
    assert_eq!(to - from, 2.0, "an outage of no length to speak of still shows");
}

proptest! {
    #[test]
    fn no_text_touches_another_or_leaves_the_picture(
        waits in prop::collection::vec(prop_oneof![0..3_u64, 0..10_000_u64, Just(60)], 1..=100),
        down in prop::collection::vec((0..5_000_u64, 1..5_000_u64), 0..4),
        counts in prop::collection::vec(prop_oneof![0..5_u64, any::<u64>()], 0..300),
        each in prop_oneof![Just(1_u64), Just(60), 1..100_000_u64],
    ) {
        let mut at = 0;
        let apart: Vec<(u64, u64)> = down.iter().map(|(gap, length)| {
            let from = at + gap;
            at = from + length + 1;
            (from, from + length)
        }).collect();
        let tz = TimeZone::get("Asia/Seoul").unwrap();
        let from = Timestamp::from_second(1_795_393_800).unwrap();
        let columns = Columns { from, each: Duration::from_secs(each), counts: &counts };
        let load = Load { columns, language: Language::English, tz: &tz };
        let svg = picture(&waits, &apart, Some(load)).draw();
        prop_assert_eq!(faults(&svg), Vec::<String>::new(), "{}", svg);
    }
}
