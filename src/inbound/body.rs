//! Reading a body whole, growing with what came and never with what was announced.

use std::error::Error;
use std::io;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use crate::activity::RefusedReason;

/// What hyper reads into, in bytes, at the least.
const READ_BLOCK: usize = 8 * 1024;

/// The body's bytes, at most `most` of them. The time is the caller's to watch.
pub(super) async fn collect(mut body: Incoming, most: usize) -> Result<Bytes, RefusedReason> {
    if body.size_hint().lower() > most as u64 {
        return Err(RefusedReason::BodyTooLarge);
    }
    let Some(first) = next_piece(&mut body).await? else { return Ok(Bytes::new()) };
    if first.len() > most {
        return Err(RefusedReason::BodyTooLarge);
    }
    if body.is_end_stream() {
        // Most webhooks come in one piece, which would keep the block alive that hyper read it into.
        return Ok(if first.len() < READ_BLOCK { Bytes::copy_from_slice(&first) } else { first });
    }
    let mut whole = BytesMut::from(first);
    while let Some(piece) = next_piece(&mut body).await? {
        if whole.len() + piece.len() > most {
            return Err(RefusedReason::BodyTooLarge);
        }
        whole.extend_from_slice(&piece);
    }
    Ok(whole.freeze())
}

/// The next bytes; trailers are skipped.
async fn next_piece(body: &mut Incoming) -> Result<Option<Bytes>, RefusedReason> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| reason(&error))?;
        if let Ok(data) = frame.into_data() {
            return Ok(Some(data));
        }
    }
    Ok(None)
}

fn reason(error: &hyper::Error) -> RefusedReason {
    let cause = error.source().and_then(|cause| cause.downcast_ref::<io::Error>());
    match cause.map(io::Error::kind) {
        // hyper's words for chunks that are none.
        Some(io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => RefusedReason::Malformed,
        _ => RefusedReason::BodyCutOff,
    }
}
