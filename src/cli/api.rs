//! `tosshook api`.

use std::path::PathBuf;

use clap::Args;

use super::trigger::SentFormat;
use super::values::whole;

const EXAMPLES: &str = "\
Examples:
  tosshook api
  tosshook trigger DEPOSIT_CALLBACK --order-id order-1122-0018 --to 3000/webhooks/toss
  curl -u test_sk_any: http://127.0.0.1:4102/v1/payments/orders/order-1122-0018";

/// The command line of `api`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", super::EXIT_CODES)
)]
pub struct ApiArgs {
    /// Where to listen; anything but loopback can be reached by others
    #[arg(long, default_value = "127.0.0.1", env = "TOSSHOOK_HOST")]
    pub host: String,
    /// The port; 0 picks a free one
    #[arg(short, long, default_value_t = 4102, env = "TOSSHOOK_API_PORT", value_parser = whole::<u16>(0, 65_535))]
    pub port: u16,
    /// The history whose payments are known [default: this project's in the user's data folder]
    ///
    /// Known are the payments of all recorded events that carry a whole one, and of the events that trigger, check and
    /// retry-schedule --against have sent: of those the newest 10,000. An event that was only printed is not known.
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
    /// Write the URL into this file once connections are accepted
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_API_READY_FILE", hide_short_help = true)]
    pub ready_file: Option<PathBuf>,
    /// How look-ups are told
    #[arg(short, long, value_enum, default_value_t)]
    pub format: SentFormat,
    /// The same as --format json
    #[arg(long, hide = true, conflicts_with = "format")]
    pub json: bool,
    /// With json: mask secrets and customers' data
    #[arg(long, hide_short_help = true)]
    pub mask: bool,
}

impl ApiArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> SentFormat {
        if self.json { SentFormat::Json } else { self.format }
    }
}
