//! Finding a recorded event by the name that was typed for it.

use std::path::{Path, PathBuf};

use super::Context;
use super::listener::project_history;
use crate::exit::{Exit, Failure};
use crate::history::{EventRow, Found, Reader};
use crate::report::words;

/// The history that was named, or the project's.
pub(super) fn history(named: Option<&Path>, context: &Context) -> Result<PathBuf, Failure> {
    named.map_or_else(|| project_history(context), |path| Ok(path.to_owned()))
}

/// The event that `name` names at `place`; none where there is none, a failure where it names several.
pub(super) fn find(
    place: &str,
    name: &str,
    reader: Option<&Reader>,
    context: &Context,
) -> Result<Option<Box<EventRow>>, Failure> {
    let Some(reader) = reader else { return Ok(None) };
    match reader.find(name).map_err(|error| words::failure::history(context.language, &error))? {
        Found::Event(row) => Ok(Some(row)),
        Found::Several(ids) => {
            let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
            let message = format!("{place} {name}: more than one event begins so");
            Err(Failure::new(Exit::Usage, message).hint(format!("the newest of them: {}", ids.join(", "))))
        }
        Found::Nothing => Ok(None),
    }
}

/// Opens a history; none where there is none yet.
pub(super) fn open(path: &Path, context: &Context) -> Result<Option<Reader>, Failure> {
    Reader::open(path).map_err(|error| words::failure::history(context.language, &error))
}

/// That there is no such event.
pub(super) fn nothing(place: &str, name: &str) -> Failure {
    Failure::new(Exit::Usage, format!("{place} {name}: there is no such event"))
        .hint("tosshook events list shows the ids; last and last~2 work too")
}
