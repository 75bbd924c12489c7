//! The list of events.

use std::net::SocketAddr;
use std::path::Path;

use crate::history::Erased;

use super::counted;

/// That the history has nothing to show yet.
pub fn nothing(path: &Path) -> String {
    format!(
        "nothing has arrived yet in {}\n\nhint: tosshook listen and tosshook forward ENDPOINT record what arrives",
        path.display()
    )
}

/// That the history has nothing of the kind that was asked for.
pub fn nothing_so(path: &Path) -> String {
    format!("no event in {} is one of those asked for", path.display())
}

/// What was erased.
pub fn erased(erased: &Erased, path: &Path) -> String {
    let Erased { events, payments, kept } = *erased;
    let kept = if kept > 0 {
        format!("; {} still to be re-sent from here stay", counted(kept, "event", "events"))
    } else {
        String::new()
    };
    if events == 0 && payments == 0 {
        return format!("nothing to erase in {}{kept}", path.display());
    }
    let payments = if payments > 0 {
        format!(" and {} kept for look-ups", counted(payments, "payment", "payments"))
    } else {
        String::new()
    };
    format!("erased {}{payments} from {}{kept}", counted(events, "event", "events"), path.display())
}

/// When an event arrived, and from where.
pub fn arrived(when: &str, from: SocketAddr) -> String {
    format!("arrived {when} from {from}.")
}

/// The headings of an event's requests.
pub fn request_headings() -> [&'static str; 7] {
    ["request", "arrived", "count", "repeat", "answered", "after", "history"]
}

/// The headings of an event's calls.
pub fn call_headings() -> [&'static str; 8] {
    ["call", "begun", "to", "count", "outcome", "status", "after", "answer"]
}

/// A call that was begun and never heard of again.
pub fn unheard() -> &'static str {
    "never heard of"
}

/// The headings of the list.
pub fn headings() -> [&'static str; 9] {
    ["arrived", "id", "event", "status", "order", "amount", "method", "delivery", "attempts"]
}
