//! `tosshook completions` and `tosshook man`.

use std::fs;
use std::io::Write;
use std::path::Path;

use clap::{Command, CommandFactory};

use super::Context;
use crate::cli::Cli;
use crate::cli::completions::{CompletionsArgs, ManArgs};
use crate::exit::{Exit, Failure};

/// Prints a shell's completions.
pub(super) fn completions(args: &CompletionsArgs, context: &Context) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "tosshook", &mut script);
    context.print(&script)
}

/// Prints the main man page, or writes all of them into a folder.
pub(super) fn man(args: &ManArgs, context: &Context) -> Result<Exit, Failure> {
    let command = Cli::command();
    let Some(folder) = &args.dir else {
        return context.print(&page(command));
    };
    let mut command = command.disable_help_subcommand(true);
    command.build();
    write_pages(folder, command).map_err(|error| {
        Failure::new(Exit::Usage, format!("could not write man pages into {}: {error}", folder.display()))
    })?;
    Ok(Exit::Success)
}

/// Writes `tosshook.1`, `tosshook-listen.1`, … into the folder, which is made where it is missing.
fn write_pages(folder: &Path, command: Command) -> std::io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut waiting = vec![command];
    while let Some(command) = waiting.pop() {
        waiting.extend(command.get_subcommands().filter(|it| !it.is_hide_set()).cloned());
        let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
        let mut file = fs::File::create(folder.join(format!("{name}.1")))?;
        file.write_all(&page(command))?;
    }
    Ok(())
}

fn page(command: Command) -> Vec<u8> {
    let mut text = Vec::new();
    // Writing into memory does not fail.
    let _ = clap_mangen::Man::new(command).render(&mut text);
    text
}
