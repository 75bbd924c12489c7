//! Arguments that exclude each other only where both were typed: a flag beats what the environment
//! says, so that `TOSSHOOK_ENDPOINT` is no reason to refuse `forward --demo`.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, Error};

/// An argument of a command, and those that it excludes.
struct Excludes {
    command: &'static str,
    argument: &'static str,
    others: &'static [&'static str],
}

const ALL: [Excludes; 8] = [
    Excludes { command: "check", argument: "json", others: &["format"] },
    Excludes { command: "listen", argument: "json", others: &["format"] },
    Excludes { command: "forward", argument: "json", others: &["format"] },
    Excludes { command: "trigger", argument: "rate", others: &["print", "render"] },
    Excludes { command: "listen", argument: "no_history", others: &["history"] },
    Excludes { command: "forward", argument: "no_history", others: &["history"] },
    Excludes { command: "forward", argument: "to", others: &["endpoint"] },
    Excludes {
        command: "forward",
        argument: "demo",
        others: &["endpoint", "to", "route", "also", "history", "wait"],
    },
];

/// Arguments of a command that say nothing without another.
struct Needs {
    command: &'static str,
    arguments: &'static [&'static str],
    other: &'static str,
}

const NEEDS: [Needs; 3] = [
    Needs { command: "check", arguments: &["payment_key", "secret", "amount"], other: "order_id" },
    Needs { command: "trigger", arguments: &["speed"], other: "retry" },
    Needs {
        command: "retry-schedule",
        arguments: &[
            "speed",
            "sample",
            "require_endpoint",
            "allow_remote",
            "security_key",
            "key_form",
            "headers",
            "insecure",
            "ca_cert",
        ],
        other: "against",
    },
];

/// The error for the first two arguments that exclude each other, or for one that lacks another.
pub fn find(matches: &ArgMatches, command: &mut Command) -> Option<Error> {
    let (name, matches) = matches.subcommand()?;
    let is_typed = |argument: &str| matches.value_source(argument) == Some(ValueSource::CommandLine);
    excluded(name, command, is_typed).or_else(|| needed(name, command, is_typed))
}

fn needed(name: &str, command: &mut Command, is_typed: impl Fn(&str) -> bool) -> Option<Error> {
    let needs = NEEDS.iter().find(|it| it.command == name && !is_typed(it.other))?;
    let argument = needs.arguments.iter().find(|argument| is_typed(argument))?;
    let command = command.find_subcommand_mut(name)?;
    let shown = |wanted: &str| {
        let argument = command.get_arguments().find(|it| it.get_id() == wanted);
        argument.map(ToString::to_string).unwrap_or_default()
    };
    let (argument, other) = (shown(argument), shown(needs.other));
    let mut error = Error::new(ErrorKind::MissingRequiredArgument).with_cmd(command);
    error.insert(ContextKind::InvalidArg, ContextValue::Strings(vec![other]));
    error.insert(ContextKind::PriorArg, ContextValue::String(argument));
    Some(error)
}

fn excluded(name: &str, command: &mut Command, is_typed: impl Fn(&str) -> bool) -> Option<Error> {
    let of_command = ALL.iter().filter(|it| it.command == name && is_typed(it.argument));
    let (argument, other) = of_command
        .flat_map(|it| it.others.iter().map(|other| (it.argument, *other)))
        .find(|(_, other)| is_typed(other))?;
    let command = command.find_subcommand_mut(name)?;
    let shown = |wanted: &str| {
        let argument = command.get_arguments().find(|it| it.get_id() == wanted);
        argument.map(ToString::to_string).unwrap_or_default()
    };
    let (argument, other) = (shown(argument), shown(other));
    let mut error = Error::new(ErrorKind::ArgumentConflict).with_cmd(command);
    error.insert(ContextKind::InvalidArg, ContextValue::String(argument));
    error.insert(ContextKind::PriorArg, ContextValue::String(other));
    Some(error)
}
