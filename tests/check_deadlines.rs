//! What `check` does with servers that are slow or silent: with paused time, the waits cost nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "support/raw_endpoint.rs"]
mod raw_endpoint;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use raw_endpoint::{OK, RawEndpoint, read_request, sender};
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use tosshook::activity::{CheckSummary, Rule, RuleVerdict};
use tosshook::check::{CheckPlan, Known, run};
use tosshook::clock::Clock;
use tosshook::rehearse::Ledger;

fn plan(rules: Vec<Rule>) -> CheckPlan {
    let known = Known::default();
    CheckPlan { rules, known, signing: None, probe: None, seed: 7, ledger: Ledger::default() }
}

/// Checks a server by these rules, and how long that took.
async fn check(server: &RawEndpoint, rules: &[Rule]) -> (CheckSummary, Duration) {
    let plan = plan(rules.to_vec());
    let (activities, mut told) = mpsc::channel(16);
    let clock = Clock::virtual_from("2026-11-22T04:00:00Z".parse().unwrap());
    let begun = Instant::now();
    let checking = run(plan, server.endpoint(), sender(), clock, activities, CancellationToken::new());
    let listening = async { while told.recv().await.is_some() {} };
    let (summary, ()) = tokio::join!(checking, listening);
    (summary, begun.elapsed())
}

fn all() -> Vec<Rule> {
    Rule::all().collect()
}

fn with(summary: &CheckSummary, verdict: RuleVerdict) -> Vec<Rule> {
    summary.rules.iter().filter(|it| it.verdict == verdict).map(|it| it.rule).collect()
}

async fn answer_after(mut stream: TcpStream, wait: Duration) {
    while !read_request(&mut stream).await.is_empty() {
        sleep(wait).await;
        if stream.write_all(OK).await.is_err() {
            return;
        }
    }
}

async fn never_answer(mut stream: TcpStream) {
    read_request(&mut stream).await;
    std::future::pending::<()>().await;
}

#[tokio::test(start_paused = true)]
async fn a_server_that_never_answers_fails_within_10s_alone_and_costs_its_limit_twice() {
    let server = RawEndpoint::start(|_, stream| never_answer(stream)).await;
    let (summary, took) = check(&server, &all()).await;
    assert_eq!(with(&summary, RuleVerdict::Fail), [Rule::Within10s]);
    assert_eq!(summary.count(RuleVerdict::Skipped), 30);
    assert!(took < Duration::from_secs(21), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_drips_is_no_answer_within_10s() {
    let server = RawEndpoint::start(|_, mut stream| async move {
        read_request(&mut stream).await;
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n").await.unwrap();
        while stream.write_all(b".").await.is_ok() {
            sleep(Duration::from_secs(1)).await;
        }
    })
    .await;
    let (summary, took) = check(&server, &all()).await;
    assert_eq!(with(&summary, RuleVerdict::Fail), [Rule::Within10s]);
    assert!(took < Duration::from_secs(21), "{took:?}");
}

#[tokio::test(start_paused = true)]
async fn an_answer_after_3_s_is_a_warning_and_every_rule_still_has_its_say() {
    let server = RawEndpoint::start(|_, stream| answer_after(stream, Duration::from_secs(4))).await;
    let (summary, _) = check(&server, &[Rule::Within10s, Rule::UnknownEvent, Rule::WholePayment]).await;
    assert_eq!(with(&summary, RuleVerdict::Warn), [Rule::Within10s]);
    assert_eq!(summary.count(RuleVerdict::Pass), 2);
    let server = RawEndpoint::start(|_, stream| answer_after(stream, Duration::from_secs(2))).await;
    let (summary, _) = check(&server, &[Rule::Within10s]).await;
    assert_eq!(summary.count(RuleVerdict::Pass), 1);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_hangs_after_the_control_delivery_does_not_cost_its_limit_for_every_rule() {
    static REQUESTS: AtomicUsize = AtomicUsize::new(0);
    let server = RawEndpoint::start(|_, mut stream| async move {
        while !read_request(&mut stream).await.is_empty() {
            if REQUESTS.fetch_add(1, Ordering::SeqCst) > 0 {
                return std::future::pending().await;
            }
            stream.write_all(OK).await.unwrap();
        }
    })
    .await;
    let (summary, took) = check(&server, &all()).await;
    assert_eq!(summary.count(RuleVerdict::Pass), 4, "what the control delivery shows");
    assert!(summary.count(RuleVerdict::Fail) > 10, "{summary:?}");
    assert_eq!(summary.left, 0);
    // 31 rules with one delivery each would take 300 s.
    assert!(took < Duration::from_secs(75), "{took:?}");
}

/// A server that answers one request after the other, each after this long.
async fn one_at_a_time(pause: Duration) -> RawEndpoint {
    let turn = std::sync::Arc::new(tokio::sync::Mutex::new(()));
    RawEndpoint::start(move |_, mut stream| {
        let turn = std::sync::Arc::clone(&turn);
        async move {
            while !read_request(&mut stream).await.is_empty() {
                let _served = turn.lock().await;
                sleep(pause).await;
                if stream.write_all(OK).await.is_err() {
                    return;
                }
            }
        }
    })
    .await
}

#[tokio::test(start_paused = true)]
async fn a_slow_server_that_serves_one_at_a_time_is_not_blamed_for_what_the_check_does_to_it() {
    let server = one_at_a_time(Duration::from_millis(2_900)).await;
    let rules =
        [Rule::Within10s, Rule::CreatedAtForms, Rule::WholePayment, Rule::ResendSameId, Rule::LargeBody];
    let (summary, _) = check(&server, &rules).await;
    assert_eq!(summary.count(RuleVerdict::Pass), 5, "{:?}", with(&summary, RuleVerdict::Fail));
}

#[tokio::test(start_paused = true)]
async fn events_that_a_burst_leaves_behind_are_in_no_other_rules_way() {
    let server = one_at_a_time(Duration::from_secs(1)).await;
    let rules: Vec<_> = all().into_iter().filter(|rule| *rule >= Rule::LargeBody).collect();
    let (summary, _) = check(&server, &rules).await;
    assert_eq!(with(&summary, RuleVerdict::Fail), [Rule::Burst]);
    assert_eq!(summary.count(RuleVerdict::Pass), 2);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_went_away_and_comes_back_is_waited_for() {
    // The second connection finds nobody; the port is held, so that nobody else takes it.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let address = socket.local_addr().unwrap();
    let listener = socket.listen(8).unwrap();
    tokio::spawn(async move {
        let (mut first, _) = listener.accept().await.unwrap();
        drop(listener);
        read_request(&mut first).await;
        first
            .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok")
            .await
            .unwrap();
        drop(first);
        sleep(Duration::from_millis(1_500)).await;
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket.set_reuseaddr(true).unwrap();
        socket.bind(address).unwrap();
        let again = socket.listen(8).unwrap();
        while let Ok((stream, _)) = again.accept().await {
            tokio::spawn(answer_after(stream, Duration::ZERO));
        }
    });
    let plan = plan(vec![Rule::Exactly200, Rule::UnknownEvent]);
    let endpoint = tosshook::outbound::Endpoint::parse(&address.to_string()).unwrap();
    let (activities, _told) = mpsc::channel(16);
    let summary = run(plan, endpoint, sender(), Clock::system(), activities, CancellationToken::new()).await;
    assert_eq!(summary.count(RuleVerdict::Pass), 2, "{summary:?}");
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_ended_gives_what_it_has() {
    let server = RawEndpoint::start(|_, stream| never_answer(stream)).await;
    let plan = plan(all());
    let (activities, mut told) = mpsc::channel(16);
    let end = CancellationToken::new();
    let ending = end.clone();
    tokio::spawn(async move {
        sleep(Duration::from_secs(2)).await;
        ending.cancel();
    });
    let listening = async { while told.recv().await.is_some() {} };
    let checking = run(plan, server.endpoint(), sender(), Clock::system(), activities, end);
    let (summary, ()) = tokio::join!(checking, listening);
    assert_eq!((summary.left, summary.rules.len()), (31, 0));
    assert!(!summary.is_complete());
    assert_eq!(summary.order_ids.len(), 1, "the order of the control delivery is named all the same");
}
