//! What the commands that send have in common: where to, whether that is allowed, what signs.

use clap::{Args, ValueEnum};

/// Options of a command that sends.
#[derive(Clone, Debug, Default, Args)]
pub struct SendingArgs {
    /// Send to this endpoint [default: the listener on 4100]
    #[arg(long, value_name = "ENDPOINT", env = "TOSSHOOK_URL", hide_env_values = true)]
    pub to: Option<String>,
    /// Whether that is allowed
    #[command(flatten)]
    pub remote: RemoteArgs,
}

/// Consent.
#[derive(Clone, Debug, Default, Args)]
pub struct RemoteArgs {
    /// Send to hosts outside loopback and private networks without asking
    #[arg(long, hide_short_help = true)]
    pub allow_remote: bool,
}

/// What signs the events that carry a signature.
#[derive(Clone, Debug, Default, Args)]
pub struct SigningArgs {
    /// Sign with this security key: @FILE, env:NAME, or the key itself
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
        help_heading = "Signature",
        hide_short_help = true
    )]
    pub key_form: SigningKeyForm,
}

/// Which form of a security key signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SigningKeyForm {
    /// The 64 characters
    #[default]
    Text,
    /// The 32 bytes that they encode
    Hex,
}
