//! What the commands that send have in common: where to, and whether that is allowed.

use clap::Args;

/// Options of a command that sends.
#[derive(Clone, Debug, Default, Args)]
pub struct SendingArgs {
    /// Send to this endpoint [default: the listener on 4100]
    #[arg(long, value_name = "ENDPOINT", env = "TOSSHOOK_URL", hide_env_values = true)]
    pub to: Option<String>,
    /// Send to hosts outside loopback and private networks without asking
    #[arg(long, hide_short_help = true)]
    pub allow_remote: bool,
}
