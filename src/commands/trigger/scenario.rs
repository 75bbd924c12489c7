//! `trigger SCENARIO` and `trigger --scenario FILE`.

use std::path::Path;

use super::wanted;
use crate::cli::trigger::{SentFormat, TriggerArgs};
use crate::commands::Context;
use crate::commands::content::content;
use crate::commands::sending;
use crate::exit::Failure;
use crate::rehearse::{ScenarioSource, Source};
use crate::report::words::failure;
use crate::toss::EventType;
use crate::toss::sample::edit::Missing;
use crate::toss::scenario::{Embedded, MOST_BYTES, Scenario};

/// A scenario of the program's own.
pub(super) fn embedded(embedded: Embedded, args: &TriggerArgs, context: &Context) -> Result<Source, Failure> {
    let read = embedded.read();
    let scenario = read.map_err(|error| failure::scenario(context.language, embedded.name, &error))?;
    source(embedded.name.to_owned(), scenario, args, context)
}

/// A user's own.
pub(super) fn of_file(path: &Path, args: &TriggerArgs, context: &Context) -> Result<Source, Failure> {
    let missing = if args.force { Missing::Create } else { Missing::Refuse };
    let bytes = content("--scenario", path, MOST_BYTES as u64).map_err(|failure| {
        match Embedded::ALL.iter().find(|it| path.as_os_str() == it.name) {
            Some(meant) => {
                failure.hint(format!("the program's own goes without --scenario: trigger {}", meant.name))
            }
            None => failure,
        }
    })?;
    let name = path.display().to_string();
    let scenario = Scenario::read(&bytes, missing)
        .map_err(|error| failure::scenario(context.language, &format!("--scenario {name}"), &error))?;
    source(name, scenario, args, context)
}

fn source(
    name: String,
    scenario: Scenario,
    args: &TriggerArgs,
    context: &Context,
) -> Result<Source, Failure> {
    let of_one_event = [
        ("--status", args.status.is_some()),
        ("--set", !args.set.is_empty()),
        ("--unset", !args.unset.is_empty()),
    ];
    if let Some((option, _)) = of_one_event.into_iter().find(|(_, is_given)| *is_given) {
        return Err(failure::beside_scenario(context.language, option));
    }
    let given = wanted(EventType::PaymentStatusChanged, args, context)?;
    Ok(Source::Scenario(Box::new(ScenarioSource { name, scenario, given })))
}

/// Tells what is going to happen, where it is a scenario.
pub(super) fn announce(source: &Source, format: SentFormat, context: &Context) {
    if let (Source::Scenario(source), SentFormat::Pretty) = (source, format) {
        let words = context.language.playing_scenario(&source.name, &source.scenario);
        sending::announce(&words, context);
    }
}
