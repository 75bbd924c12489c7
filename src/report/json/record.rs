//! The kinds of lines and their keys, in the order of the command line's contract.

use std::net::SocketAddr;
use std::path::Path;

use serde::Serialize;

use super::checks::{CheckSummaryKeys, RuleKeys};
use super::compared::ComparedKeys;
use super::looked_up::{LookUpsKeys, LookedUpKeys};
use super::parts::{At, Exactness, Headers, Milliseconds, Target};
use super::received::ReceivedKeys;
use super::totals::{PlayedKeys, SentSummaryKeys, SummaryKeys};
use crate::activity::{
    Activity, Answered, Course, CutAfter, DeliveryStatus, EventId, Forwarded, Listening, Malformed, Outcome,
    Received, Refused, Sent, Skipped, What,
};
use crate::history::{AttemptRow, DeliveryRow, EventRow, Origin};

/// The version of the lines' form.
const VERSION: u8 = 1;

/// What every line starts with, and the keys of its kind.
#[derive(Serialize)]
struct Record<K> {
    v: u8,
    kind: &'static str,
    at: At,
    #[serde(flatten)]
    keys: K,
}

/// Writes an activity's line, but for the bodies that stand at its end. Notices and waits have none.
pub(super) fn write(activity: &Activity, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let mut put = Put { at: At(activity.at), out };
    match &activity.what {
        What::Listening(listening) => put.record("listening", ListeningKeys::of(listening)),
        What::Received(received) => put.record("received", ReceivedKeys::of(received)),
        What::Forwarded(forwarded) => put.record("forwarded", ForwardedKeys::of(forwarded)),
        What::Answered(answered) => put.record("answered", AnsweredKeys::of(answered)),
        What::Skipped(skipped) => put.record("skipped", SkippedKeys::of(skipped)),
        What::Refused(refused) => put.record("refused", RefusedKeys::of(refused)),
        What::Sent(sent) => put.record("sent", SentKeys::of(sent)),
        What::LookedUp(looked_up) => put.record("lookup", LookedUpKeys::of(looked_up)),
        What::Compared(compared) => put.record("lookup", ComparedKeys::of(compared)),
        What::LookUps(lookups) => put.record("summary", LookUpsKeys::of(*lookups)),
        What::Summary(summary) => put.record("summary", SummaryKeys::of(summary)),
        What::SentSummary(summary) => put.record("summary", SentSummaryKeys::of(summary)),
        What::Played(played) => put.record("summary", PlayedKeys::of(played)),
        What::Checked(checked) => put.record("rule", RuleKeys::of(checked)),
        What::CheckSummary(summary) => put.record("summary", CheckSummaryKeys::of(summary)),
        What::Notice(_) | What::Waiting(_) | What::Progress(_) => Ok(()),
    }
}

/// Writes a recorded event's line, but for its body.
pub(super) fn write_event(row: &EventRow, received: &Received, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let keys = EventKeys {
        received: ReceivedKeys::of(received),
        delivery_status: row.standing().as_str(),
        attempts: row.attempts,
        imported: row.origin == Origin::Imported,
    };
    Put { at: At(row.request.arrived_at), out }.record("event", keys)
}

/// The same for a file: with the first request's answer, and as its sender has it.
pub(super) fn write_exported(
    row: &EventRow,
    received: &Received,
    first: &DeliveryRow,
    out: &mut Vec<u8>,
) -> serde_json::Result<()> {
    let keys = ExportedKeys {
        received: ReceivedKeys::exact(received),
        delivery_status: first.delivery_status.map(DeliveryStatus::as_str),
        attempts: row.attempts,
        http_status: first.answer,
        answered_after_ms: first.answered_after.map(Milliseconds),
    };
    Put { at: At(row.request.arrived_at), out }.record("event", keys)
}

/// Writes the line of one request of a recorded event, but for its body.
pub(super) fn write_delivery(
    id: EventId,
    row: &DeliveryRow,
    exactness: Exactness,
    out: &mut Vec<u8>,
) -> serde_json::Result<()> {
    let keys = DeliveryKeys {
        id: id.as_str(),
        number: row.number,
        repeat: row.repeat.as_str(),
        retried_count: row.retried_count,
        signature: row.signature.as_str(),
        key_form: row.signature.key_form(),
        http_status: row.answer,
        answered_after_ms: row.answered_after.map(Milliseconds),
        delivery_status: row.delivery_status.map(DeliveryStatus::as_str),
        remote: row.request.remote,
        method: row.request.method.as_str(),
        path: Target(&row.request),
        headers: Headers(&row.request, exactness),
    };
    Put { at: At(row.request.arrived_at), out }.record("delivery", keys)
}

/// Writes the line of one noted call, but for what its answer said.
pub(super) fn write_attempt(id: EventId, row: &AttemptRow, out: &mut Vec<u8>) -> serde_json::Result<()> {
    let keys = NotedKeys {
        id: id.as_str(),
        to: &row.endpoint,
        attempt: row.number,
        retried_count: row.retried_count,
        outcome: row.outcome.map(Outcome::as_str),
        http_status: row.http_status,
        elapsed_ms: row.elapsed.map(Milliseconds),
        next_attempt_at: None,
    };
    Put { at: At(row.begun_at), out }.record("forwarded", keys)
}

/// `body` follows.
#[derive(Serialize)]
struct DeliveryKeys<'a> {
    id: &'a str,
    number: u32,
    repeat: &'static str,
    retried_count: u32,
    signature: &'static str,
    key_form: Option<&'static str>,
    http_status: Option<u16>,
    answered_after_ms: Option<Milliseconds>,
    delivery_status: Option<&'static str>,
    remote: SocketAddr,
    method: &'a str,
    path: Target<'a>,
    headers: Headers<'a>,
}

/// The keys of a call from the history: no outcome where it was begun and never heard of again. `response` and
/// `also` follow.
#[derive(Serialize)]
struct NotedKeys<'a> {
    id: &'a str,
    to: &'a str,
    attempt: u32,
    retried_count: Option<u32>,
    outcome: Option<&'static str>,
    http_status: Option<u16>,
    elapsed_ms: Option<Milliseconds>,
    next_attempt_at: Option<At>,
}

/// `body` follows.
#[derive(Serialize)]
struct EventKeys<'a> {
    #[serde(flatten)]
    received: ReceivedKeys<'a>,
    delivery_status: &'static str,
    attempts: u32,
    #[serde(skip_serializing_if = "is_false")]
    imported: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what serde asks for")]
fn is_false(told: &bool) -> bool {
    !told
}

/// `body_base64` follows.
#[derive(Serialize)]
struct ExportedKeys<'a> {
    #[serde(flatten)]
    received: ReceivedKeys<'a>,
    delivery_status: Option<&'static str>,
    attempts: u32,
    http_status: Option<u16>,
    answered_after_ms: Option<Milliseconds>,
}

struct Put<'a> {
    at: At,
    out: &'a mut Vec<u8>,
}

impl Put<'_> {
    fn record(&mut self, kind: &'static str, keys: impl Serialize) -> serde_json::Result<()> {
        serde_json::to_writer(&mut *self.out, &Record { v: VERSION, kind, at: self.at, keys })
    }
}

#[derive(Serialize)]
struct ListeningKeys<'a> {
    url: &'a str,
    endpoint: Option<&'a str>,
    history: Option<String>,
    resumed: u64,
}

impl<'a> ListeningKeys<'a> {
    fn of(listening: &'a Listening) -> Self {
        Self {
            url: &listening.url,
            endpoint: listening.endpoint.as_deref(),
            history: listening.history.as_deref().map(Path::to_string_lossy).map(Into::into),
            resumed: listening.resumed,
        }
    }
}

/// `response` and `also` follow.
#[derive(Serialize)]
struct ForwardedKeys<'a> {
    id: &'a str,
    to: &'a str,
    attempt: u32,
    retried_count: Option<u32>,
    outcome: &'static str,
    http_status: Option<u16>,
    elapsed_ms: Milliseconds,
    next_attempt_at: Option<At>,
}

impl<'a> ForwardedKeys<'a> {
    fn of(forwarded: &'a Forwarded) -> Self {
        Self {
            id: forwarded.id.as_str(),
            to: &forwarded.to,
            attempt: forwarded.attempt,
            retried_count: forwarded.retried_count,
            outcome: forwarded.result.outcome.as_str(),
            http_status: forwarded.result.http_status(),
            elapsed_ms: Milliseconds(forwarded.result.elapsed),
            next_attempt_at: forwarded.next_attempt_at.map(At),
        }
    }
}

#[derive(Serialize)]
struct AnsweredKeys<'a> {
    id: &'a str,
    http_status: u16,
    answered_after_ms: Milliseconds,
    toss_would: &'static str,
    delivery_status: &'static str,
    next_attempt_at: Option<At>,
}

impl<'a> AnsweredKeys<'a> {
    fn of(answered: &'a Answered) -> Self {
        Self {
            id: answered.id.as_str(),
            http_status: answered.http_status,
            answered_after_ms: Milliseconds(answered.answered_after),
            toss_would: answered.toss_would.as_str(),
            delivery_status: answered.delivery_status.as_str(),
            next_attempt_at: answered.next_attempt_at.map(At),
        }
    }
}

#[derive(Serialize)]
struct SkippedKeys<'a> {
    id: &'a str,
    by: &'a str,
}

impl<'a> SkippedKeys<'a> {
    fn of(skipped: &'a Skipped) -> Self {
        Self { id: skipped.id.as_str(), by: &skipped.by }
    }
}

#[derive(Serialize)]
struct RefusedKeys<'a> {
    reason: &'static str,
    http_status: Option<u16>,
    remote: SocketAddr,
    method: Option<&'a str>,
    path: Option<&'a str>,
}

impl<'a> RefusedKeys<'a> {
    fn of(refused: &'a Refused) -> Self {
        Self {
            reason: refused.reason.as_str(),
            http_status: refused.http_status,
            remote: refused.remote,
            method: refused.method.as_deref(),
            path: refused.path.as_deref(),
        }
    }
}

#[derive(Serialize)]
struct SentKeys<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a str>,
    event: Option<&'a str>,
    to: &'a str,
    transmission_id: Option<&'a str>,
    attempt: u32,
    retried_count: Option<u32>,
    outcome: &'static str,
    http_status: Option<u16>,
    elapsed_ms: Milliseconds,
    #[serde(skip_serializing_if = "Option::is_none")]
    waited_ms: Option<Milliseconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    held_ms: Option<Milliseconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    duplicate: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    malformed: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cut_after: Option<&'static str>,
    #[serde(flatten)]
    course: Option<CourseKeys<'a>>,
    #[serde(flatten)]
    step: Option<StepKeys<'a>>,
}

/// What a scenario adds.
#[derive(Serialize)]
struct StepKeys<'a> {
    scenario: &'a str,
    step: usize,
}

/// What a run that re-sends on failure adds.
#[derive(Serialize)]
struct CourseKeys<'a> {
    transmission_time: Option<&'a str>,
    delivery_status: &'static str,
    next_attempt_at: Option<At>,
}

impl<'a> CourseKeys<'a> {
    fn of(course: &'a Course) -> Self {
        Self {
            transmission_time: course.transmission_time.as_deref(),
            delivery_status: course.delivery_status.as_str(),
            next_attempt_at: course.next_attempt_at.map(At),
        }
    }
}

impl<'a> SentKeys<'a> {
    fn of(sent: &'a Sent) -> Self {
        Self {
            id: sent.recorded.as_ref().map(EventId::as_str),
            event: sent.event.as_deref(),
            to: &sent.to,
            transmission_id: sent.transmission_id.as_deref(),
            attempt: sent.attempt,
            retried_count: sent.retried_count,
            outcome: sent.result.outcome.as_str(),
            http_status: sent.result.http_status(),
            elapsed_ms: Milliseconds(sent.result.elapsed),
            waited_ms: sent.waited.map(Milliseconds),
            held_ms: sent.mishap.held.map(Milliseconds),
            duplicate: Some(sent.mishap.copy).filter(|copy| *copy > 0),
            malformed: sent.mishap.malformed.map(Malformed::as_str),
            cut_after: sent.mishap.cut.map(CutAfter::as_str),
            course: sent.course.as_ref().map(CourseKeys::of),
            step: sent.step.as_ref().map(|step| StepKeys { scenario: &step.scenario, step: step.number }),
        }
    }
}
