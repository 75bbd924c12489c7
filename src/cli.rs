//! What can be typed. Only types: completions, man pages and help come from them alone.
#![expect(clippy::doc_markdown, reason = "these comments are help texts, in which backticks would show")]

pub mod against;
pub mod api;
pub mod check;
pub mod completions;
pub mod conflicts;
pub mod events;
pub mod filters;
pub mod forward;
pub mod listen;
pub mod listener;
pub mod look_up;
pub mod retry_schedule;
pub mod sending;
pub mod trigger;
pub mod values;
pub mod verify;

use clap::builder::Styles;
use clap::builder::styling::{AnsiColor, Effects};
use clap::{Args, Parser, Subcommand, ValueEnum};

/// The exit codes, as they stand under every `--help` and in the man pages.
pub const EXIT_CODES: &str = "\
Exit codes:
  0  success; a listener ended by Ctrl-C, SIGTERM or SIGHUP after draining
  1  what was tested failed: a delivery was not accepted, a rule of check did not hold
  2  usage or configuration
  3  could not listen
  4  no attempt of the run ever connected
  5  timed out waiting
  6  the history can't be used";

const START_HERE: &str = "\
Start here:
  tosshook forward --demo              the whole thing in one command, offline
  tosshook forward 3000/webhooks/toss  pass webhooks on to your dev server
  tosshook trigger DEPOSIT_CALLBACK    send it a realistic event
  tosshook check 3000/webhooks/toss    see whether it is ready for Toss Payments";

/// Receive, forward, trigger and rehearse Toss Payments webhooks, offline and without an account
#[derive(Debug, Parser)]
#[command(
    name = "tosshook",
    version,
    propagate_version = true,
    after_help = START_HERE,
    after_long_help = format!("{START_HERE}\n\n{EXIT_CODES}"),
    styles = styles(),
    max_term_width = 110,
    subcommand_required = true,
    arg_required_else_help = true
)]
pub struct Cli {
    /// What to do
    #[command(subcommand)]
    pub command: Command,
    /// What all commands take
    #[command(flatten)]
    pub common: Common,
}

/// Options of every command.
#[derive(Clone, Debug, Default, Args)]
pub struct Common {
    /// When to colour
    #[arg(
        long,
        global = true,
        value_enum,
        default_value_t,
        value_name = "WHEN",
        env = "TOSSHOOK_COLOR",
        help_heading = "Display",
        hide_short_help = true
    )]
    pub color: ColorWhen,
    /// Print long tables as they are, not through a pager
    ///
    /// On a terminal, what is longer than the screen goes through TOSSHOOK_PAGER, else PAGER, else less -FRX. An empty
    /// one and cat turn that off too.
    #[arg(long, global = true, help_heading = "Display", hide_short_help = true)]
    pub no_pager: bool,
    /// The zone that times are read and shown in
    ///
    /// A name (Asia/Seoul), KST, UTC, +09:00 or local. Without it: the offset that a typed time carries, else TZ,
    /// else the system's zone; where that is unset or UTC, Asia/Seoul.
    #[arg(long, global = true, value_name = "ZONE", value_parser = values::zone_name, allow_hyphen_values = true,
          env = "TOSSHOOK_TZ", help_heading = "Display", hide_short_help = true)]
    pub tz: Option<values::ZoneChoice>,
}

/// When to colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless the environment says otherwise (NO_COLOR, CLICOLOR_FORCE, TERM)
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Record and pretty-print every webhook that arrives, and answer 200
    Listen(Box<listen::ListenArgs>),
    /// Listen, and pass every event on to a dev server; its answer goes back to the sender
    Forward(Box<forward::ForwardArgs>),
    /// Compute when Toss Payments sends again, and ask what-if
    RetrySchedule(Box<retry_schedule::RetrySchedule>),
    /// Make realistic webhooks and send them as Toss Payments would
    Trigger(Box<trigger::TriggerArgs>),
    /// Stand in for Toss Payments' look-up of payments, for servers that ask before they believe a webhook
    Api(api::ApiArgs),
    /// Check whether a server is ready for Toss Payments
    Check(Box<check::CheckArgs>),
    /// Look at what has arrived
    #[command(alias = "history")]
    Events(Box<events::EventsArgs>),
    /// Say which form of the security key a signature matches, or what was done wrong
    Verify(verify::VerifyArgs),
    /// Print a shell's completions
    Completions(completions::CompletionsArgs),
    /// Print the man page, or write all of them into a folder
    Man(completions::ManArgs),
}

/// The help's colours: bold headings, nothing loud.
fn styles() -> Styles {
    Styles::styled()
        .header(AnsiColor::Yellow.on_default() | Effects::BOLD)
        .usage(AnsiColor::Yellow.on_default() | Effects::BOLD)
        .literal(AnsiColor::Green.on_default())
        .placeholder(AnsiColor::Cyan.on_default())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_has_no_contradictions() {
        Cli::command().debug_assert();
    }
}
