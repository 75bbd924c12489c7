//! The strict forms of dates, clock times and offsets: RFC 3339, and its parts alone.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;

/// A text that is read from its start.
#[derive(Clone, Copy)]
pub(super) struct Scan<'a>(pub(super) &'a str);

impl Scan<'_> {
    /// Whether all is read.
    pub(super) fn at_end(&self) -> bool {
        self.0.is_empty()
    }

    /// Steps over one of these characters.
    pub(super) fn eat(&mut self, wanted: &[char]) -> Option<char> {
        let next = self.0.chars().next().filter(|next| wanted.contains(next))?;
        self.0 = &self.0[next.len_utf8()..];
        Some(next)
    }

    /// Reads at least `least` and at most `most` digits as a number.
    fn digits(&mut self, least: usize, most: usize) -> Option<i32> {
        let count = self.0.bytes().take(most).take_while(u8::is_ascii_digit).count();
        let number = self.0.get(..count).filter(|_| count >= least)?.parse().ok()?;
        self.0 = &self.0[count..];
        Some(number)
    }

    /// `2026-11-22`, as numbers that need not be a day of any calendar.
    pub(super) fn date(&mut self) -> Option<(i32, i32, i32)> {
        let year = self.digits(4, 4)?;
        self.eat(&['-'])?;
        let month = self.digits(2, 2)?;
        self.eat(&['-'])?;
        Some((year, month, self.digits(2, 2)?))
    }

    /// `13:00`, `9:30`, `13:00:30`, `13:00:30.25`, as numbers that need not be a time of the day.
    pub(super) fn clock(&mut self) -> Option<(i32, i32, i32, i32)> {
        let hour = self.digits(1, 2)?;
        self.eat(&[':'])?;
        let minute = self.digits(2, 2)?;
        if self.eat(&[':']).is_none() {
            return Some((hour, minute, 0, 0));
        }
        let second = self.digits(2, 2)?;
        if self.eat(&['.']).is_none() {
            return Some((hour, minute, second, 0));
        }
        let before = self.0.len();
        let fraction = self.digits(1, 9)?;
        let missing = 9 - (before - self.0.len());
        Some((hour, minute, second, fraction * 10_i32.pow(u32::try_from(missing).ok()?)))
    }

    /// `Z`, `+09:00`, `-03:30`.
    pub(super) fn offset(&mut self) -> Option<Offset> {
        let sign = match self.eat(&['Z', 'z', '+', '-'])? {
            'Z' | 'z' => return Some(Offset::UTC),
            '+' => 1,
            _ => -1,
        };
        let hours = self.digits(2, 2).filter(|hours| *hours <= 23)?;
        self.eat(&[':'])?;
        let minutes = self.digits(2, 2).filter(|minutes| *minutes <= 59)?;
        Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
    }
}

/// The day of the calendar, if there is one.
pub(super) fn day((year, month, day): (i32, i32, i32)) -> Option<Date> {
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The time of the day, if there is one.
pub(super) fn time_of_day((hour, minute, second, nanosecond): (i32, i32, i32, i32)) -> Option<Time> {
    let small = |number: i32| i8::try_from(number).ok();
    Time::new(small(hour)?, small(minute)?, small(second)?, nanosecond).ok()
}
