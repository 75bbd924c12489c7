use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;
use serde_json::Value;

use super::Json;
use crate::activity::{
    Activity, Cause, Course, DeliveryStatus, Mishap, Notice, OnFailure, Outcome, Played, Received, Refused,
    RefusedReason, Retries, Sent, SentSummary, Skipped, Waiting, What,
};
use crate::filter::{Condition, KEYS, Known, Seen};
use crate::report::fixtures::{
    DEPOSIT, PAYMENT, activity, answer, answered, arrival, at, forwarded, id, listening, look, no_answer,
    received, reply, told,
};
use crate::report::theme::Destination;
use crate::report::{Look, Reveal};
use crate::toss::{Content, KeyForm, SignatureCheck};

fn exact() -> Look {
    Look { reveal: Reveal::Revealed, ..look(None) }
}

fn line(activity: &Activity) -> String {
    told(Json::new(exact()), std::slice::from_ref(activity)).0
}

/// The keys of a line in order; proves that it is one line of JSON.
fn keys(activity: &Activity) -> String {
    let line = line(activity);
    assert_eq!(line.matches('\n').count(), 1, "{line}");
    let value: Value = serde_json::from_str(&line).expect("JSON");
    value.as_object().expect("an object").keys().cloned().collect::<Vec<_>>().join(" ")
}

#[test]
fn conditions_see_every_key_of_received_as_it_stands() {
    for body in [PAYMENT.as_bytes(), DEPOSIT.as_bytes(), b"not JSON"] {
        let received = received("14:02:11", "a3f1qd", body);
        let printed: Value =
            serde_json::from_str(&line(&arrival("14:02:11", received.clone()))).expect("JSON");
        let Received { ref request, ref content, ref transmission, signature, id, repeat, twin_of, .. } =
            received;
        let known = Some(Known { id, repeat, twin_of });
        let seen = Seen { request, content, transmission, signature, known };
        let mut keys: Vec<_> = printed.as_object().expect("an object").keys().cloned().collect();
        keys.retain(|key| key != "v" && key != "kind");
        assert!(keys.iter().all(|key| KEYS.iter().any(|(known, _)| known == key)), "{keys:?}");
        for (key, _) in KEYS {
            let wanted = match &printed[key] {
                Value::Null => "null".to_owned(),
                Value::String(text) => Value::from(text.as_str()).to_string(),
                other => other.to_string(),
            };
            let condition = format!("{key}={wanted}");
            assert!(Condition::parse(&condition).expect("a condition").holds(&seen), "{condition}");
        }
    }
}

#[test]
fn every_kind_has_exactly_its_documented_keys() {
    assert_eq!(keys(&listening(None)), "v kind at url endpoint history resumed");
    assert_eq!(
        keys(&arrival("14:02:11", received("14:02:11", "a3f1qd", PAYMENT))),
        "v kind at id event event_status order_id payment_key amount currency transmission_id retried_count \
         transmission_time repeat twin_of signature key_form remote method path headers body"
    );
    let call = forwarded("a3f1qd", answer(201, "made", 5));
    assert_eq!(
        keys(&activity("14:02:11", What::Forwarded(Arc::new(call)))),
        "v kind at id to attempt retried_count outcome http_status elapsed_ms next_attempt_at response also"
    );
    assert_eq!(
        keys(&reply("14:02:11", answered("a3f1qd", 200, 38, 0))),
        "v kind at id http_status answered_after_ms toss_would delivery_status next_attempt_at"
    );
    let skipped = Skipped { id: id("a3f1qd"), by: "--events payout.*".into() };
    assert_eq!(keys(&activity("14:02:11", What::Skipped(skipped))), "v kind at id by");
    let refused = Refused {
        reason: RefusedReason::HeadTimeout,
        http_status: Some(408),
        remote: "[::1]:50123".parse().expect("an address"),
        method: None,
        path: None,
    };
    assert_eq!(
        keys(&activity("14:02:11", What::Refused(refused))),
        "v kind at reason http_status remote method path"
    );
    assert_eq!(
        keys(&activity("14:02:11", What::Summary(Box::default()))),
        "v kind at received events resends duplicates refused accepted not_accepted pending answer_ms"
    );
}

#[test]
fn the_senders_kinds_have_their_keys_too() {
    let sent = Sent {
        recorded: None,
        event: Some("DEPOSIT_CALLBACK".into()),
        content: Content::Empty,
        to: "http://127.0.0.1:4100".into(),
        transmission_id: Some("whtrans_a01".into()),
        attempt: 1,
        retried_count: Some(0),
        result: answer(200, "", 12),
        waited: None,
        mishap: Mishap::default(),
        sent_at: None,
        course: None,
        step: None,
    };
    assert_eq!(
        line(&activity("14:02:11", What::Sent(Arc::new(sent)))),
        "{\"v\":1,\"kind\":\"sent\",\"at\":\"2026-11-22T05:02:11.000000Z\",\"event\":\"DEPOSIT_CALLBACK\",\
         \"to\":\"http://127.0.0.1:4100\",\"transmission_id\":\"whtrans_a01\",\"attempt\":1,\"retried_count\":0,\
         \"outcome\":\"accepted\",\"http_status\":200,\"elapsed_ms\":12}\n"
    );
    assert_eq!(
        keys(&activity("14:02:11", What::SentSummary(Box::default()))),
        "v kind at sent connected accepted not_accepted failures answer_ms elapsed_ms"
    );
}

#[test]
fn a_run_that_re_sends_adds_its_keys_and_a_wait_writes_nothing() {
    let course = Course {
        transmission_time: Some("2026-11-22T13:01:00+09:00".into()),
        since_first: Duration::from_secs(60),
        resends: 7,
        delivery_status: DeliveryStatus::Sending,
        next_attempt_at: Some(at("13:05:00")),
    };
    let sent = Sent {
        recorded: None,
        event: None,
        content: Content::Empty,
        to: String::new(),
        transmission_id: None,
        attempt: 2,
        retried_count: Some(1),
        result: answer(500, "", 12),
        waited: None,
        mishap: Mishap::default(),
        sent_at: Some(at("13:01:00")),
        course: Some(course),
        step: None,
    };
    assert!(line(&activity("14:02:11", What::Sent(Arc::new(sent)))).ends_with(
        "\"elapsed_ms\":12,\"transmission_time\":\"2026-11-22T13:01:00+09:00\",\"delivery_status\":\"Sending\",\
         \"next_attempt_at\":\"2026-11-22T04:05:00.000000Z\"}\n"
    ));
    let retries = SentSummary { retries: Some(Retries::default()), ..SentSummary::default() };
    assert_eq!(
        keys(&activity("14:02:11", What::SentSummary(Box::new(retries.clone())))),
        "v kind at sent connected accepted not_accepted failures answer_ms elapsed_ms events completed failed pending"
    );
    let played = Played {
        sent: retries,
        delivery_status: DeliveryStatus::Completed,
        last_retried_count: Some(3),
        last_at: Some(at("13:21:00")),
        since_first: Duration::from_secs(21 * 60),
        attempts: 8,
        total: Duration::from_secs(327_660),
        last_chance_at: None,
    };
    let played = activity("14:02:11", What::Played(Box::new(played)));
    assert_eq!(
        keys(&played),
        "v kind at attempts total_seconds landed_attempt landed_at delivery_status longest_outage_seconds \
         last_chance_at sent connected accepted not_accepted failures answer_ms elapsed_ms"
    );
    assert!(line(&played).contains("\"landed_attempt\":4,\"landed_at\":\"2026-11-22T04:21:00.000000Z\""));
    let waiting = Waiting {
        retried_count: 1,
        resends: 7,
        due_at: at("13:01:00"),
        left: None,
        whole: Duration::ZERO,
        pending: 1,
    };
    assert_eq!(line(&activity("14:02:11", What::Waiting(waiting))), "");
}

#[test]
fn a_request_is_written_token_for_token() {
    let body = "{\n \"eventType\": \"PAYMENT_STATUS_CHANGED\", \"createdAt\": \"x\", \"data\": {\"totalAmount\": 5000.0, \"a\": 1E2,\n\"a\": 12345678901234567890, \"orderId\": \"\\uc8fc\\ubb38\"}}";
    let mut received = received("14:02:11.25", "a3f1qd", body);
    let request = Arc::make_mut(&mut received.request);
    request.query = Some("x=1".into());
    request.headers.insert("x-latin", HeaderValue::from_bytes(b"caf\xe9").expect("a value"));
    request.headers.append("x-korean", HeaderValue::from_bytes("카드".as_bytes()).expect("a value"));
    received.twin_of = Some(id("7c2ewk"));
    received.signature = SignatureCheck::Valid(KeyForm::Hex);
    assert_eq!(
        line(&arrival("14:02:11.25", received)),
        "{\"v\":1,\"kind\":\"received\",\"at\":\"2026-11-22T05:02:11.250000Z\",\"id\":\"a3f1qd0123456789\",\
         \"event\":\"PAYMENT_STATUS_CHANGED\",\"event_status\":null,\"order_id\":\"주문\",\"payment_key\":null,\
         \"amount\":5000.0,\"currency\":null,\"transmission_id\":null,\"retried_count\":0,\
         \"transmission_time\":null,\"repeat\":\"none\",\"twin_of\":\"7c2ewk0123456789\",\"signature\":\"valid\",\
         \"key_form\":\"hex\",\"remote\":\"127.0.0.1:50123\",\"method\":\"POST\",\"path\":\"/webhooks/toss?x=1\",\
         \"headers\":[[\"host\",\"127.0.0.1:4100\"],[\"x-latin\",\"café\"],[\"x-korean\",\"카드\"]],\
         \"body\":{\"eventType\":\"PAYMENT_STATUS_CHANGED\",\"createdAt\":\"x\",\"data\":{\"totalAmount\":5000.0,\
         \"a\":1E2,\"a\":12345678901234567890,\"orderId\":\"\\uc8fc\\ubb38\"}}}\n"
    );
}

#[test]
fn a_body_that_is_no_json_is_base64() {
    for (body, base64) in [(&b"no json\xff"[..], "bm8ganNvbv8="), (b"", "")] {
        let line = line(&arrival("14:02:11", received("14:02:11", "a3f1qd", body)));
        assert!(line.ends_with(&format!("\"body_base64\":\"{base64}\"}}\n")), "{line}");
    }
}

#[test]
fn a_call_tells_its_answer_or_that_there_was_none() {
    let mut call = forwarded("a3f1qd", answer(500, "it failed: \"카드\"", 1));
    call.result.elapsed = Duration::from_micros(1234);
    call.next_attempt_at = Some(at("14:03:11"));
    let ending = |call| {
        let line = line(&activity("14:02:11", What::Forwarded(Arc::new(call))));
        line.split_once("\"outcome\"").expect("an outcome").1.to_owned()
    };
    assert_eq!(
        ending(call),
        ":\"wrong_status\",\"http_status\":500,\"elapsed_ms\":1.234,\
         \"next_attempt_at\":\"2026-11-22T05:03:11.000000Z\",\"response\":\"it failed: \\\"카드\\\"\",\"also\":false}\n"
    );
    assert_eq!(
        ending(forwarded("a3f1qd", no_answer(Outcome::Unreachable, Cause::Refused, 1))),
        ":\"unreachable\",\"http_status\":null,\"elapsed_ms\":1,\"next_attempt_at\":null,\"response\":null,\
         \"also\":false}\n"
    );
    let mut binary = forwarded("a3f1qd", answer(200, "", 1));
    if let Some(response) = &mut binary.result.response {
        response.body = b"\xff\xfe".as_slice().into();
    }
    assert!(ending(binary).ends_with("\"response_base64\":\"//4=\",\"also\":false}\n"));
}

#[test]
fn a_long_answer_is_cut_between_letters() {
    let mut call = forwarded("a3f1qd", answer(200, "", 1));
    if let Some(response) = &mut call.result.response {
        response.body = "카".repeat(2000).into();
    }
    let value: Value =
        serde_json::from_str(&line(&activity("14:02:11", What::Forwarded(Arc::new(call))))).expect("JSON");
    assert_eq!(value["response"].as_str().map(str::len), Some(4095));
}

#[test]
fn masking_is_asked_for() {
    let activities = [arrival("14:02:11", received("14:02:11", "a3f1qd", DEPOSIT))];
    assert!(told(Json::new(exact()), &activities).0.contains("\"secret\":\"ps_abcdef\""));
    assert!(told(Json::new(look(None)), &activities).0.contains("\"secret\":\"ps_*****\""));
}

#[test]
fn a_terminal_gets_hostile_characters_as_escapes() {
    let body = "{\"a\":\"\u{202e}\u{9b}\",\"b\":\"카\"}";
    let activities = [arrival("14:02:11", received("14:02:11", "a3f1qd", body))];
    let mut on_terminal = exact();
    on_terminal.stdout.destination = Destination::Terminal;
    assert!(
        told(Json::new(on_terminal), &activities)
            .0
            .ends_with("\"body\":{\"a\":\"\\u202e\\u009b\",\"b\":\"카\"}}\n")
    );
    assert!(told(Json::new(exact()), &activities).0.ends_with(&format!("\"body\":{body}}}\n")));
}

#[test]
fn notices_never_stand_among_the_data() {
    let down =
        Notice::EndpointDown { endpoint: "http://localhost:8080".into(), on_failure: OnFailure::Relay };
    let (data, talk) = told(Json::new(exact()), &[activity("14:02:11", What::Notice(down))]);
    assert_eq!(data, "");
    assert_eq!(
        talk,
        "14:02:11  http://localhost:8080 is down: events are recorded, their sender hears 502\n"
    );
}
