//! A body is read whatever its form, and what is not an event is said to be what it is.

use bytes::Bytes;
use proptest::prelude::*;
use tosshook::toss::{Amount, Content, Event, EventType};

fn read(body: impl Into<Vec<u8>>) -> Content {
    Content::read(&Bytes::from(body.into()))
}

#[track_caller]
fn event(body: impl Into<Vec<u8>>) -> Event {
    match read(body) {
        Content::Event(event) => event,
        other => panic!("{other:?}"),
    }
}

fn amount(event: &Event) -> Option<&str> {
    event.amount.as_ref().map(|Amount(token)| token.as_str())
}

const DEPOSIT: &str = r#"{"createdAt":"c","secret":"s","status":"DONE","transactionKey":"t","orderId":"o"}"#;

#[test]
fn a_body_of_nothing_is_empty() {
    for body in ["", " ", "\r\n\t", "\u{feff}", "\u{feff}\n"] {
        assert!(matches!(read(body), Content::Empty), "{body:?}");
    }
}

#[test]
fn what_is_not_json_is_not_json() {
    for body in ["{", "eventType=PAYMENT_STATUS_CHANGED", "{\"eventType\":\"X\"", "{}{}", "{'a':1}", "\0"] {
        assert!(matches!(read(body), Content::NotJson), "{body:?}");
    }
    let mut not_utf8 = DEPOSIT.as_bytes().to_vec();
    not_utf8[14] = 0xff;
    assert!(matches!(read(not_utf8), Content::NotJson));
}

#[test]
fn json_that_is_no_event_is_json() {
    for body in ["{}", "[]", "1", "null", "\"eventType\"", r#"{"eventType":5}"#, r#"{"eventType":""}"#] {
        assert!(matches!(read(body), Content::Json), "{body:?}");
    }
    let array = format!("[{DEPOSIT}]");
    assert!(matches!(read(array), Content::Json));
}

#[test]
fn a_flat_body_is_a_deposit_only_with_all_of_its_fields() {
    assert_eq!(event(DEPOSIT).event_type, EventType::DepositCallback);
    assert_eq!(event(DEPOSIT.replace("\"createdAt\":\"c\",", "")).created_at, None);
    for field in ["secret", "status", "transactionKey", "orderId"] {
        let renamed = DEPOSIT.replace(field, "other");
        assert!(matches!(read(renamed), Content::Json), "without {field}");
    }
    assert!(matches!(read(DEPOSIT.replace("\"s\"", "null")), Content::Json));
}

#[test]
fn a_byte_order_mark_and_white_space_do_no_harm() {
    let body = format!("\u{feff}\r\n {} \n\n", DEPOSIT.replace(':', " :\t"));
    let event = event(body.clone());
    assert_eq!(event.order_id.as_deref(), Some("o"));
    assert_eq!(event.bytes, body.as_bytes());
}

#[test]
fn an_unknown_event_passes_with_the_fields_that_it_shares() {
    let body = r#"{"eventType":"refund.changed","new":[{}],"entityBody":{"status":"DONE","orderId":"o","paymentKey":"p","amount":5,"totalAmount":5,"method":"카드"}}"#;
    for body in [body.to_owned(), body.replace("entityBody", "data")] {
        let event = event(body);
        assert_eq!(event.event_type, EventType::Other("refund.changed".into()));
        assert_eq!(event.status.as_deref(), Some("DONE"));
        assert_eq!(event.order_id.as_deref(), Some("o"));
        assert_eq!(event.payment_key.as_deref(), Some("p"));
        assert_eq!((amount(&event), event.method.as_deref()), (None, None));
    }
}

#[test]
fn a_field_of_another_type_reads_as_none() {
    let body = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":1e999,"data":{"status":null,"orderId":{"a":[]},"paymentKey":["p"],"totalAmount":"1000","currency":true,"method":7,"lastTransactionKey":"\ud800"}}"#;
    let event = event(body);
    assert_eq!(event.event_type, EventType::PaymentStatusChanged);
    let texts = [
        event.status,
        event.order_id,
        event.payment_key,
        event.currency,
        event.method,
        event.transaction_key,
        event.created_at,
    ];
    assert_eq!(texts, [const { None }; 7]);
    assert_eq!(event.amount, None);
}

#[test]
fn an_envelope_without_its_payload_is_an_event_without_fields() {
    for data in ["", r#","data":null"#, r#","data":"DONE""#, r#","data":[{"status":"DONE"}]"#] {
        let event = event(format!(r#"{{"eventType":"PAYMENT_STATUS_CHANGED","status":"DONE"{data}}}"#));
        assert_eq!((event.status, event.order_id), (None, None), "{data}");
    }
}

#[test]
fn of_a_name_that_comes_twice_the_last_counts() {
    let body = r#"{"eventType":"A","data":{"status":"OLD","orderId":"old"},"eventType":"B","data":{"status":"1","status":"2"}}"#;
    let event = event(body);
    assert_eq!(event.event_type.as_str(), "B");
    assert_eq!((event.status.as_deref(), event.order_id), (Some("2"), None));
}

#[test]
fn escapes_in_names_and_values_are_understood() {
    let body = r#"{"event\u0054ype":"PAYMENT_STATUS\u005fCHANGED","\ud800":1,"data":{"st\u0061tus":"D\u004fNE","method":"\uce74\ub4dc"}}"#;
    let event = event(body);
    assert_eq!(event.event_type, EventType::PaymentStatusChanged);
    assert_eq!((event.status.as_deref(), event.method.as_deref()), (Some("DONE"), Some("카드")));
}

#[test]
fn an_amount_stays_as_it_is_written() {
    for number in ["0", "-1", "5000.0", "1E2", "0.10", "12345678901234567890123", "1e999"] {
        let payment =
            event(format!(r#"{{"eventType":"PAYMENT_STATUS_CHANGED","data":{{"totalAmount": {number} }}}}"#));
        assert_eq!(amount(&payment), Some(number));
        let payout = event(format!(
            r#"{{"entityBody":{{"amount":{{ "value" :{number},"x":{{"value":7}} , "currency":"USD"}}}},"eventType":"payout.changed"}}"#
        ));
        assert_eq!((amount(&payout), payout.currency.as_deref()), (Some(number), Some("USD")));
    }
}

#[test]
fn an_amount_is_never_guessed() {
    for body in [
        r#"{"eventType":"CANCEL_STATUS_CHANGED","data":{"totalAmount":5,"amount":5,"currency":"KRW"}}"#,
        r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"amount":5,"balanceAmount":5,"card":{"totalAmount":5}}}"#,
        r#"{"eventType":"payout.changed","entityBody":{"amount":5}}"#,
        r#"{"eventType":"seller.changed","entityBody":{"amount":{"value":5,"currency":"KRW"}}}"#,
        r#"{"eventType":"BILLING_DELETED","data":{"totalAmount":5}}"#,
    ] {
        let event = event(body);
        assert_eq!((amount(&event), event.currency.as_deref()), (None, None), "{body}");
    }
}

#[test]
fn a_linkpay_order_has_its_amount_in_data() {
    let body = r#"{"eventType":"ORDER_PAYMENT_STATUS_CHANGED","data":{"orderKey":"k","amount":1500,"currency":"KRW","payment":{"status":"DONE"}}}"#;
    let event = event(body);
    assert_eq!((amount(&event), event.currency.as_deref()), (Some("1500"), Some("KRW")));
    assert_eq!(event.status, None);
}

#[test]
fn nesting_of_any_depth_is_passed_over() {
    let deep = format!("{}{}", "{\"a\":[".repeat(100_000), "]}".repeat(100_000));
    let body = format!(
        r#"{{"eventType":"PAYMENT_STATUS_CHANGED","x":{deep},"data":{{"metadata":{deep},"status":"DONE"}}}}"#
    );
    assert_eq!(event(body).status.as_deref(), Some("DONE"));
    assert!(matches!(read("[".repeat(1_000_000)), Content::NotJson));
    assert!(matches!(read(format!("{}{}", "[".repeat(500_000), "]".repeat(500_000))), Content::Json));
}

/// The members of an object in any order, with others between them.
fn shuffled(members: &'static [&'static str]) -> impl Strategy<Value = String> {
    let others =
        prop::collection::vec("\"new[a-z]{1,3}\":(null|1[.]0|\"status\"|\\{\"status\":\"NO\"\\})", 0..3);
    others
        .prop_flat_map(move |others| {
            let mut all: Vec<_> = members.iter().map(|member| (*member).to_owned()).collect();
            all.extend(others);
            Just(all).prop_shuffle()
        })
        .prop_map(|members| members.join(" , "))
}

proptest! {
    #[test]
    fn the_order_of_keys_and_new_fields_do_not_matter(
        data in shuffled(&[r#""status":"DONE""#, r#""orderId":"o""#, r#""totalAmount":10.0"#, r#""paymentKey":"p""#]),
        flat in shuffled(&[r#""status":"DONE""#, r#""orderId":"o""#, r#""secret":"s""#, r#""transactionKey":"t""#]),
        data_first in any::<bool>(),
    ) {
        let event_type = r#""eventType":"PAYMENT_STATUS_CHANGED""#;
        let body = if data_first {
            format!(r#"{{"data":{{{data}}},{event_type}}}"#)
        } else {
            format!(r#"{{{event_type},"data":{{{data}}}}}"#)
        };
        let payment = event(body);
        prop_assert_eq!(payment.status.as_deref(), Some("DONE"));
        prop_assert_eq!((payment.order_id.as_deref(), payment.payment_key.as_deref()), (Some("o"), Some("p")));
        prop_assert_eq!(amount(&payment), Some("10.0"));

        let deposit = event(format!("{{{flat}}}"));
        prop_assert_eq!(deposit.event_type, EventType::DepositCallback);
        prop_assert_eq!((deposit.order_id.as_deref(), deposit.transaction_key.as_deref()), (Some("o"), Some("t")));
    }

    #[test]
    fn a_body_that_is_cut_off_is_not_json(length in 1..DEPOSIT.len()) {
        prop_assert!(matches!(read(&DEPOSIT[..length]), Content::NotJson));
    }

    #[test]
    fn a_body_is_not_json_exactly_when_serde_json_says_so(
        body in "[{\\[]{0,2}(\"(eventType|data|amount|\\\\u00)\"?[:,]?[0-9{}\\[\\]\" -]{0,3}){0,4}[}\\]]{0,2}",
    ) {
        let is_json = serde_json::from_str::<serde::de::IgnoredAny>(&body).is_ok();
        prop_assert_eq!(matches!(read(body.as_str()), Content::Json | Content::Event(_)), is_json, "{}", body);
    }
}
