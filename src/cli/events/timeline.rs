//! `tosshook events timeline`.

use std::path::PathBuf;

use clap::Args;

use super::ListFormat;

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
    #[arg(short, long, value_enum, default_value_t)]
    pub format: ListFormat,
    /// The same as --format json
    #[arg(long, hide = true, conflicts_with = "format")]
    pub json: bool,
    /// With table: show secrets, keys and customers' data in full
    #[arg(long, conflicts_with = "mask")]
    pub reveal: bool,
    /// With json: mask them
    #[arg(long)]
    pub mask: bool,
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
}

impl TimelineArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> ListFormat {
        if self.json { ListFormat::Json } else { self.format }
    }
}
