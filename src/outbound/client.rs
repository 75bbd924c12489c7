//! The reqwest clients behind a sender, set up so that they add and decide as little as possible.

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use reqwest::{Client, ClientBuilder};
use rustls::ClientConfig;

use super::dialling::NoteDialling;
use super::resolver::Resolver;
use super::send::{SenderError, SenderOptions};
use super::trust::Trust;

/// How long a connection is kept for the next call. Some servers close sooner (Node after 5 s);
/// that is noticed, or else made good by a second call.
const IDLE: Duration = Duration::from_secs(15);
/// How many idle connections are kept for each endpoint.
const IDLE_CONNECTIONS: usize = 128;

/// Where a call's connection comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connections {
    /// From the pool, else a new one.
    Pooled,
    /// Always a new one, closed after the call.
    New,
}

/// The clients; those for https are made at their first call, because that reads the machine's
/// certificates and fails where there are none.
#[derive(Debug)]
pub(super) struct Clients {
    trust: Trust,
    resolver: Resolver,
    tls_resolver: Resolver,
    plain: Client,
    plain_new: OnceLock<Result<Client, String>>,
    session: OnceLock<Result<Arc<ClientConfig>, String>>,
    tls: OnceLock<Result<Client, String>>,
    tls_new: OnceLock<Result<Client, String>>,
}

impl Clients {
    pub(super) fn new(options: &SenderOptions) -> Result<Self, SenderError> {
        // The process' provider may be set already, to this one.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let resolver = Resolver::new(options.reach);
        let tls_resolver = Resolver::new(options.tls_reach());
        Ok(Self {
            trust: Trust::of(options)?,
            resolver,
            tls_resolver,
            plain: plain(resolver, Connections::Pooled).map_err(SenderError::Tls)?,
            plain_new: OnceLock::new(),
            session: OnceLock::new(),
            tls: OnceLock::new(),
            tls_new: OnceLock::new(),
        })
    }

    pub(super) fn plain(&self, connections: Connections) -> Result<&Client, &str> {
        match connections {
            Connections::Pooled => Ok(&self.plain),
            Connections::New => made(self.plain_new.get_or_init(|| plain(self.resolver, connections))),
        }
    }

    pub(super) fn tls(&self, connections: Connections) -> Result<&Client, &str> {
        let client = match connections {
            Connections::Pooled => &self.tls,
            Connections::New => &self.tls_new,
        };
        made(client.get_or_init(|| self.make_tls(connections)))
    }

    /// How a session is set up.
    pub(super) fn session(&self) -> Result<&Arc<ClientConfig>, &str> {
        made(self.session.get_or_init(|| self.trust.tls().map(Arc::new)))
    }

    fn make_tls(&self, connections: Connections) -> Result<Client, String> {
        let session = self.session()?.as_ref().clone();
        let builder = builder(self.tls_resolver, connections).tls_backend_preconfigured(session);
        builder.build().map_err(|error| innermost(&error))
    }
}

fn made<T>(made: &Result<T, String>) -> Result<&T, &str> {
    made.as_ref().map_err(String::as_str)
}

/// A client that needs no certificates: they can't be had in a bare container, and http asks for none.
fn plain(resolver: Resolver, connections: Connections) -> Result<Client, String> {
    builder(resolver, connections).tls_certs_only([]).build().map_err(|error| innermost(&error))
}

fn builder(resolver: Resolver, connections: Connections) -> ClientBuilder {
    let kept = match connections {
        Connections::Pooled => IDLE_CONNECTIONS,
        Connections::New => 0,
    };
    Client::builder()
        .http1_only()
        // HTTP_PROXY would take calls to 127.0.0.1, too.
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        // No retries at all; with a maximum of 0 reqwest doesn't even copy the request for one.
        .retry(reqwest::retry::never().max_retries_per_request(0))
        .tcp_nodelay(true)
        .pool_idle_timeout(IDLE)
        .pool_max_idle_per_host(kept)
        .dns_resolver(resolver)
        .connector_layer(NoteDialling)
}

/// What a chain of errors ends in.
fn innermost(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
