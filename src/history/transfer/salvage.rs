//! Where events may be in a damaged history.
//!
//! A tree of which a page is lost can't be walked through, but most of its places can still be asked for one by
//! one. So all places are asked for that lie among those that anything in the file still names.

use std::collections::BTreeMap;

use crate::history::query::Reader;
use crate::history::selection::Rows;
use crate::history::{HistoryError, Selection};

/// What names places, each read up to where it can't be read on. The first two are an index, which does not go wrong
/// along with its table: what that names was an event.
const NAMING_EVENTS: usize = 2;
const NAMING: [&str; 9] = [
    "SELECT seq FROM event INDEXED BY event_transmission WHERE transmission_id IS NOT NULL
        ORDER BY transmission_id",
    "SELECT seq FROM event INDEXED BY event_transmission WHERE transmission_id IS NOT NULL
        ORDER BY transmission_id DESC",
    "SELECT seq FROM event ORDER BY seq",
    "SELECT seq FROM event ORDER BY seq DESC",
    "SELECT event FROM delivery ORDER BY event",
    "SELECT event FROM answer ORDER BY event DESC",
    "SELECT event FROM attempt ORDER BY seq",
    "SELECT event FROM attempt ORDER BY seq DESC",
    "SELECT upto FROM searchable WHERE upto > 0",
];

/// The fewest bytes that an event takes: how many a file can hold at most.
const SMALLEST: u64 = 100;

/// How many places before the first that is named, and after the last, are asked for.
const BEYOND: i64 = 10_000;

/// The places of a selection's events, newest first; those that can't be read, and may be events, among them.
pub(super) fn places(reader: &Reader, selection: &Selection) -> Result<Vec<i64>, HistoryError> {
    let named = named(reader);
    let (Some((first, _)), Some((last, _))) = (named.first_key_value(), named.last_key_value()) else {
        return Ok(Vec::new());
    };
    let (first, last) = (*first, *last);
    let most = i64::try_from(reader.length() / SMALLEST).unwrap_or(i64::MAX).max(BEYOND);
    let rows = Rows::none(reader, selection);
    let mut places = Vec::new();
    let mut ask = |place: i64, known: Known| {
        match rows.takes(place) {
            Ok(Some(true)) => places.push(place),
            // Whether it was asked for is not known.
            Ok(None) if known == Known::Named => places.push(place),
            Err(HistoryError::Damaged { .. }) if known != Known::Nothing => places.push(place),
            Ok(_) | Err(HistoryError::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(places.len() < selection.limit)
    };
    let mut wants_more = true;
    for place in (last + 1..=last + BEYOND).rev() {
        wants_more = wants_more && ask(place, Known::Nothing)?;
    }
    let mut later = last + 1;
    for (place, known) in named.into_iter().rev() {
        // A place beyond what the file can hold is part of the damage.
        let gap = if later - place > most { 0 } else { later - place };
        for between in (place + 1..place + gap.max(1)).rev() {
            wants_more = wants_more && ask(between, Known::Around)?;
        }
        wants_more = wants_more && ask(place, known)?;
        later = place;
    }
    for place in (1.max(first - BEYOND)..first).rev() {
        wants_more = wants_more && ask(place, Known::Nothing)?;
    }
    Ok(places)
}

/// What is known of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Known {
    Nothing,
    /// There are events before and after it, or rows that name it.
    Around,
    /// An event was there.
    Named,
}

fn named(reader: &Reader) -> BTreeMap<i64, Known> {
    let mut named = BTreeMap::new();
    for (number, query) in NAMING.iter().enumerate() {
        let known = if number < NAMING_EVENTS { Known::Named } else { Known::Around };
        // An error is where the damage begins.
        let _ = reader.with_connection(|connection| {
            let mut query = connection.prepare(query)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                if let Ok(place @ 1..=0xff_ffff_ffff) = row.get(0) {
                    let so_far = named.entry(place).or_insert(known);
                    *so_far = known.max(*so_far);
                }
            }
            Ok(())
        });
    }
    named
}
