//! What real networks and broken senders do to webhooks, on purpose and by a seed: the same seed chooses the
//! same again.
//!
//! With re-sends only an event's first attempt meets with it, so that the re-sends show what the receiver made
//! of that; a delay holds every attempt.

mod broken;

use std::time::Duration;

use bytes::Bytes;
use fastrand::Rng;
use jiff::Timestamp;

use super::chains::Place;
use super::trigger::SEED_STEP;
use crate::activity::{CutAfter, Malformed, Mishap};

/// Among so many events that come after each other a shuffled one has its place.
pub const SHUFFLED: u64 = 32;

/// How far apart events of a shuffled run happen, as they themselves say.
const APART: Duration = Duration::from_millis(1);

/// What is done to the events of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Chaos {
    /// How many further copies of each event there are.
    pub duplicates: u32,
    /// In which order events go out.
    pub order: Order,
    /// How long an attempt is held back at most.
    pub delay: Duration,
    /// Where connections are cut off.
    pub abort_after: Option<CutAfter>,
    /// What bodies are.
    pub bodies: Bodies,
}

/// In which order events go out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// As they happen.
    #[default]
    AsTheyHappen,
    /// Another: single events within [`SHUFFLED`] of them, the steps of a chain among each other.
    Shuffled,
}

/// What bodies are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bodies {
    /// Whole.
    #[default]
    Whole,
    /// Broken, each in one of the ways of [`Malformed`].
    Malformed,
}

/// Which of an event's attempts one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Nth {
    First,
    /// A re-send, with this retried count.
    Resend(u32),
}

/// When copies of an attempt go out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Copies {
    AtOnce,
    /// Once the attempt itself has been answered.
    After,
}

/// Chances that have nothing to do with each other.
#[derive(Clone, Copy)]
enum Chance {
    Delay = 1,
    Kind,
    Copies,
    Order,
}

impl Chaos {
    /// What an attempt of the event at this place meets with.
    pub(super) fn mishap(&self, seed: u64, place: Place, nth: Nth) -> Mishap {
        let count = match nth {
            Nth::First => 0,
            Nth::Resend(count) => u64::from(count),
        };
        let held = (!self.delay.is_zero()).then(|| {
            let most = u64::try_from(self.delay.as_nanos()).unwrap_or(u64::MAX);
            Duration::from_nanos(chance(seed, place, Chance::Delay, count).u64(0..=most))
        });
        if nth != Nth::First {
            return Mishap { held, ..Mishap::default() };
        }
        let malformed = (self.bodies == Bodies::Malformed).then(|| {
            // Each comes once before one comes again.
            let all = Malformed::ALL;
            let start = Rng::with_seed(seed ^ Chance::Kind as u64).usize(..all.len());
            let index = usize::try_from(place.chain % all.len() as u64).unwrap_or(0);
            all[(start + index + place.step) % all.len()]
        });
        Mishap { copy: 0, copies: self.duplicates, held, malformed, cut: self.abort_after }
    }

    /// The place of the event that goes out where another would in its turn. `steps` is how many each chain
    /// has, `window` when the first of its [`SHUFFLED`] went out.
    pub(super) fn instead_of(
        &self,
        turn: Place,
        seed: u64,
        steps: usize,
        window: Timestamp,
        chains: u64,
    ) -> Place {
        if self.order == Order::AsTheyHappen {
            return turn;
        }
        if steps > 1 {
            let order = shuffled(steps, chance(seed, Place { step: 0, ..turn }, Chance::Order, 0));
            return Place { step: order[turn.step], ..turn };
        }
        let first = turn.chain - turn.chain % SHUFFLED;
        let size = SHUFFLED.min(chains - first);
        let among = usize::try_from(size).unwrap_or(1);
        let order = shuffled(among, chance(seed, Place { chain: first, ..turn }, Chance::Order, 0));
        let nth =
            usize::try_from(turn.chain - first).ok().and_then(|nth| order.get(nth)).copied().unwrap_or(0);
        // They happened one after the other just before the first of them went out.
        let before = APART.saturating_mul(u32::try_from(among - nth).unwrap_or(0));
        let moment = window.checked_sub(before).unwrap_or(window);
        Place { chain: first + nth as u64, moment, ..turn }
    }
}

impl Copies {
    /// When those of the event at this place go out.
    pub(super) fn chosen(seed: u64, place: Place) -> Self {
        if chance(seed, place, Chance::Copies, 0).bool() { Self::AtOnce } else { Self::After }
    }
}

impl Mishap {
    /// The body as it goes out.
    pub(super) fn body(&self, whole: &Bytes) -> Bytes {
        self.malformed.map_or_else(|| whole.clone(), |kind| broken::body(kind, whole))
    }
}

fn chance(seed: u64, place: Place, what: Chance, count: u64) -> Rng {
    let event = place.chain.wrapping_mul(SEED_STEP) ^ (place.step as u64).rotate_left(32);
    Rng::with_seed(seed ^ event ^ (count << 8 | what as u64).wrapping_mul(SEED_STEP.rotate_left(17)))
}

/// The numbers below this one in another order.
fn shuffled(among: usize, mut chance: Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..among).collect();
    chance.shuffle(&mut order);
    order
}

#[cfg(test)]
mod tests;
