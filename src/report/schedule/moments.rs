//! Times as the schedule shows them: with no more detail than tells its attempts apart.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::values::zone_label;
use crate::timeline::Schedule;

/// How the times of one schedule are written.
pub(super) struct Moments<'a> {
    tz: &'a TimeZone,
    first: Timestamp,
    /// What follows the day: year, clock and zone, as far as needed.
    rest: String,
    /// The same without the year.
    clock: String,
    /// The time of day in it.
    detail: Detail,
    zone: String,
}

/// How much of a time of day is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Detail {
    Minutes,
    Seconds,
    Milliseconds,
}

impl Detail {
    /// As much as the moment has.
    fn of(at: Timestamp, tz: &TimeZone) -> Self {
        if at.subsec_nanosecond() != 0 {
            Self::Milliseconds
        } else if tz.to_datetime(at).second() != 0 {
            Self::Seconds
        } else {
            Self::Minutes
        }
    }

    fn form(self) -> &'static str {
        match self {
            Self::Minutes => "%H:%M",
            Self::Seconds => "%H:%M:%S",
            Self::Milliseconds => "%H:%M:%S%.3f",
        }
    }
}

impl<'a> Moments<'a> {
    /// The form for these attempts: seconds, the year and the zone are shown where attempts have
    /// some, differ in it, or lie on both sides of a change of the clocks.
    pub(super) fn new(schedule: &Schedule, tz: &'a TimeZone) -> Self {
        let all = || schedule.attempts().iter().map(|attempt| attempt.due_at);
        let first = all().next().unwrap_or_default();
        let differs = |a: Timestamp, b: Timestamp| tz.to_datetime(a).year() != tz.to_datetime(b).year();
        let detail = all().map(|at| Detail::of(at, tz)).max().unwrap_or(Detail::Minutes);
        let mut clock = detail.form().to_owned();
        let one_offset = all().all(|at| tz.to_offset(at) == tz.to_offset(first));
        if !one_offset {
            clock.push_str(" %Z");
        }
        let year = if all().any(|at| differs(at, first)) { " %Y" } else { "" };
        let rest = format!("{year} {clock}");
        let zone = match tz.iana_name() {
            Some(name) if !one_offset => name.to_owned(),
            _ => zone_label(tz, first),
        };
        Self { tz, first, rest, clock, detail, zone }
    }

    /// In a sentence: `Thu 26 Nov 09:04`.
    pub(super) fn prose(&self, at: Timestamp) -> String {
        self.format(at, &format!("%a %-d %b{}", self.rest))
    }

    /// In a column: the same, with the days under each other.
    pub(super) fn column(&self, at: Timestamp) -> String {
        self.format(at, &format!("%a %e %b{}", self.rest))
    }

    /// The first attempt, with its year.
    pub(super) fn first(&self) -> String {
        let rest = if self.rest.starts_with(" %Y") { self.rest.clone() } else { format!(" %Y{}", self.rest) };
        self.format(self.first, &format!("%a %-d %b{rest}"))
    }

    /// The end of a stretch that begins at `from`: the day only where it is another one.
    pub(super) fn end(&self, from: Timestamp, to: Timestamp) -> String {
        let day = |at: Timestamp| self.tz.to_datetime(at).date();
        if day(from) == day(to) { self.clock(to) } else { self.prose(to) }
    }

    /// Under the picture: `12:00`, `Mon 10:45`, and the date once weekdays would come again.
    pub(super) fn caption(&self, at: Timestamp) -> String {
        let first = self.tz.to_datetime(self.first).date();
        let day = self.tz.to_datetime(at).date();
        match (day - first).get_days() {
            0 => self.format(at, "%H:%M"),
            1..=6 => self.format(at, "%a %H:%M"),
            _ => self.format(at, "%-d %b"),
        }
    }

    /// In a narrow place: the time alone on the day of the first attempt, else in a sentence.
    pub(super) fn brief(&self, at: Timestamp) -> String {
        if self.day(at) == self.day(self.first) { self.clock(at) } else { self.prose(at) }
    }

    /// The time of day.
    pub(super) fn clock(&self, at: Timestamp) -> String {
        self.format(at, &self.clock)
    }

    /// The day: `Mon 23 Nov`, and with its year where that is another than the first attempt's.
    pub(super) fn day(&self, at: Timestamp) -> String {
        let year = |at: Timestamp| self.tz.to_datetime(at).year();
        self.format(at, if year(at) == year(self.first) { "%a %-d %b" } else { "%-d %b %Y" })
    }

    /// What the zone is called.
    pub(super) fn zone(&self) -> &str {
        &self.zone
    }

    /// A moment that is finer than all attempts, as an outage's may be, is shown as fine as it is.
    fn format(&self, at: Timestamp, form: &str) -> String {
        let detail = Detail::of(at, self.tz);
        if detail > self.detail {
            let form = form.replace(self.detail.form(), detail.form());
            return at.to_zoned(self.tz.clone()).strftime(&form).to_string();
        }
        at.to_zoned(self.tz.clone()).strftime(form).to_string()
    }
}
