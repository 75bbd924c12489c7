//! How single values are written.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::activity::Request;
use crate::toss::Amount;

/// A moment as RFC 3339 in UTC, always with microseconds.
#[derive(Clone, Copy)]
pub(super) struct At(pub(super) Timestamp);

impl Serialize for At {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(&format_args!("{:.6}", self.0))
    }
}

/// A span in milliseconds, with up to three decimals.
#[derive(Clone, Copy)]
pub(super) struct Milliseconds(pub(super) Duration);

impl Serialize for Milliseconds {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let micros = u64::try_from(self.0.as_micros()).unwrap_or(u64::MAX);
        if micros.is_multiple_of(1000) {
            return out.serialize_u64(micros / 1000);
        }
        #[expect(clippy::cast_precision_loss, reason = "exact for 285 years of microseconds")]
        let milliseconds = micros as f64 / 1000.0;
        out.serialize_f64(milliseconds)
    }
}

/// Header lines as pairs.
pub(super) struct Headers<'a>(pub(super) &'a Request, pub(super) Exactness);

/// Whether a value that is no UTF-8 says so.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Exactness {
    /// It reads as its code points of ISO-8859-1.
    Readable,
    /// It does too, and `latin1` stands behind it.
    Exact,
}

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let Self(request, exactness) = self;
        let is_utf8 = request.headers.values().map(|value| std::str::from_utf8(value.as_bytes()).is_ok());
        out.collect_seq(request.header_lines().zip(is_utf8).map(|((name, value), is_utf8)| {
            let form = (*exactness == Exactness::Exact && !is_utf8).then_some("latin1");
            HeaderLine(name, value, form)
        }))
    }
}

struct HeaderLine<'a>(&'a str, Cow<'a, str>, Option<&'static str>);

impl Serialize for HeaderLine<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        let mut line = out.serialize_seq(None)?;
        line.serialize_element(self.0)?;
        line.serialize_element(&self.1)?;
        if let Some(form) = self.2 {
            line.serialize_element(form)?;
        }
        line.end()
    }
}

/// The request's path, with its query where it had one.
pub(super) struct Target<'a>(pub(super) &'a Request);

impl Serialize for Target<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&self.0.target())
    }
}

/// The amount's own token: `5000.0` stays `5000.0`.
pub(super) fn amount(amount: Option<&Amount>) -> Option<&RawValue> {
    serde_json::from_str(&amount?.0).ok()
}
