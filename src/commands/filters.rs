//! From filters as they were typed to those that are applied.

use super::Context;
use crate::cli::filters::FilterArgs;
use crate::exit::Failure;
use crate::filter::{Condition, Filter};
use crate::report::words;
use crate::toss::event::EventPatterns;

/// Reads the filters of a command.
pub(super) fn filter(args: &FilterArgs, context: &Context) -> Result<Filter, Failure> {
    let condition = |typed: &String| {
        Condition::parse(typed)
            .map_err(|error| words::failure::condition(context.language, "--where", &error))
    };
    Ok(Filter {
        only: patterns("--events", args.events.as_deref(), context)?,
        except: patterns("--exclude", args.exclude.as_deref(), context)?,
        conditions: args.conditions.iter().map(condition).collect::<Result<_, _>>()?,
    })
}

fn patterns(flag: &str, list: Option<&str>, context: &Context) -> Result<Option<EventPatterns>, Failure> {
    let patterns = list
        .map(EventPatterns::parse)
        .transpose()
        .map_err(|error| words::failure::event(context.language, flag, &error))?;
    if let (Some(list), Some(true)) = (list, patterns.as_ref().map(EventPatterns::matches_nothing_known)) {
        context.say(&context.language.no_known_event(flag, list));
    }
    Ok(patterns)
}
