use std::collections::HashMap;

use serde_json::Value;

use super::*;
use crate::activity::Outcome;
use crate::rehearse::demo::Mending;
use crate::toss::{KeyFormChoice, SignatureCheck, Transmission, signature};

fn at() -> Timestamp {
    "2024-11-22T04:05:06.5Z".parse().unwrap()
}

fn steps() -> Vec<Step> {
    demo_steps(7, at(), &demo_key(7).unwrap()).unwrap()
}

fn body(step: &Step) -> Value {
    serde_json::from_slice(step.request.body()).unwrap()
}

#[test]
fn the_sample_server_accepts_every_event_at_last() {
    let mut server = Mending::default();
    let mut last = HashMap::new();
    let answers: Vec<_> = steps()
        .iter()
        .map(|step| {
            let (status, _) = server.answer(&Transmission::read(&step.request.headers()));
            last.insert(step.request.transmission().id.clone(), status);
            status
        })
        .collect();
    assert_eq!(answers, [201, 500, 200, 200, 200, 200, 200]);
    assert_eq!(last.len(), 5);
    assert!(last.values().all(|status| *status == 200));
}

#[test]
fn re_sends_have_the_bytes_of_the_first_and_a_time_of_their_own() {
    let steps = steps();
    for (first, again) in [(&steps[0], &steps[2]), (&steps[1], &steps[3])] {
        assert_eq!(first.request.body(), again.request.body());
        assert_eq!(first.request.transmission().id, again.request.transmission().id);
        assert_ne!(first.request.transmission().time, again.request.transmission().time);
        assert_eq!(again.request.transmission().retried_count, Some(1));
    }
    assert_eq!(steps[2].request.transmission().time.as_deref(), Some("2024-11-22T13:05:08+09:00"));
}

#[test]
fn the_events_tell_of_one_card_payment_and_one_virtual_account() {
    let steps = steps();
    let (paid, cancelled) = (body(&steps[0]), body(&steps[5]));
    for key in ["orderId", "paymentKey", "secret", "totalAmount", "requestedAt", "approvedAt"] {
        assert_eq!(paid["data"][key], cancelled["data"][key], "{key}");
    }
    let (issued, deposited) = (body(&steps[1]), body(&steps[4]));
    assert_eq!(issued["orderId"], deposited["orderId"]);
    assert_eq!(issued["secret"], deposited["secret"]);
    assert_ne!(issued["transactionKey"], deposited["transactionKey"]);
    assert_ne!(issued["orderId"], paid["data"]["orderId"]);
}

#[test]
fn the_payout_s_signature_is_valid_with_the_thrown_away_key() {
    let payout = &steps()[6].request;
    let check = signature::check(
        Some(&demo_key(7).unwrap()),
        KeyFormChoice::Auto,
        Some(&EventType::PayoutChanged),
        payout.body(),
        &Transmission::read(&payout.headers()),
    );
    assert_eq!(check, SignatureCheck::Valid(KeyForm::Text));
    assert!(demo_key(7).unwrap().supports(KeyForm::Hex).is_ok());
}

#[tokio::test(start_paused = true)]
async fn steps_are_sent_one_by_one_when_they_are_due() {
    let begun = Instant::now();
    let (activities, mut told) = mpsc::channel(100);
    let elapsed = Duration::from_millis(5);
    let send =
        |_| async move { AttemptResult { outcome: Outcome::Accepted, response: None, cause: None, elapsed } };
    let clock = Clock::from_source(at);
    let end = CancellationToken::new();
    let summary = perform(steps(), "there", &send, &clock, &activities, &end).await;
    assert_eq!((summary.sent, summary.accepted), (7, 7));
    assert_eq!(begun.elapsed().as_secs(), 6);
    told.close();
    assert_eq!(std::iter::from_fn(|| told.try_recv().ok()).count(), 8);

    end.cancel();
    let summary = perform(steps(), "there", send, &clock, &activities, &end).await;
    assert_eq!(summary.sent, 0);
}
