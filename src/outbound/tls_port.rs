//! Whether a port that gave no HTTP is one for TLS. The HTTP parser doesn't say what it was given,
//! so the port is asked in its own language: a TLS server answers a hello with a TLS record.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::Endpoint;
use super::resolver::Resolver;

/// How long the port may take; the sender's answer waits for it.
const WITHIN: Duration = Duration::from_millis(250);
/// The first bytes of a TLS record that answers a hello: an alert, a handshake (RFC 8446, section 5.1).
const RECORD_TYPES: [u8; 2] = [0x15, 0x16];

/// Whether the endpoint's port answers a TLS hello.
pub(super) async fn speaks_tls(endpoint: &Endpoint, resolver: Resolver) -> bool {
    let asked = timeout(WITHIN, async {
        let hello = hello()?;
        let mut stream = resolver.connect(endpoint).await.ok()?;
        stream.write_all(&hello).await.ok()?;
        stream.read_u8().await.ok()
    });
    matches!(asked.await, Ok(Some(first)) if RECORD_TYPES.contains(&first))
}

fn hello() -> Option<Vec<u8>> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
    let config = config.with_root_certificates(RootCertStore::empty()).with_no_client_auth();
    let name = ServerName::try_from("localhost").ok()?;
    let mut connection = ClientConnection::new(Arc::new(config), name).ok()?;
    let mut hello = Vec::new();
    connection.write_tls(&mut hello).ok()?;
    Some(hello)
}
