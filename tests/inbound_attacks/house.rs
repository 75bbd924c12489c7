//! A listener under attack, a session that answers it, and a client that sends raw bytes.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use bytes::Bytes;
use http::HeaderMap;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tosshook::activity::{Refused, RefusedReason};
use tosshook::clock::Clock;
use tosshook::inbound::{self, Arrival, Gate, Inbound, Limits, Reply};

/// No wait of a test takes longer, unless something hangs.
const PATIENCE: Duration = Duration::from_secs(60);

/// `work`'s result, or a failed test where it hangs.
pub(crate) async fn soon<T>(work: impl Future<Output = T>) -> T {
    timeout(PATIENCE, work).await.expect("it hangs")
}

/// The answer 200 with a body.
pub(crate) fn ok() -> Reply {
    Reply { status: 200, headers: HeaderMap::new(), body: Bytes::from_static(b"ok") }
}

/// A listener on a free port.
pub(crate) struct House {
    pub(crate) address: SocketAddr,
    pub(crate) end: CancellationToken,
    pub(crate) serving: JoinHandle<()>,
    refused: mpsc::UnboundedReceiver<Refused>,
}

impl House {
    /// One with the documented limits that answers 200 to every request.
    pub(crate) async fn open() -> Self {
        Self::with(Limits::default(), Gate::default()).await
    }

    /// One that answers 200 to every request.
    pub(crate) async fn with(limits: Limits, gate: Gate) -> Self {
        Self::answered_by(limits, gate, |inbound| {
            // A sender that has hung up gets no answer.
            let _ = inbound.reply.send(ok());
        })
        .await
    }

    /// One whose requests go to `session`.
    pub(crate) async fn answered_by(
        limits: Limits,
        gate: Gate,
        mut session: impl FnMut(Inbound) + Send + 'static,
    ) -> Self {
        let (arrivals, mut arriving) = mpsc::channel(64);
        let mut house = Self::sending_to(arrivals, limits, gate).await;
        let (told, refused) = mpsc::unbounded_channel();
        house.refused = refused;
        tokio::spawn(async move {
            while let Some(arrival) = arriving.recv().await {
                match arrival {
                    Arrival::Request(inbound) => session(inbound),
                    Arrival::Refused(refused) => {
                        let _ = told.send(refused);
                    }
                    Arrival::AcceptFails(reason) => panic!("accepting fails: {reason}"),
                }
            }
        });
        house
    }

    /// One whose arrivals nobody takes but the test.
    pub(crate) async fn sending_to(arrivals: mpsc::Sender<Arrival>, limits: Limits, gate: Gate) -> Self {
        let listener = inbound::bind("127.0.0.1", 0).await.unwrap();
        let address = listener.local_addr().unwrap();
        let end = CancellationToken::new();
        let serving = inbound::serve(listener, limits, gate, Clock::system(), arrivals, end.clone());
        let (_, refused) = mpsc::unbounded_channel();
        Self { address, end, serving: tokio::spawn(serving), refused }
    }

    pub(crate) async fn connect(&self) -> Client {
        Client { stream: soon(TcpStream::connect(self.address)).await.unwrap(), unread: Vec::new() }
    }

    /// A connection that has sent `bytes`.
    pub(crate) async fn sent(&self, bytes: impl AsRef<[u8]>) -> Client {
        let mut client = self.connect().await;
        client.send(bytes).await;
        client
    }

    /// The next refusal.
    pub(crate) async fn refused(&mut self) -> Refused {
        soon(self.refused.recv()).await.expect("the session has ended")
    }

    /// The next refusal's reason and status.
    pub(crate) async fn refusal(&mut self) -> (RefusedReason, Option<u16>) {
        let refused = self.refused().await;
        (refused.reason, refused.http_status)
    }

    /// Whether nothing was refused that the test has not asked for.
    pub(crate) fn refused_nothing_more(&mut self) -> bool {
        self.refused.is_empty()
    }

    /// Sends a webhook on a connection of its own and expects 200.
    pub(crate) async fn answers_a_webhook(&self) {
        let mut client = self.sent(webhook()).await;
        assert_eq!(client.answer().await.status, 200);
    }
}

/// A webhook as it stands on the wire.
pub(crate) fn webhook() -> Vec<u8> {
    post("", r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"status":"DONE"}}"#)
}

/// A POST with more header lines and a body.
pub(crate) fn post(lines: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let body = body.as_ref();
    let head = format!("POST /hook HTTP/1.1\r\nHost: local\r\n{lines}Content-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// An answer as it stood on the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's value.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.find_map(|(found, value)| (found == name).then_some(value))
    }
}

/// One end of a connection.
pub(crate) struct Client {
    pub(crate) stream: TcpStream,
    unread: Vec<u8>,
}

impl Client {
    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        soon(self.stream.write_all(bytes.as_ref())).await.unwrap();
    }

    /// The next answer; an interim one counts.
    pub(crate) async fn answer(&mut self) -> Answer {
        let end = loop {
            if let Some(at) = self.unread.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            assert!(self.more().await, "closed without an answer");
        };
        let head = String::from_utf8(self.unread.drain(..end).collect()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let mut answer = Answer { status, head, body: Vec::new() };
        let length = answer.header("content-length").map_or(0, |length| length.parse().unwrap());
        while self.unread.len() < length {
            assert!(self.more().await, "closed within an answer");
        }
        answer.body = self.unread.drain(..length).collect();
        answer
    }

    /// Whether the listener closes the connection without another byte.
    pub(crate) async fn is_closed(&mut self) -> bool {
        self.unread.is_empty() && !self.more().await
    }

    async fn more(&mut self) -> bool {
        let read = soon(self.stream.read_buf(&mut self.unread)).await;
        read.is_ok_and(|length| length > 0)
    }
}
