//! The file and its folder: private, ours, and never somebody else's.

use std::fs;
use std::path::Path;

use tosshook::history::{History, HistoryError, Journal, Place, Reader};

use crate::given::{Folder, PAYMENT, column, delivery};

fn refused(path: &Path) -> HistoryError {
    History::open(Place::File(path.to_owned())).unwrap_err()
}

/// Whether neither a writer nor a reader takes the file, and both leave it and its folder alone.
fn is_refused_untouched(path: &Path, is_right: fn(&HistoryError) -> bool) {
    let before = (fs::read(path).unwrap(), fs::metadata(path).unwrap().permissions(), listing(path));
    let (write, read) = (refused(path), Reader::open(path).unwrap_err());
    assert!(is_right(&write) && is_right(&read), "{write:?} {read:?}");
    let after = (fs::read(path).unwrap(), fs::metadata(path).unwrap().permissions(), listing(path));
    assert_eq!(before, after);
}

fn listing(path: &Path) -> Vec<std::ffi::OsString> {
    let mut names: Vec<_> =
        fs::read_dir(path.parent().unwrap()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    names
}

fn is_no_history(error: &HistoryError) -> bool {
    matches!(error, HistoryError::NotAHistory { .. })
}

#[cfg(unix)]
#[tokio::test]
async fn folder_file_and_log_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let history = folder.open();
    history.record(delivery("a", 0, PAYMENT)).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.file.parent().unwrap()), 0o700);
    for name in listing(&folder.file) {
        assert_eq!(mode(&folder.file.with_file_name(&name)), 0o600, "{}", name.display());
    }
    assert_eq!(listing(&folder.file), ["shop.db", "shop.db-shm", "shop.db-wal"]);
    assert_eq!(history.journal(), Journal::WriteAhead);
    history.close().await.unwrap();
    assert_eq!(listing(&folder.file), ["shop.db"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_history_that_others_may_read_is_made_private_again() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.open().close().await.unwrap();
    fs::set_permissions(&folder.file, fs::Permissions::from_mode(0o644)).unwrap();
    folder.open().close().await.unwrap();
    assert_eq!(fs::metadata(&folder.file).unwrap().permissions().mode() & 0o777, 0o600);
}

#[cfg(unix)]
#[tokio::test]
async fn a_symbolic_link_is_refused_and_what_it_names_left_alone() {
    let folder = Folder::new();
    folder.open().close().await.unwrap();
    let before = fs::read(&folder.file).unwrap();
    for target in [folder.file.clone(), folder.file.with_file_name("nothing-yet")] {
        let link = folder.file.with_file_name("link.db");
        std::os::unix::fs::symlink(&target, &link).unwrap();
        assert!(matches!(refused(&link), HistoryError::Symlink { path } if path == link));
        assert!(matches!(Reader::open(&link), Err(HistoryError::Symlink { .. })));
        fs::remove_file(&link).unwrap();
    }
    assert_eq!(fs::read(&folder.file).unwrap(), before);
    assert_eq!(listing(&folder.file), ["shop.db"]);
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_may_lie_behind_a_symbolic_link() {
    let folder = Folder::new();
    let link = folder.folder.path().join("elsewhere");
    fs::create_dir(folder.file.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink(folder.file.parent().unwrap(), &link).unwrap();
    let history = History::open(Place::File(link.join("shop.db"))).unwrap();
    assert_eq!(history.path(), Some(&*folder.file));
    history.close().await.unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn a_folder_that_anybody_may_change_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    let open = folder.folder.path().join("open");
    fs::create_dir(&open).unwrap();
    for (mode, is_refused) in [(0o777, true), (0o1777, false), (0o775, false)] {
        fs::set_permissions(&open, fs::Permissions::from_mode(mode)).unwrap();
        let opened = History::open(Place::File(open.join("shop.db")));
        assert_eq!(matches!(opened, Err(HistoryError::Foreign { .. })), is_refused, "{mode:o}");
        assert_eq!(opened.is_err(), is_refused, "{mode:o}");
    }
}

#[test]
fn what_is_no_sqlite_file_is_refused_untouched() {
    let folder = Folder::new();
    let file = folder.folder.path().join("notes.txt");
    for content in ["my notes", "SQLite format 3\0", &"x".repeat(100_000)] {
        fs::write(&file, content).unwrap();
        is_refused_untouched(&file, is_no_history);
    }
}

#[test]
fn another_programs_database_is_refused_untouched() {
    let folder = Folder::new();
    for (name, journal) in [("plain.db", "DELETE"), ("logged.db", "WAL")] {
        let file = folder.folder.path().join(name);
        let other = rusqlite::Connection::open(&file).unwrap();
        other.pragma_update(None, "journal_mode", journal).unwrap();
        other.execute_batch("CREATE TABLE t (a); INSERT INTO t VALUES (1);").unwrap();
        drop(other);
        is_refused_untouched(&file, is_no_history);
    }
}

#[tokio::test]
async fn a_history_of_a_newer_version_is_refused_untouched() {
    let folder = Folder::new();
    folder.open().close().await.unwrap();
    let newer = rusqlite::Connection::open(&folder.file).unwrap();
    newer.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA user_version = 99").unwrap();
    drop(newer);
    is_refused_untouched(&folder.file, |error| matches!(error, HistoryError::Newer { .. }));
}

#[test]
fn a_folder_is_no_history() {
    let folder = Folder::new();
    assert!(is_no_history(&refused(folder.folder.path())));
}

#[cfg(unix)]
#[test]
fn a_place_that_cannot_be_made_is_told_with_the_systems_words() {
    let folder = Folder::new();
    let file = folder.folder.path().join("a-file");
    fs::write(&file, "").unwrap();
    let error = refused(&file.join("shop.db"));
    assert!(matches!(&error, HistoryError::Open { reason, .. } if !reason.is_empty()), "{error:?}");
}

#[tokio::test]
async fn an_empty_file_becomes_a_history() {
    let folder = Folder::new();
    let file = folder.folder.path().join("empty.db");
    fs::write(&file, "").unwrap();
    assert!(Reader::open(&file).unwrap().is_none());
    History::open(Place::File(file.clone())).unwrap().close().await.unwrap();
    assert!(Reader::open(&file).unwrap().is_some());
}

#[tokio::test]
async fn two_histories_may_be_made_at_the_same_time() {
    let folder = Folder::new();
    let open = || {
        tokio::task::spawn_blocking({
            let file = folder.file.clone();
            move || History::open(Place::File(file))
        })
    };
    let opening: Vec<_> = (0..8).map(|_| open()).collect();
    for (number, opened) in opening.into_iter().enumerate() {
        let history = opened.await.unwrap().unwrap();
        history.record(delivery(&number.to_string(), 0, PAYMENT)).await.unwrap();
        history.close().await.unwrap();
    }
    assert_eq!(column::<u32>(&folder.file, "SELECT count(*) FROM event"), [8]);
}
