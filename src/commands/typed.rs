//! From what was typed to a command, or to help, or to what is wrong with it.

use std::ffi::{OsStr, OsString};

use clap::error::{ContextKind, ContextValue};
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches};

use crate::cli::{Cli, conflicts};
use crate::exit::{Exit, Failure};
use crate::report::{Language, words};

/// What a command line asks for.
#[derive(Debug)]
pub enum Typed {
    /// To run this.
    Run(Box<Cli>),
    /// Nothing more: help or the version was shown.
    Shown(Exit),
}

/// Reads a command line, the program's name first. Help goes where it belongs at once.
pub fn read(line: impl IntoIterator<Item = OsString>) -> Result<Typed, Failure> {
    let line: Vec<OsString> = line.into_iter().collect();
    let mut command = Cli::command();
    if line.iter().any(|word| word == "-h") {
        command = without_variables(command);
    } else if line.iter().any(|word| word == "--help" || word == "help") {
        command = without_values(command);
    }
    let matched = command.try_get_matches_from_mut(&line);
    let read = |matches: ArgMatches| match conflicts::find(&matches, &mut command) {
        Some(error) => Err(error),
        None => Cli::from_arg_matches(&matches),
    };
    match matched.and_then(read) {
        Ok(cli) => Ok(Typed::Run(Box::new(cli))),
        Err(error) if is_help(&error) => {
            // Where help can't be written, there is nobody to tell.
            let _ = error.print();
            Ok(Typed::Shown(if error.use_stderr() { Exit::Usage } else { Exit::Success }))
        }
        Err(error) => {
            // The parser builds only the command that it was led to; the rest can't be asked before.
            command.build();
            let variable = variable(&error, &line, &command);
            Err(words::failure::usage(Language::default(), &error, variable.as_deref()))
        }
    }
}

/// The environment variable that a bad value came from, where it did not come from the command line.
fn variable(error: &clap::Error, line: &[OsString], command: &Command) -> Option<String> {
    let Some(ContextValue::String(value)) = error.get(ContextKind::InvalidValue) else { return None };
    let Some(ContextValue::String(argument)) = error.get(ContextKind::InvalidArg) else { return None };
    if line.iter().any(|word| word.to_string_lossy().contains(value)) {
        return None;
    }
    // Only the arguments of a command that is built can be told by their names.
    let mut command = command.clone();
    command.build();
    let commands = std::iter::once(&command).chain(command.get_subcommands());
    let variables = commands
        .flat_map(Command::get_arguments)
        .filter(|candidate| candidate.to_string() == *argument)
        .filter_map(clap::Arg::get_env);
    let is_it = |name: &&OsStr| std::env::var_os(name).is_some_and(|set| set == value.as_str());
    variables.filter(is_it).map(|name| name.to_string_lossy().into_owned()).next()
}

/// The short help names no environment variables: they would double its length.
fn without_variables(command: Command) -> Command {
    command.mut_args(|argument| argument.hide_env(true)).mut_subcommands(without_variables)
}

/// The long help names the variables, not what they are set to: that may be a key.
fn without_values(command: Command) -> Command {
    command.mut_args(|argument| argument.hide_env_values(true)).mut_subcommands(without_values)
}

fn is_help(error: &clap::Error) -> bool {
    use clap::error::ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion};
    matches!(error.kind(), DisplayHelp | DisplayVersion | DisplayHelpOnMissingArgumentOrSubcommand)
}
