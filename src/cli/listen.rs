//! `tosshook listen`.

use clap::Args;

use super::listener::ListenerArgs;
use super::values::whole;

const EXAMPLES: &str = "\
Examples:
  tosshook listen
  tosshook listen --port 0 --format json | jq -r 'select(.kind == \"received\") | .order_id'
  tosshook listen --events 'DEPOSIT_CALLBACK,payout.*' --fail-first 2";

/// The command line of `listen`.
#[derive(Clone, Debug, Args)]
#[command(
    mut_arg("limit", |it| it.env("TOSSHOOK_LISTEN_LIMIT")),
    mut_arg("seed", |it| it.env("TOSSHOOK_LISTEN_SEED")),
    mut_arg("fail_rate", |it| it.env("TOSSHOOK_LISTEN_FAIL_RATE")),
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", super::EXIT_CODES)
)]
pub struct ListenArgs {
    /// The common part
    #[command(flatten)]
    pub listener: ListenerArgs,
    /// Answer with this status
    #[arg(long, value_name = "CODE", default_value_t = 200, env = "TOSSHOOK_RESPOND",
          value_parser = whole::<u16>(200, 599), help_heading = "Failing on purpose")]
    pub respond: u16,
    /// What `listen` doesn't do, for those who expect it here
    #[arg(long, value_name = "ENDPOINT", hide = true)]
    pub forward_to: Option<String>,
}
