//! Times as the schedule shows them: with no more detail than tells them apart.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::values::zone_label;

/// Whether a day needs its month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MonthNamed {
    No,
    Yes,
}

/// How times that belong together are written.
pub(super) struct Moments<'a> {
    tz: &'a TimeZone,
    first: Timestamp,
    /// The year behind the day, where it is needed.
    year: &'static str,
    /// The time of the day and the zone, as far as needed.
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
    /// The form for these times, the first of them first: seconds, the year and the zone are shown where
    /// some have seconds, differ in the year, or lie on both sides of a change of the clocks.
    pub(super) fn of(times: impl IntoIterator<Item = Timestamp>, tz: &'a TimeZone) -> Self {
        let times: Vec<Timestamp> = times.into_iter().collect();
        let all = || times.iter().copied();
        let first = all().next().unwrap_or_default();
        let differs = |a: Timestamp, b: Timestamp| tz.to_datetime(a).year() != tz.to_datetime(b).year();
        let year = if all().any(|at| differs(at, first)) { " %Y" } else { "" };
        let detail = all().map(|at| Detail::of(at, tz)).max().unwrap_or(Detail::Minutes);
        let mut clock = detail.form().to_owned();
        let one_offset = all().all(|at| tz.to_offset(at) == tz.to_offset(first));
        if !one_offset {
            clock.push_str(" %Z");
        }
        let zone = match tz.iana_name() {
            Some(name) if !one_offset => name.to_owned(),
            _ => zone_label(tz, first),
        };
        Self { tz, first, year, clock, detail, zone }
    }

    /// In a sentence: `Thu 26 Nov 09:04`.
    pub(super) fn prose(&self, at: Timestamp) -> String {
        self.format(at, &format!("%a %-d %b{} {}", self.year, self.clock))
    }

    /// In a column: the same, with the days under each other.
    pub(super) fn column(&self, at: Timestamp) -> String {
        self.format(at, &format!("%a %e %b{} {}", self.year, self.clock))
    }

    /// The first of them, with its year.
    pub(super) fn first(&self) -> String {
        self.format(self.first, &format!("%a %-d %b %Y {}", self.clock))
    }

    /// The end of a stretch that begins at `from`: the day only where it is another one.
    pub(super) fn end(&self, from: Timestamp, to: Timestamp) -> String {
        if self.date(from) == self.date(to) { self.clock(to) } else { self.prose(to) }
    }

    /// The time of the day alone.
    pub(super) fn clock(&self, at: Timestamp) -> String {
        self.format(at, &self.clock)
    }

    /// The day alone: `Mon 23 Nov`.
    pub(super) fn day(&self, at: Timestamp) -> String {
        self.format(at, &format!("%a %-d %b{}", self.year))
    }

    /// The day, as short as it can be beside the days of the same table.
    pub(super) fn short_day(&self, at: Timestamp, month: MonthNamed) -> String {
        match month {
            MonthNamed::No => self.format(at, "%a %e"),
            MonthNamed::Yes => self.format(at, &format!("%a %e %b{}", self.year)),
        }
    }

    /// The date that a moment falls on.
    pub(super) fn date(&self, at: Timestamp) -> Date {
        self.tz.to_datetime(at).date()
    }

    /// Under the picture: `12:00`, `Mon 10:45`, and the date once weekdays would come again.
    pub(super) fn caption(&self, at: Timestamp) -> String {
        match (self.date(at) - self.date(self.first)).get_days() {
            0 => self.format(at, "%H:%M"),
            1..=6 => self.format(at, "%a %H:%M"),
            _ => self.format(at, "%-d %b"),
        }
    }

    /// What the zone is called, where the times don't carry it themselves.
    pub(super) fn zone_once(&self) -> Option<&str> {
        (!self.clock.ends_with("%Z")).then_some(self.zone())
    }

    /// In a narrow place: the time alone on the day of the first attempt, else in a sentence.
    pub(super) fn brief(&self, at: Timestamp) -> String {
        if self.date(at) == self.date(self.first) { self.clock(at) } else { self.prose(at) }
    }

    /// Under a mark: `Mon 23 Nov`, and with its year where that is another than the first attempt's.
    pub(super) fn day_of_mark(&self, at: Timestamp) -> String {
        let year = |at: Timestamp| self.date(at).year();
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
