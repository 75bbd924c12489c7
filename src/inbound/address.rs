//! From what a person types as host and port to a listening socket, and back to a URL.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use tokio::net::{TcpListener, TcpSocket};

/// Connections that the system holds for us until they are accepted.
const BACKLOG: u32 = 1024;

/// Listens on `host:port`.
///
/// `host` is an address, an IPv6 address in brackets or a name; `localhost` is 127.0.0.1, or `::1`
/// where there is no IPv4. Port 0 picks a free one. The error is the last address's own.
pub async fn bind(host: &str, port: u16) -> io::Result<TcpListener> {
    let mut failure = io::Error::new(io::ErrorKind::AddrNotAvailable, "the name has no address");
    for address in addresses(host, port).await? {
        match listen(address) {
            Ok(listener) => return Ok(listener),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

async fn addresses(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    let bare = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(host);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Ok(vec![SocketAddr::new(address, port)]);
    }
    // Not left to the resolver: a container may lack the hosts file that knows it.
    if bare.eq_ignore_ascii_case("localhost") {
        return Ok(vec![(Ipv4Addr::LOCALHOST, port).into(), (Ipv6Addr::LOCALHOST, port).into()]);
    }
    let found = tokio::net::lookup_host((bare, port)).await?;
    let (mut found, sixes): (Vec<_>, Vec<_>) = found.partition(SocketAddr::is_ipv4);
    found.extend(sixes);
    Ok(found)
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    // On Windows the option means something else: to take a port that another process listens on.
    #[cfg(not(windows))]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// The URL that can be dialled for this bound address (`0.0.0.0` becomes `127.0.0.1`).
pub fn dialled_url(address: SocketAddr) -> String {
    let host = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(host, address.port()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unspecified_address_is_dialled_on_loopback() {
        let url = |text: &str| dialled_url(text.parse().unwrap());
        assert_eq!(url("0.0.0.0:4100"), "http://127.0.0.1:4100");
        assert_eq!(url("[::]:4100"), "http://[::1]:4100");
        assert_eq!(url("192.168.0.7:80"), "http://192.168.0.7:80");
    }

    #[tokio::test]
    async fn localhost_is_ipv4_and_port_0_picks_one() {
        let address = bind("localhost", 0).await.unwrap().local_addr().unwrap();
        assert_eq!(address.ip(), Ipv4Addr::LOCALHOST);
        assert_ne!(address.port(), 0);
    }

    #[tokio::test]
    async fn brackets_around_an_ipv6_address_are_taken_off() {
        let found = addresses("[::1]", 7).await.unwrap();
        assert_eq!(found, [SocketAddr::new(Ipv6Addr::LOCALHOST.into(), 7)]);
    }

    #[tokio::test]
    async fn a_taken_port_is_an_error() {
        let first = bind("127.0.0.1", 0).await.unwrap();
        let error = bind("127.0.0.1", first.local_addr().unwrap().port()).await.unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AddrInUse);
    }
}
