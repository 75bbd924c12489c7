//! How single values are written.

use std::time::Duration;

use jiff::Timestamp;
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
pub(super) struct Headers<'a>(pub(super) &'a Request);

impl Serialize for Headers<'_> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_seq(self.0.header_lines())
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
