//! Payments of events that are made, written down before the events go out: their receiver may look them
//! up at the stand-in at once.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::OnceCell;
use tokio::time::timeout;

use super::api::{Books, Fails};
use crate::activity::Given;
use crate::history::{History, PaymentState, Place};
use crate::toss::sample::{Wanted, payment_behind};
use crate::toss::{Event, EventType, Payment};

/// Why a payment is not known in time, where the history doesn't say.
const HELD: &str = "another process holds the history";

/// So long an event waits until its payment is written down: a history that another process holds keeps none
/// back for longer, and none after the first.
const WAIT: Duration = Duration::from_secs(1);

/// Where payments are written down; cheap to clone. By default nowhere.
#[derive(Clone, Debug, Default)]
pub struct Ledger(Arc<Places>);

#[derive(Debug, Default)]
struct Places {
    /// The history's file, for a stand-in of another process.
    file: Option<PathBuf>,
    /// Opened with the first payment; why not, where that failed.
    history: OnceCell<Result<History, String>>,
    /// What a stand-in of this process knows.
    books: Option<Books>,
    /// Why a payment could not be written down.
    trouble: OnceLock<String>,
}

impl Ledger {
    /// Writes payments down in the history of this file, which is made if need be, and in these books.
    pub fn new(file: Option<PathBuf>, books: Option<Books>) -> Self {
        Self(Arc::new(Places { file, books, ..Places::default() }))
    }

    /// What there is to write down of an event that is made from `base`, see [`payment_behind`]; nothing where
    /// it tells of no payment, or nothing is written down.
    pub async fn payment(&self, event: &Event, base: Wanted, now: Timestamp) -> Option<PaymentState> {
        let places = &*self.0;
        if places.file.is_none() && places.books.is_none() || !tells_of_payment(event) {
            return None;
        }
        let payment = if let Some(payment) = event.payment() {
            payment
        } else {
            let before = places.made_before(event.order_id.as_deref()?).await;
            payment_behind(event, base, before.as_ref())?
        };
        Some(PaymentState { payment, changed_at: event.made_at().unwrap_or(now), known_at: now })
    }

    /// Writes a payment down, see [`Books::hold`]; done when a stand-in can know it. Why it could not be done is
    /// said once.
    pub async fn keep(&self, state: PaymentState, telling: u64) -> Option<String> {
        let places = &*self.0;
        if let Some(books) = &places.books {
            books.hold(state.clone(), telling);
        }
        let reason = match places.history().await? {
            Ok(history) => match timeout(places.wait(), history.keep_payment(state)).await {
                Ok(kept) => kept.err()?.to_string(),
                Err(_) => HELD.to_owned(),
            },
            Err(reason) => reason.clone(),
        };
        places.trouble.set(reason.clone()).is_ok().then_some(reason)
    }

    /// Why a payment could not be written down, if one could not.
    pub fn trouble(&self) -> Option<&str> {
        self.0.trouble.get().map(String::as_str)
    }

    /// What became of look-ups of this order at a stand-in of this process.
    pub fn given(&self, order_id: &str) -> Given {
        self.0.books.as_ref().map(|books| books.given(order_id)).unwrap_or_default()
    }

    /// See [`Books::fail_next`].
    pub fn fail_next(&self, order_id: &str, fails: Fails) {
        if let Some(books) = &self.0.books {
            books.fail_next(order_id, fails);
        }
    }

    /// Whether there is a stand-in in this process.
    pub fn has_stand_in(&self) -> bool {
        self.0.books.is_some()
    }

    /// Closes what was opened.
    pub async fn close(&self) {
        if let Some(Ok(history)) = self.0.history.get() {
            // What was noted is committed; there is nothing more to lose.
            let _ = timeout(self.0.wait(), history.close()).await;
        }
    }
}

impl Places {
    async fn history(&self) -> Option<&Result<History, String>> {
        let file = self.file.as_ref()?;
        let open = async || History::open(Place::File(file.clone())).map_err(|error| error.to_string());
        Some(self.history.get_or_init(open).await)
    }

    /// How long to wait for the history. What it can't do in time once is given to it all the same afterwards, but
    /// not waited for.
    fn wait(&self) -> Duration {
        if self.trouble.get().is_some() { Duration::ZERO } else { WAIT }
    }

    /// The newest payment that was written down for this order.
    async fn made_before(&self, order_id: &str) -> Option<Payment> {
        let kept = match self.history().await {
            Some(Ok(history)) => match timeout(self.wait(), history.made_payment(order_id)).await {
                Ok(Ok(made)) => made,
                _ => None,
            },
            _ => None,
        };
        kept.or_else(|| self.books.as_ref()?.held(order_id))
    }
}

/// Whether there is a payment behind an event.
fn tells_of_payment(event: &Event) -> bool {
    use EventType::{DepositCallback, OrderPaymentStatusChanged, PaymentStatusChanged};
    matches!(event.event_type, DepositCallback | PaymentStatusChanged | OrderPaymentStatusChanged)
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;
    use tokio::time::Instant;

    use super::*;

    fn state() -> PaymentState {
        let printed = r#"{"paymentKey":"p","orderId":"o","status":"DONE","totalAmount":33000}"#;
        let payment = Payment::read(printed.into()).unwrap();
        PaymentState { payment, changed_at: Timestamp::UNIX_EPOCH, known_at: Timestamp::UNIX_EPOCH }
    }

    #[tokio::test(start_paused = true)]
    async fn a_history_that_another_process_holds_keeps_one_event_back_for_a_while_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("history.db");
        History::open(Place::File(file.clone())).unwrap().close().await.unwrap();
        let ledger = Ledger::new(Some(file.clone()), None);

        let holder = Connection::open(&file).unwrap();
        holder.execute_batch("BEGIN IMMEDIATE").unwrap();
        let begun = Instant::now();
        assert_eq!(ledger.keep(state(), 0).await.as_deref(), Some(HELD));
        assert_eq!(begun.elapsed(), WAIT);
        assert_eq!(ledger.keep(state(), 0).await, None);
        ledger.close().await;
        assert!(begun.elapsed() < 2 * WAIT, "{:?}", begun.elapsed());
        assert_eq!(ledger.trouble(), Some(HELD));
    }
}
