//! What a file brings: events, and requests and calls of them, as they were read and not yet believed.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use jiff::Timestamp;

use crate::activity::{DeliveryStatus, EventId, Outcome, Repeat, Request};
use crate::toss::SignatureCheck;

/// The most that a request may bring of header lines, and of their bytes: what a listener takes.
const MOST_HEADERS: usize = 256;
const MOST_HEAD: usize = 64 << 10;

/// The form of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferForm {
    /// One JSON text per line, as `events export` writes them: all that the history has.
    Lines,
    /// An HTTP archive (HAR 1.2): requests and what was answered.
    Har,
}

/// Why a line of a file, or an entry of an archive, could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadItem {
    /// It is longer than any that is read.
    TooLong,
    /// It is not JSON, or no object.
    NotJson,
    /// It is of this version of the form.
    Version,
    /// It is of this kind, which is not imported; none where it names none.
    Kind(Option<String>),
    /// It lacks this.
    Missing(&'static str),
    /// This of it is not what it should be.
    Wrong(&'static str),
    /// The event that it belongs to does not stand before it, or could not be taken.
    Alone,
    /// The file ends within it.
    Cut,
    /// The file is no archive.
    NoArchive,
}

/// One request, and what was answered.
#[derive(Clone, Debug)]
pub(super) struct NewRequest {
    pub(super) request: Request,
    pub(super) signature: SignatureCheck,
    pub(super) answer: Option<NewAnswer>,
}

/// What was answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct NewAnswer {
    pub(super) http_status: u16,
    /// None where the answer was only promised.
    pub(super) after: Option<(Duration, DeliveryStatus)>,
}

/// What a line or an entry brings.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// An event with its first request.
    Event { id: EventId, twin_of: Option<EventId>, first: NewRequest },
    /// A later request of the event before.
    Delivery { id: EventId, number: u32, repeat: Repeat, later: NewRequest, body: Body },
    /// A call of the event before.
    Call { id: EventId, call: NewCall },
    /// A request of an archive: an event, or a later request of one that the archive brought before.
    Entry { id: EventId, request: NewRequest },
    /// What is no webhook.
    Passed,
}

/// Whether a request brings its body along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Body {
    Own,
    TheEvents,
}

/// A call of an endpoint.
#[derive(Clone, Debug)]
pub(super) struct NewCall {
    pub(super) endpoint: String,
    pub(super) number: u32,
    pub(super) retried_count: Option<u32>,
    pub(super) also: bool,
    pub(super) begun_at: Timestamp,
    pub(super) outcome: Option<Outcome>,
    pub(super) http_status: Option<u16>,
    pub(super) elapsed: Option<Duration>,
    pub(super) response: Option<Vec<u8>>,
}

impl Item {
    /// What it takes of memory, roughly, in bytes.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Event { first: request, .. }
            | Self::Delivery { later: request, .. }
            | Self::Entry { request, .. } => request.request.body.len() + 4096,
            Self::Call { .. } | Self::Passed => 4096,
        }
    }
}

/// A request's parts.
pub(super) struct Parts {
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) remote: std::net::SocketAddr,
    pub(super) arrived_at: Timestamp,
}

impl Parts {
    /// The POST of these parts.
    pub(super) fn request(self) -> Request {
        let (path, query) = match self.target.split_once('?') {
            Some((path, query)) => (path.to_owned(), Some(query.to_owned())),
            None => (self.target, None),
        };
        Request {
            method: Method::POST,
            path,
            query,
            headers: self.headers,
            body: self.body,
            remote: self.remote,
            arrived_at: self.arrived_at,
        }
    }
}

/// A request target as a listener takes it: a path, in which nothing ends a line or a word.
pub(super) fn is_target(target: &str) -> bool {
    target.len() <= MOST_HEAD
        && target.starts_with('/')
        && !target.starts_with("//")
        && target.bytes().all(|byte| byte > b' ' && byte != 0x7f && byte != b'#')
}

/// Adds a header line; none where it is none, or one too many.
pub(super) fn add_header(headers: &mut HeaderMap, name: &str, value: &[u8]) -> Option<()> {
    let length: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if headers.len() >= MOST_HEADERS || length + name.len() + value.len() > MOST_HEAD {
        return None;
    }
    let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
    headers.try_append(name, HeaderValue::from_bytes(value).ok()?).ok().map(drop)
}
