//! What can be typed to play a schedule for real.

use clap::Args;

use super::forward::ConnectionArgs;
use super::sending::{RemoteArgs, SigningArgs};
use super::values;
use crate::timeline::Speed;

/// Options of `retry-schedule --against`.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "For real")]
pub struct AgainstArgs {
    /// Play it for real: send an event to this endpoint until an attempt is accepted or the last has failed
    ///
    /// One transmission id, a rising retried count, transmission times on a simulated clock, a signature of its own for
    /// each attempt. A wait counts from the end of the attempt before it. Stop and start the server meanwhile.
    /// --intervals and --timeout give another policy.
    #[arg(long, value_name = "ENDPOINT")]
    pub against: Option<String>,

    /// How fast waits go by: real, 600x, instant [default: 3600x]
    ///
    /// Calls and the time that an answer may take are always real.
    #[arg(long, value_name = "SPEED", value_parser = values::speed, env = "TOSSHOOK_RETRY_SCHEDULE_SPEED",
          hide_short_help = true)]
    pub speed: Option<Speed>,

    /// What to send: an event type, or the id of a recorded event [default: PAYMENT_STATUS_CHANGED]
    #[arg(long, value_name = "EVENT|ID", hide_short_help = true)]
    pub sample: Option<String>,

    /// End at once if the endpoint accepts no connection at the start
    #[arg(long, hide_short_help = true)]
    pub require_endpoint: bool,

    /// Whether that is allowed
    #[command(flatten)]
    pub remote: RemoteArgs,

    /// What signs
    #[command(flatten)]
    pub signing: SigningArgs,

    /// How to connect
    #[command(flatten)]
    pub connection: ConnectionArgs,
}
