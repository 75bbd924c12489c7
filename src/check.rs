//! Whether a server is ready for Toss Payments' webhooks.
//!
//! A control delivery comes first: an ordinary event, sent as Toss Payments sends it. Each rule
//! differs from it in one thing, so that what goes wrong is that thing. What the failed control makes
//! unanswerable is skipped, and nothing counts as passed that was not observed.

mod bench;
mod body;
mod control;
mod diagnosis;
mod effect;
mod found;
mod orders;
mod probe;
mod rules;
mod runner;
mod series;
mod stack;
mod watch;

pub use orders::Known;
pub use probe::{Probe, ProbeError};
pub use runner::{CheckPlan, run};
