mod embedded;
mod refused;

use jiff::Timestamp;
use serde_json::Value;

use super::{Scenario, ScenarioError};
use crate::toss::EventType;
use crate::toss::sample::Wanted;
use crate::toss::sample::edit::Missing;

/// When the last step of a chain is sent.
fn end() -> Timestamp {
    "2024-11-22T04:05:06.123456Z".parse().unwrap()
}

fn given(seed: u64) -> Wanted {
    Wanted::new(EventType::PaymentStatusChanged, end(), seed)
}

fn read(text: &str) -> Result<Scenario, ScenarioError> {
    Scenario::read(text.as_bytes(), Missing::Refuse)
}

/// A scenario of these steps, each on a line of its own from the second.
fn steps(lines: &[&str]) -> String {
    format!("{{\"steps\": [\n{}\n]}}", lines.join(",\n"))
}

/// The bodies of a scenario's steps.
fn bodies(scenario: &Scenario, given: &Wanted) -> Vec<Value> {
    let made = (0..scenario.len()).map(|step| scenario.make(step, given, Missing::Refuse).unwrap());
    made.map(|made| serde_json::from_slice(&made.body).unwrap()).collect()
}

const DONE: &str = r#"{"event": "PAYMENT_STATUS_CHANGED", "status": "DONE"}"#;

#[test]
fn steps_happen_as_long_before_the_last_as_the_file_says() {
    let text = steps(&[
        DONE,
        r#"{"event": "PAYMENT_STATUS_CHANGED", "status": "CANCELED", "after": "1h"}"#,
        r#"{"event": "BILLING_DELETED"}"#,
        // Re-send 6 would come 22 h 45 min after the first attempt, re-send 1 long before.
        r#"{"resend_of": 1, "retried_count": 6}"#,
        r#"{"resend_of": 2}"#,
        r#"{"resend_of": 1, "after": "10m"}"#,
    ]);
    let scenario = read(&text).unwrap();
    let begun = scenario.at(0, end());
    let minutes: Vec<_> =
        (0..6).map(|step| scenario.at(step, end()).duration_since(begun).as_mins()).collect();
    assert_eq!(minutes, [0, 60, 61, 1365, 1365, 1375]);
    assert_eq!(scenario.at(5, end()), end());
    assert_eq!((0..6).map(|step| scenario.retried_count(step)).collect::<Vec<_>>(), [0, 0, 0, 6, 1, 7]);
}

#[test]
fn a_re_send_is_the_same_event_and_a_twin_the_same_change() {
    let deposit = r#"{"event": "DEPOSIT_CALLBACK", "status": "PARTIAL_CANCELED"}"#;
    let text = steps(&[deposit, deposit, r#"{"twin_of": 2, "after": "5s"}"#, r#"{"resend_of": 3}"#]);
    let scenario = read(&text).unwrap();
    let made: Vec<_> = (0..4).map(|step| scenario.make(step, &given(3), Missing::Refuse).unwrap()).collect();
    assert_eq!((&made[2].body, &made[2].transmission_id), (&made[3].body, &made[3].transmission_id));
    let ids: std::collections::HashSet<_> = made.iter().map(|made| &made.transmission_id).collect();
    assert_eq!(ids.len(), 3);
    let bodies = bodies(&scenario, &given(3));
    assert_eq!(bodies[1]["transactionKey"], bodies[2]["data"]["lastTransactionKey"]);
    assert_ne!(bodies[0]["transactionKey"], bodies[1]["transactionKey"]);
    assert_eq!(bodies[2]["data"]["method"], "가상계좌");
    assert_eq!(bodies[2]["data"]["cancels"].as_array().unwrap().len(), 2);
    assert_eq!(bodies[1]["createdAt"], bodies[2]["createdAt"]);
}

#[test]
fn what_is_given_goes_into_every_event_that_has_a_place_for_it() {
    let text = r#"{"amount": 5000, "order_id": "of-the-file", "steps": [
        {"event": "DEPOSIT_CALLBACK", "status": "DONE"},
        {"event": "PAYMENT_STATUS_CHANGED", "status": "PARTIAL_CANCELED", "cancel": 1200},
        {"event": "BILLING_DELETED"}
    ]}"#;
    let scenario = read(text).unwrap();
    let [deposit, payment, billing] = bodies(&scenario, &given(1)).try_into().unwrap();
    assert_eq!(
        (&deposit["orderId"], &payment["data"]["orderId"]),
        (&"of-the-file".into(), &"of-the-file".into())
    );
    assert_eq!(payment["data"]["totalAmount"], 5_000);
    assert_eq!(payment["data"]["balanceAmount"], 3_800);
    assert!(billing["data"]["billingKey"].is_string());
    let own = Wanted {
        order_id: Some("of-the-user".into()),
        secret: Some("ps_mine".into()),
        payment_key: Some("key".into()),
        amount: Some(9_000),
        ..given(1)
    };
    assert_eq!(scenario.refuse_strange(&own), Ok(()));
    let [deposit, payment, _] = bodies(&scenario, &own).try_into().unwrap();
    assert_eq!((&deposit["orderId"], &deposit["secret"]), (&"of-the-user".into(), &"ps_mine".into()));
    assert_eq!(
        (&payment["data"]["paymentKey"], &payment["data"]["totalAmount"]),
        (&"key".into(), &9_000.into())
    );
    assert_eq!(payment["data"]["cancels"][0]["cancelAmount"], 1_200);
}

#[test]
fn what_no_event_of_the_chain_has_a_place_for_is_refused() {
    let brandpay = read(&steps(&[r#"{"event": "METHOD_UPDATED"}"#, r#"{"resend_of": 1}"#])).unwrap();
    let own = Wanted { order_id: Some("order-1".into()), ..given(1) };
    assert!(brandpay.refuse_strange(&own).is_err());
    assert_eq!(brandpay.refuse_strange(&given(1)), Ok(()));
}

#[test]
fn a_step_changes_its_own_body_and_the_re_send_of_it() {
    let text = steps(&[
        r#"{"event": "payout.changed", "set": {"entityBody.amount.value": 5000.00, "entityBody.metadata": null}, "unset": ["version"]}"#,
        r#"{"resend_of": 1}"#,
        r#"{"event": "payout.changed", "status": "FAILED"}"#,
    ]);
    let scenario = read(&text).unwrap();
    let text_of = |step| {
        let made = scenario.make(step, &given(1), Missing::Refuse).unwrap();
        String::from_utf8(made.body.to_vec()).unwrap()
    };
    assert!(text_of(0).contains(r#""value":5000.00}"#) && !text_of(0).contains("version"), "{}", text_of(0));
    assert_eq!(text_of(0), text_of(1));
    assert!(text_of(2).contains("version"));
    // The same payout, whenever it is told of.
    let bodies = bodies(&scenario, &given(1));
    assert_eq!(bodies[0]["entityBody"]["requestedAt"], bodies[2]["entityBody"]["requestedAt"]);
    assert_ne!(bodies[0]["eventId"], bodies[2]["eventId"]);
}

#[test]
fn with_force_a_step_may_have_fields_that_the_event_has_not() {
    let text = steps(&[r#"{"event": "BILLING_DELETED", "set": {"data.customerKey": "c"}}"#]);
    assert!(read(&text).is_err());
    let scenario = Scenario::read(text.as_bytes(), Missing::Create).unwrap();
    let made = scenario.make(0, &given(1), Missing::Create).unwrap();
    let body: Value = serde_json::from_slice(&made.body).unwrap();
    assert_eq!(body["data"]["customerKey"], "c");
}

#[test]
fn a_file_may_begin_with_a_byte_order_mark_and_null_is_nothing_said() {
    let text =
        format!("\u{feff}\n{}", r#"{"title": null, "steps": [{"event": "billing-deleted", "after": null}]}"#);
    let scenario = read(&text).unwrap();
    assert_eq!((scenario.title.as_deref(), scenario.len()), (None, 1));
}
