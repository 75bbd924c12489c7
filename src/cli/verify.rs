//! `tosshook verify`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::listener::KeyForm;

const EXAMPLES: &str = "\
Examples:
  tosshook verify last --security-key @security.key
  tosshook verify --body body.json --signature 'v1:…' --transmission-time 2024-09-05T12:19:21+09:00
  tosshook verify m8nqnf --key-form text --format json";

/// The command line of `verify`.
#[derive(Clone, Debug, Args)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", super::EXIT_CODES))]
pub struct VerifyArgs {
    /// A recorded event: any unique beginning of its id, last, or last~2 for the one two before it
    ///
    /// Each of its requests is verified, for each has a time and a signature of its own.
    #[arg(required_unless_present = "body", conflicts_with = "body")]
    pub id: Option<String>,
    /// Verify the body in this file, as it was received; - reads standard input
    #[arg(long, value_name = "FILE", requires_all = ["signature", "transmission_time"])]
    pub body: Option<PathBuf>,
    /// The value of tosspayments-webhook-signature, for --body
    #[arg(long, value_name = "V", requires = "body", allow_hyphen_values = true)]
    pub signature: Option<String>,
    /// The value of tosspayments-webhook-transmission-time, for --body
    #[arg(long, value_name = "T", requires = "body")]
    pub transmission_time: Option<String>,
    /// Verify with this security key: @FILE, env:NAME, or the key itself
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
        help_heading = "Signature"
    )]
    pub key_form: KeyForm,
    /// How to print
    #[arg(short, long, value_enum, default_value_t)]
    pub format: VerifyFormat,
    /// The same as --format json
    #[arg(long, hide = true, conflicts_with = "format")]
    pub json: bool,
    /// The history's file [default: this project's in the user's data folder]
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY")]
    pub history: Option<PathBuf>,
}

impl VerifyArgs {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> VerifyFormat {
        if self.json { VerifyFormat::Json } else { self.format }
    }
}

/// How findings are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum VerifyFormat {
    /// Sentences for people
    #[default]
    Text,
    /// JSON Lines
    Json,
}
