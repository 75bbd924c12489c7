//! Kills, full disks, locks, damage: what was committed stays, and what wasn't is said.

use std::fs;
use std::time::{Duration, Instant};

use tosshook::activity::{DeliveryStatus, Repeat};
use tosshook::history::{History, HistoryError, Limits, Place, Reader};

use crate::given::{Folder, PAYMENT, answered, column, delivery, request};

fn open_within(folder: &Folder, limits: Limits) -> History {
    History::open_within(Place::File(folder.file.clone()), limits).unwrap()
}

#[tokio::test]
async fn what_was_committed_survives_a_kill() {
    let folder = Folder::new();
    let history = folder.open();
    for event in 0..20 {
        history.record(delivery(&event.to_string(), 0, PAYMENT)).await.unwrap();
    }
    // What a killed process leaves: the file and its log, neither closed nor emptied.
    let left = folder.folder.path().join("left");
    fs::create_dir(&left).unwrap();
    for name in ["shop.db", "shop.db-wal", "shop.db-shm"] {
        fs::copy(folder.file.with_file_name(name), left.join(name)).unwrap();
    }
    let left = left.join("shop.db");
    let seen = Reader::open(&left).unwrap().unwrap().newest(100).unwrap();
    assert_eq!(seen.len(), 20);
    let again = History::open(Place::File(left)).unwrap();
    assert_eq!(again.record(delivery("19", 0, PAYMENT)).await.unwrap().repeat, Repeat::Duplicate);
    again.close().await.unwrap();
}

#[tokio::test]
async fn a_write_that_finds_the_file_locked_fails_and_the_next_succeeds() {
    let folder = Folder::new();
    let history = open_within(&folder, Limits { lock_wait: Duration::from_millis(20), ..Limits::default() });
    let recorded = history.record(delivery("a", 0, PAYMENT)).await.unwrap();
    let other = rusqlite::Connection::open(&folder.file).unwrap();
    other.execute_batch("BEGIN EXCLUSIVE").unwrap();
    let error = history.record(delivery("b", 0, PAYMENT)).await.unwrap_err();
    assert!(matches!(&error, HistoryError::Store { reason, .. } if reason.contains("locked")), "{error:?}");
    history.answered(recorded.delivery, answered(recorded.id, 200, DeliveryStatus::Completed)).await.unwrap();
    assert!(history.attempts(recorded.id, "").await.is_err());
    other.execute_batch("COMMIT").unwrap();
    assert_eq!(history.record(delivery("b", 0, PAYMENT)).await.unwrap().repeat, Repeat::None);
    history.close().await.unwrap();
    assert_eq!(
        column::<u16>(&folder.file, "SELECT http_status FROM answer"),
        [200],
        "a note outlives the lock that it met"
    );
}

#[tokio::test]
async fn a_full_history_says_so_and_takes_events_again_once_there_is_room() {
    let folder = Folder::new();
    let history = open_within(&folder, Limits { pages: Some(40), ..Limits::default() });
    let mut kept = 0;
    let error = loop {
        match history.record(delivery(&kept.to_string(), 0, vec![b'x'; 4000])).await {
            Ok(_) => kept += 1,
            Err(error) => break error,
        }
        assert!(kept < 1000);
    };
    assert!(matches!(error, HistoryError::Full { .. }), "{error:?}");
    assert!(kept > 10);
    let other = rusqlite::Connection::open(&folder.file).unwrap();
    other.execute_batch("DELETE FROM event").unwrap();
    history.record(delivery("again", 0, vec![b'x'; 4000])).await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_history_that_is_removed_while_in_use_takes_no_more_events() {
    let folder = Folder::new();
    let history = folder.open();
    history.record(delivery("a", 0, PAYMENT)).await.unwrap();
    fs::remove_dir_all(folder.file.parent().unwrap()).unwrap();
    let error = history.record(delivery("b", 0, PAYMENT)).await.unwrap_err();
    assert!(matches!(&error, HistoryError::Store { reason, .. } if reason.contains("removed")), "{error:?}");
    folder.open().close().await.unwrap();
    assert!(history.record(delivery("c", 0, PAYMENT)).await.is_err(), "another file of the same name");
    history.close().await.unwrap();
}

#[tokio::test]
async fn one_request_that_does_not_fit_takes_no_other_down() {
    let folder = Folder::new();
    let history = open_within(&folder, Limits { pages: Some(60), ..Limits::default() });
    let large = || history.record(request(vec![b'x'; 1 << 20]));
    let small = || history.record(request("small"));
    let (one, two, three, four, five) = tokio::join!(small(), large(), small(), large(), small());
    assert!(one.is_ok() && three.is_ok() && five.is_ok());
    assert!(matches!(two, Err(HistoryError::Full { .. })) && matches!(four, Err(HistoryError::Full { .. })));
}

#[tokio::test]
async fn closing_commits_what_is_queued_and_empties_the_log_into_the_file() {
    let folder = Folder::new();
    let history = folder.open();
    let recorded = history.record(delivery("a", 0, PAYMENT)).await.unwrap();
    history.answered(recorded.delivery, answered(recorded.id, 200, DeliveryStatus::Completed)).await.unwrap();
    history.close().await.unwrap();
    assert!(!folder.file.with_file_name("shop.db-wal").exists());
    assert_eq!(column::<u16>(&folder.file, "SELECT http_status FROM answer"), [200]);
}

#[tokio::test]
async fn a_closed_history_says_so_and_may_be_closed_again() {
    let folder = Folder::new();
    let history = folder.open();
    let other = history.clone();
    history.close().await.unwrap();
    assert!(matches!(other.record(request("late")).await, Err(HistoryError::Closed)));
    other.close().await.unwrap();
}

#[tokio::test]
async fn the_writer_ends_with_the_last_handle() {
    let folder = Folder::new();
    let history = folder.open();
    history.record(delivery("a", 0, PAYMENT)).await.unwrap();
    drop(history.clone());
    history.record(delivery("b", 0, PAYMENT)).await.unwrap();
    drop(history);
    let since = Instant::now();
    // SQLite removes the log with the last connection.
    while folder.file.with_file_name("shop.db-wal").exists() {
        assert!(since.elapsed() < Duration::from_secs(10), "the writer goes on");
        std::thread::yield_now();
    }
}

#[tokio::test]
async fn two_writers_share_a_file() {
    let folder = Folder::new();
    let (one, other) = (folder.open(), folder.open());
    let fill = async |history: &History, name: &str| {
        for event in 0..100 {
            history.record(delivery(&format!("{name}{event}"), 0, PAYMENT)).await.unwrap();
            history.record(delivery(&format!("both{event}"), 0, PAYMENT)).await.unwrap();
        }
    };
    tokio::join!(fill(&one, "a"), fill(&other, "b"));
    one.close().await.unwrap();
    // The log stays as long as somebody else has the file open.
    other.record(delivery("last", 0, PAYMENT)).await.unwrap();
    other.close().await.unwrap();
    assert_eq!(column::<u32>(&folder.file, "SELECT count(*) FROM event"), [301]);
    assert_eq!(column::<u32>(&folder.file, "SELECT count(*) FROM delivery"), [100]);
}

/// A closed history of 50 events, all of it from this page on overwritten.
async fn damaged_from(page: usize) -> (Folder, Vec<u8>) {
    let folder = Folder::new();
    let history = folder.open();
    for event in 0..50 {
        history.record(delivery(&event.to_string(), 0, PAYMENT)).await.unwrap();
    }
    history.close().await.unwrap();
    let mut bytes = fs::read(&folder.file).unwrap();
    bytes[page * 8192..].fill(0xa5);
    fs::write(&folder.file, &bytes).unwrap();
    (folder, bytes)
}

#[tokio::test]
async fn a_file_of_which_only_the_head_is_left_is_not_opened() {
    let (folder, bytes) = damaged_from(1).await;
    assert!(matches!(Reader::open(&folder.file), Err(HistoryError::Damaged { .. })));
    let opened = History::open(Place::File(folder.file.clone()));
    assert!(matches!(opened, Err(HistoryError::Damaged { .. })));
    assert!(fs::read(&folder.file).unwrap() == bytes);
}

#[tokio::test]
async fn damage_among_the_events_is_told_and_not_made_worse() {
    let (folder, bytes) = damaged_from(10).await;
    let reader = Reader::open(&folder.file).unwrap().unwrap();
    assert!(matches!(reader.newest(100), Err(HistoryError::Damaged { .. })));
    let history = folder.open();
    let recorded = history.record(request("late")).await;
    assert!(matches!(recorded, Err(HistoryError::Damaged { .. })), "{recorded:?}");
    history.close().await.unwrap();
    drop(reader);
    assert!(fs::read(&folder.file).unwrap() == bytes);
}
