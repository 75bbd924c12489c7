//! What happens to customers, their methods and their billing keys (section 4).

use serde_json::{Value, json};

use super::draw::{KEY_LETTERS, letters, pick, stream};
use super::{Wanted, envelope, times};

/// `BILLING_DELETED`: the reason may be missing.
pub(super) fn billing_deleted(wanted: &Wanted) -> Value {
    let mut rng = stream(wanted.seed, "billing");
    let data = json!({
        "billingKey": letters(KEY_LETTERS, 43, &mut rng),
        "reason": pick(&[Some("삭제 API 요청"), None], &mut rng),
    });
    envelope::notified("BILLING_DELETED", wanted, &data)
}

/// `METHOD_UPDATED`
pub(super) fn method_updated(wanted: &Wanted, status: &str) -> Value {
    let mut rng = stream(wanted.seed, "method");
    let data = json!({
        "customerKey": customer_key(wanted),
        "methodKey": letters(KEY_LETTERS, 43, &mut rng),
        "status": status,
    });
    envelope::notified("METHOD_UPDATED", wanted, &data)
}

/// `CUSTOMER_STATUS_CHANGED`
pub(super) fn customer_changed(wanted: &Wanted, status: &str) -> Value {
    let data = json!({
        "customerKey": customer_key(wanted),
        "status": status,
        "changedAt": times::with_offset(times::second_before(wanted.at)),
    });
    envelope::notified("CUSTOMER_STATUS_CHANGED", wanted, &data)
}

fn customer_key(wanted: &Wanted) -> String {
    letters(KEY_LETTERS, 21, &mut stream(wanted.seed, "customer"))
}
