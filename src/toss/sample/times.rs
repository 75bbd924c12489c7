//! Dates as Toss Payments writes them: always Korean time, with or without saying so.

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::Offset};

/// `2024-02-13T12:17:57+09:00`: a Payment's dates look like the transmission-time header.
pub(super) use crate::toss::transmission::format_transmission_time as with_offset;

/// `2024-02-13T12:17:57.123456`, as envelope A's `createdAt`.
pub(super) fn without_offset(at: Timestamp) -> String {
    korean(at).strftime("%Y-%m-%dT%H:%M:%S.%6f").to_string()
}

/// `20240213121757`, as in a payment key.
pub(super) fn digits(at: Timestamp) -> String {
    korean(at).strftime("%Y%m%d%H%M%S").to_string()
}

/// `2024-02-13`
pub(super) fn date(at: Timestamp) -> String {
    korean(at).strftime("%Y-%m-%d").to_string()
}

/// The month's number, as in a text about it.
pub(super) fn month(at: Timestamp) -> i8 {
    korean(at).month()
}

/// So much earlier; never before the calendar begins.
pub(super) fn earlier(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_sub(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MIN)
}

/// So much later; never after the calendar ends.
pub(super) fn later(at: Timestamp, seconds: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX)
}

/// The last whole second before this time: a change is dated before the event that tells of it.
pub(super) fn second_before(at: Timestamp) -> Timestamp {
    let just_before = at.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(Timestamp::MIN);
    Timestamp::from_second(just_before.as_nanosecond().div_euclid(1_000_000_000).try_into().unwrap_or(0))
        .unwrap_or(Timestamp::MIN)
}

fn korean(at: Timestamp) -> DateTime {
    Offset::constant(9).to_datetime(at)
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::{second_before, with_offset, without_offset};

    #[test]
    fn dates_are_korean_whether_they_say_so_or_not() {
        let at: Timestamp = "2024-12-31T15:00:00.000120Z".parse().unwrap();
        assert_eq!(with_offset(at), "2025-01-01T00:00:00+09:00");
        assert_eq!(without_offset(at), "2025-01-01T00:00:00.000120");
    }

    #[test]
    fn the_second_before_is_whole_and_strictly_before() {
        for (at, before) in [
            ("2024-12-31T15:00:00.5Z", "2024-12-31T15:00:00Z"),
            ("2024-12-31T15:00:00Z", "2024-12-31T14:59:59Z"),
            ("1969-12-31T15:00:00.5Z", "1969-12-31T15:00:00Z"),
        ] {
            assert_eq!(second_before(at.parse().unwrap()), before.parse().unwrap());
        }
    }
}
