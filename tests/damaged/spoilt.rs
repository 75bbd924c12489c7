//! Cut at any byte, and overwritten anywhere.

use crate::given::{EVENTS, Kept, READING, listen, tells, tells_of_damage};

/// What may happen with a spoilt file: commands answer as they did, or say what is wrong; nothing changes.
fn reads_or_tells(kept: &Kept, whole: &[String], spoilt: &[u8], what: &str) {
    for (arguments, right) in READING.iter().zip(whole) {
        let what = format!("{what}: {arguments:?}");
        let ran = kept.run(arguments);
        if ran.code == Some(0) {
            assert!(ran.stdout == *right, "{what}: {}", ran.stdout);
        } else {
            tells_of_damage(&ran, &what);
        }
        assert!(kept.is_still(spoilt), "{what}");
    }
}

#[test]
fn a_file_cut_at_any_byte_is_told_left_alone_and_gives_what_is_left() {
    let kept = Kept::new();
    let whole = &kept.bytes;
    let mut random = fastrand::Rng::with_seed(7);
    let anywhere = (0..20).map(|_| random.usize(1..whole.len())).collect::<Vec<_>>();
    // Within the last page SQLite by itself would notice nothing.
    let near_the_end = [1, 2, 100, 4096, 8190, 8191, 8192, 8193].map(|left_out| whole.len() - left_out);
    let mut cuts: Vec<_> =
        anywhere.into_iter().chain(near_the_end).chain([1, 16, 72, 100, 101, 8192]).collect();
    cuts.sort_unstable();
    let mut came_out_before = 0;
    for at in cuts {
        let what = format!("cut at {at} of {}", whole.len());
        kept.put(&whole[..at]);
        for arguments in READING {
            tells_of_damage(&kept.run(arguments), &format!("{what}: {arguments:?}"));
        }
        let came_out = kept.salvage(&what);
        assert_eq!(came_out.code, Some(6), "{what}");
        // Whoever is told of no loss at all could not be told where nothing is left to name them.
        assert!(came_out.events + came_out.lost == EVENTS || came_out.events == 0, "{what}");
        assert!(came_out.events >= came_out_before, "{what}: {} came out", came_out.events);
        came_out_before = came_out.events;
        let listened = listen(&kept.program, &["listen", "--port", "0"]);
        assert_eq!((listened.code, listened.status), (Some(6), None), "{what}: {}", listened.stderr);
        tells(&listened.stderr, &what);
        assert!(kept.is_still(&whole[..at]), "{what}");
    }
    assert!(came_out_before >= EVENTS - 1, "{came_out_before} came out at best");
}

#[test]
fn a_file_overwritten_anywhere_gives_right_answers_or_none_and_all_that_is_left() {
    let kept = Kept::new();
    let answers = kept.answers();
    let mut random = fastrand::Rng::with_seed(11);
    let (mut damaged, mut lost) = (0, 0);
    for round in 0..24 {
        let length = [512, 4096, 8192, 40_000][round % 4];
        let at = random.usize(8192..kept.bytes.len() - length);
        let zeros = round % 3 == 0;
        let what = format!("{length} bytes overwritten at {at}, zeros {zeros}");
        let mut spoilt = kept.bytes.clone();
        spoilt[at..at + length].iter_mut().for_each(|byte| *byte = if zeros { 0 } else { random.u8(..) });
        kept.put(&spoilt);
        reads_or_tells(&kept, &answers, &spoilt, &what);
        let came_out = kept.salvage(&what);
        assert!(kept.is_still(&spoilt), "{what}");
        // No event is larger than a quarter of a page: what was not overwritten is read.
        let within_reach = 4 * (length / 8192 + 2) * 2;
        let roots = 24 * 8192;
        assert!(at < roots || came_out.events >= EVENTS - within_reach, "{what}: {}", came_out.events);
        damaged += usize::from(came_out.code == Some(6));
        lost += came_out.lost;
    }
    assert!(damaged > 10 && lost > 30, "{damaged} damaged, {lost} lost");
}

#[test]
fn a_listener_on_an_overwritten_file_destroys_no_more_of_it() {
    let kept = Kept::new();
    let mut random = fastrand::Rng::with_seed(13);
    let mut refused = 0;
    for round in 0..24 {
        let length = [512, 8192, 60_000][round % 3];
        // The more often near the end, where it would write.
        let from = if round % 2 == 0 { kept.bytes.len() - 2 * length } else { 8192 };
        let at = random.usize(from..kept.bytes.len() - length);
        let what = format!("{length} bytes overwritten at {at}");
        let mut spoilt = kept.bytes.clone();
        spoilt[at..at + length].iter_mut().for_each(|byte| *byte = random.u8(..));
        kept.put(&spoilt);
        let before = kept.run(&["events", "export"]).stdout;
        let listened = listen(&kept.program, &["listen", "--port", "0"]);
        match (listened.code, listened.status) {
            (Some(0), Some(200)) => {}
            (Some(0), Some(503)) => {
                refused += 1;
                let notice =
                    "shop.db is damaged: events are answered 503, so that they are sent again. Begin another";
                assert!(listened.stderr.contains(notice), "{what}: {}", listened.stderr);
                assert!(kept.is_still(&spoilt), "{what}");
            }
            (Some(6), None) => {
                tells(&listened.stderr, &what);
                assert!(kept.is_still(&spoilt), "{what}");
            }
            other => panic!("{what}: {other:?} {}", listened.stderr),
        }
        let after = kept.run(&["events", "export"]).stdout;
        let gone: Vec<_> = before.lines().filter(|line| !after.contains(line)).collect();
        assert!(gone.is_empty(), "{what}: {gone:?}");
    }
    assert!(refused > 0, "none was answered 503");
}

#[test]
fn a_file_whose_first_page_is_overwritten_is_told_and_left_alone() {
    let kept = Kept::new();
    let answers = kept.answers();
    let mut random = fastrand::Rng::with_seed(17);
    let all = kept.bytes.len();
    let places = [
        0..100,
        0..8192,
        16..24,
        24..32,
        28..32,
        40..64,
        44..48,
        56..60,
        60..64,
        72..100,
        100..112,
        4000..8192,
        0..all,
    ];
    for place in places {
        for zeros in [true, false] {
            let what = format!("{place:?} overwritten, zeros {zeros}");
            let mut spoilt = kept.bytes.clone();
            spoilt[place.clone()].iter_mut().for_each(|byte| *byte = if zeros { 0 } else { random.u8(..) });
            kept.put(&spoilt);
            reads_or_tells(&kept, &answers, &spoilt, &what);
            let listened = listen(&kept.program, &["listen", "--port", "0"]);
            if listened.code == Some(6) {
                tells(&listened.stderr, &what);
                assert!(kept.is_still(&spoilt), "{what}");
            } else {
                assert_eq!(
                    (listened.code, listened.status),
                    (Some(0), Some(200)),
                    "{what}: {}",
                    listened.stderr
                );
            }
        }
    }
}
