//! What a session is to do with each request, decided before the first one comes.

use std::time::Duration;

use crate::filter::Filter;
use crate::outbound::{Endpoint, Sender, Surroundings};
use crate::toss::{EventType, KeyFormChoice, Policy, SecurityKey};

/// What a session does with each request.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Toss Payments' policy: what is a success, when the next attempt comes.
    pub policy: Policy,
    /// Which events are shown and forwarded.
    pub filter: Filter,
    /// The key for checking signatures.
    pub security_key: Option<SecurityKey>,
    /// Which forms of the key a check tries.
    pub key_form: KeyFormChoice,
    /// How a request is answered.
    pub answering: Answering,
    /// Where events go; none for `listen`.
    pub forwarding: Option<Forwarding>,
    /// End after so many requests.
    pub limit: Option<u64>,
}

/// How a request is answered where no endpoint decides it.
#[derive(Clone, Debug)]
pub struct Answering {
    /// The status.
    pub status: u16,
    /// How long to wait first.
    pub delay: Duration,
    /// Answer 500 to the first so many requests of each event.
    pub fail_first: u32,
    /// Answer 500 with this probability.
    pub fail_rate: f64,
    /// The seed of that chance.
    pub seed: u64,
}

impl Answering {
    /// Whether the answer is the same for every request, whatever the history says.
    pub(super) fn is_fixed(&self) -> bool {
        self.fail_first == 0 && self.fail_rate <= 0.0
    }
}

/// Where events go.
#[derive(Clone, Debug)]
pub struct Forwarding {
    /// The endpoint of all events without a route of their own.
    pub endpoint: Endpoint,
    /// Other endpoints for single event types.
    pub routes: Vec<(EventType, Endpoint)>,
    /// Copies go here.
    pub also: Vec<Endpoint>,
    /// Calls the endpoint and the routes.
    pub sender: Sender,
    /// Calls the copies' endpoints, without the endpoint's own headers and certificates.
    pub also_sender: Sender,
    /// How long a call may take; none waits for ever.
    pub timeout: Option<Duration>,
    /// Calls at once.
    pub concurrency: usize,
    /// In which order calls begin.
    pub ordering: Ordering,
    /// Whether the endpoint accepted a connection at the start.
    pub up: bool,
    /// Where this process runs, for the hints.
    pub surroundings: Surroundings,
}

/// In which order calls begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ordering {
    /// As soon as there is room.
    None,
    /// First attempts of one order in the order of their arrival.
    ByOrder,
}

impl Forwarding {
    /// The endpoint for an event type.
    pub fn endpoint_for(&self, event_type: Option<&EventType>) -> &Endpoint {
        self.routes
            .iter()
            .find(|(routed, _)| Some(routed) == event_type)
            .map_or(&self.endpoint, |(_, endpoint)| endpoint)
    }
}
