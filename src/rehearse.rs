//! Making webhooks and sending them as Toss Payments would.

pub mod demo;
pub mod prepared;
pub mod render;
mod tally;
pub mod trigger;

pub use prepared::{Prepared, Signing, Webhook};

pub use render::{Form, RenderError, Shown, render};
pub use trigger::{Source, TriggerError, TriggerPlan, When};
