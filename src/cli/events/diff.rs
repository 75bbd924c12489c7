//! `tosshook events diff`.

use std::path::PathBuf;

use clap::Args;

use super::ListFormat;

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

impl DiffArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> ListFormat {
        if self.json { ListFormat::Json } else { self.format }
    }
}
