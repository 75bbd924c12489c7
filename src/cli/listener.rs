//! What `listen` and `forward` have in common.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::filters::FilterArgs;
use super::look_up::LookUpArgs;
use super::values::{duration, rate, size, whole};

/// Options of a listener.
#[derive(Clone, Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct ListenerArgs {
    /// Where to listen; anything but loopback can be reached by others
    #[arg(long, default_value = "127.0.0.1", env = "TOSSHOOK_HOST")]
    pub host: String,
    /// The port; 0 picks a free one
    #[arg(short, long, default_value_t = 4100, env = "TOSSHOOK_PORT", value_parser = whole::<u16>(0, 65_535))]
    pub port: u16,
    /// Accept only this path; others get 404
    #[arg(long, env = "TOSSHOOK_PATH")]
    pub path: Option<String>,
    /// Which events it is about
    #[command(flatten)]
    pub filters: FilterArgs,
    /// How to print
    #[arg(short, long, value_enum, default_value_t, env = "TOSSHOOK_FORMAT", hide_possible_values = false)]
    pub format: Format,
    /// The same as --format json
    #[arg(long, hide = true)]
    pub json: bool,
    /// Wait so long before the answer (forward: before the call)
    #[arg(long, value_name = "DUR", default_value = "0s", value_parser = duration, env = "TOSSHOOK_DELAY",
          help_heading = "Failing on purpose")]
    pub delay: Duration,
    /// Answer 500 to the first N requests of each event
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        value_parser = whole::<u32>(0, u32::MAX.into()),
        env = "TOSSHOOK_FAIL_FIRST",
        help_heading = "Failing on purpose",
        hide_short_help = true
    )]
    pub fail_first: u32,
    /// Answer 500 with this probability: 0.2 or 20%
    #[arg(long, value_name = "P", default_value = "0", value_parser = rate, help_heading = "Failing on purpose",
          hide_short_help = true)]
    pub fail_rate: f64,
    /// The seed of --fail-rate's chance
    #[arg(long, value_name = "N", value_parser = whole::<u64>(0, u64::MAX), help_heading = "Failing on purpose",
          hide_short_help = true)]
    pub seed: Option<u64>,
    /// The longest body that is taken; longer ones get 413
    #[arg(long, value_name = "SIZE", default_value = "1MiB", value_parser = size, env = "TOSSHOOK_MAX_BODY",
          help_heading = "Limits", hide_short_help = true)]
    pub max_body: u64,
    /// Connections at once
    #[arg(long, value_name = "N", default_value_t = 256, env = "TOSSHOOK_MAX_CONNECTIONS",
          value_parser = whole::<u32>(1, 10_000), help_heading = "Limits", hide_short_help = true)]
    pub max_connections: u32,
    /// Let requests of browsers (with Origin) in
    #[arg(long, help_heading = "Limits", hide_short_help = true)]
    pub allow_browser: bool,
    /// End after N requests
    #[arg(long, value_name = "N", value_parser = whole::<u64>(1, u64::MAX))]
    pub limit: Option<u64>,
    /// Check signatures with this security key: @FILE, env:NAME, or the key itself
    #[arg(
        long,
        value_name = "KEY",
        env = "TOSSHOOK_SECURITY_KEY",
        hide_env_values = true,
        help_heading = "Signature"
    )]
    pub security_key: Option<String>,
    /// Which form of the security key signs
    #[arg(
        long,
        value_enum,
        default_value_t,
        value_name = "FORM",
        env = "TOSSHOOK_KEY_FORM",
        help_heading = "Signature",
        hide_short_help = true
    )]
    pub key_form: KeyForm,
    /// Payments
    #[command(flatten)]
    pub look_up: LookUpArgs,
    /// Keep the history in this file [default: one per project in the user's data folder]
    #[arg(
        long,
        value_name = "FILE",
        env = "TOSSHOOK_HISTORY",
        help_heading = "History",
        hide_short_help = true
    )]
    pub history: Option<PathBuf>,
    /// Keep no history
    #[arg(long, help_heading = "History", hide_short_help = true)]
    pub no_history: bool,
    /// Erase events that arrived longer ago, but for those that are still to be sent
    #[arg(long, value_name = "DUR", default_value = "30d", value_parser = duration, env = "TOSSHOOK_KEEP",
          help_heading = "History", hide_short_help = true)]
    pub keep: Duration,
    /// Erase the oldest events of a larger history, but for those that are still to be sent
    #[arg(long, value_name = "SIZE", default_value = "1GiB", value_parser = size, env = "TOSSHOOK_HISTORY_MAX",
          help_heading = "History", hide_short_help = true)]
    pub history_max: u64,
    /// Write the URL into this file once connections are accepted
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_READY_FILE", hide_short_help = true)]
    pub ready_file: Option<PathBuf>,
    /// With pretty: all fields, the null ones too
    #[arg(long, help_heading = "Display", hide_short_help = true)]
    pub full: bool,
    /// With raw: end each body with NUL instead of a newline
    #[arg(long, help_heading = "Display", hide_short_help = true)]
    pub null: bool,
    /// Show secrets, keys and customers' data in full
    #[arg(long, help_heading = "Display", hide_short_help = true, conflicts_with = "mask")]
    pub reveal: bool,
    /// Mask them in json and raw too
    #[arg(long, help_heading = "Display", hide_short_help = true)]
    pub mask: bool,
}

impl ListenerArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

/// How a listener prints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// A line for each event and its fields
    #[default]
    Pretty,
    /// A line for each event
    Compact,
    /// JSON Lines
    Json,
    /// The bodies' bytes
    Raw,
}

/// Which form of a security key is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum KeyForm {
    /// Both, and say which matched
    #[default]
    Auto,
    /// The 64 characters
    Text,
    /// The 32 bytes that they encode
    Hex,
}
