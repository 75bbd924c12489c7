//! The plans that wait, by the moment at which they are due.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::time::Duration;

use tokio::time::Instant;

use crate::clock::Clock;
use crate::delivery::Plan;

/// Waiting plans: the next one is found at once, each is put and taken in logarithmic time.
pub(super) struct Queue<Event> {
    heap: BinaryHeap<Reverse<Waiting<Event>>>,
    /// Plans that are due at the same moment come in the order in which they were put.
    put: u64,
}

struct Waiting<Event> {
    due: Instant,
    order: u64,
    plan: Plan,
    event: Event,
}

impl<Event> Queue<Event> {
    pub(super) fn new() -> Self {
        Self { heap: BinaryHeap::new(), put: 0 }
    }

    pub(super) fn len(&self) -> usize {
        self.heap.len()
    }

    /// A plan whose wait begins now.
    pub(super) fn put(&mut self, event: Event, plan: Plan, clock: &Clock) {
        self.put += 1;
        let due = clock.after(plan.wait_left());
        self.heap.push(Reverse(Waiting { due, order: self.put, plan, event }));
    }

    /// The next plan and when it is due.
    pub(super) fn next(&self) -> Option<(Plan, Instant)> {
        self.heap.peek().map(|Reverse(next)| (next.plan, next.due))
    }

    /// Takes the next plan if it is due, and by how much it is late.
    pub(super) fn take_due(&mut self, now: Instant) -> Option<(Event, Plan, Duration)> {
        self.heap.peek().filter(|Reverse(next)| next.due <= now)?;
        let Reverse(next) = self.heap.pop()?;
        Some((next.event, next.plan, now.saturating_duration_since(next.due)))
    }

    /// All that wait, the next first, each with what is left of its wait in real time.
    pub(super) fn into_waiting(self) -> impl Iterator<Item = (Event, Plan, Duration)> {
        let now = Instant::now();
        let mut waiting: Vec<_> = self.heap.into_iter().map(|Reverse(waiting)| waiting).collect();
        waiting.sort_unstable();
        waiting.into_iter().map(move |it| (it.event, it.plan, it.due.saturating_duration_since(now)))
    }
}

impl<Event> Ord for Waiting<Event> {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.due, self.order).cmp(&(other.due, other.order))
    }
}

impl<Event> PartialOrd for Waiting<Event> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<Event> PartialEq for Waiting<Event> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<Event> Eq for Waiting<Event> {}
