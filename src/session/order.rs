//! `--ordered`: first attempts of one order go out in the order of their arrival.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tokio::sync::oneshot;

/// The queues of orders that have an attempt under way. Holds as many entries as requests are in
/// flight at the most.
#[derive(Debug, Default)]
pub(super) struct Orders {
    queues: Mutex<HashMap<String, Queue>>,
}

/// One order's queue.
#[derive(Debug, Default)]
struct Queue {
    /// How many places are taken.
    taken: usize,
    /// Tells when the last of them has been given back.
    last: Option<Gone>,
}

/// Tells that a place has been given back: closed where it had waited for the one before it, else
/// with that one's, which is then to be waited for instead.
type Gone = oneshot::Receiver<Before>;

#[derive(Debug)]
struct Before(Gone);

/// A place in an order's queue. Dropping it lets the next one go, once those before it have gone.
#[derive(Debug)]
pub(super) struct Turn {
    order: String,
    before: Option<Gone>,
    leaving: Option<oneshot::Sender<Before>>,
}

impl Orders {
    /// Takes the next place; to be called in the order of arrival.
    pub(super) fn take(&self, order: &str) -> Turn {
        let (leaving, gone) = oneshot::channel();
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        let queue = queues.entry(order.to_owned()).or_default();
        queue.taken += 1;
        Turn { order: order.to_owned(), before: queue.last.replace(gone), leaving: Some(leaving) }
    }

    /// Gives a place back; the order is forgotten with its last one.
    pub(super) fn leave(&self, turn: Turn) {
        let mut queues = self.queues.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(queue) = queues.get_mut(&turn.order) {
            queue.taken -= 1;
            if queue.taken == 0 {
                queues.remove(&turn.order);
            }
        }
        drop(turn);
    }
}

impl Turn {
    /// Waits until all places before have been given back.
    pub(super) async fn wait(&mut self) {
        while let Some(before) = &mut self.before {
            self.before = before.await.ok().map(|Before(earlier)| earlier);
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let (Some(leaving), Some(before)) = (self.leaving.take(), self.before.take()) {
            // Nobody may be queueing behind it.
            let _ = leaving.send(Before(before));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Orders;

    #[tokio::test]
    async fn a_turn_waits_for_the_one_before_it_and_for_no_other_order() {
        let orders = Orders::default();
        let mut first = orders.take("order-1");
        let mut second = orders.take("order-1");
        let mut other = orders.take("order-2");
        first.wait().await;
        other.wait().await;
        let waiting = tokio::spawn(async move {
            second.wait().await;
            second
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        orders.leave(first);
        orders.leave(waiting.await.expect("the second turn comes"));
        orders.leave(other);
        assert!(orders.queues.lock().expect("not poisoned").is_empty());
    }

    #[tokio::test]
    async fn a_place_given_back_early_lets_nobody_overtake_those_before_it() {
        let orders = Orders::default();
        let first = orders.take("order-1");
        let [skipped, failed] = [(); 2].map(|()| orders.take("order-1"));
        let mut fourth = orders.take("order-1");
        orders.leave(skipped);
        orders.leave(failed);
        let waiting = tokio::spawn(async move {
            fourth.wait().await;
            fourth
        });
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        orders.leave(first);
        orders.leave(waiting.await.expect("the fourth turn comes"));
        assert!(orders.queues.lock().expect("not poisoned").is_empty());
    }
}
