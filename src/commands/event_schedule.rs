//! `tosshook retry-schedule --event`: the way of a recorded event.

use super::context::reveal;
use super::{Context, recorded};
use crate::cli::retry_schedule::{Format, RetrySchedule};
use crate::examine::way;
use crate::exit::{Exit, Failure};
use crate::report;
use crate::report::words::failure;
use crate::toss::Policy;

/// Shows the attempts of the event `name` that arrived, the next, and the last chance.
pub(super) fn run(name: &str, args: &RetrySchedule, context: &Context) -> Result<Exit, Failure> {
    let path = recorded::history(args.history.as_deref(), context)?;
    let reader = recorded::open(&path, context)?;
    let row = recorded::find("--event", name, reader.as_ref(), context)?;
    let (Some(reader), Some(row)) = (&reader, row) else {
        return Err(recorded::nothing("--event", name));
    };
    let deliveries = reader.deliveries(row.id).map_err(|error| failure::history(context.language, &error))?;
    let (policy, now) = (Policy::toss(), context.clock.now());
    // An event without a request was removed between the two looks.
    let way =
        way::of_event(&row, &deliveries, &policy, now).ok_or_else(|| recorded::nothing("--event", name))?;
    let look = context.look(reveal(false));
    let text = match args.chosen_format() {
        Format::Table => report::recorded::page(&row, &way, &look, now),
        Format::Json => report::recorded::json(&row, &way, &policy, &look.times),
        Format::Csv | Format::Ics | Format::Svg => {
            return Err(Failure::new(Exit::Usage, "--event is shown as a table or as json")
                .hint("leave --format out, or use --format json"));
        }
    };
    context.print(&text)
}
