//! `tosshook events`.

use super::context::reveal;
use super::{Context, listener};
use crate::cli::events::{EventsAction, EventsArgs, ListArgs, ListFormat};
use crate::exit::{Exit, Failure};
use crate::history::Reader;
use crate::report::{self, Look, words};

/// Looks at what has arrived.
pub(super) fn run(args: &EventsArgs, context: &Context) -> Result<Exit, Failure> {
    match &args.action {
        Some(EventsAction::List(args)) => list(args, context),
        None => list(&args.list, context),
    }
}

fn list(args: &ListArgs, context: &Context) -> Result<Exit, Failure> {
    let path = match &args.history {
        Some(path) => path.clone(),
        None => listener::project_history(context)?,
    };
    let unusable = |error| words::failure::history(context.language, &error);
    let reader = Reader::open(&path).map_err(unusable)?;
    // What people read is masked unless they ask; what programs read is exact unless they ask.
    let format = args.chosen_format();
    let look = context.look(match format {
        ListFormat::Table => reveal(args.reveal),
        ListFormat::Json => reveal(!args.mask),
    });
    let limit = args.limit as usize;
    if format == ListFormat::Json {
        return reader.map_or(Ok(Exit::Success), |reader| print_json(&reader, limit, &look, context));
    }
    let rows = reader.map_or(Ok(Vec::new()), |reader| reader.newest(limit)).map_err(unusable)?;
    if rows.is_empty() {
        context.say(&look.language.nothing(&path));
        return Ok(Exit::Success);
    }
    context.print(&report::events::table(&rows, &look, context.clock.now()))
}

/// A line per event, one event at a time: a history holds more than memory should.
fn print_json(reader: &Reader, limit: usize, look: &Look, context: &Context) -> Result<Exit, Failure> {
    let unusable = |error| words::failure::history(context.language, &error);
    for row in reader.rows(limit).map_err(unusable)? {
        let line = report::events::json(&[row.map_err(unusable)?], look);
        if context.print_on(&line)?.is_break() {
            break;
        }
    }
    Ok(Exit::Success)
}
