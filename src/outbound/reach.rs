//! How far away an address is, so that test events don't reach a stranger's server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// How far away an address is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// This machine.
    Loopback,
    /// A private range (RFC 1918, RFC 4193, 100.64.0.0/10).
    Private,
    /// Link-local (`169.254.0.0/16`, `fe80::/10`) and the other addresses where clouds keep their
    /// metadata.
    LinkLocal,
    /// Anywhere else.
    Public,
}

/// Metadata services that stand in a private range.
const CLOUD_METADATA: [IpAddr; 2] = [
    IpAddr::V4(Ipv4Addr::new(100, 100, 100, 200)),
    IpAddr::V6(Ipv6Addr::new(0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254)),
];

impl Reach {
    /// How far away this address is; an IPv4 address mapped into IPv6 counts as what it maps.
    pub fn of(address: IpAddr) -> Self {
        let address = address.to_canonical();
        if CLOUD_METADATA.contains(&address) {
            return Self::LinkLocal;
        }
        match address {
            // A connection to the unspecified address ends at this machine.
            _ if address.is_loopback() || address.is_unspecified() => Self::Loopback,
            IpAddr::V4(v4) if v4.is_link_local() => Self::LinkLocal,
            IpAddr::V6(v6) if v6.is_unicast_link_local() => Self::LinkLocal,
            IpAddr::V4(v4) if v4.is_private() || is_shared(v4) => Self::Private,
            IpAddr::V6(v6) if v6.is_unique_local() => Self::Private,
            _ => Self::Public,
        }
    }

    /// Whether an address this far away may be dialled when `self` is the farthest allowed.
    /// Link-local is farther than it looks: it needs `Public`.
    pub fn allows(self, address: Reach) -> bool {
        match address {
            Self::LinkLocal => self == Self::Public,
            _ => address <= self,
        }
    }
}

/// 100.64.0.0/10, the carriers' and overlay networks' range (RFC 6598).
fn is_shared(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 100 && second & 0b1100_0000 == 64
}

#[cfg(test)]
mod tests {
    use super::Reach;

    #[track_caller]
    fn reach(address: &str) -> Reach {
        Reach::of(address.parse().unwrap())
    }

    #[test]
    fn addresses_are_as_far_away_as_their_range() {
        for address in ["127.0.0.1", "127.9.9.9", "::1", "0.0.0.0", "::", "::ffff:127.0.0.1"] {
            assert_eq!(reach(address), Reach::Loopback, "{address}");
        }
        for address in ["10.0.0.1", "172.31.0.1", "192.168.1.1", "100.64.0.1", "100.127.255.255", "fd12::1"] {
            assert_eq!(reach(address), Reach::Private, "{address}");
        }
        for address in ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "fd00:ec2::254"] {
            assert_eq!(reach(address), Reach::LinkLocal, "{address}");
        }
        for address in ["8.8.8.8", "172.32.0.1", "100.128.0.1", "100.63.0.1", "2001:db8::1"] {
            assert_eq!(reach(address), Reach::Public, "{address}");
        }
    }

    #[test]
    fn link_local_needs_public_whatever_else_is_allowed() {
        assert!(Reach::Public.allows(Reach::LinkLocal));
        assert!(!Reach::LinkLocal.allows(Reach::LinkLocal));
        assert!(!Reach::Private.allows(Reach::LinkLocal));
        assert!(Reach::Private.allows(Reach::Loopback));
        assert!(!Reach::Loopback.allows(Reach::Private));
        assert!(!Reach::LinkLocal.allows(Reach::Public));
    }
}
