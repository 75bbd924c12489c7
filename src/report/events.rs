//! `events list`: recorded events as a table or as JSON Lines.

use jiff::Timestamp;

use super::event_cells::EventCells;
use super::line::Line;
use super::table::{Cell, Column, Keep, Table};
use super::theme::Meaning;
use super::width::Align;
use super::{Json, Look, Screen};
use crate::activity::{DeliveryStatus, EventId};
use crate::history::EventRow;

/// The width of a table that goes to no terminal.
const FULL_WIDTH: usize = 400;

/// A table, oldest event first, so that the newest stands above the prompt.
pub fn table(newest_first: &[EventRow], look: &Look, now: Timestamp) -> Vec<u8> {
    let [arrived, id, event, status, order, amount, method, delivery, attempts] = look.language.headings();
    let mut table = Table::new([
        Column::new(arrived, Align::Left, Keep::Always),
        Column::new(id, Align::Left, Keep::Always),
        Column::new(event, Align::Left, Keep::Always),
        Column::new(status, Align::Left, Keep::Always),
        Column::new(order, Align::Left, Keep::IfRoom(4)),
        Column::new(amount, Align::Right, Keep::IfRoom(3)),
        Column::new(method, Align::Left, Keep::IfRoom(1)),
        Column::new(delivery, Align::Left, Keep::Always),
        Column::new(attempts, Align::Right, Keep::IfRoom(2)),
    ]);
    for row in newest_first.iter().rev() {
        table.row(cells(row, look, now));
    }
    let width = look.stdout.columns.unwrap_or(FULL_WIDTH);
    let mut text = table.lines(width, look.stdout.theme).join("\n");
    text.push('\n');
    text.into_bytes()
}

/// One event on one line, for a list that goes on.
pub fn line(row: &EventRow, look: &Look, now: Timestamp, out: &mut Vec<u8>) {
    let cells = EventCells::of(&row.content, &row.request.body, look.language);
    let mut line = Line::new(Screen { columns: None, ..look.stdout }, 2);
    line.note(Meaning::Dim, &look.times.moment(row.request.arrived_at, now));
    line.note(Meaning::Id, row.id.short());
    line.note(cells.meaning, &cells.event);
    for cell in [&*cells.status, &*cells.order, &*cells.amount, &*cells.method] {
        line.note(Meaning::Plain, cell);
    }
    line.end(out);
}

/// A line per event, newest first.
pub fn json(newest_first: &[EventRow], look: &Look) -> Vec<u8> {
    let json = Json::new(look.clone());
    let mut text = Vec::new();
    for row in newest_first {
        json.event(row, &mut text);
    }
    text
}

fn cells(row: &EventRow, look: &Look, now: Timestamp) -> [Cell; 9] {
    let cells = EventCells::of(&row.content, &row.request.body, look.language);
    // The beginning of what is no event would widen the column for all.
    let method = if cells.is_event() { cells.method } else { "".into() };
    let (delivery, meaning) = match (row.last_answer, row.resent) {
        (None, None) => ("", Meaning::Plain),
        _ => (row.standing().as_str(), meaning_of(row.standing())),
    };
    [
        Cell::new(look.times.moment(row.request.arrived_at, now)).meaning(Meaning::Dim),
        Cell::new(&row.id.as_str()[..EventId::SHOWN]).meaning(Meaning::Id),
        Cell::new(cells.event).meaning(cells.meaning),
        Cell::new(cells.status),
        Cell::new(cells.order),
        Cell::new(cells.amount),
        Cell::new(method),
        Cell::new(delivery).meaning(meaning),
        Cell::new(row.attempts.to_string()),
    ]
}

fn meaning_of(status: DeliveryStatus) -> Meaning {
    match status {
        DeliveryStatus::Completed => Meaning::Accepted,
        DeliveryStatus::Sending => Meaning::Warning,
        DeliveryStatus::Failed => Meaning::Failed,
    }
}
