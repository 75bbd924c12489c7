//! `tosshook events diff`.

use clap::Args;

use super::ViewArgs;

const EXAMPLES: &str = "\
Examples:
  tosshook events diff last~1 last
  tosshook events diff m8nqnf k2h4tt --format json";

/// The command line of `events diff`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXAMPLES)]
pub struct DiffArgs {
    /// The first event: any unique beginning of its id, last, or last~2 for the one two before it
    #[arg(value_name = "A")]
    pub a: String,
    /// The second event
    #[arg(value_name = "B")]
    pub b: String,
    /// How to print
    #[command(flatten)]
    pub view: ViewArgs,
}
