//! Events are compared with their payments, behind their answers: no sender waits for that.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::handle::{Incoming, Work};
use crate::activity::{Compared, Emit, EventId, NoPayment, What};
use crate::payments::{Api, Claim, Desk, Question, WAITING_QUESTIONS};

/// The API, and the questions that wait for it.
pub(super) type LookingUp = (Api, mpsc::Receiver<Question>);

/// Opens the queue of questions, where there is somebody to answer them.
pub(super) fn begin(api: Option<Api>) -> (Option<mpsc::Sender<Question>>, Option<LookingUp>) {
    api.map(|api| {
        let (questions, waiting) = mpsc::channel(WAITING_QUESTIONS);
        (questions, (api, waiting))
    })
    .unzip()
}

impl<E: Emit> Work<E> {
    /// Answers questions until no more can come.
    pub(super) async fn look_up_all(&self, looking_up: Option<LookingUp>, no_more: &CancellationToken) {
        if let Some((api, waiting)) = looking_up {
            Desk::new(api).answer_all(waiting, &self.session.emit, &self.session.clock, no_more).await;
        }
    }

    /// Puts the question about an event's payment. Where too many wait, that is told instead.
    pub(super) async fn look_up(&self, id: EventId, incoming: &Incoming) {
        let Some(questions) = &self.questions else { return };
        let Some(claim) = incoming.content.event().and_then(Claim::of) else { return };
        let name = claim.name.clone();
        if questions.try_send(Question { id, claim, since: Instant::now() }).is_err() {
            let crowded = Compared { id, name, answer: Err(NoPayment::Crowded) };
            self.tell(What::Compared(Arc::new(crowded))).await;
        }
    }
}
