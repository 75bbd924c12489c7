//! What the API said a moment ago.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

use crate::activity::{Agreement, NoPayment};
use crate::payments::Claim;
use crate::toss::Payment;

/// How many answers are kept.
const KEPT: usize = 32;

/// How long an answer counts for an event that came after it was asked for. Both events of a double subscription
/// and a duplicate come within it.
const FRESH: Duration = Duration::from_secs(10);

/// The newest answers, the newest last.
#[derive(Debug, Default)]
pub(super) struct Recent(VecDeque<Said>);

#[derive(Debug)]
struct Said {
    asked: Instant,
    claim: Claim,
    answer: Result<Payment, NoPayment>,
}

impl Recent {
    /// Keeps what was answered to a question that was asked at this moment.
    pub(super) fn keep(&mut self, asked: Instant, claim: &Claim, answer: &Result<Payment, NoPayment>) {
        if self.0.len() >= KEPT {
            self.0.pop_front();
        }
        self.0.push_back(Said { asked, claim: claim.clone(), answer: answer.clone() });
    }

    /// What is known of the payment of an event that came at `since`. What was asked before then counts for a
    /// while, and only where it agrees: the event may tell of a change that came after it.
    pub(super) fn about(&self, claim: &Claim, since: Instant) -> Option<Result<Payment, NoPayment>> {
        let of_payment = self.0.iter().rev().find(|said| match &said.answer {
            Ok(payment) => claim.name.is_of(payment),
            Err(_) => said.claim.name == claim.name,
        })?;
        let agrees = |payment: &Payment| matches!(claim.against(payment), Agreement::Agrees(_));
        let counts = of_payment.asked >= since
            || of_payment.asked.elapsed() < FRESH && of_payment.answer.as_ref().is_ok_and(agrees);
        counts.then(|| of_payment.answer.clone())
    }
}
