//! Which statuses, methods and options each event can have.

use super::{Method, SampleError, SampleOption, Wanted};
use crate::did_you_mean::nearest;
use crate::toss::EventType;

/// The longest paymentKey (section 5).
const PAYMENT_KEY_LENGTH: usize = 200;
/// The longest secret (section 5).
const SECRET_LENGTH: usize = 50;
/// The largest whole number that every JSON reader keeps exactly.
const MOST: u64 = (1 << 53) - 1;

/// The statuses that the event can be made with, its default first; none for events without.
///
/// `LinkPay`'s own are documented nowhere: its event has those of the Payment inside.
pub fn statuses(event: &EventType) -> &'static [&'static str] {
    match event {
        EventType::OrderPaymentStatusChanged => EventType::PaymentStatusChanged.statuses(),
        other => other.statuses(),
    }
}

/// The methods that the event comes with in this status; none for events without a method.
pub fn methods(event: &EventType, status: &str) -> Vec<Method> {
    let possible = |method: &Method| match event {
        EventType::PaymentStatusChanged | EventType::OrderPaymentStatusChanged => method.reaches(status),
        EventType::DepositCallback => *method == Method::VirtualAccount,
        _ => false,
    };
    Method::ALL.into_iter().filter(possible).collect()
}

/// The status that is wanted, or the event's default; empty for events without one.
pub fn status(wanted: &Wanted) -> Result<&'static str, SampleError> {
    let event = &wanted.event_type;
    let known = statuses(event);
    let Some(typed) = &wanted.status else {
        return Ok(known.first().copied().unwrap_or_default());
    };
    if known.is_empty() {
        return Err(not_carried(wanted, SampleOption::Status));
    }
    known.iter().find(|word| same_word(word, typed)).copied().ok_or_else(|| SampleError::UnknownStatus {
        event: event.clone(),
        typed: typed.clone(),
        nearest: nearest(typed, known.iter().copied()),
        known,
    })
}

/// The method that is wanted, or the first that the status can have; none for events without one.
pub(super) fn method(wanted: &Wanted, status: &'static str) -> Result<Option<Method>, SampleError> {
    let possible = methods(&wanted.event_type, status);
    let Some(typed) = &wanted.method else {
        return Ok(possible.first().copied());
    };
    let words = || Method::ALL.map(Method::word);
    let found = Method::ALL.into_iter().find(|method| same_word(method.word(), typed));
    let method = found.ok_or_else(|| SampleError::UnknownMethod {
        typed: typed.clone(),
        nearest: nearest(typed, words()),
        known: words().to_vec(),
    })?;
    if possible.is_empty() {
        return Err(not_carried(wanted, SampleOption::Method));
    }
    if !possible.contains(&method) {
        return Err(SampleError::MethodImpossible {
            event: wanted.event_type.clone(),
            status,
            method: method.word(),
            possible: possible.into_iter().map(Method::word).collect(),
        });
    }
    Ok(Some(method))
}

/// Refuses options that the event has no field for, and values that no payment can have.
pub(super) fn check_options(wanted: &Wanted) -> Result<(), SampleError> {
    let given = [
        (SampleOption::OrderId, wanted.order_id.is_some()),
        (SampleOption::PaymentKey, wanted.payment_key.is_some()),
        (SampleOption::Amount, wanted.amount.is_some()),
        (SampleOption::Secret, wanted.secret.is_some()),
    ];
    let refused =
        given.into_iter().find(|(option, is_given)| *is_given && !carries(&wanted.event_type, *option));
    if let Some((option, _)) = refused {
        return Err(not_carried(wanted, option));
    }
    if let Some(typed) = wanted.order_id.as_ref().filter(|typed| !is_order_id(typed)) {
        return Err(SampleError::OrderId { typed: typed.clone() });
    }
    check_length(SampleOption::PaymentKey, wanted.payment_key.as_deref(), PAYMENT_KEY_LENGTH)?;
    check_length(SampleOption::Secret, wanted.secret.as_deref(), SECRET_LENGTH)?;
    // A part can be cancelled of 2 at least.
    match wanted.amount {
        Some(amount) if !(2..=MOST).contains(&amount) => {
            Err(SampleError::Amount { amount, least: 2, most: MOST })
        }
        _ => Ok(()),
    }
}

/// Whether the event has a field for what the option gives.
pub fn carries(event: &EventType, option: SampleOption) -> bool {
    match event {
        EventType::PaymentStatusChanged | EventType::OrderPaymentStatusChanged => true,
        EventType::DepositCallback => matches!(option, SampleOption::OrderId | SampleOption::Secret),
        EventType::CancelStatusChanged | EventType::PayoutChanged => option == SampleOption::Amount,
        _ => false,
    }
}

fn check_length(option: SampleOption, typed: Option<&str>, most: usize) -> Result<(), SampleError> {
    match typed.map(|text| text.chars().count()) {
        Some(length) if length == 0 || length > most => Err(SampleError::Length { option, length, most }),
        _ => Ok(()),
    }
}

fn is_order_id(text: &str) -> bool {
    (6..=64).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
}

fn not_carried(wanted: &Wanted, option: SampleOption) -> SampleError {
    SampleError::NotCarried { event: wanted.event_type.clone(), option }
}

/// Whether a typed word is this one; case and the kind of its dashes don't count.
fn same_word(word: &str, typed: &str) -> bool {
    let plain = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    word.bytes().map(plain).eq(typed.bytes().map(plain))
}
