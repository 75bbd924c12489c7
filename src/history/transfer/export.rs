//! What goes out: events in the order of their arrival, each with its requests and calls.
//!
//! A history that is damaged gives what can be read of it; what can't is counted.

use std::collections::VecDeque;
use std::mem::replace;
use std::path::Path;

use super::salvage;
use crate::activity::EventId;
use crate::history::query::Reader;
use crate::history::{AttemptRow, DeliveryRow, EventRow, HistoryError, Selection};

/// How many requests or calls are read at once.
const REQUESTS_AT_ONCE: u32 = 16;
const CALLS_AT_ONCE: u32 = 256;

/// A part of what goes out.
#[derive(Debug)]
pub enum Part {
    /// An event, and its first request with its answer.
    Event(Box<(EventRow, DeliveryRow)>),
    /// A later request of the event before.
    Delivery(EventId, Box<DeliveryRow>),
    /// A call of the event before.
    Attempt(EventId, Box<AttemptRow>),
}

/// What could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lost {
    /// Events of which nothing could be read, as far as is known.
    pub events: u64,
    /// Events whose answers, later requests or calls could be read in part only.
    pub in_part: u64,
    /// Whether the history is damaged at all.
    pub is_damaged: bool,
}

/// A history that events are taken from.
#[derive(Debug)]
pub struct Exporter {
    reader: Reader,
    lost: Lost,
}

/// The parts, each read when it is asked for. Between them nothing is held.
#[derive(Debug)]
pub struct Export<'a> {
    reader: &'a Reader,
    /// Oldest first.
    places: Vec<i64>,
    next: usize,
    ahead: VecDeque<Part>,
    current: Option<Current>,
    lost: Lost,
    /// The history's as of the beginning.
    state: u32,
}

/// The event whose requests and calls are read.
#[derive(Debug)]
struct Current {
    place: i64,
    id: EventId,
    stage: Stage,
    is_whole: bool,
}

/// What comes next of an event.
#[derive(Clone, Copy, Debug)]
enum Stage {
    /// The requests after this one.
    Deliveries(u32),
    /// The calls after this place.
    Attempts(i64),
}

impl Exporter {
    /// Opens a history; `Ok(None)` where there is none yet.
    pub fn open(path: &Path) -> Result<Option<Self>, HistoryError> {
        // What lies beyond the end of a file that was cut off reads as zeros, not as damage: that is told only
        // where it is opened as usual.
        let is_damaged = matches!(Reader::open(path), Err(HistoryError::Damaged { .. }));
        let lost = Lost { is_damaged, ..Lost::default() };
        Ok(Reader::salvage(path)?.map(|reader| Self { reader, lost }))
    }

    /// The events of a selection.
    pub fn export(&self, selection: &Selection) -> Result<Export<'_>, HistoryError> {
        let mut lost = self.lost;
        let places = if lost.is_damaged { None } else { Some(self.reader.places(selection)) };
        let mut places = match places {
            None | Some(Err(HistoryError::Damaged { .. })) => {
                lost.is_damaged = true;
                salvage::places(&self.reader, selection)?
            }
            Some(places) => places?,
        };
        places.reverse();
        let state = self.reader.state()?;
        let (reader, ahead) = (&self.reader, VecDeque::new());
        Ok(Export { reader, places, next: 0, ahead, current: None, lost, state })
    }
}

impl Export<'_> {
    /// What could not be read so far.
    pub fn lost(&self) -> Lost {
        self.lost
    }

    fn next_part(&mut self) -> Result<Option<Part>, HistoryError> {
        while self.ahead.is_empty() {
            if self.current.is_some() {
                self.read_on()?;
                continue;
            }
            let Some(place) = self.places.get(self.next).copied() else { return Ok(None) };
            self.next += 1;
            match self.begin(place) {
                Ok(true) => {}
                // One that was just removed is passed over.
                Ok(false) if self.reader.state()? != self.state => {}
                Ok(false) | Err(HistoryError::Damaged { .. }) => {
                    self.lost.events += 1;
                    self.lost.is_damaged = true;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(self.ahead.pop_front())
    }

    /// Reads the event at a place and its first request; whether it is there.
    fn begin(&mut self, place: i64) -> Result<bool, HistoryError> {
        let _view = self.reader.view()?;
        let (whole, is_whole) = match self.whole(place) {
            Err(HistoryError::Damaged { .. }) => (self.reader.alone(place)?, false),
            whole => (whole?, true),
        };
        let Some((row, first)) = whole else { return Ok(false) };
        self.current = Some(Current { place, id: row.id, stage: Stage::Deliveries(1), is_whole: true });
        if !is_whole {
            self.lose_part();
        }
        self.ahead.push_back(Part::Event(Box::new((row, first))));
        Ok(true)
    }

    fn whole(&self, place: i64) -> Result<Option<(EventRow, DeliveryRow)>, HistoryError> {
        let Some(mut row) = self.reader.event_at(place)? else { return Ok(None) };
        let Some(first) = self.reader.deliveries_after(place, 0, 1)?.pop() else { return Ok(None) };
        if let Some(twin) = row.twin_of {
            // A file tells of no event that is not in it.
            let twin = self.reader.place_of(twin)?;
            row.twin_of =
                row.twin_of.filter(|_| twin.is_some_and(|twin| self.places.binary_search(&twin).is_ok()));
        }
        Ok(Some((row, first)))
    }

    /// Notes that a part of the current event is lost.
    fn lose_part(&mut self) {
        let was_whole = self.current.as_mut().is_some_and(|current| replace(&mut current.is_whole, false));
        self.lost.in_part += u64::from(was_whole);
        self.lost.is_damaged = true;
    }

    /// Reads the next requests or calls of the event.
    fn read_on(&mut self) -> Result<(), HistoryError> {
        let Some(Current { place, id, stage, .. }) = self.current else { return Ok(()) };
        let next = match stage {
            Stage::Deliveries(after) => {
                let rows = match self.reader.deliveries_after(place, after, REQUESTS_AT_ONCE) {
                    Err(HistoryError::Damaged { .. }) => {
                        self.lose_part();
                        self.reader.deliveries_alone_after(place, after, REQUESTS_AT_ONCE)
                    }
                    rows => rows,
                };
                rows.map(|rows| {
                    let last = rows.last().map(|row| row.number);
                    self.ahead.extend(rows.into_iter().map(|row| Part::Delivery(id, Box::new(row))));
                    Some(last.map_or(Stage::Attempts(0), Stage::Deliveries))
                })
            }
            Stage::Attempts(after) => self.reader.attempts_after(place, after, CALLS_AT_ONCE).map(|rows| {
                let last = rows.last().map(|(last, _)| *last);
                self.ahead.extend(rows.into_iter().map(|(_, row)| Part::Attempt(id, Box::new(row))));
                last.map(Stage::Attempts)
            }),
        };
        let next = match next {
            Err(HistoryError::Damaged { .. }) => {
                self.lose_part();
                if matches!(stage, Stage::Deliveries(_)) { Some(Stage::Attempts(0)) } else { None }
            }
            next => next?,
        };
        match (next, &mut self.current) {
            (Some(next), Some(current)) => current.stage = next,
            _ => self.current = None,
        }
        Ok(())
    }
}

impl Iterator for Export<'_> {
    type Item = Result<Part, HistoryError>;

    fn next(&mut self) -> Option<Self::Item> {
        let part = self.next_part();
        if part.is_err() {
            (self.next, self.current) = (self.places.len(), None);
        }
        part.transpose()
    }
}
