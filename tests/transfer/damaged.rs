//! Histories that were cut off, overwritten, or made by another version: told, left as they are, and emptied of what
//! can still be read.

use std::fs;
use std::path::PathBuf;

use crate::given::{lines, out};
use crate::program::{Program, Webhook};

/// A closed history of many events, with its file and its export.
fn many() -> (Program, PathBuf, String) {
    let program = Program::new();
    let listener = program.listen(&["listen", "--history", "data/shop.db"]);
    for number in 0..120 {
        let body = format!("{{\"eventType\":\"X\",\"data\":{{\"a\":\"{}\"}}}}", "결".repeat(200 + number));
        let id = format!("whtrans_{number}");
        assert_eq!(Webhook::new(&id, body.as_bytes()).send(listener.address).status, 200);
    }
    listener.end();
    let file = program.home.path().join("data/shop.db");
    let exported = out(&program, &["events", "export", "--history", "data/shop.db"]);
    assert_eq!(exported.lines().count(), 120);
    (program, file, exported)
}

/// Exports from a history that may be damaged: the exit code, and what of the whole came out.
fn salvage(program: &Program, whole: &str, what: &str) -> (Option<i32>, usize) {
    let ran = program.run(&["events", "export", "--history", "data/shop.db"]);
    let known: std::collections::HashSet<_> = whole.lines().collect();
    let same = ran.stdout.lines().filter(|line| known.contains(line)).count();
    assert_eq!(lines(&ran.stdout).len(), ran.stdout.lines().count());
    match ran.code {
        Some(0) => assert_eq!(ran.stderr, "", "{what}"),
        Some(6) => {
            assert!(
                ran.stderr.starts_with("error: ") && ran.stderr.contains("data/shop.db"),
                "{what}: {}",
                ran.stderr
            );
        }
        code => panic!("{what}: {code:?} {}", ran.stderr),
    }
    (ran.code, same)
}

#[test]
fn a_file_cut_anywhere_is_told_left_alone_and_gives_what_is_left() {
    let (program, file, whole) = many();
    let bytes = fs::read(&file).expect("readable");
    let mut random = fastrand::Rng::with_seed(7);
    let mut most = 0;
    for _ in 0..25 {
        let at = random.usize(1..bytes.len());
        let what = format!("cut at {at} of {}", bytes.len());
        fs::write(&file, &bytes[..at]).expect("writable");
        let (code, same) = salvage(&program, &whole, &what);
        assert_eq!(code, Some(6), "{what}");
        most = most.max(same);
        for arguments in [&["events", "list"][..], &["events", "show", "last"]] {
            let ran = program.run(&[arguments, &["--history", "data/shop.db"]].concat());
            // SQLite fills up a last page of which a part is missing.
            let is_last_page = bytes.len() - at < 8192;
            assert!(ran.code == Some(6) || is_last_page, "{what}: {}", ran.stderr);
        }
        assert!(fs::read(&file).expect("readable") == bytes[..at], "{what}");
    }
    assert!(most > 60, "{most} of 120 events came out at best");
}

#[test]
fn a_file_overwritten_anywhere_gives_what_is_left() {
    let (program, file, whole) = many();
    let bytes = fs::read(&file).expect("readable");
    let mut random = fastrand::Rng::with_seed(11);
    let mut most = 0;
    for _ in 0..25 {
        let at = random.usize(8192..bytes.len() - 8192);
        let what = format!("overwritten at {at} of {}", bytes.len());
        let mut spoilt = bytes.clone();
        spoilt[at..at + 8192].iter_mut().for_each(|byte| *byte = random.u8(..));
        fs::write(&file, &spoilt).expect("writable");
        let (_, same) = salvage(&program, &whole, &what);
        most = most.max(same);
        let ran = program.run(&["events", "list", "--history", "data/shop.db"]);
        assert!(matches!(ran.code, Some(0 | 6)), "{what}: {}", ran.stderr);
        assert!(fs::read(&file).expect("readable") == spoilt, "{what}");
    }
    assert!(most > 100, "{most} of 120 events came out at best");
    fs::write(&file, bytes.iter().map(|_| random.u8(..)).collect::<Vec<_>>()).expect("writable");
    let ran = program.run(&["events", "list", "--history", "data/shop.db"]);
    assert_eq!(ran.code, Some(6));
    assert!(ran.stderr.contains("is no tosshook history"), "{}", ran.stderr);
}
