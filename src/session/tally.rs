//! Counting what happens, for the summary. Its memory does not grow with the number of events.

use std::collections::HashMap;
use std::path::PathBuf;

use jiff::Timestamp;

use crate::activity::{
    Answered, DeliveryStatus, EventId, EventTally, Failing, Failures, Outcome, Received, Repeat, Spread,
    Summary, TossWould,
};
use crate::toss::Policy;

/// Pending events that are told apart; beyond that they are only counted.
const PENDING_KNOWN: usize = 10_000;

/// Kinds of events that are told apart: hostile senders can make up any number of names.
const KINDS_KNOWN: usize = 200;

/// How many characters of a kind's names are kept: the longest that Toss Payments sends is 29 long.
const NAME_KEPT: usize = 128;

/// What a session has seen so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    received: u64,
    events: u64,
    resends: u64,
    duplicates: u64,
    refused: u64,
    accepted: u64,
    not_accepted: u64,
    answers: Spread,
    by_event: Vec<EventTally>,
    failures: Failures,
    pending: HashMap<EventId, Option<Timestamp>>,
    pending_unknown: u64,
}

impl Tally {
    /// A request was recorded.
    pub(super) fn received(&mut self, received: &Received) {
        self.received += 1;
        match received.repeat {
            Repeat::Resend => self.resends += 1,
            Repeat::Duplicate => self.duplicates += 1,
            Repeat::None => {
                self.events += 1;
                let event = received.event();
                let name = event.map(|event| shortened(event.event_type.as_str()));
                let status = event.and_then(|event| event.status.as_deref()).map(shortened);
                let is_kind = |kind: &&mut EventTally| {
                    (kind.event.as_deref(), kind.event_status.as_deref()) == (name, status)
                };
                if let Some(kind) = self.by_event.iter_mut().find(is_kind) {
                    kind.count += 1;
                } else if self.by_event.len() < KINDS_KNOWN {
                    let (event, event_status) = (name.map(str::to_owned), status.map(str::to_owned));
                    self.by_event.push(EventTally { event, event_status, count: 1 });
                }
            }
        }
    }

    /// A request was turned away.
    pub(super) fn refused(&mut self) {
        self.refused += 1;
    }

    /// A request was answered; `arrived_at` is when it came.
    pub(super) fn answered(&mut self, answered: &Answered, arrived_at: Timestamp, policy: &Policy) {
        self.answers.record(answered.answered_after);
        if answered.toss_would == TossWould::Accept {
            self.accepted += 1;
        } else {
            self.not_accepted += 1;
            self.failures.count(failing(answered));
        }
        if answered.delivery_status != DeliveryStatus::Sending {
            self.pending.remove(&answered.id);
        } else if self.pending.len() < PENDING_KNOWN || self.pending.contains_key(&answered.id) {
            let last_chance = arrived_at.checked_add(policy.until_last_after(answered.retried_count)).ok();
            self.pending.insert(answered.id, last_chance);
        } else {
            self.pending_unknown += 1;
        }
    }

    /// The summary, naming at most `named` of the pending events, the most urgent first.
    pub(super) fn summary(&self, named: usize, history: Option<PathBuf>) -> Summary {
        let mut still_sending: Vec<_> = self.pending.iter().map(|(id, chance)| (*id, *chance)).collect();
        still_sending.sort_unstable_by_key(|(id, chance)| (*chance, *id));
        still_sending.truncate(named);
        let mut by_event = self.by_event.clone();
        by_event.sort_by_cached_key(|kind| {
            (std::cmp::Reverse(kind.count), kind.event.clone(), kind.event_status.clone())
        });
        Summary {
            received: self.received,
            events: self.events,
            resends: self.resends,
            duplicates: self.duplicates,
            refused: self.refused,
            accepted: self.accepted,
            not_accepted: self.not_accepted,
            pending: self.pending.len() as u64 + self.pending_unknown,
            to_resend: 0,
            answer_p50: self.answers.percentile(50.0),
            answer_p95: self.answers.percentile(95.0),
            answer_max: self.answers.max(),
            by_event,
            failures: self.failures.by_kind(),
            still_sending,
            history,
        }
    }
}

fn shortened(name: &str) -> &str {
    name.char_indices().nth(NAME_KEPT).map_or(name, |(end, _)| &name[..end])
}

fn failing(answered: &Answered) -> Failing {
    match &answered.forwarded {
        Some(call) if call.result.response.is_none() => Failing::Outcome(call.result.outcome),
        _ if answered.toss_would == TossWould::TimeOut => Failing::Outcome(Outcome::Timeout),
        _ => Failing::Status(answered.http_status),
    }
}
