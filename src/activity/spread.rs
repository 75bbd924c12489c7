//! How long answers took, in fixed memory however many there are.

use std::time::Duration;

/// Buckets per power of two: a bucket is at most 1/16 of its value wide, its middle at most 1/32 off.
const PER_OCTAVE: usize = 16;
/// Below this many microseconds every value has its own bucket.
const EXACT: u64 = 2 * PER_OCTAVE as u64;
/// 2⁴⁰ µs are twelve days; what is longer shares the last bucket.
const OCTAVES: usize = 40;

/// A distribution of durations in logarithmic buckets of microseconds.
///
/// A percentile is at most 4 % off; the longest duration is exact.
#[derive(Clone, Debug)]
pub struct Spread {
    buckets: Box<[u64]>,
    count: u64,
    min: Duration,
    max: Duration,
}

impl Default for Spread {
    fn default() -> Self {
        Self {
            buckets: vec![0; OCTAVES * PER_OCTAVE].into_boxed_slice(),
            count: 0,
            min: Duration::MAX,
            max: Duration::ZERO,
        }
    }
}

impl Spread {
    /// Counts one duration.
    pub fn record(&mut self, duration: Duration) {
        let micros = u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        let last = self.buckets.len() - 1;
        self.buckets[bucket(micros).min(last)] += 1;
        self.count += 1;
        self.min = self.min.min(duration);
        self.max = self.max.max(duration);
    }

    /// How many durations were counted.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// The duration that `percent` per cent of the counted ones don't exceed; none without any.
    pub fn percentile(&self, percent: f64) -> Option<Duration> {
        if self.count == 0 {
            return None;
        }
        let rank = rank(percent, self.count);
        let mut seen = 0;
        for (index, &held) in self.buckets.iter().enumerate() {
            seen += held;
            if seen >= rank {
                return Some(Duration::from_micros(middle(index)).clamp(self.min, self.max));
            }
        }
        Some(self.max)
    }

    /// The longest duration; none without any.
    pub fn max(&self) -> Option<Duration> {
        (self.count > 0).then_some(self.max)
    }
}

/// The nearest rank, from 1 to `count`.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a rank that is one off in 2⁵² is far below a bucket's own error; the cast saturates"
)]
fn rank(percent: f64, count: u64) -> u64 {
    ((percent * count as f64 / 100.0).ceil() as u64).clamp(1, count)
}

/// The bucket of a value: the value itself below [`EXACT`], then its leading bit and the four after it.
fn bucket(micros: u64) -> usize {
    if micros < EXACT {
        return usize::try_from(micros).unwrap_or(usize::MAX);
    }
    let shift = micros.ilog2() - PER_OCTAVE.ilog2();
    let leading = usize::try_from(micros >> shift).unwrap_or(usize::MAX);
    shift as usize * PER_OCTAVE + leading
}

/// The middle of a bucket's values.
fn middle(index: usize) -> u64 {
    if index < 2 * PER_OCTAVE {
        return index as u64;
    }
    let shift = index / PER_OCTAVE - 1;
    let leading = (index % PER_OCTAVE + PER_OCTAVE) as u64;
    (leading << shift) + (1 << shift) / 2
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::Spread;

    #[test]
    fn without_any_duration_there_is_no_percentile() {
        assert_eq!(Spread::default().percentile(50.0), None);
        assert_eq!(Spread::default().max(), None);
    }

    #[test]
    fn a_single_duration_is_every_percentile() {
        let mut spread = Spread::default();
        spread.record(Duration::from_micros(123_457));
        for percent in [0.0, 50.0, 95.0, 100.0] {
            assert_eq!(spread.percentile(percent), Some(Duration::from_micros(123_457)));
        }
    }

    #[test]
    fn the_longest_duration_is_exact_even_beyond_the_last_bucket() {
        let mut spread = Spread::default();
        spread.record(Duration::from_millis(1));
        spread.record(Duration::MAX);
        assert_eq!(spread.max(), Some(Duration::MAX));
        assert_eq!(spread.count(), 2);
        assert!(spread.percentile(100.0).unwrap() > Duration::from_secs(86_400));
    }

    proptest! {
        #[test]
        fn a_percentile_is_at_most_5_percent_off(
            mut micros in prop::collection::vec(0_u64..20_000_000, 1..300),
            percent in 1_u8..=100,
        ) {
            let mut spread = Spread::default();
            for &value in &micros {
                spread.record(Duration::from_micros(value));
            }
            micros.sort_unstable();
            let rank = (usize::from(percent) * micros.len()).div_ceil(100).max(1);
            #[expect(clippy::cast_precision_loss, reason = "below 2⁵²")]
            let exact = micros[rank - 1] as f64;
            #[expect(clippy::cast_precision_loss, reason = "below 2⁵²")]
            let given = spread.percentile(f64::from(percent)).unwrap().as_micros() as f64;
            prop_assert!((given - exact).abs() <= exact * 0.05 + 0.5, "{given} for {exact}");
        }
    }
}
