//! What gives way by age and by size, and what never does.

use std::time::{Duration, Instant};

use jiff::SignedDuration;
use tosshook::activity::DeliveryStatus;
use tosshook::clock::Clock;
use tosshook::history::{History, Keep, Limits, NewDelivery, Place};

use crate::given::{Folder, answered, arriving, at, column, delivery};

const DAY: i64 = 86_400_000;
const HOLDS_ALL: u64 = u64::MAX;

/// An event that arrived this long after the history's first, and was answered so.
fn event(number: i64, milliseconds: i64, status: u16) -> NewDelivery {
    let body = format!("{{\"eventType\":\"PAYOUT\",\"n\":{number},\"filled\":\"{}\"}}", "x".repeat(8_000));
    let new = arriving(delivery(&format!("event-{number}"), 0, body), milliseconds);
    NewDelivery { answer: Some(status), ..new }
}

async fn recorded(folder: &Folder, events: impl IntoIterator<Item = NewDelivery>) -> History {
    let history = folder.open();
    for event in events {
        history.record(event).await.unwrap();
    }
    history
}

/// The events that are left, in their order.
fn left(folder: &Folder) -> Vec<String> {
    column(&folder.file, "SELECT transmission_id FROM event ORDER BY seq")
}

/// Opens it so many days after the first event, until enough has given way.
async fn opened(folder: &Folder, day: i64, keep_days: u64, bytes: u64, is_enough: impl Fn() -> bool) {
    let now = at(0) + SignedDuration::from_millis(day * DAY);
    let age = Duration::from_secs(keep_days * 86_400);
    let keep = Some(Keep { age, bytes, clock: Clock::from_source(move || now) });
    let limits = Limits { keep, ..Limits::default() };
    let history = History::open_within(Place::File(folder.file.clone()), limits).unwrap();
    assert!(history.gives_way().await);
    let deadline = Instant::now() + Duration::from_secs(30);
    while !is_enough() {
        assert!(Instant::now() < deadline, "{:?}", left(folder));
        tokio::task::yield_now().await;
    }
    history.close().await.unwrap();
}

#[tokio::test]
async fn what_is_older_gives_way_with_all_that_was_noted_of_it() {
    let folder = Folder::new();
    let history = recorded(&folder, (0..6).map(|number| event(number, number * DAY, 200))).await;
    let again = history.record(arriving(delivery("event-0", 1, "{}"), 60_000)).await.unwrap();
    history.answered(again.delivery, answered(again.id, 200, DeliveryStatus::Completed)).await.unwrap();
    history.close().await.unwrap();
    opened(&folder, 13, 10, HOLDS_ALL, || left(&folder).len() < 4).await;
    assert_eq!(left(&folder), ["event-3", "event-4", "event-5"]);
    for table in ["delivery", "answer"] {
        let rows: Vec<i64> = column(&folder.file, &format!("SELECT count(*) FROM {table}"));
        assert_eq!(rows, [0], "{table}");
    }
}

#[tokio::test]
async fn the_oldest_give_way_to_the_newest_where_there_is_too_much() {
    let folder = Folder::new();
    recorded(&folder, (0..300).map(|number| event(number, number, 200))).await.close().await.unwrap();
    let used = || {
        let pages: Vec<i64> = column(&folder.file, "PRAGMA page_count");
        let free: Vec<i64> = column(&folder.file, "PRAGMA freelist_count");
        u64::try_from((pages[0] - free[0]) * 8192).unwrap()
    };
    let most = used() - 1_000_000;
    opened(&folder, 1, 30, most, || used() <= most).await;
    let left = left(&folder);
    let expected: Vec<_> = (300 - left.len()..300).map(|number| format!("event-{number}")).collect();
    assert_eq!(left, expected);
    assert!((150..200).contains(&left.len()), "{}", left.len());
}

#[tokio::test]
async fn what_was_imported_is_as_old_as_it_was_elsewhere_and_stays() {
    let folder = Folder::new();
    let events = [event(0, 0, 200), event(1, 1, 200), event(2, 40 * DAY, 200)];
    recorded(&folder, events).await.close().await.unwrap();
    let mark = "INSERT INTO imported (id, event, run) SELECT id, seq, 1 FROM event WHERE seq = 1";
    rusqlite::Connection::open(&folder.file).unwrap().execute_batch(mark).unwrap();
    opened(&folder, 41, 30, HOLDS_ALL, || left(&folder).len() < 3).await;
    assert_eq!(left(&folder), ["event-0", "event-2"]);
}

#[tokio::test]
async fn what_its_sender_may_still_send_stays_and_so_does_the_newest() {
    let folder = Folder::new();
    let events = [event(0, 0, 200), event(1, 1, 500), event(2, 2, 200), event(3, 3, 200)];
    recorded(&folder, events).await.close().await.unwrap();
    opened(&folder, 1, 0, HOLDS_ALL, || left(&folder).len() < 3).await;
    assert_eq!(left(&folder), ["event-1", "event-3"]);
    // Four days on, nobody sends it any more.
    opened(&folder, 4, 0, HOLDS_ALL, || left(&folder).len() < 2).await;
    assert_eq!(left(&folder), ["event-3"]);
}
