//! The whole Payment behind an event: its own, or the one that a shorter event leaves out.

use serde_json::{Value, json};

use super::{Method, Wanted, payment};
use crate::toss::{Event, EventType, Payment};

/// What a virtual account keeps from its issue on.
const OF_THE_ACCOUNT: [&str; 5] = ["accountNumber", "accountType", "bankCode", "customerName", "dueDate"];

/// The Payment behind an event that is made, which somebody may look up once they have heard of it.
///
/// A `DEPOSIT_CALLBACK`, and the three fields that `PAYMENT_STATUS_CHANGED` had in 2022, leave most of it out:
/// that is given by `base` or drawn from its seed, as for a whole event made from the same; if `before` is
/// the same payment, it goes on as that one. [`Wanted::at`] counts where the event does not say when it was
/// made. None for events that tell of no payment.
pub fn payment_behind(event: &Event, base: Wanted, before: Option<&Payment>) -> Option<Payment> {
    let method = match (event.payment(), &event.event_type) {
        (Some(payment), _) => return Some(payment),
        (None, EventType::DepositCallback) => Method::VirtualAccount,
        (None, EventType::PaymentStatusChanged) => {
            Method::by_name(event.method.as_deref().unwrap_or_default()).unwrap_or(Method::Card)
        }
        (None, _) => return None,
    };
    let status = event.status.as_deref()?;
    let mut wanted = Wanted { at: event.made_at().unwrap_or(base.at), ..base };
    wanted.order_id = Some(event.order_id.clone()?);
    wanted.payment_key = event.payment_key.clone().or(wanted.payment_key);
    let secret = event.text("secret");
    let before = before.filter(|before| {
        wanted.order_id.as_ref() == Some(&before.order_id)
            && event.payment_key.as_ref().is_none_or(|key| *key == before.key)
            && (secret.is_none() || secret == before.secret)
    });
    wanted.secret = secret.or(wanted.secret);
    let before: Option<Value> = before.and_then(|before| serde_json::from_slice(&before.bytes).ok());
    if let Some(before) = &before {
        wanted.payment_key = before["paymentKey"].as_str().map(str::to_owned);
        wanted.amount = before["totalAmount"].as_u64().or(wanted.amount);
        wanted.secret = before["secret"].as_str().map(str::to_owned).or(wanted.secret);
    }
    let mut made = payment::payment(&wanted, status, Some(method));
    if event.transaction_key.is_some() {
        made["lastTransactionKey"] = json!(event.transaction_key);
    }
    if let Some(before) = &before {
        go_on(&mut made, before);
    }
    Payment::read(made.to_string().into())
}

/// Gives a payment what it had before and keeps, whatever happens to it.
fn go_on(made: &mut Value, before: &Value) {
    for name in ["orderName", "requestedAt"] {
        made[name].clone_from(&before[name]);
    }
    if made["virtualAccount"].is_object() && before["virtualAccount"].is_object() {
        for name in OF_THE_ACCOUNT {
            made["virtualAccount"][name].clone_from(&before["virtualAccount"][name]);
        }
    }
    let approved = &before["approvedAt"];
    if approved.is_string() && matches!(made["status"].as_str(), Some("CANCELED" | "PARTIAL_CANCELED")) {
        made["approvedAt"].clone_from(approved);
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use serde_json::Value;

    use super::payment_behind;
    use crate::toss::sample::{Wanted, make};
    use crate::toss::{Content, Event, EventType, Payment};

    const SEED: u64 = 7;

    fn at(minutes: i64) -> Timestamp {
        "2026-11-22T04:00:00.5Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
    }

    fn read(body: impl Into<bytes::Bytes>) -> Event {
        Content::read(&body.into()).into_event().expect("an event")
    }

    fn event(event_type: EventType, change: impl FnOnce(&mut Wanted)) -> Event {
        let mut wanted = Wanted::new(event_type, at(0), SEED);
        change(&mut wanted);
        read(make(&wanted).unwrap().body)
    }

    fn deposit(status: &str, minutes: i64, seed: u64) -> Event {
        event(EventType::DepositCallback, |wanted| {
            wanted.status = Some(status.to_owned());
            wanted.order_id = Some("order-1".to_owned());
            wanted.secret = Some("ps_1".to_owned());
            (wanted.at, wanted.seed) = (at(minutes), seed);
        })
    }

    fn behind(event: &Event, seed: u64, before: Option<&Payment>) -> Option<Payment> {
        payment_behind(event, Wanted::new(EventType::PaymentStatusChanged, at(0), seed), before)
    }

    fn printed(payment: &Payment) -> Value {
        serde_json::from_slice(&payment.bytes).unwrap()
    }

    #[test]
    fn behind_a_deposit_is_the_payment_that_the_other_event_of_its_seed_carries() {
        for status in ["WAITING_FOR_DEPOSIT", "DONE", "CANCELED", "PARTIAL_CANCELED"] {
            let twin = event(EventType::PaymentStatusChanged, |wanted| {
                wanted.method = Some("virtual-account".to_owned());
                wanted.status = Some(status.to_owned());
            });
            let flat = event(EventType::DepositCallback, |wanted| wanted.status = Some(status.to_owned()));
            assert_eq!(behind(&flat, SEED, None), twin.payment(), "{status}");
        }
    }

    #[test]
    fn an_event_with_a_payment_of_its_own_has_that_behind_it() {
        let event = event(EventType::PaymentStatusChanged, |_| {});
        assert_eq!(behind(&event, 99, None), event.payment());
    }

    #[test]
    fn a_known_payment_goes_on_whatever_the_seed() {
        let issued = behind(&deposit("WAITING_FOR_DEPOSIT", 0, SEED), SEED, None).unwrap();
        let paid = behind(&deposit("DONE", 5, 99), 99, Some(&issued)).unwrap();
        let (before, after) = (printed(&issued), printed(&paid));
        for same in ["paymentKey", "orderId", "orderName", "totalAmount", "secret", "requestedAt", "checkout"]
        {
            assert_eq!(before[same], after[same], "{same}");
        }
        assert_eq!(before["virtualAccount"]["accountNumber"], after["virtualAccount"]["accountNumber"]);
        assert_eq!((&before["approvedAt"], &after["status"]), (&Value::Null, &"DONE".into()));
        let cancelled = behind(&deposit("CANCELED", 9, 5), 5, Some(&paid)).unwrap();
        assert_eq!(printed(&cancelled)["approvedAt"], after["approvedAt"]);
        assert_eq!(printed(&cancelled)["balanceAmount"], 0);
    }

    #[test]
    fn another_secret_is_another_payment() {
        let before = behind(&deposit("WAITING_FOR_DEPOSIT", 0, SEED), SEED, None).unwrap();
        let other = event(EventType::DepositCallback, |wanted| {
            wanted.order_id = Some("order-1".to_owned());
            wanted.seed = 99;
        });
        assert_ne!(behind(&other, 99, Some(&before)).unwrap().key, before.key);
    }

    #[test]
    fn what_the_event_says_the_payment_says_too_and_the_rest_is_as_given() {
        let flat = read(
            r#"{"createdAt":"2026-11-22T13:00:00","secret":"s","status":"DONE","transactionKey":"t-1","orderId":"x"}"#,
        );
        let mut base = Wanted::new(EventType::PaymentStatusChanged, at(0), 1);
        (base.payment_key, base.amount) = (Some("p".to_owned()), Some(12_345));
        let payment = printed(&payment_behind(&flat, base, None).unwrap());
        assert_eq!((&payment["orderId"], &payment["secret"]), (&"x".into(), &"s".into()));
        assert_eq!((&payment["lastTransactionKey"], &payment["method"]), (&"t-1".into(), &"가상계좌".into()));
        assert_eq!((&payment["paymentKey"], &payment["totalAmount"]), (&"p".into(), &12_345.into()));
    }

    #[test]
    fn behind_three_fields_is_a_whole_payment() {
        let short = read(
            r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"p","orderId":"order-1","status":"CANCELED"}}"#,
        );
        let payment = behind(&short, SEED, None).unwrap();
        assert_eq!((payment.key.as_str(), payment.status.as_str()), ("p", "CANCELED"));
        assert_eq!(payment.method.as_deref(), Some("카드"));
        assert_eq!(printed(&payment)["balanceAmount"], 0);
    }

    #[test]
    fn no_payment_stands_behind_other_events() {
        for event_type in
            [EventType::BillingDeleted, EventType::PayoutChanged, EventType::CancelStatusChanged]
        {
            assert!(behind(&event(event_type, |_| {}), SEED, None).is_none());
        }
    }
}
