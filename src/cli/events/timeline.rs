//! `tosshook events timeline`.

use clap::Args;

use super::ViewArgs;

const EXAMPLES: &str = "\
Examples:
  tosshook events timeline order-1122-0018
  tosshook events timeline order-1122-0018 --format json | jq 'select(.kind == \"finding\")'";

/// The command line of `events timeline`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct TimelineArgs {
    /// The order; events that name only a payment of it come too
    pub order: String,
    /// How to print
    #[command(flatten)]
    pub view: ViewArgs,
}
