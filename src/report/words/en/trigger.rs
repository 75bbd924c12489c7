//! Why an event can't be made or isn't known.

use crate::rehearse::TriggerError;
use crate::toss::event::UnknownEvent;
use crate::toss::sample::edit::EditError;
use crate::toss::sample::{SampleError, SampleOption};
use crate::toss::signature::SecurityKeyError;

use super::failures::Words;
use crate::report::words::failure::Chosen;

/// The headings of the list of what can be made.
pub fn catalog_headings() -> [&'static str; 6] {
    [
        "EVENT",
        "--status (the first unless told)",
        "--method",
        "of PAYMENT_STATUS_CHANGED, with its statuses",
        "SCENARIO",
        "events in their order; --scenario FILE plays one of your own",
    ]
}

/// No event has this name; `place` is the option, or `EVENT`.
pub fn event(place: &str, error: &UnknownEvent) -> Words {
    let typed = error.typed.trim();
    if typed.is_empty() {
        return (format!("{place} is empty"), Some("tosshook trigger --list names the events".to_owned()));
    }
    let is_argument = place == "EVENT";
    let named = if is_argument { typed.to_owned() } else { format!("{place} {typed}") };
    let message = match &error.misnomer {
        None if is_argument => format!("{named}: neither an event of Toss Payments nor a scenario"),
        _ => format!("{named}: Toss Payments has no such event"),
    };
    let hint = match &error.misnomer {
        Some(misnomer) => match (misnomer.meant, misnomer.status) {
            // Only what makes events can be told a status.
            (Some(meant), Some(status)) if is_argument => {
                format!(
                    "the name is widely coded, but never sent; what is meant is {meant} --status {status}"
                )
            }
            (Some(meant), _) => {
                format!("the name is widely coded, but never sent; what is meant is {meant}")
            }
            (None, _) => "the name is widely coded, but no webhook tells of that".to_owned(),
        },
        None => match error.nearest {
            Some(nearest) => format!("did you mean {nearest}?"),
            None if is_argument => "tosshook trigger --list names both".to_owned(),
            None => "tosshook trigger --list names the events".to_owned(),
        },
    };
    (message, Some(hint))
}

/// No attempt ever connected. `to` is the endpoint as shown.
pub fn unreachable(to: &str, chosen: Chosen) -> Words {
    let hint = if chosen == Chosen::ByName {
        "does it run, and on this port?"
    } else {
        "tosshook listen and tosshook forward ENDPOINT take events there; --to ENDPOINT sends them elsewhere"
    };
    (format!("could not connect to {to}"), Some(hint.to_owned()))
}

/// The event can't be made as asked.
pub fn trigger(error: &TriggerError) -> Words {
    match error {
        TriggerError::Sample(error) => sample(error, SampleOption::flag),
        TriggerError::Edit(error) => edit(error),
        TriggerError::Key(error) => key(error),
    }
}

/// `name` tells how an option is called where it stands.
pub(super) fn sample(error: &SampleError, name: fn(SampleOption) -> &'static str) -> Words {
    let status = name(SampleOption::Status);
    let method_name = name(SampleOption::Method);
    match error {
        SampleError::NotMade { event } => (
            format!("{event} is accepted, but not made"),
            Some("tosshook trigger --list names the events that are".to_owned()),
        ),
        SampleError::UnknownStatus { event, typed, nearest, known } => (
            format!("{status} {typed}: {event} is never sent with it"),
            Some(if known.is_empty() {
                format!("{event} has no status; leave the option out")
            } else {
                one_of(*nearest, known)
            }),
        ),
        SampleError::UnknownMethod { typed, nearest, known } => {
            (format!("{method_name} {typed}: there is no such payment method"), Some(one_of(*nearest, known)))
        }
        SampleError::MethodImpossible { event, status, method, possible } => (
            format!("{method_name} {method}: {event} {status} never comes with it"),
            Some(if possible.is_empty() {
                format!("{event} tells of no payment method; leave the option out")
            } else {
                format!("{status} comes with {}", possible.join(", "))
            }),
        ),
        SampleError::NotCarried { event, option } => (
            format!("{}: {event} carries nothing of the kind", name(*option)),
            Some("--set PATH=VALUE --force adds a field that Toss Payments doesn't send".to_owned()),
        ),
        SampleError::OrderId { typed } => (
            format!(
                "{} {typed}: Toss Payments takes 6 to 64 of A-Z, a-z, 0-9, _ and -",
                name(SampleOption::OrderId)
            ),
            Some("--set changes the field without this check".to_owned()),
        ),
        SampleError::Length { option, length, most } => {
            (format!("{}: {length} characters, where Toss Payments allows 1 to {most}", name(*option)), None)
        }
        SampleError::Amount { amount, least, most } => {
            (format!("{} {amount}: this event takes {least} to {most}", name(SampleOption::Amount)), None)
        }
        SampleError::Part { amount, left } => {
            (format!("a cancel of {amount}, where {left} is left of the payment"), None)
        }
        SampleError::AllAtOnce => (
            "a PARTIAL_CANCELED that takes all of the payment at once".to_owned(),
            Some("what is cancelled wholly at once is CANCELED".to_owned()),
        ),
        SampleError::NothingLeft => ("a cancel of a payment of which nothing is left".to_owned(), None),
        SampleError::StaysPartial => (
            "CANCELED after PARTIAL_CANCELED: Toss Payments never sends that".to_owned(),
            Some(
                r#"where the rest is cancelled too, the status stays PARTIAL_CANCELED, and the balance is 0: "cancel": "rest""#
                    .to_owned(),
            ),
        ),
    }
}

pub(super) fn one_of(nearest: Option<&str>, known: &[&str]) -> String {
    match nearest {
        Some(nearest) => format!("did you mean {nearest}? It takes {}", known.join(", ")),
        None => format!("it takes {}", known.join(", ")),
    }
}

pub(super) fn edit(error: &EditError) -> Words {
    let message = format!("could not change the body: {error}");
    let hint = match error {
        EditError::Missing { nearest: Some(nearest), .. } => {
            Some(format!("did you mean {nearest}? --force makes a field that the event doesn't have"))
        }
        EditError::Missing { nearest: None, .. } => {
            Some("--force makes a field that the event doesn't have".to_owned())
        }
        EditError::NoValue { .. } => Some("--set data.orderId=my-order-1".to_owned()),
        _ => None,
    };
    (message, hint)
}

fn key(error: &SecurityKeyError) -> Words {
    let hint = matches!(error, SecurityKeyError::NotHex)
        .then(|| "--key-form text signs with the characters themselves".to_owned());
    (format!("--security-key {error}"), hint)
}
