//! `tosshook events diff`.

use super::look;
use crate::cli::events::ListFormat;
use crate::cli::events::diff::DiffArgs;
use crate::commands::{Context, recorded};
use crate::examine::difference::compare;
use crate::exit::{Exit, Failure};
use crate::report;

/// Compares the first requests of two recorded events.
pub(super) fn run(args: &DiffArgs, context: &Context) -> Result<Exit, Failure> {
    let path = recorded::history(args.view.history.as_deref(), context)?;
    let reader = recorded::open(&path, context)?;
    let find = |place: &str, name: &str| {
        recorded::find(place, name, reader.as_ref(), context)?.ok_or_else(|| recorded::nothing(place, name))
    };
    let (a, b) = (find("A", &args.a)?, find("B", &args.b)?);
    let differences = compare(&a.request, &b.request);
    let format = args.view.chosen_format();
    let look = look(&args.view, context);
    context.print(&match format {
        ListFormat::Table => report::difference::page([&a, &b], &differences, &look),
        ListFormat::Json => report::difference::json([&a, &b], &differences, &look),
    })
}
