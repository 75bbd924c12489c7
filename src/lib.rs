//! tosshook receives, forwards, makes and rehearses Toss Payments webhooks from a terminal.
//!
//! The library is layered: a room may use what stands below it in this list, never what stands
//! above. The pure rooms do no I/O, read no clock and draw no randomness that was not passed in.

// Pure: no I/O, no clock, no randomness that was not passed in.
pub mod activity;
pub mod did_you_mean;
pub mod duration;
pub mod filter;
pub mod json;
pub mod timeline;
pub mod toss;

// Effects, each behind one type.
pub mod child;
pub mod clock;
pub mod history;
pub mod inbound;
pub mod outbound;
pub mod payments;

// Work: engines that emit typed activities and print nothing.
pub mod check;
pub mod delivery;
pub mod examine;
pub mod rehearse;
pub mod session;

// Faces.
pub mod cli;
pub mod report;

// The wiring.
pub mod commands;
pub mod exit;
