//! Reading an answer: as much of its body as is kept, and not a chunk more.

use bytes::{Bytes, BytesMut};

use crate::activity::Response;

/// Reads an answer's body up to `kept` bytes. What comes after them is not waited for.
pub(super) async fn read(mut answer: reqwest::Response, kept: usize) -> reqwest::Result<Response> {
    let status = answer.status().as_u16();
    let headers = std::mem::take(answer.headers_mut());
    let (body, truncated) = body(&mut answer, kept).await?;
    Ok(Response { status, headers, body, truncated })
}

async fn body(answer: &mut reqwest::Response, kept: usize) -> reqwest::Result<(Bytes, bool)> {
    let Some(first) = answer.chunk().await? else { return Ok((Bytes::new(), false)) };
    if first.len() > kept {
        return Ok((first.slice(..kept), true));
    }
    // Most answers are one chunk, which needs no copy.
    let Some(mut next) = answer.chunk().await? else { return Ok((first, false)) };
    let mut body = BytesMut::from(first);
    loop {
        let room = kept - body.len();
        body.extend_from_slice(&next[..next.len().min(room)]);
        if next.len() > room {
            return Ok((body.freeze(), true));
        }
        match answer.chunk().await? {
            Some(more) => next = more,
            None => return Ok((body.freeze(), false)),
        }
    }
}
