//! What came of one call to an endpoint, and what Toss Payments would make of it.

use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;

/// How one attempt ended. The names are the JSON words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// Exactly 200 in time.
    Accepted,
    /// Another status than 200, and no redirect.
    WrongStatus,
    /// A 3xx; it was not followed.
    Redirect,
    /// No whole answer in time.
    Timeout,
    /// No connection: refused, no route, no such name.
    Unreachable,
    /// A connection, but no TLS session.
    Tls,
    /// A connection that gave something other than HTTP, or ended early.
    Protocol,
}

impl Outcome {
    /// The JSON word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::WrongStatus => "wrong_status",
            Self::Redirect => "redirect",
            Self::Timeout => "timeout",
            Self::Unreachable => "unreachable",
            Self::Tls => "tls",
            Self::Protocol => "protocol",
        }
    }

    /// What an answer with `status`, given in time, comes to (section 1 of the facts: exactly 200).
    pub fn of_status(status: u16) -> Self {
        match status {
            200 => Self::Accepted,
            300..=399 => Self::Redirect,
            _ => Self::WrongStatus,
        }
    }
}

/// Why a call gave no answer, as far as the sender can tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing listens there.
    Refused,
    /// The name has no address.
    UnknownHost,
    /// No connection within the time.
    ConnectTimeout,
    /// Connected, but no whole answer within the time.
    AnswerTimeout,
    /// The peer closed or reset the connection before a whole answer.
    Closed,
    /// The certificate is not trusted, expired or for another name; the library's own words.
    Certificate(String),
    /// TLS failed for another reason; the library's own words.
    Tls(String),
    /// What came is not HTTP; the library's own words.
    NotHttp(String),
    /// The address may not be called without consent.
    NotAllowed,
    /// It was cut off here, on purpose.
    CutOff {
        /// After how much of it.
        after: CutAfter,
        /// The status that the endpoint had answered by then.
        status: Option<u16>,
    },
    /// Anything else; the library's own words.
    Other(String),
}

/// After how much of a call its connection is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CutAfter {
    /// The request's head: its body never comes.
    Headers,
    /// Half of its body: the rest never comes.
    Body,
    /// The answer's head, of which the sender never hears: the work was done.
    Response,
}

impl CutAfter {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headers => "headers",
            Self::Body => "body",
            Self::Response => "response",
        }
    }
}

/// An endpoint's answer.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The header lines, names in lower case.
    pub headers: HeaderMap,
    /// The body, as far as it was read; never decompressed.
    pub body: Bytes,
    /// Whether the body was longer than what is kept.
    pub truncated: bool,
}

/// What came of one call.
#[derive(Clone, Debug)]
pub struct AttemptResult {
    /// How it ended.
    pub outcome: Outcome,
    /// The answer, where there is one.
    pub response: Option<Response>,
    /// Why there is none.
    pub cause: Option<Cause>,
    /// From the start of the call to its end.
    pub elapsed: Duration,
}

impl AttemptResult {
    /// The answer's status.
    pub fn http_status(&self) -> Option<u16> {
        self.response.as_ref().map(|response| response.status)
    }

    /// Whether a connection came about, whatever became of it.
    pub fn has_connected(&self) -> bool {
        self.outcome != Outcome::Unreachable && self.cause != Some(Cause::ConnectTimeout)
    }

    /// The status that the endpoint answered, also where nobody was there to hear it.
    pub fn answered_status(&self) -> Option<u16> {
        match &self.cause {
            Some(Cause::CutOff { status, .. }) => *status,
            _ => self.http_status(),
        }
    }

    /// Whether the time it took tells how long answers take: there was one, or it didn't come in time, which is
    /// a lower bound. What failed in another way says nothing of that.
    pub fn times_an_answer(&self) -> bool {
        self.outcome == Outcome::Timeout || self.answered_status().is_some()
    }

    /// An answer with this status and body.
    #[cfg(test)]
    pub(crate) fn answered(status: u16, body: &'static str, elapsed: Duration) -> Self {
        let body = Bytes::from_static(body.as_bytes());
        let response = Response { status, headers: HeaderMap::new(), body, truncated: false };
        Self { outcome: Outcome::of_status(status), response: Some(response), cause: None, elapsed }
    }
}

/// What Toss Payments would make of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TossWould {
    /// Exactly 200 within 10 s: the event is Completed.
    Accept,
    /// Another status: a failure.
    Reject,
    /// Later than 10 s: a failure, whatever the status.
    TimeOut,
}

impl TossWould {
    /// The JSON word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::TimeOut => "time_out",
        }
    }
}

/// An event's status as Toss Payments' history shows it (section 1 of the facts).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeliveryStatus {
    /// Not accepted yet, a re-send is still to come.
    Sending,
    /// Accepted.
    Completed,
    /// The 7th re-send failed.
    Failed,
}

impl DeliveryStatus {
    /// The word of Toss Payments' history, which is the JSON word too.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sending => "Sending",
            Self::Completed => "Completed",
            Self::Failed => "Failed",
        }
    }

    /// Reads [`DeliveryStatus::as_str`] back.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Sending, Self::Completed, Self::Failed].into_iter().find(|status| status.as_str() == text)
    }
}
