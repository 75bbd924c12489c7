//! Each scenario that comes with the program makes what it says, whatever the seed.

use std::collections::HashSet;

use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::Value;

use super::{bodies, end, given};
use crate::toss::sample::edit::Missing;
use crate::toss::scenario::{Embedded, Named, Scenario};
use crate::toss::{Content, Event, EventType};

fn scenario(name: &str) -> Scenario {
    let embedded = Embedded::ALL.into_iter().find(|it| it.name == name).expect("it is there");
    embedded.read().unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// The events of a scenario.
fn events(name: &str, seed: u64) -> Vec<Event> {
    let scenario = scenario(name);
    let made = (0..scenario.len()).map(|step| scenario.make(step, &given(seed), Missing::Refuse).unwrap());
    made.map(|made| Content::read(&made.body).into_event().expect("an event")).collect()
}

/// Events and statuses in their order.
fn story(name: &str) -> Vec<String> {
    let told = |event: &Event| format!("{} {}", event.event_type, event.status.as_deref().unwrap_or("-"));
    events(name, 1).iter().map(told).collect()
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str().map(|text| text.parse().unwrap())
}

#[test]
fn each_tells_its_story() {
    let payment = |statuses: &[&str]| {
        statuses.iter().map(|it| format!("PAYMENT_STATUS_CHANGED {it}")).collect::<Vec<_>>()
    };
    let deposit =
        |statuses: &[&str]| statuses.iter().map(|it| format!("DEPOSIT_CALLBACK {it}")).collect::<Vec<_>>();
    assert_eq!(story("card-payment"), payment(&["DONE", "CANCELED"]));
    assert_eq!(story("virtual-account"), deposit(&["WAITING_FOR_DEPOSIT", "DONE"]));
    assert_eq!(
        story("deposit-reversal"),
        deposit(&["WAITING_FOR_DEPOSIT", "DONE", "WAITING_FOR_DEPOSIT", "DONE"])
    );
    let both = |status: &str| [payment(&[status]), deposit(&[status])].concat();
    assert_eq!(story("double-subscription"), [both("WAITING_FOR_DEPOSIT"), both("DONE")].concat());
    assert_eq!(story("partial-cancel"), payment(&["DONE", "PARTIAL_CANCELED"]));
    assert_eq!(story("cancel-rest"), payment(&["DONE", "PARTIAL_CANCELED", "PARTIAL_CANCELED"]));
    assert_eq!(story("late-resend"), payment(&["DONE", "CANCELED", "DONE"]));
    assert_eq!(story("billing-deleted"), ["BILLING_DELETED -"; 2]);
    assert_eq!(story("payout"), ["payout.changed COMPLETED"; 2]);
    let seller = ["PARTIALLY_APPROVED", "KYC_REQUIRED", "APPROVED"].map(|it| format!("seller.changed {it}"));
    assert_eq!(story("seller-kyc"), seller);
    assert_eq!(story("brandpay").len(), 6);
}

#[test]
fn each_says_in_a_line_what_happens_and_what_matters() {
    for embedded in Embedded::ALL {
        let scenario = embedded.read().unwrap_or_else(|error| panic!("{}: {error}", embedded.name));
        let (title, description) = (scenario.title.clone().unwrap(), scenario.description.clone().unwrap());
        assert!(title.len() <= 50 && !title.ends_with('.'), "{title}");
        assert!(description.ends_with('.') && !description.contains('\n'), "{description}");
        for step in 0..scenario.len() {
            let note = scenario.note(step).unwrap_or_else(|| panic!("{} {step}", embedded.name));
            assert!(note.len() <= 24, "{note}");
        }
    }
}

#[test]
fn a_name_is_a_scenarios_or_an_events() {
    for embedded in Embedded::ALL {
        assert_eq!(Named::parse(embedded.name), Ok(Named::Scenario(embedded)));
    }
    assert_eq!(Named::parse("BILLING_DELETED"), Ok(Named::Event(EventType::BillingDeleted)));
    assert_eq!(Named::parse("Card_Payment").map(|it| matches!(it, Named::Scenario(_))), Ok(true));
    assert_eq!(Named::parse("card-paymnt").unwrap_err().nearest, Some("card-payment"));
    assert_eq!(Named::parse("DEPOSIT_CALBACK").unwrap_err().nearest, Some("DEPOSIT_CALLBACK"));
    assert!(Named::parse("PAYMENT_DONE").unwrap_err().misnomer.is_some());
    assert_eq!(Named::parse("xyz").unwrap_err().nearest, None);
}

#[test]
fn deposits_told_under_both_events_are_one_change() {
    let bodies = bodies(&scenario("double-subscription"), &given(5));
    for two in bodies.chunks(2) {
        let (whole, flat) = (&two[0]["data"], &two[1]);
        for (of_payment, of_deposit) in [
            ("lastTransactionKey", "transactionKey"),
            ("secret", "secret"),
            ("orderId", "orderId"),
            ("status", "status"),
        ] {
            assert_eq!(whole[of_payment], flat[of_deposit], "{of_payment}");
        }
    }
}

#[test]
fn the_rest_of_a_payment_is_cancelled_without_another_status() {
    let last = bodies(&scenario("cancel-rest"), &given(5)).pop().unwrap();
    assert_eq!(
        (&last["data"]["balanceAmount"], &last["data"]["status"]),
        (&0.into(), &"PARTIAL_CANCELED".into())
    );
    assert_eq!(last["data"]["cancels"].as_array().unwrap().len(), 2);
}

#[test]
fn the_late_re_send_is_the_first_event_once_more() {
    let scenario = scenario("late-resend");
    let made = |step| scenario.make(step, &given(5), Missing::Refuse).unwrap();
    assert_eq!((made(0).body, made(0).transmission_id), (made(2).body, made(2).transmission_id));
    assert_eq!((scenario.retried_count(0), scenario.retried_count(2)), (0, 6));
    assert_eq!(
        scenario.at(2, end()).duration_since(scenario.at(0, end())).as_mins(),
        1 + 4 + 16 + 64 + 256 + 1024
    );
}

proptest! {
    #[test]
    fn ids_agree_amounts_add_up_and_times_are_in_order(seed: u64, seconds in 0_i64..4_000_000_000) {
        for embedded in Embedded::ALL {
            let scenario = embedded.read().unwrap();
            let end = Timestamp::from_second(seconds).unwrap();
            let given = crate::toss::sample::Wanted { at: end, ..given(seed) };
            agrees(embedded.name, &bodies(&scenario, &given));
            let times: Vec<_> = (0..scenario.len()).map(|step| scenario.at(step, end)).collect();
            prop_assert!(times.is_sorted() && times.last() == Some(&end));
            transmissions_differ(&scenario, &given);
        }
    }
}

/// What events about one thing share.
fn agrees(name: &str, bodies: &[Value]) {
    let all = |paths: &[&str]| {
        let values = bodies.iter().flat_map(|body| paths.iter().filter_map(|path| body.pointer(path)));
        values.filter(|value| !value.is_null()).map(Value::to_string).collect::<HashSet<_>>()
    };
    for paths in [
        &["/orderId", "/data/orderId"][..],
        &["/secret", "/data/secret"],
        &["/data/paymentKey"],
        &["/data/totalAmount"],
        &["/data/requestedAt"],
        &["/data/approvedAt"],
        &["/data/billingKey"],
        &["/data/customerKey"],
        &["/data/methodKey"],
        &["/entityBody/id"],
        &["/entityBody/requestedAt"],
        &["/data/virtualAccount/accountNumber"],
        &["/data/cancels/0"],
    ] {
        // Of a payment in two parts the first cancel stays as it was told.
        assert!(all(paths).len() <= 1, "{name} {paths:?}: {:?}", all(paths));
    }
    for payment in bodies.iter().map(|body| &body["data"]).filter(|data| data["paymentKey"].is_string()) {
        let cancels = payment["cancels"].as_array().map_or(&[][..], Vec::as_slice);
        let gone: u64 = cancels.iter().filter_map(|cancel| cancel["cancelAmount"].as_u64()).sum();
        let [total, balance] = ["totalAmount", "balanceAmount"].map(|key| payment[key].as_u64().unwrap());
        assert_eq!(balance, total - gone, "{name}: {payment}");
        let cancelled = cancels.iter().map(|cancel| time(&cancel["canceledAt"]));
        let dates = [time(&payment["requestedAt"]), time(&payment["approvedAt"])];
        let dates: Vec<_> = dates.into_iter().chain(cancelled).flatten().collect();
        assert!(dates.is_sorted(), "{name}: {payment}");
    }
}

/// Events have transmissions of their own; a re-send has its event's.
fn transmissions_differ(scenario: &Scenario, given: &crate::toss::sample::Wanted) {
    let mut seen = HashSet::new();
    for step in 0..scenario.len() {
        let id = scenario.make(step, given, Missing::Refuse).unwrap().transmission_id;
        assert_eq!(seen.insert(id), scenario.retried_count(step) == 0, "step {step}");
    }
}
