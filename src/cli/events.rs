//! `tosshook events`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::filters::FilterArgs;
use super::values::whole;

const EXAMPLES: &str = "\
Examples:
  tosshook events
  tosshook events list --since -2h --where status=DONE --where 'data.totalAmount>=10000'
  tosshook events list --search 구독
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
    /// Only those that stand so (sending, completed, failed), or whose last call ended so
    ///
    /// An event that forward --on-failure resend re-sends is sending until the dev server has accepted it; another
    /// stands as its sender has it. Of a longer history the newest 100,000 events are looked through, and all that
    /// are pending here.
    #[arg(long, value_enum, value_name = "OUTCOME")]
    pub outcome: Option<OutcomeChoice>,
    /// Which events
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Only those that first arrived at this time or later: 13:00, '2026-11-22 13:00', -30m, RFC 3339
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Only those of this order
    #[arg(long, value_name = "ORDER")]
    pub order: Option<String>,
    /// Only those in which all these words stand
    ///
    /// A word is looked for in the order's id, wherever it stands there, and in the values of the body: a Korean one
    /// wherever it stands, a Latin one where a word begins with it. Latin capitals don't count.
    #[arg(long, value_name = "TEXT")]
    pub search: Option<String>,
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

/// How the events of a list stand, or how their last call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "snake_case")]
pub enum OutcomeChoice {
    /// A re-send is still to come
    Sending,
    /// Accepted
    Completed,
    /// The last re-send failed
    Failed,
    /// Exactly 200 in time
    Accepted,
    /// Another status than 200, and no redirect
    WrongStatus,
    /// A 3xx
    Redirect,
    /// No answer in time
    Timeout,
    /// No connection
    Unreachable,
    /// No TLS session
    Tls,
    /// No HTTP
    Protocol,
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
