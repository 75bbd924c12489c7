//! In what two events differ.

use crate::examine::difference::Change;

use super::counted;

/// The headings.
pub fn difference_headings() -> [&'static str; 4] {
    ["change", "where", "A", "B"]
}

/// What a difference is called.
pub fn change(change: Change) -> &'static str {
    match change {
        Change::Changed => "changed",
        Change::Added => "added",
        Change::Removed => "removed",
        Change::Moved => "other order",
        Change::Form => "same value",
        Change::Bytes { .. } => "bytes",
    }
}

/// From where on bytes differ, and how many there are.
pub fn bytes_differ(offset: usize, size: &str) -> String {
    format!("from byte {offset} of {size}")
}

/// That there is none.
pub fn no_difference() -> &'static str {
    "No difference in what the events say, nor in the headers that matter."
}

/// How many more there are.
pub fn more_differences(count: u64) -> String {
    format!("and {}", counted(count, "more difference", "more differences"))
}
