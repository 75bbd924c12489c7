//! Handmade activities for the reporters' tests: one afternoon in Seoul.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Language, Lines, Look, Occasion, Reporter, Reveal, Screen, Times};
use crate::activity::{
    Activity, Answered, AttemptResult, Cause, DeliveryStatus, EventId, Forwarded, Listening, Outcome,
    Received, Repeat, Request, TossWould, What,
};
use crate::toss::{Content, SignatureCheck, Transmission};

/// A card payment in the whole form, with a secret and a null.
pub(super) const PAYMENT: &str = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-11-22T14:02:11.000000","data":{"paymentKey":"tviva20261122","orderId":"order-1122-0017","status":"DONE","method":"카드","currency":"KRW","totalAmount":50000,"secret":"ps_Z1aOwX7K8m","card":{"amount":50000},"failure":null,"cancels":null}}"#;

/// A deposit in the flat form.
pub(super) const DEPOSIT: &str = r#"{"createdAt":"2026-11-22T14:03:40.000000","secret":"ps_abcdef","status":"DONE","transactionKey":"9FF15E1A29D0E77C218F57262BFA4986","orderId":"order-1122-0018"}"#;

/// A moment of that afternoon, Korean time.
pub(super) fn at(time: &str) -> Timestamp {
    format!("2026-11-22T{time}+09:00").parse().expect("a time of day")
}

/// An id that is shown as these six characters.
pub(super) fn id(short: &str) -> EventId {
    EventId::parse(&format!("{short}0123456789")).expect("an id")
}

/// Plain text, Seoul's times, and as many columns as said.
pub(super) fn look(columns: Option<usize>) -> Look {
    let screen = Screen { columns, ..Screen::PLAIN };
    Look {
        language: Language::English,
        times: Times::new(TimeZone::get("Asia/Seoul").expect("bundled zones")),
        stdout: screen,
        stderr: screen,
        reveal: Reveal::Masked,
        occasion: Occasion::Work,
    }
}

/// What a reporter makes of these activities.
pub(super) fn told(mut reporter: impl Reporter, activities: &[Activity]) -> (String, String) {
    let mut lines = Lines::default();
    for activity in activities {
        reporter.report(activity, &mut lines);
    }
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(lines.stdout), text(lines.stderr))
}

pub(super) fn activity(time: &str, what: What) -> Activity {
    Activity { at: at(time), what }
}

pub(super) fn listening(endpoint: Option<&str>) -> Activity {
    let listening = Listening {
        url: "http://127.0.0.1:4100".into(),
        endpoint: endpoint.map(Into::into),
        endpoint_up: endpoint.map(|_| true),
        history: Some("/home/kim/history.db".into()),
        resumed: 0,
        reachable: false,
    };
    activity("14:00:00", What::Listening(listening))
}

/// A first request with this body.
pub(super) fn received(time: &str, short: &str, body: impl Into<Bytes>) -> Received {
    let body = body.into();
    let content = Content::read(&body);
    let mut headers = HeaderMap::new();
    headers.insert(HeaderName::from_static("host"), HeaderValue::from_static("127.0.0.1:4100"));
    let request = Request {
        method: Method::POST,
        path: "/webhooks/toss".into(),
        query: None,
        headers,
        body,
        remote: "127.0.0.1:50123".parse().expect("an address"),
        arrived_at: at(time),
    };
    Received {
        id: id(short),
        request: Arc::new(request),
        content: Arc::new(content),
        transmission: Arc::new(Transmission { retried_count: Some(0), ..Transmission::default() }),
        repeat: Repeat::None,
        since_first: Duration::ZERO,
        twin_of: None,
        signature: SignatureCheck::Unchecked,
    }
}

/// The same request as a re-send.
pub(super) fn resent(mut received: Received, count: u32, since_first: u64) -> Received {
    received.repeat = Repeat::Resend;
    Arc::make_mut(&mut received.transmission).retried_count = Some(count);
    received.since_first = Duration::from_secs(since_first);
    received
}

pub(super) fn arrival(time: &str, received: Received) -> Activity {
    activity(time, What::Received(Arc::new(received)))
}

/// A call that was answered with this status and body.
pub(super) fn answer(status: u16, body: &'static str, milliseconds: u64) -> AttemptResult {
    AttemptResult::answered(status, body, Duration::from_millis(milliseconds))
}

/// A call without an answer.
pub(super) fn no_answer(outcome: Outcome, cause: Cause, milliseconds: u64) -> AttemptResult {
    AttemptResult {
        outcome,
        response: None,
        cause: Some(cause),
        elapsed: Duration::from_millis(milliseconds),
    }
}

/// A listener's own answer to the attempt with this retried count.
pub(super) fn answered(short: &str, http_status: u16, milliseconds: u64, retried_count: u32) -> Answered {
    let accepted = http_status == 200;
    Answered {
        id: id(short),
        http_status,
        answered_after: Duration::from_millis(milliseconds),
        toss_would: if accepted { TossWould::Accept } else { TossWould::Reject },
        delivery_status: if accepted { DeliveryStatus::Completed } else { DeliveryStatus::Sending },
        next_attempt_at: None,
        retried_count,
        forwarded: None,
    }
}

pub(super) fn forwarded(short: &str, result: AttemptResult) -> Forwarded {
    Forwarded {
        id: id(short),
        to: "http://localhost:8080/webhooks/toss".into(),
        attempt: 1,
        retried_count: Some(0),
        result,
        next_attempt_at: None,
        also: false,
        agrees: None,
        hint: None,
        resent: None,
    }
}

pub(super) fn reply(time: &str, answered: Answered) -> Activity {
    activity(time, What::Answered(answered))
}
