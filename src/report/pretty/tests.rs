use std::sync::Arc;
use std::time::Duration;

use super::{Detail, Pretty};
use crate::activity::{
    Activity, Answered, AttemptResult, Cause, DeliveryStatus, EventTally, Failing, Hint, Mishap, Outcome,
    Percentiles, Refused, RefusedReason, Sent, SentSummary, Summary, TossWould, What,
};
use crate::report::fixtures::{
    DEPOSIT, PAYMENT, activity, answer, answered, arrival, at, forwarded, id, listening, look, no_answer,
    received, reply, resent, told,
};
use crate::report::theme::Theme;
use crate::report::width;
use crate::report::{Lines, Occasion, Reporter};
use crate::toss::{Content, KeyForm, SignatureCheck};

/// An answer that the dev server decided.
fn relayed(
    short: &str,
    count: u32,
    next: Option<&str>,
    hint: Option<Hint>,
    result: AttemptResult,
) -> Answered {
    let status = result.http_status().unwrap_or(504);
    let elapsed = u64::try_from(result.elapsed.as_millis()).expect("short");
    let mut reply = answered(short, status, elapsed, count);
    if result.outcome == Outcome::Timeout {
        reply.toss_would = TossWould::TimeOut;
    }
    reply.next_attempt_at = next.map(at);
    let mut call = forwarded(short, result);
    call.hint = hint;
    reply.forwarded = Some(Arc::new(call));
    reply
}

/// The afternoon of the first page.
fn afternoon() -> Vec<Activity> {
    let timeout = no_answer(Outcome::Timeout, Cause::AnswerTimeout, 10_000);
    let summary = Summary {
        received: 3,
        events: 2,
        resends: 1,
        accepted: 1,
        not_accepted: 2,
        pending: 1,
        answer_p50: Some(Duration::from_millis(112)),
        answer_max: Some(Duration::from_secs(10)),
        by_event: vec![tally("PAYMENT_STATUS_CHANGED", 1), tally("DEPOSIT_CALLBACK", 1)],
        failures: vec![(Failing::Status(201), 1), (Failing::Outcome(Outcome::Timeout), 1)],
        still_sending: vec![(id("7c2ewk"), "2026-11-26T09:04:40+09:00".parse().ok())],
        history: Some("/home/kim/history.db".into()),
        ..Summary::default()
    };
    vec![
        listening(Some("http://localhost:8080/webhooks/toss")),
        arrival("14:02:11", received("14:02:11", "a3f1qd", PAYMENT)),
        reply("14:02:11", relayed("a3f1qd", 0, None, None, answer(200, "ok", 38))),
        arrival("14:03:40", received("14:03:40", "7c2ewk", DEPOSIT)),
        reply("14:03:40", relayed("7c2ewk", 0, Some("14:04:40"), Some(Hint::Nest201), answer(201, "", 112))),
        arrival("14:04:40", resent(received("14:04:40", "7c2ewk", DEPOSIT), 1, 60)),
        reply("14:04:50", relayed("7c2ewk", 1, Some("14:08:40"), Some(Hint::AnswerFirst), timeout)),
        activity("14:05:00", What::Summary(Box::new(summary))),
    ]
}

fn tally(event: &str, count: u64) -> EventTally {
    EventTally { event: Some(event.into()), event_status: Some("DONE".into()), count }
}

#[test]
fn an_afternoon_reads_as_on_the_first_page() {
    let (data, talk) = told(Pretty::new(look(None), Detail::Line), &afternoon());
    assert_eq!(
        data,
        "\
14:02:11  a3f1qd  →  PAYMENT_STATUS_CHANGED  DONE                 order-1122-0017        50,000 KRW  카드
14:02:11  a3f1qd  ←  200  accepted         38 ms

14:03:40  7c2ewk  →  DEPOSIT_CALLBACK        DONE                 order-1122-0018                 -
14:03:40  7c2ewk  ←  201  NOT accepted    112 ms  Toss documents 200 only. Next: 14:04:40 (re-send 1 of 7)
                     NestJS answers @Post with 201: add @HttpCode(200)

14:04:40  7c2ewk  →  DEPOSIT_CALLBACK        DONE                 order-1122-0018                 -  re-send 1 of 7, 1m after the first
14:04:50  7c2ewk  ←  ---  NOT accepted   10.0 s   no answer in Toss's 10 s. Next: 14:08:40 (re-send 2 of 7)
                     answer 200 first, work afterwards; at a breakpoint: --timeout 0
"
    );
    assert_eq!(
        talk,
        "\
listening http://127.0.0.1:4100  →  http://localhost:8080/webhooks/toss (up)     times in KST, Ctrl-C ends
  Toss can't reach this machine yet:  cloudflared tunnel --url http://127.0.0.1:4100   (or: ngrok http 4100)
  and register the https address it prints in the Developer Center. Without Toss:  tosshook trigger --list


2 events, 3 attempts (1 re-send): 1 accepted, 2 not (201, timeout)      answers p50 112 ms, max 10.0 s
  PAYMENT_STATUS_CHANGED  DONE    1
  DEPOSIT_CALLBACK        DONE    1
7c2ewk is still Sending at Toss, last chance Thu 26 Nov 09:04.
All of it: tosshook events list
"
    );
}

#[test]
fn eighty_columns_hold_it_all() {
    let (data, talk) = told(Pretty::new(look(Some(80)), Detail::Line), &afternoon());
    let widest = data.lines().chain(talk.lines()).map(width::of).max();
    assert!(widest <= Some(80), "{widest:?}\n{data}{talk}");
    assert_eq!(
        data,
        "\
14:02:11 a3f1qd → PAYMENT_STATUS_CHANGED DONE order-1122-0017 50,000 KRW 카드
14:02:11 a3f1qd ← 200 accepted        38 ms

14:03:40 7c2ewk → DEPOSIT_CALLBACK       DONE order-1122-0018          -
14:03:40 7c2ewk ← 201 NOT accepted   112 ms Toss documents 200 only.
                  Next: 14:04:40 (re-send 1 of 7)
                  NestJS answers @Post with 201: add @HttpCode(200)

14:04:40 7c2ewk → DEPOSIT_CALLBACK       DONE order-1122-0018          -
                  re-send 1 of 7, 1m after the first
14:04:50 7c2ewk ← --- NOT accepted  10.0 s  no answer in Toss's 10 s.
                  Next: 14:08:40 (re-send 2 of 7)
                  answer 200 first, work afterwards; at a breakpoint:
                  --timeout 0
"
    );
    assert_eq!(
        talk,
        "\
listening http://127.0.0.1:4100 → http://localhost:8080/webhooks/toss (up)
  times in KST, Ctrl-C ends
  Toss can't reach this machine yet:
    cloudflared tunnel --url http://127.0.0.1:4100  (or: ngrok http 4100)
  and register the https address it prints in the Developer Center.
    Without Toss: tosshook trigger --list


2 events, 3 attempts (1 re-send): 1 accepted, 2 not (201, timeout)
  answers p50 112 ms, max 10.0 s
  PAYMENT_STATUS_CHANGED DONE   1
  DEPOSIT_CALLBACK       DONE   1
7c2ewk is still Sending at Toss, last chance Thu 26 Nov 09:04.
All of it: tosshook events list
"
    );
}

#[test]
fn a_listener_shows_the_fields_that_hold_a_value() {
    let activities = [
        arrival("14:02:11", received("14:02:11", "a3f1qd", PAYMENT)),
        reply("14:02:11", answered("a3f1qd", 200, 0, 0)),
        arrival("14:03:40", received("14:03:40", "7c2ewk", DEPOSIT)),
    ];
    let (data, _) = told(Pretty::new(look(None), Detail::Fields), &activities);
    assert_eq!(
        data,
        "\
14:02:11  a3f1qd  →  PAYMENT_STATUS_CHANGED  DONE                 order-1122-0017        50,000 KRW  카드
          eventType         PAYMENT_STATUS_CHANGED
          createdAt         2026-11-22T14:02:11.000000
          data.paymentKey   tviva20261122
          data.orderId      order-1122-0017
          data.status       DONE
          data.method       카드
          data.currency     KRW
          data.totalAmount  50000
          data.secret       ps_*****
          data.card.amount  50000
          and 2 null fields
14:02:11  a3f1qd  ←  200  accepted       0.00 ms

14:03:40  7c2ewk  →  DEPOSIT_CALLBACK        DONE                 order-1122-0018                 -
          createdAt       2026-11-22T14:03:40.000000
          secret          ps_*****
          status          DONE
          transactionKey  9FF15E1A29D0E77C218F57262BFA4986
          orderId         order-1122-0018
"
    );
}

#[test]
fn in_haste_an_event_is_told_in_its_line_and_says_whether_it_had_fields() {
    let event = arrival("14:02:11", received("14:02:11", "a3f1qd", PAYMENT));
    let text = arrival("14:02:11", received("14:02:11", "7c2ewk", "no JSON"));
    let reply = reply("14:02:11", answered("a3f1qd", 200, 0, 0));
    let activities = [event.clone(), reply.clone(), text.clone()];
    let (lines, _) = told(Pretty::new(look(None), Detail::Line), &activities);
    for (detail, has_fields) in [(Detail::Line, false), (Detail::Fields, true), (Detail::Full, true)] {
        let mut pretty = Pretty::new(look(None), detail);
        let mut out = Lines::default();
        let left_out = activities.each_ref().map(|activity| pretty.report_briefly(activity, &mut out));
        assert_eq!(left_out, [has_fields, false, false], "{detail:?}");
        assert_eq!(String::from_utf8(out.stdout).expect("UTF-8"), lines);
        let mut out = Lines::default();
        pretty.report(&event, &mut out);
        assert_eq!(out.stdout.ends_with(b" null fields\n"), detail == Detail::Fields, "{detail:?}");
    }
}

#[test]
fn korean_and_long_statuses_stand_in_the_same_columns() {
    let long =
        PAYMENT.replace("\"DONE\"", "\"WAITING_FOR_DEPOSIT\"").replace("order-1122-0017", "주문-0017-가나다");
    let activities = [
        arrival("14:02:11", received("14:02:11", "a3f1qd", long)),
        arrival("14:02:12", received("14:02:12", "7c2ewk", PAYMENT)),
    ];
    let (data, _) = told(Pretty::new(look(None), Detail::Line), &activities);
    assert_eq!(
        data,
        "\
14:02:11  a3f1qd  →  PAYMENT_STATUS_CHANGED  WAITING_FOR_DEPOSIT  주문-0017-가나다       50,000 KRW  카드
14:02:12  7c2ewk  →  PAYMENT_STATUS_CHANGED  DONE                 order-1122-0017        50,000 KRW  카드
"
    );
}

#[test]
fn a_hundred_columns_hold_one_row_for_each_event() {
    let event = |status: &str, order: &str| {
        let body = PAYMENT.replace("\"DONE\"", &format!("\"{status}\"")).replace("order-1122-0017", order);
        arrival("14:02:11", received("14:02:11", "a3f1qd", body))
    };
    let activities = [
        event("DONE", "order_l9z7li07llmdxf9"),
        event("PARTIAL_CANCELED", "order-1122-0017"),
        event("WAITING_FOR_DEPOSIT", "order-1122-0017"),
        event("DONE", "0f8fad5b-d9cb-469f-a165-70867728950e"),
        event("DONE", "order-1122-0017"),
    ];
    let (data, _) = told(Pretty::new(look(Some(100)), Detail::Line), &activities);
    assert_eq!(
        data,
        "\
14:02:11 a3f1qd → PAYMENT_STATUS_CHANGED DONE             order_l9z7li07llmdxf9 50,000 KRW 카드
14:02:11 a3f1qd → PAYMENT_STATUS_CHANGED PARTIAL_CANCELED order-1122-0017       50,000 KRW 카드
14:02:11 a3f1qd → PAYMENT_STATUS_CHANGED WAITING_FOR_DEPOSIT order-1122-0017    50,000 KRW 카드
14:02:11 a3f1qd → PAYMENT_STATUS_CHANGED DONE             0f8fad5b-d9cb-469f-a165-70867728950e
                  50,000 KRW 카드
14:02:11 a3f1qd → PAYMENT_STATUS_CHANGED DONE             order-1122-0017       50,000 KRW 카드
"
    );
}

#[test]
fn long_orders_widen_their_column_where_there_is_room() {
    let uuid = PAYMENT.replace("order-1122-0017", "0f8fad5b-d9cb-469f-a165-70867728950e");
    let activities = [
        arrival("14:02:11", received("14:02:11", "a3f1qd", uuid)),
        arrival("14:02:12", received("14:02:12", "7c2ewk", PAYMENT)),
    ];
    let (data, _) = told(Pretty::new(look(Some(140)), Detail::Line), &activities);
    let amounts: Vec<_> = data.lines().map(|line| line.find("50,000 KRW")).collect();
    assert!(amounts[0].is_some() && amounts[0] == amounts[1], "{data}");
}

#[test]
fn refusals_stand_apart_from_the_next_event() {
    let refused = || {
        let remote = "127.0.0.1:50123".parse().expect("an address");
        let reason = RefusedReason::Tls;
        activity(
            "14:00:01",
            What::Refused(Refused { reason, http_status: Some(400), remote, method: None, path: None }),
        )
    };
    let next = arrival("14:02:11", received("14:02:11", "a3f1qd", DEPOSIT));
    let (data, _) = told(Pretty::new(look(Some(120)), Detail::Line), &[refused(), refused(), next]);
    let are_empty: Vec<_> = data.lines().map(str::is_empty).collect();
    assert_eq!(are_empty, [false, false, true, false], "{data}");
}

#[test]
fn a_demonstration_ends_with_what_to_do_next() {
    let mut look = look(Some(100));
    look.occasion = Occasion::Demo;
    let summary = activity(
        "14:05:00",
        What::Summary(Box::new(Summary { received: 1, events: 1, accepted: 1, ..Summary::default() })),
    );
    let (_, talk) = told(Pretty::new(look, Detail::Line), &[listening(None), summary]);
    assert!(talk.contains("tosshook forward 3000/webhooks/toss"), "{talk}");
    assert!(!talk.contains("cloudflared") && !talk.contains("--no-history"), "{talk}");
}

#[test]
fn what_is_no_event_is_said_to_be_what_it_is() {
    let bodies: [&[u8]; 4] = [b"hello \x1b[2J\xff", b"", b"[1, 2]", b" \n"];
    let activities = bodies.map(|body| arrival("14:02:11", received("14:02:11", "a3f1qd", body)));
    let (data, _) = told(Pretty::new(look(None), Detail::Line), &activities);
    assert_eq!(
        data,
        "\
14:02:11  a3f1qd  →  (no JSON, 11 bytes)  hello \\x1b[2J\\xff
14:02:11  a3f1qd  →  (empty body)
14:02:11  a3f1qd  →  (JSON, but no event)
14:02:11  a3f1qd  →  (empty body)
"
    );
}

#[test]
fn repeats_twins_and_signatures_are_told_apart() {
    let mut duplicate = received("14:02:11", "a3f1qd", DEPOSIT);
    duplicate.repeat = crate::activity::Repeat::Duplicate;
    duplicate.twin_of = Some(id("7c2ewk"));
    let mut late = received("14:02:12", "a3f1qd", DEPOSIT);
    std::sync::Arc::make_mut(&mut late.transmission).retried_count = Some(3);
    late.signature = SignatureCheck::Invalid;
    let mut signed = resent(received("14:02:13", "a3f1qd", DEPOSIT), 9, 327_660);
    signed.signature = SignatureCheck::Valid(KeyForm::Text);
    let activities = [arrival("14:02:11", duplicate), arrival("14:02:12", late), arrival("14:02:13", signed)];
    let (data, _) = told(Pretty::new(look(None), Detail::Line), &activities);
    let notes: Vec<&str> =
        data.lines().filter_map(|line| line.split_once("-  ")).map(|(_, notes)| notes).collect();
    assert_eq!(
        notes,
        [
            "duplicate of the same attempt  twin of 7c2ewk",
            "re-send 3 of 7, none seen before  signature INVALID",
            "re-send 9, 3d 19h 1m after the first  signature valid (text key)",
        ]
    );
}

#[test]
fn every_failure_says_why() {
    let call = |result| reply("14:00:00", relayed("a3f1qd", 0, None, None, result));
    let mut late = relayed("a3f1qd", 0, None, None, answer(200, "", 12_000));
    (late.toss_would, late.delivery_status) = (TossWould::TimeOut, DeliveryStatus::Sending);
    let mut last = answered("a3f1qd", 500, 20, 7);
    last.delivery_status = DeliveryStatus::Failed;
    let mut moved = answer(302, "", 5);
    if let Some(response) = &mut moved.response {
        response.headers.insert("location", http::HeaderValue::from_static("/login"));
    }
    let activities = [
        call(no_answer(Outcome::Unreachable, Cause::Refused, 1)),
        call(no_answer(Outcome::Tls, Cause::Certificate("self-signed\u{1b}[0m".into()), 9)),
        call(no_answer(Outcome::Protocol, Cause::Closed, 3)),
        call(no_answer(Outcome::Timeout, Cause::AnswerTimeout, 3000)),
        call(moved),
        reply("14:00:00", late),
        reply("14:00:00", last),
        reply("14:00:00", answered("a3f1qd", 500, 20, 0)),
    ];
    let (data, _) = told(Pretty::new(look(None), Detail::Line), &activities);
    let told: Vec<&str> = data.lines().map(|line| line.split_once("←  ").expect("an answer").1).collect();
    assert_eq!(
        told,
        [
            "---  NOT accepted    1.0 ms  the dev server is down (connection refused).",
            "---  NOT accepted    9.0 ms  the certificate is not trusted (self-signed\\x1b[0m).",
            "---  NOT accepted    3.0 ms  the connection was closed before an answer.",
            "---  NOT accepted    3.0 s   no answer in 3.0 s (--timeout).",
            "302  NOT accepted    5.0 ms  a redirect to /login, not followed.",
            "200  NOT accepted   12.0 s   too late, Toss waits 10 s.",
            "500  NOT accepted     20 ms  That was the last re-send: Failed at Toss",
            "500  NOT accepted     20 ms",
        ]
    );
}

#[test]
fn copies_and_refusals_have_lines_of_their_own() {
    let mut copy = forwarded("a3f1qd", answer(500, "", 7));
    (copy.also, copy.agrees) = (true, Some(false));
    let refused = Refused {
        reason: RefusedReason::Method,
        http_status: Some(405),
        remote: "127.0.0.1:50123".parse().expect("an address"),
        method: Some("GET".into()),
        path: Some("/\u{1b}]0;x\u{7}".into()),
    };
    let activities =
        [activity("14:00:00", What::Forwarded(Arc::new(copy))), activity("14:00:01", What::Refused(refused))];
    let (data, _) = told(Pretty::new(look(None), Detail::Line), &activities);
    assert_eq!(
        data,
        "\
14:00:00  a3f1qd  ⇠  500  NOT accepted    7.0 ms  copy to http://localhost:8080/webhooks/toss: DIFFERS

14:00:01          ×  405  GET /\\x1b]0;x\\x07  not a POST, as webhooks are  127.0.0.1:50123
"
    );
}

#[test]
fn a_new_day_is_named_once() {
    let before = arrival("23:59:59", received("23:59:59", "a3f1qd", DEPOSIT));
    let mut after = reply("00:00:01", answered("a3f1qd", 200, 2000, 0));
    after.at = "2026-11-23T00:00:01+09:00".parse().expect("a time");
    let (data, _) = told(Pretty::new(look(None), Detail::Line), &[before, after]);
    assert_eq!(
        data,
        "\
23:59:59  a3f1qd  →  DEPOSIT_CALLBACK        DONE                 order-1122-0018                 -

Mon 23 Nov
00:00:01  a3f1qd  ←  200  accepted        2.0 s
"
    );
}

#[test]
fn a_sender_tells_each_attempt_and_sums_up() {
    let body = bytes::Bytes::from_static(PAYMENT.as_bytes());
    let sent = |result| {
        let sent = Sent {
            recorded: None,
            event: Some("PAYMENT_STATUS_CHANGED".into()),
            content: Content::read(&body),
            to: "http://127.0.0.1:4100".into(),
            transmission_id: None,
            attempt: 1,
            retried_count: Some(0),
            result,
            waited: None,
            mishap: Mishap::default(),
            sent_at: None,
            course: None,
            step: None,
        };
        activity("14:00:00", What::Sent(Arc::new(sent)))
    };
    let twelve = Duration::from_millis(12);
    let spread = Percentiles { p50: twelve, p90: twelve, p95: twelve, p99: twelve, max: twelve };
    let summary = SentSummary {
        sent: 2,
        accepted: 1,
        not_accepted: 1,
        connected: 1,
        failures: vec![(Failing::Outcome(Outcome::Unreachable), 1)],
        answers: Some(spread),
        elapsed: Duration::from_millis(40),
        ..SentSummary::default()
    };
    let activities = [
        sent(answer(200, "", 12)),
        sent(no_answer(Outcome::Unreachable, Cause::Refused, 1)),
        activity("14:00:01", What::SentSummary(Box::new(summary))),
    ];
    let (data, talk) = told(Pretty::new(look(None), Detail::Line), &activities);
    assert_eq!(
        data,
        "\
14:00:00  →  PAYMENT_STATUS_CHANGED  DONE                 order-1122-0017        50,000 KRW  카드  ←  200  accepted         12 ms
14:00:00  →  PAYMENT_STATUS_CHANGED  DONE                 order-1122-0017        50,000 KRW  카드  ←  ---  NOT accepted    1.0 ms  the dev server is down (connection refused).
"
    );
    assert_eq!(
        talk,
        "\n2 attempts: 1 accepted, 1 not (unreachable)    answers p50 12 ms, p95 12 ms, max 12 ms    in 40 ms, 50 a second\n"
    );
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let evil = "\u{1b}[31mX\u{202e}\u{200b}\r\n\u{9b}";
    let encoded = serde_json::to_string(evil).expect("JSON");
    let body = format!(
        r#"{{"eventType":{encoded},"createdAt":{encoded},"data":{{"status":{encoded},"orderId":{encoded},"method":{encoded},"currency":{encoded},"totalAmount":1,{encoded}:{encoded}}}}}"#
    );
    let activities = [arrival("14:00:00", received("14:00:00", "a3f1qd", body))];
    let (data, talk) = told(Pretty::new(look(Some(80)), Detail::Full), &activities);
    assert!(data.contains("\\x1b[31mX\\u{202e}\\u{200b}\\r\\n\\u{9b}"), "{data}");
    assert!(!data.contains(|letter: char| letter != '\n' && crate::json::is_hostile(letter)), "{data:?}");
    assert_eq!(talk, "");
    assert!(data.lines().all(|line| line.starts_with("14:00:00") || line.starts_with("    ")), "{data}");
}

#[test]
fn colours_add_nothing_but_colours() {
    let mut painted = look(Some(100));
    (painted.stdout.theme, painted.stderr.theme) = (Theme::Colored, Theme::Colored);
    let (data, talk) = told(Pretty::new(painted, Detail::Fields), &afternoon());
    let (plain_data, plain_talk) = told(Pretty::new(look(Some(100)), Detail::Fields), &afternoon());
    assert!(
        data.contains("\u{1b}[32maccepted\u{1b}[0m") && data.contains("\u{1b}[36ma3f1qd\u{1b}[0m"),
        "{data}"
    );
    assert_eq!(without_colours(&data), plain_data);
    assert_eq!(without_colours(&talk), plain_talk);
}

fn without_colours(text: &str) -> String {
    let mut pieces = text.split('\u{1b}');
    let first = pieces.next().unwrap_or_default().to_owned();
    first + &pieces.map(|piece| piece.split_once('m').expect("a colour").1).collect::<String>()
}
