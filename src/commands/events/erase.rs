//! `tosshook events prune` and `forget`.

use std::path::Path;

use jiff::SignedDuration;

use crate::cli::events::{ForgetArgs, PruneArgs};
use crate::commands::{Context, recorded};
use crate::exit::{Exit, Failure};
use crate::history::{Erased, Eraser, HistoryError, Prune};
use crate::report::words;

/// Erases old events.
pub(super) fn prune(args: &PruneArgs, context: &Context) -> Result<Exit, Failure> {
    let which = match args.older_than {
        Some(age) => {
            let age = SignedDuration::try_from(age).unwrap_or(SignedDuration::MAX);
            // Before all times there is nothing.
            Prune::Before(context.clock.now().checked_sub(age).unwrap_or(jiff::Timestamp::MIN))
        }
        None => Prune::All,
    };
    erase(args.history.as_deref(), context, |eraser| eraser.prune(which))
}

/// Erases what is known of an order.
pub(super) fn forget(args: &ForgetArgs, context: &Context) -> Result<Exit, Failure> {
    if args.order.trim().is_empty() {
        return Err(words::failure::refused(
            context.language,
            "ORDER",
            "is empty; tosshook events list shows orders",
        ));
    }
    erase(args.history.as_deref(), context, |eraser| eraser.forget(&args.order))
}

fn erase(
    named: Option<&Path>,
    context: &Context,
    work: impl FnOnce(&Eraser) -> Result<Erased, HistoryError>,
) -> Result<Exit, Failure> {
    let path = recorded::history(named, context)?;
    let unusable = |error| words::failure::history(context.language, &error);
    let erased = match Eraser::open(&path).map_err(unusable)? {
        Some(eraser) => work(&eraser).map_err(unusable)?,
        None => Erased::default(),
    };
    context.say(&context.language.erased(&erased, &path));
    Ok(Exit::Success)
}
