//! The stand-in of Toss Payments' look-up.

use crate::activity::{LookUpError, LookUps};

/// What it is for.
pub fn stand_in() -> &'static str {
    "Have your server ask here instead of https://api.tosspayments.com; any test_ key will do. Known are the payments \
     that were sent with tosshook trigger or recorded whole."
}

/// Why a payment is not given.
pub fn not_given(error: &LookUpError) -> String {
    let words = match error {
        LookUpError::NoKey => "without Authorization: Basic base64(secretKey + \":\")",
        LookUpError::NotBasic => "Authorization is not Basic base64(secretKey + \":\")",
        LookUpError::NoColon => "the colon behind the secret key is missing: base64(secretKey + \":\")",
        LookUpError::ClientKey => "with a client key: a look-up takes the secret key",
        LookUpError::LiveKey => "with a live key: test here with a test_ key",
        LookUpError::NoSecretKey => "what stands in the key's place is no secret key (test_sk_…)",
        LookUpError::Browser => "from a browser, where no secret key may be",
        LookUpError::Unknown => "no such payment was sent from here or recorded",
        LookUpError::OtherPath => {
            "only GET /v1/payments/{paymentKey} and /v1/payments/orders/{orderId} are here"
        }
        LookUpError::OtherMethod => "only look-ups (GET) are here",
        LookUpError::OnPurpose => "failed on purpose, to see what becomes of it",
        LookUpError::History(reason) => return format!("the history can't be read: {reason}"),
    };
    words.to_owned()
}

/// What was looked up, and what was given.
pub fn lookups(lookups: &LookUps) -> String {
    let all = super::counted(lookups.lookups, "look-up", "look-ups");
    let parts = [
        (lookups.found, "found"),
        (lookups.unknown, "not known"),
        (lookups.failed_on_purpose, "failed on purpose"),
        (lookups.refused, "refused"),
    ];
    let parts: Vec<_> = parts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format!("{} {what}", crate::report::amount::count(number)))
        .collect();
    if parts.is_empty() { all } else { format!("{all}: {}", parts.join(", ")) }
}

/// Where it can be asked.
pub fn stands_in_at(url: &str) -> String {
    format!("payments can be looked up at {url}, with any test_ key")
}

/// What it was asked.
pub fn asked(url: &str, asked: &LookUps, refused: Option<&LookUpError>) -> String {
    if asked.lookups == 0 {
        return format!(
            "{url} was not asked: a server that looks payments up asks there instead of https://api.tosspayments.com"
        );
    }
    let lookups = lookups(asked);
    match refused {
        Some(error) => format!("{url}: {lookups} ({})", not_given(error)),
        None => format!("{url}: {lookups}"),
    }
}

/// Lines that a slow terminal did not get.
pub fn gap(lines: u64) -> String {
    let lines = super::counted(lines, "line", "lines");
    format!("… {lines} not shown: the terminal is slower than the look-ups")
}
