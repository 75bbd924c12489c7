//! payout.changed (section 4): signed, and with an amount that prints as `5000.0`.

use fastrand::Rng;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::draw::{DIGITS, ID_LETTERS, letters, pick, stream};
use super::{Wanted, envelope, texts, times};

pub(super) fn event(wanted: &Wanted, status: &str) -> Value {
    let mut rng = stream(wanted.seed, "payout");
    let requested_at = requested(wanted, &mut rng);
    let amount = pick(&texts::PRICES, &mut rng);
    let body = json!({
        "id": format!("FPA_{}", letters(DIGITS, 5, &mut rng)),
        "refPayoutId": format!("payout-{}", letters(ID_LETTERS, 12, &mut rng)),
        "destination": format!("seller-{}", letters(DIGITS, 4, &mut rng)),
        "scheduleType": "SCHEDULED",
        "payoutDate": times::date(wanted.at),
        "amount": {"currency": "KRW", "value": with_fraction(wanted.amount.unwrap_or(amount))},
        "transactionDescription": format!("{}월대금지급", times::month(wanted.at)),
        "requestedAt": times::with_offset(requested_at),
        "status": status,
        // No source shows one; inferred from the code and message of all other errors.
        "error": (status == "FAILED").then(|| json!({
            "code": "PROVIDER_ERROR",
            "message": "일시적인 오류가 발생했습니다. 잠시 후 다시 시도해주세요.",
        })),
        "metadata": {"memo": "정산 대금"},
    });
    envelope::entity("payout", wanted, status, &body)
}

/// When the payout was requested.
pub(super) fn requested_at(wanted: &Wanted) -> Timestamp {
    requested(wanted, &mut stream(wanted.seed, "payout"))
}

fn requested(wanted: &Wanted, rng: &mut Rng) -> Timestamp {
    let drawn = times::earlier(times::second_before(wanted.at), rng.i64(3_600..86_400));
    wanted.requested_at.unwrap_or(drawn)
}

/// Toss Payments prints this one amount as a fraction (section 3): what breaks receivers that
/// re-serialise the body before they check its signature.
#[expect(clippy::cast_precision_loss, reason = "amounts are below 2⁵³")]
fn with_fraction(amount: u64) -> f64 {
    amount as f64
}
