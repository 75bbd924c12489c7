//! Turning a request away: the status, the words of the activity, and an answer without hyper.

use std::net::SocketAddr;

use http::StatusCode;

use crate::activity::{Refused, RefusedReason};

/// How much of a refused request's method and target is kept.
const SHOWN_BYTES: usize = 4 * 1024;

/// What a refusal is answered with.
pub(super) fn status(reason: RefusedReason) -> StatusCode {
    match reason {
        RefusedReason::Method => StatusCode::METHOD_NOT_ALLOWED,
        RefusedReason::Path => StatusCode::NOT_FOUND,
        RefusedReason::Browser => StatusCode::FORBIDDEN,
        RefusedReason::Target
        | RefusedReason::Malformed
        | RefusedReason::BodyCutOff
        | RefusedReason::Tls
        | RefusedReason::Http2 => StatusCode::BAD_REQUEST,
        RefusedReason::HeadTooLarge => StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
        RefusedReason::HeadTimeout | RefusedReason::BodyTimeout => StatusCode::REQUEST_TIMEOUT,
        RefusedReason::BodyTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusedReason::TooManyConnections | RefusedReason::History => StatusCode::SERVICE_UNAVAILABLE,
    }
}

/// The answer to a head that hyper never saw.
pub(super) fn answer_line(reason: RefusedReason) -> String {
    format!("HTTP/1.1 {}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n", status(reason))
}

/// The activity for a refused head, of which `head` may be just the beginning.
pub(super) fn of_raw_head(
    reason: RefusedReason,
    http_status: Option<u16>,
    remote: SocketAddr,
    head: &[u8],
) -> Refused {
    let mut words = head.split(|byte| matches!(byte, b' ' | b'\r' | b'\n'));
    let is_http = !matches!(reason, RefusedReason::Tls);
    let method = words.next().filter(|word| is_http && !word.is_empty());
    let path = words.next().filter(|word| is_http && !word.is_empty());
    refused(reason, http_status, remote, method, path)
}

/// The activity for a refused request.
pub(super) fn refused(
    reason: RefusedReason,
    http_status: Option<u16>,
    remote: SocketAddr,
    method: Option<&[u8]>,
    path: Option<&[u8]>,
) -> Refused {
    let method = method.map(|method| shown(method, SHOWN_BYTES / 2));
    let room = SHOWN_BYTES - method.as_ref().map_or(0, String::len);
    let path = path.map(|path| shown(path, room));
    Refused { reason, http_status, remote, method, path }
}

/// `bytes` as text of at most `room` bytes; what is no UTF-8 shows as U+FFFD.
fn shown(bytes: &[u8], room: usize) -> String {
    let mut text = String::from_utf8_lossy(&bytes[..bytes.len().min(room)]).into_owned();
    while text.len() > room {
        text.pop();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(head: &[u8]) -> (Option<String>, Option<String>) {
        let remote = ([127, 0, 0, 1], 1).into();
        let refused = of_raw_head(RefusedReason::Malformed, Some(400), remote, head);
        (refused.method, refused.path)
    }

    #[test]
    fn what_was_read_of_a_request_line_is_shown() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(raw(b"POST /a?b HTTP/1.1\r\nX: y"), (some("POST"), some("/a?b")));
        assert_eq!(raw(b"PO"), (some("PO"), None));
        assert_eq!(raw(b""), (None, None));
        assert_eq!(raw(b"POST /\xff\xec HTTP/1.1"), (some("POST"), some("/\u{fffd}\u{fffd}")));
    }

    #[test]
    fn at_most_4_kib_are_kept_of_bytes_that_grow_as_text() {
        let long = [b"\xff".repeat(9_000), b" /".to_vec(), b"\xff".repeat(9_000)].concat();
        let (method, path) = raw(&long);
        let kept = method.map_or(0, |text| text.len()) + path.map_or(0, |text| text.len());
        assert!((4_000..=SHOWN_BYTES).contains(&kept), "{kept}");
    }
}
