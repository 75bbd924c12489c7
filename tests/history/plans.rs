//! Plans in the store: one per event and endpoint, each the business of one process at a time.

use std::time::Duration;

use jiff::Timestamp;
use tosshook::activity::{AttemptResult, DeliveryStatus, Outcome};
use tosshook::history::{
    Began, Beginning, Begun, EventMark, History, Holder, LEASE, NewPlan, Next, Pending, PlanKey, Selection,
    Start, Started, Taken, Taking, Wanted,
};

use crate::given::{Folder, PAYMENT, at, column, delivery};

const HERE: &str = "http://localhost:3000/";
const MINUTE: Duration = Duration::from_secs(60);

fn pending(retried_count: u32, wait_left: Duration) -> Pending {
    Pending { retried_count, at: at(0), wait_left }
}

fn plan(start: Start) -> NewPlan {
    let (endpoint, url) = (HERE.into(), format!("{HERE}hook"));
    NewPlan { endpoint, url, first: pending(0, Duration::ZERO), start, now: at(0) }
}

fn begun_by(holder: &Holder) -> NewPlan {
    plan(Start::Begun { holder: holder.clone(), unheard: Some(pending(1, MINUTE)) })
}

fn ended(outcome: Outcome) -> AttemptResult {
    AttemptResult { outcome, response: None, cause: None, elapsed: Duration::from_millis(3) }
}

async fn start(history: &History, id: &str, plan: NewPlan) -> Started {
    *history.record_planned(delivery(id, 0, PAYMENT), plan).await.unwrap().plan.unwrap()
}

async fn take(history: &History, holder: &Holder, now: Timestamp) -> Vec<Taken> {
    take_after(history, holder, now, EventMark::default()).await
}

async fn take_after(history: &History, holder: &Holder, now: Timestamp, after: EventMark) -> Vec<Taken> {
    let endpoints = [HERE.into()].into();
    history.take_plans(Taking { holder: holder.clone(), endpoints, after, most: 10, now }).await.unwrap()
}

async fn begin(history: &History, key: &PlanKey, holder: &Holder, count: u32) -> Option<Begun> {
    let unheard = Some(pending(count + 1, MINUTE));
    let (key, holder) = (key.clone(), holder.clone());
    let beginning = Beginning { key, holder, retried_count: count, unheard, now: at(0) };
    match history.begin_attempt(beginning).await.unwrap() {
        Began::Begun(begun) => Some(*begun),
        Began::Over => None,
        Began::Unreadable(reason) => panic!("{reason}"),
    }
}

fn holders() -> [Holder; 2] {
    [Holder::of_this_process(), Holder::of_this_process()]
}

#[tokio::test]
async fn event_plan_and_the_first_attempt_are_one_commit_and_a_repeat_starts_no_second_plan() {
    let folder = Folder::new();
    let history = folder.open();
    let [one, _] = holders();
    take(&history, &one, at(0)).await;
    let started = start(&history, "a", begun_by(&one)).await;
    assert_eq!((started.key.endpoint(), started.begun.unwrap().number), (HERE, 1));
    for count in [0, 1] {
        let repeat = history.record_planned(delivery("a", count, PAYMENT), begun_by(&one)).await.unwrap();
        assert!(repeat.plan.is_none());
    }
    history.close().await.unwrap();
    let attempts = column::<Option<String>>(&folder.file, "SELECT outcome FROM attempt");
    assert_eq!(attempts, [None]);
    assert_eq!(column::<u32>(&folder.file, "SELECT retried_count FROM plan"), [1]);
}

#[tokio::test]
async fn a_lease_keeps_others_away_until_it_has_run_out() {
    let folder = Folder::new();
    let history = folder.open();
    let [one, other] = holders();
    take(&history, &one, at(0)).await;
    let started = start(&history, "a", begun_by(&one)).await;
    let lease = i64::try_from(LEASE.as_millis()).unwrap();
    assert!(take(&history, &other, at(lease - 1)).await.is_empty());
    // Renewed, it goes on.
    take(&history, &one, at(lease - 1)).await;
    assert!(take(&history, &other, at(2 * lease - 2)).await.is_empty());
    let taken = take(&history, &other, at(2 * lease)).await;
    assert_eq!((&taken[0].key, taken[0].next, taken[0].stored_at), (&started.key, pending(1, MINUTE), at(0)));
    assert!(begin(&history, &started.key, &one, 1).await.is_none(), "it is the other's now");
    assert!(begin(&history, &started.key, &other, 0).await.is_none(), "that attempt was made");
    let begun = begin(&history, &started.key, &other, 1).await.unwrap();
    assert_eq!(
        (begun.attempt.number, begun.url, &*begun.request.body),
        (2, format!("{HERE}hook"), PAYMENT.as_bytes())
    );
    assert!(begin(&history, &started.key, &other, 1).await.is_none(), "it is under way");
}

#[tokio::test]
async fn a_lease_from_before_the_clock_was_set_back_does_not_hold_for_ever() {
    let folder = Folder::new();
    let history = folder.open();
    let [one, other] = holders();
    take(&history, &one, at(3_600_000)).await;
    start(&history, "a", begun_by(&one)).await;
    assert_eq!(take(&history, &other, at(0)).await.len(), 1);
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_a_process_held_that_is_gone_is_taken_up_at_once() {
    let folder = Folder::new();
    let history = folder.open();
    let [one, other] = holders();
    take(&history, &one, at(0)).await;
    start(&history, "a", begun_by(&one)).await;
    // The token of a process with this one's number that started at another time.
    let connection = rusqlite::Connection::open(&folder.file).unwrap();
    for table in ["lease", "plan"] {
        let started = format!("UPDATE {table} SET holder = replace(holder, ' ', ' 1')");
        connection.execute(&started, []).unwrap();
    }
    assert_eq!(
        take(&history, &other, at(1)).await.len(),
        0,
        "of another machine, as far as anybody can tell"
    );
    for table in ["lease", "plan"] {
        // The one with more digits; the other's own lease stands beside it.
        let changed = format!("SELECT holder FROM {table} ORDER BY length(holder) DESC LIMIT 1");
        let token = column::<String>(&folder.file, &changed).remove(0);
        let parts: Vec<_> = token.split(' ').collect();
        let gone = [parts[0], "1", &parts[2][1..], parts[3]].join(" ");
        connection
            .execute(&format!("UPDATE {table} SET holder = ?1 WHERE holder = ?2"), [&gone, &token])
            .unwrap();
    }
    assert_eq!(take(&history, &other, at(1)).await.len(), 1);
}

#[tokio::test]
async fn an_acceptance_ends_a_plan_whoever_holds_it_and_a_failure_only_the_holders_own() {
    let folder = Folder::new();
    let history = folder.open();
    let [one, other] = holders();
    let mut plans = Vec::new();
    take(&history, &one, at(0)).await;
    for id in ["a", "b"] {
        plans.push(start(&history, id, begun_by(&one)).await);
    }
    history.release_plans(&one, Vec::new(), at(0)).await.unwrap();
    assert_eq!(take(&history, &other, at(0)).await.len(), 2);
    let late =
        [(Outcome::Accepted, Next::Completed), (Outcome::Timeout, Next::Waiting(pending(1, Duration::ZERO)))];
    for (plan, (outcome, next)) in plans.iter().zip(late) {
        let attempt = plan.begun.unwrap();
        history.end_attempt(&plan.key, &one, attempt, &ended(outcome), next, at(5)).await.unwrap();
    }
    assert!(begin(&history, &plans[0].key, &other, 1).await.is_none());
    assert!(begin(&history, &plans[1].key, &other, 1).await.is_some());
    history.close().await.unwrap();
    let outcomes = column::<Option<String>>(&folder.file, "SELECT outcome FROM attempt ORDER BY seq");
    assert_eq!(outcomes, [Some("accepted".to_owned()), Some("timeout".to_owned()), None]);
    assert_eq!(column::<i64>(&folder.file, "SELECT wait_left FROM plan WHERE state = 'Sending'").len(), 1);
}

#[tokio::test]
async fn what_is_given_back_keeps_its_wait_as_far_as_it_has_run() {
    let folder = Folder::new();
    let history = folder.open();
    let [one, other] = holders();
    take(&history, &one, at(0)).await;
    let started = start(&history, "a", begun_by(&one)).await;
    let left = Pending { retried_count: 1, at: at(40_000), wait_left: Duration::from_secs(20) };
    assert_eq!(history.release_plans(&one, vec![(started.key, left)], at(40_000)).await.unwrap(), 1);
    let taken = take(&history, &other, at(40_001)).await;
    assert_eq!((taken[0].next, taken[0].stored_at), (left, at(40_000)));
    // Given back by one that holds it no more, it stays the other's.
    assert_eq!(history.release_plans(&one, Vec::new(), at(40_002)).await.unwrap(), 0);
}

#[tokio::test]
async fn a_kill_in_the_last_attempt_fails_the_event_and_a_failed_event_that_comes_again_starts_anew() {
    let folder = Folder::new();
    let history = folder.open();
    let [one, other] = holders();
    take(&history, &one, at(0)).await;
    let last = plan(Start::Begun { holder: one.clone(), unheard: None });
    let id = history.record_planned(delivery("a", 7, PAYMENT), last).await.unwrap().id;
    history.release_plans(&one, Vec::new(), at(0)).await.unwrap();
    assert!(take(&history, &other, at(0)).await.is_empty());
    let failed = |history: &str| {
        let reader = tosshook::history::Reader::open(std::path::Path::new(history)).unwrap().unwrap();
        let wanted = Wanted::Standing(DeliveryStatus::Failed);
        let selection = Selection { limit: 10, wanted, ..Selection::default() };
        reader.rows(&selection).unwrap().map(|row| row.unwrap().id).collect::<Vec<_>>()
    };
    assert_eq!(failed(folder.file.to_str().unwrap()), [id]);
    let again = history.record_planned(delivery("a", 0, PAYMENT), begun_by(&other)).await.unwrap();
    assert_eq!(again.plan.unwrap().begun.unwrap().number, 2);
    assert!(failed(folder.file.to_str().unwrap()).is_empty());
}

#[tokio::test]
async fn what_has_no_room_is_taken_up_later_and_old_plans_can_be_left_alone() {
    let folder = Folder::new();
    let history = folder.open();
    let [one, _] = holders();
    start(&history, "old", plan(Start::Later)).await;
    let mark = history.mark().await.unwrap();
    let new = start(&history, "new", plan(Start::Later)).await;
    assert!(new.begun.is_none());
    let taken = take_after(&history, &one, at(0), mark).await;
    assert_eq!(taken.iter().map(|it| &it.key).collect::<Vec<_>>(), [&new.key]);
    assert_eq!(taken[0].next, pending(0, Duration::ZERO));
    assert_eq!(take(&history, &one, at(0)).await.len(), 1);
}
