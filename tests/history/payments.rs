//! Payments that can be looked up: made here, or recorded.

use tosshook::history::{ComeBy, Gone, History, PaymentPlace, PaymentState, Reader, in_column};
use tosshook::toss::{Payment, PaymentName};

use crate::given::{DEPOSIT, Folder, PAYMENT, arriving, at, column, delivery};

fn reader(folder: &Folder) -> Reader {
    Reader::open(&folder.file).unwrap().unwrap()
}

fn state(key: &str, order: &str, status: &str, minute: i64) -> PaymentState {
    let printed =
        format!(r#"{{"paymentKey":"{key}","orderId":"{order}","status":"{status}","totalAmount":5000.0}}"#);
    let payment = Payment::read(printed.into()).unwrap();
    let at = at(minute * 60_000);
    PaymentState { payment, changed_at: at, known_at: at }
}

fn key(text: &str) -> PaymentName {
    PaymentName::Key(text.to_owned())
}

fn order(text: &str) -> PaymentName {
    PaymentName::Order(text.to_owned())
}

fn status(reader: &Reader, name: &PaymentName) -> Option<String> {
    reader.made_state(name).unwrap().map(|state| state.payment.status)
}

/// Key, order and place of each recorded payment since `gone`, whether that had to start anew, and how far it came.
type Through = (Vec<(PaymentName, PaymentName, PaymentPlace)>, bool, Gone);

fn through(reader: &Reader, gone: Gone) -> Through {
    let (mut found, mut anew) = (Vec::new(), false);
    let tell = |come_by| match come_by {
        ComeBy::StartAgain => anew = true,
        ComeBy::Payment { key, order, place } => found.push((key, order, place)),
    };
    let gone = reader.go_through_payments(gone, tell).unwrap();
    (found, anew, gone)
}

async fn record(history: &History, number: i64, body: &str) {
    history.record(arriving(delivery(&number.to_string(), 0, body.to_owned()), number)).await.unwrap();
}

#[tokio::test]
async fn a_made_payment_comes_back_by_both_names() {
    let folder = Folder::new();
    let history = folder.open();
    let made = state("p1", "o1", "DONE", 1);
    history.keep_payment(made.clone()).await.unwrap();
    for name in [key("p1"), order("o1")] {
        let read = reader(&folder).made_state(&name).unwrap().unwrap();
        assert_eq!(read.payment, made.payment);
        assert_eq!((read.changed_at, read.known_at), (made.changed_at, made.known_at));
    }
    assert_eq!(status(&reader(&folder), &key("o1")), None);
    assert_eq!(history.made_payment("o1").await.unwrap(), Some(made.payment));
    assert!(history.made_payment("p1").await.unwrap().is_none());
}

#[tokio::test]
async fn the_newest_state_of_a_payment_stays_whatever_is_kept_last() {
    let folder = Folder::new();
    let history = folder.open();
    for (made, kept) in [
        (state("p1", "o1", "DONE", 2), "DONE"),
        (state("p1", "o1", "CANCELED", 3), "CANCELED"),
        (state("p1", "o1", "DONE", 2), "CANCELED"),
        (state("p1", "o1", "PARTIAL_CANCELED", 3), "PARTIAL_CANCELED"),
    ] {
        history.keep_payment(made).await.unwrap();
        assert_eq!(status(&reader(&folder), &key("p1")).as_deref(), Some(kept));
    }
    history.keep_payment(state("p2", "o1", "WAITING_FOR_DEPOSIT", 1)).await.unwrap();
    assert_eq!(status(&reader(&folder), &order("o1")).as_deref(), Some("PARTIAL_CANCELED"));
    history.keep_payment(state("p3", "o1", "EXPIRED", 4)).await.unwrap();
    assert_eq!(status(&reader(&folder), &order("o1")).as_deref(), Some("EXPIRED"));
}

#[tokio::test]
async fn names_of_any_length_are_found() {
    let folder = Folder::new();
    let long = "x".repeat(5_000);
    let history = folder.open();
    history.keep_payment(state(&long, &long, "DONE", 1)).await.unwrap();
    let body = PAYMENT.replace("pay-1", &long);
    record(&history, 1, &body).await;
    let reader = reader(&folder);
    assert!(status(&reader, &key(&long)).is_some() && status(&reader, &order(&long)).is_some());
    let (found, ..) = through(&reader, Gone::default());
    assert_eq!(found[0].0, in_column(&key(&long)));
    assert_eq!(in_column(&key("short")), key("short"));
}

#[tokio::test]
async fn the_recorded_payments_are_gone_through_once() {
    let folder = Folder::new();
    let history = folder.open();
    let link_pay = r#"{"eventType":"ORDER_PAYMENT_STATUS_CHANGED","data":{"payment":{"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":1}}}"#;
    let three_fields =
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"p","orderId":"o","status":"DONE"}}"#;
    for (number, body) in [(1, PAYMENT), (2, DEPOSIT), (3, three_fields), (4, link_pay), (5, "not JSON")] {
        record(&history, number, body).await;
    }
    let reader = reader(&folder);
    let (found, _, gone) = through(&reader, Gone::default());
    let names: Vec<_> = found.iter().map(|(key, order, _)| (key.clone(), order.clone())).collect();
    assert_eq!(names, [(key("pay-1"), order("order-1")), (key("p"), order("o"))]);
    let payment = |index: usize| reader.recorded_state(found[index].2).unwrap().unwrap();
    assert!(payment(0).payment.bytes.ends_with(br#""totalAmount":5000.0,"lastTransactionKey":"t-1"}"#));
    assert_eq!(payment(0).changed_at, "2026-11-22T04:00:00Z".parse().unwrap());
    assert_eq!((payment(1).changed_at, payment(1).known_at), (at(4), at(4)));
    assert_eq!(through(&reader, gone), (Vec::new(), false, gone));
    record(&history, 6, PAYMENT).await;
    let (more, anew, _) = through(&reader, gone);
    assert_eq!((more.len(), anew), (1, false));
}

#[tokio::test]
async fn where_events_were_removed_it_starts_anew() {
    let folder = Folder::new();
    let history = folder.open();
    for number in 1..=3 {
        record(&history, number, PAYMENT).await;
    }
    let reader = reader(&folder);
    let (_, _, gone) = through(&reader, Gone::default());
    let beside = rusqlite::Connection::open(&folder.file).unwrap();
    beside.execute_batch("DELETE FROM event WHERE seq > 1; DELETE FROM delivery WHERE event > 1;").unwrap();
    let (left, anew, gone) = through(&reader, gone);
    assert_eq!((left.len(), anew), (1, true));
    record(&history, 4, PAYMENT).await;
    assert_eq!(through(&reader, gone).0.len(), 1);
}

#[tokio::test]
async fn a_history_of_the_version_before_learns_payments_once_it_is_written_to() {
    let folder = Folder::new();
    std::fs::create_dir(folder.file.parent().unwrap()).unwrap();
    let before = rusqlite::Connection::open(&folder.file).unwrap();
    before.execute_batch(include_str!("../../src/history/schema.sql")).unwrap();
    let id = i32::from_be_bytes(*b"tskh");
    before.execute_batch(&format!("PRAGMA application_id = {id}; PRAGMA user_version = 1;")).unwrap();
    drop(before);
    let reader = reader(&folder);
    assert_eq!(status(&reader, &key("p1")), None);
    let history = folder.open();
    history.keep_payment(state("p1", "o1", "DONE", 1)).await.unwrap();
    assert_eq!(status(&reader, &key("p1")).as_deref(), Some("DONE"));
    assert_eq!(column::<u32>(&folder.file, "SELECT user_version FROM pragma_user_version"), [6]);
}
