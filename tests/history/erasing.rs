//! What is erased is gone for good, and nothing else is.

use std::fs;
use std::time::{Duration, Instant};

use tosshook::activity::DeliveryStatus;
use tosshook::filter::Search;
use tosshook::history::{Erased, Eraser, History, PaymentState, Prune, Reader, Selection};
use tosshook::toss::Payment;

use crate::given::{Folder, answered, arriving, at, column, delivery, forwarded, request};

/// A word that only one order's events hold.
const NAME: &str = "홍길동전기차";

fn payment(order: &str, name: &str) -> String {
    format!(
        r#"{{"eventType":"PAYMENT_STATUS_CHANGED","data":{{"orderId":"{order}","paymentKey":"key-{order}","status":"DONE","orderName":"{name}","totalAmount":1}}}}"#
    )
}

async fn indexed(folder: &Folder) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let is_behind = "SELECT (SELECT upto FROM searchable) < (SELECT coalesce(max(seq), 0) FROM event)";
    while column::<bool>(&folder.file, is_behind) != [false] {
        assert!(Instant::now() < deadline, "it was never indexed");
        tokio::task::yield_now().await;
    }
}

async fn keep_payment(history: &History, order: &str) {
    let printed =
        format!(r#"{{"paymentKey":"key-{order}","orderId":"{order}","status":"DONE","totalAmount":1}}"#);
    let payment = Payment::read(printed.into()).unwrap();
    history.keep_payment(PaymentState { payment, changed_at: at(0), known_at: at(0) }).await.unwrap();
}

fn eraser(folder: &Folder) -> Eraser {
    Eraser::open(&folder.file).unwrap().unwrap()
}

fn rows_of(folder: &Folder) -> Vec<(String, i64)> {
    ["event", "delivery", "answer", "attempt", "plan", "known_payment"]
        .map(|table| (table.to_owned(), column(&folder.file, &format!("SELECT count(*) FROM {table}"))[0]))
        .into()
}

fn found(folder: &Folder, typed: &str) -> usize {
    let reader = Reader::open(&folder.file).unwrap().unwrap();
    let selection = Selection { limit: 100, search: Search::parse(typed), ..Selection::default() };
    reader.rows(&selection).unwrap().count()
}

/// Whether these bytes stand anywhere in the files of the history.
fn is_on_disk(folder: &Folder, wanted: &str) -> bool {
    let files = fs::read_dir(folder.file.parent().unwrap()).unwrap();
    files
        .map(|file| fs::read(file.unwrap().path()).unwrap())
        .any(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted.as_bytes()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_order_leaves_no_trace_and_others_stay() {
    let folder = Folder::new();
    let history = folder.open();
    let first = history.record(delivery("a", 0, payment("order-1", NAME))).await.unwrap();
    history.record(delivery("a", 1, payment("order-1", NAME))).await.unwrap();
    history.answered(first.delivery, answered(first.id, 500, DeliveryStatus::Sending)).await.unwrap();
    history.forwarded(at(0), forwarded(first.id, "http://localhost/", 1)).await.unwrap();
    history.record(delivery("b", 0, payment("order-12", "티셔츠"))).await.unwrap();
    let linked = r#"{"eventType":"ORDER_PAYMENT_STATUS_CHANGED","data":{"orderKey":"k","payment":{"orderId":"order-1"}}}"#;
    history.record(delivery("c", 0, linked)).await.unwrap();
    history
        .record(delivery("d", 0, r#"{"eventType":"CANCEL","data":{"paymentKey":"key-order-1"}}"#))
        .await
        .unwrap();
    history.record(request("order=order-1&x")).await.unwrap();
    history.record(request("order=order-12&x")).await.unwrap();
    keep_payment(&history, "order-1").await;
    keep_payment(&history, "order-12").await;
    indexed(&folder).await;
    history.close().await.unwrap();
    assert!(is_on_disk(&folder, NAME) && is_on_disk(&folder, "홍길"));
    let erased = eraser(&folder).forget("order-1").unwrap();
    assert_eq!(erased, Erased { events: 4, payments: 1, kept: 0 });
    assert_eq!((found(&folder, "길동"), found(&folder, "티셔츠"), found(&folder, "order-1")), (0, 1, 2));
    for trace in [NAME, "홍길", "동전", "key-order-1\"", "\"order-1\""] {
        assert!(!is_on_disk(&folder, trace), "{trace}");
    }
    let left: Vec<i64> = rows_of(&folder).into_iter().map(|(_, count)| count).collect();
    assert_eq!(left, [2, 0, 0, 0, 0, 1]);
    assert_eq!(eraser(&folder).forget("order-1").unwrap(), Erased::default());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_that_mentions_a_forgotten_order_does_not_take_its_own_order_along() {
    let folder = Folder::new();
    let history = folder.open();
    history.record(delivery("a", 0, payment("order-1", NAME))).await.unwrap();
    let mentions = r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"order-2","paymentKey":"key-2","metadata":{"before":"order-1"}}}"#;
    history.record(delivery("b", 0, mentions)).await.unwrap();
    let others =
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"order-2","paymentKey":"key-2"}}"#;
    history.record(delivery("c", 0, others)).await.unwrap();
    indexed(&folder).await;
    history.close().await.unwrap();
    assert_eq!(eraser(&folder).forget("order-1").unwrap().events, 2);
    assert_eq!(found(&folder, "order-2"), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_older_is_pruned_while_others_record() {
    let folder = Folder::new();
    let history = folder.open();
    for event in 0..40 {
        let order = format!("order-{event:03}");
        history.record(arriving(delivery(&order, 0, payment(&order, NAME)), event * 1000)).await.unwrap();
    }
    keep_payment(&history, "order-000").await;
    indexed(&folder).await;
    let pruning = {
        let file = folder.file.clone();
        std::thread::spawn(move || {
            Eraser::open(&file).unwrap().unwrap().prune(Prune::Before(at(30_000))).unwrap()
        })
    };
    for event in 40..60 {
        let order = format!("order-{event:03}");
        history.record(arriving(delivery(&order, 0, payment(&order, "티셔츠")), event * 1000)).await.unwrap();
    }
    assert_eq!(pruning.join().unwrap(), Erased { events: 30, payments: 1, kept: 0 });
    indexed(&folder).await;
    assert_eq!(
        (found(&folder, "길동"), found(&folder, "order-029"), found(&folder, "order-030")),
        (10, 0, 1)
    );
    assert_eq!(found(&folder, "티셔츠"), 20);
    history.close().await.unwrap();
    assert!(!is_on_disk(&folder, "order-029") && is_on_disk(&folder, "order-030"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_comes_after_all_was_pruned_is_found_again() {
    let folder = Folder::new();
    let history = folder.open();
    for order in ["order-1", "order-2"] {
        history.record(delivery(order, 0, payment(order, NAME))).await.unwrap();
    }
    indexed(&folder).await;
    assert_eq!(eraser(&folder).prune(Prune::All).unwrap().events, 2);
    assert_eq!((rows_of(&folder)[0].1, found(&folder, "길동")), (0, 0));
    history.record(delivery("order-3", 0, payment("order-3", "티셔츠"))).await.unwrap();
    indexed(&folder).await;
    assert_eq!((found(&folder, "길동"), found(&folder, "티셔츠")), (0, 1));
    history.close().await.unwrap();
    assert!(!is_on_disk(&folder, "길동"));
}

#[tokio::test]
async fn the_place_of_an_erased_event_is_never_given_again() {
    let folder = Folder::new();
    let history = folder.open();
    let mut ids = Vec::new();
    for event in ["a", "b"] {
        ids.push(history.record(delivery(event, 0, payment(event, NAME))).await.unwrap());
    }
    eraser(&folder).forget("b").unwrap();
    // Of the erased event: its answer comes late.
    history.answered(ids[1].delivery, answered(ids[1].id, 500, DeliveryStatus::Sending)).await.unwrap();
    ids.push(history.record(delivery("c", 0, payment("c", NAME))).await.unwrap());
    history.close().await.unwrap();
    assert_eq!(column::<i64>(&folder.file, "SELECT seq FROM event"), [1, 3]);
    assert_eq!(column::<i64>(&folder.file, "SELECT event FROM answer"), [0_i64; 0]);
    assert_eq!(eraser(&folder).prune(Prune::All).unwrap().events, 2);
    let history = folder.open();
    let last = history.record(delivery("d", 0, payment("d", NAME))).await.unwrap();
    history.close().await.unwrap();
    assert_eq!(column::<i64>(&folder.file, "SELECT seq FROM event"), [4]);
    assert!(ids.iter().all(|it| it.id.short() != last.id.short()));
}

#[test]
fn where_there_is_no_history_there_is_nothing_to_erase() {
    let folder = Folder::new();
    assert!(Eraser::open(&folder.file).unwrap().is_none());
    assert!(!folder.file.exists());
}
