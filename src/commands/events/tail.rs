//! `tosshook events tail`.

use std::ops::ControlFlow;
use std::path::Path;
use std::time::Duration;

use super::look;
use crate::cli::events::{ListFormat, TailArgs};
use crate::commands::filters::filter;
use crate::commands::{Context, recorded};
use crate::exit::{Exit, Failure};
use crate::filter::Filter;
use crate::history::{EventPlace, EventRow, Reader, Selection};
use crate::report::{self, Json, Look, words};

/// How often a look is taken at what is new.
const EVERY: Duration = Duration::from_millis(200);

/// How many events are read at once.
const AT_ONCE: usize = 256;

/// What is told of events, and how.
struct Tail<'a> {
    filter: Filter,
    format: ListFormat,
    look: Look,
    context: &'a Context,
}

/// Shows the newest events, and then each one that arrives, until nobody reads them any more.
pub(super) fn run(args: &TailArgs, context: &Context) -> Result<Exit, Failure> {
    let path = recorded::history(args.view.history.as_deref(), context)?;
    let format = args.view.chosen_format();
    let look = look(&args.view, context);
    let tail = Tail { filter: filter(&args.filters, context)?, format, look, context };
    let unusable = |error| words::failure::history(context.language, &error);
    let mut reader = recorded::open(&path, context)?;
    let mut place = EventPlace::default();
    if let Some(reader) = &reader {
        place = reader.newest_place().map_err(unusable)?;
        let selection =
            Selection { limit: args.limit as usize, filter: tail.filter.clone(), ..Selection::default() };
        let mut rows: Vec<_> = reader.rows(&selection).and_then(Iterator::collect).map_err(unusable)?;
        rows.reverse();
        if tail.tell(&rows)?.is_break() {
            return Ok(Exit::Success);
        }
    }
    loop {
        std::thread::sleep(EVERY);
        reader = follow(reader, &path, &mut place, context)?;
        let Some(reader) = &reader else { continue };
        loop {
            let (rows, after) = reader.after(place, AT_ONCE).map_err(unusable)?;
            let is_all = rows.len() < AT_ONCE;
            place = after;
            let shown: Vec<_> =
                rows.into_iter().filter(|row| tail.filter.keeps_out(&row.seen()).is_none()).collect();
            if tail.tell(&shown)?.is_break() {
                return Ok(Exit::Success);
            }
            if is_all {
                break;
            }
        }
    }
}

/// The reader, or one of the history that has come into being, or into the place of the one before.
fn follow(
    reader: Option<Reader>,
    path: &Path,
    place: &mut EventPlace,
    context: &Context,
) -> Result<Option<Reader>, Failure> {
    match reader {
        Some(reader) if !reader.is_gone() => Ok(Some(reader)),
        gone => {
            drop(gone);
            *place = EventPlace::default();
            recorded::open(path, context)
        }
    }
}

impl Tail<'_> {
    fn tell(&self, rows: &[EventRow]) -> Result<ControlFlow<()>, Failure> {
        if rows.is_empty() {
            return Ok(ControlFlow::Continue(()));
        }
        let mut text = Vec::new();
        let json = Json::new(self.look.clone());
        for row in rows {
            match self.format {
                ListFormat::Table => {
                    report::events::line(row, &self.look, self.context.clock.now(), &mut text);
                }
                ListFormat::Json => json.event(row, &mut text),
            }
        }
        self.context.print_on(&text)
    }
}
