//! The whole Payment behind an event: its own, or the one that a virtual account's flat event leaves out.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{Method, Wanted, payment};
use crate::toss::{Event, EventType, Payment};

/// A payment that was made before, and the seed that it was made from.
#[derive(Clone, Debug)]
pub struct Seen {
    /// As it stood then.
    pub payment: Payment,
    /// Its seed.
    pub seed: u64,
}

/// The Payment behind an event that is made, which somebody may look up once they have heard of it.
///
/// What a `DEPOSIT_CALLBACK` leaves out is drawn from `seed`, as it is for a `PAYMENT_STATUS_CHANGED` of
/// the same seed; if `before` is the same order's and has the same secret, the payment goes on as that
/// one, with its key, its amount and its account. `now` counts where the event does not say when it
/// was made. None for events that tell of no payment.
pub fn payment_behind(event: &Event, seed: u64, now: Timestamp, before: Option<&Seen>) -> Option<Seen> {
    if event.event_type != EventType::DepositCallback {
        return event.payment().map(|payment| Seen { payment, seed });
    }
    let secret = event.text("secret")?;
    let status = event.status.as_deref()?;
    let mut wanted = Wanted::new(EventType::PaymentStatusChanged, event.made_at().unwrap_or(now), seed);
    wanted.order_id.clone_from(&event.order_id);
    let is_same = |seen: &&Seen| {
        Some(&seen.payment.order_id) == event.order_id.as_ref()
            && seen.payment.secret.as_ref() == Some(&secret)
    };
    let before = before.filter(is_same).map(|seen| (seen, printed(seen)));
    if let Some((seen, printed)) = &before {
        wanted.seed = seen.seed;
        wanted.payment_key = Some(seen.payment.key.clone());
        wanted.amount = printed["totalAmount"].as_u64();
    }
    wanted.secret = Some(secret);
    let seed = wanted.seed;
    let mut made = payment::payment(&wanted, status, Some(Method::VirtualAccount));
    made["lastTransactionKey"] = json!(event.transaction_key);
    if let Some((_, printed)) = &before {
        keep_dates(&mut made, printed);
    }
    Payment::read(made.to_string().into()).map(|payment| Seen { payment, seed })
}

/// Gives a payment the dates that it had before, as far as they are past.
fn keep_dates(made: &mut Value, before: &Value) {
    made["requestedAt"].clone_from(&before["requestedAt"]);
    let due = &before["virtualAccount"]["dueDate"];
    if due.is_string() {
        made["virtualAccount"]["dueDate"].clone_from(due);
    }
    let approved = &before["approvedAt"];
    if approved.is_string() && matches!(made["status"].as_str(), Some("CANCELED" | "PARTIAL_CANCELED")) {
        made["approvedAt"].clone_from(approved);
    }
}

fn printed(seen: &Seen) -> Value {
    serde_json::from_slice(&seen.payment.bytes).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use serde_json::Value;

    use super::{payment_behind, printed};
    use crate::toss::sample::{Wanted, make};
    use crate::toss::{Content, Event, EventType};

    const SEED: u64 = 7;

    fn at(minutes: i64) -> Timestamp {
        "2026-11-22T04:00:00.5Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
    }

    fn event(event_type: EventType, change: impl FnOnce(&mut Wanted)) -> Event {
        let mut wanted = Wanted::new(event_type, at(0), SEED);
        change(&mut wanted);
        match Content::read(&make(&wanted).unwrap().body) {
            Content::Event(event) => event,
            other => panic!("{other:?}"),
        }
    }

    fn deposit(status: &str, minutes: i64, seed: u64) -> Event {
        event(EventType::DepositCallback, |wanted| {
            wanted.status = Some(status.to_owned());
            wanted.order_id = Some("order-1".to_owned());
            wanted.secret = Some("ps_1".to_owned());
            (wanted.at, wanted.seed) = (at(minutes), seed);
        })
    }

    #[test]
    fn behind_a_deposit_is_the_payment_that_the_other_event_of_its_seed_carries() {
        for status in ["WAITING_FOR_DEPOSIT", "DONE", "CANCELED", "PARTIAL_CANCELED"] {
            let twin = event(EventType::PaymentStatusChanged, |wanted| {
                wanted.method = Some("virtual-account".to_owned());
                wanted.status = Some(status.to_owned());
            });
            let flat = event(EventType::DepositCallback, |wanted| wanted.status = Some(status.to_owned()));
            let behind = payment_behind(&flat, SEED, at(0), None).unwrap();
            assert_eq!(Some(behind.payment), twin.payment(), "{status}");
        }
    }

    #[test]
    fn an_event_with_a_payment_of_its_own_has_that_behind_it() {
        let event = event(EventType::PaymentStatusChanged, |_| {});
        let behind = payment_behind(&event, SEED, at(0), None).unwrap();
        assert_eq!(Some(behind.payment), event.payment());
    }

    #[test]
    fn a_known_payment_goes_on_whatever_the_seed() {
        let issued = payment_behind(&deposit("WAITING_FOR_DEPOSIT", 0, SEED), SEED, at(0), None).unwrap();
        let paid = payment_behind(&deposit("DONE", 5, 99), 99, at(5), Some(&issued)).unwrap();
        let (before, after) = (printed(&issued), printed(&paid));
        for same in ["paymentKey", "orderId", "orderName", "totalAmount", "secret", "requestedAt"] {
            assert_eq!(before[same], after[same], "{same}");
        }
        assert_eq!(before["virtualAccount"]["accountNumber"], after["virtualAccount"]["accountNumber"]);
        assert_eq!((&before["approvedAt"], &after["status"]), (&Value::Null, &"DONE".into()));
        let cancelled = payment_behind(&deposit("CANCELED", 9, 5), 5, at(9), Some(&paid)).unwrap();
        assert_eq!(printed(&cancelled)["approvedAt"], after["approvedAt"]);
        assert_eq!(printed(&cancelled)["balanceAmount"], 0);
    }

    #[test]
    fn another_secret_is_another_payment() {
        let before = payment_behind(&deposit("WAITING_FOR_DEPOSIT", 0, SEED), SEED, at(0), None).unwrap();
        let other = event(EventType::DepositCallback, |wanted| {
            wanted.order_id = Some("order-1".to_owned());
            wanted.seed = 99;
        });
        let behind = payment_behind(&other, 99, at(5), Some(&before)).unwrap();
        assert_ne!(behind.payment.key, before.payment.key);
    }

    #[test]
    fn what_the_flat_event_says_the_payment_says_too() {
        let body = br#"{"createdAt":"2026-11-22T13:00:00","secret":"s","status":"DONE","transactionKey":"t-1","orderId":"x"}"#;
        let Content::Event(event) = Content::read(&bytes::Bytes::from_static(body)) else { panic!() };
        let payment = printed(&payment_behind(&event, 1, at(0), None).unwrap());
        assert_eq!((&payment["orderId"], &payment["secret"]), (&"x".into(), &"s".into()));
        assert_eq!((&payment["lastTransactionKey"], &payment["method"]), (&"t-1".into(), &"가상계좌".into()));
    }

    #[test]
    fn no_payment_stands_behind_other_events() {
        for event_type in
            [EventType::BillingDeleted, EventType::PayoutChanged, EventType::CancelStatusChanged]
        {
            assert!(payment_behind(&event(event_type, |_| {}), SEED, at(0), None).is_none());
        }
    }
}
