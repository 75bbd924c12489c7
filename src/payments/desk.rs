//! Where questions wait, and are answered one after the other: the API takes so many a minute anyway.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;

use super::pace::Pace;
use super::recent::Recent;
use super::{Answer, Ask, Claim};
use crate::activity::{Activity, Compared, Emit, EventId, NoPayment, What};
use crate::clock::Clock;
use crate::toss::Payment;

/// Questions that may wait. Each is a few hundred bytes long, and 2 KB at most.
pub const WAITING_QUESTIONS: usize = 256;

/// How long an event may wait for its payment, from when the question was put.
const PATIENCE: Duration = Duration::from_secs(90);

/// How long what waits may go on once no more can come.
const LAST_ANSWERS: Duration = Duration::from_secs(3);

/// How often an error of the API's own is asked away.
const REPEATS: u32 = 2;

/// The wait before the first repeat; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_secs(1);

/// The longest wait before a repeat that the API did not ask for.
const LONGEST_WAIT: Duration = Duration::from_secs(16);

/// An event whose payment is asked for.
#[derive(Clone, Debug)]
pub struct Question {
    /// The event.
    pub id: EventId,
    /// What it says.
    pub claim: Claim,
    /// When it was put.
    pub since: Instant,
}

/// Answers questions with what the API says.
#[derive(Debug)]
pub struct Desk<A> {
    api: A,
    pace: Pace,
    recent: Recent,
    /// Whether the API refused the key, which no repetition mends.
    key_refused: bool,
}

impl<A: Ask> Desk<A> {
    /// A desk that has asked nothing yet.
    pub fn new(api: A) -> Self {
        Self { api, pace: Pace::default(), recent: Recent::default(), key_refused: false }
    }

    /// Answers questions until `end` is cancelled, and those that wait then for 3 s more. Emits
    /// [`What::Compared`] for each.
    pub async fn answer_all(
        mut self,
        mut questions: mpsc::Receiver<Question>,
        emit: &impl Emit,
        clock: &Clock,
        end: &CancellationToken,
    ) {
        let over = CancellationToken::new();
        let answering = async {
            loop {
                let question = tokio::select! {
                    biased;
                    question = questions.recv() => question,
                    () = end.cancelled() => questions.try_recv().ok(),
                };
                let Some(question) = question else { return };
                let compared = self.answer(question, &over).await;
                emit.emit(Activity { at: clock.now(), what: What::Compared(Arc::new(compared)) }).await;
            }
        };
        let ending = async {
            end.cancelled().await;
            sleep(LAST_ANSWERS).await;
            over.cancel();
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = answering => {}
            () = ending => {}
        }
    }

    /// Answers one question, unless `over` is cancelled first.
    pub async fn answer(&mut self, question: Question, over: &CancellationToken) -> Compared {
        let Question { id, claim, since } = question;
        let payment = match self.recent.about(&claim, since) {
            Some(known) => known,
            None if self.key_refused => Err(NoPayment::KeyRefused),
            None => tokio::select! {
                biased;
                () = over.cancelled() => Err(NoPayment::Ended),
                payment = self.ask(&claim) => payment,
                () = sleep_until(since + PATIENCE) => Err(NoPayment::TooLate),
            },
        };
        let answer = payment.map(|payment| {
            let agreement = claim.against(&payment);
            (payment, agreement)
        });
        Compared { id, name: claim.name, answer }
    }

    /// Asks until there is an answer that asking again can't better.
    async fn ask(&mut self, claim: &Claim) -> Result<Payment, NoPayment> {
        let mut repeats = 0;
        loop {
            self.pace.turn().await;
            let asked = Instant::now();
            let Answer { payment, retry_after } = self.api.ask(&claim.name).await;
            let status = match &payment {
                Err(NoPayment::Refused { http_status, .. }) => *http_status,
                _ => 0,
            };
            self.key_refused |= status == 401;
            if !(status == 429 || status >= 500 && repeats < REPEATS) {
                self.recent.keep(asked, claim, &payment);
                return payment;
            }
            let wait = FIRST_WAIT.saturating_mul(1 << repeats.min(8)).min(LONGEST_WAIT);
            sleep(retry_after.unwrap_or(wait)).await;
            repeats += 1;
        }
    }
}

#[cfg(test)]
mod tests;
