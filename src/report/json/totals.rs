//! The keys of both kinds of `summary`.

use std::time::Duration;

use serde::Serialize;

use super::parts::{At, Milliseconds};
use crate::activity::{DeliveryStatus, Load, Mishaps, Percentiles, Played, Rate, SentSummary, Summary};

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

/// The times of a run that sends.
#[derive(Serialize)]
struct AllTimes {
    p50: Option<Milliseconds>,
    p90: Option<Milliseconds>,
    p95: Option<Milliseconds>,
    p99: Option<Milliseconds>,
    max: Option<Milliseconds>,
}

impl AllTimes {
    fn of(times: Option<Percentiles>) -> Self {
        let of = |which: fn(Percentiles) -> Duration| times.map(which).map(Milliseconds);
        Self {
            p50: of(|it| it.p50),
            p90: of(|it| it.p90),
            p95: of(|it| it.p95),
            p99: of(|it| it.p99),
            max: of(|it| it.max),
        }
    }
}

/// A kind of failures.
#[derive(Serialize)]
struct FailureKeys {
    outcome: &'static str,
    http_status: Option<u16>,
    attempts: u64,
}

#[derive(Serialize)]
pub(super) struct SentSummaryKeys {
    sent: u64,
    connected: u64,
    accepted: u64,
    not_accepted: u64,
    failures: Vec<FailureKeys>,
    answer_ms: AllTimes,
    elapsed_ms: Milliseconds,
    #[serde(flatten)]
    retries: Option<RetriesKeys>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mishaps: Option<MishapKeys>,
    #[serde(skip_serializing_if = "Option::is_none")]
    load: Option<LoadKeys>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ended_early: Option<ShortKeys>,
}

/// How far a run came that was ended before its time.
#[derive(Serialize)]
struct ShortKeys {
    events: u64,
    of: Option<u64>,
}

/// What was done to attempts, and what came of it.
#[derive(Serialize)]
struct MishapKeys {
    cut_short: u64,
    unheard: u64,
    unheard_accepted: u64,
    malformed: u64,
    malformed_refused: u64,
    duplicates: u64,
    duplicates_answered_otherwise: u64,
}

impl MishapKeys {
    fn of(mishaps: &Mishaps) -> Self {
        Self {
            cut_short: mishaps.cut_short,
            unheard: mishaps.unheard,
            unheard_accepted: mishaps.worked,
            malformed: mishaps.malformed,
            malformed_refused: mishaps.refused,
            duplicates: mishaps.copies,
            duplicates_answered_otherwise: mishaps.unlike,
        }
    }
}

/// How a load was borne.
#[derive(Serialize)]
struct LoadKeys {
    events: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenarios: Option<u64>,
    asked_per_second: Option<f64>,
    per_second: Option<f64>,
    late_ms: AllTimes,
    held: u64,
    not_sent: u64,
    concurrency: usize,
    histogram: Vec<StepKeys>,
}

/// A row of the histogram.
#[derive(Serialize)]
struct StepKeys {
    up_to_ms: Milliseconds,
    answers: u64,
}

impl LoadKeys {
    fn of(load: &Load) -> Self {
        let step = |(bound, answers): &(Duration, u64)| StepKeys {
            up_to_ms: Milliseconds(*bound),
            answers: *answers,
        };
        Self {
            events: load.events,
            scenarios: load.scenarios(),
            asked_per_second: load.asked.map(Rate::per_second),
            per_second: load.per_second,
            late_ms: AllTimes::of(load.late),
            held: load.held,
            not_sent: load.not_sent,
            concurrency: load.concurrency,
            histogram: load.steps.iter().map(step).collect(),
        }
    }
}

/// What a run that re-sends on failure adds.
#[derive(Serialize)]
struct RetriesKeys {
    events: u64,
    completed: u64,
    failed: u64,
    pending: u64,
}

/// The keys of a computed schedule's summary, then those of what was sent.
#[derive(Serialize)]
pub(super) struct PlayedKeys {
    attempts: u32,
    total_seconds: u64,
    landed_attempt: Option<u32>,
    landed_at: Option<At>,
    delivery_status: &'static str,
    longest_outage_seconds: u64,
    last_chance_at: Option<At>,
    #[serde(flatten)]
    sent: SentSummaryKeys,
}

impl PlayedKeys {
    pub(super) fn of(played: &Played) -> Self {
        let landed = played.delivery_status == DeliveryStatus::Completed;
        Self {
            attempts: played.attempts,
            total_seconds: played.total.as_secs(),
            landed_attempt: played.last_retried_count.filter(|_| landed).map(|count| count.saturating_add(1)),
            landed_at: played.last_at.filter(|_| landed).map(At),
            delivery_status: played.delivery_status.as_str(),
            longest_outage_seconds: played.total.as_secs(),
            last_chance_at: played.last_chance_at.map(At),
            // There is but one event, of which all is said.
            sent: SentSummaryKeys { retries: None, ..SentSummaryKeys::of(&played.sent) },
        }
    }
}

impl SentSummaryKeys {
    pub(super) fn of(summary: &SentSummary) -> Self {
        let failures = summary.failures.iter().map(|(kind, attempts)| FailureKeys {
            outcome: kind.outcome().as_str(),
            http_status: kind.status(),
            attempts: *attempts,
        });
        Self {
            sent: summary.sent,
            connected: summary.connected,
            accepted: summary.accepted,
            not_accepted: summary.not_accepted,
            failures: failures.collect(),
            answer_ms: AllTimes::of(summary.answers),
            elapsed_ms: Milliseconds(summary.elapsed),
            retries: summary.retries.as_ref().map(|retries| RetriesKeys {
                events: retries.events,
                completed: retries.completed,
                failed: retries.failed,
                pending: retries.pending,
            }),
            mishaps: (!summary.mishaps.is_none()).then(|| MishapKeys::of(&summary.mishaps)),
            load: summary.load.as_ref().map(LoadKeys::of),
            ended_early: summary.short.map(|short| ShortKeys { events: short.begun, of: short.of }),
        }
    }
}
