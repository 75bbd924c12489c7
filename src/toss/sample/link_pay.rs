//! `ORDER_PAYMENT_STATUS_CHANGED` (section 4, one third-party source): `LinkPay`'s order around a Payment.

use serde_json::{Value, json};

use super::draw::{DIGITS, KEY_LETTERS, letters, stream};
use super::order::Order;
use super::{Method, Wanted, envelope, payment};

pub(super) fn event(wanted: &Wanted, status: &str, method: Option<Method>) -> Value {
    let order = Order::of(wanted);
    let mut rng = stream(wanted.seed, "link pay");
    let data = json!({
        "orderKey": letters(KEY_LETTERS, 21, &mut rng),
        "amount": order.total,
        "currency": "KRW",
        "customerName": order.customer,
        "customerPhoneNumber": format!("0100000{}", letters(DIGITS, 4, &mut rng)),
        "payment": payment::payment(wanted, status, method),
        // What an item looks like is in no source.
        "orderItems": [],
    });
    envelope::notified("ORDER_PAYMENT_STATUS_CHANGED", wanted, &data)
}
