//! Histories that were cut off, overwritten, made by another version or by another program, and those that can't be
//! written: told with a remedy, left as they are, and emptied of what can still be read.

#[path = "../dev_server/mod.rs"]
mod dev_server;
#[path = "../program/mod.rs"]
mod program;

mod foreign;
mod given;
mod parts;
mod spoilt;
#[cfg(unix)]
mod unwritable;
mod versions;
