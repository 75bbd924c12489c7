//! Many events at a rate, on time that only goes on when nothing else does.

use tokio::time::Instant;

use super::*;
use crate::activity::{Load, Notice, Progress, Rate, Short};
use crate::rehearse::ScenarioSource;
use crate::toss::scenario::Named;

fn at_a_rate(events: u64, seconds: u64, count: u64) -> TriggerPlan {
    TriggerPlan {
        pace: Pace { rate: Some(Rate { events, per: Duration::from_secs(seconds) }), duration: None },
        concurrency: 500,
        retry: None,
        ..plan(EventType::DepositCallback, count)
    }
}

fn lasting(plan: TriggerPlan, duration: Duration) -> TriggerPlan {
    TriggerPlan { pace: Pace { duration: Some(duration), ..plan.pace }, ..plan }
}

/// When each call was made since the first, and what came of all. A call is answered as late as `answers`
/// says for the moment at which it was made.
async fn driven(
    plan: TriggerPlan,
    end_after: Option<Duration>,
    answers: impl Fn(Duration) -> Duration + Clone + Send + Sync + 'static,
) -> (Vec<Duration>, SentSummary, Vec<What>) {
    let (activities, mut emitted) = mpsc::channel(100_000);
    let calls = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&calls);
    let send = move |_: Call, _| {
        let (seen, answers) = (Arc::clone(&seen), answers.clone());
        async move {
            let now = Instant::now();
            let first = {
                let mut calls = seen.lock().unwrap();
                calls.push(now);
                calls[0]
            };
            let took = answers(now - first);
            sleep(took).await;
            AttemptResult { elapsed: took, ..answered(200) }
        }
    };
    let (clock, end) = (Clock::virtual_from(at()), CancellationToken::new());
    let run = Run { plan, to: "there".into(), send, clock: &clock, activities: &activities };
    let ending = async {
        match end_after {
            Some(after) => sleep(after).await,
            None => std::future::pending().await,
        }
        end.cancel();
        std::future::pending::<()>().await;
    };
    let outcome = tokio::select! {
        outcome = run.until(&end) => outcome.unwrap(),
        () = ending => unreachable!(),
    };
    drop(activities);
    let mut told = Vec::new();
    while let Some(activity) = emitted.recv().await {
        told.push(activity.what);
    }
    let calls = calls.lock().unwrap();
    (calls.iter().map(|call| *call - calls[0]).collect(), outcome.summary, told)
}

fn milliseconds(number: u64) -> Duration {
    Duration::from_millis(number)
}

/// Answers at once, but for one second from the first on, in which it answers nothing.
fn stalls(made: Duration) -> Duration {
    let (from, to) = (milliseconds(1_000), milliseconds(2_000));
    to.checked_sub(made).filter(|_| made >= from).unwrap_or(milliseconds(1))
}

fn load(summary: &SentSummary) -> &Load {
    summary.load.as_ref().unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_server_that_stalls_does_not_slow_the_schedule_and_shows_in_the_times() {
    let (calls, summary, told) = driven(at_a_rate(100, 1, 400), None, stalls).await;
    assert_eq!(calls.len(), 400);
    for (index, call) in (0..).zip(&calls) {
        let off = call.abs_diff(milliseconds(10 * index));
        assert!(off <= milliseconds(2), "{index}: {call:?}");
    }
    let answers = summary.answers.unwrap();
    assert!(answers.p50 <= milliseconds(3), "{answers:?}");
    // A quarter of the events met the stall, half of those for more than half a second.
    assert!(answers.p90.abs_diff(milliseconds(600)) < milliseconds(15), "{answers:?}");
    assert!(answers.max.abs_diff(milliseconds(1_000)) < milliseconds(15), "{answers:?}");
    let load = load(&summary);
    assert!((load.per_second.unwrap() - 100.0).abs() < 0.5, "{load:?}");
    assert_eq!((load.events, load.held), (400, 0));
    assert!(sent(&told).iter().all(|sent| sent.waited.unwrap() <= milliseconds(1)));
}

#[tokio::test(start_paused = true)]
async fn where_calls_are_too_few_the_wait_for_one_counts_as_the_servers_own() {
    let plan = TriggerPlan { concurrency: 10, ..at_a_rate(100, 1, 400) };
    let (calls, summary, _) = driven(plan, None, stalls).await;
    assert_eq!(calls.len(), 400);
    let during = calls.iter().filter(|call| (milliseconds(1_050)..milliseconds(1_990)).contains(call));
    assert!(during.count() <= 10);
    // Those that waited weren't called in the stall, but they were due in it.
    let answers = summary.answers.unwrap();
    assert!(answers.p90.abs_diff(milliseconds(600)) < milliseconds(15), "{answers:?}");
    let load = load(&summary);
    assert!((85..=95).contains(&load.held), "{load:?}");
    assert!((load.per_second.unwrap() - 100.0).abs() < 0.5, "{load:?}");
}

#[tokio::test(start_paused = true)]
async fn thousands_a_second_do_not_drift() {
    let (calls, summary, _) = driven(at_a_rate(2_000, 1, 6_000), None, |_| milliseconds(3)).await;
    for (index, call) in (0..).zip(&calls).step_by(100) {
        let off = call.abs_diff(Duration::from_micros(500 * index));
        assert!(off <= milliseconds(2), "{index}: {call:?}");
    }
    assert!((load(&summary).per_second.unwrap() - 2_000.0).abs() < 2.0, "{summary:?}");
    assert!(summary.answers.unwrap().max <= milliseconds(6), "{summary:?}");
}

#[tokio::test(start_paused = true)]
async fn a_duration_ends_a_run_at_a_rate_and_a_number_may_end_it_before() {
    let two_seconds = milliseconds(2_000);
    let (calls, ..) =
        driven(lasting(at_a_rate(10, 1, u64::MAX), two_seconds), None, |_| milliseconds(1)).await;
    assert_eq!(calls.len(), 20);
    let (calls, ..) = driven(lasting(at_a_rate(10, 1, 7), two_seconds), None, |_| milliseconds(1)).await;
    assert_eq!(calls.len(), 7);
    // What is under way is waited for.
    let (calls, summary, _) =
        driven(lasting(at_a_rate(10, 1, u64::MAX), two_seconds), None, |_| milliseconds(9_000)).await;
    assert_eq!((calls.len(), summary.sent), (20, 20));
}

#[tokio::test(start_paused = true)]
async fn what_still_waits_for_a_call_when_the_time_is_over_is_not_sent() {
    let plan = TriggerPlan { concurrency: 5, ..lasting(at_a_rate(20, 1, u64::MAX), milliseconds(1_900)) };
    let (calls, summary, _) = driven(plan, None, |_| milliseconds(1_000)).await;
    let load = load(&summary);
    assert_eq!((calls.len(), load.events, load.held), (10, 10, 5));
    assert_eq!((load.not_sent, load.waited_in_vain, summary.short), (28, 28, None));
    assert!(summary.elapsed < milliseconds(2_300), "{:?}", summary.elapsed);

    // A chain whose first step was not sent has no second, and those that were begun go on.
    let plan = scenario_at_a_rate(20, u64::MAX);
    let plan = TriggerPlan { concurrency: 5, ..lasting(plan, milliseconds(900)) };
    let (_, summary, _) = driven(plan, None, |_| milliseconds(1_000)).await;
    let load = self::load(&summary);
    assert_eq!((load.events, load.scenarios(), load.not_sent), (10, Some(5), 13));
}

#[tokio::test(start_paused = true)]
async fn what_is_held_back_on_purpose_at_the_end_of_the_time_is_sent_all_the_same() {
    let chaos = Chaos { delay: milliseconds(500), ..Chaos::default() };
    let plan = TriggerPlan { chaos, ..lasting(at_a_rate(100, 1, u64::MAX), milliseconds(1_000)) };
    let (calls, summary, _) = driven(plan, None, |_| milliseconds(1)).await;
    assert_eq!((calls.len(), load(&summary).not_sent), (100, 0));
}

#[tokio::test(start_paused = true)]
async fn a_run_that_is_ended_before_its_time_says_how_far_it_came() {
    let end_after = Some(milliseconds(1_025));
    let (calls, summary, _) = driven(at_a_rate(100, 1, 1_000), end_after, |_| milliseconds(1)).await;
    let short = Short { begun: calls.len() as u64, of: Some(1_000) };
    assert_eq!((summary.short, load(&summary).not_sent), (Some(short), 0));

    let few = TriggerPlan { concurrency: 10, ..at_a_rate(100, 1, 1_000) };
    let (_, summary, _) = driven(few, end_after, |_| milliseconds(10_000)).await;
    let load = load(&summary);
    assert_eq!((load.events, load.held, summary.short.unwrap().begun), (10, 0, 10));
    assert!(load.not_sent.abs_diff(90) <= 2 && load.waited_in_vain.abs_diff(90) <= 3, "{load:?}");

    // Its number, or its time, had come before.
    let (_, summary, _) = driven(at_a_rate(100, 1, 100), end_after, |_| milliseconds(9_000)).await;
    assert_eq!(summary.short, None);
    let timed = lasting(at_a_rate(100, 1, u64::MAX), milliseconds(500));
    let (_, summary, _) = driven(timed, end_after, |_| milliseconds(9_000)).await;
    assert_eq!(summary.short, None);
    let timed = TriggerPlan { retry: None, ..plan(EventType::DepositCallback, u64::MAX) };
    for (duration, short) in [(500, None), (5_000, Some(Short { begun: 4, of: None }))] {
        let (_, summary, _) =
            driven(lasting(timed.clone(), milliseconds(duration)), end_after, |_| milliseconds(9_000)).await;
        assert_eq!(summary.short, short);
    }
    // The last step counts too.
    let (_, summary, _) = driven(scenario_at_a_rate(100, 1), end_after, |_| milliseconds(9_000)).await;
    assert_eq!(summary.short, Some(Short { begun: 1, of: Some(2) }));
}

#[tokio::test(start_paused = true)]
async fn without_a_rate_each_event_waits_for_an_answer_until_the_time_is_over() {
    let plan = TriggerPlan { concurrency: 2, ..plan(EventType::DepositCallback, u64::MAX) };
    let plan = TriggerPlan { retry: None, ..lasting(plan, milliseconds(1_000)) };
    let (calls, summary, told) = driven(plan, None, |_| milliseconds(100)).await;
    assert!((20..=22).contains(&calls.len()), "{calls:?}");
    assert_eq!(summary.answers.unwrap().max, milliseconds(100));
    assert!(load(&summary).asked.is_none() && load(&summary).late.is_none());
    assert!(sent(&told).iter().all(|sent| sent.waited.is_none()));
}

#[tokio::test(start_paused = true)]
async fn without_a_rate_it_is_the_answers_that_make_the_throughput() {
    for (concurrency, took, per_second) in [(200, 1_000, 200.0), (10, 100, 100.0)] {
        let plan = TriggerPlan { retry: None, concurrency, ..plan(EventType::DepositCallback, 200) };
        let (_, summary, _) = driven(plan, None, move |_| milliseconds(took)).await;
        assert!((load(&summary).per_second.unwrap() - per_second).abs() < 1.0, "{summary:?}");
    }
}

/// Of two steps, of which the second waits for the answer to the first.
fn scenario_at_a_rate(events: u64, count: u64) -> TriggerPlan {
    let Named::Scenario(embedded) = Named::parse("card-payment").unwrap() else { panic!("no scenario") };
    let scenario = embedded.read().unwrap();
    let given = Wanted::new(EventType::PaymentStatusChanged, at(), 0);
    let source = ScenarioSource { name: "card-payment".to_owned(), scenario, given };
    TriggerPlan { source: Source::Scenario(Box::new(source)), ..at_a_rate(events, 1, count) }
}

#[tokio::test(start_paused = true)]
async fn a_rate_of_scenarios_counts_scenarios_and_each_step_waits_for_a_call() {
    let (_, summary, told) = driven(scenario_at_a_rate(10, 30), None, |_| milliseconds(10)).await;
    let borne = load(&summary);
    assert_eq!((borne.events, borne.scenarios()), (60, Some(30)));
    assert!((borne.per_second.unwrap() - 10.0).abs() < 0.1, "{borne:?}");
    assert!(sent(&told).iter().all(|sent| sent.waited.unwrap() <= milliseconds(2)));

    let plan = TriggerPlan { concurrency: 1, ..scenario_at_a_rate(10, 5) };
    let (_, summary, told) = driven(plan, None, |_| milliseconds(1_000)).await;
    let second = |sent: &&&Sent| sent.step.as_ref().unwrap().number == 2;
    let sent = sent(&told);
    let waits: Vec<_> = sent.iter().filter(second).map(|sent| sent.waited.unwrap()).collect();
    assert!(waits.iter().any(|waited| *waited >= milliseconds(1_000)), "{waits:?}");
    assert!(summary.answers.unwrap().p50 >= milliseconds(2_000), "{summary:?}");
}

#[tokio::test(start_paused = true)]
async fn at_the_end_nothing_is_called_any_more_and_what_is_under_way_is_told() {
    let end_after = Some(milliseconds(1_025));
    let (calls, summary, told) = driven(at_a_rate(100, 1, u64::MAX), end_after, |_| milliseconds(500)).await;
    assert!((98..=102).contains(&calls.len()), "{}", calls.len());
    assert_eq!(summary.sent, calls.len() as u64);
    let draining = told.iter().find_map(|what| match what {
        What::Notice(Notice::Draining { in_flight }) => Some(*in_flight),
        _ => None,
    });
    assert!(draining.is_some_and(|calls| (48..=52).contains(&calls)), "{draining:?}");
}

#[tokio::test(start_paused = true)]
async fn re_sends_come_on_top_of_the_rate_and_are_pending_where_the_end_comes_first() {
    let plan = TriggerPlan { retry: Some(Policy::toss()), ..at_a_rate(10, 1, 100) };
    let (summary, told, _) =
        ran(plan, Speed::REHEARSAL, LONG, |count| if count < 2 { answered(503) } else { answered(200) })
            .await;
    let retries = summary.retries.as_ref().unwrap();
    assert_eq!((retries.events, retries.completed, summary.sent), (100, 100, 300));
    assert!(sent(&told).iter().all(|sent| sent.waited.is_some()), "each may wait for a call");
    assert_eq!(load(&summary).chains, 100, "only a first attempt is due by the rate");
}

#[tokio::test(start_paused = true)]
async fn copies_are_calls_as_all_are_and_wait_for_room_too() {
    let chaos = Chaos { duplicates: 20, ..Chaos::default() };
    let took = milliseconds(100);
    for concurrency in [1, 4] {
        let plan = TriggerPlan { concurrency, chaos, ..at_a_rate(20, 1, 8) };
        let (calls, summary, _) = driven(plan, None, move |_| took).await;
        assert_eq!((calls.len(), summary.sent, summary.accepted), (8 * 21, 8 * 21, 8 * 21));
        for call in &calls {
            let under_way = calls.iter().filter(|other| *other <= call && **other + took > *call).count();
            assert!(under_way <= concurrency, "{under_way} of {concurrency}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_rate_no_event_begins_that_has_no_room_for_its_copies() {
    let chaos = Chaos { duplicates: 1, ..Chaos::default() };
    let plan = TriggerPlan { concurrency: 5, chaos, retry: None, ..plan(EventType::DepositCallback, 2) };
    let (_, summary, told) = driven(plan, None, |_| milliseconds(100)).await;
    assert_eq!((summary.sent, sent(&told).len()), (4, 4));
    assert!(summary.elapsed <= milliseconds(201), "both events at once: {summary:?}");
}

#[tokio::test(start_paused = true)]
async fn how_far_a_load_is_is_told_ten_times_a_second() {
    let plan = TriggerPlan { countdown: Countdown::Told, ..at_a_rate(100, 1, 200) };
    let (.., told) = driven(plan, None, |_| milliseconds(1)).await;
    let progress = told.iter().filter_map(|what| match what {
        What::Progress(progress) => Some(*progress),
        _ => None,
    });
    let progress: Vec<Progress> = progress.collect();
    assert!((19..=21).contains(&progress.len()), "{}", progress.len());
    assert!(progress.windows(2).all(|two| two[0].done <= two[1].done && two[1].of == Some(200)));
    assert!(progress[12].per_second.abs_diff(100) <= 2, "{:?}", progress[12]);
}
