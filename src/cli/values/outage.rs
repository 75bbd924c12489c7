//! Outages: `02:00..09:30`, `2026-11-22T12:00+3h`.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::{Frame, TimeError, TypedTime, ValueError, duration, time};
use crate::timeline::Outage;

/// An outage as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TypedOutage {
    /// The text, for messages.
    pub text: String,
    from: TypedTime,
    end: End,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    At(TypedTime),
    After(Duration),
}

/// Why a text is no outage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutageTextError {
    /// Nothing says when it ends.
    #[error("an outage needs an end: FROM..TO or FROM+DURATION, like 02:00..09:30 or 02:00+45m")]
    NoEnd,
    /// Nothing says when it begins.
    #[error("an outage needs a beginning: FROM..TO or FROM+DURATION, like 02:00..09:30 or 02:00+45m")]
    NoBeginning,
    /// One of its two times can't be read.
    #[error("{text}: {error}")]
    Part {
        /// That part, as typed.
        text: String,
        /// What is wrong with it.
        error: Box<ValueError>,
    },
}

/// Reads the form of an outage, `FROM..TO` or `FROM+DURATION`.
pub fn outage(text: &str) -> Result<TypedOutage, ValueError> {
    let text = text.trim();
    let (from, end) = if let Some((from, to)) = text.split_once("..") {
        if to.trim().is_empty() {
            return Err(OutageTextError::NoEnd.into());
        }
        (from, End::At(part(to, time)?))
    } else {
        // The last plus: the ones before it belong to an offset or to a relative time.
        let (from, length) = text.rsplit_once('+').ok_or(OutageTextError::NoEnd)?;
        // A clock time there is the offset of a time without an end.
        if length.contains(':') {
            return Err(OutageTextError::NoEnd.into());
        }
        (from, End::After(part(length, duration)?))
    };
    if from.trim().is_empty() {
        return Err(OutageTextError::NoBeginning.into());
    }
    Ok(TypedOutage { text: text.to_owned(), from: part(from, time)?, end })
}

fn part<T>(text: &str, read: impl Fn(&str) -> Result<T, ValueError>) -> Result<T, ValueError> {
    let wrap = |error| OutageTextError::Part { text: text.trim().to_owned(), error: Box::new(error) };
    read(text).map_err(|error| wrap(error).into())
}

impl TypedOutage {
    /// The first offset that one of its times carries.
    pub fn offset(&self) -> Option<Offset> {
        self.from.offset().or(match self.end {
            End::At(to) => to.offset(),
            End::After(_) => None,
        })
    }

    /// The outage that it means. A clock time at its end is the first such time after its beginning.
    pub fn resolve(&self, frame: &Frame) -> Result<Outage, ValueError> {
        let from = self.from.resolve(frame)?;
        let to = match self.end {
            End::At(TypedTime::Clock(clock)) => next_clock(clock, from, frame)?,
            End::At(to) => to.resolve(frame)?,
            End::After(length) => TypedTime::After(length).resolve(&Frame { now: from, ..frame.clone() })?,
        };
        Ok(Outage::new(from, to)?)
    }
}

/// The first time that the clocks show `clock` at or after `from`.
fn next_clock(clock: jiff::civil::Time, from: Timestamp, frame: &Frame) -> Result<Timestamp, ValueError> {
    let beginning = frame.tz.to_datetime(from);
    let day = if clock < beginning.time() {
        beginning.date().tomorrow().map_err(|_| TimeError::OutOfRange(clock.to_string()))?
    } else {
        beginning.date()
    };
    TypedTime::Civil(day.to_datetime(clock)).resolve(frame)
}
