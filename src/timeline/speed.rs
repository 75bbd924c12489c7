//! How fast waits go by when a schedule is played.

use std::fmt;
use std::num::NonZeroU32;
use std::time::Duration;

/// How fast the waits between attempts go by. Calls and their time limits are never scaled.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Speed {
    /// A minute takes a minute.
    #[default]
    Real,
    /// A minute takes so many times less.
    Times(NonZeroU32),
    /// Nothing is waited for.
    Instant,
}

impl Speed {
    /// The fastest that can be asked for: 3 days 19 hours in a third of a second.
    pub const MOST_TIMES: u32 = 1_000_000;

    /// An hour a second, the speed of a rehearsal: 3 days 19 hours in 91 s.
    pub const REHEARSAL: Self = match NonZeroU32::new(3600) {
        Some(times) => Self::Times(times),
        None => Self::Real,
    };

    /// How long this simulated wait takes.
    pub fn real(self, simulated: Duration) -> Duration {
        match self {
            Self::Real => simulated,
            Self::Times(times) => simulated / times.get(),
            Self::Instant => Duration::ZERO,
        }
    }

    /// How much of a simulated wait goes by in this time.
    pub fn simulated(self, real: Duration) -> Duration {
        match self {
            Self::Real => real,
            Self::Times(times) => real.saturating_mul(times.get()),
            Self::Instant => Duration::MAX,
        }
    }
}

impl fmt::Display for Speed {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Real => out.write_str("real"),
            Self::Times(times) => write!(out, "{times}x"),
            Self::Instant => out.write_str("instant"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Speed;

    #[test]
    fn waits_are_scaled_both_ways() {
        let minute = Duration::from_secs(60);
        assert_eq!(Speed::REHEARSAL.real(60 * minute), Duration::from_secs(1));
        assert_eq!(Speed::REHEARSAL.simulated(Duration::from_secs(1)), 60 * minute);
        assert_eq!((Speed::Real.real(minute), Speed::Real.simulated(minute)), (minute, minute));
        assert_eq!(Speed::Instant.real(Duration::MAX), Duration::ZERO);
        assert_eq!(Speed::REHEARSAL.simulated(Duration::MAX), Duration::MAX);
    }
}
