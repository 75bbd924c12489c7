//! Histories that older and newer versions made.

use rusqlite::Connection;

use crate::given::{FILE, Kept, READING, WRITING, listen, tells_of_damage};

/// The schema's versions, as they came one after the other, and the tables that each brought.
const VERSIONS: [(&str, &[&str]); 5] = [
    (
        include_str!("../../src/history/schema.sql"),
        &["event", "delivery", "answer", "attempt", "plan", "lease"],
    ),
    (include_str!("../../src/history/known_payment.sql"), &["known_payment"]),
    (include_str!("../../src/history/search.sql"), &[]),
    (include_str!("../../src/history/imported.sql"), &["imported"]),
    (include_str!("../../src/history/place_floor.sql"), &[]),
];

/// The same history as a version of this number would have made it.
fn made_by_version(number: usize) -> Kept {
    let kept = Kept::new();
    let newest = kept.file.with_file_name("newest.db");
    std::fs::rename(&kept.file, &newest).expect("it can be moved");
    let older = Connection::open(&kept.file).expect("SQLite makes it");
    older.execute_batch("PRAGMA page_size = 8192; PRAGMA journal_mode = WAL;").expect("an empty file");
    older.execute("ATTACH ?1 AS newest", [newest.to_str()]).expect("it is there");
    for (script, tables) in &VERSIONS[..number] {
        older.execute_batch(script).expect("a schema");
        for table in *tables {
            older.execute_batch(&format!("INSERT INTO {table} SELECT * FROM newest.{table}")).expect("rows");
        }
    }
    let id = i32::from_be_bytes(*b"tskh");
    let key = "DELETE FROM main.naming; INSERT INTO main.naming SELECT * FROM newest.naming;";
    older
        .execute_batch(&format!("{key} PRAGMA application_id = {id}; PRAGMA main.user_version = {number};"))
        .expect("a header");
    drop(older);
    std::fs::remove_file(newest).expect("it can go");
    let bytes = std::fs::read(&kept.file).expect("readable");
    Kept { bytes, ..kept }
}

fn version(kept: &Kept) -> u32 {
    let connection = Connection::open(&kept.file).expect("SQLite opens it");
    connection.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a number")
}

#[test]
fn an_older_history_is_read_as_it_is_and_migrated_by_whoever_writes() {
    let newest = version(&Kept::new());
    assert_eq!(newest as usize, VERSIONS.len() + 1, "a version that is not tested");
    for number in 1..newest as usize {
        let kept = made_by_version(number);
        let what = format!("version {number}");
        let answers = kept.answers();
        assert_eq!(kept.salvage(&what).code, Some(0), "{what}");
        assert!(kept.is_still(&kept.bytes), "{what}: it was changed to be read");
        let listened = listen(&kept.program, &["listen", "--port", "0"]);
        assert_eq!((listened.code, listened.status), (Some(0), Some(200)), "{what}: {}", listened.stderr);
        assert_eq!(version(&kept), newest, "{what}");
        let exported = kept.run(&["events", "export"]);
        assert_eq!((exported.code, exported.stderr.as_str()), (Some(0), ""), "{what}");
        // What READING exports, with one event behind it.
        assert!(exported.stdout.starts_with(&answers[5]), "{what}");
        assert_eq!(exported.stdout.lines().count(), kept.lines.len() + 1, "{what}");
        assert_eq!(kept.run(&["events", "show", "last~1"]).stdout, answers[2], "{what}");
        let found = kept.run(&["events", "list", "--search", "pay-77", "--format", "json"]);
        assert_eq!(found.stdout.lines().count(), 1, "{what}: {}", found.stderr);
    }
}

#[test]
fn a_newer_history_is_told_with_the_remedy_and_left_alone() {
    let kept = Kept::new();
    let connection = Connection::open(&kept.file).expect("SQLite opens it");
    connection.pragma_update(None, "user_version", 99).expect("it can be written");
    drop(connection);
    let before = kept.folder();
    for arguments in READING.iter().chain(&WRITING) {
        let ran = kept.run(arguments);
        tells_of_damage(&ran, &format!("{arguments:?}"));
        let told =
            format!("{FILE} was made by a newer version\n\nhint: update tosshook, or choose another file");
        assert!(ran.stderr.contains(&told), "{}", ran.stderr);
        assert!(kept.is_still(&before[&kept.file]), "{arguments:?}");
    }
}
