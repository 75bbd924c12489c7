//! `tosshook events list`.

use super::look;
use crate::activity::{DeliveryStatus, Outcome};
use crate::cli::events::{ListArgs, ListFormat, OutcomeChoice, SelectionArgs};
use crate::commands::filters::filter;
use crate::commands::{Context, recorded};
use crate::exit::{Exit, Failure};
use crate::filter::Search;
use crate::history::{Reader, Selection, Wanted};
use crate::report::{self, Look, words};

/// Lists what passes the filters.
pub(super) fn run(args: &ListArgs, context: &Context) -> Result<Exit, Failure> {
    let path = recorded::history(args.view.history.as_deref(), context)?;
    let unusable = |error| words::failure::history(context.language, &error);
    let reader = recorded::open(&path, context)?;
    let format = args.view.chosen_format();
    let look = look(&args.view, context);
    let selection = selection(&args.selection, args.limit as usize, context)?;
    if format == ListFormat::Json {
        return reader.map_or(Ok(Exit::Success), |reader| print_json(&reader, &selection, &look, context));
    }
    let rows = match &reader {
        Some(reader) => reader.rows(&selection).and_then(Iterator::collect).map_err(unusable)?,
        None => Vec::new(),
    };
    if rows.is_empty() {
        let is_of_all = selection.is_of_all();
        context.say(&if is_of_all { look.language.nothing(&path) } else { look.language.nothing_so(&path) });
        return Ok(Exit::Success);
    }
    context.page(&report::events::table(&rows, &look, context.clock.now()))
}

/// The newest events that are asked for, so many at most.
pub(super) fn selection(args: &SelectionArgs, limit: usize, context: &Context) -> Result<Selection, Failure> {
    let search = args.search.as_deref().map(|typed| {
        let blank = || words::failure::refused(context.language, "--search", "holds no word; --search 구독");
        Search::parse(typed).ok_or_else(blank)
    });
    Ok(Selection {
        limit,
        wanted: wanted(args.outcome),
        filter: filter(&args.filters, context)?,
        since: args.since.as_deref().map(|typed| context.time("--since", typed)).transpose()?,
        order: args.order.clone(),
        search: search.transpose()?,
    })
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
    selection: &Selection,
    look: &Look,
    context: &Context,
) -> Result<Exit, Failure> {
    let unusable = |error| words::failure::history(context.language, &error);
    for row in reader.rows(selection).map_err(unusable)? {
        let line = report::events::json(&[row.map_err(unusable)?], look);
        if context.print_on(&line)?.is_break() {
            break;
        }
    }
    Ok(Exit::Success)
}
