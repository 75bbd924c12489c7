//! Which events a command is about: what `listen`, `forward` and `events list` have in common.

use clap::Args;

/// The filters.
#[derive(Clone, Debug, Default, Args)]
pub struct FilterArgs {
    /// Only these events: comma-separated, any case, payout.*
    #[arg(short, long, value_name = "LIST", env = "TOSSHOOK_EVENTS")]
    pub events: Option<String>,
    /// None of these events
    #[arg(long, value_name = "LIST", env = "TOSSHOOK_EXCLUDE")]
    pub exclude: Option<String>,
    /// Only events of which this holds: status=DONE, order_id~^toss_, 'data.totalAmount>=10000'; repeatable, all hold
    ///
    /// FIELD, one of = != ~ !~ > >= < <=, and VALUE. A field with a dot is a path in the body (data.cancels.0.cancelAmount,
    /// .secret), any other a key of the JSON kind received; status is short for event_status. ~ looks for a regular
    /// expression. Numbers compare by their value, texts letter by letter; null is nothing; a VALUE in double quotes is
    /// a text whatever it looks like. != and !~ hold where = and ~ do not.
    #[arg(short = 'w', long = "where", value_name = "EXPR", env = "TOSSHOOK_WHERE")]
    pub conditions: Vec<String>,
}
