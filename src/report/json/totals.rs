//! The keys of both kinds of `summary`.

use std::time::Duration;

use serde::Serialize;

use super::parts::Milliseconds;
use crate::activity::{SentSummary, Summary};

#[derive(Serialize)]
struct AnswerTimes {
    p50: Option<Milliseconds>,
    p95: Option<Milliseconds>,
    max: Option<Milliseconds>,
}

impl AnswerTimes {
    fn of(times: [Option<Duration>; 3]) -> Self {
        let [p50, p95, max] = times.map(|time| time.map(Milliseconds));
        Self { p50, p95, max }
    }
}

#[derive(Serialize)]
pub(super) struct SummaryKeys {
    received: u64,
    events: u64,
    resends: u64,
    duplicates: u64,
    refused: u64,
    accepted: u64,
    not_accepted: u64,
    pending: u64,
    answer_ms: AnswerTimes,
}

impl SummaryKeys {
    pub(super) fn of(summary: &Summary) -> Self {
        Self {
            received: summary.received,
            events: summary.events,
            resends: summary.resends,
            duplicates: summary.duplicates,
            refused: summary.refused,
            accepted: summary.accepted,
            not_accepted: summary.not_accepted,
            pending: summary.pending,
            answer_ms: AnswerTimes::of([summary.answer_p50, summary.answer_p95, summary.answer_max]),
        }
    }
}

#[derive(Serialize)]
pub(super) struct SentSummaryKeys {
    sent: u64,
    connected: u64,
    accepted: u64,
    not_accepted: u64,
    answer_ms: AnswerTimes,
    elapsed_ms: Milliseconds,
}

impl SentSummaryKeys {
    pub(super) fn of(summary: &SentSummary) -> Self {
        Self {
            sent: summary.sent,
            connected: summary.connected,
            accepted: summary.accepted,
            not_accepted: summary.not_accepted,
            answer_ms: AnswerTimes::of([summary.answer_p50, summary.answer_p95, summary.answer_max]),
            elapsed_ms: Milliseconds(summary.elapsed),
        }
    }
}
