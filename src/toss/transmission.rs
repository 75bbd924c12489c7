//! The four headers of a delivery (section 2).

use http::{HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;
use jiff::tz::{self, Offset};

/// When this attempt was sent.
pub const TRANSMISSION_TIME: &str = "tosspayments-webhook-transmission-time";
/// The number of re-sends so far.
pub const RETRIED_COUNT: &str = "tosspayments-webhook-transmission-retried-count";
/// The id that stays the same on re-sends.
pub const TRANSMISSION_ID: &str = "tosspayments-webhook-transmission-id";
/// The signature of `payout.changed` and `seller.changed`.
pub const SIGNATURE: &str = "tosspayments-webhook-signature";

/// The same, to look for: a text would be made a name first, for each delivery anew.
static NAMES: [HeaderName; 4] = [
    HeaderName::from_static(TRANSMISSION_TIME),
    HeaderName::from_static(RETRIED_COUNT),
    HeaderName::from_static(TRANSMISSION_ID),
    HeaderName::from_static(SIGNATURE),
];

/// A transmission id: `whtrans_a` and a ULID-like part in lower case when Toss Payments made it,
/// any text when somebody else did.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TransmissionId(pub String);

/// What a delivery's headers say; each may be missing or malformed, which reads as none.
#[derive(Clone, Debug, Default)]
pub struct Transmission {
    /// The transmission id.
    pub id: Option<TransmissionId>,
    /// The transmission time, exactly as it stands in the header: the signature covers it.
    pub time: Option<String>,
    /// The number of re-sends so far.
    pub retried_count: Option<u32>,
    /// The signature header's bytes.
    pub signature: Option<Vec<u8>>,
}

/// Korea's offset: fixed, without summer time, so that no zone data is needed.
const KOREA: Offset = tz::offset(9);

/// An id or a time longer than this is nobody's, and is not kept.
const LONGEST: usize = 256;

impl Transmission {
    /// When the attempt was sent, where its header says that in RFC 3339.
    pub fn sent_at(&self) -> Option<Timestamp> {
        self.time.as_deref()?.parse().ok()
    }

    /// Reads the headers of a delivery.
    ///
    /// Where a header comes twice the first line counts; signature lines are joined with a comma, as
    /// HTTP allows anything between us and the sender to do (RFC 9110, 5.3).
    pub fn read(headers: &HeaderMap) -> Self {
        let [time, retried_count, id, signature] = &NAMES;
        Self {
            id: text(headers, id).map(|id| TransmissionId(id.into())),
            time: text(headers, time).map(str::to_owned),
            retried_count: text(headers, retried_count).and_then(count),
            signature: joined(headers, signature),
        }
    }

    /// The header lines in the order in which Toss Payments documents them. What can't stand in a
    /// header is left out.
    pub fn to_headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        let value = |text: &str| HeaderValue::from_str(text).ok();
        let lines = [
            (TRANSMISSION_TIME, self.time.as_deref().and_then(value)),
            (RETRIED_COUNT, self.retried_count.map(HeaderValue::from)),
            (TRANSMISSION_ID, self.id.as_ref().and_then(|id| value(&id.0))),
            (SIGNATURE, self.signature.as_deref().and_then(|bytes| HeaderValue::from_bytes(bytes).ok())),
        ];
        lines.into_iter().filter_map(|(name, value)| Some((HeaderName::from_static(name), value?))).collect()
    }
}

/// A transmission time as Toss Payments writes it: Korean time, whole seconds
/// (`2024-09-05T12:19:21+09:00`).
pub fn format_transmission_time(at: Timestamp) -> String {
    let civil = KOREA.to_datetime(at);
    let (date, time) = (civil.date(), civil.time());
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}+09:00",
        date.year(),
        date.month(),
        date.day(),
        time.hour(),
        time.minute(),
        time.second()
    )
}

/// The header's text, where it is visible ASCII of a sane length.
fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let text = headers.get(name)?.to_str().ok()?;
    (!text.trim().is_empty() && text.len() <= LONGEST).then_some(text)
}

/// A count of digits only: `u32::from_str` would take `+1` too.
fn count(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// All lines of the header, joined with commas.
fn joined(headers: &HeaderMap, name: &HeaderName) -> Option<Vec<u8>> {
    let lines: Vec<_> = headers.get_all(name).iter().map(HeaderValue::as_bytes).collect();
    (!lines.is_empty()).then(|| lines.join(&b','))
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderName, HeaderValue};
    use jiff::Timestamp;

    use super::{
        RETRIED_COUNT, SIGNATURE, TRANSMISSION_ID, TRANSMISSION_TIME, Transmission, format_transmission_time,
    };

    fn read(lines: &[(&'static str, &[u8])]) -> Transmission {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap());
        }
        Transmission::read(&headers)
    }

    #[test]
    fn the_documented_headers_are_read_and_written_back() {
        let lines: [(&str, &[u8]); 4] = [
            (TRANSMISSION_TIME, b"2024-09-05T12:19:21+09:00"),
            (RETRIED_COUNT, b"3"),
            (TRANSMISSION_ID, b"whtrans_a01j70335nkqqeg0zwzz2r4py9z"),
            (SIGNATURE, b"v1:AA==,v1:AB=="),
        ];
        let transmission = read(&lines);
        assert_eq!(transmission.retried_count, Some(3));
        let written = transmission.to_headers();
        let written: Vec<_> = written.iter().map(|(name, value)| (name.as_str(), value.as_bytes())).collect();
        assert_eq!(written, lines);
    }

    #[test]
    fn a_missing_header_reads_as_none() {
        let transmission = read(&[]);
        assert!(transmission.id.is_none() && transmission.time.is_none());
        assert!(transmission.retried_count.is_none() && transmission.signature.is_none());
        assert!(transmission.to_headers().is_empty());
    }

    #[test]
    fn a_count_that_is_no_count_reads_as_none() {
        for value in ["", " ", "+1", "-1", "1.0", "1e0", "0x1", "4294967296", "99999999999999999999", "one"] {
            assert_eq!(read(&[(RETRIED_COUNT, value.as_bytes())]).retried_count, None, "{value:?}");
        }
        assert_eq!(read(&[(RETRIED_COUNT, b"4294967295")]).retried_count, Some(u32::MAX));
        assert_eq!(read(&[(RETRIED_COUNT, b"007")]).retried_count, Some(7));
    }

    #[test]
    fn what_is_not_ascii_or_endless_reads_as_none() {
        let hostile = "아이디".as_bytes();
        let endless = [b'a'; 4096];
        for value in [hostile, &endless, b"\xff", b"  "] {
            let transmission = read(&[(TRANSMISSION_ID, value), (TRANSMISSION_TIME, value)]);
            assert!(transmission.id.is_none() && transmission.time.is_none());
        }
        assert_eq!(read(&[(SIGNATURE, hostile)]).signature.as_deref(), Some(hostile));
    }

    #[test]
    fn of_two_lines_the_first_counts_and_signatures_are_joined() {
        let transmission =
            read(&[(RETRIED_COUNT, b"1"), (RETRIED_COUNT, b"2"), (SIGNATURE, b"v1:a"), (SIGNATURE, b"v1:b")]);
        assert_eq!(transmission.retried_count, Some(1));
        assert_eq!(transmission.signature.as_deref(), Some(b"v1:a,v1:b".as_slice()));
    }

    #[test]
    fn a_time_is_written_in_korean_time_to_the_second() {
        let at: Timestamp = "2024-09-05T03:19:21.999999Z".parse().unwrap();
        assert_eq!(format_transmission_time(at), "2024-09-05T12:19:21+09:00");
        let new_year: Timestamp = "2025-12-31T15:00:00Z".parse().unwrap();
        assert_eq!(format_transmission_time(new_year), "2026-01-01T00:00:00+09:00");
        format_transmission_time(Timestamp::MIN);
        format_transmission_time(Timestamp::MAX);
    }
}
