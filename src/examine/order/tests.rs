use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::Timestamp;

use super::{Finding, Problem, Recorded};
use crate::activity::{DeliveryStatus, EventId, Outcome, Repeat, Request};
use crate::history::{AttemptRow, DeliveryRow, EventRow, Origin};
use crate::toss::{Content, SignatureCheck, Transmission};

/// So many seconds after the first thing that happens.
fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_770_000_000 + seconds).unwrap()
}

fn id(number: usize) -> EventId {
    EventId::from_random(number as u128)
}

/// A request that came so many seconds in, its count, and what was answered.
type Came = (i64, u32, Repeat, Option<u16>);

fn recorded(number: usize, body: &str, came: &[Came]) -> Recorded {
    let body = Bytes::from(body.to_owned());
    let request = |seconds| Request {
        method: Method::POST,
        path: "/".to_owned(),
        query: None,
        headers: HeaderMap::new(),
        body: body.clone(),
        remote: ([127, 0, 0, 1], 1).into(),
        arrived_at: at(seconds),
    };
    let deliveries =
        came.iter().zip(1..).map(|((seconds, retried_count, repeat, answer), number)| DeliveryRow {
            number,
            repeat: *repeat,
            retried_count: *retried_count,
            request: request(*seconds),
            signature: SignatureCheck::NotExpected,
            answer: *answer,
            answered_after: None,
            delivery_status: None,
        });
    let deliveries: Vec<_> = deliveries.collect();
    let last = came.last().unwrap();
    let is_accepted = last.3 == Some(200);
    let row = EventRow {
        id: id(number),
        request: request(came[0].0),
        content: Content::read(&body),
        transmission: Transmission { retried_count: Some(came[0].1), ..Transmission::default() },
        signature: SignatureCheck::NotExpected,
        twin_of: None,
        delivery_status: if is_accepted { DeliveryStatus::Completed } else { DeliveryStatus::Sending },
        resent: None,
        origin: Origin::Arrived,
        attempts: u32::try_from(came.len()).unwrap(),
        last_retried_count: last.1,
        last_arrival: at(last.0),
        last_answer: last.3,
    };
    Recorded { row, deliveries, attempts: Vec::new() }
}

/// An event that came once, so many seconds in, and was accepted.
fn once(number: usize, seconds: i64, body: &str) -> Recorded {
    recorded(number, body, &[(seconds, 0, Repeat::None, Some(200))])
}

/// A payment's state, as made in this second of a minute; `more` stands in its data.
fn payment(status: &str, second: u32, more: &str) -> String {
    format!(
        r#"{{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"2026-02-02T11:40:{second:02}","data":{{"paymentKey":"key-1","orderId":"order-1","status":"{status}","totalAmount":1000{more}}}}}"#
    )
}

fn callback(status: &str, second: u32, key: &str) -> String {
    format!(
        r#"{{"createdAt":"2026-02-02T11:40:{second:02}","secret":"ps_1","status":"{status}","transactionKey":"{key}","orderId":"order-1"}}"#
    )
}

/// What is said a minute after the first thing that happens.
fn findings(events: &[Recorded]) -> Vec<Finding> {
    super::findings(events, at(59))
}

/// What is said, as event, code and the other event.
fn said(events: &[Recorded]) -> Vec<(usize, &'static str, Option<usize>)> {
    let number = |id: EventId| events.iter().position(|event| event.row.id == id).unwrap();
    let told = |Finding { id, beside, problem }: Finding| (number(id), problem.code(), beside.map(number));
    findings(events).into_iter().map(told).collect()
}

#[test]
fn a_payment_and_its_cancel_in_order_have_nothing_to_be_said_of() {
    let cancels = r#","balanceAmount":0.0,"cancels":[{"cancelAmount":1000,"cancelStatus":"DONE"}]"#;
    let done = payment("DONE", 1, r#","balanceAmount":1000,"cancels":null"#);
    assert_eq!(said(&[once(0, 2, &done), once(1, 5, &payment("CANCELED", 4, cancels))]), []);
    let account = ["WAITING_FOR_DEPOSIT", "DONE", "PARTIAL_CANCELED", "PARTIAL_CANCELED"];
    let account: Vec<_> = account
        .iter()
        .enumerate()
        .map(|(number, status)| {
            let second = u32::try_from(number).unwrap();
            once(number, i64::from(second), &callback(status, second, &format!("t{number}")))
        })
        .collect();
    assert_eq!(said(&account), []);
}

#[test]
fn what_no_payment_is_about_is_left_alone() {
    let bodies = [
        "no JSON",
        "{}",
        r#"{"eventType":"BILLING_DELETED","createdAt":"2026-02-02T11:40:00","data":{"billingKey":"b","reason":null}}"#,
        r#"{"eventType":"SOMETHING_NEW","data":{"orderId":"order-1","status":"CANCELED"}}"#,
    ];
    let events: Vec<_> = bodies.iter().zip(0..).map(|(body, number)| once(number, 1, body)).collect();
    assert_eq!(said(&events), []);
}

#[test]
fn requests_tell_of_lateness_and_duplicates() {
    let done = payment("DONE", 1, "");
    let late = recorded(
        0,
        &done,
        &[
            (0, 0, Repeat::None, Some(500)),
            (60, 1, Repeat::Resend, Some(201)),
            (300, 2, Repeat::Resend, Some(200)),
        ],
    );
    let [found] = &findings(std::slice::from_ref(&late))[..] else { panic!("one finding") };
    let after = std::time::Duration::from_secs(300);
    assert_eq!(found.problem, Problem::AcceptedLate { retried_count: 2, after });

    let unseen = recorded(0, &done, &[(0, 3, Repeat::None, Some(200))]);
    let after = std::time::Duration::from_secs(21 * 60);
    assert_eq!(findings(&[unseen])[0].problem, Problem::FirstUnseen { retried_count: 3, after });
    // Sent by hand, as Toss Payments itself never does.
    assert_eq!(said(&[recorded(0, &done, &[(0, 8, Repeat::None, Some(200))])]), []);

    let twice = recorded(0, &done, &[(0, 0, Repeat::None, Some(200)), (1, 0, Repeat::Duplicate, Some(200))]);
    assert_eq!(said(&[twice]), [(0, "duplicate", None)]);
    let sending = recorded(0, &done, &[(0, 0, Repeat::None, Some(500))]);
    assert_eq!(said(std::slice::from_ref(&sending)), [(0, "sending", None)]);
    let mut imported = sending.clone();
    imported.row.origin = Origin::Imported;
    assert_eq!(said(&[imported]), []);
    let mut failed = sending;
    failed.row.delivery_status = DeliveryStatus::Failed;
    assert_eq!(said(&[failed]), [(0, "failed", None)]);
    // Not answered yet.
    assert_eq!(said(&[recorded(0, &done, &[(0, 0, Repeat::None, None)])]), []);
}

#[test]
fn what_is_not_accepted_says_when_it_comes_again_and_until_when() {
    let done = payment("DONE", 1, "");
    let sending = [recorded(0, &done, &[(0, 0, Repeat::None, Some(500))])];
    let last_chance = Some(at(5461 * 60));
    let next = Problem::Sending { next: Some((1, at(60))), last_chance };
    assert_eq!(super::findings(&sending, at(10))[0].problem, next);
    let over = Problem::Sending { next: None, last_chance };
    assert_eq!(super::findings(&sending, at(6000 * 60))[0].problem, over);
}

#[test]
fn re_sends_that_did_not_come_and_those_that_need_not_have_are_told() {
    let done = payment("DONE", 1, "");
    let failing = |counts: &[u32]| {
        let came = counts.iter().map(|count| {
            let repeat = if *count == 0 { Repeat::None } else { Repeat::Resend };
            (i64::from(*count), *count, repeat, Some(if *count == 0 { 500 } else { 200 }))
        });
        findings(&[recorded(0, &done, &came.collect::<Vec<_>>())])
    };
    assert!(failing(&[0, 1, 4]).iter().any(|it| it.problem == Problem::Gap { counts: vec![2, 3] }));
    assert!(failing(&[0, 1]).iter().all(|it| it.problem.code() == "accepted-late"));
    // Counts beyond the schedule are made by hand.
    assert!(failing(&[7, u32::MAX]).iter().all(|it| it.problem.code() != "gap"));
    let again = Problem::SentAgain { retried_count: 2 };
    assert!(failing(&[0, 1, 2]).iter().any(|it| it.problem == again));
}

#[test]
fn what_was_accepted_from_here_is_not_waited_for() {
    let call = |seconds, retried_count, outcome| AttemptRow {
        endpoint: "http://localhost/".to_owned(),
        number: 1,
        retried_count: Some(retried_count),
        also: false,
        begun_at: at(seconds),
        outcome: Some(outcome),
        http_status: None,
        elapsed: None,
        response: None,
    };
    let sending = |attempts: &[AttemptRow], resent| {
        let mut event = recorded(0, &payment("DONE", 1, ""), &[(0, 0, Repeat::None, Some(500))]);
        event.attempts = attempts.to_vec();
        event.row.resent = resent;
        findings(&[event]).into_iter().map(|it| it.problem.code()).collect::<Vec<_>>()
    };
    let (failed, accepted) = (call(0, 0, Outcome::WrongStatus), call(30, 1, Outcome::Accepted));
    assert_eq!(sending(&[failed.clone(), accepted.clone()], None), ["accepted-here"]);
    assert_eq!(
        sending(&[failed.clone(), accepted.clone()], Some(DeliveryStatus::Completed)),
        ["accepted-here"]
    );
    assert_eq!(sending(&[call(0, 0, Outcome::Accepted)], Some(DeliveryStatus::Completed)), [""; 0]);
    assert_eq!(sending(std::slice::from_ref(&failed), None), ["sending"]);
    assert_eq!(sending(std::slice::from_ref(&failed), Some(DeliveryStatus::Sending)), ["sending"]);
    let copy = AttemptRow { also: true, ..accepted };
    assert_eq!(sending(&[failed, copy], None), ["sending"]);
}

#[test]
fn a_change_that_is_told_twice_is_a_twin_or_told_again() {
    let mut twin = once(1, 3, &payment("DONE", 2, r#","method":"가상계좌""#));
    twin.row.twin_of = Some(id(0));
    let issue = once(2, 0, &callback("WAITING_FOR_DEPOSIT", 0, "t0"));
    let deposit = once(0, 2, &callback("DONE", 1, "t1"));
    assert_eq!(said(&[issue.clone(), deposit.clone(), twin]), [(2, "twin", Some(1))]);

    let again = once(3, 4, &callback("DONE", 3, "t1"));
    assert_eq!(said(&[issue.clone(), deposit.clone(), again]), [(2, "told-again", Some(1))]);
    // After a reversal it is another deposit.
    let reversed = once(4, 5, &callback("WAITING_FOR_DEPOSIT", 4, "t2"));
    let anew = once(5, 6, &callback("DONE", 5, "t3"));
    assert_eq!(said(&[issue, deposit, reversed, anew]), [(2, "reversed", Some(1))]);
}

#[test]
fn what_must_have_come_before_is_missed() {
    assert_eq!(said(&[once(0, 1, &callback("DONE", 1, "t1"))]), [(0, "no-issue", None)]);
    assert_eq!(said(&[once(0, 1, &payment("DONE", 1, r#","method":"카드""#))]), []);
    assert_eq!(
        said(&[once(0, 1, &payment("CANCELED", 1, r#","method":"카드""#))]),
        [(0, "no-approval", None)]
    );
    // Before anything was deposited.
    let cancelled =
        [once(0, 1, &callback("WAITING_FOR_DEPOSIT", 0, "t0")), once(1, 2, &callback("CANCELED", 1, "t1"))];
    assert_eq!(said(&cancelled), []);
    let partial = [
        once(0, 1, &callback("WAITING_FOR_DEPOSIT", 0, "t0")),
        once(1, 2, &callback("PARTIAL_CANCELED", 1, "t1")),
    ];
    assert_eq!(said(&partial), [(1, "no-approval", None)]);
}

#[test]
fn automatic_billing_tells_of_no_approval() {
    let cancelled = |kind: &str| payment("CANCELED", 1, &format!(r#","method":"카드","type":"{kind}""#));
    assert_eq!(said(&[once(0, 1, &cancelled("BILLING"))]), []);
    assert_eq!(said(&[once(0, 1, &cancelled("NORMAL"))]), [(0, "no-approval", None)]);
}

#[test]
fn without_dates_what_may_follow_on_what_tells_of_an_older_state() {
    let undated = |statuses: [&str; 2]| {
        let [first, second] = statuses
            .map(|status| payment(status, 1, "").replace(r#""createdAt":"2026-02-02T11:40:01","#, ""));
        said(&[once(0, 1, &first), once(1, 2, &second)])
    };
    assert_eq!(undated(["CANCELED", "DONE"]), [(1, "older-state", Some(0))]);
    assert_eq!(undated(["DONE", "CANCELED"]), []);
    // A reversal, or an old state.
    assert_eq!(undated(["DONE", "WAITING_FOR_DEPOSIT"]), []);
    // Of these nothing is documented.
    assert_eq!(undated(["ABORTED", "DONE"]), []);
}

#[test]
fn a_flat_event_is_of_the_payment_whose_secret_it_has() {
    let aborted = payment("ABORTED", 0, r#","secret":"ps_1""#);
    let paid = payment("DONE", 2, r#","secret":"ps_2""#).replace("key-1", "key-2");
    let events = |issued: &str| [once(0, 1, &aborted), once(1, 2, issued), once(2, 3, &paid)];
    assert_eq!(said(&events(&callback("WAITING_FOR_DEPOSIT", 1, "t"))), [(1, "after-end", Some(0))]);
    let issued = callback("WAITING_FOR_DEPOSIT", 1, "t").replace("ps_1", "ps_2");
    assert_eq!(said(&events(&issued)), []);
    let unknown = callback("WAITING_FOR_DEPOSIT", 3, "t").replace("ps_1", "ps_3");
    assert_eq!(said(&events(&unknown)), []);
}

#[test]
fn an_older_state_is_one_that_comes_after_a_newer_one() {
    let (done, cancelled) = (payment("DONE", 1, ""), payment("CANCELED", 9, ""));
    let events = [once(0, 10, &cancelled), once(1, 11, &done)];
    assert_eq!(said(&events), [(1, "older-state", Some(0))]);
    // Only its re-send came late.
    let resent = recorded(0, &done, &[(2, 0, Repeat::None, Some(500)), (62, 1, Repeat::Resend, Some(200))]);
    let events = [resent, once(1, 10, &cancelled)];
    let older = Problem::OlderState { retried_count: 1 };
    assert!(findings(&events).iter().any(|it| it.problem == older && it.beside == Some(id(1))));
    // A duplicate of what was handled before does no harm.
    let twice = recorded(0, &done, &[(2, 0, Repeat::None, Some(200)), (62, 0, Repeat::Duplicate, Some(200))]);
    assert_eq!(said(&[twice, once(1, 10, &cancelled)]), [(0, "duplicate", None)]);
}

#[test]
fn nothing_follows_on_a_final_state() {
    let events = [
        once(0, 1, &payment("DONE", 0, "")),
        once(1, 2, &payment("CANCELED", 1, "")),
        once(2, 3, &payment("DONE", 2, r#","lastTransactionKey":"t""#)),
    ];
    assert_eq!(said(&events), [(2, "after-end", Some(1))]);
    let events = [once(0, 1, &payment("EXPIRED", 0, "")), once(1, 2, &payment("WAITING_FOR_DEPOSIT", 1, ""))];
    assert_eq!(said(&events), [(1, "after-end", Some(0))]);
}

#[test]
fn amounts_have_to_add_up_and_totals_and_secrets_to_stay() {
    let cancelled = |balance: &str, status: &str| {
        let more = format!(
            r#","balanceAmount":{balance},"cancels":[{{"cancelAmount":300.50,"cancelStatus":{status}}},{{"cancelAmount":200}}]"#
        );
        said(&[once(0, 1, &payment("DONE", 0, "")), once(1, 2, &payment("PARTIAL_CANCELED", 1, &more))])
    };
    assert_eq!(cancelled("499.5", "\"DONE\""), []);
    assert_eq!(cancelled("800.0", "\"ABORTED\""), []);
    assert_eq!(cancelled("500", "\"DONE\""), [(1, "unbalanced", None)]);
    // What is under way may have been taken already, and what discounts come to is not documented.
    assert_eq!(cancelled("800.0", "\"IN_PROGRESS\""), []);
    assert_eq!(cancelled("500", r#""DONE","easyPayDiscountAmount":100"#), []);
    assert_eq!(cancelled("500", r#""DONE","easyPayDiscountAmount":0.0"#), [(1, "unbalanced", None)]);
    let discounted = r#","discount":{"amount":100},"balanceAmount":1,"cancels":[{"cancelAmount":1}]"#;
    let bodies = [payment("DONE", 0, ""), payment("PARTIAL_CANCELED", 1, discounted)];
    assert_eq!(said(&[once(0, 1, &bodies[0]), once(1, 2, &bodies[1])]), []);
    assert_eq!(said(&[once(0, 1, &payment("DONE", 0, r#","balanceAmount":1,"cancels":null"#))]), []);
    // What can't be added up is not judged.
    assert_eq!(cancelled("5e2", "\"DONE\""), []);
    assert_eq!(cancelled("null", "\"DONE\""), []);

    let done = payment("DONE", 0, r#","secret":"ps_1""#);
    let other = payment("PARTIAL_CANCELED", 1, r#","secret":"ps_2""#).replace(":1000", ":2000.0");
    let events = [once(0, 1, &done), once(1, 2, &other)];
    assert_eq!(said(&events), [(1, "total-changed", Some(0)), (1, "secret-changed", Some(0))]);
    let same = payment("PARTIAL_CANCELED", 1, r#","secret":"ps_1""#).replace(":1000", ":1e3");
    assert_eq!(said(&[once(0, 1, &done), once(1, 2, &same)]), []);
}

#[test]
fn an_order_is_paid_once_however_often_it_was_tried() {
    let other = |status: &str, second| payment(status, second, "").replace("key-1", "key-2");
    assert_eq!(said(&[once(0, 1, &payment("ABORTED", 0, "")), once(1, 2, &other("DONE", 1))]), []);
    let events = [once(0, 1, &payment("DONE", 0, "")), once(1, 2, &other("DONE", 1))];
    assert_eq!(said(&events), [(1, "paid-twice", Some(0))]);
}
