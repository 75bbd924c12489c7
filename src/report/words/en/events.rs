//! The list of events.

use std::path::Path;

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

/// The headings of the list.
pub fn headings() -> [&'static str; 9] {
    ["arrived", "id", "event", "status", "order", "amount", "method", "delivery", "attempts"]
}
