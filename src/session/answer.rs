//! Deciding a request's answer, and what the sender gets when the endpoint gave none.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::plan::Answering;
use crate::activity::{AttemptResult, Outcome};
use crate::inbound::Reply;

impl Answering {
    /// The status for a request of an event that had `earlier` requests before it; `chance` is a
    /// number from 0 to 1 drawn for this request.
    pub(super) fn status_for(&self, earlier: u32, chance: f64) -> u16 {
        if self.fails(earlier, chance) { StatusCode::INTERNAL_SERVER_ERROR.as_u16() } else { self.status }
    }

    /// Waits before the answer. A timer makes even of nothing a millisecond.
    pub(super) async fn pause(&self) {
        if !self.delay.is_zero() {
            tokio::time::sleep(self.delay).await;
        }
    }

    /// Whether this request is to fail on purpose.
    pub(super) fn fails(&self, earlier: u32, chance: f64) -> bool {
        earlier < self.fail_first || chance < self.fail_rate
    }
}

/// An answer without content.
pub(super) fn bare(status: u16) -> Reply {
    Reply { status, headers: HeaderMap::new(), body: Bytes::new() }
}

/// The endpoint's answer as the sender gets it: its own where there is one that can be given on
/// (200 to 599), else 504 for a timeout and 502 for everything else, with the outcome's word as text.
pub(super) fn relayed(result: &AttemptResult) -> Reply {
    if let Some(response) = result.response.as_ref().filter(|it| matches!(it.status, 200..=599)) {
        return Reply {
            status: response.status,
            headers: response.headers.clone(),
            body: response.body.clone(),
        };
    }
    let status = match result.outcome {
        Outcome::Timeout => StatusCode::GATEWAY_TIMEOUT,
        _ => StatusCode::BAD_GATEWAY,
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    let body = Bytes::from(format!("tosshook: {}\n", result.outcome.as_str()));
    Reply { status: status.as_u16(), headers, body }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::activity::Response;

    fn answering(fail_first: u32, fail_rate: f64) -> Answering {
        Answering { status: 200, delay: Duration::ZERO, fail_first, fail_rate, seed: 0 }
    }

    #[test]
    fn the_first_requests_fail_and_the_next_is_answered() {
        let answering = answering(2, 0.0);
        assert_eq!([0, 1, 2].map(|earlier| answering.status_for(earlier, 0.5)), [500, 500, 200]);
    }

    #[test]
    fn a_rate_fails_the_chances_below_it() {
        let answering = answering(0, 0.3);
        assert_eq!(
            [0.0, 0.29, 0.3, 0.99].map(|chance| answering.status_for(0, chance)),
            [500, 500, 200, 200]
        );
    }

    #[test]
    fn without_an_answer_the_sender_gets_504_for_a_timeout_and_502_otherwise() {
        let ended = |outcome| AttemptResult { outcome, response: None, cause: None, elapsed: Duration::ZERO };
        assert_eq!(relayed(&ended(Outcome::Timeout)).status, 504);
        assert_eq!(relayed(&ended(Outcome::Unreachable)).status, 502);
    }

    #[test]
    fn a_status_that_no_answer_can_have_becomes_502() {
        for status in [101, 199, 600, 999] {
            let response =
                Response { status, headers: HeaderMap::new(), body: Bytes::new(), truncated: false };
            let outcome = Outcome::of_status(status);
            let ended =
                AttemptResult { outcome, response: Some(response), cause: None, elapsed: Duration::ZERO };
            assert_eq!(relayed(&ended).status, 502, "{status}");
        }
    }
}
