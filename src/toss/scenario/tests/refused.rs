//! What is wrong with a file is told with its line.

use super::{DONE, read, steps};
use crate::duration::DurationError;
use crate::toss::sample::SampleError;
use crate::toss::sample::edit::{EditError, Missing};
use crate::toss::scenario::{Expected, MOST_BYTES, MOST_STEPS, Scenario, Wrong};

/// The line and what is wrong there.
fn refused(text: &str) -> (usize, Wrong) {
    let error = read(text).unwrap_err();
    (error.line, error.wrong)
}

/// What is wrong with a step on the third line of a file, behind a payment that is done.
fn second(step: &str) -> Wrong {
    let (line, wrong) = refused(&steps(&[DONE, step]));
    assert_eq!(line, 3, "{step}: {wrong}");
    wrong
}

#[test]
fn what_is_no_json_is_told_with_its_line_and_column() {
    let (line, wrong) = refused("{\"steps\": [\n  {\"event\": \"BILLING_DELETED\"},\n]}");
    assert_eq!(line, 3);
    assert_eq!(wrong, Wrong::Syntax { column: 1, reason: "expected value".into() });
    assert!(matches!(refused("").1, Wrong::Syntax { .. }));
    let not_text = Scenario::read(b"{\n\"title\": \"\xff\"}", Missing::Refuse);
    assert_eq!(not_text.unwrap_err().line, 2);
}

#[test]
fn a_key_that_means_nothing_names_the_nearest() {
    let (line, wrong) = refused("{\n\"titel\": \"x\",\n\"steps\": []}");
    assert_eq!(line, 2);
    assert!(
        matches!(&wrong, Wrong::UnknownKey { key, nearest: Some("title"), known } if key == "titel" && known.len() == 7)
    );
    let wrong = second(r#"{"event": "BILLING_DELETED", "retry_count": 1}"#);
    assert!(matches!(wrong, Wrong::UnknownKey { nearest: Some("retried_count"), .. }), "{wrong:?}");
    assert_eq!(second(r#"{"event": "BILLING_DELETED", "event": "x"}"#), Wrong::Twice { key: "event" });
}

#[test]
fn what_a_step_tells_of_must_exist() {
    assert!(matches!(
        second(r#"{"event": "PAYMENT_DONE"}"#),
        Wrong::Event(unknown) if unknown.misnomer.is_some()
    ));
    assert!(matches!(
        second(r#"{"event": "DEPOSIT_CALBACK"}"#),
        Wrong::Event(unknown) if unknown.nearest == Some("DEPOSIT_CALLBACK")
    ));
    assert!(matches!(
        second(r#"{"event": "PAYOUT_STATUS_CHANGED"}"#),
        Wrong::Sample(SampleError::NotMade { .. })
    ));
    assert!(matches!(
        second(r#"{"event": "DEPOSIT_CALLBACK", "status": "DNE"}"#),
        Wrong::Sample(SampleError::UnknownStatus { nearest: Some("DONE"), .. })
    ));
    assert!(matches!(
        second(r#"{"event": "PAYMENT_STATUS_CHANGED", "method": "crad"}"#),
        Wrong::Sample(SampleError::UnknownMethod { nearest: Some("card"), .. })
    ));
    assert!(matches!(
        second(r#"{"event": "PAYMENT_STATUS_CHANGED", "set": {"data.orderID": 1}}"#),
        Wrong::Edit(EditError::Missing { nearest: Some(nearest), .. }) if nearest == "data.orderId"
    ));
    assert!(matches!(
        second(r#"{"event": "PAYMENT_STATUS_CHANGED", "unset": ["data..x"]}"#),
        Wrong::Edit(EditError::Path { .. })
    ));
}

#[test]
fn the_line_is_that_of_the_key_that_is_wrong() {
    let text = "{\"order_id\": \"x\",\n\"method\":\n\"card\",\n\"steps\": [\n{\"event\": \"DEPOSIT_CALLBACK\",\n\"status\":\"DONE\"}]}";
    assert!(matches!(refused(text), (2, Wrong::Sample(SampleError::MethodImpossible { .. }))));
    let text = text.replace("card", "virtual-account");
    assert!(matches!(refused(&text), (1, Wrong::Sample(SampleError::OrderId { .. }))));
    let text = "{\"steps\": [{\"event\": \"METHOD_UPDATED\",\n\"set\": {\n\"data.status\": \"x\",\n\"data.x\": 1}}]}";
    assert!(matches!(refused(text), (4, Wrong::Edit(_))));
}

#[test]
fn steps_name_earlier_ones() {
    for (step, wrong) in [
        (r#"{"resend_of": 2}"#, Wrong::NoSuchStep { key: "resend_of", typed: 2 }),
        (r#"{"twin_of": 9}"#, Wrong::NoSuchStep { key: "twin_of", typed: 9 }),
        (
            r#"{"resend_of": 0}"#,
            Wrong::Number { key: "resend_of", typed: "0".into(), least: 1, most: MOST_STEPS as u64 },
        ),
        (
            r#"{"resend_of": 1, "retried_count": 8}"#,
            Wrong::Number { key: "retried_count", typed: "8".into(), least: 0, most: 7 },
        ),
        (r#"{"twin_of": 1, "event": "BILLING_DELETED"}"#, Wrong::NoTwin),
        (r#"{"twin_of": 1, "status": "DONE"}"#, Wrong::Excludes { key: "status", other: "twin_of" }),
        (r#"{"resend_of": 1, "set": {}}"#, Wrong::Excludes { key: "set", other: "resend_of" }),
        (
            r#"{"event": "BILLING_DELETED", "retried_count": 1}"#,
            Wrong::Needs { key: "retried_count", needs: "resend_of" },
        ),
        (r#"{"status": "DONE"}"#, Wrong::Missing { key: "event" }),
    ] {
        assert_eq!(second(step), wrong, "{step}");
    }
    let of_a_resend = steps(&[DONE, r#"{"resend_of": 1}"#, r#"{"resend_of": 2}"#]);
    assert_eq!(refused(&of_a_resend), (4, Wrong::NoSuchStep { key: "resend_of", typed: 2 }));
    let of_a_payout = steps(&[r#"{"event": "payout.changed"}"#, r#"{"twin_of": 1}"#]);
    assert_eq!(refused(&of_a_payout), (3, Wrong::NoTwin));
}

#[test]
fn cancels_must_be_possible() {
    let cancelled = |rest: &str| format!(r#"{{"event": "PAYMENT_STATUS_CHANGED", {rest}}}"#);
    for (rest, wrong) in [
        (r#""status": "PARTIAL_CANCELED", "cancel": 100"#, Wrong::Needs { key: "cancel", needs: "amount" }),
        (r#""status": "PARTIAL_CANCELED", "cancel": "rest""#, Wrong::Sample(SampleError::AllAtOnce)),
        (
            r#""status": "PARTIAL_CANCELED", "cancel": "all""#,
            Wrong::Kind { key: "cancel", expected: Expected::Part },
        ),
        (
            r#""status": "CANCELED", "cancel": "rest""#,
            Wrong::Needs { key: "cancel", needs: "PARTIAL_CANCELED" },
        ),
    ] {
        assert_eq!(second(&cancelled(rest)), wrong, "{rest}");
    }
    let part = cancelled(r#""status": "PARTIAL_CANCELED""#);
    let wholly = steps(&[&part, &cancelled(r#""status": "CANCELED""#)]);
    assert_eq!(refused(&wholly), (3, Wrong::Sample(SampleError::StaysPartial)));
    let rest = cancelled(r#""status": "PARTIAL_CANCELED", "cancel": "rest""#);
    assert_eq!(refused(&steps(&[&part, &rest, &part])), (4, Wrong::Sample(SampleError::NothingLeft)));
    let more = format!(
        r#"{{"amount": 1000, "steps": [{}]}}"#,
        cancelled(r#""status": "PARTIAL_CANCELED", "cancel": 1001"#)
    );
    assert_eq!(refused(&more), (1, Wrong::Sample(SampleError::Part { amount: 1_001, left: 1_000 })));
}

#[test]
fn values_must_be_of_their_kind() {
    for (step, wrong) in [
        (r#"{"event": 1}"#, Wrong::Kind { key: "event", expected: Expected::Text }),
        ("[]", Wrong::Kind { key: "steps", expected: Expected::Object }),
        (
            r#"{"event": "BILLING_DELETED", "set": []}"#,
            Wrong::Kind { key: "set", expected: Expected::Object },
        ),
        (
            r#"{"event": "BILLING_DELETED", "unset": "x"}"#,
            Wrong::Kind { key: "unset", expected: Expected::List },
        ),
        (
            r#"{"event": "BILLING_DELETED", "unset": [1]}"#,
            Wrong::Kind { key: "unset", expected: Expected::Text },
        ),
        (
            r#"{"event": "BILLING_DELETED", "note": {}}"#,
            Wrong::Kind { key: "note", expected: Expected::Text },
        ),
        (
            r#"{"event": "BILLING_DELETED", "after": "10"}"#,
            Wrong::Duration { key: "after", typed: "10".into(), error: DurationError::NoUnit("10".into()) },
        ),
    ] {
        assert_eq!(second(step), wrong, "{step}");
    }
    assert_eq!(refused("{\n}"), (1, Wrong::Missing { key: "steps" }));
    assert_eq!(refused("{\"steps\":\n[]}"), (2, Wrong::NoSteps));
    assert_eq!(refused("\n[]"), (2, Wrong::Kind { key: "scenario", expected: Expected::Object }));
    let first = steps(&[r#"{"event": "BILLING_DELETED", "after": "1m"}"#]);
    assert_eq!(refused(&first), (2, Wrong::AfterNothing));
    let year = steps(&[DONE, r#"{"event": "DEPOSIT_CALLBACK", "after": "9000h"}"#]);
    assert_eq!(refused(&year), (3, Wrong::TooLong));
    let amount = format!("{{\"amount\": -5, \"steps\": [{DONE}]}}");
    assert!(matches!(refused(&amount), (1, Wrong::Number { key: "amount", least: 2, .. })));
}

#[test]
fn a_file_is_bounded_in_size_steps_and_depth() {
    let many = vec![DONE; MOST_STEPS + 1];
    assert_eq!(refused(&steps(&many)), (MOST_STEPS + 2, Wrong::TooManySteps));
    assert!(read(&steps(&many[1..])).is_ok());
    assert_eq!(refused(&" ".repeat(MOST_BYTES + 1)), (1, Wrong::TooLarge));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let step = format!(
        r#"{{"event": "BILLING_DELETED", "set": {{"data.reason": {deep}}}, "unset": ["data.reason"]}}"#
    );
    assert!(matches!(refused(&steps(&[&step])), (2, Wrong::Edit(EditError::TooDeep))));
    assert!(matches!(refused(&deep).1, Wrong::Kind { .. }));
}
