//! An endpoint that speaks TLS, on rustls' own server side.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// For `localhost` and 127.0.0.1, signed by itself.
pub(crate) const CERTIFICATE: &[u8] = include_bytes!("localhost.pem");
const KEY: &[u8] = include_bytes!("localhost-key.pem");

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

pub(crate) struct TlsEndpoint {
    pub(crate) port: u16,
    /// All that each session got, once its connection is closed.
    pub(crate) seen: Receiver<Vec<u8>>,
}

/// Answers the first request of each connection.
pub(crate) fn start() -> TlsEndpoint {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![CertificateDer::from_pem_slice(CERTIFICATE).unwrap()],
            PrivateKeyDer::from_pem_slice(KEY).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let (tell, seen) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let session = ServerConnection::new(Arc::clone(&config)).unwrap();
            let mut stream = StreamOwned::new(session, stream.unwrap());
            let got = serve(&mut stream);
            // A refused handshake gave nothing; the test may have ended.
            if !got.is_empty() {
                let _ = tell.send(got);
            }
        }
    });
    TlsEndpoint { port, seen }
}

fn serve(stream: &mut StreamOwned<ServerConnection, TcpStream>) -> Vec<u8> {
    let (mut got, mut piece) = (Vec::new(), [0; 4096]);
    let mut is_answered = false;
    while let Ok(length @ 1..) = stream.read(&mut piece) {
        got.extend_from_slice(&piece[..length]);
        if !is_answered && got.windows(4).any(|window| window == b"\r\n\r\n") {
            is_answered = true;
            let _ = stream.write_all(ANSWER).and_then(|()| stream.flush());
        }
    }
    got
}
