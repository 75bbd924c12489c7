//! What can be typed after `tosshook retry-schedule`.

mod arrivals;

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

pub use arrivals::ArrivalArgs;

use super::against::AgainstArgs;
use super::values::{self, Intervals, TypedOutage, TypedRecurrence, TypedTime};

/// Compute when Toss Payments sends an event again, and what an outage does to it
///
/// Without options: the eight attempts of an event that is first sent now. With --down: what becomes of every event
/// that is first sent during the outage; with --from as well, or with --fail, of one event. With --arrivals or --rate:
/// of many events, and the load of their re-sends. Nothing is sent, but with --against.
///
/// Toss Payments re-sends an event that is not answered with exactly 200 within 10 s up to 7 times, waiting 1, 4, 16,
/// 64, 256, 1024 and 4096 minutes.
#[derive(Args, Clone, Debug, Default)]
#[command(alias = "schedule", after_help = EXAMPLES_SHORT, after_long_help = format!("{EXAMPLES}\n\n{}", super::EXIT_CODES))]
pub struct RetrySchedule {
    /// When the first attempt is made [default: now]
    ///
    /// RFC 3339 (2026-11-22T12:00:00+09:00), '2026-11-22 12:00', 12:00 (today, past or not), now, +2h or -30m.
    #[arg(long, value_name = "TIME", value_parser = values::time, allow_hyphen_values = true)]
    pub from: Option<TypedTime>,

    /// An outage, FROM..TO or FROM+DURATION; repeatable
    ///
    /// An attempt at TO already arrives. A clock time is of the first attempt's day, else of today; a TO that is earlier
    /// than FROM is of the next day. +2h and -30m count from now. Without --from the answer is for every event first
    /// sent during the outages.
    #[arg(long, value_name = "OUTAGE", value_parser = values::outage, allow_hyphen_values = true)]
    pub down: Vec<TypedOutage>,

    /// An outage that comes again, like a deploy: 1d+5m
    ///
    /// PERIOD is from one beginning to the next. The first begins at --from, else now; there is no last.
    #[arg(long, value_name = "PERIOD+DURATION", value_parser = values::recurrence, allow_hyphen_values = true)]
    pub down_every: Option<TypedRecurrence>,

    /// The first N attempts fail
    #[arg(long, value_name = "N", allow_hyphen_values = true, value_parser = values::whole::<u32>(0, u32::MAX.into()))]
    pub fail: Option<u32>,

    /// Each attempt outside the outages fails with this probability, 0.2 or 20%
    #[arg(long, value_name = "P", value_parser = values::rate, allow_hyphen_values = true)]
    pub fail_rate: Option<f64>,

    /// The same seed gives the same chances [default: a random one, which is told]
    #[arg(long, value_name = "N", value_parser = values::whole::<u64>(0, u64::MAX), allow_hyphen_values = true)]
    pub seed: Option<u64>,

    /// How long a failing attempt takes, so that each wait counts from its end [default: 0s]
    ///
    /// Toss Payments does not document whether a wait counts from an attempt's start or from its end. Without this it
    /// counts from the start; with 10s, from the end of an attempt that ran into the time limit.
    #[arg(long, value_name = "DURATION", value_parser = values::duration, allow_hyphen_values = true)]
    pub answer_after: Option<Duration>,

    /// How to write it
    #[arg(short, long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: Format,

    /// The same as --format json
    #[arg(long, hide = true, conflicts_with = "format")]
    pub json: bool,

    /// Another policy: the waits before each re-send, like 1m,5m,30m
    ///
    /// 1 to 100 durations in whole seconds. [default: 1m,4m,16m,64m,256m,1024m,4096m]
    #[arg(
        long,
        value_name = "LIST",
        value_parser = values::intervals,
        allow_hyphen_values = true,
        help_heading = "Another policy"
    )]
    pub intervals: Option<Intervals>,

    /// Another policy: how long an answer may take [default: 10s]
    ///
    /// No attempt takes longer than this, whatever --answer-after says.
    #[arg(
        long,
        value_name = "DURATION",
        value_parser = values::duration,
        allow_hyphen_values = true,
        help_heading = "Another policy"
    )]
    pub timeout: Option<Duration>,

    /// Many events
    #[command(flatten)]
    pub many: ArrivalArgs,

    /// The way of a recorded event: the attempts that arrived, the next, the last chance
    ///
    /// An id, the beginning of one, last, or last~2, as the list of events shows them.
    #[arg(long, value_name = "ID",
          conflicts_with_all = ["from", "down", "down_every", "fail", "fail_rate", "answer_after", "arrivals", "rate",
                                "over", "intervals", "timeout", "against"])]
    pub event: Option<String>,

    /// To play it for real
    #[command(flatten)]
    pub real: AgainstArgs,

    /// The history that --event and --sample look into
    #[arg(long, value_name = "FILE", env = "TOSSHOOK_HISTORY", hide_short_help = true)]
    pub history: Option<PathBuf>,
}

/// The formats of the schedule.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: the verdict, a drawn timeline, a line per attempt
    #[default]
    Table,
    /// JSON Lines: `attempt`, `window`, or `distribution` and `load`; then a `summary`
    Json,
    /// A header, and a row per attempt, range or measure
    Csv,
    /// Calendar entries (iCalendar): the attempts and the outages
    Ics,
    /// A picture: attempts on a logarithmic axis, the load of many events, for light and dark screens and for paper
    Svg,
}

impl RetrySchedule {
    /// The format that was asked for.
    pub fn chosen_format(&self) -> Format {
        if self.json { Format::Json } else { self.format }
    }
}

const EXAMPLES_SHORT: &str = "Example: tosshook retry-schedule --down 02:00..09:30";

const EXAMPLES: &str = "\
Examples:
  The attempts of an event that is first sent now:
    tosshook retry-schedule

  The server is down from 02:00 to 09:30. What becomes of the events of that time, and of one of 02:10?
    tosshook retry-schedule --down 02:00..09:30
    tosshook retry-schedule --from 02:10 --down 02:00..09:30

  Two deploys of 90 s; the waits counted from the end of attempts that ran into the 10 s:
    tosshook retry-schedule --from 13:59:30 --down 13:59+90s --down 14:04+90s --answer-after 10s

  A hundred events a second for a day: how many need a re-send, and what comes when the server is back?
    tosshook retry-schedule --rate 100/1s --over 1d --down 02:00..09:30
    tosshook retry-schedule --arrivals 1000000 --over 30d --down-every 1d+5m

  Played for real against your server, an hour a second; stop and start it meanwhile:
    tosshook retry-schedule --against 3000/webhooks/toss

  A recorded event: the attempts that arrived, the next, the last chance:
    tosshook retry-schedule --event last

  For a report, and for a calendar:
    tosshook retry-schedule --from 02:10 --down 02:00..09:30 --format svg > outage.svg
    tosshook retry-schedule --from 02:10 --down 02:00..09:30 --format ics > outage.ics

  For a spreadsheet, and for a script:
    tosshook retry-schedule --from '2026-11-22 12:00' --tz KST --format csv
    tosshook retry-schedule --from 2026-11-22T12:00:00+09:00 --format json";
