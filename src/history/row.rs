//! What goes into the columns: a request and its reading as one flat row, and the way back.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;
use rusqlite::Row;
use sha2::{Digest, Sha256};

use super::{DeliveryKey, NewDelivery};
use crate::activity::{Answered, AttemptResult, EventId, Forwarded, Outcome, Repeat, Request};
use crate::toss::{Content, KeyForm, SignatureCheck};

/// The longest text from the network that a column holds; of a longer one it holds the digest, so
/// that a hostile header or body can't fill the indexes.
const LONGEST: usize = 256;

/// How much of an answer is kept with an attempt.
const RESPONSE_KEPT: usize = 4 * 1024;

/// A request, ready for the tables.
#[derive(Clone, Debug)]
pub(super) struct NewRow<'a> {
    pub(super) transmission_id: Option<Cow<'a, str>>,
    pub(super) retried_count: u32,
    pub(super) arrived_at: i64,
    pub(super) remote: String,
    pub(super) signature: &'static str,
    pub(super) answer: Option<u16>,
    pub(super) event: EventColumns<'a>,
    pub(super) head: Vec<u8>,
    pub(super) body: &'a [u8],
}

/// What was read from the body; all empty for a body that is no event.
#[derive(Clone, Debug, Default)]
pub(super) struct EventColumns<'a> {
    pub(super) kind: Option<Cow<'a, str>>,
    pub(super) status: Option<Cow<'a, str>>,
    pub(super) order_id: Option<Cow<'a, str>>,
    pub(super) payment_key: Option<Cow<'a, str>>,
    pub(super) amount: Option<Cow<'a, str>>,
    pub(super) transaction_key: Option<Cow<'a, str>>,
    pub(super) twin_key: Option<Cow<'a, str>>,
}

/// An answer, ready for its request's row.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewAnswer {
    pub(super) delivery: DeliveryKey,
    pub(super) http_status: u16,
    pub(super) answered_after: i64,
    pub(super) delivery_status: &'static str,
}

/// What came of a call, ready for its row.
#[derive(Clone, Debug)]
pub(super) struct NewOutcome {
    pub(super) outcome: &'static str,
    pub(super) http_status: Option<u16>,
    pub(super) elapsed: i64,
    pub(super) response: Option<Vec<u8>>,
}

/// A call that ended, ready for the table.
#[derive(Clone, Debug)]
pub(super) struct NewAttempt {
    pub(super) event: EventId,
    pub(super) endpoint: String,
    pub(super) number: u32,
    pub(super) retried_count: Option<u32>,
    pub(super) also: bool,
    pub(super) begun_at: i64,
    /// None where it was begun and never heard of again.
    pub(super) ended: Option<NewOutcome>,
}

impl<'a> NewRow<'a> {
    pub(super) fn new(delivery: &'a NewDelivery) -> Self {
        let NewDelivery { request, content, transmission, signature, answer } = delivery;
        Self {
            transmission_id: transmission.id.as_ref().map(|id| bounded(&id.0)),
            retried_count: transmission.retried_count.unwrap_or(0),
            arrived_at: nanoseconds(request.arrived_at),
            remote: request.remote.to_string(),
            signature: signature_word(*signature),
            answer: *answer,
            event: EventColumns::of(content),
            head: write_head(request),
            body: &request.body,
        }
    }

    #[cfg(test)]
    pub(super) fn empty() -> Self {
        Self {
            transmission_id: None,
            retried_count: 0,
            arrived_at: 0,
            remote: "127.0.0.1:1".to_owned(),
            signature: "unchecked",
            answer: None,
            event: EventColumns::default(),
            head: Vec::new(),
            body: &[],
        }
    }
}

impl<'a> EventColumns<'a> {
    fn of(content: &'a Content) -> Self {
        let Content::Event(event) = content else { return Self::default() };
        let text = |text: &'a Option<String>| text.as_deref().map(bounded);
        Self {
            kind: Some(bounded(event.event_type.as_str())),
            status: text(&event.status),
            order_id: text(&event.order_id),
            payment_key: text(&event.payment_key),
            amount: event.amount.as_ref().map(|amount| bounded(&amount.0)),
            transaction_key: text(&event.transaction_key),
            twin_key: event.twin_key().map(|key| bounded(&key).into_owned().into()),
        }
    }
}

impl NewAnswer {
    pub(super) fn new(delivery: DeliveryKey, answered: &Answered) -> Self {
        Self {
            delivery,
            http_status: answered.http_status,
            answered_after: duration(answered.answered_after),
            delivery_status: answered.delivery_status.as_str(),
        }
    }
}

impl NewOutcome {
    pub(super) fn of(result: &AttemptResult) -> Self {
        let response = result.response.as_ref();
        Self {
            outcome: result.outcome.as_str(),
            http_status: result.http_status(),
            elapsed: duration(result.elapsed),
            response: response.map(|response| response.body.iter().take(RESPONSE_KEPT).copied().collect()),
        }
    }
}

impl NewAttempt {
    pub(super) fn new(begun_at: Timestamp, forwarded: &Forwarded) -> Self {
        Self {
            event: forwarded.id,
            endpoint: forwarded.to.clone(),
            number: forwarded.attempt,
            retried_count: forwarded.retried_count,
            also: forwarded.also,
            begun_at: nanoseconds(begun_at),
            ended: Some(NewOutcome::of(&forwarded.result)),
        }
    }
}

/// A text as a column holds it.
pub(super) fn bounded(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let digest = Sha256::digest(text.as_bytes());
    digest.iter().fold("sha256:".to_owned(), |text, byte| text + &format!("{byte:02x}")).into()
}

/// Nanoseconds since 1970; a time outside the years 1677 to 2262 becomes the nearest one inside.
pub(super) fn nanoseconds(at: Timestamp) -> i64 {
    let limits = i128::from(i64::MIN)..=i128::from(i64::MAX);
    i64::try_from(at.as_nanosecond().clamp(*limits.start(), *limits.end())).unwrap_or_default()
}

/// [`nanoseconds`] back.
pub(super) fn timestamp(nanoseconds: i64) -> Timestamp {
    Timestamp::from_nanosecond(i128::from(nanoseconds)).unwrap_or_default()
}

/// A duration in nanoseconds.
pub(super) fn duration(duration: Duration) -> i64 {
    i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX)
}

pub(super) fn repeat_of(word: &str) -> Option<Repeat> {
    [Repeat::None, Repeat::Resend, Repeat::Duplicate].into_iter().find(|repeat| repeat.as_str() == word)
}

pub(super) fn outcome_of(word: &str) -> Option<Outcome> {
    [
        Outcome::Accepted,
        Outcome::WrongStatus,
        Outcome::Redirect,
        Outcome::Timeout,
        Outcome::Unreachable,
        Outcome::Tls,
        Outcome::Protocol,
    ]
    .into_iter()
    .find(|outcome| outcome.as_str() == word)
}

fn signature_word(check: SignatureCheck) -> &'static str {
    match check {
        SignatureCheck::Valid(KeyForm::Text) => "valid text",
        SignatureCheck::Valid(KeyForm::Hex) => "valid hex",
        SignatureCheck::Invalid => "invalid",
        SignatureCheck::Missing => "missing",
        SignatureCheck::NotExpected => "not expected",
        SignatureCheck::Unchecked => "unchecked",
    }
}

const SIGNATURE_CHECKS: [SignatureCheck; 6] = [
    SignatureCheck::Valid(KeyForm::Text),
    SignatureCheck::Valid(KeyForm::Hex),
    SignatureCheck::Invalid,
    SignatureCheck::Missing,
    SignatureCheck::NotExpected,
    SignatureCheck::Unchecked,
];

fn signature_of(word: &str) -> Option<SignatureCheck> {
    SIGNATURE_CHECKS.into_iter().find(|check| signature_word(*check) == word)
}

/// The check that these words of JSON tell of.
pub(super) fn signature_of_words(word: &str, key_form: Option<&str>) -> Option<SignatureCheck> {
    SIGNATURE_CHECKS.into_iter().find(|check| check.as_str() == word && check.key_form() == key_form)
}

/// What a request weighs in the queue, in bytes.
pub(super) fn weight(request: &Request) -> usize {
    let lines = request.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    request.path.len()
        + request.query.as_ref().map_or(0, String::len)
        + lines.sum::<usize>()
        + request.body.len()
}

/// Method, request target and header lines, as HTTP writes them.
pub(super) fn write_head(request: &Request) -> Vec<u8> {
    let mut head = Vec::with_capacity(64 * (request.headers.len() + 1));
    head.extend_from_slice(request.method.as_str().as_bytes());
    head.push(b' ');
    head.extend_from_slice(request.path.as_bytes());
    if let Some(query) = &request.query {
        head.push(b'?');
        head.extend_from_slice(query.as_bytes());
    }
    head.extend_from_slice(b"\r\n");
    for (name, value) in &request.headers {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head
}

/// The request whose head [`write_head`] wrote; none where the bytes are something else.
fn read_request(head: &[u8], body: Bytes, remote: &str, arrived_at: i64) -> Option<Request> {
    let mut lines = head.strip_suffix(b"\r\n")?.split(|byte| *byte == b'\n');
    let mut next = || lines.next().map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let first = next()?;
    let space = first.iter().position(|byte| *byte == b' ')?;
    let method = Method::from_bytes(&first[..space]).ok()?;
    let target = std::str::from_utf8(&first[space + 1..]).ok()?;
    let (path, query) = match target.split_once('?') {
        Some((path, query)) => (path, Some(query.to_owned())),
        None => (target, None),
    };
    let mut headers = HeaderMap::new();
    while let Some(line) = next() {
        let colon = line.windows(2).position(|two| two == b": ")?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        headers.try_append(name, HeaderValue::from_bytes(&line[colon + 2..]).ok()?).ok()?;
    }
    let remote: SocketAddr = remote.parse().ok()?;
    Some(Request {
        method,
        path: path.to_owned(),
        query,
        headers,
        body,
        remote,
        arrived_at: timestamp(arrived_at),
    })
}

/// The request whose columns these are.
pub(super) fn request_at(
    row: &Row<'_>,
    head: usize,
    body: usize,
    remote: usize,
    arrived_at: i64,
) -> rusqlite::Result<Request> {
    let bytes = Bytes::copy_from_slice(row.get_ref(body)?.as_blob()?);
    let request =
        read_request(row.get_ref(head)?.as_blob()?, bytes, row.get_ref(remote)?.as_str()?, arrived_at);
    known(request, head)
}

/// A value that can only be missing where the file was changed by something else.
pub(super) fn known<T>(value: Option<T>, column: usize) -> rusqlite::Result<T> {
    value.ok_or_else(|| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, "damaged".into())
    })
}

/// What the check of a signature gave.
pub(super) fn signature_at(row: &Row<'_>, column: usize) -> rusqlite::Result<SignatureCheck> {
    known(signature_of(row.get_ref(column)?.as_str()?), column)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let mut headers = HeaderMap::new();
        headers.append("x-one", HeaderValue::from_static("a: b"));
        headers.append("x-empty", HeaderValue::from_static(""));
        headers.append("x-korean", HeaderValue::from_bytes("결제".as_bytes()).unwrap());
        headers.append("x-one", HeaderValue::from_static("again"));
        Request {
            method: Method::POST,
            path: "/hook".to_owned(),
            query: Some("a=1?b".to_owned()),
            headers,
            body: Bytes::from_static(b"\0\r\nbody"),
            remote: "[::1]:9".parse().unwrap(),
            arrived_at: Timestamp::from_nanosecond(1_700_000_000_123_456_789).unwrap(),
        }
    }

    fn there_and_back(request: &Request) -> Request {
        let head = write_head(request);
        let arrived_at = nanoseconds(request.arrived_at);
        read_request(&head, request.body.clone(), &request.remote.to_string(), arrived_at).unwrap()
    }

    #[test]
    fn a_request_comes_back_byte_for_byte() {
        let sent = request();
        let read = there_and_back(&sent);
        assert_eq!((&read.method, &read.path, &read.query), (&sent.method, &sent.path, &sent.query));
        assert_eq!((&read.headers, &read.body), (&sent.headers, &sent.body));
        assert_eq!((read.remote, read.arrived_at), (sent.remote, sent.arrived_at));
    }

    #[test]
    fn an_empty_query_is_not_a_missing_one() {
        let mut sent = request();
        for query in [None, Some(String::new())] {
            sent.query = query.clone();
            sent.headers.clear();
            assert_eq!(there_and_back(&sent).query, query);
        }
    }

    #[test]
    fn a_damaged_head_is_no_request() {
        for head in [&b""[..], b"POST", b"POST\r\n", b"POST /\r\nno colon\r\n", b"\xff /\r\n", b"POST /"] {
            assert!(read_request(head, Bytes::new(), "127.0.0.1:1", 0).is_none(), "{head:?}");
        }
        assert!(read_request(b"POST /\r\n", Bytes::new(), "nobody", 0).is_none());
    }

    #[test]
    fn a_long_text_becomes_its_digest_and_a_short_one_stays() {
        let long = "x".repeat(LONGEST + 1);
        assert_eq!(bounded(&long).len(), "sha256:".len() + 64);
        assert_ne!(bounded(&long), bounded(&(long.clone() + "y")));
        assert_eq!(bounded(&long[1..]), &long[1..]);
    }

    #[test]
    fn times_beyond_the_column_become_the_nearest_it_holds() {
        assert_eq!(nanoseconds(Timestamp::MAX), i64::MAX);
        assert_eq!(nanoseconds(Timestamp::MIN), i64::MIN);
        assert_eq!(timestamp(nanoseconds(Timestamp::UNIX_EPOCH)), Timestamp::UNIX_EPOCH);
    }
}
