//! A Cancel (section 5): one in a cancelled Payment's list, or alone in `CANCEL_STATUS_CHANGED`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::story::Story;
use crate::toss::sample::draw::{pick, stream, ulid};
use crate::toss::sample::order::{Order, transaction_key};
use crate::toss::sample::{Wanted, envelope, texts, times};

pub(super) struct Cancel {
    pub(super) amount: u64,
    pub(super) printed: Value,
}

/// `CANCEL_STATUS_CHANGED`: a foreign easy-pay cancel that ended later, with the request that it answers.
pub(in crate::toss::sample) fn event(wanted: &Wanted, status: &str) -> Value {
    let order = Order::of(wanted);
    let changed_at = times::second_before(wanted.at);
    let key = transaction_key(wanted.seed, status, changed_at);
    // A cancel that failed leaves all of it to be cancelled still.
    let refundable = if status == "DONE" { 0 } else { order.total };
    let mut data = print(wanted.seed, &key, changed_at, order.total, refundable);
    data["cancelStatus"] = json!(status);
    data["cancelRequestId"] = json!(ulid(changed_at, &mut stream(wanted.seed, "cancel request")));
    envelope::notified("CANCEL_STATUS_CHANGED", wanted, &data)
}

/// The cancel that a payment in this status has had.
pub(super) fn of(seed: u64, order: &Order, story: &Story, status: &str) -> Option<Cancel> {
    let amount = match status {
        "CANCELED" => order.total,
        "PARTIAL_CANCELED" => part(order.total, pick(&[2, 3, 4], &mut stream(seed, "part"))),
        _ => return None,
    };
    let key = transaction_key(seed, status, story.changed);
    let printed = print(seed, &key, story.changed, amount, order.total - amount);
    Some(Cancel { amount, printed })
}

/// A half, third or quarter, in round hundreds where there are any; never nothing, never all.
fn part(total: u64, divisor: u64) -> u64 {
    let share = total / divisor;
    let round = share / 100 * 100;
    (if round > 0 { round } else { share }).max(1)
}

fn print(seed: u64, key: &str, at: Timestamp, amount: u64, refundable: u64) -> Value {
    json!({
        "transactionKey": key,
        "cancelReason": pick(&texts::CANCEL_REASONS, &mut stream(seed, "reason")),
        "taxExemptionAmount": 0,
        "canceledAt": times::with_offset(at),
        "cardDiscountAmount": 0,
        "transferDiscountAmount": 0,
        "easyPayDiscountAmount": 0,
        "receiptKey": null,
        "cancelStatus": "DONE",
        "cancelRequestId": null,
        "cancelAmount": amount,
        "taxFreeAmount": 0,
        "refundableAmount": refundable,
    })
}
