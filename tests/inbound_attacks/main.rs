//! Attacks on the listener over raw sockets, each followed by a webhook that must be answered.

#![expect(clippy::unwrap_used, reason = "all of this is test code, what is outside of test functions too")]

mod bodies;
mod crowds;
mod descriptors;
mod ending;
mod gate;
mod heads;
mod house;
mod protocols;
mod replies;
