//! Attempts that fail by chance: the same ones for a seed, in whatever order events are looked at.

/// Spreads neighbouring numbers over all 64 bits: 2⁶⁴ divided by the golden ratio, made odd.
const SPREAD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The chance with which an attempt fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Chance {
    /// From 0 to 1.
    pub rate: f64,
    /// What decides which attempts fail.
    pub seed: u64,
}

/// The fates of one event's attempts, from the first on.
#[derive(Clone, Debug)]
pub struct Draws {
    rate: f64,
    random: fastrand::Rng,
}

impl Chance {
    /// The fates of the attempts of the event with this number, counted from 0.
    ///
    /// Each event has a sequence of its own, so no event's fate depends on another's attempts.
    pub fn of_event(self, number: u64) -> Draws {
        let mut mixed = fastrand::Rng::with_seed(self.seed ^ number.wrapping_add(1).wrapping_mul(SPREAD));
        Draws { rate: self.rate, random: fastrand::Rng::with_seed(mixed.u64(..)) }
    }
}

impl Draws {
    /// Whether the next attempt fails. An attempt has its fate whether or not an outage fails it anyway,
    /// so that outages don't shift the fates of others.
    pub fn next_fails(&mut self) -> bool {
        self.random.f64() < self.rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fates(rate: f64, seed: u64, event: u64) -> Vec<bool> {
        let mut draws = Chance { rate, seed }.of_event(event);
        (0..64).map(|_| draws.next_fails()).collect()
    }

    #[test]
    fn a_seed_and_an_event_have_one_fate() {
        assert_eq!(fates(0.5, 7, 3), fates(0.5, 7, 3));
        assert_ne!(fates(0.5, 7, 3), fates(0.5, 7, 4));
        assert_ne!(fates(0.5, 7, 3), fates(0.5, 8, 3));
    }

    #[test]
    fn nothing_fails_at_0_and_everything_at_1() {
        assert!(fates(0.0, 7, 0).iter().all(|fails| !fails));
        assert!(fates(1.0, 7, 0).iter().all(|fails| *fails));
    }

    #[test]
    fn about_the_asked_share_of_each_attempt_fails() {
        for attempt in 0..8 {
            let failing = (0..100_000).filter(|event| {
                let mut draws = Chance { rate: 0.2, seed: 1 }.of_event(*event);
                (0..=attempt).map(|_| draws.next_fails()).last() == Some(true)
            });
            let failing = failing.count();
            // Five standard deviations.
            assert!((19_368..=20_632).contains(&failing), "attempt {attempt}: {failing}");
        }
    }
}
