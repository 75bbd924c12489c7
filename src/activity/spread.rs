//! How long answers took, in fixed memory however many there are.

use std::time::Duration;

/// Buckets per power of two: a bucket is at most 1/64 of its value wide, its middle at most 1/128 off.
const PER_OCTAVE: usize = 64;
/// Below this many microseconds every value has its own bucket.
const EXACT: u64 = 2 * PER_OCTAVE as u64;
/// 2⁴⁰ µs are twelve days; what is longer shares the last bucket.
const OCTAVES: usize = 40;

/// What most durations don't exceed; each but the longest is at most 1 % off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Percentiles {
    /// The median.
    pub p50: Duration,
    /// Nine in ten.
    pub p90: Duration,
    /// Nineteen in twenty.
    pub p95: Duration,
    /// Ninety-nine in a hundred.
    pub p99: Duration,
    /// The longest.
    pub max: Duration,
}

/// A distribution of durations in logarithmic buckets of microseconds.
///
/// A percentile is at most 1 % off; the longest duration is exact.
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

    /// What most of the counted durations don't exceed; none without any.
    pub fn percentiles(&self) -> Option<Percentiles> {
        Some(Percentiles {
            p50: self.percentile(50.0)?,
            p90: self.percentile(90.0)?,
            p95: self.percentile(95.0)?,
            p99: self.percentile(99.0)?,
            max: self.max()?,
        })
    }

    /// How many durations lie between one of 1, 2, 5, 10, 20, … µs and the next, by the upper bound: from
    /// the first that holds any to the last.
    pub fn steps(&self) -> Vec<(Duration, u64)> {
        let (mut steps, mut bounds) = (Vec::new(), bounds());
        let (mut bound, mut count) = (0, 0);
        for (index, &held) in self.buckets.iter().enumerate().filter(|(_, held)| **held > 0) {
            while lowest(index) > bound {
                if count > 0 || !steps.is_empty() {
                    steps.push((Duration::from_micros(bound), count));
                }
                (bound, count) = (bounds.next().unwrap_or(u64::MAX), 0);
            }
            count += held;
        }
        if count > 0 {
            steps.push((Duration::from_micros(bound), count));
        }
        steps
    }

    /// The longest duration; none without any.
    pub fn max(&self) -> Option<Duration> {
        (self.count > 0).then_some(self.max)
    }
}

/// 1, 2, 5, 10, 20, …
fn bounds() -> impl Iterator<Item = u64> {
    (0..=18).flat_map(|digits| [1, 2, 5].map(|digit| digit * 10_u64.pow(digits)))
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

/// The bucket of a value: the value itself below [`EXACT`], then its leading bit and the six after it.
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
    let width = if index < 2 * PER_OCTAVE { 0 } else { 1 << (index / PER_OCTAVE - 1) };
    lowest(index) + width / 2
}

/// The lowest of a bucket's values.
fn lowest(index: usize) -> u64 {
    if index < 2 * PER_OCTAVE {
        return index as u64;
    }
    let leading = (index % PER_OCTAVE + PER_OCTAVE) as u64;
    leading << (index / PER_OCTAVE - 1)
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

    #[test]
    fn steps_go_from_the_shortest_to_the_longest_with_the_empty_ones_between() {
        let mut spread = Spread::default();
        for micros in [200, 201, 300, 500, 7_000] {
            spread.record(Duration::from_micros(micros));
        }
        let micros = |steps: Vec<(Duration, u64)>| -> Vec<_> {
            steps.into_iter().map(|(bound, count)| (bound.as_micros(), count)).collect()
        };
        let expected = [(200, 2), (500, 2), (1_000, 0), (2_000, 0), (5_000, 0), (10_000, 1)];
        assert_eq!(micros(spread.steps()), expected);
        assert_eq!(Spread::default().steps(), []);
    }

    proptest! {
        #[test]
        fn a_percentile_is_at_most_1_percent_off(
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
            prop_assert!((given - exact).abs() <= exact * 0.01 + 0.5, "{given} for {exact}");
        }
    }
}
