//! Scenarios: what they play, and why a file is none.

use crate::activity::ScenarioStep;
use crate::report::amount::count;
use crate::toss::Policy;
use crate::toss::sample::SampleOption;
use crate::toss::scenario::{Expected, MOST_BYTES, MOST_STEPS, Scenario, ScenarioError, Wrong};

use super::failures::Words;
use super::{counted, trigger};

/// What a scenario plays.
pub fn playing_scenario(name: &str, scenario: &Scenario) -> String {
    let name = if name == "-" { "standard input" } else { name };
    let what = match &scenario.title {
        Some(title) => title.clone(),
        None => counted(scenario.len() as u64, "event", "events"),
    };
    match &scenario.description {
        Some(description) => format!("{name}: {what}. {description}"),
        None => format!("{name}: {what}."),
    }
}

/// Which step of its scenario an event is.
pub fn scenario_step(step: &ScenarioStep, retried_count: Option<u32>) -> String {
    let ScenarioStep { number, of, note, .. } = step;
    let resend = retried_count
        .filter(|count| *count > 0)
        .map(|count| format!("re-send {count} of {}", Policy::toss().resends()));
    let said: Vec<&str> = [note.as_deref(), resend.as_deref()].into_iter().flatten().collect();
    match said[..] {
        [] => format!("{number} of {of}."),
        _ => format!("{number} of {of}: {}.", said.join(", ")),
    }
}

/// An option that says something of one event only.
pub fn beside(option: &str) -> Words {
    (
        format!("{option} is about one event, and a scenario has several"),
        Some("a scenario of your own says it of each step: tosshook trigger --scenario FILE".to_owned()),
    )
}

/// A file is no scenario. `place` is what names it.
pub fn refused(place: &str, error: &ScenarioError) -> Words {
    let (why, hint) = wrong(&error.wrong);
    (format!("{place}, line {}: {why}", error.line), hint)
}

fn wrong(wrong: &Wrong) -> Words {
    match wrong {
        Wrong::NotText => ("not UTF-8".to_owned(), None),
        Wrong::Syntax { column, reason } => (format!("not JSON: {reason} at column {column}"), None),
        Wrong::TooLarge => (format!("a scenario takes up to {} bytes", count(MOST_BYTES as u64)), None),
        Wrong::TooManySteps => (format!("a scenario takes up to {MOST_STEPS} steps"), None),
        Wrong::NoSteps => ("there are no steps".to_owned(), None),
        Wrong::UnknownKey { key, nearest, known } => {
            (format!("there is no key {key}"), Some(trigger::one_of(*nearest, known)))
        }
        Wrong::Twice { key } => (format!("{key} stands here once more"), None),
        Wrong::Missing { key } => missing(key),
        Wrong::Needs { key, needs } => needing(key, needs),
        Wrong::Excludes { key, other } => excluding(key, other),
        Wrong::Kind { key, expected } => (format!("{key} must be {}", kind(*expected)), None),
        Wrong::Number { key, typed, least, most } => {
            let bounds = if *most == u64::MAX { format!("{least} or more") } else { format!("{least} to {most}") };
            (format!("{key} {typed}: it takes a whole number, {bounds}"), None)
        }
        Wrong::Duration { key, typed, error } => {
            let why = error.to_string();
            let (why, remedy) = why.split_once("; ").unwrap_or((&why, ""));
            (format!("{key} {typed}: {why}"), Some(remedy.to_owned()).filter(|remedy| !remedy.is_empty()))
        }
        Wrong::NoSuchStep { key, typed } => no_such_step(key, *typed),
        Wrong::AfterNothing => (
            "after: the first step comes after nothing".to_owned(),
            Some("the scenario ends now, or at --at TIME; after is the time since the step before".to_owned()),
        ),
        Wrong::TooLong => ("after: the scenario would last longer than a year".to_owned(), None),
        Wrong::NoTwin => (
            "twin_of: only PAYMENT_STATUS_CHANGED and DEPOSIT_CALLBACK tell of one change, each under its name"
                .to_owned(),
            Some("the twin of either is the other; event can be left out".to_owned()),
        ),
        Wrong::Event(error) => trigger::event("event", error),
        Wrong::Sample(error) => trigger::sample(error, SampleOption::key),
        Wrong::Edit(error) => trigger::edit(error),
    }
}

fn missing(key: &str) -> Words {
    let hint = match key {
        "event" => "a step has an event, or twin_of or resend_of an earlier step",
        _ => r#"{"steps": [{"event": "PAYMENT_STATUS_CHANGED", "status": "DONE"}]} is a whole scenario"#,
    };
    (format!("{key} is missing"), Some(hint.to_owned()))
}

fn needing(key: &str, needs: &str) -> Words {
    let hint = match needs {
        "amount" => "the payment's total is drawn for each run, and may be less; give it beside steps",
        "PARTIAL_CANCELED" => "CANCELED takes all of it; how much is for PARTIAL_CANCELED to say",
        _ => "a re-send names the step that it repeats",
    };
    (format!("{key} needs {needs}"), Some(hint.to_owned()))
}

fn excluding(key: &str, other: &str) -> Words {
    let hint = match other {
        "resend_of" => "a re-send is the same event once more, byte for byte",
        _ => "a twin tells of the same change",
    };
    (format!("{key} says nothing beside {other}"), Some(hint.to_owned()))
}

fn no_such_step(key: &str, typed: u64) -> Words {
    let hint = if key == "twin_of" {
        "steps are counted from 1; it names an earlier one that has an event of its own"
    } else {
        "steps are counted from 1; it names an earlier one that is no re-send itself"
    };
    (format!("{key} {typed}: there is no such step before this one"), Some(hint.to_owned()))
}

fn kind(expected: Expected) -> &'static str {
    match expected {
        Expected::Object => "an object: {…}",
        Expected::List => "a list: […]",
        Expected::Text => "a text: \"…\"",
        Expected::Part => "an amount, or \"rest\"",
    }
}
