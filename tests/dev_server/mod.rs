//! A dev server that is not ours: `tiny_http`, with a handler that the test gives.
#![expect(dead_code, reason = "each test file uses the part that it needs")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

use tiny_http::{Request, Response, Server};

/// A request as the dev server got it.
#[derive(Clone, Debug)]
pub(crate) struct Seen {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(it, _)| it.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// A running dev server; ends when dropped.
pub(crate) struct DevServer {
    server: Arc<Server>,
    pub(crate) address: SocketAddr,
    pub(crate) seen: Receiver<Seen>,
}

impl DevServer {
    /// A server that answers each request with what `answer` gives for its number, from 0.
    pub(crate) fn start(
        answer: impl Fn(usize) -> Response<std::io::Cursor<Vec<u8>>> + Send + Sync + 'static,
    ) -> Self {
        Self::serve(Server::http("127.0.0.1:0").expect("a port"), move |number, _| answer(number))
    }

    /// A server that answers each request with the status that `decide` gives for it.
    pub(crate) fn deciding(decide: impl Fn(&Seen) -> u16 + Send + Sync + 'static) -> Self {
        Self::serve(Server::http("127.0.0.1:0").expect("a port"), move |_, seen| {
            Response::from_data(Vec::new()).with_status_code(decide(seen))
        })
    }

    /// A server that answers each request with what `answer` gives for it.
    pub(crate) fn giving(
        answer: impl Fn(&Seen) -> Response<std::io::Cursor<Vec<u8>>> + Send + Sync + 'static,
    ) -> Self {
        Self::serve(Server::http("127.0.0.1:0").expect("a port"), move |_, seen| answer(seen))
    }

    /// The same on a socket that the test has held until now.
    pub(crate) fn on(
        listener: std::net::TcpListener,
        answer: impl Fn(usize) -> Response<std::io::Cursor<Vec<u8>>> + Send + Sync + 'static,
    ) -> Self {
        Self::serve(Server::from_listener(listener, None).expect("a listener"), move |number, _| {
            answer(number)
        })
    }

    fn serve(
        server: Server,
        answer: impl Fn(usize, &Seen) -> Response<std::io::Cursor<Vec<u8>>> + Send + Sync + 'static,
    ) -> Self {
        let server = Arc::new(server);
        let address = server.server_addr().to_ip().expect("an IP address");
        let (sender, seen) = channel();
        let requests = Arc::clone(&server);
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            for (number, mut request) in requests.incoming_requests().enumerate() {
                let got = read(&mut request);
                let answer = Arc::clone(&answer);
                // The test may have what it wants already; the sender may be gone.
                let _ = sender.send(got.clone());
                std::thread::spawn(move || {
                    let _ = request.respond(answer(number, &got));
                });
            }
        });
        Self { server, address, seen }
    }

    /// A server that answers every request with this status and no body.
    pub(crate) fn answering(status: u16) -> Self {
        Self::start(move |_| Response::from_data(Vec::new()).with_status_code(status))
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn next(&self) -> Seen {
        self.seen.recv_timeout(std::time::Duration::from_secs(30)).expect("a request")
    }
}

impl Drop for DevServer {
    fn drop(&mut self) {
        self.server.unblock();
    }
}

fn read(request: &mut Request) -> Seen {
    let mut body = Vec::new();
    request.as_reader().read_to_end(&mut body).expect("a whole body");
    Seen {
        method: request.method().to_string(),
        url: request.url().to_owned(),
        headers: request.headers().iter().map(|it| (it.field.to_string(), it.value.to_string())).collect(),
        body,
    }
}
