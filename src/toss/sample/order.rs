//! What one payment keeps, whatever happens to it: the same seed gives the same order.

use jiff::Timestamp;

use super::draw::{ID_LETTERS, KEY_LETTERS, letters, nth, pick, stream, ulid};
use super::{Wanted, texts, times};

pub(super) struct Order {
    pub(super) id: String,
    pub(super) name: &'static str,
    pub(super) total: u64,
    pub(super) secret: String,
    pub(super) customer: &'static str,
    key_ending: String,
    given_key: Option<String>,
}

impl Order {
    pub(super) fn of(wanted: &Wanted) -> Self {
        let mut rng = stream(wanted.seed, "order");
        let id = format!("order_{}", letters(ID_LETTERS, 15, &mut rng));
        let total = pick(&texts::PRICES, &mut rng);
        let secret = format!("ps_{}", letters(KEY_LETTERS, 28, &mut rng));
        let key_ending = letters(KEY_LETTERS, 5, &mut rng);
        Self {
            id: wanted.order_id.clone().unwrap_or(id),
            name: pick(&texts::ORDER_NAMES, &mut rng),
            total: wanted.amount.unwrap_or(total),
            secret: wanted.secret.clone().unwrap_or(secret),
            customer: pick(&texts::NAMES, &mut rng),
            key_ending,
            given_key: wanted.payment_key.clone(),
        }
    }

    /// The payment's key: the merchant's first five letters, the time of the request, five letters.
    pub(super) fn payment_key(&self, requested_at: Timestamp) -> String {
        self.given_key.clone().unwrap_or_else(|| {
            format!("{}{}{}", &texts::MERCHANT_ID[..5], times::digits(requested_at), self.key_ending)
        })
    }
}

/// The key of the transaction that led to this status, as it did so many times before. A change that is
/// told of under two event types (section 4) has the same key in both.
pub(super) fn transaction_key(seed: u64, status: &str, before: u32, at: Timestamp) -> String {
    let purpose = nth(format!("transaction to {status}"), before);
    format!("txrd_a{}", ulid(at, &mut stream(seed, &purpose)))
}
