//! The options for many events.

use std::time::Duration;

use clap::Args;

use crate::cli::values::{self, Pace};

/// How many events come, and in which time.
#[derive(Args, Clone, Copy, Debug, Default)]
#[command(next_help_heading = "Many events")]
pub struct ArrivalArgs {
    /// So many events, evenly spread over --over
    ///
    /// From --from on, else from the beginning of the first outage, else from now.
    #[arg(long, value_name = "N", value_parser = values::arrivals, allow_hyphen_values = true)]
    pub arrivals: Option<u64>,

    /// Events at random, so many in a time on average: 100/1s, for --over
    #[arg(
        long,
        value_name = "N/DURATION",
        value_parser = values::pace,
        allow_hyphen_values = true,
        conflicts_with = "arrivals"
    )]
    pub rate: Option<Pace>,

    /// For how long the events come
    #[arg(long, value_name = "DURATION", value_parser = values::duration, allow_hyphen_values = true)]
    pub over: Option<Duration>,
}
