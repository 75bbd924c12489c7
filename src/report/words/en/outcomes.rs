//! What came of an answer or a call, in Toss Payments' terms.

use http::header::LOCATION;

use crate::activity::{
    Answered, AttemptResult, Cause, CutAfter, DeliveryStatus, Forwarded, Outcome, TossWould,
};
use crate::report::{sanitize, when, width};
use crate::toss::Policy;

/// What Toss Payments makes of it, in a word or two.
pub fn verdict(would: TossWould) -> &'static str {
    match would {
        TossWould::Accept => "accepted",
        TossWould::Reject | TossWould::TimeOut => "NOT accepted",
    }
}

/// Why an answer is not accepted; none where the status says it all.
pub fn why_not(answered: &Answered) -> Option<String> {
    if answered.toss_would == TossWould::Accept {
        return None;
    }
    let policy = Policy::toss();
    let limit = policy.timeout.as_secs();
    let result = answered.forwarded.as_ref().map(|forwarded| &forwarded.result);
    match result {
        Some(result) if result.outcome == Outcome::Timeout => {
            Some(no_answer_in(result, answered.answered_after >= policy.timeout))
        }
        Some(result) if result.response.is_none() => call_failed(result),
        _ if answered.toss_would == TossWould::TimeOut => Some(format!("too late, Toss waits {limit} s.")),
        Some(result) => call_failed(result),
        None => status(answered.http_status),
    }
}

fn no_answer_in(result: &AttemptResult, toss_gave_up: bool) -> String {
    if toss_gave_up {
        format!("no answer in Toss's {} s.", Policy::toss().timeout.as_secs())
    } else {
        format!("no answer in {} (--timeout).", when::elapsed(result.elapsed))
    }
}

/// Why a call failed; none where the status says it all.
pub fn call_failed(result: &AttemptResult) -> Option<String> {
    match (result.outcome, &result.cause) {
        (Outcome::Accepted, _) => None,
        (Outcome::WrongStatus, _) => status(result.http_status().unwrap_or_default()),
        (Outcome::Redirect, _) => Some(redirect(result)),
        (_, Some(cause)) => Some(because(cause, result)),
        (Outcome::Timeout, None) => Some(no_answer_in(result, false)),
        (Outcome::Unreachable, None) => Some("no connection.".to_owned()),
        (Outcome::Tls, None) => Some("no TLS session.".to_owned()),
        (Outcome::Protocol, None) => Some("no HTTP answer.".to_owned()),
    }
}

fn status(status: u16) -> Option<String> {
    match status {
        201..=299 => Some("Toss documents 200 only.".to_owned()),
        300..=399 => Some("a redirect is no 200.".to_owned()),
        _ => None,
    }
}

fn redirect(result: &AttemptResult) -> String {
    let location = result.response.as_ref().and_then(|response| response.headers.get(LOCATION));
    match location {
        Some(to) => {
            let to = sanitize::bytes(to.as_bytes());
            format!("a redirect to {}, not followed.", width::truncate(&to, 60))
        }
        None => "a redirect, not followed.".to_owned(),
    }
}

fn because(cause: &Cause, result: &AttemptResult) -> String {
    let (what, words) = match cause {
        Cause::Refused => return "the dev server is down (connection refused).".to_owned(),
        Cause::UnknownHost => return "the host's name has no address.".to_owned(),
        Cause::ConnectTimeout => return "no connection in time.".to_owned(),
        Cause::AnswerTimeout => return no_answer_in(result, result.elapsed >= Policy::toss().timeout),
        Cause::Closed => return "the connection was closed before an answer.".to_owned(),
        Cause::NotAllowed => return "the address is outside private networks: --allow-remote.".to_owned(),
        Cause::CutOff { after, status } => return cut_off(*after, *status),
        Cause::Certificate(words) => ("the certificate is not trusted", words),
        Cause::Tls(words) => ("no TLS session", words),
        Cause::NotHttp(words) => ("the answer is no HTTP", words),
        Cause::Other(words) => ("the call failed", words),
    };
    format!("{what} ({}).", width::truncate(words, 120))
}

fn cut_off(after: CutAfter, status: Option<u16>) -> String {
    match (after, status) {
        (CutAfter::Headers, _) => "cut off after the headers: no body came.".to_owned(),
        (CutAfter::Body, _) => "cut off in the middle of the body.".to_owned(),
        (CutAfter::Response, Some(status)) => {
            format!("cut off after the answer, {status}: the work was done, the sender never heard.")
        }
        (CutAfter::Response, None) => "cut off after the answer.".to_owned(),
    }
}

/// What comes next: the next attempt's time, or that there is none. `next` is the time as shown.
pub fn what_next(answered: &Answered, next: Option<&str>) -> Option<String> {
    match (answered.delivery_status, next) {
        (DeliveryStatus::Completed, _) | (DeliveryStatus::Sending, None) => None,
        (DeliveryStatus::Failed, _) => Some("That was the last re-send: Failed at Toss".to_owned()),
        (DeliveryStatus::Sending, Some(next)) => {
            Some(format!("Next: {next} ({})", resend(answered.retried_count + 1)))
        }
    }
}

/// Which attempt it was and what comes next, where failures are re-sent from here. `next` is the time as
/// shown.
pub fn goes_on_here(forwarded: &Forwarded, next: Option<&str>) -> Option<String> {
    let count = forwarded.retried_count.unwrap_or(forwarded.attempt.saturating_sub(1));
    match (forwarded.resent?, next) {
        (DeliveryStatus::Sending, Some(next)) => Some(format!("Next: {next} ({})", resend(count + 1))),
        (DeliveryStatus::Failed, _) => Some("That was the last re-send: Failed".to_owned()),
        _ if count > 0 => Some(format!("Completed by {}", resend(count))),
        _ => None,
    }
}

/// `re-send 3 of 7`
pub fn resend(retried_count: u32) -> String {
    resend_of(retried_count, Policy::toss().resends())
}

/// The same for a policy of so many re-sends.
pub fn resend_of(retried_count: u32, resends: u32) -> String {
    if retried_count <= resends {
        format!("re-send {retried_count} of {resends}")
    } else {
        // Re-sent by hand: Toss Payments itself stops before.
        format!("re-send {retried_count}")
    }
}

/// What a copy's answer is beside the endpoint's own.
pub fn copy(to: &str, agrees: Option<bool>) -> String {
    match agrees {
        Some(true) => format!("copy to {to}: agrees"),
        Some(false) => format!("copy to {to}: DIFFERS"),
        None => format!("copy to {to}"),
    }
}
