use std::sync::Arc;

use super::{Compact, MOST_OPEN};
use crate::activity::{Activity, Hint, Notice, Refused, RefusedReason, What};
use crate::report::fixtures::{
    DEPOSIT, PAYMENT, activity, answer, answered, arrival, at, forwarded, look, received, reply, resent, told,
};
use crate::report::{Look, Occasion};

fn data(activities: &[Activity]) -> String {
    told(Compact::new(look(Some(60))), activities).0
}

#[test]
fn one_line_per_request_once_it_is_answered() {
    let mut wrong = answered("7c2ewk", 201, 112, 1);
    wrong.next_attempt_at = Some(at("14:07:40"));
    let mut call = forwarded("7c2ewk", answer(201, "", 112));
    call.hint = Some(Hint::Nest201);
    wrong.forwarded = Some(Arc::new(call));
    let activities = [
        arrival("14:02:11", received("14:02:11", "a3f1qd", PAYMENT)),
        arrival("14:02:11", resent(received("14:02:11", "7c2ewk", DEPOSIT), 1, 60)),
        reply("14:02:12", wrong),
        reply("14:02:13", answered("a3f1qd", 200, 38, 0)),
    ];
    let (data, talk) = told(Compact::new(look(Some(60))), &activities);
    assert_eq!(
        data,
        "\
14:02:12 7c2ewk DEPOSIT_CALLBACK DONE order-1122-0018 - (re-send 1 of 7, 1m after the first) → 201 NOT accepted 112 ms Toss documents 200 only. Next: 14:07:40 (re-send 2 of 7)
14:02:13 a3f1qd PAYMENT_STATUS_CHANGED DONE order-1122-0017 50,000 KRW 카드 → 200 accepted 38 ms
"
    );
    assert_eq!(talk, "  NestJS answers @Post with 201: add @HttpCode(200)\n");
}

#[test]
fn what_is_no_event_and_what_is_refused_take_one_line_too() {
    let refused = Refused {
        reason: RefusedReason::Tls,
        http_status: None,
        remote: "127.0.0.1:50123".parse().expect("an address"),
        method: None,
        path: None,
    };
    let activities = [
        arrival("14:02:11", received("14:02:11", "a3f1qd", "two\nlines")),
        reply("14:02:11", answered("a3f1qd", 200, 1, 0)),
        activity("14:02:12", What::Refused(refused)),
    ];
    assert_eq!(
        data(&activities),
        "\
14:02:11 a3f1qd (no JSON, 9 bytes) two\\nlines → 200 accepted 1.0 ms
14:02:12 - → TLS on a plain port: call it with http://
"
    );
}

#[test]
fn an_answer_without_its_request_still_has_its_line() {
    assert_eq!(
        data(&[reply("14:02:11", answered("a3f1qd", 200, 38, 0))]),
        "14:02:11 a3f1qd → 200 accepted 38 ms\n"
    );
}

#[test]
fn requests_that_are_never_answered_are_forgotten() {
    let mut reporter = Compact::new(look(None));
    for _ in 0..MOST_OPEN + 10 {
        reporter.received(&received("14:02:11", "a3f1qd", DEPOSIT));
    }
    assert_eq!(reporter.open.len(), MOST_OPEN);
}

#[test]
fn a_hostile_event_stays_one_harmless_line() {
    let body = r#"{"eventType":"X\u001b[2J\n14:02:11 fake","createdAt":"","data":{"orderId":"a\u202eb"}}"#;
    let activities = [
        arrival("14:02:11", received("14:02:11", "a3f1qd", body)),
        reply("14:02:11", answered("a3f1qd", 200, 1, 0)),
    ];
    assert_eq!(
        data(&activities),
        "14:02:11 a3f1qd X\\x1b[2J\\n14:02:11 fake - a\\u{202e}b - → 200 accepted 1.0 ms\n"
    );
}

#[test]
fn notices_are_talk() {
    let gap = activity("14:02:11", What::Notice(Notice::Gap { lines: 1204 }));
    let recorded = Look { occasion: Occasion::Recorded, ..look(None) };
    let (data, talk) = told(Compact::new(recorded), std::slice::from_ref(&gap));
    assert_eq!(data, "");
    assert_eq!(
        talk,
        "14:02:11  … 1,204 lines not shown: the terminal is slower than the events. The history has them all\n"
    );
    let (_, talk) = told(Compact::new(look(None)), &[gap]);
    assert_eq!(talk, "14:02:11  … 1,204 lines not shown: the terminal is slower than the events\n");
}
