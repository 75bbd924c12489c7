use std::collections::HashSet;

use jiff::Timestamp;
use serde_json::Value;

use super::{Cancelled, Method, Part, SampleError, SampleOption, Wanted, dates, make, methods, statuses};
use crate::toss::{Content, EventType};

fn at() -> Timestamp {
    "2024-11-22T04:05:06.123456Z".parse().unwrap()
}

fn wanted(event_type: EventType, status: &str) -> Wanted {
    Wanted { status: Some(status.into()), ..Wanted::new(event_type, at(), 7) }
}

fn body(wanted: &Wanted) -> Value {
    serde_json::from_slice(&make(wanted).unwrap().body).unwrap()
}

/// Every event, status and method that can be made, with a few seeds.
fn every_wanted() -> Vec<Wanted> {
    let mut all = Vec::new();
    for event in EventType::known() {
        let known = statuses(event);
        let known: Vec<_> =
            if known.is_empty() { vec![None] } else { known.iter().copied().map(Some).collect() };
        for status in known {
            let possible = methods(event, status.unwrap_or_default());
            let possible: Vec<_> =
                if possible.is_empty() { vec![None] } else { possible.into_iter().map(Some).collect() };
            for method in possible {
                all.extend((0..8).map(|seed| Wanted {
                    status: status.map(str::to_owned),
                    method: method.map(|method: Method| method.word().to_owned()),
                    ..Wanted::new(event.clone(), at(), seed)
                }));
            }
        }
    }
    all
}

fn whole(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no whole number"))
}

fn date(value: &Value) -> Option<Timestamp> {
    value.as_str().map(|text| {
        assert!(text.ends_with("+09:00"), "{text} is not in Korean time");
        text.parse().unwrap()
    })
}

#[test]
fn every_event_in_every_status_is_made_as_its_envelope_wants_it() {
    for wanted in every_wanted() {
        let sample = make(&wanted).unwrap();
        let body: Value = serde_json::from_slice(&sample.body).unwrap();
        let inner = [&body["data"], &body["entityBody"], &body["data"]["payment"], &body];
        let found =
            inner.iter().any(|part| ["status", "cancelStatus"].iter().any(|key| part[key] == sample.status));
        assert!(found || wanted.event_type == EventType::BillingDeleted, "{wanted:?}: {body}");
        assert_eq!(sample.status, wanted.status.clone().unwrap_or_default());
        let keys: Vec<_> = body.as_object().unwrap().keys().map(String::as_str).collect();
        match wanted.event_type {
            EventType::DepositCallback => {
                assert_eq!(keys, ["createdAt", "secret", "status", "transactionKey", "orderId"]);
            }
            EventType::PayoutChanged | EventType::SellerChanged | EventType::ArsReservationChanged => {
                let envelope = ["eventType", "createdAt", "version", "eventId", "entityType", "entityBody"];
                assert_eq!(keys, envelope);
                assert_eq!(body["createdAt"], "2024-11-22T13:05:06+09:00");
            }
            _ => assert_eq!(keys, ["eventType", "createdAt", "data"]),
        }
        if keys.len() != 6 {
            assert_eq!(body["createdAt"], "2024-11-22T13:05:06.123456");
        }
    }
}

#[test]
fn every_sample_reads_back_as_the_event_that_was_wanted() {
    for wanted in every_wanted() {
        let sample = make(&wanted).unwrap();
        let Content::Event(event) = Content::read(&sample.body) else { panic!("{wanted:?} is no event") };
        assert_eq!(event.event_type, wanted.event_type);
        // LinkPay's order has no status of its own, only the Payment inside.
        if event.event_type != EventType::OrderPaymentStatusChanged {
            assert_eq!(event.status.unwrap_or_default(), sample.status, "{}", event.event_type);
        }
        assert_eq!(event.payment_key.is_some(), wanted.event_type == EventType::PaymentStatusChanged);
    }
}

#[test]
fn every_payment_adds_up_and_tells_its_dates_in_order() {
    let mut seen = 0;
    for wanted in every_wanted() {
        let body = body(&wanted);
        let payment = match wanted.event_type {
            EventType::PaymentStatusChanged => &body["data"],
            EventType::OrderPaymentStatusChanged => &body["data"]["payment"],
            _ => continue,
        };
        seen += 1;
        amounts_add_up(payment);
        dates_are_in_order(payment);
        details_fit(payment, wanted.method.as_deref().unwrap());
    }
    assert_eq!(seen, 2 * 8 * (6 * 3 + 1 + 5 * 2));
}

fn amounts_add_up(payment: &Value) {
    let total = whole(&payment["totalAmount"]);
    let balance = whole(&payment["balanceAmount"]);
    let vat = whole(&payment["vat"]);
    let parts = [&payment["suppliedAmount"], &payment["vat"], &payment["taxFreeAmount"]].map(whole);
    assert_eq!(parts.iter().sum::<u64>(), balance, "{payment}");
    assert!((11 * vat).abs_diff(balance) <= 5, "{vat} is no eleventh of {balance}");
    let status = payment["status"].as_str().unwrap();
    let cancelled = match payment["cancels"].as_array() {
        Some(cancels) => {
            assert!(matches!(status, "CANCELED" | "PARTIAL_CANCELED"), "{status} with cancels");
            assert_eq!(payment["lastTransactionKey"], cancels.last().unwrap()["transactionKey"]);
            assert_eq!(whole(&cancels.last().unwrap()["refundableAmount"]), balance);
            cancels.iter().map(|cancel| whole(&cancel["cancelAmount"])).sum()
        }
        None => 0,
    };
    assert_eq!(balance, total - cancelled);
    match status {
        "CANCELED" => assert_eq!(balance, 0),
        "PARTIAL_CANCELED" => assert!(0 < balance && balance < total),
        _ => assert_eq!(balance, total),
    }
}

fn dates_are_in_order(payment: &Value) {
    let requested = date(&payment["requestedAt"]).unwrap();
    let approved = date(&payment["approvedAt"]);
    let cancelled = date(&payment["cancels"][0]["canceledAt"]);
    let paid = matches!(payment["status"].as_str().unwrap(), "DONE" | "CANCELED" | "PARTIAL_CANCELED");
    assert_eq!(approved.is_some(), paid);
    let told: Vec<_> = [Some(requested), approved, cancelled, Some(at())].into_iter().flatten().collect();
    assert!(told.is_sorted_by(|earlier, later| earlier < later), "{payment}");
}

fn details_fit(payment: &Value, word: &str) {
    let slots = [
        ("card", "card"),
        ("virtualAccount", "virtual-account"),
        ("easyPay", "easy-pay"),
        ("transfer", "transfer"),
        ("mobilePhone", "mobile-phone"),
        ("giftCertificate", "gift-certificate"),
    ];
    let never_paid = matches!(payment["status"].as_str().unwrap(), "ABORTED" | "EXPIRED");
    for (key, of) in slots {
        assert_eq!(payment[key].is_object(), of == word && !never_paid, "{key} of {word}");
    }
    if payment["card"].is_object() {
        assert_eq!(payment["card"]["amount"], payment["totalAmount"]);
    }
    if let Some(account) = payment["virtualAccount"]["accountNumber"].as_str() {
        assert!(account.starts_with('X'), "{account} is no test account");
    }
    assert_eq!(payment["failure"]["code"].is_string(), payment["status"] == "ABORTED");
    let secret = payment["secret"].as_str().unwrap();
    assert!(secret.starts_with("ps_") && secret.len() == 31, "{secret}");
    assert!(payment["paymentKey"].as_str().unwrap().starts_with("tgen_202411"));
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    for first in every_wanted() {
        let again = make(&first).unwrap();
        assert_eq!(make(&first).unwrap().body, again.body);
        assert_eq!(make(&first).unwrap().transmission_id, again.transmission_id);
        let other = make(&Wanted { seed: first.seed + 1_000, ..first }).unwrap();
        assert_ne!(other.transmission_id, again.transmission_id);
    }
}

#[test]
fn the_same_seed_tells_of_the_same_payment_in_another_status_and_event() {
    let paid = body(&wanted(EventType::PaymentStatusChanged, "DONE"));
    let requested_at = date(&paid["data"]["requestedAt"]);
    let approved_at = date(&paid["data"]["approvedAt"]);
    let later = at() + jiff::SignedDuration::from_hours(1);
    let cancelled = body(&Wanted {
        at: later,
        requested_at,
        approved_at,
        ..wanted(EventType::PaymentStatusChanged, "PARTIAL_CANCELED")
    });
    for key in ["orderId", "paymentKey", "secret", "totalAmount", "requestedAt", "approvedAt", "orderName"] {
        assert_eq!(paid["data"][key], cancelled["data"][key], "{key}");
    }
    assert_ne!(paid["data"]["lastTransactionKey"], cancelled["data"]["lastTransactionKey"]);

    let deposit = wanted(EventType::DepositCallback, "DONE");
    let twin =
        Wanted { method: Some("virtual-account".into()), ..wanted(EventType::PaymentStatusChanged, "DONE") };
    assert_eq!(body(&deposit)["transactionKey"], body(&twin)["data"]["lastTransactionKey"]);
    assert_eq!(body(&deposit)["secret"], body(&twin)["data"]["secret"]);
    assert_ne!(make(&deposit).unwrap().transmission_id, make(&twin).unwrap().transmission_id);
}

/// A payment that was cancelled in these parts, an hour apart, the last of them now.
fn cancelled(parts: &[Part], seed: u64) -> Wanted {
    let (last, before) = parts.split_last().unwrap();
    let hours_ago = |hours| at() - jiff::SignedDuration::from_hours(hours);
    let times = (1..=i64::try_from(before.len()).unwrap()).rev().map(hours_ago);
    Wanted {
        cancelled_before: times.zip(before).map(|(at, part)| Cancelled { at, part: *part }).collect(),
        part: *last,
        occurrence: u32::try_from(before.len()).unwrap(),
        approved_at: Some(hours_ago(24)),
        requested_at: Some(hours_ago(25)),
        seed,
        ..wanted(EventType::PaymentStatusChanged, "PARTIAL_CANCELED")
    }
}

#[test]
fn cancels_add_up_to_what_is_gone_and_have_keys_of_their_own() {
    for seed in 0..50 {
        for parts in [&[Part::Drawn; 3][..], &[Part::Amount(700), Part::Drawn, Part::Rest]] {
            let data = body(&cancelled(parts, seed))["data"].take();
            let cancels = data["cancels"].as_array().unwrap();
            assert_eq!(cancels.len(), parts.len());
            let gone: u64 = cancels.iter().map(|it| whole(&it["cancelAmount"])).sum();
            assert_eq!(whole(&data["balanceAmount"]), whole(&data["totalAmount"]) - gone);
            assert_eq!(whole(&data["balanceAmount"]) == 0, parts.last() == Some(&Part::Rest));
            assert_eq!(data["status"], "PARTIAL_CANCELED");
            assert_eq!(data["lastTransactionKey"], cancels.last().unwrap()["transactionKey"]);
            let keys: HashSet<_> = cancels.iter().map(|it| it["transactionKey"].to_string()).collect();
            assert_eq!(keys.len(), parts.len());
            assert!(cancels.is_sorted_by_key(|it| date(&it["canceledAt"])));
            // What a shorter chain has told stays as it was.
            let before = body(&Wanted {
                at: cancelled(parts, seed).cancelled_before[parts.len() - 2].at,
                ..cancelled(&parts[..parts.len() - 1], seed)
            });
            assert_eq!(before["data"]["cancels"][0]["cancelAmount"], cancels[0]["cancelAmount"]);
        }
    }
}

#[test]
fn cancels_that_no_payment_has_are_refused() {
    let of = |parts: &[Part]| Wanted { amount: Some(1_000), ..cancelled(parts, 7) };
    for (wanted, error) in [
        (of(&[Part::Rest]), SampleError::AllAtOnce),
        (of(&[Part::Amount(1_000)]), SampleError::AllAtOnce),
        (of(&[Part::Amount(0)]), SampleError::Part { amount: 0, left: 1_000 }),
        (of(&[Part::Amount(400), Part::Amount(601)]), SampleError::Part { amount: 601, left: 600 }),
        (of(&[Part::Amount(400), Part::Rest, Part::Drawn]), SampleError::NothingLeft),
        (
            Wanted { status: Some("CANCELED".into()), ..of(&[Part::Amount(400), Part::Drawn]) },
            SampleError::StaysPartial,
        ),
    ] {
        assert_eq!(make(&wanted).unwrap_err(), error);
    }
    assert!(make(&of(&[Part::Amount(400), Part::Amount(600)])).is_ok());
}

#[test]
fn what_happens_again_has_ids_of_its_own() {
    for event in EventType::known() {
        let once = Wanted::new(event.clone(), at(), 7);
        let again = make(&Wanted { occurrence: 1, ..once.clone() }).unwrap();
        assert_ne!(make(&once).unwrap().transmission_id, again.transmission_id, "{event}");
    }
}

#[test]
fn a_seller_and_a_payout_keep_their_dates_in_a_chain() {
    for event in [EventType::SellerChanged, EventType::PayoutChanged] {
        let first = Wanted::new(event, at(), 7);
        let later = Wanted {
            at: at() + jiff::SignedDuration::from_hours(30),
            requested_at: dates(&first).unwrap().requested_at,
            ..first.clone()
        };
        let (first, later) = (body(&first)["entityBody"].take(), body(&later)["entityBody"].take());
        for key in ["id", "requestedAt", "refSellerId", "refPayoutId"] {
            assert_eq!(first[key], later[key], "{key}");
        }
    }
}

#[test]
fn a_transmission_id_carries_its_time() {
    // The example in Toss Payments' documentation was sent on 2024-09-05T12:19:21+09:00.
    let at = "2024-09-05T12:19:21+09:00".parse().unwrap();
    let id = make(&Wanted::new(EventType::BillingDeleted, at, 1)).unwrap().transmission_id.0;
    assert!(id.starts_with("whtrans_a01j70"), "{id}");
    assert_eq!(id.len(), "whtrans_a01j70335nkqqeg0zwzz2r4py9z".len());
}

#[test]
fn a_payout_prints_its_amount_as_toss_payments_does() {
    let payout = Wanted { amount: Some(5_000), ..Wanted::new(EventType::PayoutChanged, at(), 7) };
    let text = String::from_utf8(make(&payout).unwrap().body.to_vec()).unwrap();
    assert!(text.contains(r#""amount":{"currency":"KRW","value":5000.0}"#), "{text}");
}

#[test]
fn words_are_taken_in_any_case_and_with_any_dash() {
    let loose = Wanted {
        method: Some("Virtual_Account".into()),
        ..wanted(EventType::PaymentStatusChanged, "partial-canceled")
    };
    assert_eq!(make(&loose).unwrap().status, "PARTIAL_CANCELED");
}

#[test]
fn a_waiting_deposit_is_a_virtual_account_without_being_told() {
    let waiting = body(&wanted(EventType::PaymentStatusChanged, "WAITING_FOR_DEPOSIT"));
    assert_eq!(waiting["data"]["method"], "가상계좌");
    assert_eq!(waiting["data"]["approvedAt"], Value::Null);
}

#[test]
fn a_status_that_is_not_sent_names_the_nearest() {
    let error = make(&wanted(EventType::DepositCallback, "WAITING")).unwrap_err();
    assert_eq!(
        error,
        SampleError::UnknownStatus {
            event: EventType::DepositCallback,
            typed: "WAITING".into(),
            nearest: Some("WAITING_FOR_DEPOSIT"),
            known: &["DONE", "WAITING_FOR_DEPOSIT", "CANCELED", "PARTIAL_CANCELED"],
        }
    );
}

#[test]
fn methods_that_never_come_with_a_status_are_refused() {
    let expired = Wanted {
        method: Some("virtual-account".into()),
        ..wanted(EventType::PaymentStatusChanged, "EXPIRED")
    };
    assert!(matches!(
        make(&expired),
        Err(SampleError::MethodImpossible { status: "EXPIRED", method: "virtual-account", .. })
    ));
    let unknown =
        Wanted { method: Some("crad".into()), ..Wanted::new(EventType::PaymentStatusChanged, at(), 1) };
    assert!(matches!(make(&unknown), Err(SampleError::UnknownMethod { nearest: Some("card"), .. })));
}

#[test]
fn an_option_that_the_event_has_no_field_for_is_named() {
    let refused = |event: EventType, change: fn(&mut Wanted)| {
        let mut wanted = Wanted::new(event, at(), 1);
        change(&mut wanted);
        match make(&wanted) {
            Err(SampleError::NotCarried { option, .. }) => option,
            other => panic!("{other:?}"),
        }
    };
    let payment_key = |wanted: &mut Wanted| wanted.payment_key = Some("key".into());
    assert_eq!(refused(EventType::DepositCallback, payment_key), SampleOption::PaymentKey);
    assert_eq!(
        refused(EventType::DepositCallback, |wanted| wanted.amount = Some(1_000)),
        SampleOption::Amount
    );
    assert_eq!(
        refused(EventType::BillingDeleted, |wanted| wanted.status = Some("DONE".into())),
        SampleOption::Status
    );
    assert_eq!(
        refused(EventType::PayoutChanged, |wanted| wanted.method = Some("card".into())),
        SampleOption::Method
    );
    assert_eq!(
        refused(EventType::CancelStatusChanged, |wanted| wanted.order_id = Some("order-1".into())),
        SampleOption::OrderId
    );
}

#[test]
fn overrides_are_taken_and_what_depends_on_them_follows() {
    let own = Wanted {
        order_id: Some("my-order_1".into()),
        payment_key: Some("my-key".into()),
        amount: Some(1_000),
        secret: Some("my-secret".into()),
        ..wanted(EventType::PaymentStatusChanged, "CANCELED")
    };
    let data = &body(&own)["data"];
    assert_eq!(data["orderId"], "my-order_1");
    assert_eq!(data["paymentKey"], "my-key");
    assert_eq!(data["secret"], "my-secret");
    assert_eq!(data["cancels"][0]["cancelAmount"], 1_000);
    assert!(data["checkout"]["url"].as_str().unwrap().ends_with("/my-key/checkout"));
}

#[test]
fn overrides_that_no_payment_can_have_are_refused() {
    let plain = || Wanted::new(EventType::PaymentStatusChanged, at(), 1);
    for typed in ["short", "has space", "주문번호주문번호", &"x".repeat(65)] {
        let wanted = Wanted { order_id: Some(typed.into()), ..plain() };
        assert_eq!(make(&wanted).unwrap_err(), SampleError::OrderId { typed: typed.into() });
    }
    let long = Wanted { payment_key: Some("k".repeat(201)), ..plain() };
    assert!(matches!(make(&long), Err(SampleError::Length { length: 201, most: 200, .. })));
    let empty = Wanted { secret: Some(String::new()), ..plain() };
    assert!(matches!(make(&empty), Err(SampleError::Length { length: 0, most: 50, .. })));
    for amount in [0, 1, 1 << 53] {
        let wanted = Wanted { amount: Some(amount), ..plain() };
        assert!(matches!(make(&wanted), Err(SampleError::Amount { .. })), "{amount}");
    }
}

#[test]
fn the_smallest_and_largest_amounts_add_up_too() {
    for amount in [2, 3, 10, 11, (1 << 53) - 1] {
        for status in statuses(&EventType::PaymentStatusChanged) {
            let own = Wanted { amount: Some(amount), ..wanted(EventType::PaymentStatusChanged, status) };
            amounts_add_up(&body(&own)["data"]);
        }
    }
}

#[test]
fn the_ends_of_the_calendar_are_times_too() {
    for at in [Timestamp::MIN, Timestamp::MAX] {
        for event in EventType::known() {
            make(&Wanted::new(event.clone(), at, 1)).unwrap();
        }
    }
}

#[test]
fn older_and_unknown_events_are_not_made() {
    for event in [EventType::PayoutStatusChanged, EventType::Other("PAYMENT_DONE".into())] {
        let error = make(&Wanted::new(event.clone(), at(), 1)).unwrap_err();
        assert_eq!(error, SampleError::NotMade { event });
    }
}
