//! What the API's answer says.

use std::time::Duration;

use http::HeaderMap;
use http::header::RETRY_AFTER;
use serde::Deserialize;

use super::Answer;
use crate::activity::{AttemptResult, NoPayment, Response};
use crate::toss::{Payment, PaymentName, SecretKey};

/// The longest wait that the API is believed.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// How much of a code and a message is kept, in characters.
const KEPT: usize = 200;

/// Reads the answer to a call that asked for `name` with `key`.
pub(super) fn read(result: AttemptResult, name: &PaymentName, key: &SecretKey) -> Answer {
    let Some(response) = &result.response else {
        return Answer { payment: Err(NoPayment::Failed(Box::new(result))), retry_after: None };
    };
    let payment = match response.status {
        200 => payment(response, name, key).ok_or(NoPayment::Unreadable),
        _ => Err(refusal(response, key)),
    };
    Answer { payment, retry_after: retry_after(&response.headers) }
}

/// The payment, if it is the one that was asked for, whole, and repeats no key.
fn payment(response: &Response, name: &PaymentName, key: &SecretKey) -> Option<Payment> {
    if response.truncated || key.is_in(&response.body) {
        return None;
    }
    Payment::read(response.body.clone()).filter(|payment| name.is_of(payment))
}

/// `{"code":"NOT_FOUND_PAYMENT","message":"…"}`
#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    code: Option<String>,
    message: Option<String>,
}

fn refusal(response: &Response, key: &SecretKey) -> NoPayment {
    let refusal: Refusal = serde_json::from_slice(&response.body).unwrap_or_default();
    let kept = |text: Option<String>| {
        // A text that repeats the key is none of ours to repeat.
        let text = text.filter(|text| !key.is_in(text.as_bytes()))?;
        Some(text.chars().take(KEPT).collect())
    };
    NoPayment::Refused {
        http_status: response.status,
        code: kept(refusal.code),
        message: kept(refusal.message),
    }
}

/// How long the API asks to wait, where it says so in seconds (RFC 9110, section 10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let seconds = headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
}
