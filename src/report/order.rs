//! `events timeline`: an order's events in time, and what there is to say of them.

use jiff::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;

use super::event_cells::EventCells;
use super::line::Line;
use super::shown::meaning_of_call;
use super::table::{Cell, Column, Keep, Table};
use super::theme::Meaning;
use super::width::Align;
use super::{Json, Look, Times};
use crate::activity::{DeliveryStatus, EventId, Outcome, Repeat};
use crate::examine::order::{Finding, Problem, Recorded, Weight};
use crate::history::{AttemptRow, DeliveryRow};
use crate::toss::Amount;

/// The width of a page that goes to no terminal.
const FULL_WIDTH: usize = 400;

/// How far what is said stands from the left.
const INDENT: usize = 6;

/// The version of the JSON kinds.
const VERSION: u32 = 1;

/// Something that happened to an event.
enum Moment<'a> {
    /// A request of it arrived.
    Request(&'a DeliveryRow),
    /// It was called for from here, which its requests don't tell of.
    Call(&'a AttemptRow),
}

impl Moment<'_> {
    fn at(&self) -> Timestamp {
        match self {
            Self::Request(delivery) => delivery.request.arrived_at,
            Self::Call(attempt) => attempt.begun_at,
        }
    }
}

/// The page: a row per request and call, and beneath them what there is to say.
pub fn page(order: &str, events: &[Recorded], findings: &[Finding], look: &Look, now: Timestamp) -> Vec<u8> {
    let mut out = Vec::new();
    let mut line = Line::new(look.stdout, 2);
    line.note(Meaning::Event, order);
    line.note(Meaning::Dim, &look.language.in_zone(&look.times.zone_name(now)));
    line.end(&mut out);
    out.push(b'\n');
    let moments = moments(events);
    let table = table(&moments, look, now);
    let mut lines = table.lines(look.stdout.columns.unwrap_or(FULL_WIDTH), look.stdout.theme).into_iter();
    let put = |line: Option<String>, out: &mut Vec<u8>| {
        out.extend(line.unwrap_or_default().into_bytes());
        out.push(b'\n');
    };
    put(lines.next(), &mut out);
    let mut untold: Vec<&Finding> = findings.iter().collect();
    for (event, moment) in &moments {
        put(lines.next(), &mut out);
        untold.retain(|finding| {
            let is_here = is_about(finding, event, moment);
            if is_here {
                said(finding, look, now, &mut out);
            }
            !is_here
        });
    }
    out.push(b'\n');
    let mut line = Line::new(look.stdout, 2);
    let requests = events.iter().map(|event| event.deliveries.len() as u64).sum();
    let has_warnings = findings.iter().any(|it| it.problem.weight() == Weight::Warning);
    let meaning = if has_warnings { Meaning::Warning } else { Meaning::Plain };
    line.note(meaning, &look.language.order_summary(events.len() as u64, requests, findings));
    line.end(&mut out);
    out
}

/// Whether a finding is about this request, or about an event that is told of for the first time.
fn is_about(finding: &Finding, event: &Recorded, moment: &Moment<'_>) -> bool {
    let count = match finding.problem {
        Problem::AcceptedLate { retried_count, .. }
        | Problem::OlderState { retried_count }
        | Problem::SentAgain { retried_count } => Some(retried_count),
        _ => None,
    };
    let is_request = match (count, moment) {
        (Some(count), Moment::Request(delivery)) => delivery.retried_count == count,
        (Some(_), Moment::Call(_)) => false,
        (None, _) => true,
    };
    finding.id == event.row.id && is_request
}

/// What happened, in time. Of the calls only those that the answers to requests don't show already.
fn moments(events: &[Recorded]) -> Vec<(&Recorded, Moment<'_>)> {
    let mut moments: Vec<_> = events
        .iter()
        .flat_map(|event| {
            let calls = event.attempts.iter().filter(|attempt| !attempt.also && !is_answer(attempt, event));
            let requests = event.deliveries.iter().map(Moment::Request);
            requests.chain(calls.map(Moment::Call)).map(move |moment| (event, moment))
        })
        .collect();
    moments.sort_unstable_by_key(|(event, moment)| (moment.at(), event.row.id));
    moments
}

/// Whether a call is what the sender of a request was answered with.
fn is_answer(attempt: &AttemptRow, event: &Recorded) -> bool {
    let given = match attempt.outcome {
        Some(Outcome::Timeout) => Some(504),
        _ => attempt.http_status.or(Some(502)),
    };
    event.deliveries.iter().any(|delivery| {
        attempt.retried_count.unwrap_or(0) == delivery.retried_count && delivery.answer == given
    })
}

fn table(moments: &[(&Recorded, Moment<'_>)], look: &Look, now: Timestamp) -> Table {
    let [time, id, event, status, amount, what, answer] = look.language.order_headings();
    let mut table = Table::new([
        Column::new(time, Align::Left, Keep::Always),
        Column::new(id, Align::Left, Keep::Always),
        Column::new(event, Align::Left, Keep::Always),
        Column::new(status, Align::Left, Keep::Always),
        Column::new(amount, Align::Right, Keep::IfRoom(0)),
        Column::new(what, Align::Left, Keep::Always),
        Column::new(answer, Align::Right, Keep::Always),
    ]);
    for (event, moment) in moments {
        let cells = EventCells::of(&event.row.content, &event.row.request.body, look.language);
        let (what, answer, meaning) = match moment {
            Moment::Request(delivery) => (request(delivery, look), status_of(delivery.answer), of(delivery)),
            Moment::Call(attempt) => call(attempt, look),
        };
        table.row([
            Cell::new(look.times.moment(moment.at(), now)).meaning(Meaning::Dim),
            Cell::new(&event.row.id.as_str()[..EventId::SHOWN]).meaning(Meaning::Id),
            Cell::new(cells.event).meaning(cells.meaning),
            Cell::new(cells.status),
            Cell::new(cells.amount),
            Cell::new(what),
            Cell::new(answer).meaning(meaning),
        ]);
    }
    table
}

fn request(delivery: &DeliveryRow, look: &Look) -> String {
    match (delivery.repeat, delivery.retried_count) {
        (Repeat::Duplicate, _) => look.language.duplicate().to_owned(),
        (_, 0) => String::new(),
        (_, count) => look.language.resend(count),
    }
}

fn call(attempt: &AttemptRow, look: &Look) -> (String, String, Meaning) {
    let answer = match (attempt.http_status, attempt.outcome) {
        (Some(status), _) => status.to_string(),
        (None, outcome) => outcome.map_or(look.language.unheard(), Outcome::as_str).to_owned(),
    };
    (look.language.sent_from_here(attempt.retried_count), answer, meaning_of_call(attempt))
}

fn status_of(answer: Option<u16>) -> String {
    answer.map_or_else(|| "-".to_owned(), |status| status.to_string())
}

fn of(delivery: &DeliveryRow) -> Meaning {
    match delivery.delivery_status {
        Some(DeliveryStatus::Completed) => Meaning::Accepted,
        Some(_) => Meaning::Failed,
        None => Meaning::Plain,
    }
}

fn said(finding: &Finding, look: &Look, now: Timestamp, out: &mut Vec<u8>) {
    let meaning = match finding.problem.weight() {
        Weight::Warning => Meaning::Warning,
        Weight::Note => Meaning::Dim,
    };
    let mut line = Line::new(look.stdout, INDENT).indented();
    line.words(meaning, &look.language.order_finding(finding, &|at| look.times.moment(at, now)));
    line.end(out);
}

#[derive(Serialize)]
struct FindingLine<'a> {
    v: u32,
    kind: &'static str,
    id: &'a str,
    beside: Option<&'a str>,
    code: &'static str,
    family: &'static str,
    severity: &'static str,
    #[serde(flatten)]
    values: Values<'a>,
    message: String,
}

/// What a finding is about beside its events, each where it has it.
#[derive(Default, Serialize)]
struct Values<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    retried_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after_seconds: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retried_counts: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_attempt_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_chance_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_before: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<Box<RawValue>>,
}

impl<'a> Values<'a> {
    fn of(problem: &'a Problem, shown: &Times) -> Self {
        let number = |amount: &Amount| RawValue::from_string(amount.0.clone()).ok();
        let values = Self::default();
        match problem {
            Problem::FirstUnseen { retried_count, after }
            | Problem::AcceptedLate { retried_count, after } => {
                Self { retried_count: Some(*retried_count), after_seconds: Some(after.as_secs()), ..values }
            }
            Problem::OlderState { retried_count } | Problem::SentAgain { retried_count } => {
                Self { retried_count: Some(*retried_count), ..values }
            }
            Problem::AcceptedHere { after } => Self { after_seconds: Some(after.as_secs()), ..values },
            Problem::Duplicate { times } => Self { times: Some(*times), ..values },
            Problem::Gap { counts } => Self { retried_counts: Some(counts), ..values },
            Problem::Sending { next, last_chance } => Self {
                next_attempt_at: next.map(|(_, at)| shown.rfc3339(at)),
                last_chance_at: last_chance.map(|at| shown.rfc3339(at)),
                ..values
            },
            Problem::AfterEnd { from } => Self { from: Some(from), ..values },
            Problem::TotalChanged { before, after } => {
                Self { total: number(after), total_before: number(before), ..values }
            }
            Problem::Unbalanced { total, balance } => {
                Self { total: number(total), balance: number(balance), ..values }
            }
            _ => values,
        }
    }
}

/// The lines of `events show` for each event, then a line per finding.
pub fn json(events: &[Recorded], findings: &[Finding], look: Look) -> Vec<u8> {
    let (language, times) = (look.language, look.times.clone());
    let json = Json::new(look);
    let mut out = Vec::new();
    for Recorded { row, deliveries, attempts } in events {
        json.recorded(row, deliveries, attempts, &mut out);
    }
    for finding in findings {
        let line = FindingLine {
            v: VERSION,
            kind: "finding",
            id: finding.id.as_str(),
            beside: finding.beside.as_ref().map(EventId::as_str),
            code: finding.problem.code(),
            family: finding.problem.family().as_str(),
            severity: finding.problem.weight().as_str(),
            values: Values::of(&finding.problem, &times),
            message: language.order_finding(finding, &|at| times.rfc3339(at)),
        };
        json.put(&line, &mut out);
    }
    out
}
