//! Which events a run is about: `--events` and `--exclude`.

use crate::toss::Content;
use crate::toss::event::EventPatterns;

/// The filters of a run. Without any, all requests pass, events or not.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Only these; a request that is no event does not pass.
    pub only: Option<EventPatterns>,
    /// None of these.
    pub except: Option<EventPatterns>,
}

impl Filter {
    /// The option that keeps this content out, or none when it passes.
    pub fn keeps_out(&self, content: &Content) -> Option<&'static str> {
        let event_type = content.event().map(|event| &event.event_type);
        let matches = |patterns: &EventPatterns| event_type.is_some_and(|it| patterns.matches(it));
        if self.only.as_ref().is_some_and(|only| !matches(only)) {
            return Some("--events");
        }
        if self.except.as_ref().is_some_and(matches) {
            return Some("--exclude");
        }
        None
    }
}
