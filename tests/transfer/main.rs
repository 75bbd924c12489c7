//! `events export` and `events import`, through the built program: out, in and out again, with files that are
//! broken or hostile, and with histories that are damaged.

#[path = "../dev_server/mod.rs"]
mod dev_server;
#[path = "../program/mod.rs"]
mod program;

mod archive;
mod damaged;
mod given;
mod hostile;
mod lines;
