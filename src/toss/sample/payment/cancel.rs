//! A Cancel (section 5): in a cancelled Payment's list, or alone in `CANCEL_STATUS_CHANGED`.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::story::Story;
use crate::toss::sample::draw::{nth, pick, stream, ulid};
use crate::toss::sample::order::{Order, transaction_key};
use crate::toss::sample::{SampleError, Wanted, envelope, texts, times};

/// How much of a payment a cancel takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// A half, third or quarter of what is left, as the seed wants it.
    #[default]
    Drawn,
    /// So much.
    Amount(u64),
    /// All that is left.
    Rest,
}

/// A cancel that a payment has had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// When the event happened that told of it.
    pub at: Timestamp,
    /// How much it took.
    pub part: Part,
}

/// The cancels of a payment.
pub(super) struct Cancels {
    /// What they leave.
    pub(super) balance: u64,
    /// The list, the newest last; none where there are none.
    pub(super) printed: Option<Value>,
}

/// `CANCEL_STATUS_CHANGED`: a foreign easy-pay cancel that ended later, with the request that it answers.
pub(in crate::toss::sample) fn event(wanted: &Wanted, status: &str) -> Value {
    let order = Order::of(wanted);
    let changed_at = times::second_before(wanted.at);
    let key = transaction_key(wanted.seed, status, wanted.occurrence, changed_at);
    // A cancel that failed leaves all of it to be cancelled still.
    let refundable = if status == "DONE" { 0 } else { order.total };
    let mut data = print(wanted.seed, &key, changed_at, order.total, refundable);
    data["cancelStatus"] = json!(status);
    data["cancelRequestId"] = json!(ulid(changed_at, &mut stream(wanted.seed, "cancel request")));
    envelope::notified("CANCEL_STATUS_CHANGED", wanted, &data)
}

/// The cancels that a payment in this status has had.
pub(super) fn of(wanted: &Wanted, order: &Order, story: &Story, status: &str) -> Cancels {
    let newest = match status {
        "CANCELED" => Part::Rest,
        "PARTIAL_CANCELED" => wanted.part,
        _ => return Cancels { balance: order.total, printed: None },
    };
    let mut balance = order.total;
    let mut printed = Vec::new();
    let mut number = 0;
    let mut add = |at, part: Part, occurrence| {
        let amount = part.of(balance, wanted.seed, number);
        balance -= amount;
        number += 1;
        let key = transaction_key(wanted.seed, status, occurrence, at);
        printed.push(print(wanted.seed, &key, at, amount, balance));
    };
    for (occurrence, cancel) in (0..).zip(&wanted.cancelled_before) {
        add(times::second_before(cancel.at), cancel.part, occurrence);
    }
    add(story.changed, newest, wanted.occurrence);
    Cancels { balance, printed: Some(printed.into()) }
}

/// Refuses cancels that no payment has.
pub(in crate::toss::sample) fn check(wanted: &Wanted, status: &str) -> Result<(), SampleError> {
    if !matches!(status, "CANCELED" | "PARTIAL_CANCELED") {
        return Ok(());
    }
    let before = &wanted.cancelled_before;
    let mut left = Order::of(wanted).total;
    for (number, cancel) in (0..).zip(before) {
        left -= cancel.part.of(left, wanted.seed, number);
    }
    match (status, wanted.part) {
        ("CANCELED", _) if !before.is_empty() => Err(SampleError::StaysPartial),
        ("PARTIAL_CANCELED", _) if left == 0 => Err(SampleError::NothingLeft),
        ("PARTIAL_CANCELED", Part::Rest) if before.is_empty() => Err(SampleError::AllAtOnce),
        ("PARTIAL_CANCELED", Part::Amount(amount)) if amount == left && before.is_empty() => {
            Err(SampleError::AllAtOnce)
        }
        ("PARTIAL_CANCELED", Part::Amount(amount)) if !(1..=left).contains(&amount) => {
            Err(SampleError::Part { amount, left })
        }
        _ => Ok(()),
    }
}

impl Part {
    /// How much of this balance it takes, of so many cancels before.
    fn of(self, balance: u64, seed: u64, before: u32) -> u64 {
        match self {
            Self::Drawn => {
                let purpose = nth("part".to_owned(), before);
                share(balance, pick(&[2, 3, 4], &mut stream(seed, &purpose)))
            }
            Self::Amount(amount) => amount.min(balance),
            Self::Rest => balance,
        }
    }
}

/// A half, third or quarter, in round hundreds where there are any; never nothing, never all of 2 or more.
fn share(balance: u64, divisor: u64) -> u64 {
    let share = balance / divisor;
    let round = share / 100 * 100;
    (if round > 0 { round } else { share }).max(1).min(balance)
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
