//! What child processes get of this one's surroundings.

use std::ffi::OsString;

/// The names of the variables that hold keys, which are for this program alone.
pub fn variables_of_keys() -> impl Iterator<Item = OsString> {
    std::env::vars_os().map(|(name, _)| name).filter(|name| {
        let text = name.to_string_lossy();
        text.starts_with("TOSSHOOK_") && text.contains("KEY")
    })
}
