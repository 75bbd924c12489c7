//! One connection from its first byte to its last: hyper drives it, we say when it ends and give
//! the answers that hyper has none for.

#[cfg(test)]
mod tests;

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::time::timeout;

use super::line::{Line, Stage};
use super::stream::HeadedStream;
use super::{refusal, request};
use crate::activity::{Refused, RefusedReason};

/// hyper's smallest buffer, in bytes; a smaller one panics.
const LEAST_BUFFER: usize = 8 * 1024;
/// How long a refused sender is listened to, so that it can read why: closing on unread bytes
/// resets the connection and may take the answer along.
const LINGER_TIME: Duration = Duration::from_secs(2);
/// How much is read from a refused sender, in bytes.
const LINGER_BYTES: usize = 4 * 1024 * 1024;

/// Serves one connection to its end.
pub(super) async fn attend<S>(socket: S, line: Arc<Line>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let limits = &line.house.limits;
    let mut protocol = http1::Builder::new();
    // The stream watches heads and their lines; hyper must only not be stricter.
    protocol.max_buf_size(limits.head_bytes.max(LEAST_BUFFER)).max_headers(limits.head_lines.max(1));
    // An answer is small: one buffer is written faster than a list of them.
    protocol.writev(false);
    // Senders may close their half once the request is out and still wait for its answer.
    protocol.half_close(true);
    let service = service_fn(|request| {
        request::begin(&line, &request);
        let line = Arc::clone(&line);
        async move { Ok::<_, Infallible>(request::answer(&line, request).await) }
    });
    let stream = HeadedStream::new(socket, Arc::clone(&line));
    let mut connection = protocol.serve_connection(TokioIo::new(stream), service);

    let result = if let Some(result) = until_wound_down(&mut connection, &line).await {
        result
    } else {
        Pin::new(&mut connection).graceful_shutdown();
        until_cut_off(&mut connection, &line).await
    };
    let stream = connection.into_parts().io.into_inner();
    part(stream, result, &line).await;
}

/// Waits for the connection's end; none if it shall end by itself as soon as it can.
async fn until_wound_down(
    connection: impl Future<Output = hyper::Result<()>>,
    line: &Line,
) -> Option<hyper::Result<()>> {
    tokio::select! {
        biased;
        result = connection => Some(result),
        () = line.wind_down.cancelled() => None,
    }
}

/// Waits for the connection's end: an evicted body is cut off now, the rest when the drain is over.
async fn until_cut_off(
    mut connection: impl Future<Output = hyper::Result<()>> + Unpin,
    line: &Line,
) -> hyper::Result<()> {
    if !line.was_evicted() || line.stage().0 != Stage::Body {
        tokio::select! {
            biased;
            result = &mut connection => return result,
            () = line.house.cut_off.cancelled() => {}
        }
    }
    line.cut();
    connection.await
}

/// Gives the last answer where hyper gave none, tells of a refused head, and lets the sender read.
async fn part<S>(stream: HeadedStream<S>, result: hyper::Result<()>, line: &Line)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let own_answer = stream.fault();
    let refused = refused(&stream, &result, line);
    let is_malformed = result.is_err_and(|error| error.is_parse());
    let lingers = is_malformed || stream.has_unread();
    let mut socket = stream.into_socket();
    if let Some(reason) = own_answer {
        let answer = refusal::answer_line(reason);
        let writing = async {
            socket.write_all(answer.as_bytes()).await?;
            socket.shutdown().await
        };
        // A sender that doesn't take it has gone; its refusal is told all the same.
        let _ = timeout(line.house.limits.write_time, writing).await;
    }
    if let Some(refused) = refused {
        line.tell(refused).await;
    }
    if lingers {
        line.enter(Stage::Head);
        tokio::select! {
            _ = timeout(LINGER_TIME, discard(&mut socket)) => {}
            () = line.wind_down.cancelled() => {}
        }
    }
}

/// The refusal that ended the connection, where one did.
fn refused<S>(stream: &HeadedStream<S>, result: &hyper::Result<()>, line: &Line) -> Option<Refused>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let (reason, is_answered) = match (stream.fault(), result) {
        (Some(reason), _) => (reason, true),
        (None, Err(error)) if error.is_parse_too_large() => (RefusedReason::HeadTooLarge, true),
        (None, Err(error)) if error.is_parse() => (RefusedReason::Malformed, true),
        (None, Ok(())) if line.was_evicted() && stream.owes_request() => {
            (RefusedReason::TooManyConnections, false)
        }
        _ => return None,
    };
    let status = is_answered.then(|| refusal::status(reason).as_u16());
    Some(refusal::of_raw_head(reason, status, line.remote, stream.head()))
}

async fn discard(socket: &mut (impl AsyncRead + Unpin)) {
    let mut bytes = [0; 8 * 1024];
    let mut discarded = 0;
    while discarded < LINGER_BYTES {
        match socket.read(&mut bytes).await {
            Ok(0) | Err(_) => return,
            Ok(length) => discarded += length,
        }
    }
}
