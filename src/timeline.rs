//! When attempts happen and what becomes of them, computed: nothing here sleeps, sends or draws.

pub mod faults;
pub mod offsets;
pub mod outage;
pub mod recorded;
pub mod schedule;
pub mod speed;

pub use faults::{Faults, Reason};
pub use offsets::Offsets;
pub use outage::{Outage, OutageError, Outages};
pub use recorded::{Arrival, Known, Station, Way};
pub use schedule::{Attempt, Expected, Landing, Schedule, ScheduleError};
pub use speed::Speed;
