//! `tosshook events`.

use super::context::reveal;
use super::{Context, listener};
use crate::activity::{DeliveryStatus, Outcome};
use crate::cli::events::{EventsAction, EventsArgs, ListArgs, ListFormat, OutcomeChoice};
use crate::exit::{Exit, Failure};
use crate::history::{Reader, Wanted};
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
    let (limit, wanted) = (args.limit as usize, wanted(args.outcome));
    if format == ListFormat::Json {
        return reader.map_or(Ok(Exit::Success), |reader| print_json(&reader, limit, wanted, &look, context));
    }
    let rows = match &reader {
        Some(reader) => reader.rows(limit, wanted).and_then(Iterator::collect).map_err(unusable)?,
        None => Vec::new(),
    };
    if rows.is_empty() {
        let nothing = match wanted {
            Wanted::All => look.language.nothing(&path),
            Wanted::Standing(_) | Wanted::LastCall(_) => look.language.nothing_so(&path),
        };
        context.say(&nothing);
        return Ok(Exit::Success);
    }
    context.print(&report::events::table(&rows, &look, context.clock.now()))
}

fn wanted(outcome: Option<OutcomeChoice>) -> Wanted {
    let Some(outcome) = outcome else { return Wanted::All };
    match outcome {
        OutcomeChoice::Sending => Wanted::Standing(DeliveryStatus::Sending),
        OutcomeChoice::Completed => Wanted::Standing(DeliveryStatus::Completed),
        OutcomeChoice::Failed => Wanted::Standing(DeliveryStatus::Failed),
        OutcomeChoice::Accepted => Wanted::LastCall(Outcome::Accepted),
        OutcomeChoice::WrongStatus => Wanted::LastCall(Outcome::WrongStatus),
        OutcomeChoice::Redirect => Wanted::LastCall(Outcome::Redirect),
        OutcomeChoice::Timeout => Wanted::LastCall(Outcome::Timeout),
        OutcomeChoice::Unreachable => Wanted::LastCall(Outcome::Unreachable),
        OutcomeChoice::Tls => Wanted::LastCall(Outcome::Tls),
        OutcomeChoice::Protocol => Wanted::LastCall(Outcome::Protocol),
    }
}

/// A line per event, one event at a time: a history holds more than memory should.
fn print_json(
    reader: &Reader,
    limit: usize,
    wanted: Wanted,
    look: &Look,
    context: &Context,
) -> Result<Exit, Failure> {
    let unusable = |error| words::failure::history(context.language, &error);
    for row in reader.rows(limit, wanted).map_err(unusable)? {
        let line = report::events::json(&[row.map_err(unusable)?], look);
        if context.print_on(&line)?.is_break() {
            break;
        }
    }
    Ok(Exit::Success)
}
