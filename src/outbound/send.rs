//! One call to an endpoint.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method};
use hyper_util::client::legacy;
use tokio::time::{Instant, sleep, timeout, timeout_at};

use super::client::{Clients, Connections};
use super::dialling::Dialling;
use super::failure::{self, Failure};
use super::resolver::{self, Resolver};
use super::{Endpoint, Reach, answer, header_lines, tls_port};
use crate::activity::{AttemptResult, Cause, Outcome, Response};

/// The pause after the first refused connection; it doubles up to [`LONGEST_PAUSE`].
const FIRST_PAUSE: Duration = Duration::from_millis(20);
/// The longest pause between two refused connections.
const LONGEST_PAUSE: Duration = Duration::from_millis(250);
/// The pause between two looks for an endpoint.
const LOOK_PAUSE: Duration = Duration::from_millis(100);
/// A pooled connection that its peer had closed fails within a round trip. One that fails later
/// had reached somebody who was at work on the event, so that a second copy would be a duplicate.
const STALE_WITHIN: Duration = Duration::from_secs(1);

/// How calls are made.
#[derive(Clone, Debug)]
pub struct SenderOptions {
    /// How long a call may take from its start to the answer's last kept byte; none waits for ever.
    pub timeout: Option<Duration>,
    /// Hold a call through refused connections for so long.
    pub connect_wait: Duration,
    /// Don't check certificates; only ever used for loopback and private addresses.
    pub insecure: bool,
    /// More certificates to trust, PEM.
    pub ca_cert: Option<Vec<u8>>,
    /// Header lines that replace those of the same name.
    pub headers: HeaderMap,
    /// The farthest address that may be dialled; link-local only when it is `Public`.
    pub reach: Reach,
    /// How much of an answer's body is kept.
    pub response_bytes: usize,
}

impl SenderOptions {
    /// The farthest address that may be dialled over TLS: whoever is farther away than the private
    /// networks has to prove who it is.
    pub(super) fn tls_reach(&self) -> Reach {
        if self.insecure { self.reach.min(Reach::Private) } else { self.reach }
    }
}

/// Why a sender can't be made.
#[derive(Debug, thiserror::Error)]
pub enum SenderError {
    /// The certificates can't be read.
    #[error("the certificates can't be read: {0}")]
    Certificates(String),
    /// The machine's TLS set-up.
    #[error("TLS can't be set up: {0}")]
    Tls(String),
}

/// One request to be sent.
#[derive(Clone, Debug)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The incoming path, used where the endpoint has none.
    pub path: String,
    /// The incoming query.
    pub query: Option<String>,
    /// The header lines; `Host` and framing are made anew, hop-by-hop lines are left out.
    pub headers: HeaderMap,
    /// The body, sent as it is.
    pub body: Bytes,
}

impl Call {
    /// A GET without anything in it, of the path that the endpoint has.
    pub fn get() -> Self {
        Self {
            method: Method::GET,
            path: "/".to_owned(),
            query: None,
            headers: HeaderMap::new(),
            body: Bytes::new(),
        }
    }
}

/// The sender: cheap to clone, holds the connection pools.
#[derive(Clone, Debug)]
pub struct Sender {
    options: Arc<SenderOptions>,
    clients: Arc<Clients>,
}

impl Sender {
    /// A sender with these options. Certificates are read at once, TLS is set up at the first https call.
    pub fn new(options: SenderOptions) -> Result<Self, SenderError> {
        let clients = Clients::new(&options)?;
        Ok(Self { options: Arc::new(options), clients: Arc::new(clients) })
    }

    /// Makes one call. Redirects are never followed, nothing is retried but a refused connection
    /// within `connect_wait` and a pooled connection that the peer had closed before the call.
    pub async fn send(&self, endpoint: &Endpoint, call: Call) -> AttemptResult {
        self.send_on(endpoint, call, Connections::Pooled).await
    }

    /// Makes one call on a connection of its own. One that is closed before the answer was closed over this
    /// call, and the call is not made again.
    pub async fn send_alone(&self, endpoint: &Endpoint, call: Call) -> AttemptResult {
        self.send_on(endpoint, call, Connections::New).await
    }

    async fn send_on(&self, endpoint: &Endpoint, call: Call, connections: Connections) -> AttemptResult {
        let begun = Instant::now();
        let watched = async {
            let held = within(self.deadline(begun), self.held(endpoint, &call, connections, begun)).await;
            held.unwrap_or_else(|| Err(Failure::out_of_time(Dialling::now())))
        };
        let ended = Dialling::watch(watched).await;
        let elapsed = begun.elapsed();
        match ended {
            Ok(response) => {
                let outcome = Outcome::of_status(response.status);
                AttemptResult { outcome, response: Some(response), cause: None, elapsed }
            }
            Err(failure) => {
                let Failure { outcome, cause } = self.explained(failure, endpoint).await;
                AttemptResult { outcome, response: None, cause: Some(cause), elapsed }
            }
        }
    }

    /// Whether the endpoint accepts a connection within this time.
    pub async fn probe(&self, endpoint: &Endpoint, within: Duration) -> bool {
        let connected = timeout(within, Resolver::new(self.options.reach).connect(endpoint));
        matches!(connected.await, Ok(Ok(_)))
    }

    /// Whether the endpoint accepts connections before the wait is over; it is looked at once at least, for so
    /// long each time.
    pub async fn wait_for(&self, endpoint: &Endpoint, wait: Duration, look: Duration) -> bool {
        let deadline = Instant::now() + wait;
        loop {
            if self.probe(endpoint, look).await {
                return true;
            }
            if Instant::now() >= deadline {
                return false;
            }
            sleep(LOOK_PAUSE).await;
        }
    }

    /// How far away the endpoint's addresses are: the farthest of them.
    pub async fn reach(&self, endpoint: &Endpoint) -> std::io::Result<Reach> {
        let addresses = resolver::addresses(endpoint.host_and_port().0).await?;
        let farthest = addresses.into_iter().map(Reach::of).max();
        farthest.ok_or_else(|| std::io::ErrorKind::NotFound.into())
    }

    /// A failure that says what was meant: no HTTP from a port that is one for TLS.
    async fn explained(&self, failure: Failure, endpoint: &Endpoint) -> Failure {
        let no_http = !endpoint.is_https() && matches!(failure.cause, Cause::NotHttp(_));
        if no_http && tls_port::speaks_tls(endpoint, Resolver::new(self.options.reach)).await {
            return Failure::wants_tls();
        }
        failure
    }

    /// Holds a call through refused connections for as long as `connect_wait` and the call's time
    /// allow. It ends before the time does, so that what is told is the refusal.
    async fn held(
        &self,
        endpoint: &Endpoint,
        call: &Call,
        connections: Connections,
        begun: Instant,
    ) -> Result<Response, Failure> {
        let longest = self.options.connect_wait.min(self.options.timeout.unwrap_or(Duration::MAX));
        let mut pause = FIRST_PAUSE;
        loop {
            match self.once(endpoint, call, connections).await {
                Err(Failure { cause: Cause::Refused, .. }) if begun.elapsed() + pause < longest => {
                    sleep(pause).await;
                    pause = LONGEST_PAUSE.min(pause * 2);
                }
                ended => return ended,
            }
        }
    }

    /// One call, made a second time on a new connection if the pooled one was closed already.
    async fn once(
        &self,
        endpoint: &Endpoint,
        call: &Call,
        connections: Connections,
    ) -> Result<Response, Failure> {
        // A name's addresses are judged by the resolver; an address never gets there.
        self.reach_of(endpoint)?;
        let begun = Instant::now();
        let is_pooled = connections == Connections::Pooled;
        let answer = match self.execute(endpoint, call, connections).await? {
            Err(error) if is_pooled && begun.elapsed() < STALE_WITHIN && was_stale(&error) => {
                self.execute(endpoint, call, Connections::New).await?
            }
            answer => answer,
        };
        let answer = answer.map_err(|error| Failure::of(&error))?;
        answer::read(answer, self.options.response_bytes).await.map_err(|error| Failure::of(&error))
    }

    /// The farthest address that may be dialled for this endpoint; fails where its own is farther.
    pub(super) fn reach_of(&self, endpoint: &Endpoint) -> Result<Reach, Failure> {
        let reach = if endpoint.is_https() { self.options.tls_reach() } else { self.options.reach };
        match endpoint.address() {
            Some(address) if !reach.allows(Reach::of(address)) => Err(Failure::not_allowed()),
            _ => Ok(reach),
        }
    }

    /// When a call that begins now has to have ended.
    pub(super) fn deadline(&self, begun: Instant) -> Option<Instant> {
        self.options.timeout.and_then(|timeout| begun.checked_add(timeout))
    }

    /// How a TLS session is set up.
    pub(super) fn tls(&self) -> Result<&Arc<rustls::ClientConfig>, &str> {
        self.clients.session()
    }

    /// Header lines that replace those of the same name.
    pub(super) fn replacing(&self) -> &HeaderMap {
        &self.options.headers
    }

    async fn execute(
        &self,
        endpoint: &Endpoint,
        call: &Call,
        connections: Connections,
    ) -> Result<reqwest::Result<reqwest::Response>, Failure> {
        Dialling::reset();
        let client =
            if endpoint.is_https() { self.clients.tls(connections) } else { self.clients.plain(connections) };
        let client = client.map_err(Failure::no_tls)?;
        let url = endpoint.target(&call.path, call.query.as_deref());
        let mut request = reqwest::Request::new(call.method.clone(), url);
        *request.headers_mut() = header_lines::outgoing(endpoint, call, &self.options.headers);
        *request.body_mut() = Some(call.body.clone().into());
        Ok(client.execute(request).await)
    }
}

/// What a work gives that ends before the deadline; none where it doesn't.
pub(super) async fn within<T>(deadline: Option<Instant>, work: impl Future<Output = T>) -> Option<T> {
    match deadline {
        None => Some(work.await),
        Some(deadline) => timeout_at(deadline, work).await.ok(),
    }
}

/// Whether a call failed because its connection, one from the pool, was closed before the answer's
/// head. hyper-util by itself makes a call again only if none of it was written.
fn was_stale(error: &reqwest::Error) -> bool {
    let connection = failure::causes(error)
        .find_map(|cause| cause.downcast_ref::<legacy::Error>())
        .and_then(legacy::Error::connect_info);
    Failure::of(error).cause == Cause::Closed
        && connection.is_some_and(|connection| !Dialling::now().dialled(connection))
}
