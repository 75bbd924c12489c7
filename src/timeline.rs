//! When attempts happen and what becomes of them, computed: nothing here sleeps, sends or draws.

pub mod arrivals;
pub mod chance;
pub mod faults;
mod lane;
pub mod load;
pub mod offsets;
pub mod outage;
pub mod recorded;
pub mod recurring;
pub mod schedule;
pub mod speed;
pub mod window;

pub use arrivals::{Arrivals, Distribution, Spacing};
pub use chance::{Chance, Draws};
pub use faults::{Faults, Reason};
pub use load::Load;
pub use offsets::Offsets;
pub use outage::{Outage, OutageError, Outages, Stretch};
pub use recorded::{Known, Station, Way};
pub use recurring::{Recurring, RecurringError};
pub use schedule::{Attempt, Expected, Landing, Schedule, ScheduleError};
pub use speed::Speed;
pub use window::{Arrival, Window, Windows};
