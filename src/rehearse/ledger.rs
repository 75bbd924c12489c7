//! Payments of events that are made, written down before the events go out: their receiver may look them
//! up at the stand-in at once.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use jiff::Timestamp;
use tokio::sync::OnceCell;

use super::api::{Books, Fails};
use crate::activity::Given;
use crate::history::{History, PaymentState, Place};
use crate::toss::sample::{Wanted, payment_behind};
use crate::toss::{Event, EventType, Payment};

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
            Ok(history) => history.keep_payment(state).await.err()?.to_string(),
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
            let _ = history.close().await;
        }
    }
}

impl Places {
    async fn history(&self) -> Option<&Result<History, String>> {
        let file = self.file.as_ref()?;
        let open = async || History::open(Place::File(file.clone())).map_err(|error| error.to_string());
        Some(self.history.get_or_init(open).await)
    }

    /// The newest payment that was written down for this order.
    async fn made_before(&self, order_id: &str) -> Option<Payment> {
        let kept = match self.history().await {
            Some(Ok(history)) => history.made_payment(order_id).await.ok().flatten(),
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
