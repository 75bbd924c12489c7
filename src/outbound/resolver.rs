//! Names to addresses, and which of them may be dialled. What is judged is what is dialled: a name
//! that points elsewhere a moment later gains nothing.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::net::TcpStream;

use super::endpoint::is_localhost;
use super::{Endpoint, Reach};

/// None of the addresses may be dialled.
#[derive(Debug, thiserror::Error)]
#[error("the address may not be called")]
pub(super) struct NotAllowed;

/// The resolver that the sender dials through.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resolver {
    reach: Reach,
}

impl Resolver {
    /// Yields addresses that are at most this far away.
    pub(super) fn new(reach: Reach) -> Self {
        Self { reach }
    }

    /// The addresses of this name that may be dialled.
    pub(super) async fn allowed(self, name: &str) -> Result<Vec<IpAddr>, LookupError> {
        let mut addresses = addresses(name).await.map_err(LookupError::Unknown)?;
        addresses.retain(|&address| self.reach.allows(Reach::of(address)));
        if addresses.is_empty() { Err(LookupError::NotAllowed(NotAllowed)) } else { Ok(addresses) }
    }

    /// A bare connection to the endpoint, for those who only want to see whether there is one.
    pub(super) async fn connect(self, endpoint: &Endpoint) -> io::Result<TcpStream> {
        let (host, port) = endpoint.host_and_port();
        let allowed = self.allowed(host).await.map_err(io::Error::other)?;
        let sockets: Vec<_> = allowed.into_iter().map(|address| SocketAddr::new(address, port)).collect();
        TcpStream::connect(sockets.as_slice()).await
    }
}

/// Why a name gave no address to dial.
#[derive(Debug, thiserror::Error)]
pub(super) enum LookupError {
    /// It has none.
    #[error("the name has no address")]
    Unknown(#[source] io::Error),
    /// It has some, but none may be dialled.
    #[error(transparent)]
    NotAllowed(NotAllowed),
}

/// All addresses of this name; an address is its own.
///
/// `localhost` has both families whatever the machine's tables say: dev servers listen on either.
/// IPv6 stands first because the last address' error is the one that is told, and a machine
/// without IPv6 refuses `::1` with a stranger one than "connection refused".
pub(super) async fn addresses(name: &str) -> io::Result<Vec<IpAddr>> {
    if let Ok(address) = name.trim_start_matches('[').trim_end_matches(']').parse() {
        return Ok(vec![address]);
    }
    if is_localhost(name.trim_end_matches('.')) {
        return Ok(vec![Ipv6Addr::LOCALHOST.into(), Ipv4Addr::LOCALHOST.into()]);
    }
    let found: Vec<_> = tokio::net::lookup_host((name, 0)).await?.map(|socket| socket.ip()).collect();
    if found.is_empty() { Err(io::ErrorKind::NotFound.into()) } else { Ok(found) }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = *self;
        Box::pin(async move {
            let allowed = resolver.allowed(name.as_str()).await?;
            // Port 0 stands for the URL's.
            Ok(Box::new(allowed.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}
