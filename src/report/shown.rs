//! `events show`: a recorded event's request, every request that came for it, and every call that was made.

use jiff::Timestamp;

use super::event_cells::{EventCells, clipped};
use super::line::Line;
use super::table::{Cell, Column, Keep, Table};
use super::theme::Meaning;
use super::width::{self, Align};
use super::{Detail, Look, Reveal, compared, fields, when};
use crate::activity::{Compared, DeliveryStatus, Outcome, Repeat};
use crate::history::{AttemptRow, DeliveryRow, EventRow, Origin};

/// The width of a page that goes to no terminal.
const FULL_WIDTH: usize = 400;

/// How wide a header's value may be, and what an answer said.
const VALUE_COLUMNS: usize = 400;
const SAID_COLUMNS: usize = 60;

/// How wide the names of headers become.
const WIDEST_NAME: usize = 48;

/// The headers that hold keys of whoever sent them.
pub(super) const SECRET_HEADERS: [&str; 3] = ["authorization", "cookie", "proxy-authorization"];

/// The page.
pub fn page(
    row: &EventRow,
    deliveries: &[DeliveryRow],
    attempts: &[AttemptRow],
    look: &Look,
    now: Timestamp,
) -> Vec<u8> {
    let mut out = Vec::new();
    head(row, look, now, &mut out);
    request(row, look, &mut out);
    out.push(b'\n');
    fields::write(&row.content, &row.request.body, Detail::Full, look, &mut out);
    put(&requests(deliveries, look, now), look, &mut out);
    if !attempts.is_empty() {
        put(&calls(attempts, look, now), look, &mut out);
    }
    out
}

/// How the event and its payment stand to each other, behind the page.
pub fn compared(compared: &Compared, look: &Look) -> Vec<u8> {
    let told = compared::told(compared, look);
    let mut out = vec![b'\n'];
    let mut line = Line::new(look.stdout, 4);
    line.space(2);
    line.word(told.meaning, told.mark);
    line.words(told.meaning, &told.sentence);
    line.end(&mut out);
    out
}

fn head(row: &EventRow, look: &Look, now: Timestamp, out: &mut Vec<u8>) {
    let cells = EventCells::of(&row.content, &row.request.body, look.language);
    let mut line = Line::new(look.stdout, 2);
    line.note(Meaning::Id, row.id.as_str());
    line.note(cells.meaning, &cells.event);
    for cell in [&*cells.status, &*cells.order, &*cells.amount, &*cells.method] {
        line.note(Meaning::Plain, cell);
    }
    line.end(out);
    let mut line = Line::new(look.stdout, 2);
    line.note(meaning_of(row.standing()), row.standing().as_str());
    let arrived = look.times.moment(row.request.arrived_at, now);
    line.sentence(Meaning::Plain, &look.language.arrived(&arrived, row.request.remote));
    if row.origin == Origin::Imported {
        line.sentence(Meaning::Plain, look.language.imported());
    }
    if let Some((meaning, signature)) = look.language.signature(row.signature) {
        line.sentence(meaning, signature);
    }
    if let Some(twin) = &row.twin_of {
        line.sentence(Meaning::Plain, &look.language.twin(twin));
    }
    line.sentence(Meaning::Dim, &look.language.in_zone(&look.times.zone_name(now)));
    line.end(out);
    out.push(b'\n');
}

fn request(row: &EventRow, look: &Look, out: &mut Vec<u8>) {
    let mut line = Line::new(look.stdout, 4);
    line.space(2);
    line.word(Meaning::Event, row.request.method.as_str());
    line.words(Meaning::Plain, &clipped(&row.request.target(), VALUE_COLUMNS));
    line.end(out);
    let widest =
        row.request.header_lines().map(|(name, _)| width::of(name)).max().unwrap_or(0).min(WIDEST_NAME);
    for (name, value) in row.request.header_lines() {
        let is_secret = look.reveal == Reveal::Masked && SECRET_HEADERS.contains(&name);
        let mut line = Line::new(look.stdout, 4);
        line.space(2);
        line.cell(Meaning::Dim, name, widest, Align::Left);
        line.note(
            Meaning::Plain,
            if is_secret { "*****".into() } else { clipped(&value, VALUE_COLUMNS) }.as_ref(),
        );
        line.end(out);
    }
}

fn requests(deliveries: &[DeliveryRow], look: &Look, now: Timestamp) -> Table {
    let [number, arrived, count, repeat, answer, after, history] = look.language.request_headings();
    let mut table = Table::new([
        Column::new(number, Align::Right, Keep::Always),
        Column::new(arrived, Align::Left, Keep::Always),
        Column::new(count, Align::Right, Keep::IfRoom(2)),
        Column::new(repeat, Align::Left, Keep::IfRoom(1)),
        Column::new(answer, Align::Right, Keep::Always),
        Column::new(after, Align::Right, Keep::IfRoom(0)),
        Column::new(history, Align::Left, Keep::Always),
    ]);
    for row in deliveries {
        let status = row.delivery_status;
        let meaning = status.map_or(Meaning::Plain, meaning_of);
        let repeat = if row.repeat == Repeat::None { "" } else { row.repeat.as_str() };
        table.row([
            Cell::new(row.number.to_string()),
            Cell::new(look.times.moment(row.request.arrived_at, now)).meaning(Meaning::Dim),
            Cell::new(row.retried_count.to_string()),
            Cell::new(repeat),
            Cell::new(row.answer.map_or_else(|| "-".to_owned(), |status| status.to_string())),
            Cell::new(row.answered_after.map_or_else(String::new, when::elapsed)),
            Cell::new(status.map_or("", DeliveryStatus::as_str)).meaning(meaning),
        ]);
    }
    table
}

fn calls(attempts: &[AttemptRow], look: &Look, now: Timestamp) -> Table {
    let [number, begun, to, count, outcome, status, after, said] = look.language.call_headings();
    let mut table = Table::new([
        Column::new(number, Align::Right, Keep::Always),
        Column::new(begun, Align::Left, Keep::Always),
        Column::new(to, Align::Left, Keep::IfRoom(2)),
        Column::new(count, Align::Right, Keep::IfRoom(1)),
        Column::new(outcome, Align::Left, Keep::Always),
        Column::new(status, Align::Right, Keep::Always),
        Column::new(after, Align::Right, Keep::IfRoom(3)),
        Column::new(said, Align::Left, Keep::IfRoom(0)),
    ]);
    for row in attempts {
        let said = row.response.as_deref().map_or_else(String::new, |said| {
            let text = String::from_utf8_lossy(said);
            clipped(text.lines().next().unwrap_or_default(), SAID_COLUMNS).into_owned()
        });
        let outcome = row.outcome.map_or(look.language.unheard(), Outcome::as_str);
        table.row([
            Cell::new(row.number.to_string()),
            Cell::new(look.times.moment(row.begun_at, now)).meaning(Meaning::Dim),
            Cell::new(clipped(&row.endpoint, SAID_COLUMNS)),
            Cell::new(row.retried_count.map_or_else(String::new, |count| count.to_string())),
            Cell::new(outcome).meaning(meaning_of_call(row)),
            Cell::new(row.http_status.map_or_else(|| "-".to_owned(), |status| status.to_string())),
            Cell::new(row.elapsed.map_or_else(String::new, when::elapsed)),
            Cell::new(if look.reveal == Reveal::Revealed { said } else { masked(row, said) }),
        ]);
    }
    table
}

/// How a call ended.
pub(super) fn meaning_of_call(row: &AttemptRow) -> Meaning {
    match row.outcome {
        Some(Outcome::Accepted) => Meaning::Accepted,
        Some(_) => Meaning::Failed,
        None => Meaning::Warning,
    }
}

/// What an answer said, with secrets hidden where it is JSON.
fn masked(row: &AttemptRow, said: String) -> String {
    let masked = row.response.as_deref().and_then(super::mask::json);
    masked.map_or(said, |json| clipped(&String::from_utf8_lossy(&json), SAID_COLUMNS).into_owned())
}

fn put(table: &Table, look: &Look, out: &mut Vec<u8>) {
    out.push(b'\n');
    for line in table.lines(look.stdout.columns.unwrap_or(FULL_WIDTH), look.stdout.theme) {
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
}

fn meaning_of(status: DeliveryStatus) -> Meaning {
    match status {
        DeliveryStatus::Completed => Meaning::Accepted,
        DeliveryStatus::Sending => Meaning::Warning,
        DeliveryStatus::Failed => Meaning::Failed,
    }
}
