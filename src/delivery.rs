//! One event to one endpoint: what an attempt came to, and what is likely behind it.

pub mod hint;
pub mod verdict;

pub use hint::{HintsOnce, hint};
pub use verdict::Verdict;
