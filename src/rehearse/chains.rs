//! The order in which a run's events come up: chains one after the other, and within each a step once
//! the one before it has ended. A single event is a chain of one step.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::sending::Turns;

/// A step of a chain, and where that chain stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The index of the chain, from 0.
    pub(super) chain: u64,
    /// The index of the step, from 0.
    pub(super) step: usize,
    /// When the chain's last change happens.
    pub(super) moment: Timestamp,
    /// When the step before it had ended, on the simulated clock.
    pub(super) not_before: Timestamp,
}

/// The chains of a run.
#[derive(Debug)]
pub(super) struct Chains {
    count: u64,
    /// How many steps each has.
    steps: usize,
    open: Mutex<Open>,
    /// Told when a step has ended.
    changed: Notify,
}

#[derive(Debug, Default)]
struct Open {
    /// How many chains were begun.
    begun: u64,
    /// Whether there is no time left for others.
    is_over: bool,
    /// How many of those have not ended.
    chains: u64,
    /// What can go out now: at most one step of each open chain.
    ready: VecDeque<Place>,
}

impl Chains {
    /// So many chains of so many steps each.
    pub(super) fn new(count: u64, steps: usize) -> Self {
        Self { count, steps, open: Mutex::default(), changed: Notify::new() }
    }

    /// The next step that can go out: of a chain that goes on, else the first of another once its turn has
    /// come, whose moment `begin` gives; and when that is due, where it has a time of its own. Waits where
    /// there is neither; none once all chains have ended.
    pub(super) async fn next(
        &self,
        turns: &Turns,
        begin: impl Fn() -> Timestamp,
    ) -> Option<(Place, Option<Instant>)> {
        loop {
            let next = {
                let mut open = self.open();
                if let Some(place) = open.ready.pop_front() {
                    return Some((place, None));
                }
                let next = Some(open.begun).filter(|begun| *begun < self.count && !open.is_over);
                if next.is_none() && open.chains == 0 {
                    return None;
                }
                next
            };
            tokio::select! {
                biased;
                // A step that ended meanwhile has left a permit.
                () = self.changed.notified() => {}
                turn = turns.comes_up(next.unwrap_or_default()), if next.is_some() => match turn {
                    Some(due) => return Some((self.begin(begin()), due)),
                    None => self.open().is_over = true,
                },
            }
        }
    }

    fn begin(&self, moment: Timestamp) -> Place {
        let mut open = self.open();
        let chain = open.begun;
        open.begun += 1;
        open.chains += u64::from(self.steps > 1);
        Place { chain, step: 0, moment, not_before: Timestamp::MIN }
    }

    /// A step has ended, on the simulated clock at this time: the next of its chain can go out.
    pub(super) fn ended(&self, place: Place, at: Timestamp) {
        let step = place.step + 1;
        if self.steps == 1 {
            return;
        }
        let mut open = self.open();
        if step < self.steps {
            open.ready.push_back(Place { step, not_before: at, ..place });
        } else {
            open.chains -= 1;
        }
        self.changed.notify_one();
    }

    /// A step was not sent: its chain goes no further.
    pub(super) fn withdrawn(&self) {
        if self.steps > 1 {
            self.open().chains -= 1;
            self.changed.notify_one();
        }
    }

    /// How many were begun.
    pub(super) fn begun(&self) -> u64 {
        self.open().begun
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use jiff::Timestamp;

    use super::{Chains, Place, Turns};
    use crate::rehearse::Pace;

    const AT: Timestamp = Timestamp::UNIX_EPOCH;

    /// What comes up next without waiting, as chain and step.
    fn next(chains: &Chains) -> Poll<Option<(u64, usize)>> {
        let turns = Turns::new(Pace::default(), 1);
        let mut next = pin!(chains.next(&turns, || AT));
        let polled = next.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        polled.map(|next| next.map(|(place, _)| (place.chain, place.step)))
    }

    fn ended(chains: &Chains, chain: u64, step: usize) {
        chains.ended(Place { chain, step, moment: AT, not_before: AT }, AT);
    }

    #[test]
    fn a_step_waits_for_the_one_before_it_and_goes_before_another_chain() {
        let chains = Chains::new(2, 2);
        assert_eq!(next(&chains), Poll::Ready(Some((0, 0))));
        ended(&chains, 0, 0);
        assert_eq!(next(&chains), Poll::Ready(Some((0, 1))));
        assert_eq!(next(&chains), Poll::Ready(Some((1, 0))));
        assert_eq!(next(&chains), Poll::Pending);
        ended(&chains, 1, 0);
        ended(&chains, 0, 1);
        assert_eq!(next(&chains), Poll::Ready(Some((1, 1))));
        assert_eq!(next(&chains), Poll::Pending);
        ended(&chains, 1, 1);
        assert_eq!(next(&chains), Poll::Ready(None));
    }

    #[test]
    fn chains_of_one_step_wait_for_nothing() {
        let chains = Chains::new(3, 1);
        let places: Vec<_> = std::iter::from_fn(|| match next(&chains) {
            Poll::Ready(place) => place,
            Poll::Pending => panic!("it waits"),
        })
        .collect();
        assert_eq!(places, [(0, 0), (1, 0), (2, 0)]);
    }

    #[tokio::test]
    async fn whoever_waits_hears_of_a_step_that_ends() {
        let chains = Chains::new(1, 2);
        let turns = Turns::new(Pace::default(), 1);
        let (first, _) = chains.next(&turns, || AT).await.unwrap();
        let ((), second) = tokio::join!(
            async {
                tokio::task::yield_now().await;
                chains.ended(first, AT);
            },
            chains.next(&turns, || AT),
        );
        assert_eq!(second.map(|(place, _)| place.step), Some(1));
    }
}
