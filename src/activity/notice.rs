//! What a person is told beside the data, and the last words of a run.

use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;

use super::{EventId, Failing};

/// Why a request was turned away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefusedReason {
    /// Not a POST (405).
    Method,
    /// Another path than `--path` (404).
    Path,
    /// A request with `Origin`: a browser (403).
    Browser,
    /// The request target is absolute, `*`, starts with `//`, or is no path (400).
    Target,
    /// The head is malformed, or its lengths conflict (400).
    Malformed,
    /// The head is over 64 KiB or 256 lines (431).
    HeadTooLarge,
    /// The head did not come within 10 s (408).
    HeadTimeout,
    /// The body is over `--max-body` (413).
    BodyTooLarge,
    /// The body did not come within 15 s (408).
    BodyTimeout,
    /// The connection ended before the body did.
    BodyCutOff,
    /// A TLS hello on the plain port.
    Tls,
    /// An HTTP/2 preface on the plain port.
    Http2,
    /// The listener is at its cap of connections.
    TooManyConnections,
    /// The history could not take the request (503).
    History,
}

impl RefusedReason {
    /// The JSON word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Method => "method",
            Self::Path => "path",
            Self::Browser => "browser",
            Self::Target => "target",
            Self::Malformed => "malformed",
            Self::HeadTooLarge => "head_too_large",
            Self::HeadTimeout => "head_timeout",
            Self::BodyTooLarge => "body_too_large",
            Self::BodyTimeout => "body_timeout",
            Self::BodyCutOff => "body_cut_off",
            Self::Tls => "tls",
            Self::Http2 => "http2",
            Self::TooManyConnections => "too_many_connections",
            Self::History => "history",
        }
    }
}

/// The likely cause of a failure. What it says to a person is in `report::words`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hint {
    /// 201: `NestJS` answers `@Post` so.
    Nest201,
    /// Another 2xx than 200 and 201.
    Other2xx,
    /// 301, 302, 303, 307, 308 to a login page.
    RedirectToLogin,
    /// A redirect that only adds or takes a slash, or goes to https.
    RedirectElsewhere,
    /// 401: authentication in front of the webhook, or a signature demanded that Toss Payments doesn't send.
    Unauthorized,
    /// 403: CSRF protection, mostly.
    Forbidden,
    /// 404: the path.
    NotFound,
    /// 405: the route knows no POST.
    MethodNotAllowed,
    /// 400 or 422: a DTO that is stricter than the events.
    StrictBody,
    /// 413: the server's own body limit.
    BodyLimit,
    /// 415: `consumes`.
    MediaType,
    /// 5xx: the handler failed.
    ServerError,
    /// No answer in 10 s.
    AnswerFirst,
    /// Refused on localhost.
    NotRunning,
    /// Refused on localhost while this process runs in a container.
    ContainerLocalhost,
    /// Refused on localhost while this process runs in WSL.
    WslLocalhost,
    /// The name has no address.
    UnknownHost,
    /// A certificate that isn't trusted: `--insecure` or `--ca-cert`.
    Certificate,
    /// The endpoint speaks TLS, the URL says http.
    SpeaksTls,
    /// The endpoint speaks plain HTTP, the URL says https.
    SpeaksPlain,
}

/// What becomes of an event that its endpoint does not accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// Its sender hears of it.
    Relay,
    /// It is re-sent from here.
    Resend,
}

/// Why an event could not be recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unwritable {
    /// No room is left.
    Full,
    /// The file, or the folder that it lies in, can't be written to.
    ReadOnly,
    /// What stands in the file can't be read.
    Damaged,
    /// Something else; the store's own words.
    Otherwise(String),
}

/// Something that a person should know while a listener runs.
#[derive(Clone, Debug)]
pub enum Notice {
    /// The endpoint does not accept connections.
    EndpointDown {
        /// The endpoint, as shown.
        endpoint: String,
        /// What becomes of events meanwhile.
        on_failure: OnFailure,
    },
    /// The endpoint accepts connections again.
    EndpointUp {
        /// The endpoint, as shown.
        endpoint: String,
    },
    /// An event could not be recorded; the sender was answered 503.
    HistoryUnwritable {
        /// The history's file.
        path: PathBuf,
        why: Unwritable,
    },
    /// The history takes events again.
    HistoryWritable,
    /// What was recorded of an event can't be read back: it is not sent again.
    EventUnreadable {
        /// The event.
        id: EventId,
        /// The store's own words.
        reason: String,
    },
    /// The history's folder can't hold a write-ahead log (a network folder); another mode is used.
    HistoryWithoutWal {
        /// The history's file.
        path: PathBuf,
    },
    /// The listener is on an address that others can reach.
    Exposed {
        /// The host.
        host: String,
    },
    /// The stand-in of the look-up is on an address that others can reach.
    PaymentsExposed {
        /// The host.
        host: String,
    },
    /// Events are compared with their payments.
    LooksUp {
        /// Where these are looked up.
        api: String,
    },
    /// Accepting connections fails for now, most likely for want of descriptors.
    AcceptFails {
        /// The system's own words.
        reason: String,
    },
    /// The endpoint has not answered for Toss Payments' 10 s, and `--timeout` lets it go on.
    PastTossLimit {
        /// The event.
        id: EventId,
    },
    /// A server of `--also` is so slow that it gets no more copies for now.
    CopiesLeftOut {
        /// The server, as shown.
        endpoint: String,
        /// How many copies are under way to it.
        at_once: usize,
    },
    /// Ending: what is in flight is waited for.
    Draining {
        /// How many requests.
        in_flight: usize,
    },
    /// Lines that a slow terminal did not get.
    Gap {
        /// How many.
        lines: u64,
    },
    /// Events of which a slow terminal got a line, and not the fields.
    FieldsLeftOut {
        /// How many.
        events: u64,
    },
    /// A signed event is sent without a signature, for want of a key.
    UnsignedEvent {
        /// The event type.
        event: String,
    },
    /// Old events are being erased, as was asked for.
    GivingWay,
    /// The payments behind the events that are sent can't be written down for the stand-in of the look-up.
    PaymentsUnknown {
        /// The store's own words.
        reason: String,
    },
    /// A recorded event goes out with the time and signature that it was received with.
    SignatureAsReceived,
    /// Of events that are sent again by hand.
    ByHand(ByHand),
}

/// What is to be said of events that are sent again by hand.
#[derive(Clone, Debug)]
pub enum ByHand {
    /// A recorded event can't be read back, and is not sent again.
    NotReadBack {
        /// The event.
        id: EventId,
        /// The store's own words; none where the event was erased meanwhile.
        reason: Option<String>,
    },
    /// An event that is sent by hand was still to be re-sent from here, which it is no more.
    PlanCancelled {
        /// The event.
        id: EventId,
    },
    /// What is sent can't be noted in the history.
    CallsUnnoted {
        /// The store's own words.
        reason: String,
    },
}

/// How often an event type came with a status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventTally {
    /// The event type, none for bodies that are no event.
    pub event: Option<String>,
    /// The event's status.
    pub event_status: Option<String>,
    /// How many.
    pub count: u64,
}

/// The listener's last word.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    /// Requests recorded.
    pub received: u64,
    /// Events among them: first requests of their transmission id.
    pub events: u64,
    /// Re-sends among them.
    pub resends: u64,
    /// Duplicates among them.
    pub duplicates: u64,
    /// Requests turned away.
    pub refused: u64,
    /// Answers that Toss Payments would accept.
    pub accepted: u64,
    /// Answers that it would not.
    pub not_accepted: u64,
    /// Events still Sending after their last answer.
    pub pending: u64,
    /// Those among them that are re-sent from here, once somebody takes them up again.
    pub to_resend: u64,
    /// The median time to answer.
    pub answer_p50: Option<Duration>,
    /// The 95th percentile of the time to answer.
    pub answer_p95: Option<Duration>,
    /// The longest time to answer.
    pub answer_max: Option<Duration>,
    /// The first-time events by type and status, most frequent first.
    pub by_event: Vec<EventTally>,
    /// The failed answers by kind: a status or an outcome, most frequent first.
    pub failures: Vec<(Failing, u64)>,
    /// Some of the events still Sending, the most urgent first, with their last chance.
    pub still_sending: Vec<(EventId, Option<Timestamp>)>,
    /// Where the events can be found again.
    pub history: Option<PathBuf>,
}
