//! Events' ids: random to look at, and found again without an index.
//!
//! An index over random ids dirties one page per event: it halved the writer's speed. So an id's
//! first six characters, those that a person sees, are the event's place in the order of arrival,
//! put through a permutation that differs from history to history; the rest is random. Within
//! 2^30 events no two ids are shown alike.
//!
//! An event that was imported keeps the id that it came with, which tells nothing of its place here. Those ids
//! have an index of their own: it is empty in most histories, and no listener writes to it.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::store::{WITH_IMPORTS, version};
use crate::activity::EventId;

const LAST_PLACE: &str = "SELECT max(seq) FROM event";

const LAST_GIVEN: &str = "SELECT max(upto, coalesce((SELECT max(seq) FROM event), 0)) FROM given";

const IS_AT: &str = "SELECT seq FROM event WHERE seq = ?1 AND id = ?2";

const IMPORTED: &str = "SELECT event FROM imported WHERE id = ?1";

const IMPORTED_SO: &str =
    "SELECT event FROM imported WHERE id >= ?1 AND id < ?1 || '~' ORDER BY event DESC LIMIT ?2";

/// The bits that the shown characters hold.
const SHOWN_BITS: usize = 5 * EventId::SHOWN;
const SHOWN_MASK: u64 = (1 << SHOWN_BITS) - 1;
const HALF: usize = SHOWN_BITS / 2;
const HALF_MASK: u64 = (1 << HALF) - 1;
const ROUNDS: u64 = 6;

/// The permutation of one history.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    key: u64,
    imports: Imports,
}

/// Whether a history tells which events were imported: an older version's does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Imports {
    Told,
    Untold,
}

impl Imports {
    fn of(version: usize) -> Self {
        if version < WITH_IMPORTS { Self::Untold } else { Self::Told }
    }
}

impl Names {
    /// The names of the history that this is a connection to.
    pub(super) fn of(connection: &Connection) -> rusqlite::Result<Self> {
        let names = connection.query_row("SELECT key FROM naming", [], |row| row.get(0)).map(Self::new)?;
        Ok(Self { imports: Imports::of(version(connection)?), ..names })
    }

    /// Those of a damaged history, of which it is not known how it names its events.
    pub(super) fn unknown(connection: &Connection) -> Self {
        let imports = version(connection).map_or(Imports::Told, Imports::of);
        Self { imports, ..Self::new(0) }
    }

    /// Whether the history tells which events were imported.
    pub(super) fn tell_imports(self) -> bool {
        self.imports == Imports::Told
    }

    fn new(key: i64) -> Self {
        Self { key: key.cast_unsigned(), imports: Imports::Told }
    }

    /// The place of the event with this id; none where there is no such event.
    pub(super) fn find(self, connection: &Connection, id: EventId) -> rusqlite::Result<Option<i64>> {
        let mut is_at = connection.prepare_cached(IS_AT)?;
        for place in self.places(id, last_place(connection)?) {
            let found = is_at.query_row(params![place, id.as_str()], |row| row.get(0)).optional()?;
            if found.is_some() {
                return Ok(found);
            }
        }
        self.find_imported(connection, id)
    }

    fn find_imported(self, connection: &Connection, id: EventId) -> rusqlite::Result<Option<i64>> {
        if self.imports == Imports::Untold {
            return Ok(None);
        }
        connection.prepare_cached(IMPORTED)?.query_row([id.as_str()], |row| row.get(0)).optional()
    }

    /// The places, newest first, of imported events whose ids begin so; at most so many.
    pub(super) fn imported_fitting(
        self,
        connection: &Connection,
        beginning: &str,
        most: usize,
    ) -> rusqlite::Result<Vec<i64>> {
        if self.imports == Imports::Untold {
            return Ok(Vec::new());
        }
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut fitting = connection.prepare_cached(IMPORTED_SO)?;
        fitting.query_map(params![beginning, most], |row| row.get(0))?.collect()
    }

    /// A new id for the event at this place; the upper bits of `random` are in it.
    pub(super) fn name(self, seq: i64, random: u128) -> EventId {
        let shown = u128::from(self.shown(seq));
        EventId::from_random(random & !u128::from(SHOWN_MASK) | shown)
    }

    /// The places, newest first, of events whose ids may begin so; at most the newest 2^25 are
    /// looked through. None for what no id begins with.
    pub(super) fn fitting(self, beginning: &str, last: i64) -> Vec<i64> {
        let Some(filled_up) = EventId::parse(&format!("{beginning:0<16}")) else { return Vec::new() };
        if beginning.len() >= EventId::SHOWN {
            let mut places: Vec<_> = self.places(filled_up, last).collect();
            places.reverse();
            return places;
        }
        let mask = (1 << (5 * beginning.len())) - 1;
        let newest = (1..=last).rev().take(1 << 25);
        newest.filter(|place| self.shown(*place) & mask == shown_bits(filled_up) & mask).collect()
    }

    /// The places, up to `last`, that an event with this id may have: one for each 2^30 events.
    fn places(self, id: EventId, last: i64) -> impl Iterator<Item = i64> {
        let first = self.permute_back(shown_bits(id)).cast_signed();
        // A history of more events is a damaged one.
        (first..=last).step_by(1 << SHOWN_BITS).take(8)
    }

    /// The bits that a person sees of the id of the event at this place.
    fn shown(self, seq: i64) -> u64 {
        self.permute(seq.cast_unsigned() & SHOWN_MASK)
    }

    /// A Feistel network: any round function makes it a permutation of the halves.
    fn permute(self, place: u64) -> u64 {
        let (left, right) = (0..ROUNDS).fold((place >> HALF, place & HALF_MASK), |(left, right), round| {
            (right, left ^ self.round(round, right))
        });
        left << HALF | right
    }

    fn permute_back(self, shown: u64) -> u64 {
        let (left, right) =
            (0..ROUNDS).rev().fold((shown >> HALF, shown & HALF_MASK), |(left, right), round| {
                (right ^ self.round(round, left), left)
            });
        left << HALF | right
    }

    /// The finish of `SplitMix64` (Steele, Lea and Flood 2014), cut to a half.
    fn round(self, round: u64, half: u64) -> u64 {
        let mut mixed = self.key.wrapping_add((half << 8 | round).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ mixed >> 31) & HALF_MASK
    }
}

fn shown_bits(id: EventId) -> u64 {
    u64::try_from(id.bits() & u128::from(SHOWN_MASK)).unwrap_or_default()
}

/// The place of the newest event, 0 where there is none.
pub(super) fn last_place(connection: &Connection) -> rusqlite::Result<i64> {
    let last: Option<i64> = connection.prepare_cached(LAST_PLACE)?.query_row([], |row| row.get(0))?;
    Ok(last.unwrap_or(0))
}

/// The highest place that was ever given to an event, erased ones included.
pub(super) fn last_given(connection: &Connection) -> rusqlite::Result<i64> {
    connection.prepare_cached(LAST_GIVEN)?.query_row([], |row| row.get(0))
}

/// The event id in a column.
pub(super) fn id_at(row: &Row<'_>, column: usize) -> rusqlite::Result<EventId> {
    let text = row.get_ref(column)?.as_str()?;
    EventId::parse(text).ok_or(rusqlite::Error::InvalidQuery)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Names;

    #[test]
    fn a_place_is_found_again_from_the_id() {
        for key in [0, 1, -7, i64::MAX] {
            let names = Names::new(key);
            for seq in [1, 2, 1000, 1 << 29, (1 << 30) - 1, 1 << 30, 1 << 31] {
                let id = names.name(seq, u128::MAX);
                assert!(names.places(id, seq).any(|place| place == seq), "{seq} under {key}");
            }
        }
    }

    #[test]
    fn no_two_of_many_events_are_shown_alike() {
        let names = Names::new(42);
        let shown: BTreeSet<_> = (1..=50_000).map(|seq| names.name(seq, 0).short().to_owned()).collect();
        assert_eq!(shown.len(), 50_000);
    }

    #[test]
    fn ids_of_neighbours_begin_with_any_letter() {
        let names = Names::new(42);
        let first: BTreeSet<_> = (1..=500).map(|seq| names.name(seq, 0).short()[..1].to_owned()).collect();
        assert_eq!(first.len(), 32);
    }

    #[test]
    fn two_histories_name_their_events_differently() {
        let (one, other) = (Names::new(1), Names::new(2));
        assert!((1..=100).filter(|seq| one.shown(*seq) == other.shown(*seq)).count() < 3);
    }

    #[test]
    fn the_places_of_a_beginning_are_those_whose_ids_begin_so() {
        let names = Names::new(42);
        let ids: Vec<_> = (1..=3000).map(|seq| (seq, names.name(seq, 7 << 40))).collect();
        for length in 1..=16 {
            let beginning = &ids[1234].1.as_str()[..length];
            let fitting =
                ids.iter().rev().filter(|(_, id)| id.as_str().starts_with(beginning)).map(|(seq, _)| *seq);
            assert!(fitting.eq(names.fitting(beginning, 3000)), "{beginning}");
        }
        for nothing in ["i", "!", "00000000000000000"] {
            assert!(names.fitting(nothing, 3000).is_empty(), "{nothing}");
        }
    }

    #[test]
    fn a_place_beyond_the_last_event_is_none() {
        let names = Names::new(42);
        assert_eq!(names.places(names.name(10, 0), 9).count(), 0);
    }
}
