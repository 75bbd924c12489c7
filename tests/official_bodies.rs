//! Every event in the shape in which it was published reads as what it is.

use std::fs;
use std::path::PathBuf;

use bytes::Bytes;
use tosshook::toss::{Amount, Content, Event};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/bodies")
}

fn body(name: &str) -> Bytes {
    let path = folder().join(format!("{name}.json"));
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).into()
}

fn event(name: &str) -> Event {
    match Content::read(&body(name)) {
        Content::Event(event) => event,
        other => panic!("{name}: {other:?}"),
    }
}

/// The fields that hold a value, by name, in the order of [`Event`]'s fields.
fn fields(event: &Event) -> Vec<(&'static str, &str)> {
    let amount = event.amount.as_ref().map(|Amount(token)| token);
    [
        ("status", event.status.as_ref()),
        ("order", event.order_id.as_ref()),
        ("payment", event.payment_key.as_ref()),
        ("amount", amount),
        ("currency", event.currency.as_ref()),
        ("method", event.method.as_ref()),
        ("transaction", event.transaction_key.as_ref()),
        ("created", event.created_at.as_ref()),
    ]
    .into_iter()
    .filter_map(|(name, value)| Some((name, value?.as_str())))
    .collect()
}

#[track_caller]
fn reads_as(name: &str, event_type: &str, expected: &[(&str, &str)]) {
    let event = event(name);
    assert_eq!(event.event_type.as_str(), event_type);
    assert_eq!(fields(&event), expected);
    assert_eq!(event.bytes, body(name));
}

#[test]
fn a_card_payment() {
    reads_as(
        "payment_status_changed",
        "PAYMENT_STATUS_CHANGED",
        &[
            ("status", "DONE"),
            ("order", "sample-order-0001"),
            ("payment", "sample_pay_20240304102112_card"),
            ("amount", "15000"),
            ("currency", "KRW"),
            ("method", "카드"),
            ("transaction", "4C1D93A0B27E5F6680A9C2D41E7B3F05"),
            ("created", "2024-03-04T10:21:33.120000"),
        ],
    );
}

#[test]
fn a_payment_with_created_at_first_and_five_fraction_digits() {
    reads_as(
        "payment_status_changed_created_at_first",
        "PAYMENT_STATUS_CHANGED",
        &[
            ("status", "DONE"),
            ("order", "sample-order-0002"),
            ("payment", "sample_pay_20260102144643_easy"),
            ("amount", "27400"),
            ("currency", "KRW"),
            ("method", "간편결제"),
            ("transaction", "txrd_a01sampletransaction0001"),
            ("created", "2026-01-02T14:46:59.65327"),
        ],
    );
}

#[test]
fn a_payment_in_the_three_fields_of_2022() {
    reads_as(
        "payment_status_changed_2022",
        "PAYMENT_STATUS_CHANGED",
        &[
            ("status", "DONE"),
            ("order", "sample-order-0004"),
            ("payment", "sample_pay_20220512000000"),
            ("created", "2022-05-12T00:00:00.000"),
        ],
    );
}

#[test]
fn a_deposit() {
    reads_as(
        "deposit_callback",
        "DEPOSIT_CALLBACK",
        &[
            ("status", "DONE"),
            ("order", "sample-order-0003"),
            ("transaction", "9A0E4C7715B84D2FA7731E5C60D98B12"),
            ("created", "2024-03-05T09:00:01.000000"),
        ],
    );
}

#[test]
fn a_deposit_with_an_offset_in_its_time() {
    reads_as(
        "deposit_callback_offset",
        "DEPOSIT_CALLBACK",
        &[
            ("status", "WAITING_FOR_DEPOSIT"),
            ("order", "sample-order-0005"),
            ("transaction", "0B6F21D98E3A47C5B1D0F4A2E6C87935"),
            ("created", "2022-06-09T15:40:09+09:00"),
        ],
    );
}

#[test]
fn a_deposit_and_its_payment_are_twins() {
    let (deposit, payment) = (event("deposit_callback"), event("payment_status_changed_virtual_account"));
    assert_eq!(payment.method.as_deref(), Some("가상계좌"));
    assert!(deposit.twin_key().is_some());
    assert_eq!(deposit.twin_key(), payment.twin_key());
    assert_eq!(deposit.transaction_key, payment.transaction_key);
    assert_eq!(event("payment_status_changed").twin_key(), None);
}

#[test]
fn a_cancel() {
    reads_as(
        "cancel_status_changed",
        "CANCEL_STATUS_CHANGED",
        &[
            ("status", "DONE"),
            ("amount", "12.5"),
            ("transaction", "E7405D1BC3F249A88D6602B95A13F7C4"),
            ("created", "2024-06-11T18:02:44.501200"),
        ],
    );
}

#[test]
fn a_billing_key_deleted() {
    reads_as("billing_deleted", "BILLING_DELETED", &[("created", "2024-12-01T00:00:00.000000")]);
}

#[test]
fn a_brandpay_method() {
    reads_as(
        "method_updated",
        "METHOD_UPDATED",
        &[("status", "ENABLE"), ("created", "2022-05-12T00:00:00.000000")],
    );
}

#[test]
fn a_brandpay_customer() {
    reads_as(
        "customer_status_changed",
        "CUSTOMER_STATUS_CHANGED",
        &[("status", "PASSWORD_CHANGED"), ("created", "2022-01-01T00:00:00.000000")],
    );
}

#[test]
fn a_payout() {
    reads_as(
        "payout_changed",
        "payout.changed",
        &[
            ("status", "COMPLETED"),
            ("amount", "5000.0"),
            ("currency", "KRW"),
            ("created", "2024-08-08T09:30:00+09:00"),
        ],
    );
    assert!(event("payout_changed").event_type.is_signed());
}

#[test]
fn a_seller() {
    reads_as(
        "seller_changed",
        "seller.changed",
        &[("status", "KYC_REQUIRED"), ("created", "2024-08-09T11:00:00+09:00")],
    );
    assert!(event("seller_changed").event_type.is_signed());
}

#[test]
fn the_statuses_are_the_documented_ones_but_for_the_one_misprint() {
    for file in fs::read_dir(folder()).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let event = event(path.file_stem().unwrap().to_str().unwrap());
        let documented = event.event_type.statuses();
        match event.status.as_deref() {
            Some("ENABLE") => assert!(documented.contains(&"ENABLED")),
            Some(status) => assert!(documented.contains(&status), "{}: {status}", path.display()),
            None => assert!(documented.is_empty(), "{}", path.display()),
        }
    }
}
