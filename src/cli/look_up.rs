//! How payments are looked up.

use clap::Args;

/// What asks Toss Payments' API.
#[derive(Clone, Debug, Args)]
pub struct LookUpArgs {
    /// Look payments up with this secret key, and say whether events agree: @FILE, env:NAME, or the key itself
    ///
    /// Each event about a payment is compared with what Toss Payments' API says of that payment: status, amount, secret
    /// and order. The sender doesn't wait for it. At most 50 payments a minute are asked for.
    #[arg(
        long,
        value_name = "KEY",
        env = "TOSSHOOK_SECRET_KEY",
        hide_env_values = true,
        help_heading = "Payment look-up"
    )]
    pub secret_key: Option<String>,
    /// Where payments are looked up: Toss Payments' API, or what stands in for it on this machine
    #[arg(
        long,
        value_name = "URL",
        default_value = crate::payments::TOSS_PAYMENTS,
        env = "TOSSHOOK_API_BASE",
        hide_env_values = true,
        help_heading = "Payment look-up",
        hide_short_help = true
    )]
    pub api_base: String,
    /// Take a live secret key, which looks customers' payments up
    #[arg(long, help_heading = "Payment look-up", hide_short_help = true)]
    pub allow_live_key: bool,
}
