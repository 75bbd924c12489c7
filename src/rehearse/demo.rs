//! `forward --demo`: a dev server that fails at first, and the events that find it so.
//!
//! Both ends of the tool's own work in one command, offline: [`serve_demo`] stands for the server
//! that a developer mends, [`demo_steps`] and [`play`] for Toss Payments, which sends again what
//! was not accepted.

mod dev_server;
mod script;

pub use dev_server::{Mending, serve_demo};
pub use script::{Step, demo_key, demo_steps, play};
