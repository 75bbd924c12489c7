//! The way of one request: the gate, its body, the receiver, its answer.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::pin;
use std::task::Poll;

use bytes::{Bytes, BytesMut};
use http::header::{HeaderMap, HeaderValue};
use http::request::Parts;
use http::{Method, Response, StatusCode};
use http_body_util::Full;
use hyper::body::{Body, Incoming};
use jiff::Timestamp;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout_at};

use super::answer::{self, After};
use super::line::{Line, Stage};
use super::{Arrival, Inbound, body, refusal};
use crate::activity::{RefusedReason, Request};

/// Takes note of a whole head, before anything more is read from the connection.
pub(super) fn begin(line: &Line, request: &http::Request<Incoming>) {
    line.set_body_left(request.body().size_hint().exact().unwrap_or(Line::OPEN_END));
    line.enter(Stage::Body);
}

/// The answer to a request, 503 when its line is cut.
pub(super) async fn answer(line: &Line, request: http::Request<Incoming>) -> Response<Full<Bytes>> {
    let mut work = pin!(handle(line, request));
    // The line's task polls hyper, and so this, after it has cut the line.
    poll_fn(|context| {
        if line.is_cut() {
            return Poll::Ready(answer::bare(StatusCode::SERVICE_UNAVAILABLE, line, After::Close));
        }
        work.as_mut().poll(context)
    })
    .await
}

async fn handle(line: &Line, request: http::Request<Incoming>) -> Response<Full<Bytes>> {
    let arrived = Instant::now();
    let arrived_at = line.house.clock.now();
    let limits = &line.house.limits;
    let (head, body) = request.into_parts();
    let after = if line.body_left() == Line::OPEN_END { After::Close } else { After::Keep };
    if let Some(reason) = line.house.gate.refuses(&head) {
        let after = if body.is_end_stream() { after } else { After::Close };
        return Box::pin(refuse(line, reason, &head.method, &head.uri.to_string(), after)).await;
    }
    let mut request = without_body(head, line.remote, arrived_at);
    let deadline = arrived + limits.body_time;
    let collected = if body.is_end_stream() {
        Ok(Bytes::new())
    } else {
        let collecting = timeout_at(deadline, body::collect(body, limits.body_bytes)).await;
        collecting.unwrap_or(Err(RefusedReason::BodyTimeout))
    };
    match collected {
        Ok(body) => request.body = body,
        Err(reason) => {
            let target = match &request.query {
                Some(query) => format!("{}?{query}", request.path),
                None => request.path,
            };
            return Box::pin(refuse(line, reason, &request.method, &target, After::Close)).await;
        }
    }
    line.enter(Stage::Answer);
    let (reply, replied) = oneshot::channel();
    let arrival = Arrival::Request(Inbound { request, arrived, reply });
    if line.hand_over(arrival, deadline).await
        && let Ok(reply) = replied.await
    {
        return answer::from_reply(reply, line, after);
    }
    answer::bare(StatusCode::SERVICE_UNAVAILABLE, line, after)
}

/// The request that begins with this head. Nothing in it is of the block that hyper read the head
/// into: hyper uses that again for the body, and it is many times as large as what is kept here.
fn without_body(head: Parts, remote: SocketAddr, arrived_at: Timestamp) -> Request {
    Request {
        path: head.uri.path().to_owned(),
        query: head.uri.query().map(str::to_owned),
        method: head.method,
        headers: on_their_own(head.headers),
        body: Bytes::new(),
        remote,
        arrived_at,
    }
}

/// The header lines in memory of their own.
fn on_their_own(mut headers: HeaderMap) -> HeaderMap {
    let mut values = BytesMut::with_capacity(headers.values().map(HeaderValue::len).sum());
    headers.values().for_each(|value| values.extend_from_slice(value.as_bytes()));
    let mut values = values.freeze();
    for value in headers.values_mut() {
        let own = HeaderValue::from_maybe_shared(values.split_to(value.len()));
        // What was a value is one.
        *value = own.unwrap_or_else(|_| value.clone());
    }
    headers
}

async fn refuse(
    line: &Line,
    reason: RefusedReason,
    method: &Method,
    target: &str,
    after: After,
) -> Response<Full<Bytes>> {
    let status = refusal::status(reason);
    let method = Some(method.as_str().as_bytes());
    let refused =
        refusal::refused(reason, Some(status.as_u16()), line.remote, method, Some(target.as_bytes()));
    line.tell(refused).await;
    answer::bare(status, line, after)
}
