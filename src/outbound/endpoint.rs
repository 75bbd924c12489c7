//! Where a call goes: URLs and their shorthands, kept so that no incoming byte changes the host.

use std::net::SocketAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use http::HeaderValue;
use url::{Host, Position, Url};

use super::Reach;

/// An endpoint: an http or https URL whose authority never changes.
///
/// User information is kept apart from the URL, as a value that `Debug` doesn't show.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Endpoint {
    url: Url,
    authorization: Option<HeaderValue>,
}

/// Why a text is no endpoint.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Nothing.
    #[error("is empty")]
    Empty,
    /// A scheme other than http and https.
    #[error("has the scheme {0}")]
    Scheme(String),
    /// A port that is no number from 1 to 65535.
    #[error("has the port {0}")]
    Port(String),
    /// Anything else that a URL can't be.
    #[error("is no URL")]
    NotAUrl,
}

impl Endpoint {
    /// Reads a URL, or a shorthand without `://`: `3000`, `:3000/hook`, `localhost:3000/hook`,
    /// `app:8080`, `[::1]:3000`. White space around it and a fragment are dropped.
    pub fn parse(text: &str) -> Result<Self, EndpointError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(EndpointError::Empty);
        }
        // The URL type would drop tabs and line ends without a word, even inside the host.
        if text.contains(char::is_control) {
            return Err(EndpointError::NotAUrl);
        }
        let written = match text.split_once("://") {
            // Behind a path or query has begun, `://` is not a scheme's.
            Some((scheme, rest)) if !scheme.contains(['/', '?', '#', '\\']) => spelled_out(scheme, rest)?,
            _ => shorthand(text)?,
        };
        let mut url = Url::parse(&written).map_err(|_| EndpointError::NotAUrl)?;
        // `./hook` and `..` are paths that were meant for something else.
        if url.host_str().is_none_or(|host| host.starts_with('.')) {
            return Err(EndpointError::NotAUrl);
        }
        url.set_fragment(None);
        let authorization = basic_authorization(&url);
        let stripped = url.set_username("").and_then(|()| url.set_password(None));
        stripped.map_err(|()| EndpointError::NotAUrl)?;
        Ok(Self { url, authorization })
    }

    /// As a person sees it: no user information.
    pub fn shown(&self) -> String {
        self.url.to_string()
    }

    /// The URL for an incoming path and query: the endpoint's own path, or the incoming one where
    /// the endpoint has none; the endpoint's query and then the incoming one; always the
    /// endpoint's authority. As in every http URL, `\` in a path becomes `/`, and `.` and `..`
    /// segments are resolved; other bytes and their percent-encoding stay.
    pub fn target(&self, path: &str, query: Option<&str>) -> Url {
        let mut url = self.url.clone();
        if url.path() == "/" {
            url.set_path(path);
        }
        if let Some(incoming) = query.filter(|query| !query.is_empty()) {
            match self.url.query().filter(|own| !own.is_empty()) {
                Some(own) => url.set_query(Some(&format!("{own}&{incoming}"))),
                None => url.set_query(Some(incoming)),
            }
        }
        url
    }

    /// The endpoint of a single URL, see [`Endpoint::target`].
    #[must_use]
    pub fn resolved(&self, path: &str, query: Option<&str>) -> Self {
        Self { url: self.target(path, query), authorization: self.authorization.clone() }
    }

    /// Whether its name alone says that it is near: a loopback or private address, `localhost`, or
    /// a name of a single label, which no public server has.
    pub fn is_local_name(&self) -> bool {
        match self.url.host() {
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                is_localhost(name) || !name.contains('.')
            }
            _ => self.address().is_some_and(|address| Reach::of(address) <= Reach::Private),
        }
    }

    /// Whether it is on this machine by its name: a loopback address or `localhost`.
    pub fn is_loopback_name(&self) -> bool {
        match self.url.host() {
            Some(Host::Domain(name)) => is_localhost(name.trim_end_matches('.')),
            _ => self.address().is_some_and(|address| Reach::of(address) == Reach::Loopback),
        }
    }

    /// Whether a call to it ends at this listening address.
    pub fn is_at(&self, listening: SocketAddr) -> bool {
        let here = listening.ip();
        let is_here = match self.address() {
            Some(address) => address == here || (here.is_unspecified() && address.is_loopback()),
            None => self.is_loopback_name() && (here.is_loopback() || here.is_unspecified()),
        };
        is_here && self.host_and_port().1 == listening.port()
    }

    /// Whether calls go over TLS.
    pub fn is_https(&self) -> bool {
        self.url.scheme() == "https"
    }

    /// The host and the port to dial.
    pub(super) fn host_and_port(&self) -> (&str, u16) {
        // Both are there: http and https URLs have a host and a well-known port.
        (self.url.host_str().unwrap_or_default(), self.url.port_or_known_default().unwrap_or(0))
    }

    /// The address, where the host is one.
    pub(super) fn address(&self) -> Option<std::net::IpAddr> {
        match self.url.host()? {
            Host::Domain(_) => None,
            Host::Ipv4(address) => Some(address.into()),
            Host::Ipv6(address) => Some(address.into()),
        }
    }

    /// What `Host` says.
    pub(super) fn authority(&self) -> &str {
        &self.url[Position::BeforeHost..Position::AfterPort]
    }

    /// What `Authorization` says, from the user information.
    pub(super) fn authorization(&self) -> Option<&HeaderValue> {
        self.authorization.as_ref()
    }
}

/// What was typed for an endpoint, as it may be repeated: without user information, whatever else is
/// wrong with it.
pub fn without_user_information(typed: &str) -> String {
    match typed.rsplit_once('@') {
        Some((before, place)) => {
            let scheme = before.find("://").map_or("", |colon| &before[..colon + 3]);
            format!("{scheme}…@{place}")
        }
        None => typed.to_owned(),
    }
}

/// `localhost` and what is below it are this machine (RFC 6761, section 6.3).
pub(super) fn is_localhost(name: &str) -> bool {
    name == "localhost" || name.ends_with(".localhost")
}

/// A URL with a scheme, checked where the URL type is too lenient.
fn spelled_out(scheme: &str, rest: &str) -> Result<String, EndpointError> {
    match scheme.to_ascii_lowercase().as_str() {
        "" => Err(EndpointError::NotAUrl),
        "http" | "https" => {
            let (host, port) = host_and_port(authority(rest));
            check_port(port)?;
            // The URL type would take the path's first segment for an empty host.
            if host.is_empty() { Err(EndpointError::NotAUrl) } else { Ok(format!("{scheme}://{rest}")) }
        }
        _ => Err(EndpointError::Scheme(scheme.to_owned())),
    }
}

/// A URL from what has none: a port, or a host and perhaps a port, and perhaps a path.
fn shorthand(text: &str) -> Result<String, EndpointError> {
    let authority = authority(text);
    if !authority.is_empty() && authority.bytes().all(|byte| byte.is_ascii_digit()) {
        check_port(Some(authority))?;
        return Ok(format!("http://localhost:{text}"));
    }
    let (host, port) = host_and_port(authority);
    check_port(port)?;
    match (host, port) {
        ("", Some(_)) if authority.starts_with(':') => Ok(format!("http://localhost{text}")),
        ("", _) => Err(EndpointError::NotAUrl),
        _ => Ok(format!("http://{text}")),
    }
}

/// What stands before the path, the query and the fragment.
fn authority(text: &str) -> &str {
    text.split(['/', '\\', '?', '#']).next().unwrap_or_default()
}

/// The host and the port's text, without user information.
fn host_and_port(authority: &str) -> (&str, Option<&str>) {
    let place = authority.rsplit_once('@').map_or(authority, |(_, place)| place);
    let name_ends = place.find(']').filter(|_| place.starts_with('[')).map_or(0, |bracket| bracket + 1);
    match place[name_ends..].split_once(':') {
        Some((rest, port)) => (&place[..name_ends + rest.len()], Some(port)),
        None => (place, None),
    }
}

fn check_port(port: Option<&str>) -> Result<(), EndpointError> {
    let Some(port) = port else { return Ok(()) };
    let number = port.parse::<u16>().ok().filter(|_| port.bytes().all(|byte| byte.is_ascii_digit()));
    match number {
        Some(1..) => Ok(()),
        _ => Err(EndpointError::Port(port.to_owned())),
    }
}

/// The user information as basic authentication (RFC 7617).
fn basic_authorization(url: &Url) -> Option<HeaderValue> {
    if url.username().is_empty() && url.password().is_none() {
        return None;
    }
    let mut pair = percent_decoded(url.username());
    pair.push(b':');
    pair.extend(percent_decoded(url.password().unwrap_or_default()));
    let mut value = HeaderValue::try_from(format!("Basic {}", STANDARD.encode(pair))).ok()?;
    value.set_sensitive(true);
    Some(value)
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let digit = |at: usize| after.get(at).and_then(|&digit| char::from(digit).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, digit(0), digit(1)) {
            decoded.extend(u8::try_from(high * 16 + low));
            rest = &after[2..];
        } else {
            decoded.push(byte);
            rest = after;
        }
    }
    decoded
}
