//! Files that are no history: no command takes one for it, or leaves a trace on it.

use std::fs;

use rusqlite::Connection;

use crate::given::{FILE, Kept, READING, WRITING, tells_of_damage};
use crate::program::Program;

fn no_history(content: &[u8]) -> Kept {
    let program = Program::new();
    let file = program.home.path().join(FILE);
    fs::create_dir_all(file.parent().expect("a folder")).expect("it can be made");
    fs::write(&file, content).expect("writable");
    Kept { program, file, bytes: content.to_vec(), lines: [].into() }
}

fn is_refused_untouched(kept: &Kept, what: &str) {
    let before = kept.folder();
    for arguments in READING.iter().chain(&WRITING) {
        let what = format!("{what}: {arguments:?}");
        let ran = kept.run(arguments);
        tells_of_damage(&ran, &what);
        assert!(
            ran.stderr.contains("is no tosshook history\n\nhint: it was left as it is"),
            "{what}: {}",
            ran.stderr
        );
        assert!(kept.folder() == before, "{what}");
    }
}

#[test]
fn what_is_no_sqlite_file_is_refused_untouched() {
    is_refused_untouched(&no_history(b"my notes"), "a text");
    is_refused_untouched(&no_history(b"SQLite format 3\0"), "a beginning");
    is_refused_untouched(&no_history(&[0; 16_384]), "zeros");
    let mut random = fastrand::Rng::with_seed(3);
    is_refused_untouched(
        &no_history(&(0..20_000).map(|_| random.u8(..)).collect::<Vec<_>>()),
        "random bytes",
    );
}

#[test]
fn another_programs_database_is_refused_untouched_whatever_its_id() {
    for (journal, id) in [("DELETE", 0), ("WAL", 0), ("DELETE", 0x0f05_5111), ("WAL", 1)] {
        let kept = no_history(b"");
        let other = Connection::open(&kept.file).expect("SQLite opens it");
        other.pragma_update(None, "journal_mode", journal).expect("it has such a journal");
        other.pragma_update(None, "application_id", id).expect("it can have an id");
        other
            .execute_batch("CREATE TABLE event (seq); INSERT INTO event VALUES (1);")
            .expect("it can be made");
        drop(other);
        is_refused_untouched(&kept, &format!("{journal} {id}"));
    }
}

#[test]
fn an_empty_file_is_a_history_in_which_nothing_is_yet() {
    let kept = no_history(b"");
    let ran = kept.run(&["events", "list"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(kept.run(&["events", "export"]).stdout, "");
    assert!(kept.is_still(b""));
    let listener = kept.program.listen(&["listen", "--history", FILE]);
    assert_eq!(listener.end().code, Some(0));
}
