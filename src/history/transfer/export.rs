//! What goes out: events in the order of their arrival, each with its requests and calls.
//!
//! A history that is damaged gives what can be read of it; what can't is counted.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::path::Path;

use super::salvage;
use crate::activity::EventId;
use crate::history::query::Reader;
use crate::history::{AttemptRow, DeliveryRow, EventRow, HistoryError, Selection};

/// A history's pages, in bytes: one of which a part is missing is filled up with zeros.
const PAGE: u64 = 8192;

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
    /// Events whose later requests or calls could be read in part only.
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
}

/// The event whose requests and calls are read.
#[derive(Debug)]
struct Current {
    place: i64,
    id: EventId,
    stage: Stage,
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
        // What lies beyond the end of a file that was cut off reads as zeros, not as damage: SQLite tells of it
        // only where it is opened as usual.
        let is_damaged = matches!(Reader::open(path), Err(HistoryError::Damaged { .. }));
        Ok(Reader::salvage(path)?.map(|reader| {
            let is_cut = !reader.length().is_multiple_of(PAGE);
            let lost = Lost { is_damaged: is_damaged || is_cut, ..Lost::default() };
            Self { reader, lost }
        }))
    }

    /// The events of a selection.
    pub fn export(&self, selection: &Selection) -> Result<Export<'_>, HistoryError> {
        let mut lost = self.lost;
        let mut places = match self.reader.places(selection) {
            Err(HistoryError::Damaged { .. }) => {
                lost.is_damaged = true;
                salvage::places(&self.reader, selection)?
            }
            places => places?,
        };
        places.reverse();
        Ok(Export { reader: &self.reader, places, next: 0, ahead: VecDeque::new(), current: None, lost })
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
                Err(HistoryError::Damaged { .. }) => {
                    self.lost.events += 1;
                    self.lost.is_damaged = true;
                }
                begun => begun?,
            }
        }
        Ok(self.ahead.pop_front())
    }

    fn begin(&mut self, place: i64) -> Result<(), HistoryError> {
        let _view = self.reader.view()?;
        // One that was just removed is passed over.
        let Some(mut row) = self.reader.event_at(place)? else { return Ok(()) };
        let Some(first) = self.reader.deliveries_after(place, 0, 1)?.pop() else { return Ok(()) };
        if let Some(twin) = row.twin_of {
            // A file tells of no event that is not in it.
            let twin = self.reader.place_of(twin)?;
            row.twin_of =
                row.twin_of.filter(|_| twin.is_some_and(|twin| self.places.binary_search(&twin).is_ok()));
        }
        self.current = Some(Current { place, id: row.id, stage: Stage::Deliveries(1) });
        self.ahead.push_back(Part::Event(Box::new((row, first))));
        Ok(())
    }

    /// Reads the next requests or calls of the event.
    fn read_on(&mut self) -> Result<(), HistoryError> {
        let Some(current) = &mut self.current else { return Ok(()) };
        let (place, id) = (current.place, current.id);
        let read = match current.stage {
            Stage::Deliveries(after) => {
                self.reader.deliveries_after(place, after, REQUESTS_AT_ONCE).map(|rows| {
                    current.stage =
                        rows.last().map_or(Stage::Attempts(0), |last| Stage::Deliveries(last.number));
                    self.ahead.extend(rows.into_iter().map(|row| Part::Delivery(id, Box::new(row))));
                    ControlFlow::Continue(())
                })
            }
            Stage::Attempts(after) => self.reader.attempts_after(place, after, CALLS_AT_ONCE).map(|rows| {
                let Some((last, _)) = rows.last() else { return ControlFlow::Break(()) };
                current.stage = Stage::Attempts(*last);
                self.ahead.extend(rows.into_iter().map(|(_, row)| Part::Attempt(id, Box::new(row))));
                ControlFlow::Continue(())
            }),
        };
        match read {
            Ok(ControlFlow::Continue(())) => {}
            Ok(ControlFlow::Break(())) => self.current = None,
            Err(HistoryError::Damaged { .. }) => {
                self.lost.in_part += 1;
                self.lost.is_damaged = true;
                self.current = None;
            }
            Err(error) => return Err(error),
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
