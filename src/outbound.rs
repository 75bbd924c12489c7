//! The HTTP sender: one call, one [`AttemptResult`](crate::activity::AttemptResult).

mod answer;
mod client;
mod cut_off;
mod dialling;
pub mod endpoint;
mod failure;
mod header_lines;
pub mod reach;
mod resolver;
pub mod send;
pub mod surroundings;
mod tls_port;
mod trust;
mod wire;

pub use endpoint::{Endpoint, EndpointError, without_user_information};
pub use reach::Reach;
pub use send::{Call, Sender, SenderError, SenderOptions};
pub use surroundings::Surroundings;
