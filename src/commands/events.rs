//! `tosshook events`.

mod diff;
mod erase;
mod list;
mod resend;
mod show;
mod tail;
mod timeline;
mod transfer;

use super::context::reveal;
use super::{Context, recorded};
use crate::cli::events::{EventsAction, EventsArgs, ListFormat, PathArgs, ViewArgs};
use crate::exit::{Exit, Failure};
use crate::report::Look;

/// Looks at what has arrived.
pub(super) fn run(args: &EventsArgs, context: &Context) -> Result<Exit, Failure> {
    match &args.action {
        Some(EventsAction::List(args)) => list::run(args, context),
        Some(EventsAction::Show(args)) => show::run(args, context),
        Some(EventsAction::Tail(args)) => tail::run(args, context),
        Some(EventsAction::Resend(args)) => resend::run(args, context),
        Some(EventsAction::Diff(args)) => diff::run(args, context),
        Some(EventsAction::Timeline(args)) => timeline::run(args, context),
        Some(EventsAction::Path(args)) => path(args, context),
        Some(EventsAction::Export(args)) => transfer::export(args, context),
        Some(EventsAction::Import(args)) => transfer::import(args, context),
        Some(EventsAction::Prune(args)) => erase::prune(args, context),
        Some(EventsAction::Forget(args)) => erase::forget(args, context),
        None => list::run(&args.list, context),
    }
}

/// How things are shown: what people read is masked unless they ask, what programs read is exact unless they ask.
fn look(view: &ViewArgs, context: &Context) -> Look {
    context.look(match view.chosen_format() {
        ListFormat::Table => reveal(view.reveal),
        ListFormat::Json => reveal(!view.mask),
    })
}

/// Prints where the history is, whether there is one yet or not.
fn path(args: &PathArgs, context: &Context) -> Result<Exit, Failure> {
    let path = recorded::history(args.history.as_deref(), context)?;
    let path = std::path::absolute(&path).unwrap_or(path);
    context.print(&[path.as_os_str().as_encoded_bytes(), b"\n"].concat())
}
