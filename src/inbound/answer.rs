//! From the session's reply to a response that hyper can frame.

use std::sync::atomic::Ordering;

use bytes::Bytes;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};
use http::{Response, StatusCode};
use http_body_util::Full;

use super::Reply;
use super::line::Line;

/// Headers that belong to one connection or to its framing (RFC 9110, section 7.6.1): ours are
/// other ones than those that a relayed answer came with.
const OF_ONE_HOP: [HeaderName; 8] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TE,
    header::TRAILER,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
];

/// What becomes of the connection behind an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum After {
    /// It stays for the next request, unless a newcomer waits for room.
    Keep,
    /// It closes, because what is left of the request was not read.
    Close,
}

/// The response for a reply.
pub(super) fn from_reply(reply: Reply, line: &Line, after: After) -> Response<Full<Bytes>> {
    let status =
        StatusCode::from_u16(reply.status).ok().filter(|status| matches!(status.as_u16(), 200..=599));
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let has_body = !matches!(status, StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED);
    let mut response = Response::new(Full::new(if has_body { reply.body } else { Bytes::new() }));
    *response.status_mut() = status;
    *response.headers_mut() = without_framing(reply.headers);
    closing(response, line, after)
}

/// A response of nothing but a status.
pub(super) fn bare(status: StatusCode, line: &Line, after: After) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::default());
    *response.status_mut() = status;
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    }
    closing(response, line, after)
}

fn closing(mut response: Response<Full<Bytes>>, line: &Line, after: After) -> Response<Full<Bytes>> {
    if after == After::Close || line.house.crowded.load(Ordering::Relaxed) {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

fn without_framing(mut headers: HeaderMap) -> HeaderMap {
    if headers.is_empty() {
        return headers;
    }
    let named: Vec<HeaderName> = headers
        .get_all(header::CONNECTION)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok())
        .collect();
    for name in named.iter().chain(&OF_ONE_HOP) {
        headers.remove(name);
    }
    headers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn framing_headers_and_those_that_connection_names_are_left_out() {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            ("content-length", "999"),
            ("transfer-encoding", "chunked"),
            ("connection", "X-Hop, keep-alive"),
            ("keep-alive", "timeout=5"),
            ("x-hop", "1"),
            ("upgrade", "h2c"),
            ("trailer", "x"),
            ("set-cookie", "a=b"),
            ("set-cookie", "c=d"),
        ] {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let kept = without_framing(headers);
        let lines: Vec<_> = kept.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        assert_eq!(lines, [("set-cookie", &b"a=b"[..]), ("set-cookie", b"c=d")]);
    }
}
