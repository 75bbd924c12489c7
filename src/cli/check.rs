//! `tosshook check`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::forward::ConnectionArgs;
use super::sending::{RemoteArgs, SigningArgs};
use super::values::{self, CommandLine, duration, whole};

const EXAMPLES: &str = "\
Examples:
  tosshook check 3000/webhooks/toss
  tosshook check 3000/webhooks/toss --order-id order-1122-0018 --secret ps_…
  tosshook check 3000/webhooks/toss --api 4102
  tosshook check 3000/webhooks/toss --effect-url 3000/orders/count
  tosshook check 3000/webhooks/toss --only exactly-200,burst --format json
  tosshook check --explain resend-same-id";

/// The command line of `check`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", super::EXIT_CODES)
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct CheckArgs {
    /// The server: a URL, 3000, :3000/hook, localhost:3000/hook, app:8080
    #[arg(value_name = "ENDPOINT", env = "TOSSHOOK_ENDPOINT", hide_env_values = true,
          required_unless_present_any = ["list", "explain"])]
    pub endpoint: Option<String>,
    /// List the rules
    #[arg(long)]
    pub list: bool,
    /// Explain a rule: what it sends, why, what mends it
    #[arg(long, value_name = "RULE")]
    pub explain: Option<String>,
    /// Follow these rules alone: exactly-200,burst; repeatable
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Rules")]
    pub only: Vec<String>,
    /// Leave these rules out; repeatable
    #[arg(long, value_name = "LIST", value_delimiter = ',', help_heading = "Rules")]
    pub skip: Vec<String>,
    /// An order that the server knows, to tell of instead of made-up ones
    #[arg(long, value_name = "ID", help_heading = "A payment that the server knows")]
    pub order_id: Option<String>,
    /// The key of its payment
    #[arg(
        long,
        value_name = "KEY",
        help_heading = "A payment that the server knows",
        hide_short_help = true
    )]
    pub payment_key: Option<String>,
    /// The secret of its payment: a value, @FILE or env:NAME
    #[arg(long, value_name = "SECRET", help_heading = "A payment that the server knows")]
    pub secret: Option<String>,
    /// What its payment comes to, for servers that compare it
    #[arg(long, value_name = "N", value_parser = whole::<u64>(0, u64::MAX),
          help_heading = "A payment that the server knows", hide_short_help = true)]
    pub amount: Option<u64>,
    /// Stand in for Toss Payments' look-up on this port, for a server that asks before it believes a webhook
    ///
    /// Let your server ask this port of 127.0.0.1 (http) instead of api.tosspayments.com, with any test_ key. The
    /// payments of this check are known there, and those that tosshook api knows. 0 picks a free port.
    #[arg(long, value_name = "PORT", value_parser = whole::<u16>(0, 65_535), help_heading = "Payment look-up")]
    pub api: Option<u16>,
    /// The history in which tosshook api finds the payments of this check
    #[arg(
        long,
        value_name = "FILE",
        env = "TOSSHOOK_HISTORY",
        help_heading = "Payment look-up",
        hide_short_help = true
    )]
    pub history: Option<PathBuf>,
    /// Keep no payments for tosshook api
    #[arg(long, help_heading = "Payment look-up", hide_short_help = true)]
    pub no_history: bool,
    /// What signs
    #[command(flatten)]
    pub signing: SigningArgs,
    /// Ask this URL whether the work was done: a number or a text that changes with it
    ///
    /// Asked before and after the control delivery, and before and after duplicates. A number may count orders, sum
    /// them up, or be a stock that shrinks.
    #[arg(long, value_name = "URL", help_heading = "Effects", conflicts_with = "effect_command")]
    pub effect_url: Option<String>,
    /// Ask this command, run without a shell; what it prints counts
    #[arg(long, value_name = "CMD", value_parser = values::command_line, help_heading = "Effects")]
    pub effect_command: Option<CommandLine>,
    /// At the start, wait so long for the server to accept connections
    #[arg(long, value_name = "DUR", default_value = "0s", value_parser = duration, env = "TOSSHOOK_WAIT",
          help_heading = "Dev server", hide_short_help = true)]
    pub wait: Duration,
    /// How to connect
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// Whether that is allowed
    #[command(flatten)]
    pub remote: RemoteArgs,
    /// The output
    #[arg(short, long, value_enum, default_value_t, help_heading = "Output")]
    pub format: CheckFormat,
    /// The same as --format json
    #[arg(long, hide = true)]
    pub json: bool,
    /// Show secrets, keys and customers' data in full in what the server says
    #[arg(long, help_heading = "Output", hide_short_help = true)]
    pub reveal: bool,
    /// Write a report beside the output
    #[arg(long, value_name = "junit=FILE", value_parser = report, help_heading = "Output")]
    pub report: Option<PathBuf>,
}

/// How a check is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// A line for each rule, and what mends what failed
    #[default]
    Pretty,
    /// JSON Lines
    Json,
    /// JUnit's XML, once all is known
    Junit,
    /// Annotations of a GitHub workflow
    Github,
}

impl CheckArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> CheckFormat {
        if self.json { CheckFormat::Json } else { self.format }
    }
}

/// Reads `junit=FILE`.
fn report(typed: &str) -> Result<PathBuf, &'static str> {
    match typed.split_once('=') {
        Some(("junit", file)) if !file.is_empty() => Ok(file.into()),
        _ => Err("no such report; write junit=FILE"),
    }
}
