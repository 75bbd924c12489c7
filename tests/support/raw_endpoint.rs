//! An endpoint that speaks bytes, so that a test decides every one of them.
//!
//! It runs on the test's own runtime: with tokio's paused time its waits cost nothing.

#![expect(dead_code, reason = "each test file uses what it needs")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, Method};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tosshook::outbound::{Call, Endpoint, Reach, Sender, SenderOptions};

pub(crate) struct RawEndpoint {
    pub(crate) address: SocketAddr,
    connections: Arc<AtomicUsize>,
}

impl RawEndpoint {
    /// Gives each connection, numbered from 0, to `serve`.
    pub(crate) async fn start<F, S>(serve: S) -> Self
    where
        S: Fn(usize, TcpStream) -> F + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let connections = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(counted.fetch_add(1, Ordering::SeqCst), stream));
            }
        });
        Self { address, connections }
    }

    /// Reads a request on each connection and answers with these bytes, then closes.
    pub(crate) async fn answering(bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Vec<u8> = bytes.into();
        Self::start(move |_, mut stream| {
            let bytes = bytes.clone();
            async move {
                read_request(&mut stream).await;
                // The sender may have had enough before all is written.
                let _ = stream.write_all(&bytes).await;
            }
        })
        .await
    }

    pub(crate) fn endpoint(&self) -> Endpoint {
        Endpoint::parse(&format!("http://{}/hook", self.address)).unwrap()
    }

    pub(crate) fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

/// The bytes of one request with a `Content-Length` body; what there was of it if it ends early.
pub(crate) async fn read_request(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    while !is_whole(&bytes) {
        if stream.read_buf(&mut bytes).await.unwrap_or(0) == 0 {
            break;
        }
    }
    bytes
}

fn is_whole(bytes: &[u8]) -> bool {
    let Some(head) = bytes.windows(4).position(|end| end == b"\r\n\r\n") else { return false };
    let text = String::from_utf8_lossy(&bytes[..head]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length:")).unwrap_or("0");
    bytes.len() >= head + 4 + length.trim().parse::<usize>().unwrap()
}

pub(crate) const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";

/// 10 s, loopback only, 1 MiB of the answer.
pub(crate) fn options() -> SenderOptions {
    SenderOptions {
        timeout: Some(Duration::from_secs(10)),
        connect_wait: Duration::ZERO,
        insecure: false,
        ca_cert: None,
        headers: HeaderMap::new(),
        reach: Reach::Loopback,
        response_bytes: 1 << 20,
    }
}

pub(crate) fn sender() -> Sender {
    Sender::new(options()).unwrap()
}

pub(crate) fn call(headers: &[(&str, &[u8])], body: &'static [u8]) -> Call {
    let mut lines = HeaderMap::new();
    for (name, value) in headers {
        lines.append(name.parse::<HeaderName>().unwrap(), http::HeaderValue::from_bytes(value).unwrap());
    }
    Call {
        method: Method::POST,
        path: "/".to_owned(),
        query: None,
        headers: lines,
        body: Bytes::from_static(body),
    }
}

/// A port that refuses connections, and stays this test's own, until its socket listens.
pub(crate) fn refusing() -> (TcpSocket, Endpoint) {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let endpoint = Endpoint::parse(&socket.local_addr().unwrap().to_string()).unwrap();
    (socket, endpoint)
}
