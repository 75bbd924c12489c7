//! What the stand-in knows: payments held in memory, those that a history keeps because they were made
//! here, and those that its recorded events carry. Of each the newest state counts.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::hash::{BuildHasher, RandomState};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::activity::{Given, LookUpError};
use crate::history::{ComeBy, Gone, HistoryError, PaymentPlace, PaymentState, Reader, in_column};
use crate::toss::{Payment, PaymentName};

/// How many recorded events of one name are looked at: the newest. One payment has a handful.
const EVENTS_OF_A_NAME: usize = 256;

/// What is known; cheap to clone, and shared by its clones.
#[derive(Clone, Debug, Default)]
pub struct Books(Arc<Mutex<Shelves>>);

#[derive(Debug, Default)]
struct Shelves {
    held: Vec<Held>,
    /// What became of look-ups of held payments, by order.
    given: HashMap<String, Given>,
    /// The orders whose next look-up fails.
    failing: HashSet<String>,
    history: Option<PathBuf>,
    recorded: Option<Recorded>,
}

/// A payment in memory.
#[derive(Debug)]
struct Held {
    state: PaymentState,
    /// Which telling of its order it belongs to: the last one counts.
    telling: u64,
}

/// An open history, and where in it payments are.
#[derive(Debug)]
struct Recorded {
    reader: Reader,
    gone: Gone,
    hasher: RandomState,
    /// Names by their hash: a hundred thousand events take 5 MB.
    places: BTreeSet<(u64, PaymentPlace)>,
}

/// Whether a look-up fails on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fails {
    /// The next one does, and no other.
    Once,
    /// None does.
    NoMore,
}

impl Books {
    /// Knows what this history knows, which may come to be later. An error where it can't be read.
    pub fn of_history(path: &Path) -> Result<Self, HistoryError> {
        let books = Self::default();
        let mut shelves = books.shelves();
        shelves.history = Some(path.to_owned());
        shelves.open()?;
        drop(shelves);
        Ok(books)
    }

    /// Holds a payment for as long as these books live. Where an order is told of anew, with a higher
    /// `telling`, what was told of it before counts no more.
    pub fn hold(&self, state: PaymentState, telling: u64) {
        self.shelves().held.push(Held { state, telling });
    }

    /// What became of look-ups of this order, as far as its payment is held.
    pub fn given(&self, order_id: &str) -> Given {
        self.shelves().given.get(order_id).copied().unwrap_or_default()
    }

    /// Has the next look-up of this order fail, or no longer.
    pub fn fail_next(&self, order_id: &str, fails: Fails) {
        let failing = &mut self.shelves().failing;
        match fails {
            Fails::Once => drop(failing.insert(order_id.to_owned())),
            Fails::NoMore => drop(failing.remove(order_id)),
        }
    }

    /// The newest payment of this order that is held.
    pub fn held(&self, order_id: &str) -> Option<Payment> {
        self.shelves().held(&PaymentName::Order(order_id.to_owned())).map(|state| state.payment.clone())
    }

    /// The newest state of the payment of this name, on a thread that may wait for the disk.
    pub async fn find(&self, name: PaymentName) -> Result<Payment, LookUpError> {
        let books = self.clone();
        let found = tokio::task::spawn_blocking(move || books.shelves().find(&name));
        found.await.map_err(|_| unread(&HistoryError::Closed))?
    }

    /// Goes through a long history before anybody asks.
    pub(super) fn open_early(&self) {
        let books = self.clone();
        // Who asks will hear of an error.
        tokio::task::spawn_blocking(move || books.shelves().recorded().map(drop));
    }

    fn shelves(&self) -> MutexGuard<'_, Shelves> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shelves {
    fn find(&mut self, name: &PaymentName) -> Result<Payment, LookUpError> {
        let held = self.held(name).cloned();
        if let Some(held) = &held {
            let given = self.given.entry(held.payment.order_id.clone()).or_default();
            if self.failing.remove(&held.payment.order_id) {
                given.failed += 1;
                return Err(LookUpError::OnPurpose);
            }
            given.given += 1;
        }
        let recorded = self.recorded_states(name).map_err(|error| unread(&error))?;
        let newest = recorded.into_iter().chain(held).max_by_key(|state| (state.changed_at, state.known_at));
        newest.map(|state| state.payment).ok_or(LookUpError::Unknown)
    }

    fn recorded_states(&mut self, name: &PaymentName) -> Result<Vec<PaymentState>, HistoryError> {
        let mut states = Vec::new();
        if let Some(recorded) = self.recorded()? {
            recorded.states(name, &mut states)?;
        }
        Ok(states)
    }

    /// What counts of what is held of this name.
    fn held(&self, name: &PaymentName) -> Option<&PaymentState> {
        let of_name = self.held.iter().filter(|held| name.is_of(&held.state.payment));
        of_name.max_by_key(|held| (held.telling, held.state.changed_at)).map(|held| &held.state)
    }

    /// The history as it is now; none where there is none yet.
    fn recorded(&mut self) -> Result<Option<&mut Recorded>, HistoryError> {
        self.open()?;
        match &mut self.recorded {
            Some(recorded) => recorded.catch_up().map(|()| Some(recorded)),
            None => Ok(None),
        }
    }

    fn open(&mut self) -> Result<(), HistoryError> {
        if self.recorded.as_ref().is_some_and(|recorded| recorded.reader.is_gone()) {
            self.recorded = None;
        }
        if self.recorded.is_none()
            && let Some(path) = &self.history
        {
            self.recorded = Reader::open(path)?.map(Recorded::new);
        }
        Ok(())
    }
}

fn unread(error: &HistoryError) -> LookUpError {
    LookUpError::History(error.to_string())
}

impl Recorded {
    fn new(reader: Reader) -> Self {
        Self { reader, gone: Gone::default(), hasher: RandomState::new(), places: BTreeSet::new() }
    }

    /// Remembers where the payments of events are that were recorded since.
    fn catch_up(&mut self) -> Result<(), HistoryError> {
        let Self { reader, gone, hasher, places } = self;
        *gone = reader.go_through_payments(*gone, |come_by| match come_by {
            ComeBy::StartAgain => places.clear(),
            ComeBy::Payment { key, order, place } => {
                places.insert((hasher.hash_one(key), place));
                places.insert((hasher.hash_one(order), place));
            }
        })?;
        Ok(())
    }

    /// Adds the states of the payment of this name.
    fn states(&self, name: &PaymentName, states: &mut Vec<PaymentState>) -> Result<(), HistoryError> {
        states.extend(self.reader.made_state(name)?);
        let hash = self.hasher.hash_one(in_column(name));
        let (first, last) = (PaymentPlace::ALL.start(), PaymentPlace::ALL.end());
        for (_, place) in self.places.range((hash, *first)..=(hash, *last)).rev().take(EVENTS_OF_A_NAME) {
            let state = self.reader.recorded_state(*place)?;
            // Another name may have the same hash.
            states.extend(state.filter(|state| name.is_of(&state.payment)));
        }
        Ok(())
    }
}
