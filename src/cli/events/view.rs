//! How events are printed, and from which history: what the commands that show them have in common.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// How to print, and what.
#[derive(Clone, Debug, Args)]
pub struct ViewArgs {
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

impl ViewArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> ListFormat {
        if self.json { ListFormat::Json } else { self.format }
    }
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// A table for people
    #[default]
    #[value(alias = "text")]
    Table,
    /// JSON Lines
    Json,
}
