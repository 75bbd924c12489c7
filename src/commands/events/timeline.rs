//! `tosshook events timeline`.

use super::look;
use crate::cli::events::ListFormat;
use crate::cli::events::timeline::TimelineArgs;
use crate::commands::{Context, recorded};
use crate::did_you_mean::nearest;
use crate::examine::order::{Recorded, findings};
use crate::exit::{Exit, Failure};
use crate::history::{HistoryError, Reader};
use crate::report;
use crate::report::words;

/// How many events of an order are looked at.
const MOST_EVENTS: usize = 1000;

/// In how many of the newest events the order that may have been meant is looked for.
const LOOKED_THROUGH: usize = 1000;

/// Tells of an order's events in time, and what there is to say of them.
pub(super) fn run(args: &TimelineArgs, context: &Context) -> Result<Exit, Failure> {
    let unusable = |error| words::failure::history(context.language, &error);
    let path = recorded::history(args.view.history.as_deref(), context)?;
    let Some(reader) = recorded::open(&path, context)? else {
        return Err(unknown(&args.order, None, context));
    };
    let (events, left_out) = events(&reader, &args.order).map_err(unusable)?;
    if events.is_empty() {
        let meant = meant(&reader, &args.order).map_err(unusable)?;
        return Err(unknown(&args.order, meant.as_deref(), context));
    }
    if left_out > 0 {
        context.say(&context.language.events_left_out(left_out));
    }
    let now = context.clock.now();
    let findings = findings(&events, now);
    let format = args.view.chosen_format();
    let look = look(&args.view, context);
    match format {
        ListFormat::Table => {
            let page = report::order::page(&args.order, &events, &findings, &look, now);
            context.page(&page)
        }
        ListFormat::Json => context.print(&report::order::json(&events, &findings, look)),
    }
}

/// An order's events with all that came for them, and how many were left out.
fn events(reader: &Reader, order: &str) -> Result<(Vec<Recorded>, u64), HistoryError> {
    let (rows, left_out) = reader.of_order(order, MOST_EVENTS)?;
    let recorded = rows.into_iter().map(|row| {
        let (deliveries, attempts) = (reader.deliveries(row.id)?, reader.attempts(row.id)?);
        Ok(Recorded { row, deliveries, attempts })
    });
    Ok((recorded.collect::<Result<_, HistoryError>>()?, left_out))
}

/// The order of the newest events that reads most like what was typed.
fn meant(reader: &Reader, order: &str) -> Result<Option<String>, HistoryError> {
    let rows = reader.newest(LOOKED_THROUGH)?;
    let orders = rows.iter().filter_map(|row| row.content.event()?.order_id.as_deref());
    Ok(nearest(order, orders).map(str::to_owned))
}

fn unknown(order: &str, meant: Option<&str>, context: &Context) -> Failure {
    words::failure::unknown_order(context.language, order, meant)
}
