//! What can't be understood of a command line, and what was meant most likely.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::failures::Words;

/// Puts the parser's findings into words; `variable` is the one that a bad value came from.
pub fn usage(error: &clap::Error, variable: Option<&str>) -> Words {
    let command = command(error);
    let place = |argument: &str| variable.map_or_else(|| place(argument), str::to_owned);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            let typed = one(error, ContextKind::InvalidSubcommand);
            let hint = match list(error, ContextKind::SuggestedSubcommand).first() {
                Some(nearest) => format!("did you mean {nearest}?"),
                None => format!("{command} --help names the commands"),
            };
            (format!("{command} has no command {}", quoted(&typed)), Some(hint))
        }
        ErrorKind::UnknownArgument => unknown(&command, error),
        ErrorKind::InvalidValue => not_possible(&place(&one(error, ContextKind::InvalidArg)), error),
        ErrorKind::ValueValidation => {
            let place = place(&one(error, ContextKind::InvalidArg));
            let why = error.source().map(ToString::to_string).unwrap_or_default();
            value(&place, &one(error, ContextKind::InvalidValue), &why)
        }
        ErrorKind::MissingRequiredArgument => {
            let missing: Vec<_> =
                list(error, ContextKind::InvalidArg).iter().map(|name| place(name)).collect();
            let hint = missing.first().map_or_else(String::new, |name| example(&command, name));
            let missing = missing.join(" ");
            match list(error, ContextKind::PriorArg).first() {
                Some(says_nothing) => (format!("{} needs {missing}", place(says_nothing)), Some(hint)),
                None => (format!("{missing} is missing"), Some(hint)),
            }
        }
        ErrorKind::ArgumentConflict => {
            let first = place(&one(error, ContextKind::InvalidArg));
            let others: Vec<_> = list(error, ContextKind::PriorArg).iter().map(|name| place(name)).collect();
            (format!("{first} and {} exclude each other", others.join(", ")), None)
        }
        _ => {
            let text = error.to_string();
            let first = text.lines().next().unwrap_or_default();
            let hint = format!("{command} --help names what can be typed");
            (first.strip_prefix("error: ").unwrap_or(first).to_owned(), Some(hint))
        }
    }
}

/// A value that can't be used, where `why` may name the remedy behind a semicolon.
pub fn value(place: &str, typed: &str, why: &str) -> Words {
    refused(&format!("{place} {}", quoted(typed)), why)
}

/// The same, where `place` names the value already.
pub fn refused(place: &str, why: &str) -> Words {
    let (why, remedy) = match why.split_once("; ") {
        Some((why, remedy)) => (why, Some(remedy.to_owned())),
        None => (why, None),
    };
    (format!("{place}: {why}"), remedy)
}

/// An option or an argument that the command does not have.
fn unknown(command: &str, error: &clap::Error) -> Words {
    let typed = one(error, ContextKind::InvalidArg);
    let help = format!("{command} --help names what it takes");
    if !typed.starts_with('-') {
        let hint = match command {
            "tosshook listen" => format!("to pass events on: tosshook forward {}", quoted(&typed)),
            _ => help,
        };
        return (format!("{command} takes no further argument {}", quoted(&typed)), Some(hint));
    }
    let hint = match list(error, ContextKind::SuggestedArg).first() {
        Some(nearest) => format!("did you mean {}?", place(nearest)),
        None => help,
    };
    (format!("{command} has no option {}", quoted(&typed)), Some(hint))
}

/// A value that is none of the possible ones, or none at all.
fn not_possible(place: &str, error: &clap::Error) -> Words {
    let typed = one(error, ContextKind::InvalidValue);
    let possible = list(error, ContextKind::ValidValue);
    let takes = (!possible.is_empty()).then(|| format!("it takes {}", possible.join(", ")));
    if typed.is_empty() {
        return (format!("{place} needs a value"), takes);
    }
    let hint = match (one(error, ContextKind::SuggestedValue), takes) {
        (nearest, Some(_)) if !nearest.is_empty() => {
            Some(format!("did you mean {nearest}? It takes {}", possible.join(", ")))
        }
        (_, takes) => takes,
    };
    (format!("{place} {}: there is no such value", quoted(&typed)), hint)
}

/// How the missing argument is given.
fn example(command: &str, missing: &str) -> String {
    match missing {
        "ENDPOINT" if command == "tosshook check" => {
            "tosshook check 3000/webhooks/toss; tosshook check --list names the rules"
        }
        "--order-id" => "--order-id names the order that the payment belongs to",
        "ENDPOINT" => {
            "tosshook forward 3000/webhooks/toss; to see it without a dev server: tosshook forward --demo"
        }
        "--older-than" => "tosshook events prune --older-than 30d; --all erases all events",
        "ORDER" => "tosshook events forget ORDER erases an order's events; tosshook events list shows orders",
        "ID" if command == "tosshook verify" => {
            "tosshook verify last; a body in a file is verified with --body, --signature and --transmission-time"
        }
        "ID" => "tosshook events show last; tosshook events list shows the ids",
        "IDS" => "tosshook events resend last; --failed takes all that were not accepted",
        "A" | "B" => "tosshook events diff last~1 last; tosshook events list shows the ids",
        "EVENT|SCENARIO" => {
            "tosshook trigger PAYMENT_STATUS_CHANGED; tosshook trigger --list names the events and scenarios"
        }
        "--retry" => "tosshook trigger PAYMENT_STATUS_CHANGED --retry --speed 600x re-sends what fails",
        "--against" => "tosshook retry-schedule --against 3000/webhooks/toss plays it for real",
        "SHELL" => "it takes bash, elvish, fish, powershell, zsh",
        _ => return format!("{command} --help names what it takes"),
    }
    .to_owned()
}

/// `tosshook listen`, from the usage line that belongs to the error.
fn command(error: &clap::Error) -> String {
    let usage = match error.get(ContextKind::Usage) {
        Some(ContextValue::StyledStr(usage)) => usage.to_string(),
        _ => String::new(),
    };
    let words: Vec<&str> = usage
        .split_whitespace()
        .skip_while(|word| *word != "tosshook")
        .take_while(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
        .take_while(|word| !word.starts_with('-'))
        .collect();
    if words.is_empty() { "tosshook".to_owned() } else { words.join(" ") }
}

/// `--port <PORT>` and `[ENDPOINT]` as people call them: `--port`, `ENDPOINT`.
fn place(argument: &str) -> String {
    let name = argument.split([' ', '=']).next().unwrap_or_default();
    name.trim_matches(|bracket| "<>[].".contains(bracket)).to_owned()
}

/// What was typed, so that its ends can be seen.
fn quoted(typed: &str) -> String {
    if typed.is_empty() || typed.contains(char::is_whitespace) {
        format!("'{typed}'")
    } else {
        typed.to_owned()
    }
}

fn one(error: &clap::Error, kind: ContextKind) -> String {
    list(error, kind).into_iter().next().unwrap_or_default()
}

fn list(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(text)) => vec![text.clone()],
        Some(ContextValue::Strings(texts)) => texts.clone(),
        _ => Vec::new(),
    }
}
