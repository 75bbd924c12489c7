//! ars-reservation.changed (section 4, one third-party source).

use serde_json::{Value, json};

use super::draw::{DIGITS, KEY_LETTERS, letters, pick, stream};
use super::{Wanted, envelope, texts, times};

pub(super) fn event(wanted: &Wanted, status: &str) -> Value {
    let mut rng = stream(wanted.seed, "reservation");
    let changed_at = times::second_before(wanted.at);
    let reserved_at = times::earlier(changed_at, rng.i64(60..3_600));
    let requested_at = times::earlier(reserved_at, rng.i64(1..30));
    let reason = pick(&texts::CANCEL_REASONS, &mut rng);
    let cancelled = status == "CANCELED";
    let body = json!({
        "arsReservationKey": letters(KEY_LETTERS, 21, &mut rng),
        "reserveNumber": letters(DIGITS, 8, &mut rng),
        "requestedAt": times::with_offset(requested_at),
        "reservedAt": times::with_offset(reserved_at),
        "status": status,
        "canceledAt": cancelled.then(|| times::with_offset(changed_at)),
        "cancelReason": cancelled.then_some(reason),
        "completedAt": (!cancelled).then(|| times::with_offset(changed_at)),
        "mId": texts::MERCHANT_ID,
    });
    envelope::entity("ars-reservation", wanted, status, &body)
}
