//! `check`, through the built program against servers that are well or have one bug each.

#[path = "../program/mod.rs"]
mod program;

mod bugs;
mod effects;
mod endings;
mod formats;
mod hostile;
mod known;
mod merchant;
mod options;
mod outcome;
mod raw;
mod xml;
