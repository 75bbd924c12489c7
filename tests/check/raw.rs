//! Servers that speak bytes: every connection is served on a thread of its own, and closed at once.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue};

use crate::merchant::Desk;

/// How long a peer that hung up may take to be noticed.
const NOTICED: Duration = Duration::from_millis(100);

/// A request.
pub(crate) struct Webhook {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

/// Where connections are accepted, until it is closed.
pub(crate) struct Door {
    pub(crate) address: SocketAddr,
    is_closed: AtomicBool,
    accepting: Mutex<Option<JoinHandle<()>>>,
}

impl Door {
    /// Gives each connection to `serve`.
    pub(crate) fn open(serve: impl Fn(TcpStream, &Self) + Send + Sync + 'static) -> Arc<Self> {
        Self::on(TcpListener::bind("127.0.0.1:0").expect("a port"), serve)
    }

    /// The same on a socket that the test has bound.
    pub(crate) fn on(
        listener: TcpListener,
        serve: impl Fn(TcpStream, &Self) + Send + Sync + 'static,
    ) -> Arc<Self> {
        let address = listener.local_addr().expect("bound");
        let door = Arc::new(Self { address, is_closed: AtomicBool::new(false), accepting: Mutex::default() });
        let (inside, serve) = (Arc::clone(&door), Arc::new(serve));
        let accepting = std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                if inside.is_closed.load(Ordering::SeqCst) {
                    return;
                }
                let (serve, door) = (Arc::clone(&serve), Arc::clone(&inside));
                std::thread::spawn(move || serve(stream, &door));
            }
        });
        *door.accepting.lock().expect("sane") = Some(accepting);
        door
    }

    /// Accepts nothing more from here on.
    pub(crate) fn close(&self) {
        if !self.is_closed.swap(true, Ordering::SeqCst) {
            // Wakes whoever accepts.
            let _ = TcpStream::connect(self.address);
            let accepting = self.accepting.lock().expect("sane").take();
            accepting.map(JoinHandle::join);
        }
    }
}

/// What a request ended before.
pub(crate) enum Cut {
    /// Its first byte: somebody only looked.
    Beginning,
    /// Its last byte.
    End,
}

/// Reads a request.
pub(crate) fn read(stream: &mut TcpStream) -> Result<Webhook, Cut> {
    let mut bytes = Vec::new();
    let mut piece = [0; 8192];
    loop {
        if let Some(webhook) = whole(&bytes) {
            return Ok(webhook);
        }
        match stream.read(&mut piece) {
            Ok(length) if length > 0 => bytes.extend_from_slice(&piece[..length]),
            _ if bytes.is_empty() => return Err(Cut::Beginning),
            _ => return Err(Cut::End),
        }
    }
}

fn whole(bytes: &[u8]) -> Option<Webhook> {
    let end = bytes.windows(4).position(|end| end == b"\r\n\r\n")?;
    let mut lines = std::str::from_utf8(&bytes[..end]).expect("ASCII").lines();
    let mut words = lines.next().expect("a request line").split(' ').map(str::to_owned);
    let (method, path) = (words.next().expect("a method"), words.next().expect("a path"));
    let headers: HeaderMap = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.parse::<HeaderName>().expect("a name"), value.parse().expect("a value")))
        .collect();
    let length = headers.get("content-length").map_or("0", |value| value.to_str().expect("text"));
    let body = bytes.get(end + 4..end + 4 + length.parse::<usize>().expect("a length"))?.to_vec();
    Some(Webhook { method, path, headers, body })
}

/// Answers, with these header lines beside those of every answer.
pub(crate) fn answer(stream: &mut TcpStream, status: u16, lines: &str, body: &str) {
    // The peer may be gone.
    let _ = write!(
        stream,
        "HTTP/1.1 {status} x\r\nconnection: close\r\n{lines}content-length: {}\r\n\r\n{body}",
        body.len()
    );
}

/// A merchant whose work is undone where nobody hears its answer, and who then knows the event all the same.
pub(crate) fn forgetful() -> Arc<Door> {
    let desk = Desk::new(None);
    let heard = Heard::default();
    Door::open(move |mut stream, _| {
        let Ok(webhook) = read(&mut stream) else { return };
        let status = if webhook.method == "POST" { desk.answer(&webhook, 1).expect("it lives") } else { 405 };
        let id = webhook.headers.get("tosspayments-webhook-transmission-id").cloned();
        let status = if heard.was_lost(id.as_ref()) { 409 } else { status };
        let _ = write!(stream, "HTTP/1.1 {status} x\r\nconnection: close\r\ncontent-length: 2\r\n\r\n");
        stream.set_read_timeout(Some(NOTICED)).expect("a time-out");
        let has_hung_up = match stream.read(&mut [0]) {
            Ok(length) => length == 0,
            Err(error) => !matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut),
        };
        heard.ended(id, has_hung_up);
        if !has_hung_up {
            let _ = stream.write_all(b"ok");
        }
    })
}

/// Of which transmissions somebody heard the answer.
#[derive(Default)]
struct Heard {
    transmissions: Mutex<Transmissions>,
    has_ended: Condvar,
}

#[derive(Default)]
struct Transmissions {
    /// Being answered.
    open: Vec<HeaderValue>,
    /// Answered, and nobody heard.
    lost: Vec<HeaderValue>,
}

impl Heard {
    /// Whether nobody heard of this one. Waits for the end of an earlier request of it: a re-send may come sooner
    /// than it is noticed that the sender had hung up.
    fn was_lost(&self, id: Option<&HeaderValue>) -> bool {
        let Some(id) = id else { return false };
        let transmissions = self.transmissions.lock().expect("sane");
        let mut transmissions =
            self.has_ended.wait_while(transmissions, |them| them.open.contains(id)).expect("sane");
        transmissions.open.push(id.clone());
        transmissions.lost.contains(id)
    }

    fn ended(&self, id: Option<HeaderValue>, is_lost: bool) {
        let Some(id) = id else { return };
        let mut transmissions = self.transmissions.lock().expect("sane");
        transmissions.open.retain(|open| *open != id);
        if is_lost {
            transmissions.lost.push(id);
        }
        self.has_ended.notify_all();
    }
}
