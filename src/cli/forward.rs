//! `tosshook forward`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::listener::ListenerArgs;
use super::values::{duration, speed, whole};
use crate::timeline::Speed;

const EXAMPLES: &str = "\
Examples:
  tosshook forward 3000/webhooks/toss
  tosshook forward localhost:8080 --route DEPOSIT_CALLBACK=localhost:8080/deposits --timeout 0
  tosshook forward --demo";

/// The command line of `forward`.
#[derive(Clone, Debug, Args)]
#[command(
    mut_arg("limit", |it| it.env("TOSSHOOK_FORWARD_LIMIT")),
    mut_arg("seed", |it| it.env("TOSSHOOK_FORWARD_SEED")),
    mut_arg("fail_rate", |it| it.env("TOSSHOOK_FORWARD_FAIL_RATE")),
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", super::EXIT_CODES)
)]
pub struct ForwardArgs {
    /// The dev server: a URL, 3000, :3000/hook, localhost:3000/hook, app:8080
    #[arg(value_name = "ENDPOINT", env = "TOSSHOOK_ENDPOINT", hide_env_values = true, required_unless_present_any = ["demo", "to"])]
    pub endpoint: Option<String>,
    /// The same as an option, for those who expect it here
    #[arg(long, value_name = "ENDPOINT", hide = true)]
    pub to: Option<String>,
    /// How long the dev server may take; 0 waits for ever
    #[arg(long, value_name = "DUR", default_value = "10s", value_parser = duration,
          env = "TOSSHOOK_FORWARD_TIMEOUT", help_heading = "Dev server")]
    pub timeout: Duration,
    /// At the start, wait so long for the dev server to accept connections
    #[arg(long, value_name = "DUR", default_value = "0s", value_parser = duration, env = "TOSSHOOK_WAIT",
          help_heading = "Dev server", hide_short_help = true)]
    pub wait: Duration,
    /// Hold an event so long through refused connections (a dev server restarting)
    #[arg(long, value_name = "DUR", default_value = "0s", value_parser = duration,
          env = "TOSSHOOK_CONNECT_WAIT", help_heading = "Dev server", hide_short_help = true)]
    pub connect_wait: Duration,
    /// Another endpoint for one event type; repeatable
    #[arg(long, value_name = "TYPE=ENDPOINT", help_heading = "Dev server", hide_short_help = true)]
    pub route: Vec<String>,
    /// A copy to another server; repeatable
    #[arg(long, value_name = "ENDPOINT", help_heading = "Dev server", hide_short_help = true)]
    pub also: Vec<String>,
    /// What becomes of an event that the dev server does not accept
    ///
    /// relay: the sender gets the dev server's answer, and sends again as Toss Payments does. resend: the sender gets
    /// 200 once the event is recorded, and what fails is sent again from here, on Toss Payments' schedule.
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "WHAT",
        env = "TOSSHOOK_ON_FAILURE",
        help_heading = "Re-sending"
    )]
    pub on_failure: OnFailure,
    /// With resend: how fast waits go by: real, 600x, instant [default: real]
    ///
    /// Calls and the time that an answer may take are always real.
    #[arg(long, value_name = "SPEED", value_parser = speed, env = "TOSSHOOK_FORWARD_SPEED", help_heading = "Re-sending",
          hide_short_help = true)]
    pub speed: Option<Speed>,
    /// With resend: leave events that are pending from an earlier run alone
    #[arg(long, help_heading = "Re-sending", hide_short_help = true)]
    pub no_resume: bool,
    /// Calls at once
    #[arg(long, value_name = "N", default_value_t = 16, env = "TOSSHOOK_CONCURRENCY",
          value_parser = whole::<u32>(1, 10_000), help_heading = "Dev server", hide_short_help = true)]
    pub concurrency: u32,
    /// First attempts of one order in the order of their arrival
    #[arg(long, help_heading = "Dev server", hide_short_help = true)]
    pub ordered: bool,
    /// How to connect
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// The common part
    #[command(flatten)]
    pub listener: ListenerArgs,
    /// The whole thing in one command, offline: a sample dev server, sample events, no history kept
    #[arg(long)]
    pub demo: bool,
    /// Refused, with the reason
    #[arg(long, value_name = "CODE", hide = true)]
    pub respond: Option<String>,
}

/// What becomes of an event that the dev server does not accept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum OnFailure {
    /// The sender hears of it
    #[default]
    Relay,
    /// It is sent again from here
    Resend,
}

/// How calls are made; for the endpoint and its routes.
#[derive(Clone, Debug, Default, Args)]
pub struct ConnectionArgs {
    /// Add a header line, or replace those of the same name; repeatable
    #[arg(
        short = 'H',
        long = "header",
        value_name = "K: V",
        help_heading = "Dev server",
        hide_short_help = true
    )]
    pub headers: Vec<String>,
    /// Don't check certificates; loopback and private hosts only
    #[arg(short = 'k', long, help_heading = "Dev server", hide_short_help = true)]
    pub insecure: bool,
    /// Trust these certificates too (PEM)
    #[arg(
        long,
        value_name = "FILE",
        env = "TOSSHOOK_CA_CERT",
        help_heading = "Dev server",
        hide_short_help = true
    )]
    pub ca_cert: Option<PathBuf>,
}
