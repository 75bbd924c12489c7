//! `events export` and `events import`, through the built program: out, in and out again, with files that are
//! broken or hostile.

#[path = "../dev_server/mod.rs"]
mod dev_server;
#[path = "../program/mod.rs"]
mod program;

mod archive;
mod given;
mod hostile;
mod lines;
