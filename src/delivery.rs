//! One event to one endpoint: when it is attempted, what an attempt came to, and what is likely behind it.

pub mod attempt;
pub mod hint;
pub mod leased;
pub mod plan;
pub mod resend;
pub mod scheduler;
pub mod verdict;

pub use attempt::Attempt;
pub use hint::{HintsOnce, hint};
pub use plan::{Plan, Step};
pub use scheduler::{Bounds, Ended, Lull, Plans, play};
pub use verdict::Verdict;
