use bytes::Bytes;

use super::Claim;
use crate::activity::{Agreement, ComparedField, Difference};
use crate::toss::{Content, Payment, PaymentName};

const DEPOSIT: &str = r#"{"createdAt":"2026-11-22T14:03:40","secret":"ps_1","status":"DONE","transactionKey":"t","orderId":"order-1"}"#;
const THREE: &str =
    r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"paymentKey":"p","orderId":"order-1","status":"DONE"}}"#;

fn claim(body: &str) -> Option<Claim> {
    Claim::of(&Content::read(&Bytes::from(body.to_owned())).into_event().expect("an event"))
}

fn whole(status: &str, amount: &str, secret: &str) -> Claim {
    let data = printed("order-1", status, amount, secret);
    claim(&format!(r#"{{"eventType":"PAYMENT_STATUS_CHANGED","data":{data}}}"#)).expect("a claim")
}

fn printed(order: &str, status: &str, amount: &str, secret: &str) -> String {
    format!(
        r#"{{"paymentKey":"p","orderId":"{order}","status":"{status}","totalAmount":{amount},"secret":{secret}}}"#
    )
}

fn payment(status: &str) -> Payment {
    Payment::read(printed("order-1", status, "5000.0", r#""ps_1""#).into()).expect("a payment")
}

#[test]
fn what_an_event_and_its_payment_both_say_agrees() {
    use ComparedField::{Amount, Order, Secret, Status};
    let agrees = |claim: Claim| claim.against(&payment("DONE"));
    assert_eq!(
        agrees(whole("DONE", "5e3", r#""ps_1""#)),
        Agreement::Agrees(vec![Status, Amount, Secret, Order])
    );
    assert_eq!(agrees(claim(DEPOSIT).unwrap()), Agreement::Agrees(vec![Status, Secret, Order]));
    assert_eq!(agrees(claim(THREE).unwrap()), Agreement::Agrees(vec![Status, Order]));
    let secretless = Payment::read(printed("order-1", "DONE", "1", "null").into()).unwrap();
    assert_eq!(
        whole("DONE", "1", "null").against(&secretless),
        Agreement::Agrees(vec![Status, Amount, Order])
    );
}

#[test]
fn each_thing_that_differs_is_told_with_both_values() {
    let differs = |claim: Claim, payment: &Payment| match claim.against(payment) {
        Agreement::Differs(all) => all
            .into_iter()
            .map(|Difference { field, event, payment }| (field, event, payment))
            .collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let text = |text: &str| Some(text.to_owned());
    assert_eq!(
        differs(whole("CANCELED", "50000", "null"), &payment("DONE")),
        [
            (ComparedField::Status, text("CANCELED"), text("DONE")),
            (ComparedField::Amount, text("50000"), text("5000.0")),
            (ComparedField::Secret, None, text("ps_1")),
        ]
    );
    let other = Payment::read(printed("order-2", "DONE", "1", r#""ps_2""#).into()).unwrap();
    assert_eq!(
        differs(claim(DEPOSIT).unwrap(), &other),
        [
            (ComparedField::Secret, text("ps_1"), text("ps_2")),
            (ComparedField::Order, text("order-1"), text("order-2"))
        ]
    );
}

#[test]
fn an_event_is_older_only_where_the_payments_status_may_follow_on_its() {
    for (told, now, is_older) in [
        ("DONE", "CANCELED", true),
        ("DONE", "PARTIAL_CANCELED", true),
        ("WAITING_FOR_DEPOSIT", "DONE", true),
        ("WAITING_FOR_DEPOSIT", "EXPIRED", true),
        // Forged before the deposit, or reversed since: no more can be told.
        ("DONE", "WAITING_FOR_DEPOSIT", false),
        ("PARTIAL_CANCELED", "CANCELED", false),
        ("CANCELED", "DONE", false),
        ("ABORTED", "DONE", false),
        ("DONE", "IN_PROGRESS", false),
    ] {
        let agreement = whole(told, "5000", r#""ps_1""#).against(&payment(now));
        assert_eq!(agreement == Agreement::Older { told: told.to_owned() }, is_older, "{told} {now}");
    }
    let forged = whole("DONE", "5000", r#""ps_2""#).against(&payment("CANCELED"));
    assert!(matches!(forged, Agreement::Differs(all) if all.len() == 2));
}

#[test]
fn events_about_no_payment_claim_nothing() {
    for body in [
        r#"{"eventType":"BILLING_DELETED","data":{"billingKey":"b"}}"#,
        r#"{"eventType":"CANCEL_STATUS_CHANGED","data":{"paymentKey":"p","cancelStatus":"DONE"}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"status":"DONE"}}"#,
        r#"{"eventType":"NEW","data":{"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":1}}"#,
    ] {
        assert_eq!(claim(body), None, "{body}");
    }
}

#[test]
fn no_name_leads_anywhere_else() {
    let key = |name: &str| Claim::path(&PaymentName::Key(name.into()));
    let order = |name: &str| Claim::path(&PaymentName::Order(name.into()));
    assert_eq!(key("tviva2026").as_deref(), Some("/v1/payments/tviva2026"));
    assert_eq!(order("order-1_~.").as_deref(), Some("/v1/payments/orders/order-1_~."));
    assert_eq!(key("../confirm?a#b%가").as_deref(), Some("/v1/payments/..%2Fconfirm%3Fa%23b%25%EA%B0%80"));
    for none in ["", ".", "..", "...", &"a".repeat(301)] {
        assert_eq!((key(none), order(none)), (None, None), "{none}");
    }
    let long = format!(
        r#"{{"secret":"{0}","status":"{0}","transactionKey":"t","orderId":"{0}"}}"#,
        "가".repeat(9000)
    );
    let claim = claim(&long).unwrap();
    assert_eq!(Claim::path(&claim.name), None);
    assert!(format!("{claim:?}").len() < 4 * 600);
}
