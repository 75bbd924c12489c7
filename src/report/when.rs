//! Times and durations as a person reads them.

use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::values::zone_label;

const SECOND: Duration = Duration::from_secs(1);
const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Shows moments in one time zone.
#[derive(Clone, Debug)]
pub struct Times {
    zone: TimeZone,
}

impl Times {
    /// Moments are shown in this zone.
    pub fn new(zone: TimeZone) -> Self {
        Self { zone }
    }

    /// `14:02:11`
    pub fn clock(&self, at: Timestamp) -> String {
        let time = self.zone.to_datetime(at);
        format!("{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second())
    }

    /// The date that a moment falls on.
    pub fn date(&self, at: Timestamp) -> Date {
        self.zone.to_datetime(at).date()
    }

    /// `2026-11-26T09:04:00+09:00`, with a fraction where there is one.
    pub fn rfc3339(&self, at: Timestamp) -> String {
        at.display_with_offset(self.zone.to_offset(at)).to_string()
    }

    /// `Thu 26 Nov`
    pub fn day(&self, at: Timestamp) -> String {
        self.date(at).strftime("%a %-d %b").to_string()
    }

    /// `Thu 26 Nov 09:04`
    pub fn day_and_time(&self, at: Timestamp) -> String {
        self.zone.to_datetime(at).strftime("%a %-d %b %H:%M").to_string()
    }

    /// `14:04:40` on the day of `now`, else `Thu 26 Nov 09:04`.
    pub fn moment(&self, at: Timestamp, now: Timestamp) -> String {
        if self.date(at) == self.date(now) { self.clock(at) } else { self.day_and_time(at) }
    }

    /// What people call the zone at that moment: `KST`, `UTC`, `+05:30`.
    pub fn zone_name(&self, at: Timestamp) -> String {
        zone_label(&self.zone, at)
    }
}

/// A span of time in its large units: `45s`, `1m`, `21m`, `3d 19h 1m`. Seconds go once it is ten
/// minutes long, minutes never.
pub fn span(span: Duration) -> String {
    let seconds = span.as_secs();
    let parts = match seconds {
        0 => return format!("{} ms", span.as_millis()),
        1..MINUTE => [0, 0, 0, seconds],
        MINUTE..600 => [0, 0, seconds / MINUTE, seconds % MINUTE],
        _ => [seconds / DAY, seconds % DAY / HOUR, seconds % HOUR / MINUTE, 0],
    };
    let shown: Vec<String> = parts
        .into_iter()
        .zip(["d", "h", "m", "s"])
        .filter(|(part, _)| *part > 0)
        .map(|(part, unit)| format!("{part}{unit}"))
        .collect();
    shown.join(" ")
}

/// The time that an answer took, as number and unit: `38` `ms`, `10.0` `s`, `0.41` `ms`.
pub fn elapsed_parts(elapsed: Duration) -> (String, &'static str) {
    let milliseconds = elapsed.as_secs_f64() * 1000.0;
    if milliseconds < 0.995 {
        (format!("{milliseconds:.2}"), "ms")
    } else if milliseconds < 9.95 {
        (format!("{milliseconds:.1}"), "ms")
    } else if milliseconds < 999.5 {
        (format!("{milliseconds:.0}"), "ms")
    } else if elapsed < 100 * SECOND {
        (format!("{:.1}", elapsed.as_secs_f64()), "s")
    } else {
        (format!("{:.0}", elapsed.as_secs_f64()), "s")
    }
}

/// The time that an answer took: `38 ms`, `10.0 s`, `0.41 ms`.
pub fn elapsed(elapsed: Duration) -> String {
    let (number, unit) = elapsed_parts(elapsed);
    format!("{number} {unit}")
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::{Times, elapsed, span};

    fn seoul() -> Times {
        Times::new(TimeZone::get("Asia/Seoul").expect("bundled"))
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("a time")
    }

    #[test]
    fn shows_moments_in_the_zone() {
        let noon = at("2026-11-22T05:02:11.9Z");
        assert_eq!(seoul().clock(noon), "14:02:11");
        assert_eq!(seoul().zone_name(noon), "KST");
        assert_eq!(seoul().day(at("2026-11-22T15:00:00Z")), "Mon 23 Nov");
        assert_eq!(Times::new(TimeZone::UTC).zone_name(noon), "UTC");
        assert_eq!(Times::new(TimeZone::fixed(jiff::tz::offset(9))).zone_name(noon), "+09:00");
    }

    #[test]
    fn another_day_is_named() {
        let now = at("2026-11-22T05:02:11Z");
        assert_eq!(seoul().moment(at("2026-11-22T05:04:40Z"), now), "14:04:40");
        assert_eq!(seoul().moment(at("2026-11-26T00:04:00Z"), now), "Thu 26 Nov 09:04");
    }

    #[test]
    fn spans_keep_their_large_units() {
        let spans = [0, 45, 60, 64, 21 * 60, 21 * 60 + 30, 3600, 5461 * 60];
        let shown = spans.map(|seconds| span(Duration::from_secs(seconds)));
        assert_eq!(shown, ["0 ms", "45s", "1m", "1m 4s", "21m", "21m", "1h", "3d 19h 1m"]);
    }

    #[test]
    fn answers_keep_the_digits_that_matter() {
        let times = [0.041, 2.0, 9.96, 38.2, 112.0, 999.7, 10_000.0, 241_000.0];
        let shown = times.map(|ms| elapsed(Duration::from_secs_f64(ms / 1000.0)));
        assert_eq!(shown, ["0.04 ms", "2.0 ms", "10 ms", "38 ms", "112 ms", "1.0 s", "10.0 s", "241 s"]);
    }
}
