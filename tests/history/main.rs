//! The history: what is recorded, what it says of repeats and twins, and what can happen to its file.

#![expect(clippy::unwrap_used, reason = "what a test needs and cannot have ends it")]

mod erasing;
mod failing;
mod files;
mod given;
mod keeping;
mod payments;
mod plans;
mod reading;
mod recording;
mod searching;
