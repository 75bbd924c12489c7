//! Reading back, from beside the writer.

use tosshook::activity::{DeliveryStatus, EventId, Outcome, Repeat};
use tosshook::history::{EventRow, Found, Reader};
use tosshook::toss::Content;

use crate::given::{DEPOSIT, Folder, PAYMENT, answered, arriving, at, delivery, forwarded, request};

fn reader(folder: &Folder) -> Reader {
    Reader::open(&folder.file).unwrap().unwrap()
}

fn named(reader: &Reader, name: &str) -> Option<EventRow> {
    match reader.find(name).unwrap() {
        Found::Event(event) => Some(*event),
        Found::Nothing => None,
        Found::Several(ids) => panic!("{name} names {ids:?}"),
    }
}

#[test]
fn where_nothing_was_recorded_yet_there_is_nothing_to_open() {
    let folder = Folder::new();
    assert!(Reader::open(&folder.file).unwrap().is_none());
    assert!(!folder.file.exists() && !folder.file.parent().unwrap().exists());
}

#[tokio::test]
async fn the_newest_events_are_seen_while_they_are_written() {
    let folder = Folder::new();
    let history = folder.open();
    let reader = reader(&folder);
    assert!(reader.newest(10).unwrap().is_empty());
    let mut ids = Vec::new();
    for event in 0..5 {
        ids.push(history.record(delivery(&event.to_string(), 0, PAYMENT)).await.unwrap().id);
    }
    ids.reverse();
    let newest = |limit| reader.newest(limit).unwrap().iter().map(|event| event.id).collect::<Vec<_>>();
    assert_eq!(newest(10), ids);
    assert_eq!(newest(2), ids[..2]);
    assert_eq!(newest(0), []);
    history.close().await.unwrap();
    assert_eq!(newest(usize::MAX), ids);
}

#[tokio::test]
async fn an_event_comes_back_as_it_was_received() {
    let folder = Folder::new();
    let history = folder.open();
    let sent = delivery("whtrans_a1", 0, PAYMENT);
    let twin = history.record(delivery("whtrans_a0", 0, DEPOSIT)).await.unwrap();
    history.record(sent.clone()).await.unwrap();
    let row = reader(&folder).newest(1).unwrap().remove(0);
    let (read, request) = (&row.request, &sent.request);
    assert_eq!((&read.method, &read.path), (&request.method, &request.path));
    assert_eq!((&read.query, &read.headers), (&request.query, &request.headers));
    assert_eq!((&read.body, read.remote), (&request.body, request.remote));
    assert_eq!((read.arrived_at, row.signature), (request.arrived_at, sent.signature));
    assert_eq!((&row.transmission.id, row.twin_of), (&sent.transmission.id, Some(twin.id)));
    assert!(matches!(row.content, Content::Event(event) if event.order_id.as_deref() == Some("order-1")));
    assert_eq!((row.attempts, row.last_retried_count, row.last_answer), (1, 0, None));
    assert_eq!((row.delivery_status, row.last_arrival), (DeliveryStatus::Sending, at(0)));
}

#[tokio::test]
async fn resends_and_answers_decide_how_an_event_stands() {
    let folder = Folder::new();
    let history = folder.open();
    let mut recorded = Vec::new();
    for (milliseconds, count) in [(0, 0), (60, 1), (61, 1), (62, 0)] {
        recorded.push(history.record(arriving(delivery("a", count, PAYMENT), milliseconds)).await.unwrap());
    }
    let id = recorded[0].id;
    history.answered(recorded[0].delivery, answered(id, 500, DeliveryStatus::Sending)).await.unwrap();
    history.answered(recorded[1].delivery, answered(id, 200, DeliveryStatus::Completed)).await.unwrap();
    history.close().await.unwrap();
    let row = reader(&folder).newest(1).unwrap().remove(0);
    assert_eq!((row.attempts, row.last_retried_count, row.last_arrival), (4, 1, at(60)));
    assert_eq!((row.last_answer, row.delivery_status), (Some(200), DeliveryStatus::Completed));
}

#[tokio::test]
async fn an_answer_that_was_known_beforehand_counts_until_it_is_noted() {
    let folder = Folder::new();
    let history = folder.open();
    for (status, then) in [(200, DeliveryStatus::Completed), (500, DeliveryStatus::Sending)] {
        let mut new = request("x");
        new.answer = Some(status);
        history.record(new).await.unwrap();
        let row = reader(&folder).newest(1).unwrap().remove(0);
        assert_eq!((row.last_answer, row.delivery_status), (Some(status), then));
    }
}

#[tokio::test]
async fn every_request_of_an_event_can_be_read_back() {
    let folder = Folder::new();
    let history = folder.open();
    let sent = [(0, "one"), (0, "one"), (1, "other")].map(|(count, body)| delivery("a", count, body));
    let mut id = None;
    for new in &sent {
        let recorded = history.record(new.clone()).await.unwrap();
        history
            .answered(recorded.delivery, answered(recorded.id, 500, DeliveryStatus::Sending))
            .await
            .unwrap();
        id = Some(recorded.id);
    }
    history.close().await.unwrap();
    let rows = reader(&folder).deliveries(id.unwrap()).unwrap();
    assert_eq!(rows.len(), 3);
    for ((row, sent), number) in rows.iter().zip(&sent).zip(1..) {
        assert_eq!((&row.request.headers, &row.request.body), (&sent.request.headers, &sent.request.body));
        assert_eq!((row.number, row.answer), (number, Some(500)));
        assert_eq!(row.answered_after.unwrap().as_millis(), 12);
    }
    assert_eq!(
        rows.iter().map(|row| row.repeat).collect::<Vec<_>>(),
        [Repeat::None, Repeat::Duplicate, Repeat::Resend]
    );
}

#[tokio::test]
async fn calls_are_read_back_with_the_first_bytes_of_their_answers() {
    let folder = Folder::new();
    let history = folder.open();
    let id = history.record(request("x")).await.unwrap().id;
    for attempt in [1, 2] {
        history
            .forwarded(at(i64::from(attempt)), forwarded(id, "http://localhost:3000/", attempt))
            .await
            .unwrap();
    }
    history.close().await.unwrap();
    let rows = reader(&folder).attempts(id).unwrap();
    assert_eq!(
        rows.iter().map(|row| (row.number, row.begun_at)).collect::<Vec<_>>(),
        [(1, at(1)), (2, at(2))]
    );
    assert_eq!((rows[0].outcome, rows[0].http_status), (Some(Outcome::WrongStatus), Some(500)));
    assert_eq!(rows[0].elapsed.unwrap().as_millis(), 7);
    assert_eq!(rows[0].response.as_ref().unwrap().len(), 4096);
}

#[tokio::test]
async fn an_event_is_found_by_its_place_or_any_prefix_of_its_id() {
    let folder = Folder::new();
    let history = folder.open();
    let mut ids = Vec::new();
    for _ in 0..3 {
        ids.push(history.record(request("x")).await.unwrap().id);
    }
    let reader = reader(&folder);
    let is =
        |name: &str, id: EventId| assert_eq!(named(&reader, name).map(|event| event.id), Some(id), "{name}");
    is("last", ids[2]);
    is("last~0", ids[2]);
    is("last~2", ids[0]);
    is(ids[1].as_str(), ids[1]);
    is(ids[1].short(), ids[1]);
    is(&ids[1].short().to_uppercase(), ids[1]);
    for name in
        ["last~3", "last~", "last~x", "last~99999999999", "", "%", "' OR 1", "결제", "zzzzzzzzzzzzzzzzz"]
    {
        assert!(named(&reader, name).is_none(), "{name}");
    }
}

#[tokio::test]
async fn a_prefix_of_several_ids_brings_up_the_newest_ten() {
    let folder = Folder::new();
    let history = folder.open();
    let mut by_letter = std::collections::BTreeMap::<String, Vec<EventId>>::new();
    // 32 letters begin an id: of 400 ids some letter begins more than ten.
    for _ in 0..400 {
        let id = history.record(request("x")).await.unwrap().id;
        by_letter.entry(id.as_str()[..1].to_owned()).or_default().insert(0, id);
    }
    let (letter, ids) = by_letter.iter().max_by_key(|(_, ids)| ids.len()).unwrap();
    let Found::Several(found) = reader(&folder).find(letter).unwrap() else { panic!("{letter} names one") };
    assert_eq!(found, ids[..10]);
}
