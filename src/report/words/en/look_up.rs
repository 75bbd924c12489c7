//! Events that are compared with their payments.

use super::failures::{Words, endpoint};
use crate::activity::{Agreement, AttemptResult, Cause, Compared, ComparedField, NoPayment};
use crate::outbound::without_user_information;
use crate::payments::{ApiBaseError, TOSS_PAYMENTS, WAITING_QUESTIONS};
use crate::report::when;
use crate::toss::SecretKeyError;

/// How an event and its payment stand to each other. `differences` are what differs and both values.
pub fn compared(compared: &Compared, differences: &[[String; 3]]) -> String {
    match &compared.answer {
        Ok((_, Agreement::Agrees(fields))) => {
            let fields: Vec<_> = fields.iter().map(|field| self::field(*field)).collect();
            format!("agrees with Toss Payments: {}", fields.join(", "))
        }
        Ok((payment, Agreement::Older { told })) => {
            format!("older than the payment: {told} here, {} at Toss Payments now", payment.status)
        }
        Ok((_, Agreement::Differs(_))) => {
            let all =
                differences.iter().map(|[field, event, payment]| format!("{field} {event}, there {payment}"));
            format!("DIFFERS from Toss Payments: {}", all.collect::<Vec<_>>().join("; "))
        }
        Err(why) => not_compared(why),
    }
}

/// What a field is called.
pub fn field(field: ComparedField) -> &'static str {
    match field {
        ComparedField::Status => "status",
        ComparedField::Amount => "amount",
        ComparedField::Secret => "secret",
        ComparedField::Order => "order",
    }
}

fn not_compared(why: &NoPayment) -> String {
    match why {
        NoPayment::Refused { http_status, code, message } => {
            refused(*http_status, code.as_deref(), message.as_deref())
        }
        NoPayment::Unreadable => "not compared: the look-up's answer is not this payment".to_owned(),
        NoPayment::Failed(result) => format!("not compared: {}", failed(result)),
        NoPayment::KeyRefused => "not looked up: the secret key was refused before".to_owned(),
        NoPayment::TooLate => "not looked up in time: too many look-ups at once".to_owned(),
        NoPayment::Crowded => format!("not looked up: {WAITING_QUESTIONS} others wait"),
        NoPayment::Ended => "not looked up: the run ended first".to_owned(),
        NoPayment::NoName => "not looked up: no payment can have such a key or order".to_owned(),
    }
}

/// An error of the API, as documented; what is not is passed on.
fn refused(http_status: u16, code: Option<&str>, message: Option<&str>) -> String {
    match (http_status, code) {
        (404, Some("NOT_FOUND_PAYMENT")) => {
            "Toss Payments knows NO such payment (NOT_FOUND_PAYMENT): it was made up, or it belongs to another merchant's \
             key, or to a live one"
                .to_owned()
        }
        (401, code) => format!(
            "the secret key is refused ({}), nothing more is looked up: Developer Center > API keys has the right one",
            code.unwrap_or("401")
        ),
        (300..=399, _) => format!("not compared: the look-up was answered {http_status}, a redirect, not followed"),
        _ => {
            let said: Vec<_> = [code, message].into_iter().flatten().collect();
            let said = if said.is_empty() { String::new() } else { format!(", {}", said.join(": ")) };
            format!("not compared: the look-up was answered {http_status}{said}")
        }
    }
}

fn failed(result: &AttemptResult) -> String {
    match &result.cause {
        Some(Cause::Refused) => "nobody listens where payments are looked up (--api-base)".to_owned(),
        Some(Cause::NotAllowed) => "the name in --api-base leads to another machine".to_owned(),
        Some(Cause::AnswerTimeout) => {
            format!("no answer to the look-up in {}", when::elapsed(result.elapsed))
        }
        _ => super::outcomes::call_failed(result).unwrap_or_default().trim_end_matches('.').to_owned(),
    }
}

/// That an event is about no payment that can be looked up.
pub fn no_payment() -> &'static str {
    "--lookup: this event names no payment that Toss Payments could be asked for"
}

/// What was given is no secret key. It is not repeated: it may be another secret.
pub fn secret_key(error: SecretKeyError) -> Words {
    let hint = match error {
        SecretKeyError::Empty => "@FILE reads it from a file, env:NAME from the environment",
        SecretKeyError::SecurityKey => {
            "--security-key takes it; the secret key (시크릿 키) starts with test_sk_ or test_gsk_"
        }
        SecretKeyError::ClientKey | SecretKeyError::NoSecretKey => {
            "the secret key (시크릿 키) starts with test_sk_ or test_gsk_: Developer Center > API keys"
        }
    };
    (format!("--secret-key {error}"), Some(hint.to_owned()))
}

/// A live key without consent.
pub fn live_key() -> Words {
    (
        "--secret-key is a live key: it looks customers' payments up".to_owned(),
        Some("a test key (test_sk_…) looks test payments up; --allow-live-key takes this one".to_owned()),
    )
}

/// No key.
pub fn no_secret_key() -> Words {
    (
        "--lookup needs --secret-key".to_owned(),
        Some("export TOSSHOOK_SECRET_KEY=test_sk_…, or give --secret-key @FILE or env:NAME".to_owned()),
    )
}

/// No place for a secret key.
pub fn api_base(typed: &str, error: &ApiBaseError) -> Words {
    if let ApiBaseError::Endpoint(error) = error {
        return endpoint("--api-base", typed, error);
    }
    let typed = without_user_information(typed);
    let hint = match error {
        ApiBaseError::More => "a look-up adds the path and the key by itself".to_owned(),
        _ => format!(
            "a secret key goes to {TOSS_PAYMENTS} or stays on this machine: localhost:4102, where tosshook api stands in"
        ),
    };
    (format!("--api-base {typed} {error}"), Some(hint))
}
