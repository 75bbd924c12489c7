use std::sync::Arc;
use std::time::Duration;

use crate::activity::{
    Activity, AttemptResult, Cause, Course, DeliveryStatus, Failing, Load, Mishap, Outcome, Percentiles,
    Played, Progress, Rate, Retries, Sent, SentSummary, Short, Waiting, What,
};
use crate::report::fixtures::{DEPOSIT, activity, answer, at, look, no_answer, told};
use crate::report::theme::Destination;
use crate::report::{Detail, Look, Pretty};
use crate::toss::Content;

/// An attempt at a simulated time, told at 14:00.
fn sent(transmission: &str, count: u32, time: &str, next: Option<&str>, result: AttemptResult) -> Activity {
    let accepted = result.outcome == Outcome::Accepted;
    let delivery_status = match next {
        Some(_) => DeliveryStatus::Sending,
        None if accepted => DeliveryStatus::Completed,
        None => DeliveryStatus::Failed,
    };
    let course = Course {
        transmission_time: None,
        since_first: at(time).duration_since(at("13:00:00")).unsigned_abs(),
        resends: 7,
        delivery_status,
        next_attempt_at: next.map(at),
    };
    let sent = Sent {
        recorded: None,
        event: Some("DEPOSIT_CALLBACK".into()),
        content: Content::read(&bytes::Bytes::from_static(DEPOSIT.as_bytes())),
        to: "http://127.0.0.1:4100".into(),
        transmission_id: Some(transmission.into()),
        attempt: count + 1,
        retried_count: Some(count),
        result,
        waited: None,
        mishap: Mishap::default(),
        sent_at: Some(at(time)),
        course: Some(course),
        step: None,
    };
    activity("14:00:00", What::Sent(Arc::new(sent)))
}

fn refused() -> AttemptResult {
    no_answer(Outcome::Unreachable, Cause::Refused, 1)
}

fn pretty(look: Look) -> Pretty {
    Pretty::new(look, Detail::Line)
}

#[test]
fn attempts_stand_at_their_simulated_times_and_say_what_comes_next() {
    let activities = [
        sent("a", 0, "13:00:00", Some("13:01:00"), refused()),
        sent("a", 1, "13:01:00", Some("13:05:00"), answer(201, "", 12)),
        sent("a", 2, "13:05:00", None, answer(200, "", 12)),
    ];
    let (data, talk) = told(pretty(look(None)), &activities);
    assert_eq!(
        data,
        "\
13:00:00  →  DEPOSIT_CALLBACK        DONE                 order-1122-0018                 -  ←  ---  NOT accepted    1.0 ms  the dev server is down (connection refused). Sending. Next: 13:01:00 (re-send 1 of 7)
13:01:00  →  re-send 1 of 7, 1m after the first         ←  201  NOT accepted     12 ms  Toss documents 200 only. Sending. Next: 13:05:00 (re-send 2 of 7)
13:05:00  →  re-send 2 of 7, 5m after the first         ←  200  accepted         12 ms  Completed.
"
    );
    assert_eq!(talk, "");
}

#[test]
fn a_re_send_that_follows_another_event_says_whose_it_is() {
    let activities = [
        sent("a", 0, "13:00:00", Some("13:01:00"), answer(500, "", 12)),
        sent("b", 0, "13:00:00", Some("13:01:00"), answer(500, "", 12)),
        sent("a", 7, "13:01:00", None, answer(500, "", 12)),
    ];
    let (data, _) = told(pretty(look(Some(80))), &activities);
    assert_eq!(
        data,
        "\
13:00:00 → DEPOSIT_CALLBACK       DONE order-1122-0018          -
         ← 500 NOT accepted    12 ms Sending. Next: 13:01:00 (re-send 1 of 7)
13:00:00 → DEPOSIT_CALLBACK       DONE order-1122-0018          -
         ← 500 NOT accepted    12 ms Sending. Next: 13:01:00 (re-send 1 of 7)
13:01:00 → DEPOSIT_CALLBACK       DONE order-1122-0018          -
         ← 500 NOT accepted    12 ms re-send 7 of 7, 1m after the first.
         That was the last attempt: Failed.
"
    );
}

fn waiting(left: Option<u64>) -> Activity {
    let waiting = Waiting {
        retried_count: 3,
        resends: 7,
        due_at: at("13:21:00"),
        left: left.map(Duration::from_millis),
        whole: Duration::from_secs(12),
        pending: 1,
    };
    activity("14:00:00", What::Waiting(waiting))
}

fn on_a_terminal() -> Look {
    let mut look = look(Some(80));
    look.stdout.destination = Destination::Terminal;
    look.stderr.destination = Destination::Terminal;
    look
}

#[test]
fn a_countdown_is_drawn_over_itself_and_gone_before_the_next_line() {
    let line = sent("a", 2, "13:05:00", Some("13:21:00"), answer(500, "", 12));
    let counting = [waiting(Some(9_000)), waiting(Some(2_900)), waiting(None)];
    let (_, talk) = told(pretty(on_a_terminal()), &counting);
    assert_eq!(
        talk,
        "\r\u{1b}[K  re-send 3 of 7 at 13:21:00, in 9s  ━━━━━━━───────────────────────\r\
         \r\u{1b}[K  re-send 3 of 7 at 13:21:00, in 3s  ━━━━━━━━━━━━━━━━━━━━━━────────\r\
         \r\u{1b}[K  re-send 3 of 7: waiting for the answer\r"
    );
    let (data, _) = told(pretty(on_a_terminal()), &[waiting(Some(1)), line.clone(), line.clone()]);
    assert!(data.starts_with("\r\u{1b}[K13:05:00 →"), "{data:?}");
    assert_eq!(data.matches('\u{1b}').count(), 1, "{data:?}");
    // The data of a pipe holds nothing of it.
    let mut piped = on_a_terminal();
    piped.stdout.destination = Destination::Elsewhere;
    let (data, talk) = told(pretty(piped), &[waiting(Some(1)), line]);
    assert!(!data.contains('\u{1b}') && talk.ends_with("\r\u{1b}[K"), "{data:?} {talk:?}");
}

#[test]
fn no_countdown_is_wider_than_the_terminal_and_off_one_there_is_none() {
    let mut narrow = on_a_terminal();
    (narrow.stdout.columns, narrow.stderr.columns) = (Some(40), Some(40));
    let (_, talk) = told(pretty(narrow), &[waiting(Some(9_000))]);
    let drawn = talk.trim_start_matches("\r\u{1b}[K").trim_end_matches('\r');
    assert_eq!(drawn, "  re-send 3 of 7 at 13:21:00, in 9s");
    assert_eq!(told(pretty(look(Some(80))), &[waiting(Some(9_000))]), (String::new(), String::new()));
}

fn summary(failures: u64, retries: Retries) -> SentSummary {
    SentSummary {
        sent: failures,
        failures: vec![(Failing::Status(500), failures)],
        elapsed: Duration::from_millis(1500),
        retries: Some(retries),
        ..SentSummary::default()
    }
}

#[test]
fn what_was_cut_short_names_what_would_have_come() {
    let to_come = vec![(6, at("13:21:00")), (7, at("23:21:00"))];
    let retries = Retries { events: 1, pending: 1, to_come, resends: 7, ..Retries::default() };
    let played = Played {
        sent: summary(6, retries),
        delivery_status: DeliveryStatus::Sending,
        last_retried_count: Some(5),
        last_at: Some(at("13:05:00")),
        since_first: Duration::from_secs(300),
        attempts: 8,
        total: Duration::from_secs(327_660),
        last_chance_at: None,
    };
    let (data, talk) = told(pretty(look(None)), &[activity("14:00:00", What::Played(Box::new(played)))]);
    assert_eq!(
        (data.as_str(), talk.as_str()),
        (
            "",
            "
Ended after 6 attempts (6 × 500), 5m after the first: still Sending.  in 1.5 s
It is not re-sent any more. What would have come:
  re-send 6 of 7  13:21:00
  re-send 7 of 7  23:21:00  the last chance
"
        )
    );
}

#[test]
fn a_run_of_many_events_counts_how_they_ended() {
    let retries = Retries { events: 4, completed: 1, failed: 1, pending: 2, ..Retries::default() };
    let activities = [activity("14:00:00", What::SentSummary(Box::new(summary(9, retries))))];
    let (_, talk) = told(pretty(look(None)), &activities);
    assert_eq!(talk, "\n4 events: 1 Completed, 1 Failed, 2 Sending, in 9 attempts (9 × 500)  in 1.5 s\n");
}

#[test]
fn how_far_a_load_is_is_drawn_over_itself_by_what_ends_it_first() {
    let progress = |of, whole| Progress {
        done: 50,
        of,
        elapsed: Duration::from_millis(2_500),
        whole,
        per_second: 20,
        sent: 50,
        not_accepted: 3,
        under_way: 2,
    };
    let ten_seconds = Some(Duration::from_secs(10));
    let drawn = [progress(Some(100), None), progress(None, ten_seconds), progress(Some(200), ten_seconds)];
    let drawn = drawn.map(|progress| activity("14:00:00", What::Progress(progress)));
    let (_, talk) = told(Pretty::new(on_a_terminal(), Detail::Total), &drawn);
    assert_eq!(
        talk,
        "\r\u{1b}[K  50 of 100 events  20/s  3 not accepted  2 under way  ━━━━━━━━━━━━────────────\r\
         \r\u{1b}[K  50 events  20/s  3 not accepted  8s left  ━━━━━━━───────────────────────\r\
         \r\u{1b}[K  50 of 200 events  20/s  3 not accepted  8s left  ━━━━━━━─────────────────────\r"
    );
    assert_eq!(told(pretty(look(Some(80))), &drawn), (String::new(), String::new()));
}

#[test]
fn a_load_tells_what_held_it_up_and_no_line_of_an_event() {
    let times = Duration::from_millis(12);
    let load = Load {
        asked: Some(Rate { events: 100, per: Duration::from_secs(1) }),
        events: 40,
        per_second: Some(80.0),
        held: 7,
        concurrency: 5,
        steps: vec![(Duration::from_millis(10), 10), (Duration::from_millis(20), 30)],
        ..Load::default()
    };
    let summary = SentSummary {
        sent: 40,
        accepted: 40,
        connected: 40,
        answers: Some(Percentiles { p50: times, p90: times, p95: times, p99: times, max: times }),
        elapsed: Duration::from_millis(500),
        load: Some(load),
        ..SentSummary::default()
    };
    let line = sent("a", 0, "13:00:00", None, answer(200, "", 12));
    let activities = [line, activity("14:00:00", What::SentSummary(Box::new(summary)))];
    let (data, talk) = told(Pretty::new(look(None), Detail::Total), &activities);
    assert_eq!(
        (data.as_str(), talk.as_str()),
        (
            "",
            "
40 events in 500 ms, 80 a second of 100 asked
40 attempts: 40 accepted
answers p50 12 ms, p90 12 ms, p95 12 ms, p99 12 ms, max 12 ms, from when each was due
  ≤ 10 ms  ████         10  25 %
  ≤ 20 ms  ███████████  30  75 %
7 events waited until one of 5 calls had its answer; that is in their times. --concurrency allows more
"
        )
    );
}

#[test]
fn a_rate_of_scenarios_is_told_in_scenarios() {
    let load = Load {
        asked: Some(Rate { events: 10, per: Duration::from_secs(1) }),
        events: 60,
        chain: 2,
        chains: 30,
        per_second: Some(10.0),
        ..Load::default()
    };
    let summary =
        SentSummary { sent: 60, elapsed: Duration::from_secs(3), load: Some(load), ..SentSummary::default() };
    let (_, talk) = told(pretty(look(None)), &[activity("14:00:00", What::SentSummary(Box::new(summary)))]);
    assert!(talk.starts_with("\n30 scenarios in 3.0 s, 10 a second as asked; 60 events\n"), "{talk}");
}

#[test]
fn a_run_that_ended_early_says_so_and_what_was_due() {
    let load = Load { events: 98, not_sent: 1940, waited_in_vain: 1940, concurrency: 10, ..Load::default() };
    let short = Some(Short { begun: 98, of: Some(1000) });
    let summary = SentSummary { sent: 98, load: Some(load), short, ..SentSummary::default() };
    let told_of =
        |summary| told(pretty(look(None)), &[activity("14:00:00", What::SentSummary(Box::new(summary)))]).1;
    assert_eq!(
        told_of(summary),
        "
98 events in 0.00 ms
98 attempts: 0 accepted
1,940 events that were due were not sent: all of 10 calls were waiting for an answer. --concurrency allows more
ended early, after 98 of 1,000 events
"
    );
    let summary =
        SentSummary { sent: 1, short: Some(Short { begun: 1, of: Some(2) }), ..SentSummary::default() };
    assert_eq!(told_of(summary), "ended early, after 1 of 2 events\n");
}
