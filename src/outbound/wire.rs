//! A connection that is written to and read from byte by byte, over TLS where the endpoint says so:
//! for calls that no HTTP client would make.

use std::fmt::Debug;
use std::io;
use std::sync::Arc;

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio_rustls::TlsConnector;

use super::Endpoint;
use super::failure::Failure;
use super::resolver::Resolver;

/// How much is read at once.
const PIECE: usize = 8 * 1024;

/// What bytes go through in both directions.
trait Duplex: AsyncRead + AsyncWrite + Debug + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Debug + Send + Unpin> Duplex for T {}

/// An open connection; dropped, it is closed without a word.
#[derive(Debug)]
pub(super) struct Wire(Box<dyn Duplex>);

impl Wire {
    /// A connection to the endpoint, with a session where there is TLS.
    pub(super) async fn open(
        endpoint: &Endpoint,
        resolver: Resolver,
        tls: Option<&Arc<ClientConfig>>,
    ) -> Result<Self, Failure> {
        let opened = async {
            let stream = resolver.connect(endpoint).await?;
            // What is written leaves at once, as it does from the client.
            stream.set_nodelay(true)?;
            let Some(config) = tls else { return Ok(Self(Box::new(stream))) };
            let host = endpoint.host_and_port().0.trim_matches(['[', ']']).to_owned();
            let name = ServerName::try_from(host).map_err(io::Error::other)?;
            let session = TlsConnector::from(Arc::clone(config)).connect(name, stream).await?;
            Ok(Self(Box::new(session)))
        };
        opened.await.map_err(|error| Failure::of_connecting(&error))
    }

    /// Writes all of it; when this returns, the system has it.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let written = async {
            self.0.write_all(bytes).await?;
            self.0.flush().await
        };
        written.await.map_err(|error| Failure::of_connected(&error))
    }

    /// Adds what comes next to `bytes`. That nothing will is a failure.
    pub(super) async fn read(&mut self, bytes: &mut Vec<u8>) -> Result<(), Failure> {
        bytes.reserve(PIECE);
        let read = match self.0.read_buf(bytes).await {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            read => read,
        };
        read.map(drop).map_err(|error| Failure::of_connected(&error))
    }
}
