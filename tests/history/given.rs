//! Requests to record, a millisecond apart unless told otherwise.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;
use tosshook::activity::{
    Answered, AttemptResult, DeliveryStatus, EventId, Forwarded, Outcome, Request, Response, TossWould,
};
use tosshook::history::{History, NewDelivery, Place};
use tosshook::toss::{Content, SignatureCheck, Transmission};

pub(crate) const DEPOSIT: &str = r#"{"createdAt":"2026-11-22T13:00:00.000","secret":"s","status":"DONE","transactionKey":"t-1","orderId":"order-1"}"#;
pub(crate) const PAYMENT: &str = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T13:00:00.000000","data":{"orderId":"order-1","paymentKey":"pay-1","status":"DONE","method":"가상계좌","totalAmount":5000.0,"lastTransactionKey":"t-1"}}"#;

/// A folder that is removed at the end, and the place of a history in it.
pub(crate) struct Folder {
    pub(crate) folder: TempDir,
    pub(crate) file: PathBuf,
}

impl Folder {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().canonicalize().unwrap().join("data/shop.db");
        Self { folder, file }
    }

    pub(crate) fn open(&self) -> History {
        History::open(Place::File(self.file.clone())).unwrap()
    }
}

/// A request with this body, which carries no headers of Toss Payments.
pub(crate) fn request(body: impl Into<Bytes>) -> NewDelivery {
    let mut headers = HeaderMap::new();
    headers.insert("content-type", HeaderValue::from_static("application/json"));
    let body = body.into();
    NewDelivery {
        content: Arc::new(Content::read(&body)),
        transmission: Arc::new(Transmission::read(&headers)),
        request: Arc::new(Request {
            method: Method::POST,
            path: "/hook".to_owned(),
            query: Some("from=toss".to_owned()),
            headers,
            body,
            remote: "127.0.0.1:40000".parse().unwrap(),
            arrived_at: at(0),
        }),
        signature: SignatureCheck::NotExpected,
        answer: None,
    }
}

/// A time so many milliseconds after the first.
pub(crate) fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap() + SignedDuration::from_millis(milliseconds)
}

/// A request as Toss Payments sends it.
pub(crate) fn delivery(transmission_id: &str, retried_count: u32, body: impl Into<Bytes>) -> NewDelivery {
    let mut delivery = request(body);
    let headers = &mut Arc::make_mut(&mut delivery.request).headers;
    headers.insert("tosspayments-webhook-transmission-id", transmission_id.parse().unwrap());
    headers.insert("tosspayments-webhook-transmission-retried-count", retried_count.into());
    delivery.transmission = Arc::new(Transmission::read(headers));
    delivery
}

pub(crate) fn arriving(mut delivery: NewDelivery, milliseconds: i64) -> NewDelivery {
    Arc::make_mut(&mut delivery.request).arrived_at = at(milliseconds);
    delivery
}

pub(crate) fn answered(id: EventId, http_status: u16, delivery_status: DeliveryStatus) -> Answered {
    Answered {
        id,
        http_status,
        answered_after: Duration::from_millis(12),
        toss_would: TossWould::Accept,
        delivery_status,
        next_attempt_at: None,
        retried_count: 0,
        forwarded: None,
    }
}

pub(crate) fn forwarded(id: EventId, to: &str, attempt: u32) -> Arc<Forwarded> {
    let body = Bytes::from(vec![b'x'; 5000]);
    Arc::new(Forwarded {
        id,
        to: to.to_owned(),
        attempt,
        retried_count: Some(0),
        result: AttemptResult {
            outcome: Outcome::WrongStatus,
            response: Some(Response { status: 500, headers: HeaderMap::new(), body, truncated: false }),
            cause: None,
            elapsed: Duration::from_millis(7),
        },
        next_attempt_at: None,
        also: false,
        agrees: None,
        hint: None,
        resent: None,
    })
}

/// What stands in one column of the file, read by SQLite alone.
pub(crate) fn column<T: rusqlite::types::FromSql>(file: &Path, query: &str) -> Vec<T> {
    let connection = rusqlite::Connection::open(file).unwrap();
    let mut statement = connection.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}
