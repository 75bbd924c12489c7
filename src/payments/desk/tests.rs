use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, advance, sleep};
use tokio_util::sync::CancellationToken;

use super::{Desk, Question, WAITING_QUESTIONS};
use crate::activity::{Activity, Compared, Emit, EventId, NoPayment, What};
use crate::clock::Clock;
use crate::payments::{Answer, Ask, Claim};
use crate::toss::{Content, Payment, PaymentName};

/// An API that answers the call of each number as the test says, and notes when it was asked.
struct Script<F> {
    answer: F,
    asked: Arc<Mutex<Vec<Duration>>>,
    begun: Instant,
}

impl<F: Fn(usize) -> Answer + Send + Sync> Ask for Script<F> {
    async fn ask(&self, _: &PaymentName) -> Answer {
        let number = {
            let mut asked = self.asked.lock().unwrap();
            asked.push(self.begun.elapsed());
            asked.len() - 1
        };
        (self.answer)(number)
    }
}

type Asked = Arc<Mutex<Vec<Duration>>>;

fn desk<F: Fn(usize) -> Answer + Send + Sync>(answer: F) -> (Desk<Script<F>>, Asked) {
    let asked = Arc::<Mutex<Vec<Duration>>>::default();
    (Desk::new(Script { answer, asked: Arc::clone(&asked), begun: Instant::now() }), asked)
}

fn payment(order: &str, status: &str) -> Payment {
    let printed =
        format!(r#"{{"paymentKey":"p-{order}","orderId":"{order}","status":"{status}","totalAmount":1}}"#);
    Payment::read(printed.into()).unwrap()
}

fn given(order: &str, status: &str) -> Answer {
    Answer { payment: Ok(payment(order, status)), retry_after: None }
}

fn refused(http_status: u16, retry_after: Option<u64>) -> Answer {
    let payment = Err(NoPayment::Refused { http_status, code: None, message: None });
    Answer { payment, retry_after: retry_after.map(Duration::from_secs) }
}

fn question(order: &str, status: &str) -> Question {
    let body = format!(
        r#"{{"eventType":"PAYMENT_STATUS_CHANGED","data":{{"paymentKey":"p-{order}","orderId":"{order}","status":"{status}"}}}}"#
    );
    let event = Content::read(&body.into()).into_event().unwrap();
    Question {
        id: EventId::parse("a3f1qd0123456789").unwrap(),
        claim: Claim::of(&event).unwrap(),
        since: Instant::now(),
    }
}

async fn ask<A: Ask>(desk: &mut Desk<A>, order: &str, status: &str) -> Compared {
    desk.answer(question(order, status), &CancellationToken::new()).await
}

fn word(compared: &Compared) -> &'static str {
    match &compared.answer {
        Ok((_, agreement)) => agreement.as_str(),
        Err(why) => why.as_str(),
    }
}

fn seconds(asked: &Asked) -> Vec<u64> {
    asked.lock().unwrap().iter().map(Duration::as_secs).collect()
}

#[tokio::test(start_paused = true)]
async fn too_many_questions_are_asked_again_when_the_api_says_so() {
    let (mut desk, asked) = desk(|number| match number {
        0 => refused(429, Some(7)),
        1 | 2 => refused(429, None),
        _ => given("o", "DONE"),
    });
    assert_eq!(word(&ask(&mut desk, "o", "DONE").await), "agrees");
    assert_eq!(seconds(&asked), [0, 7, 9, 13]);
}

#[tokio::test(start_paused = true)]
async fn errors_of_the_api_are_asked_away_twice_and_no_more() {
    let (mut failing, asked) = desk(|_| refused(500, None));
    assert_eq!(word(&ask(&mut failing, "o", "DONE").await), "refused");
    assert_eq!(seconds(&asked), [0, 1, 3]);
    let (mut unknown, asked) = desk(|_| refused(404, None));
    assert_eq!(word(&ask(&mut unknown, "o", "DONE").await), "refused");
    assert_eq!(seconds(&asked), [0]);
}

#[tokio::test(start_paused = true)]
async fn no_event_waits_for_ever() {
    let (mut desk, asked) = desk(|_| refused(429, Some(60)));
    let begun = Instant::now();
    assert_eq!(word(&ask(&mut desk, "o", "DONE").await), "too_late");
    assert_eq!((begun.elapsed().as_secs(), seconds(&asked)), (90, vec![0, 60]));
}

#[tokio::test(start_paused = true)]
async fn half_of_what_toss_payments_takes_in_a_minute_is_asked() {
    let (mut desk, asked) = desk(|number| given(&format!("o{number}"), "DONE"));
    for number in 0..101 {
        assert_eq!(word(&ask(&mut desk, &format!("o{number}"), "DONE").await), "agrees");
    }
    let asked = seconds(&asked);
    assert_eq!([0, 49, 50, 99, 100].map(|number| asked[number]), [0, 0, 60, 60, 120]);
}

#[tokio::test(start_paused = true)]
async fn what_was_asked_a_moment_ago_counts_where_it_agrees() {
    let (mut desk, asked) = desk(|number| given("o", if number == 0 { "DONE" } else { "CANCELED" }));
    assert_eq!(word(&ask(&mut desk, "o", "DONE").await), "agrees");
    advance(Duration::from_secs(9)).await;
    assert_eq!(word(&ask(&mut desk, "o", "DONE").await), "agrees");
    assert_eq!(seconds(&asked), [0]);
    // A change that came after the answer.
    assert_eq!(word(&ask(&mut desk, "o", "CANCELED").await), "agrees");
    assert_eq!(word(&ask(&mut desk, "o", "DONE").await), "older");
    assert_eq!(seconds(&asked), [0, 9]);
    advance(Duration::from_secs(10)).await;
    assert_eq!(word(&ask(&mut desk, "o", "CANCELED").await), "agrees");
    assert_eq!(seconds(&asked), [0, 9, 19]);
}

#[tokio::test(start_paused = true)]
async fn questions_that_wait_together_are_asked_once() {
    let (mut desk, asked) = desk(|_| given("o", "CANCELED"));
    let (one, two) = (question("o", "DONE"), question("o", "DONE"));
    sleep(Duration::from_secs(30)).await;
    let over = CancellationToken::new();
    let answers = [desk.answer(one, &over).await, desk.answer(two, &over).await];
    assert_eq!(answers.each_ref().map(word), ["older", "older"]);
    assert_eq!(seconds(&asked), [30]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_key_is_not_tried_again() {
    let (mut desk, asked) = desk(|_| refused(401, None));
    assert_eq!(word(&ask(&mut desk, "o", "DONE").await), "refused");
    assert_eq!(word(&ask(&mut desk, "o2", "DONE").await), "key_refused");
    assert_eq!(seconds(&asked), [0]);
}

#[derive(Clone)]
struct Told(mpsc::UnboundedSender<(&'static str, u64)>, Instant);

impl Emit for Told {
    async fn emit(&self, activity: Activity) {
        let What::Compared(compared) = activity.what else { panic!("{activity:?}") };
        self.0.send((word(&compared), self.1.elapsed().as_secs())).unwrap();
    }
}

#[tokio::test(start_paused = true)]
async fn the_end_leaves_3_s_to_what_waits_and_tells_of_all() {
    let (desk, _) = desk(|number| match number {
        0 => given("o", "DONE"),
        _ => refused(429, None),
    });
    let (told, mut all) = mpsc::unbounded_channel();
    let (questions, waiting) = mpsc::channel(WAITING_QUESTIONS);
    for order in ["o", "o2", "o3"] {
        questions.try_send(question(order, "DONE")).unwrap();
    }
    let end = CancellationToken::new();
    end.cancel();
    desk.answer_all(waiting, &Told(told, Instant::now()), &Clock::system(), &end).await;
    let all: Vec<_> = std::iter::from_fn(|| all.try_recv().ok()).collect();
    assert_eq!(all, [("agrees", 0), ("ended", 3), ("ended", 3)]);
}
