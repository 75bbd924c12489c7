//! English.

pub mod arrivals;
pub mod banner;
pub mod calendar;
pub mod check;
pub mod check_rules;
pub mod difference;
pub mod drawing;
pub mod events;
pub mod failures;
pub mod filters;
pub mod fixes;
pub mod forwarding;
pub mod hints;
pub mod load;
pub mod look_up;
pub mod mishaps;
pub mod notices;
pub mod order;
pub mod outcomes;
pub mod received;
pub mod recorded;
pub mod refused;
pub mod retries;
pub mod scenario;
pub mod schedule;
pub mod stand_in;
pub mod summary;
pub mod transfer;
pub mod trigger;
pub mod usage;
pub mod verify;
pub mod windows;

/// `1 event`, `2 events`, `12,480 events`.
fn counted(number: u64, one: &str, many: &str) -> String {
    let noun = if number == 1 { one } else { many };
    format!("{} {noun}", crate::report::amount::count(number))
}
