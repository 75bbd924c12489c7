//! Times: RFC 3339, `2026-11-22 13:00`, `13:00`, `now`, `+2h`, `-30m`.

mod nearest;

use std::time::Duration;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};

use super::scan::{self, Scan};
use super::{ValueError, duration, spell, zone_label};

/// A time as it was typed: it becomes a timestamp once the zone and the time now are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedTime {
    /// A date, a time and an offset: the same for everyone.
    Instant(Timestamp, Offset),
    /// A date and a time of a zone's calendar.
    Civil(DateTime),
    /// A time of the reference day.
    Clock(Time),
    /// `now`.
    Now,
    /// So long after now.
    After(Duration),
    /// So long before now.
    Before(Duration),
}

/// What a typed time is read against.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What `now`, `+2h` and `-30m` count from.
    pub now: Timestamp,
    /// The day of a bare clock time.
    pub day: Date,
    /// The zone of what carries no offset.
    pub tz: TimeZone,
}

/// Why a text is no time, or none in this zone.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimeError {
    /// Almost a time.
    #[error("not a time as it stands; write {0}")]
    Nearly(String),
    /// Anything that is no time.
    #[error(
        "not a time; write it like 13:00, '2026-11-22 13:00', 2026-11-22T13:00:00+09:00, now, +2h or -30m"
    )]
    Unreadable,
    /// 30 February.
    #[error("the calendar has no such day")]
    NoSuchDay,
    /// 25:00.
    #[error("the clock has no such time; it goes from 00:00 to 23:59:59")]
    NoSuchClock,
    /// Before the year -9999 or after 9999.
    #[error("{0} is beyond the years that can be counted")]
    OutOfRange(String),
    /// The clocks jump over it.
    #[error("{zone} skips {local}, its clocks are put forward over it; write {before} or {after}")]
    Skipped {
        /// The time as typed, with its date.
        local: DateTime,
        /// The zone's name.
        zone: String,
        /// The reading that lies before the jump.
        before: String,
        /// The reading that lies after it.
        after: String,
    },
    /// The clocks show it twice.
    #[error("{zone} has {local} twice, its clocks are put back over it; write {first} or {second}")]
    Repeated {
        /// The time as typed, with its date.
        local: DateTime,
        /// The zone's name.
        zone: String,
        /// The first of the two.
        first: String,
        /// The second.
        second: String,
    },
}

/// Reads the form of a time.
pub fn time(text: &str) -> Result<TypedTime, ValueError> {
    let text = text.trim();
    if text == "now" {
        return Ok(TypedTime::Now);
    }
    if let Some(rest) = text.strip_prefix('+') {
        return duration(rest).map(TypedTime::After);
    }
    if let Some(rest) = text.strip_prefix('-') {
        return duration(rest).map(TypedTime::Before);
    }
    match exactly(text)? {
        Some(time) => Ok(time),
        None => Err(nearest::form(text).map_or(TimeError::Unreadable, TimeError::Nearly).into()),
    }
}

/// A clock time, or a date and a time with or without an offset; none for another form.
fn exactly(text: &str) -> Result<Option<TypedTime>, TimeError> {
    let mut scan = Scan(text);
    if let Some(numbers) = scan.clock() {
        let clock = || scan::time_of_day(numbers).map(TypedTime::Clock).ok_or(TimeError::NoSuchClock);
        return if scan.at_end() { clock().map(Some) } else { Ok(None) };
    }
    let mut scan = Scan(text);
    let Some(date) = scan.date() else { return Ok(None) };
    let Some(clock) = scan.eat(&['T', 't', ' ']).and_then(|_| scan.clock()) else { return Ok(None) };
    let offset = scan.offset();
    if !scan.at_end() {
        return Ok(None);
    }
    let day = scan::day(date).ok_or(TimeError::NoSuchDay)?;
    let local = day.to_datetime(scan::time_of_day(clock).ok_or(TimeError::NoSuchClock)?);
    Ok(Some(match offset {
        Some(offset) => TypedTime::Instant(
            offset.to_timestamp(local).map_err(|_| TimeError::OutOfRange(text.to_owned()))?,
            offset,
        ),
        None => TypedTime::Civil(local),
    }))
}

impl Frame {
    /// Bare clock times are today's.
    pub fn new(now: Timestamp, tz: TimeZone) -> Self {
        Self { now, day: tz.to_datetime(now).date(), tz }
    }

    /// Bare clock times are those of the day that `at` falls on.
    #[must_use]
    pub fn on_the_day_of(mut self, at: Timestamp) -> Self {
        self.day = self.tz.to_datetime(at).date();
        self
    }
}

impl TypedTime {
    /// The offset that the time itself carries.
    pub fn offset(self) -> Option<Offset> {
        match self {
            Self::Instant(_, offset) => Some(offset),
            _ => None,
        }
    }

    /// The timestamp that it means.
    pub fn resolve(self, frame: &Frame) -> Result<Timestamp, ValueError> {
        let shifted = |by: Duration, sign: &str| {
            let moved = match (SignedDuration::try_from(by), sign) {
                (Ok(by), "-") => frame.now.checked_sub(by).ok(),
                (Ok(by), _) => frame.now.checked_add(by).ok(),
                (Err(_), _) => None,
            };
            moved.ok_or_else(|| TimeError::OutOfRange(format!("{sign}{}", spell(by))).into())
        };
        match self {
            Self::Instant(at, _) => Ok(at),
            Self::Civil(local) => in_zone(local, &frame.tz),
            Self::Clock(clock) => in_zone(frame.day.to_datetime(clock), &frame.tz),
            Self::Now => Ok(frame.now),
            Self::After(by) => shifted(by, "+"),
            Self::Before(by) => shifted(by, "-"),
        }
    }
}

/// What the zone's clocks mean by this time; refused where they mean none, or two.
fn in_zone(local: DateTime, tz: &TimeZone) -> Result<Timestamp, ValueError> {
    let at =
        |offset: Offset| offset.to_timestamp(local).map_err(|_| TimeError::OutOfRange(local.to_string()));
    let spelled = |offset: Offset| at(offset).map(|at| at.display_with_offset(tz.to_offset(at)).to_string());
    let zone = || match (tz.iana_name(), at(Offset::UTC)) {
        (Some(name), _) => name.to_owned(),
        (None, Ok(at)) => zone_label(tz, at),
        (None, Err(_)) => "the zone".to_owned(),
    };
    match tz.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => Ok(at(offset)?),
        AmbiguousOffset::Gap { before, after } => {
            // The offset from after the jump gives the earlier of the two moments.
            let (before, after) = (spelled(after)?, spelled(before)?);
            Err(TimeError::Skipped { local, zone: zone(), before, after }.into())
        }
        AmbiguousOffset::Fold { before, after } => {
            let (first, second) = (spelled(before)?, spelled(after)?);
            Err(TimeError::Repeated { local, zone: zone(), first, second }.into())
        }
    }
}
