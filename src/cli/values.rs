//! What users type, read into what the engines take: times, durations, sizes, zones, outages.
//!
//! Everything here is pure. What needs no clock reads in one step and fits clap's `value_parser`; a
//! time is read into a [`TypedTime`] first and becomes a timestamp once the zone is known, because
//! the zone itself may come from the offset that a typed time carries.

mod command_line;
mod intervals;
mod number;
mod outage;
mod pace;
mod rate;
mod recurrence;
mod scan;
mod size;
mod speed;
mod time;
mod zone;

pub use command_line::{CommandLine, CommandLineError, command_line};
pub use intervals::{Intervals, IntervalsError, MAX_INTERVALS, intervals};
pub use number::{NumberError, whole};
pub use outage::{OutageTextError, TypedOutage, outage};
pub use pace::{MAX_ARRIVALS, Pace, PaceError, arrivals, pace};
pub use rate::{RateError, rate};
pub use recurrence::{RecurrenceTextError, TypedRecurrence, recurrence};
pub use size::{SizeError, size};
pub use speed::{SpeedError, speed};
pub use time::{Frame, TimeError, TypedTime, time};
pub use zone::{SystemZone, ZoneChoice, ZoneError, zone, zone_label, zone_name};

use std::time::Duration;

use crate::duration::DurationError;
pub use crate::duration::spell;
use crate::timeline::{OutageError, RecurringError};

/// Reads a [`duration`](crate::duration::duration) that was typed.
pub fn duration(text: &str) -> Result<Duration, ValueError> {
    crate::duration::duration(text).map_err(ValueError::from)
}

/// Why a typed value can't be used. The text names the remedy; clap or the command adds the flag and
/// the value before it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ValueError {
    /// A command.
    #[error(transparent)]
    CommandLine(#[from] CommandLineError),
    /// A duration.
    #[error(transparent)]
    Duration(#[from] DurationError),
    /// A list of waits.
    #[error(transparent)]
    Intervals(#[from] IntervalsError),
    /// A whole number.
    #[error(transparent)]
    Number(#[from] NumberError),
    /// A number of events, or how many come in a time.
    #[error(transparent)]
    Pace(#[from] PaceError),
    /// A probability.
    #[error(transparent)]
    Rate(#[from] RateError),
    /// A size in bytes.
    #[error(transparent)]
    Size(#[from] SizeError),
    /// A speed.
    #[error(transparent)]
    Speed(#[from] SpeedError),
    /// A time.
    #[error(transparent)]
    Time(#[from] TimeError),
    /// A zone.
    #[error(transparent)]
    Zone(#[from] ZoneError),
    /// The form of an outage.
    #[error(transparent)]
    OutageText(#[from] OutageTextError),
    /// The two ends of an outage.
    #[error(transparent)]
    Outage(#[from] OutageError),
    /// The form of an outage that recurs.
    #[error(transparent)]
    RecurrenceText(#[from] RecurrenceTextError),
    /// The period and the duration of an outage that recurs.
    #[error(transparent)]
    Recurring(#[from] RecurringError),
}
