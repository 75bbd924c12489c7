//! Where events may be in a damaged history.
//!
//! A tree of which a page is lost can't be walked through, but most of its places can still be asked for one by
//! one. So all places are asked for that lie among those that anything in the file still names.

use std::collections::BTreeSet;

use crate::history::query::Reader;
use crate::history::selection::Rows;
use crate::history::{HistoryError, Selection};

/// What names places, each read up to where it can't be read on.
const NAMING: [&str; 9] = [
    "SELECT seq FROM event ORDER BY seq",
    "SELECT seq FROM event ORDER BY seq DESC",
    "SELECT seq FROM event INDEXED BY event_transmission WHERE transmission_id IS NOT NULL
        ORDER BY transmission_id",
    "SELECT seq FROM event INDEXED BY event_transmission WHERE transmission_id IS NOT NULL
        ORDER BY transmission_id DESC",
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
    let (Some(first), Some(last)) = (named.first().copied(), named.last().copied()) else {
        return Ok(Vec::new());
    };
    let most = i64::try_from(reader.length() / SMALLEST).unwrap_or(i64::MAX).max(BEYOND);
    let rows = Rows::none(reader, selection);
    let mut places = Vec::new();
    let mut ask = |place: i64, is_named_around: bool| {
        match rows.takes(place) {
            Ok(true) => places.push(place),
            // Whether it was asked for is not known.
            Err(HistoryError::Damaged { .. }) if is_named_around => places.push(place),
            Ok(false) | Err(HistoryError::Damaged { .. }) => {}
            Err(error) => return Err(error),
        }
        Ok(places.len() < selection.limit)
    };
    let mut wants_more = true;
    for place in (last + 1..=last + BEYOND).rev() {
        wants_more = wants_more && ask(place, false)?;
    }
    let mut later = last + 1;
    for place in named.into_iter().rev() {
        // A place beyond what the file can hold is part of the damage.
        let gap = if later - place > most { 0 } else { later - place };
        for between in (place..place + gap.max(1)).rev() {
            wants_more = wants_more && ask(between, true)?;
        }
        later = place;
    }
    for place in (1.max(first - BEYOND)..first).rev() {
        wants_more = wants_more && ask(place, false)?;
    }
    Ok(places)
}

fn named(reader: &Reader) -> BTreeSet<i64> {
    let mut named = BTreeSet::new();
    for query in NAMING {
        // An error is where the damage begins.
        let _ = reader.with_connection(|connection| {
            let mut query = connection.prepare(query)?;
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                if let Ok(place @ 1..=0xff_ffff_ffff) = row.get(0) {
                    named.insert(place);
                }
            }
            Ok(())
        });
    }
    named
}
