//! What is wrong: why a signature does not match, how two events differ, what became of an order.
//!
//! Pure: bytes in, findings out.

mod compare;
pub mod difference;
pub mod mistake;
pub mod order;
pub mod remade;
mod tree;
mod variants;
pub mod verify;
pub mod way;
