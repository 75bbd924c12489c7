//! What came of a run so far.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::activity::{AttemptResult, Load, Mishap, Retries, Spread};
use crate::delivery::{Attempt, Plan, Step};
use crate::rehearse::tally::Tally;
use crate::toss::Policy;

/// Counted as attempts begin and end; its size doesn't grow with their number.
#[derive(Debug, Default)]
pub(super) struct SoFar {
    pub(super) tally: Tally,
    pub(super) retries: Retries,
    pub(super) last: Option<(Attempt, Duration)>,
    /// When the first event of the window went out, in a run that is shuffled.
    pub(super) window: Timestamp,
    /// How late events were begun that no call under way was in the way of.
    late: Spread,
    pub(super) begun: u64,
    /// When the run was ended from outside.
    pub(super) cut: Option<Instant>,
    /// How many of them were due at a time of their own: the first of each chain, at a rate.
    due: u64,
    /// When the first of those was begun, and when the last.
    due_span: Option<(Instant, Instant)>,
    /// When the first event was begun, and when the last call ended.
    span: Option<(Instant, Instant)>,
}

impl SoFar {
    /// An event is called for the first time, due at a time of its own or not; so late by this machine's fault.
    pub(super) fn began(&mut self, due: Option<Instant>, late: Option<Duration>) {
        self.begun += 1;
        let now = Instant::now();
        self.span.get_or_insert((now, now));
        if let Some(late) = late {
            self.late.record(late);
        }
        if due.is_some() {
            self.due += 1;
            self.due_span.get_or_insert((now, now)).1 = now;
        }
    }

    /// An attempt has ended, of which the answer took so long.
    pub(super) fn ended(
        &mut self,
        attempt: Attempt,
        is_first: bool,
        result: &AttemptResult,
        took: Duration,
        step: &Step,
        since_first: Duration,
    ) {
        if let Some((_, last)) = &mut self.span {
            *last = Instant::now();
        }
        self.tally.count(result, took);
        self.retries.events += u64::from(is_first);
        match step {
            Step::Waiting(_) => {}
            Step::Completed => self.retries.completed += 1,
            Step::Failed => self.retries.failed += 1,
        }
        self.last = Some((attempt, since_first));
    }

    /// What an attempt that has ended met with, and its copies.
    pub(super) fn met_with(
        &mut self,
        mishap: Mishap,
        result: &AttemptResult,
        copies: &[(u32, AttemptResult)],
    ) {
        self.tally.count_mishap(&mishap, result, None);
        for (copy, copied) in copies {
            self.tally.count(copied, copied.elapsed);
            self.tally.count_mishap(&mishap.of_copy(*copy), copied, Some(result));
        }
    }

    /// What came of the events, of which the plans of these are left, the most urgent first.
    pub(super) fn retries<Event>(&self, left: &[(Event, Plan)], policy: &Policy) -> Retries {
        let to_come = left.first().map(|(_, plan)| plan.to_come(policy)).unwrap_or_default();
        Retries {
            pending: self.retries.pending + left.len() as u64,
            resends: policy.resends(),
            to_come: to_come.iter().map(|attempt| (attempt.retried_count, attempt.at)).collect(),
            ..self.retries.clone()
        }
    }

    /// How the load was borne, as far as it can be told from here.
    pub(super) fn load(&self) -> Load {
        // At a rate, how fast they were sent is what was asked for; else, how fast they were answered.
        let (events, span) = match self.due_span {
            Some(span) => (self.due - 1, Some(span)),
            None => (self.retries.events, self.span),
        };
        let seconds = span.map(|(first, last)| (last - first).as_secs_f64());
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 events")]
        let rate = |seconds: f64| events as f64 / seconds;
        Load {
            events: self.begun,
            chains: self.due,
            per_second: seconds.filter(|seconds| *seconds > 0.0).map(rate),
            late: self.late.percentiles(),
            steps: self.tally.times().steps(),
            ..Load::default()
        }
    }
}
