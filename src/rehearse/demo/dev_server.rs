//! A sample dev server, mended while it runs: its first events fail in the two commonest ways.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::inbound::{self, Arrival, Gate, Limits, Reply};
use crate::toss::{Transmission, TransmissionId};

/// How many requests wait for their answer at most; each is answered at once.
const WAITING: usize = 16;

/// What the first event finds: a `NestJS` handler without `@HttpCode(200)`.
const FIRST: (u16, &str) = (201, r#"{"received":true}"#);
/// What the second event finds: a handler that throws.
const SECOND: (u16, &str) = (500, r#"{"statusCode":500,"message":"Internal server error"}"#);
/// What every event finds once the server is mended.
const MENDED: (u16, &str) = (200, r#"{"received":true}"#);

/// Which answer comes next: the first attempts of the first two events fail, all else is accepted.
#[derive(Clone, Debug, Default)]
pub struct Mending {
    failed: Vec<Option<TransmissionId>>,
}

impl Mending {
    /// The status and the body for this delivery.
    ///
    /// A duplicate of an attempt that failed fails in the same way; a re-send is accepted, for by
    /// then the server is mended.
    pub fn answer(&mut self, transmission: &Transmission) -> (u16, &'static str) {
        if transmission.retried_count.unwrap_or(0) > 0 {
            return MENDED;
        }
        let seen = self.failed.iter().position(|id| id.is_some() && *id == transmission.id);
        let failures = [FIRST, SECOND];
        let index = seen.unwrap_or(self.failed.len());
        let Some(&failure) = failures.get(index) else { return MENDED };
        if seen.is_none() {
            self.failed.push(transmission.id.clone());
        }
        failure
    }
}

/// Serves the sample dev server until `end` is cancelled and what is in flight is answered.
pub async fn serve_demo(listener: TcpListener, clock: Clock, end: CancellationToken) {
    let (arrivals, mut arrived) = mpsc::channel(WAITING);
    let serving = inbound::serve(listener, Limits::default(), Gate::default(), clock, arrivals, end);
    let answering = async {
        let mut server = Mending::default();
        while let Some(arrival) = arrived.recv().await {
            if let Arrival::Request(inbound) = arrival {
                let (status, body) = server.answer(&Transmission::read(&inbound.request.headers));
                // A sender that hung up wants no answer.
                let _ = inbound.reply.send(reply(status, body));
            }
        }
    };
    tokio::join!(serving, answering);
}

fn reply(status: u16, body: &'static str) -> Reply {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Reply { status, headers, body: Bytes::from_static(body.as_bytes()) }
}

#[cfg(test)]
mod tests {
    use super::Mending;
    use crate::toss::{Transmission, TransmissionId};

    fn status(server: &mut Mending, id: Option<&str>, retried_count: u32) -> u16 {
        let id = id.map(|id| TransmissionId(id.into()));
        let transmission = Transmission { id, retried_count: Some(retried_count), ..Transmission::default() };
        server.answer(&transmission).0
    }

    #[test]
    fn the_first_two_events_fail_and_their_re_sends_are_accepted() {
        let mut server = Mending::default();
        assert_eq!(status(&mut server, Some("a"), 0), 201);
        assert_eq!(status(&mut server, Some("b"), 0), 500);
        assert_eq!(status(&mut server, Some("a"), 1), 200);
        assert_eq!(status(&mut server, Some("b"), 1), 200);
        assert_eq!(status(&mut server, Some("c"), 0), 200);
    }

    #[test]
    fn a_duplicate_fails_as_its_first_did() {
        let mut server = Mending::default();
        assert_eq!(status(&mut server, Some("a"), 0), 201);
        assert_eq!(status(&mut server, Some("a"), 0), 201);
        assert_eq!(status(&mut server, Some("b"), 0), 500);
    }

    #[test]
    fn requests_without_an_id_are_events_of_their_own() {
        let mut server = Mending::default();
        let answers = [None; 4].map(|id| status(&mut server, id, 0));
        assert_eq!(answers, [201, 500, 200, 200]);
    }

    #[test]
    fn a_re_send_that_comes_first_is_accepted_and_mends_nothing() {
        let mut server = Mending::default();
        assert_eq!(status(&mut server, Some("a"), 3), 200);
        assert_eq!(status(&mut server, Some("b"), 0), 201);
    }
}
