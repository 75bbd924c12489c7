//! What `check` found, for each kind of reader.

mod catalog;
mod closing;
mod code;
mod github;
mod junit;
mod pretty;
mod told;

pub use catalog::{explanation, rules};
pub use github::Github;
pub use junit::{Junit, junit};
pub use pretty::CheckPretty;

pub(super) use told::Told;

#[cfg(test)]
mod tests;
