//! The words that all rooms share: what arrived, what was tried, what came of it.
//!
//! Engines emit an [`Activity`] for everything that happens and format nothing; reporters turn
//! activities into text or JSON and decide nothing.

mod checked;
mod compared;
mod course;
mod failures;
mod id;
mod lookup;
mod mishap;
mod notice;
mod outcome;
mod rule;
mod sending;
mod spread;

use std::borrow::Cow;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::Timestamp;

pub use checked::{CheckSummary, Checked, Effect, Finding, Fix, Framework, Part, RuleVerdict, Sight, Skip};
pub use compared::{Agreement, Compared, ComparedField, Difference, NoPayment};
pub use course::{Course, Played, Retries, Waiting};
pub use failures::{Failing, Failures};
pub use id::EventId;
pub use lookup::{Given, LookUpError, LookUps, LookedUp};
pub use mishap::{Malformed, Mishap, Mishaps};
pub use notice::{ByHand, EventTally, Hint, Notice, OnFailure, RefusedReason, Summary, Unwritable};
pub use outcome::{AttemptResult, Cause, CutAfter, DeliveryStatus, Outcome, Response, TossWould};
pub use rule::{Rule, Severity};
pub use sending::{Load, Progress, Rate, SentSummary, Short};
pub use spread::{Percentiles, Spread};

use crate::toss::{Content, Event, SignatureCheck, Transmission};

/// Something that happened, and when.
#[derive(Clone, Debug)]
pub struct Activity {
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub what: What,
}

/// Where engines put what happens. A printer is one such place, a test's list another.
pub trait Emit: Clone + Send + Sync + 'static {
    /// Takes an activity; may wait for room where the reader must not miss any.
    fn emit(&self, activity: Activity) -> impl Future<Output = ()> + Send;
}

/// What can happen. Each variant but the notices and the waits is one JSON kind.
#[derive(Clone, Debug)]
pub enum What {
    /// The listener accepts connections (`listening`).
    Listening(Listening),
    /// A request was received and recorded (`received`).
    Received(Arc<Received>),
    /// A call to an endpoint ended (`forwarded`).
    Forwarded(Arc<Forwarded>),
    /// The sender has its answer (`answered`).
    Answered(Answered),
    /// An event was recorded and answered, but a filter keeps it from being shown and forwarded (`skipped`).
    Skipped(Skipped),
    /// A request was turned away (`refused`).
    Refused(Refused),
    /// An event was sent by us (`sent`).
    Sent(Arc<Sent>),
    /// A payment was looked up at the stand-in (`lookup`).
    LookedUp(Arc<LookedUp>),
    /// An event was compared with its payment, as Toss Payments gives it (`lookup`).
    Compared(Arc<Compared>),
    /// Nothing happens until an attempt is due or answered; said again and again meanwhile.
    Waiting(Waiting),
    /// How far a run of many events has come; said again and again.
    Progress(Progress),
    /// A rule of `check` has come to its verdict (`rule`).
    Checked(Arc<Checked>),
    /// Something a person should know; never part of the JSON output.
    Notice(Notice),
    /// The listener's last word (`summary`).
    Summary(Box<Summary>),
    /// The sending commands' last word (`summary`).
    SentSummary(Box<SentSummary>),
    /// The stand-in's last word (`summary`).
    LookUps(LookUps),
    /// The last word of a schedule that was played (`summary`).
    Played(Box<Played>),
    /// The last word of a check (`summary`).
    CheckSummary(Box<CheckSummary>),
}

/// A request as it arrived: nothing added, nothing re-made.
#[derive(Clone, Debug)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The path of the request target, starting with one `/`.
    pub path: String,
    /// What stood behind the first `?` of the request target.
    pub query: Option<String>,
    /// The header lines in the order of arrival, names in lower case.
    pub headers: HeaderMap,
    /// The body's bytes, never decompressed.
    pub body: Bytes,
    /// Who sent it.
    pub remote: SocketAddr,
    /// When its head was complete.
    pub arrived_at: Timestamp,
}

/// How a request relates to the requests before it with the same transmission id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeat {
    /// The first of its transmission id.
    None,
    /// Its retried count is higher than any seen: Toss Payments sends the event again.
    Resend,
    /// Its retried count was seen before: the same attempt came twice.
    Duplicate,
}

impl Repeat {
    /// Its word in JSON and in the history.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Resend => "resend",
            Self::Duplicate => "duplicate",
        }
    }
}

impl Request {
    /// The request target: the path, with its query where it had one.
    pub fn target(&self) -> Cow<'_, str> {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path).into(),
            None => self.path.as_str().into(),
        }
    }

    /// Header lines as pairs, in the order of arrival where a name comes once. A value is UTF-8 where it is
    /// that, else the code points of ISO-8859-1 (RFC 9110, 5.5).
    pub fn header_lines(&self) -> impl Iterator<Item = (&str, Cow<'_, str>)> {
        self.headers.iter().map(|(name, value)| {
            let text = match std::str::from_utf8(value.as_bytes()) {
                Ok(text) => Cow::Borrowed(text),
                Err(_) => Cow::Owned(value.as_bytes().iter().copied().map(char::from).collect()),
            };
            (name.as_str(), text)
        })
    }
}

/// The listener accepts connections.
#[derive(Clone, Debug)]
pub struct Listening {
    /// The URL that can be dialled.
    pub url: String,
    /// Where events go, for `forward`.
    pub endpoint: Option<String>,
    /// Whether the endpoint accepted a connection at the start.
    pub endpoint_up: Option<bool>,
    /// Where events are recorded; none with `--no-history`.
    pub history: Option<PathBuf>,
    /// How many pending plans were taken up.
    pub resumed: u64,
    /// Whether anything outside this machine can reach the listener, by a tunnel or a public URL.
    pub reachable: bool,
}

/// A request that was received and recorded.
#[derive(Clone, Debug)]
pub struct Received {
    /// The event's id in this history.
    pub id: EventId,
    /// The request.
    pub request: Arc<Request>,
    /// What its body is.
    pub content: Arc<Content>,
    /// What its headers say.
    pub transmission: Arc<Transmission>,
    /// How it relates to earlier requests.
    pub repeat: Repeat,
    /// How long after the first request of the same event it came; zero for the first.
    pub since_first: Duration,
    /// The event that tells of the same change under another event type.
    pub twin_of: Option<EventId>,
    /// What the check of its signature gave.
    pub signature: SignatureCheck,
}

impl Received {
    /// The event, when the body is one.
    pub fn event(&self) -> Option<&Event> {
        self.content.event()
    }
}

/// A call to an endpoint ended.
#[derive(Clone, Debug)]
pub struct Forwarded {
    /// The event.
    pub id: EventId,
    /// The URL called, without user information.
    pub to: String,
    /// Which call of this event to this endpoint it was in this history, from 1.
    pub attempt: u32,
    /// The retried count that the call carried.
    pub retried_count: Option<u32>,
    /// What came of it.
    pub result: AttemptResult,
    /// When Toss Payments would send again, if it would.
    pub next_attempt_at: Option<Timestamp>,
    /// Whether this was the copy of `--also`: shown, compared, not returned.
    pub also: bool,
    /// For a copy: whether its status agrees with the endpoint's own. None while that is open.
    pub agrees: Option<bool>,
    /// The likely cause of a failure, the first time it shows.
    pub hint: Option<Hint>,
    /// Where the event stands after it, where failures are re-sent from here.
    pub resent: Option<DeliveryStatus>,
}

/// The sender has its answer.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The event.
    pub id: EventId,
    /// The status that was answered.
    pub http_status: u16,
    /// From the arrival of the request's head to the answer.
    pub answered_after: Duration,
    /// What Toss Payments would make of it.
    pub toss_would: TossWould,
    /// What Toss Payments' history would show after it.
    pub delivery_status: DeliveryStatus,
    /// When Toss Payments would send again, if it would.
    pub next_attempt_at: Option<Timestamp>,
    /// The retried count that was answered, 0 where the request carried none.
    pub retried_count: u32,
    /// The call that decided the answer, in `forward`.
    pub forwarded: Option<Arc<Forwarded>>,
}

/// An event that a filter keeps from view.
#[derive(Clone, Debug)]
pub struct Skipped {
    /// The event.
    pub id: EventId,
    /// The filter, as typed.
    pub by: String,
}

/// A request that was turned away.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Why.
    pub reason: RefusedReason,
    /// What was answered; none where the connection was just closed.
    pub http_status: Option<u16>,
    /// Who sent it.
    pub remote: SocketAddr,
    /// The method, where one was read.
    pub method: Option<String>,
    /// The request target, where one was read.
    pub path: Option<String>,
}

/// An event was sent by us.
#[derive(Clone, Debug)]
pub struct Sent {
    /// The recorded event that it is; none for one that was made.
    pub recorded: Option<EventId>,
    /// The event type, none for a body that is no event.
    pub event: Option<String>,
    /// The event's status, order and amount, for people.
    pub content: Content,
    /// The URL called, without user information.
    pub to: String,
    /// The transmission id, where the request carried one.
    pub transmission_id: Option<String>,
    /// Which attempt of this event it was, from 1.
    pub attempt: u32,
    /// The retried count that it carried.
    pub retried_count: Option<u32>,
    /// What came of it.
    pub result: AttemptResult,
    /// How long it waited to be called from when it was due, in a run at a rate.
    pub waited: Option<Duration>,
    /// What was done to it on purpose.
    pub mishap: Mishap,
    /// When it was made, on the simulated clock of a run that re-sends on failure.
    pub sent_at: Option<Timestamp>,
    /// Where the event stands after it, in such a run; a copy changes nothing of that.
    pub course: Option<Course>,
    /// The step of a scenario that it is.
    pub step: Option<ScenarioStep>,
}

/// A step of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioStep {
    /// The scenario's name, or its file as typed.
    pub scenario: String,
    /// Which step it is, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// What it is about, in a few words.
    pub note: Option<String>,
}
