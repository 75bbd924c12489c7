//! `events diff`: in what two events differ, as a table or as JSON Lines.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::value::RawValue;

use super::event_cells::{EventCells, clipped};
use super::line::Line;
use super::mask::Secret;
use super::shown::SECRET_HEADERS;
use super::table::{Cell, Column, Keep, Table};
use super::theme::Meaning;
use super::width::Align;
use super::{Json, Look, Reveal};
use crate::examine::difference::{Change, Difference, Differences, Place, Segment};
use crate::history::EventRow;
use crate::json::{self, typed};

/// The width of a table that goes to no terminal.
const FULL_WIDTH: usize = 400;

/// How wide a path becomes, and a value where there is room, and at least.
const WIDEST_PATH: usize = 48;
const WIDEST_VALUE: usize = 60;
const NARROWEST_VALUE: usize = 12;

/// What stands beside the values of a row.
const BESIDE: usize = 16;

/// The version of the JSON kinds.
const VERSION: u32 = 1;

/// The two events, then a row per difference.
pub fn page(events: [&EventRow; 2], differences: &Differences, look: &Look) -> Vec<u8> {
    let language = look.language;
    let mut out = Vec::new();
    for (event, name) in events.into_iter().zip(["A", "B"]) {
        let cells = EventCells::of(&event.content, &event.request.body, language);
        let mut line = Line::new(look.stdout, 2);
        line.note(Meaning::Dim, name);
        line.note(Meaning::Id, event.id.short());
        line.note(cells.meaning, &cells.event);
        for cell in [&*cells.status, &*cells.order, &*cells.amount, &*cells.method] {
            line.note(Meaning::Plain, cell);
        }
        line.end(&mut out);
    }
    out.push(b'\n');
    if differences.found.is_empty() {
        sentence(language.no_difference(), look, &mut out);
        return out;
    }
    for line in table(differences, look).lines(look.stdout.columns.unwrap_or(FULL_WIDTH), look.stdout.theme) {
        out.extend_from_slice(line.as_bytes());
        out.push(b'\n');
    }
    if differences.left_out > 0 {
        sentence(&language.more_differences(differences.left_out as u64), look, &mut out);
    }
    out
}

fn sentence(text: &str, look: &Look, out: &mut Vec<u8>) {
    let mut line = Line::new(look.stdout, 2).indented();
    line.words(Meaning::Dim, text);
    line.end(out);
}

fn table(differences: &Differences, look: &Look) -> Table {
    let [change, place, before, after] = look.language.difference_headings();
    let mut table = Table::new([
        Column::new(change, Align::Left, Keep::Always),
        Column::new(place, Align::Left, Keep::Always),
        Column::new(before, Align::Left, Keep::Always),
        Column::new(after, Align::Left, Keep::Always),
    ]);
    let widest = differences.found.iter().map(|it| path(&it.place).len()).max().unwrap_or(0).min(WIDEST_PATH);
    let room = look.stdout.columns.unwrap_or(FULL_WIDTH).saturating_sub(widest + BESIDE) / 2;
    let columns = room.clamp(NARROWEST_VALUE, WIDEST_VALUE);
    for difference in &differences.found {
        let meaning = match difference.change {
            Change::Changed | Change::Bytes { .. } => Meaning::Warning,
            Change::Added => Meaning::Accepted,
            Change::Removed => Meaning::Failed,
            Change::Moved | Change::Form => Meaning::Dim,
        };
        let [before, after] = cells(difference, look, columns);
        table.row([
            Cell::new(look.language.change(difference.change)).meaning(meaning),
            Cell::new(clipped(&path(&difference.place), WIDEST_PATH)),
            Cell::new(before),
            Cell::new(after),
        ]);
    }
    table
}

fn cells(difference: &Difference, look: &Look, columns: usize) -> [String; 2] {
    if let Change::Bytes { offset } = difference.change {
        return [&difference.before, &difference.after]
            .map(|size| look.language.bytes_differ(offset, size.as_deref().unwrap_or("0")));
    }
    [&difference.before, &difference.after].map(|value| {
        let value = value.as_deref().map_or("".into(), |value| harmless(difference, value, look.reveal));
        clipped(&value, columns).into_owned()
    })
}

/// A value, masked where it is a secret.
fn harmless<'a>(difference: &Difference, value: &'a str, reveal: Reveal) -> Cow<'a, str> {
    match secret(&difference.place).filter(|_| reveal == Reveal::Masked && may_be_secret(difference, value)) {
        Some(Hidden::Field(secret)) => {
            let masked = secret.mask(&json::plain(value).unwrap_or(value.into()));
            serde_json::to_string(&masked).unwrap_or_default().into()
        }
        Some(Hidden::Header) => "*****".into(),
        None => value.into(),
    }
}

fn may_be_secret(difference: &Difference, value: &str) -> bool {
    !matches!(value, "null" | "true" | "false" | "\"\"" | "{}" | "[]") && difference.change != Change::Moved
}

/// What is hidden at a place.
enum Hidden {
    Field(Secret),
    Header,
}

fn secret(place: &Place) -> Option<Hidden> {
    match place {
        Place::Header(name) => SECRET_HEADERS.contains(&name.as_str()).then_some(Hidden::Header),
        Place::Body(path) => {
            // The items of an array carry its name, as in `mask`.
            let mut names = path.iter().rev().filter_map(|segment| match segment {
                Segment::Key(key) => Some(key.as_str()),
                Segment::Index(_) => None,
            });
            let name = names.next()?;
            let is_item = matches!(path.last(), Some(Segment::Index(_)));
            let around = if is_item { name } else { names.next().unwrap_or_default() };
            Secret::of_field(name, around).map(Hidden::Field)
        }
        Place::Method | Place::Path => None,
    }
}

/// A place as `--where` writes it; of a header its name.
fn path(place: &Place) -> String {
    match place {
        Place::Method => "method".to_owned(),
        Place::Path => "path".to_owned(),
        Place::Header(name) => name.clone(),
        Place::Body(path) if path.is_empty() => "body".to_owned(),
        Place::Body(path) => {
            let segments = path.iter().map(|segment| match segment {
                Segment::Key(key) => typed(key),
                Segment::Index(index) => index.to_string(),
            });
            segments.collect::<Vec<_>>().join(".")
        }
    }
}

#[derive(Serialize)]
struct DifferenceLine<'a> {
    v: u32,
    kind: &'static str,
    a: &'a str,
    b: &'a str,
    place: &'static str,
    path: String,
    change: &'static str,
    before: Option<Box<RawValue>>,
    after: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
}

/// A line per difference; values of the body token for token.
pub fn json(events: [&EventRow; 2], differences: &Differences, look: &Look) -> Vec<u8> {
    let json = Json::new(look.clone());
    let mut out = Vec::new();
    let [a, b] = events;
    for difference in &differences.found {
        let value = |value: &Option<String>| {
            let value = harmless(difference, value.as_deref()?, look.reveal);
            let is_token = matches!(difference.place, Place::Body(_));
            let token = if is_token { value.into_owned() } else { serde_json::to_string(&value).ok()? };
            RawValue::from_string(token).ok()
        };
        let line = DifferenceLine {
            v: VERSION,
            kind: "difference",
            a: a.id.as_str(),
            b: b.id.as_str(),
            place: match difference.place {
                Place::Method => "method",
                Place::Path => "path",
                Place::Header(_) => "header",
                Place::Body(_) => "body",
            },
            path: match &difference.place {
                Place::Body(segments) if segments.is_empty() => String::new(),
                place => path(place),
            },
            change: difference.change.as_str(),
            before: value(&difference.before),
            after: value(&difference.after),
            offset: if let Change::Bytes { offset } = difference.change { Some(offset) } else { None },
        };
        json.put(&line, &mut out);
    }
    out
}
