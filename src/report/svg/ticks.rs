//! Round numbers for axes.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

/// So many steps an axis of counts has at most.
const STEPS: u128 = 4;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Steps between times that people count in, in seconds.
pub(super) const ROUND: [u64; 22] = [
    1,
    2,
    5,
    10,
    15,
    30,
    MINUTE,
    2 * MINUTE,
    5 * MINUTE,
    10 * MINUTE,
    15 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    3 * HOUR,
    6 * HOUR,
    12 * HOUR,
    DAY,
    2 * DAY,
    5 * DAY,
    10 * DAY,
    20 * DAY,
];

/// Counts from zero to at least `most`, in even steps of 1, 2 or 5 times a power of ten.
pub(super) fn counts(most: u64) -> Vec<u128> {
    let most = u128::from(most.max(1));
    let powers = std::iter::successors(Some(1_u128), |power| power.checked_mul(10));
    let steps = powers.flat_map(|power| [power, 2 * power, 5 * power]);
    let step = steps.take(60).find(|step| most.div_ceil(*step) <= STEPS).unwrap_or(most);
    (0..=most.div_ceil(step)).map(|nth| step * nth).collect()
}

/// A count in few letters: `1,250`, `40M`.
pub(super) fn short(count: u128) -> String {
    const UNITS: [(u128, &str); 5] = [
        (1_000_000_000_000_000_000, "E"),
        (1_000_000_000_000_000, "P"),
        (1_000_000_000_000, "T"),
        (1_000_000_000, "G"),
        (1_000_000, "M"),
    ];
    let large = UNITS.into_iter().find(|(size, _)| count >= 10 * size && count.is_multiple_of(*size));
    let (size, unit) = large.unwrap_or((1, ""));
    crate::report::amount::count(u64::try_from(count / size).unwrap_or(u64::MAX)) + unit
}

/// The step between times, so that at most `most` of them lie within `span`.
pub(super) fn time_step(span: Duration, most: u64) -> Duration {
    let seconds = span.as_secs();
    let fitting = ROUND.into_iter().find(|step| seconds / step <= most);
    Duration::from_secs(fitting.unwrap_or_else(|| (seconds / most.max(1) / DAY + 1) * DAY))
}

/// The times from `from` to `to` that are whole steps of the day in this zone.
pub(super) fn times(from: Timestamp, to: Timestamp, step: Duration, tz: &TimeZone) -> Vec<Timestamp> {
    let Some(step) = i64::try_from(step.as_secs()).ok().filter(|step| *step > 0) else { return Vec::new() };
    let shift = i64::from(tz.to_offset(from).seconds());
    let local = from.as_second() + shift + i64::from(from.subsec_nanosecond() > 0);
    let first = local + (-local).rem_euclid(step) - shift;
    let whole = |nth: i64| Timestamp::from_second(first.checked_add(step.checked_mul(nth)?)?).ok();
    (0..).map_while(whole).take_while(|at| *at <= to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_go_in_round_steps_beyond_the_highest() {
        assert_eq!(counts(0), [0, 1]);
        assert_eq!(counts(3), [0, 1, 2, 3]);
        assert_eq!(counts(7), [0, 2, 4, 6, 8]);
        assert_eq!(counts(1_250), [0, 500, 1000, 1500]);
        assert_eq!(counts(4_001), [0, 2_000, 4_000, 6_000]);
        let huge: Vec<String> = counts(u64::MAX).into_iter().map(short).collect();
        assert_eq!(huge, ["0", "5,000P", "10E", "15E", "20E"]);
    }

    #[test]
    fn large_counts_are_short() {
        let shown = [0, 1_250, 5_000_000, 40_000_000, 2_000_000_000, 20_000_000_000].map(short);
        assert_eq!(shown, ["0", "1,250", "5,000,000", "40M", "2,000M", "20G"]);
    }

    #[test]
    fn times_are_whole_steps_of_the_zones_own_day() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let tz = TimeZone::get("Asia/Kolkata").unwrap();
        let shown =
            times(at("2026-11-22T00:10:00.5Z"), at("2026-11-22T03:30:00Z"), Duration::from_secs(HOUR), &tz);
        assert_eq!(
            shown,
            ["2026-11-22T00:30:00Z", "2026-11-22T01:30:00Z", "2026-11-22T02:30:00Z", "2026-11-22T03:30:00Z"]
                .map(at)
        );
        assert!(times(at("2026-11-22T00:10:00Z"), Timestamp::MAX, Duration::ZERO, &tz).is_empty());
    }

    #[test]
    fn steps_are_as_short_as_the_room_allows() {
        let step = |seconds, most| time_step(Duration::from_secs(seconds), most).as_secs();
        assert_eq!(step(7 * HOUR, 7), HOUR);
        assert_eq!(step(7 * HOUR, 6), 2 * HOUR);
        assert_eq!(step(3 * DAY + 19 * HOUR, 8), 12 * HOUR);
        assert_eq!(step(1000 * DAY, 8), 126 * DAY);
        assert_eq!(step(0, 8), 1);
    }
}
