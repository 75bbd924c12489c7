//! Finding events by what stands in them, before and after they are indexed.

use std::time::{Duration, Instant};

use tosshook::activity::EventId;
use tosshook::filter::Search;
use tosshook::history::{History, Reader, Selection};

use crate::given::{Folder, column, delivery};

fn body(order: usize) -> String {
    let name = if order.is_multiple_of(3) { "정기구독 1개월" } else { "티셔츠" };
    format!(
        r#"{{"eventType":"PAYMENT_STATUS_CHANGED","data":{{"orderId":"order-{order:04}","orderName":"{name}","status":"DONE"}}}}"#
    )
}

async fn record(history: &History, orders: std::ops::Range<usize>) -> Vec<EventId> {
    let mut ids = Vec::new();
    for order in orders {
        ids.insert(0, history.record(delivery(&order.to_string(), 0, body(order))).await.unwrap().id);
    }
    ids
}

/// Waits until all that was recorded is indexed, which is when nothing is written.
async fn indexed(folder: &Folder, events: i64) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while column::<i64>(&folder.file, "SELECT upto FROM searchable") != [events] {
        assert!(Instant::now() < deadline, "it was never indexed");
        tokio::task::yield_now().await;
    }
}

fn found(reader: &Reader, selection: &Selection) -> Vec<EventId> {
    reader.rows(selection).unwrap().map(|row| row.unwrap().id).collect()
}

fn search(typed: &str) -> Selection {
    Selection { limit: 100, search: Search::parse(typed), ..Selection::default() }
}

fn of_order(order: &str) -> Selection {
    Selection { limit: 100, order: Some(order.to_owned()), ..Selection::default() }
}

fn assert_all_is_found(folder: &Folder, newest_first: &[EventId]) {
    let reader = Reader::open(&folder.file).unwrap().unwrap();
    let last = newest_first.len() - 1;
    let every_third: Vec<_> =
        (0..=last).filter(|order| order % 3 == 0).map(|order| newest_first[last - order]).rev().collect();
    assert_eq!(found(&reader, &search("구독")), every_third);
    assert_eq!(found(&reader, &Selection { limit: 2, ..search("구독 done") }), every_third[..2]);
    assert_eq!(found(&reader, &search("r-0007")), [newest_first[last - 7]]);
    assert_eq!(found(&reader, &search("7 티셔츠")), [newest_first[last - 17], newest_first[last - 7]]);
    assert_eq!(found(&reader, &search("환불")), []);
    assert_eq!(found(&reader, &of_order("order-0012")), [newest_first[last - 12]]);
    assert_eq!(found(&reader, &of_order("ORDER-0012")), []);
    assert_eq!(found(&reader, &Selection { order: Some("order-0012".into()), ..search("티셔츠") }), []);
    assert_eq!(found(&reader, &of_order("order-001")), []);
}

#[tokio::test(flavor = "multi_thread")]
async fn events_are_found_whether_they_are_indexed_or_not() {
    let folder = Folder::new();
    let history = folder.open();
    let mut ids = record(&history, 0..12).await;
    indexed(&folder, 12).await;
    // More than the index has: it is filled when nothing else is to be done.
    let later = record(&history, 12..20).await;
    ids.splice(0..0, later);
    assert_all_is_found(&folder, &ids);
    indexed(&folder, 20).await;
    assert_all_is_found(&folder, &ids);
    history.close().await.unwrap();
    assert_all_is_found(&folder, &ids);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_of_before_the_index_is_searched_and_indexed_later() {
    let folder = Folder::new();
    let history = folder.open();
    let ids = record(&history, 0..20).await;
    history.close().await.unwrap();
    let older = rusqlite::Connection::open(&folder.file).unwrap();
    older
        .execute_batch(
            "DROP TABLE search; DROP TABLE searchable; DROP TABLE imported; DROP TABLE given; PRAGMA user_version = 2;",
        )
        .unwrap();
    drop(older);
    assert_all_is_found(&folder, &ids);
    let history = folder.open();
    indexed(&folder, 20).await;
    assert_all_is_found(&folder, &ids);
    history.close().await.unwrap();
}
