//! Calls that are given up half-way, as a network gives them up: the receiver has a part of the
//! request, or all of it and nobody to answer.

use http::header;
use tokio::time::Instant;

use super::dialling::Dialling;
use super::failure::Failure;
use super::resolver::Resolver;
use super::send::within;
use super::wire::Wire;
use super::{Call, Endpoint, Sender, header_lines};
use crate::activity::{AttemptResult, Cause, CutAfter, Outcome};

/// The longest head of an answer that is waited for.
const LONGEST_HEAD: usize = 64 * 1024;

impl Sender {
    /// Makes a call on a connection of its own, which is closed after this much of it. The bytes up
    /// to there are those of [`Sender::send`].
    ///
    /// There is never an answer, as nobody was there to hear it: a call that came so far ends with
    /// [`Cause::CutOff`], which has the status that the receiver gave by then.
    pub async fn cut_off(&self, endpoint: &Endpoint, call: &Call, after: CutAfter) -> AttemptResult {
        let begun = Instant::now();
        let (outcome, cause) = match self.until_cut(endpoint, call, after, begun).await {
            Ok(status) => (Outcome::Protocol, Cause::CutOff { after, status }),
            Err(Failure { outcome, cause }) => (outcome, cause),
        };
        AttemptResult { outcome, response: None, cause: Some(cause), elapsed: begun.elapsed() }
    }

    async fn until_cut(
        &self,
        endpoint: &Endpoint,
        call: &Call,
        after: CutAfter,
        begun: Instant,
    ) -> Result<Option<u16>, Failure> {
        let deadline = self.deadline(begun);
        let opening = self.open(endpoint);
        let opened = within(deadline, opening).await;
        let mut wire = opened.ok_or_else(|| Failure::out_of_time(Dialling::Begun))??;
        let written = async {
            wire.write(&self.head(endpoint, call)).await?;
            let body = match after {
                CutAfter::Headers => &[],
                CutAfter::Body => &call.body[..call.body.len() / 2],
                CutAfter::Response => &call.body[..],
            };
            wire.write(body).await?;
            if after == CutAfter::Response { status(&mut wire).await.map(Some) } else { Ok(None) }
        };
        let written = within(deadline, written).await;
        written.ok_or_else(|| Failure::out_of_time(Dialling::None))?
    }

    async fn open(&self, endpoint: &Endpoint) -> Result<Wire, Failure> {
        let reach = self.reach_of(endpoint)?;
        let tls = if endpoint.is_https() { Some(self.tls().map_err(Failure::no_tls)?) } else { None };
        Wire::open(endpoint, Resolver::new(reach), tls).await
    }

    /// The request up to its body.
    fn head(&self, endpoint: &Endpoint, call: &Call) -> Vec<u8> {
        let url = endpoint.target(&call.path, call.query.as_deref());
        let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let mut lines = header_lines::outgoing(endpoint, call, self.replacing());
        // The client adds both.
        lines.entry(header::CONTENT_LENGTH).or_insert_with(|| call.body.len().into());
        lines.entry(header::ACCEPT).or_insert(header::HeaderValue::from_static("*/*"));
        let mut head = format!("{} {target} HTTP/1.1\r\n", call.method).into_bytes();
        for (name, value) in &lines {
            head.extend_from_slice(name.as_str().as_bytes());
            head.extend_from_slice(b": ");
            head.extend_from_slice(value.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        head
    }
}

/// Waits for a whole head, and gives its status.
async fn status(wire: &mut Wire) -> Result<u16, Failure> {
    let mut answer = Vec::new();
    loop {
        while let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") {
            match status_of(&answer) {
                // More than one head may come before the answer's own (RFC 9110, section 15.2).
                Some(100..=199) => drop(answer.drain(..end + 4)),
                Some(status) => return Ok(status),
                None => return Err(Failure::no_http("its first line has no status")),
            }
        }
        if answer.len() > LONGEST_HEAD {
            return Err(Failure::no_http("its head does not end"));
        }
        wire.read(&mut answer).await?;
    }
}

/// The status in `HTTP/1.1 200 OK`.
fn status_of(head: &[u8]) -> Option<u16> {
    let rest = head.strip_prefix(b"HTTP/1.")?;
    let [_, b' ', digits @ ..] = rest else { return None };
    std::str::from_utf8(digits.get(..3)?).ok()?.parse().ok()
}
