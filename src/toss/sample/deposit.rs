//! `DEPOSIT_CALLBACK`: flat, five texts, no payment key (section 4).

use serde_json::{Value, json};

use super::order::{Order, transaction_key};
use super::{Wanted, times};

pub(super) fn event(wanted: &Wanted, status: &str) -> Value {
    let order = Order::of(wanted);
    json!({
        "createdAt": times::without_offset(wanted.at),
        "secret": order.secret,
        "status": status,
        "transactionKey": transaction_key(wanted.seed, status, wanted.occurrence, times::second_before(wanted.at)),
        "orderId": order.id,
    })
}
