//! `tosshook events`.

pub mod diff;
pub mod resend;
pub mod timeline;
mod view;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueEnum};

pub use self::view::{ListFormat, ViewArgs};
use super::filters::FilterArgs;
use super::look_up::LookUpArgs;
use super::values::{duration, whole};

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
    /// Show an event: its request, every attempt and answer
    Show(ShowArgs),
    /// Show the newest events, and each one that arrives from now on
    Tail(TailArgs),
    /// Send events again: the bytes that came, with the same transmission id and a risen retried count
    Resend(resend::ResendArgs),
    /// Compare two events: what their bodies say, path by path, and the headers that matter
    Diff(diff::DiffArgs),
    /// Tell of one order's events in time: what was late, came twice, is missing, or contradicts the rest
    Timeline(timeline::TimelineArgs),
    /// Print where the history is
    Path(PathArgs),
    /// Write events into a file, with all their requests, answers and calls
    Export(ExportArgs),
    /// Bring events in from a file
    Import(ImportArgs),
    /// Erase old events for good, with all that was noted of them
    Prune(PruneArgs),
    /// Erase an order's events and payments for good
    Forget(ForgetArgs),
}

/// The command line of `events list`.
#[derive(Clone, Debug, Args)]
pub struct ListArgs {
    /// How many
    #[arg(long, value_name = "N", default_value_t = 20, env = "TOSSHOOK_EVENTS_LIMIT",
          value_parser = whole::<u32>(1, u32::MAX.into()))]
    pub limit: u32,
    /// Which of them
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// How to print
    #[command(flatten)]
    pub view: ViewArgs,
}

/// Which events: what `events list` and `events export` have in common.
#[derive(Clone, Debug, Args)]
pub struct SelectionArgs {
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
}

const SHOW_EXAMPLES: &str = "\
Examples:
  tosshook events show last
  tosshook events show m8nqnf --as curl";

/// The command line of `events show`.
#[derive(Clone, Debug, Args)]
#[command(after_help = SHOW_EXAMPLES, mut_arg("mask", |it| it.help("With json and --as: mask them")))]
pub struct ShowArgs {
    /// The event: any unique beginning of its id, last, or last~2 for the one two before it
    pub id: String,
    /// Print its first request in this form; as har, all of its requests with their answers
    #[arg(long = "as", value_name = "FORM", value_enum, conflicts_with_all = ["format", "json", "reveal"])]
    pub form: Option<EventForm>,
    /// Ask Toss Payments for its payment, and say whether they agree; 1 where they don't, or can't be compared
    #[arg(long, conflicts_with = "form", help_heading = "Payment look-up")]
    pub lookup: bool,
    /// With --lookup
    #[command(flatten)]
    pub look_up: LookUpArgs,
    /// How to print
    #[command(flatten)]
    pub view: ViewArgs,
}

/// In which form a recorded request is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum EventForm {
    /// A curl command line
    Curl,
    /// A request for IntelliJ's and VS Code's HTTP clients
    Http,
    /// Method, URL, headers and body as JSON
    Json,
    /// An HTTP archive (HAR 1.2)
    Har,
    /// A section of a document
    Markdown,
}

/// The command line of `events tail`.
#[derive(Clone, Debug, Args)]
pub struct TailArgs {
    /// How many of those that arrived before are shown first
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = whole::<u32>(0, u32::MAX.into()))]
    pub limit: u32,
    /// Which events
    #[command(flatten)]
    pub filters: FilterArgs,
    /// How to print
    #[command(flatten)]
    pub view: ViewArgs,
}

/// The command line of `events path`.
#[derive(Clone, Debug, Args)]
pub struct PathArgs {
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  tosshook events export --output events.jsonl
  tosshook events export --since -1d --events 'payout.*' --output payouts.har
  tosshook events export | gzip > events.jsonl.gz";

/// The command line of `events export`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXPORT_EXAMPLES)]
pub struct ExportArgs {
    /// Only the newest so many [default: all]
    #[arg(long, value_name = "N", value_parser = whole::<u32>(1, u32::MAX.into()))]
    pub limit: Option<u32>,
    /// Which of them
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// Write into this file, which nobody else may read, instead of standard output
    ///
    /// It takes the place of one that is there once it is whole.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The file's form [default: har where FILE ends so, else jsonl]
    ///
    /// An archive (har) holds requests and what was answered; JSON Lines hold all that the history has.
    #[arg(short, long, value_enum)]
    pub format: Option<TransferFormat>,
    /// Mask secrets, keys and customers' data in the bodies
    #[arg(long)]
    pub mask: bool,
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  tosshook events import events.jsonl
  tosshook events import recorded-by-a-browser.har
  gunzip < events.jsonl.gz | tosshook events import -";

/// The command line of `events import`.
#[derive(Clone, Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub struct ImportArgs {
    /// The file, or - for standard input
    ///
    /// Events that are there already stay as they are. What can't be read is named by its line and left out, and
    /// the exit code is 1 then.
    pub file: PathBuf,
    /// The file's form [default: har where FILE ends so, else jsonl]
    #[arg(short, long, value_enum)]
    pub format: Option<TransferFormat>,
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
}

/// The form of a file of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TransferFormat {
    /// JSON Lines
    #[value(aliases = ["json", "ndjson"])]
    Jsonl,
    /// An HTTP archive (HAR 1.2)
    Har,
}

const PRUNE_EXAMPLES: &str = "\
Examples:
  tosshook events prune --older-than 30d
  tosshook events prune --all";

/// The command line of `events prune`.
#[derive(Clone, Debug, Args)]
#[command(after_help = PRUNE_EXAMPLES)]
pub struct PruneArgs {
    /// Events that arrived longer ago than this; what is still to be re-sent from here stays
    #[arg(long, value_name = "DUR", value_parser = duration, required_unless_present = "all", conflicts_with = "all")]
    pub older_than: Option<Duration>,
    /// All events, also what is still to be re-sent from here
    #[arg(long)]
    pub all: bool,
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
}

/// The command line of `events forget`.
#[derive(Clone, Debug, Args)]
pub struct ForgetArgs {
    /// The order; all events that name it, or a payment of it, are erased
    pub order: String,
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
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
