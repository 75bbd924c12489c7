//! `tosshook events`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::values::whole;

const EXAMPLES: &str = "\
Examples:
  tosshook events
  tosshook events list --limit 100 --format json | jq -r 'select(.delivery_status == \"Sending\") | .id'";

/// The command line of `events`.
#[derive(Clone, Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", super::EXIT_CODES)
)]
pub struct EventsArgs {
    /// What to do; `list` when nothing is said
    #[command(subcommand)]
    pub action: Option<EventsAction>,
    /// The options of `list`
    #[command(flatten)]
    pub list: ListArgs,
}

/// What can be done with events.
#[derive(Clone, Debug, Subcommand)]
pub enum EventsAction {
    /// List the newest events
    List(ListArgs),
}

/// The command line of `events list`.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// How many
    #[arg(long, value_name = "N", default_value_t = 20, env = "TOSSHOOK_EVENTS_LIMIT",
          value_parser = whole::<u32>(1, u32::MAX.into()))]
    pub limit: u32,
    /// How to print
    #[arg(short, long, value_enum, default_value_t)]
    pub format: ListFormat,
    /// The same as --format json
    #[arg(long, hide = true, conflicts_with = "format")]
    pub json: bool,
    /// With table: show secrets, keys and customers' data in full
    #[arg(long, conflicts_with = "mask")]
    pub reveal: bool,
    /// With json: mask them
    #[arg(long)]
    pub mask: bool,
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
}

impl ListArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> ListFormat {
        if self.json { ListFormat::Json } else { self.format }
    }
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table for people
    #[default]
    #[value(alias = "text")]
    Table,
    /// JSON Lines
    Json,
}
