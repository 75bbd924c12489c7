//! Which events are listed: those that pass every filter, newest first.

use std::collections::VecDeque;

use jiff::{SignedDuration, Timestamp};
use rusqlite::params;

use super::query::{First, Reader};
use super::row::{bounded, timestamp};
use super::{EventRow, HistoryError, Wanted, terms};
use crate::filter::{Filter, Search};
use crate::toss::EventType;

/// How many events are looked at with one query.
const AT_ONCE: u32 = 512;

/// How many events the search index is asked for at first, and at most.
const ASKED_FIRST: u32 = 64;
const ASKED_MOST: u32 = 65_536;

/// How far clocks are believed to be set back: the first event that is older than `since` by more ends the
/// list, for those before it are older still.
const SET_BACK: SignedDuration = SignedDuration::from_hours(1);

/// What can be told of events without reading their bytes.
const GLANCE: &str = "
    SELECT seq, first_arrival, kind, order_id FROM event WHERE seq < ?1 AND seq > ?2 ORDER BY seq DESC LIMIT ?3";

/// An event that [`GLANCE`] came to no more.
const LEFT: &str = "SELECT seq FROM event WHERE seq < ?1 AND seq > ?2 ORDER BY seq LIMIT 1";

const GLANCE_AT: &str = "SELECT seq, first_arrival, kind, order_id FROM event WHERE seq = ?1";

/// Which events are listed; [`Selection::default`] is none, for its limit is 0.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// How many at most.
    pub limit: usize,
    /// How they stand.
    pub wanted: Wanted,
    /// What they pass.
    pub filter: Filter,
    /// When they first arrived at the earliest.
    pub since: Option<Timestamp>,
    /// Their order.
    pub order: Option<String>,
    /// What stands in them.
    pub search: Option<Search>,
}

impl Selection {
    /// What the search index is asked for it; none where that can't tell.
    fn query(&self) -> Option<String> {
        let order = self.order.as_deref().filter(|order| !order.is_empty()).map(terms::order_query);
        let search = self.search.as_ref().and_then(terms::query);
        match (order, search) {
            (Some(order), Some(search)) => Some(format!("({order}) AND ({search})")),
            (order, search) => order.or(search),
        }
    }

    /// Whether it is about all events.
    pub fn is_of_all(&self) -> bool {
        self.wanted == Wanted::All
            && self.filter.is_open()
            && self.since.is_none()
            && self.order.is_none()
            && self.search.is_none()
    }
}

/// An event at a glance.
struct Glance {
    seq: i64,
    arrived_at: Timestamp,
    kind: Option<String>,
    order_id: Option<String>,
}

/// The events of a selection, each read when it is asked for. Between them nothing is held, so that whoever
/// takes their time keeps no checkpoint waiting.
pub(super) struct Rows<'a> {
    reader: &'a Reader,
    selection: &'a Selection,
    order: Option<String>,
    left: usize,
    ahead: VecDeque<Glance>,
    source: Source,
    index: Option<Asked>,
    last_imported: i64,
}

/// Where the next events are looked for.
enum Source {
    /// Between these places, neither of which is looked at, from the later one on.
    Between { after: i64, before: i64 },
    /// At these places, and then at earlier ones that the search index gives.
    At(std::vec::IntoIter<i64>),
    /// Nowhere any more.
    Over,
}

/// What the search index is asked.
struct Asked {
    query: String,
    /// The places before this one are next.
    before: i64,
    /// How many are asked for at once: more each time, for those given may be none that are wanted.
    most: u32,
}

impl Reader {
    /// The events of a selection, newest first.
    pub fn rows<'a>(
        &'a self,
        selection: &'a Selection,
    ) -> Result<impl Iterator<Item = Result<EventRow, HistoryError>> + 'a, HistoryError> {
        self.rows_of(selection)
    }

    /// The places of the events of a selection, newest first.
    pub(super) fn places(&self, selection: &Selection) -> Result<Vec<i64>, HistoryError> {
        if selection.is_of_all() {
            return self.newest_places(selection.limit);
        }
        let mut rows = self.rows_of(selection)?;
        let mut places = Vec::new();
        while let Some((place, _)) = rows.next_passing()? {
            places.push(place);
        }
        Ok(places)
    }

    /// The events between these places, newest first, at most so many. Where a part of the tree was overwritten with
    /// what looks like one, SQLite does not tell; that the rows are in order, and that none is left, does.
    fn glances(&self, before: i64, after: i64, most: u32) -> Result<Vec<Glance>, HistoryError> {
        let _view = self.view()?;
        let glances = self.all(GLANCE, params![before, after, most], glance)?;
        let mut is_right = glances.is_sorted_by(|one, next| one.seq > next.seq);
        if glances.is_empty() {
            let left: Option<i64> = self.one(LEFT, params![before, after], |row| row.get(0))?;
            is_right = left.is_none();
        }
        if is_right { Ok(glances) } else { Err(self.disordered()) }
    }

    fn rows_of<'a>(&'a self, selection: &'a Selection) -> Result<Rows<'a>, HistoryError> {
        let query = selection.query();
        let upto = if query.is_some() { self.searchable()? } else { 0 };
        let index =
            query.filter(|_| upto > 0).map(|query| Asked { query, before: upto + 1, most: ASKED_FIRST });
        let wanted = if index.is_none() { self.places_wanted(selection.wanted)? } else { None };
        let source = match wanted {
            Some(places) => Source::At(places.into_iter()),
            // What the index does not have yet comes first.
            None => Source::Between { after: upto, before: i64::MAX },
        };
        Ok(Rows {
            reader: self,
            selection,
            order: selection.order.as_deref().map(|order| bounded(order).into_owned()),
            left: selection.limit,
            ahead: VecDeque::new(),
            source,
            index,
            last_imported: self.last_imported()?,
        })
    }
}

impl<'a> Rows<'a> {
    /// No events; only asked which places are of the selection.
    pub(super) fn none(reader: &'a Reader, selection: &'a Selection) -> Self {
        Self {
            reader,
            selection,
            order: selection.order.as_deref().map(|order| bounded(order).into_owned()),
            left: 0,
            ahead: VecDeque::new(),
            source: Source::Over,
            index: None,
            last_imported: 0,
        }
    }

    /// Whether the event at this place of a damaged history is one of the selection, whatever its limit; none
    /// where there is no event.
    pub(super) fn takes(&self, place: i64) -> Result<Option<bool>, HistoryError> {
        let Some(glance) = self.reader.one(GLANCE_AT, [place], glance)? else { return Ok(None) };
        if !self.may_pass(&glance) {
            return Ok(Some(false));
        }
        let Some(first) = self.reader.first_alone(place)? else { return Ok(None) };
        Ok(Some(self.passes(&first) && self.reader.is_wanted(place, self.selection.wanted)?))
    }

    fn next_row(&mut self) -> Result<Option<EventRow>, HistoryError> {
        match self.next_passing()? {
            Some((seq, first)) => self.reader.event_of(seq, first).map(Some),
            None => Ok(None),
        }
    }

    fn next_passing(&mut self) -> Result<Option<(i64, First)>, HistoryError> {
        while self.left > 0 {
            let Some(glance) = self.next_glance()? else { break };
            if self.is_beyond(&glance)? {
                break;
            }
            if !self.may_pass(&glance) {
                continue;
            }
            let _view = self.reader.view()?;
            if !self.reader.is_wanted(glance.seq, self.selection.wanted)? {
                continue;
            }
            if let Some(first) = self.reader.first(glance.seq)?.filter(|first| self.passes(first)) {
                self.left -= 1;
                return Ok(Some((glance.seq, first)));
            }
        }
        self.left = 0;
        Ok(None)
    }

    /// Whether all that come next are older than wanted. What was imported is older than its place says.
    fn is_beyond(&self, glance: &Glance) -> Result<bool, HistoryError> {
        let is_old = self.selection.since.is_some_and(|since| glance.arrived_at < since - SET_BACK);
        Ok(is_old && (glance.seq > self.last_imported || !self.reader.is_imported(glance.seq)?))
    }

    fn next_glance(&mut self) -> Result<Option<Glance>, HistoryError> {
        if self.ahead.is_empty() {
            self.look_ahead()?;
        }
        Ok(self.ahead.pop_front())
    }

    fn look_ahead(&mut self) -> Result<(), HistoryError> {
        match &mut self.source {
            Source::Over => {}
            Source::At(places) => {
                for place in places {
                    // One that was just removed is passed over.
                    if let Some(glance) = self.reader.one(GLANCE_AT, [place], glance)? {
                        self.ahead.push_back(glance);
                        return Ok(());
                    }
                }
                self.source = self.ask_index()?;
                return if matches!(self.source, Source::Over) { Ok(()) } else { self.look_ahead() };
            }
            Source::Between { after, before } => {
                // Where few are wanted and all pass, no more are looked at.
                let most = if self.selection.is_of_all() {
                    u32::try_from(self.left).unwrap_or(AT_ONCE).min(AT_ONCE)
                } else {
                    AT_ONCE
                };
                let after = *after;
                self.ahead = self.reader.glances(*before, after, most)?.into();
                if let Some(last) = self.ahead.back() {
                    self.source = Source::Between { after, before: last.seq };
                } else {
                    self.source = Source::At(Vec::new().into_iter());
                    return self.look_ahead();
                }
            }
        }
        Ok(())
    }

    fn ask_index(&mut self) -> Result<Source, HistoryError> {
        let Some(asked) = &mut self.index else { return Ok(Source::Over) };
        let places = self.reader.matching(&asked.query, asked.before, asked.most)?;
        let Some(last) = places.last() else { return Ok(Source::Over) };
        asked.before = *last;
        asked.most = asked.most.saturating_mul(4).min(ASKED_MOST);
        Ok(Source::At(places.into_iter()))
    }

    /// Whether an event may pass, as far as a glance tells.
    fn may_pass(&self, glance: &Glance) -> bool {
        let Filter { only, except, .. } = &self.selection.filter;
        // The name of an event type may have been too long for its column.
        let kind = glance.kind.as_deref().filter(|kind| !kind.starts_with("sha256:"));
        let is_named = |patterns: &crate::toss::event::EventPatterns| {
            kind.map(|kind| patterns.matches(&EventType::from_wire(kind)))
        };
        self.selection.since.is_none_or(|since| glance.arrived_at >= since)
            && (self.order.is_none() || self.order == glance.order_id)
            && only.as_ref().and_then(is_named) != Some(false)
            && except.as_ref().and_then(is_named) != Some(true)
    }

    fn passes(&self, first: &First) -> bool {
        let Selection { filter, search, .. } = self.selection;
        filter.keeps_out(&first.seen()).is_none()
            && search.as_ref().is_none_or(|search| search.finds(&first.content, &first.request.body))
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<EventRow, HistoryError>;

    fn next(&mut self) -> Option<Self::Item> {
        let row = self.next_row();
        if row.is_err() {
            self.left = 0;
        }
        row.transpose()
    }
}

fn glance(row: &rusqlite::Row<'_>) -> rusqlite::Result<Glance> {
    Ok(Glance {
        seq: row.get(0)?,
        arrived_at: timestamp(row.get(1)?),
        kind: row.get(2)?,
        order_id: row.get(3)?,
    })
}
