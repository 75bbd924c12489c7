//! What a whole Payment says beside its names, status and amount (section 5).

use super::read::Value;
use super::{Amount, Payment};
use crate::json::Document;

/// A cancel, as a Payment lists it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cancel {
    /// `cancelAmount`.
    pub amount: Option<Amount>,
    /// `cancelStatus`: not DONE while a foreign easy-pay cancel is under way, or once it failed.
    pub status: Option<String>,
    /// `transactionKey`.
    pub transaction_key: Option<String>,
    /// The discounts that were taken back with it; how they add up is not documented.
    pub discounts: Vec<Amount>,
}

/// The discounts of a cancel.
const DISCOUNTS: [&str; 3] = ["cardDiscountAmount", "transferDiscountAmount", "easyPayDiscountAmount"];

impl Payment {
    /// The text that a member holds.
    pub fn text(&self, name: &str) -> Option<String> {
        self.member(name).text()
    }

    /// The number that a member holds.
    pub fn number(&self, name: &str) -> Option<Amount> {
        self.member(name).number()
    }

    /// Whether there is a member of this name that is not null.
    pub fn has(&self, name: &str) -> bool {
        self.member(name).0.is_some_and(|value| value.as_str() != "null")
    }

    /// Its cancels; none where it lists none.
    pub fn cancels(&self) -> Option<Vec<Cancel>> {
        let mut steps = self.member("cancels").0?.steps();
        if !steps.enter_array() {
            return None;
        }
        let mut cancels = Vec::new();
        while let Some(item) = steps.next_item() {
            cancels.push(cancel(item));
        }
        Some(cancels)
    }

    fn member(&self, name: &str) -> Value<'_> {
        Document::read_again(&self.bytes)
            .map_or_else(Value::default, |document| super::payment::member(document, name))
    }
}

fn cancel(item: Document<'_>) -> Cancel {
    let mut cancel = Cancel::default();
    let mut steps = item.steps();
    if steps.enter_object() {
        while let Some(key) = steps.next_key() {
            let value = Value(Some(steps.value()));
            match &*key {
                "cancelAmount" => cancel.amount = value.number(),
                "cancelStatus" => cancel.status = value.text(),
                "transactionKey" => cancel.transaction_key = value.text(),
                name if DISCOUNTS.contains(&name) => cancel.discounts.extend(value.number()),
                _ => {}
            }
        }
    }
    cancel
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::Payment;

    #[test]
    fn a_payment_tells_its_balance_and_cancels_as_they_stand() {
        let payment = Payment::read(Bytes::from_static(
            br#"{"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":1,"balanceAmount":0.50,"discount":null,
            "type":"NORMAL","cancels":[{"cancelAmount":0.5,"transactionKey":"t","easyPayDiscountAmount":0},7]}"#,
        ))
        .expect("a Payment");
        assert_eq!(payment.number("balanceAmount").map(|it| it.0).as_deref(), Some("0.50"));
        assert_eq!(payment.text("type").as_deref(), Some("NORMAL"));
        assert!(!payment.has("discount") && !payment.has("nothing") && payment.has("type"));
        let cancels = payment.cancels().expect("a list");
        assert_eq!(cancels[0].amount.as_ref().map(|it| it.0.as_str()), Some("0.5"));
        assert_eq!((cancels[0].transaction_key.as_deref(), cancels[0].discounts.len()), (Some("t"), 1));
        assert_eq!(cancels[1], super::Cancel::default());
    }
}
