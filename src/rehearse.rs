//! Making webhooks and sending them as Toss Payments would.

pub mod against;
pub mod api;
mod chains;
mod chaos;
mod countdown;
pub mod demo;
mod ledger;
pub mod prepared;
pub mod render;
mod sending;
mod tally;
pub mod trigger;

pub use chaos::{Bodies, Chaos, Order, SHUFFLED};
pub use ledger::Ledger;
pub use prepared::{Prepared, Signing, Webhook};

pub use render::{Exchange, Form, HAR_END, RenderError, Shown, har, har_entry, har_head, render};
pub use sending::{MOST_PENDING, Pace, recorded};
pub use trigger::{Countdown, ScenarioSource, Source, TriggerError, TriggerPlan, When};
