//! Events, re-sends, duplicates and twins.

use tosshook::activity::{DeliveryStatus, Repeat};
use tosshook::history::{History, Limits, Place};
use tosshook::toss::TransmissionId;

use crate::given::{DEPOSIT, Folder, PAYMENT, answered, arriving, at, column, delivery, forwarded, request};

fn memory() -> History {
    History::open(Place::Memory).unwrap()
}

#[tokio::test]
async fn the_first_request_of_a_transmission_is_an_event() {
    let recorded = memory().record(delivery("whtrans_a1", 0, PAYMENT)).await.unwrap();
    assert_eq!((recorded.repeat, recorded.earlier, recorded.twin_of), (Repeat::None, 0, None));
    assert_eq!(recorded.first_arrival, at(0));
}

#[tokio::test]
async fn a_higher_count_is_a_resend_and_the_same_count_a_duplicate() {
    let history = memory();
    let first = history.record(delivery("whtrans_a1", 0, PAYMENT)).await.unwrap();
    let counts = [1, 1, 0, 2, 7, 2, 7];
    let mut repeats = Vec::new();
    for (earlier, count) in (1..).zip(counts) {
        let again = arriving(delivery("whtrans_a1", count, PAYMENT), i64::from(earlier));
        let recorded = history.record(again).await.unwrap();
        assert_eq!((recorded.id, recorded.earlier, recorded.first_arrival), (first.id, earlier, at(0)));
        assert_ne!(recorded.delivery, first.delivery);
        repeats.push(recorded.repeat);
    }
    let (resend, duplicate) = (Repeat::Resend, Repeat::Duplicate);
    assert_eq!(repeats, [resend, duplicate, duplicate, resend, resend, duplicate, duplicate]);
}

#[tokio::test]
async fn a_count_that_was_never_seen_is_a_resend_even_when_it_comes_late() {
    let history = memory();
    history.record(delivery("whtrans_a1", 3, PAYMENT)).await.unwrap();
    let late = history.record(delivery("whtrans_a1", 2, PAYMENT)).await.unwrap();
    let same = history.record(delivery("whtrans_a1", 3, PAYMENT)).await.unwrap();
    assert_eq!((late.repeat, same.repeat), (Repeat::Resend, Repeat::Duplicate));
}

#[tokio::test]
async fn requests_without_a_transmission_id_are_events_of_their_own() {
    let history = memory();
    let one = history.record(request(PAYMENT)).await.unwrap();
    let other = history.record(request(PAYMENT)).await.unwrap();
    assert_ne!(one.id, other.id);
    assert_eq!(other.repeat, Repeat::None);
}

#[tokio::test]
async fn a_resend_with_another_body_is_the_same_event_and_both_bodies_are_kept() {
    let folder = Folder::new();
    let history = folder.open();
    let first = history.record(delivery("whtrans_a1", 0, "one")).await.unwrap();
    for (count, body) in [(1, "one"), (2, "other"), (3, "")] {
        assert_eq!(history.record(delivery("whtrans_a1", count, body)).await.unwrap().id, first.id);
    }
    history.close().await.unwrap();
    let bodies = column::<Option<Vec<u8>>>(&folder.file, "SELECT body FROM delivery ORDER BY number");
    assert_eq!(bodies, [None, Some(b"other".to_vec()), Some(Vec::new())]);
}

#[tokio::test]
async fn transmission_ids_of_any_length_are_told_apart() {
    let history = memory();
    let with_id = |id: String| {
        let mut new = request(PAYMENT);
        std::sync::Arc::make_mut(&mut new.transmission).id = Some(TransmissionId(id));
        history.record(new)
    };
    let long = "x".repeat(8000);
    let one = with_id(long.clone()).await.unwrap();
    let other = with_id(long.clone() + "y").await.unwrap();
    let again = with_id(long).await.unwrap();
    assert_ne!(one.id, other.id);
    assert_eq!((again.id, again.repeat), (one.id, Repeat::Duplicate));
}

#[tokio::test]
async fn the_same_change_under_another_type_is_a_twin_whichever_comes_first() {
    for (first, second) in [(DEPOSIT, PAYMENT), (PAYMENT, DEPOSIT)] {
        let history = memory();
        let one = history.record(delivery("a", 0, first)).await.unwrap();
        let other = history.record(delivery("b", 0, second)).await.unwrap();
        assert_eq!((one.twin_of, other.twin_of), (None, Some(one.id)));
    }
}

#[tokio::test]
async fn an_event_has_one_twin_at_most_and_the_earliest_goes_first() {
    let history = memory();
    let mut payments = Vec::new();
    for id in ["a", "b"] {
        payments.push(history.record(delivery(id, 0, PAYMENT)).await.unwrap());
    }
    let mut twins = Vec::new();
    for id in ["c", "d", "e"] {
        twins.push(history.record(delivery(id, 0, DEPOSIT)).await.unwrap().twin_of);
    }
    assert_eq!(payments[1].twin_of, None);
    assert_eq!(twins, [Some(payments[0].id), Some(payments[1].id), None]);
}

#[tokio::test]
async fn what_differs_in_order_status_or_transaction_is_no_twin() {
    let history = memory();
    history.record(delivery("a", 0, PAYMENT)).await.unwrap();
    for (id, from, to) in [("b", "order-1", "order-2"), ("c", "DONE", "CANCELED"), ("d", "t-1", "t-2")] {
        let other = history.record(delivery(id, 0, DEPOSIT.replace(from, to))).await.unwrap();
        assert_eq!(other.twin_of, None, "{to}");
    }
}

#[tokio::test]
async fn a_transaction_that_one_side_does_not_name_is_no_difference() {
    let history = memory();
    let without = PAYMENT.replace(r#","lastTransactionKey":"t-1""#, "");
    let one = history.record(delivery("a", 0, without)).await.unwrap();
    let other = history.record(delivery("b", 0, DEPOSIT)).await.unwrap();
    assert_eq!(other.twin_of, Some(one.id));
}

#[tokio::test]
async fn a_twin_is_looked_for_within_four_days() {
    const DAY: i64 = 86_400_000;
    for (after, is_twin) in [(4 * DAY, true), (4 * DAY + 1, false)] {
        let history = memory();
        history.record(delivery("a", 0, PAYMENT)).await.unwrap();
        let other = history.record(arriving(delivery("b", 0, DEPOSIT), after)).await.unwrap();
        assert_eq!(other.twin_of.is_some(), is_twin, "{after}");
    }
}

#[tokio::test]
async fn a_resend_of_a_twin_takes_no_twin_from_another() {
    let history = memory();
    let one = history.record(delivery("a", 0, PAYMENT)).await.unwrap();
    let again = history.record(delivery("a", 1, PAYMENT)).await.unwrap();
    let other = history.record(delivery("b", 0, DEPOSIT)).await.unwrap();
    assert_eq!((again.twin_of, other.twin_of), (None, Some(one.id)));
}

#[tokio::test]
async fn notes_are_written_in_the_order_in_which_they_were_queued() {
    let folder = Folder::new();
    let history = folder.open();
    let recorded = history.record(delivery("a", 0, PAYMENT)).await.unwrap();
    for (status, then) in [(500, DeliveryStatus::Sending), (200, DeliveryStatus::Completed)] {
        history.answered(recorded.delivery, answered(recorded.id, status, then)).await.unwrap();
    }
    for attempt in 1..=300 {
        history.forwarded(at(1), forwarded(recorded.id, "http://localhost:3000/", attempt)).await.unwrap();
    }
    history.forwarded(at(1), forwarded(recorded.id, "http://localhost:9000/", 1)).await.unwrap();
    assert_eq!(history.attempts(recorded.id, "http://localhost:3000/").await.unwrap(), 300);
    assert_eq!(history.attempts(recorded.id, "http://localhost:9000/").await.unwrap(), 1);
    assert_eq!(history.attempts(recorded.id, "http://localhost:1/").await.unwrap(), 0);
    history.close().await.unwrap();
    assert_eq!(column::<String>(&folder.file, "SELECT delivery_status FROM answer"), ["Completed"]);
    let numbers =
        column::<u32>(&folder.file, "SELECT number FROM attempt WHERE endpoint LIKE '%3000/' ORDER BY seq");
    assert!(numbers.into_iter().eq(1..=300));
}

#[tokio::test]
async fn many_recorders_at_once_get_one_event_each() {
    let folder = Folder::new();
    let history = folder.open();
    let mut recorders = tokio::task::JoinSet::new();
    for recorder in 0..32 {
        let history = history.clone();
        recorders.spawn(async move {
            for event in 0..20 {
                let new = delivery(&format!("{recorder}-{event}"), 0, PAYMENT);
                assert_eq!(history.record(new).await.unwrap().repeat, Repeat::None);
            }
        });
    }
    recorders.join_all().await;
    history.close().await.unwrap();
    assert_eq!(column::<u32>(&folder.file, "SELECT count(DISTINCT id) FROM event"), [640]);
    assert_eq!(column::<u32>(&folder.file, "SELECT count(*) FROM delivery"), [0]);
}

#[tokio::test]
async fn concurrent_requests_of_one_transmission_are_one_event() {
    let history = memory();
    let recorded = tokio::join!(
        history.record(delivery("a", 0, PAYMENT)),
        history.record(delivery("a", 0, PAYMENT)),
        history.record(delivery("a", 1, PAYMENT)),
    );
    let (one, two, three) = (recorded.0.unwrap(), recorded.1.unwrap(), recorded.2.unwrap());
    assert!(one.id == two.id && two.id == three.id);
    assert_eq!([one.repeat, two.repeat, three.repeat], [Repeat::None, Repeat::Duplicate, Repeat::Resend]);
}

#[tokio::test]
async fn a_history_in_memory_forgets_all_but_the_newest_events() {
    let limits = Limits { memory_events: 50, ..Limits::default() };
    let history = History::open_within(Place::Memory, limits).unwrap();
    assert_eq!(history.path(), None);
    for event in 0..200 {
        history.record(delivery(&event.to_string(), 0, PAYMENT)).await.unwrap();
    }
    let newest = history.record(delivery("199", 0, PAYMENT)).await.unwrap();
    let oldest_held = history.record(delivery("150", 0, PAYMENT)).await.unwrap();
    let forgotten = history.record(delivery("149", 0, PAYMENT)).await.unwrap();
    assert_eq!([newest.repeat, oldest_held.repeat], [Repeat::Duplicate; 2]);
    assert_eq!(forgotten.repeat, Repeat::None);
}

#[tokio::test]
async fn a_request_larger_than_the_queue_goes_alone() {
    let limits = Limits { queue_bytes: 1000, ..Limits::default() };
    let history = History::open_within(Place::Memory, limits).unwrap();
    let large = vec![b'x'; 1 << 20];
    let (one, two, three) = tokio::join!(
        history.record(request(large.clone())),
        history.record(request(large)),
        history.record(request("small"))
    );
    assert!(one.is_ok() && two.is_ok() && three.is_ok());
}
