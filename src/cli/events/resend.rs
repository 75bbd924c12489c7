//! `tosshook events resend`.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;

use crate::cli::filters::FilterArgs;
use crate::cli::forward::ConnectionArgs;
use crate::cli::sending::RemoteArgs;
use crate::cli::trigger::SentFormat;
use crate::cli::values::{duration, speed, whole};
use crate::timeline::Speed;

const EXAMPLES: &str = "\
Examples:
  tosshook events resend last
  tosshook events resend --failed --since -1h
  tosshook events resend m8nqnf --to 3000/webhooks/toss --retry";

/// The command line of `events resend`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", crate::cli::EXIT_CODES)
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct ResendArgs {
    /// The events, in the order in which they are to go out: any unique beginning of an id, last, or last~2
    #[arg(value_name = "IDS", required_unless_present_any = ["failed", "since"],
          conflicts_with_all = ["failed", "since"])]
    pub ids: Vec<String>,
    /// Those that the dev server did not accept at their last call, or that were not answered 200 here
    ///
    /// In the order of their arrival. Of a longer history the newest 100,000 events are looked through.
    #[arg(long)]
    pub failed: bool,
    /// Those that first arrived at this time or later, with --failed only what failed of them: 13:00, -30m, RFC 3339
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    pub since: Option<String>,
    /// Which of them
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Send them to this endpoint [default: for each where it was forwarded to last]
    #[arg(long, value_name = "ENDPOINT")]
    pub to: Option<String>,
    /// Whether that is allowed
    #[command(flatten)]
    pub remote: RemoteArgs,
    /// Sign anew, with this security key, what came with a valid signature: @FILE, env:NAME, or the key itself
    ///
    /// Without it a signed event goes out with the time and the signature that it was received with.
    #[arg(
        long,
        value_name = "KEY",
        env = "TOSSHOOK_SECURITY_KEY",
        hide_env_values = true,
        help_heading = "Signature"
    )]
    pub security_key: Option<String>,
    /// Re-send what fails on Toss's schedule, from the count that it has, until each is Completed or Failed
    #[arg(long, help_heading = "Sending")]
    pub retry: bool,
    /// With --retry: how fast waits go by: real, 600x, instant [default: 3600x]
    #[arg(long, value_name = "SPEED", value_parser = speed, env = "TOSSHOOK_RESEND_SPEED", help_heading = "Sending")]
    pub speed: Option<Speed>,
    /// How long an answer may take; 0 waits for ever
    #[arg(long, value_name = "DUR", default_value = "10s", value_parser = duration,
          env = "TOSSHOOK_RESEND_TIMEOUT", help_heading = "Sending")]
    pub timeout: Duration,
    /// Calls at once; with 1 each event waits for the answer to the one before it
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = whole::<u32>(1, 10_000),
          help_heading = "Sending", hide_short_help = true)]
    pub concurrency: u32,
    /// How to connect
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// The output
    #[arg(short, long, value_enum, default_value_t)]
    pub format: SentFormat,
    /// The same as --format json
    #[arg(long, hide = true, conflicts_with = "format")]
    pub json: bool,
    /// Show secrets in full
    #[arg(long)]
    pub reveal: bool,
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
}

impl ResendArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> SentFormat {
        if self.json { SentFormat::Json } else { self.format }
    }
}
