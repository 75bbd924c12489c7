//! Why a request was turned away.

use crate::activity::RefusedReason;

/// The reason, with what helps where something does.
pub fn refused(reason: RefusedReason) -> &'static str {
    match reason {
        RefusedReason::Method => "not a POST, as webhooks are",
        RefusedReason::Path => "not the path that --path names",
        RefusedReason::Browser => "a browser's request (it has Origin); --allow-browser lets it in",
        RefusedReason::Target => "the request target is no plain path",
        RefusedReason::Malformed => "malformed HTTP",
        RefusedReason::HeadTooLarge => "its head is over 64 KiB or 256 lines",
        RefusedReason::HeadTimeout => "its head did not come within 10 s",
        RefusedReason::BodyTooLarge => "its body is over --max-body",
        RefusedReason::BodyTimeout => "its body did not come within 15 s",
        RefusedReason::BodyCutOff => "it ended before its body did",
        RefusedReason::Tls => "TLS on a plain port: call it with http://",
        RefusedReason::Http2 => "HTTP/2 where HTTP/1.1 is spoken",
        RefusedReason::TooManyConnections => "too many connections (--max-connections)",
        RefusedReason::History => "it could not be recorded, so the sender shall send it again",
    }
}
