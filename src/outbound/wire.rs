//! A connection that is written to and read from byte by byte, over TLS where the endpoint says so:
//! for calls that no HTTP client would make.

use std::io::{self, Read, Write};
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::Endpoint;
use super::failure::Failure;
use super::resolver::Resolver;

/// How much is read, or put into TLS records, at once.
const PIECE: usize = 8 * 1024;

/// An open connection; dropped, it is closed without a word.
#[derive(Debug)]
pub(super) struct Wire {
    stream: TcpStream,
    session: Option<Box<ClientConnection>>,
}

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
            let session = tls.map(|config| session(endpoint, config)).transpose()?;
            let mut wire = Self { stream, session };
            wire.shake_hands().await?;
            Ok(wire)
        };
        opened.await.map_err(|error| Failure::of_connecting(&error))
    }

    /// Writes all of it; when this returns, the system has it.
    pub(super) async fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.put(bytes).await.map_err(|error| Failure::of_connected(&error))
    }

    /// Adds what comes next to `bytes`. That nothing will is a failure.
    pub(super) async fn read(&mut self, bytes: &mut Vec<u8>) -> Result<(), Failure> {
        self.take(bytes).await.map_err(|error| Failure::of_connected(&error))
    }

    async fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.session.is_none() {
            return self.stream.write_all(bytes).await;
        }
        // A session holds no more than it can send.
        for piece in bytes.chunks(PIECE) {
            if let Some(session) = &mut self.session {
                session.writer().write_all(piece)?;
            }
            self.flush().await?;
        }
        Ok(())
    }

    async fn take(&mut self, bytes: &mut Vec<u8>) -> io::Result<()> {
        loop {
            let Some(session) = &mut self.session else { return receive(&mut self.stream, bytes).await };
            let before = bytes.len();
            let read = session.reader().read_to_end(bytes);
            if bytes.len() > before {
                return Ok(());
            }
            match read {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => self.advance().await?,
                ended => return ended.and(Err(io::ErrorKind::UnexpectedEof.into())),
            }
        }
    }

    async fn shake_hands(&mut self) -> io::Result<()> {
        while self.session.as_ref().is_some_and(|session| session.is_handshaking()) {
            self.flush().await?;
            if self.session.as_ref().is_some_and(|session| session.wants_read()) {
                self.advance().await?;
            }
        }
        self.flush().await
    }

    /// Sends what the session has to send.
    async fn flush(&mut self) -> io::Result<()> {
        let Some(session) = &mut self.session else { return Ok(()) };
        let mut records = Vec::new();
        while session.wants_write() {
            session.write_tls(&mut records)?;
        }
        self.stream.write_all(&records).await
    }

    /// Gives the session what comes next.
    async fn advance(&mut self) -> io::Result<()> {
        let mut records = Vec::new();
        receive(&mut self.stream, &mut records).await?;
        let Some(session) = &mut self.session else { return Ok(()) };
        let mut left = records.as_slice();
        while !left.is_empty() {
            session.read_tls(&mut left)?;
            session.process_new_packets().map_err(io::Error::other)?;
        }
        Ok(())
    }
}

fn session(endpoint: &Endpoint, config: &Arc<ClientConfig>) -> io::Result<Box<ClientConnection>> {
    let host = endpoint.host_and_port().0.trim_matches(['[', ']']).to_owned();
    let name = ServerName::try_from(host).map_err(io::Error::other)?;
    ClientConnection::new(Arc::clone(config), name).map(Box::new).map_err(io::Error::other)
}

async fn receive(stream: &mut TcpStream, bytes: &mut Vec<u8>) -> io::Result<()> {
    bytes.reserve(PIECE);
    match stream.read_buf(bytes).await? {
        0 => Err(io::ErrorKind::UnexpectedEof.into()),
        _ => Ok(()),
    }
}
