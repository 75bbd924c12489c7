//! A recorded event's way, as a table or as JSON Lines.

use jiff::Timestamp;
use serde::Serialize;

use super::event_cells::EventCells;
use super::line::Line;
use super::table::{Cell, Column, Keep, Table};
use super::theme::Meaning;
use super::width::Align;
use super::{Look, Times, when};
use crate::activity::DeliveryStatus;
use crate::history::EventRow;
use crate::timeline::{Known, Station, Way};
use crate::toss::Policy;

/// The width of a page that goes to no terminal.
const FULL_WIDTH: usize = 400;

/// The version of the JSON kinds.
const VERSION: u32 = 1;

/// The page: how the event stands, then a row per attempt.
pub fn page(row: &EventRow, way: &Way, look: &Look, now: Timestamp) -> Vec<u8> {
    let mut out = Vec::new();
    let cells = EventCells::of(&row.content, &row.request.body, look.language);
    let mut line = Line::new(look.stdout, 2);
    line.note(Meaning::Id, row.id.short());
    line.note(cells.meaning, &cells.event);
    for cell in [&*cells.status, &*cells.order] {
        line.note(Meaning::Plain, cell);
    }
    line.end(&mut out);
    let shown = |at| look.times.moment(at, now);
    let (next, last) = (way.next().map(|next| shown(next.at)), way.last_chance_at().map(shown));
    let standing = look.language.standing(way, next.as_deref(), &last.unwrap_or_default());
    let mut line = Line::new(look.stdout, 2);
    line.sentence(status_meaning(way.delivery_status), &standing);
    line.note(Meaning::Dim, &look.language.in_zone(&look.times.zone_name(now)));
    line.end(&mut out);
    out.push(b'\n');
    let width = look.stdout.columns.unwrap_or(FULL_WIDTH);
    for line in table(way, look, now).lines(width, look.stdout.theme) {
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
    out
}

fn table(way: &Way, look: &Look, now: Timestamp) -> Table {
    let headings = look.language.way_headings();
    let mut table = Table::new([
        Column::new(headings.attempt, Align::Left, Keep::Always),
        Column::new(headings.wait, Align::Right, Keep::IfRoom(0)),
        Column::new(headings.time, Align::Left, Keep::Always),
        Column::new(headings.since_first, Align::Left, Keep::IfRoom(1)),
        Column::new(headings.known, Align::Left, Keep::Always),
        Column::new(headings.history, Align::Left, Keep::IfRoom(2)),
    ]);
    let mut before = None;
    for station in &way.stations {
        let is_repeated = before.replace(station.retried_count) == Some(station.retried_count);
        let meaning = meaning(station);
        let is_first = station.retried_count == 0;
        table.row(
            [
                look.language.attempt(station.retried_count),
                if is_first { "-".to_owned() } else { look.language.whole_minutes(station.wait) },
                look.times.moment(station.at, now),
                if is_first && !is_repeated { "-".to_owned() } else { when::span(station.since_first) },
                look.language.known(&station.known, is_repeated),
                station.delivery_status.as_str().to_owned(),
            ]
            .map(|text| Cell::new(text).meaning(meaning)),
        );
    }
    table
}

fn meaning(station: &Station) -> Meaning {
    match (station.known, station.delivery_status) {
        (Known::Arrived(_), DeliveryStatus::Completed) => Meaning::Accepted,
        (Known::Arrived(_), DeliveryStatus::Sending | DeliveryStatus::Failed) => Meaning::Failed,
        (Known::Missed | Known::Overdue, _) => Meaning::Warning,
        (Known::Next, _) => Meaning::Plain,
        (Known::Later | Known::NotNeeded, _) => Meaning::Dim,
    }
}

fn status_meaning(status: DeliveryStatus) -> Meaning {
    match status {
        DeliveryStatus::Completed => Meaning::Accepted,
        DeliveryStatus::Sending => Meaning::Plain,
        DeliveryStatus::Failed => Meaning::Failed,
    }
}

#[derive(Serialize)]
struct AttemptLine<'a> {
    v: u32,
    kind: &'static str,
    id: &'a str,
    number: u32,
    retried_count: u32,
    wait_seconds: u64,
    elapsed_seconds: u64,
    due_at: String,
    outcome: &'static str,
    http_status: Option<u16>,
    delivery_status: &'static str,
}

#[derive(Serialize)]
struct SummaryLine<'a> {
    v: u32,
    kind: &'static str,
    id: &'a str,
    attempts: u32,
    total_seconds: u64,
    landed_attempt: Option<u32>,
    landed_at: Option<String>,
    delivery_status: &'static str,
    overdue: bool,
    next_attempt_at: Option<String>,
    longest_outage_seconds: u64,
    last_chance_at: Option<String>,
}

/// A line per attempt, then a `summary`.
pub fn json(row: &EventRow, way: &Way, policy: &Policy, times: &Times) -> Vec<u8> {
    let id = row.id.as_str();
    let total_seconds = policy.until_last_after(0).as_secs();
    let summary = SummaryLine {
        v: VERSION,
        kind: "summary",
        id,
        attempts: policy.resends().saturating_add(1),
        total_seconds,
        landed_attempt: way.landed().map(|landed| landed.retried_count.saturating_add(1)),
        landed_at: way.landed().map(|landed| times.rfc3339(landed.at)),
        delivery_status: way.delivery_status.as_str(),
        overdue: way.is_overdue(),
        next_attempt_at: way.next().map(|next| times.rfc3339(next.at)),
        longest_outage_seconds: total_seconds,
        last_chance_at: way.last_chance_at().map(|at| times.rfc3339(at)),
    };
    let mut out = Vec::new();
    for station in &way.stations {
        put(&attempt_line(id, station, times), &mut out);
    }
    put(&summary, &mut out);
    out
}

fn attempt_line<'a>(id: &'a str, station: &Station, times: &Times) -> AttemptLine<'a> {
    let (outcome, http_status) = match station.known {
        Known::Arrived(arrival) if station.delivery_status == DeliveryStatus::Completed => {
            ("accepted", arrival.http_status)
        }
        Known::Arrived(arrival) => ("fails", arrival.http_status),
        Known::NotNeeded => ("not_needed", None),
        Known::Missed | Known::Overdue | Known::Next | Known::Later => ("unknown", None),
    };
    AttemptLine {
        v: VERSION,
        kind: "attempt",
        id,
        number: station.retried_count.saturating_add(1),
        retried_count: station.retried_count,
        wait_seconds: station.wait.as_secs(),
        elapsed_seconds: station.since_first.as_secs(),
        due_at: times.rfc3339(station.at),
        outcome,
        http_status,
        delivery_status: station.delivery_status.as_str(),
    }
}

fn put(line: &impl Serialize, out: &mut Vec<u8>) {
    // Numbers, times and fixed words always have a JSON form.
    let _ = serde_json::to_writer(&mut *out, line);
    out.push(b'\n');
}
