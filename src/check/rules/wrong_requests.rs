//! What comes from nobody at Toss Payments: its webhooks are POSTs of JSON (section 1 of the facts). The
//! blame belongs to the sender (4xx), not to the server (5xx).

use http::HeaderValue;
use http::header::CONTENT_TYPE;

use crate::check::bench::Bench;
use crate::check::found::{Expected, Verdict};
use crate::check::series::Series;
use crate::outbound::Call;

/// The control delivery, of whose body the second half is missing.
pub(super) async fn malformed_json(bench: &Bench) -> Verdict {
    let event = bench.paid()?;
    let half = event.body.slice(..event.body.len() / 2);
    answered(bench, event.with_body(half).call(bench.now()), Expected::ClientError).await
}

/// The control delivery without a body.
pub(super) async fn empty_body(bench: &Bench) -> Verdict {
    let event = bench.paid()?.with_body(bytes::Bytes::new());
    answered(bench, event.call(bench.now()), Expected::ClientError).await
}

/// A GET, as a browser or a search engine makes it.
pub(super) async fn get_request(bench: &Bench) -> Verdict {
    answered(bench, Call::get(), Expected::ClientError).await
}

/// The control delivery as plain text: the exact content type is not documented (section 1 of the facts).
pub(super) async fn wrong_content_type(bench: &Bench) -> Verdict {
    let mut call = bench.paid()?.call(bench.now());
    call.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    answered(bench, call, Expected::NoServerError).await
}

async fn answered(bench: &Bench, call: Call, expected: Expected) -> Verdict {
    let mut series = Series::new(bench, expected);
    series.call(None, call).await?;
    series.end()
}
