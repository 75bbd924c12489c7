//! Bodies that differ from an ordinary one in one thing.

use serde_json::{Map, Value, json};

/// An event type that Toss Payments may have one day.
const NEW_EVENT: &str = "PAYMENT_SCHEDULE_CHANGED";

/// How large a whole Payment gets that is cancelled in many parts.
const LARGE: usize = 64 * 1024;

/// Another event type around the same content.
pub(super) fn of_unknown_type(body: &[u8]) -> Vec<u8> {
    changed(body, |event| event["eventType"] = json!(NEW_EVENT))
}

/// Fields that no documentation names, in the envelope and in its content.
pub(super) fn with_unknown_fields(body: &[u8]) -> Vec<u8> {
    changed(body, |event| {
        event["eventVersion"] = json!(3);
        event["data"]["settlement"] = json!({"scheduledAt": null, "fees": [{"type": "BASE", "rate": 0.03}]});
    })
}

/// Every object's members from its last to its first.
pub(super) fn in_reverse(body: &[u8]) -> Vec<u8> {
    changed(body, reverse)
}

/// The Payment as it was told of in 2022 (section 4 of the facts).
pub(super) fn three_fields(body: &[u8]) -> Vec<u8> {
    changed(body, |event| {
        let data = &event["data"];
        event["data"] = json!({
            "paymentKey": data["paymentKey"],
            "status": data["status"],
            "orderId": data["orderId"],
        });
    })
}

/// `createdAt` with so many digits of a second; the last of them no zero.
pub(super) fn with_fraction(body: &[u8], digits: u8) -> Vec<u8> {
    let digits = usize::from(digits);
    created_at(body, |second| match digits {
        0 => second.to_owned(),
        _ => format!("{second}.{}", &"653271946"[..digits.min(9)]),
    })
}

/// `createdAt` in whole seconds with Korea's offset, as `DEPOSIT_CALLBACK` has been seen with it.
pub(super) fn with_offset(body: &[u8]) -> Vec<u8> {
    created_at(body, |second| format!("{second}+09:00"))
}

/// A payment that was cancelled in so many parts of a won that its body is large.
pub(super) fn large(body: &[u8]) -> Vec<u8> {
    changed(body, |event| {
        let data = &mut event["data"];
        let cancel = data["cancels"][0].clone();
        let count = (LARGE / cancel.to_string().len().max(1)) as u64;
        // Some of it is left.
        let total = data["totalAmount"].as_u64().unwrap_or_default().max(count + 2);
        let cancels = (1..=count).map(|part| {
            let mut cancel = cancel.clone();
            cancel["transactionKey"] = json!(format!("{}{part:03}", text(&cancel["transactionKey"])));
            cancel["cancelAmount"] = json!(1);
            cancel["refundableAmount"] = json!(total - part);
            cancel
        });
        data["cancels"] = cancels.collect();
        let balance = total - count;
        let vat = balance / 11;
        data["totalAmount"] = json!(total);
        data["balanceAmount"] = json!(balance);
        data["suppliedAmount"] = json!(balance - vat);
        data["vat"] = json!(vat);
    })
}

fn created_at(body: &[u8], write: impl FnOnce(&str) -> String) -> Vec<u8> {
    changed(body, |event| {
        let second = text(&event["createdAt"]).get(..19).unwrap_or_default().to_owned();
        event["createdAt"] = json!(write(&second));
    })
}

/// A body of ours, made anew with a change: order of members and forms of numbers stay.
fn changed(body: &[u8], change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value = serde_json::from_slice(body).unwrap_or_default();
    change(&mut value);
    value.to_string().into_bytes()
}

fn reverse(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let mut reversed = Map::with_capacity(members.len());
            for (name, mut member) in std::mem::take(members).into_iter().rev() {
                reverse(&mut member);
                reversed.insert(name, member);
            }
            *members = reversed;
        }
        Value::Array(elements) => elements.iter_mut().for_each(reverse),
        _ => {}
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use jiff::Timestamp;
    use serde_json::Value;

    use super::*;
    use crate::toss::sample::{self, Wanted};
    use crate::toss::{Content, EventType};

    fn sample(event_type: EventType, status: &str) -> Bytes {
        let at: Timestamp = "2026-11-22T04:00:00Z".parse().unwrap();
        let mut wanted = Wanted::new(event_type, at, 3);
        wanted.status = Some(status.to_owned());
        sample::make(&wanted).unwrap().body
    }

    fn payment(status: &str) -> Bytes {
        sample(EventType::PaymentStatusChanged, status)
    }

    fn read(body: &[u8]) -> Value {
        serde_json::from_slice(body).unwrap()
    }

    #[test]
    fn the_unknown_type_is_none_of_toss_payments() {
        let body = of_unknown_type(&payment("DONE"));
        let Content::Event(event) = Content::read(&body.clone().into()) else { panic!("no event") };
        assert!(matches!(event.event_type, EventType::Other(_)));
        assert_eq!(read(&body)["data"], read(&payment("DONE"))["data"]);
    }

    #[test]
    fn in_reverse_nothing_is_lost_and_twice_reversed_is_the_same() {
        let body = payment("CANCELED");
        let reversed = in_reverse(&body);
        assert_ne!(reversed, body);
        assert_eq!(read(&reversed), read(&body));
        assert!(reversed.starts_with(b"{\"data\":{\"metadata\""));
        assert_eq!(in_reverse(&reversed), body);
    }

    #[test]
    fn created_at_takes_each_form() {
        let body = payment("DONE");
        let created_at = |body: &[u8]| read(body)["createdAt"].as_str().unwrap().to_owned();
        assert_eq!(created_at(&with_fraction(&body, 5)), "2026-11-22T13:00:00.65327");
        assert_eq!(created_at(&with_fraction(&body, 0)), "2026-11-22T13:00:00");
        let deposit = sample(EventType::DepositCallback, "DONE");
        assert_eq!(created_at(&with_offset(&deposit)), "2026-11-22T13:00:00+09:00");
    }

    #[test]
    fn the_large_payment_is_large_and_adds_up() {
        let body = large(&payment("PARTIAL_CANCELED"));
        // Below the 100 kB that Express takes by default: nobody should need more for it.
        assert!((60_000..100_000).contains(&body.len()), "{}", body.len());
        let data = &read(&body)["data"];
        let cancelled: u64 =
            data["cancels"].as_array().unwrap().iter().map(|it| it["cancelAmount"].as_u64().unwrap()).sum();
        assert_eq!(
            data["totalAmount"].as_u64().unwrap(),
            cancelled + data["balanceAmount"].as_u64().unwrap()
        );
    }

    #[test]
    fn the_old_shape_has_three_fields() {
        let data = &read(&three_fields(&payment("DONE")))["data"];
        assert_eq!(data.as_object().unwrap().len(), 3);
        assert_eq!(data["status"], "DONE");
        assert!(data["paymentKey"].is_string() && data["orderId"].is_string());
    }
}
