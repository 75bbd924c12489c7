//! Where the moments of a timeline lie: a minute and three days side by side, and no two marks on each other.

use std::time::Duration;

/// So far apart are two marks at least, in pixels, where there is room for all.
const CLOSEST: f64 = 18.0;

/// How often halving the first knee is tried.
const HALVINGS: i32 = 6;

/// How often doubling it is.
const DOUBLINGS: i32 = 40;

/// What the place of a moment grows with.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Curve {
    /// The time since the first moment.
    Linear,
    /// Its logarithm: of one and the time in knees, so that the first moment has a place too.
    Logarithmic {
        /// In seconds. Much shorter times lie as on a linear axis.
        knee: f64,
    },
}

/// An axis and the marks on it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scale {
    /// How places grow.
    pub(super) curve: Curve,
    /// The marks: seconds since the first, and pixels from the left.
    marks: Vec<(f64, f64)>,
}

impl Curve {
    /// The curve on which the closest two of these moments are furthest apart.
    ///
    /// For waits that grow by a factor of four it spaces all of them evenly; for equal waits it is the line.
    fn for_moments(seconds: &[f64]) -> Self {
        let gaps = || seconds.windows(2).map(|pair| pair[1] - pair[0]).filter(|gap| *gap > 0.0);
        let shortest = gaps().fold(f64::INFINITY, f64::min);
        let Some(total) = seconds.last().copied().filter(|_| shortest.is_finite()) else {
            return Self::Linear;
        };
        let logarithmic = |doubling: i32| Self::Logarithmic { knee: shortest / 3.0 * 2_f64.powi(doubling) };
        // A knee beyond the last moment bends nothing.
        let bends = |curve: &Self| matches!(curve, Self::Logarithmic { knee } if *knee < total);
        let candidates = std::iter::once(logarithmic(0))
            .chain((-HALVINGS..DOUBLINGS).map(logarithmic).filter(bends))
            .chain(std::iter::once(Self::Linear));
        let closest = |curve: Self| {
            let places = seconds.windows(2).map(|pair| curve.grows(pair[1]) - curve.grows(pair[0]));
            places.filter(|gap| *gap > 0.0).fold(f64::INFINITY, f64::min) / curve.grows(total)
        };
        let mut best = (Self::Linear, 0.0);
        for curve in candidates {
            // Clearly better, not by a rounding.
            if closest(curve) > best.1 * 1.001 {
                best = (curve, closest(curve));
            }
        }
        best.0
    }

    fn grows(self, seconds: f64) -> f64 {
        match self {
            Self::Linear => seconds,
            Self::Logarithmic { knee } => (seconds / knee).ln_1p(),
        }
    }
}

impl Scale {
    /// The axis from `left` to `right` for these moments, which never go back.
    pub(super) fn new(moments: &[Duration], left: f64, right: f64) -> Self {
        let seconds: Vec<f64> = moments.iter().map(Duration::as_secs_f64).collect();
        let curve = Curve::for_moments(&seconds);
        let total = seconds.last().map_or(0.0, |last| curve.grows(*last));
        let share = |at: f64| if total > 0.0 { curve.grows(at) / total } else { 0.0 };
        let mut places: Vec<f64> = seconds.iter().map(|at| left + (right - left) * share(*at)).collect();
        spread(&mut places, left, right);
        Self { curve, marks: seconds.into_iter().zip(places).collect() }
    }

    /// The place of each mark.
    pub(super) fn marks(&self) -> impl Iterator<Item = f64> + '_ {
        self.marks.iter().map(|(_, place)| *place)
    }

    /// The place of any moment between the first and the last.
    pub(super) fn place(&self, moment: Duration) -> f64 {
        let at = moment.as_secs_f64();
        let after = self.marks.partition_point(|(seconds, _)| *seconds < at);
        let Some(&(ends, right)) = self.marks.get(after) else {
            return self.marks.last().map_or(0.0, |(_, place)| *place);
        };
        let Some(&(begins, left)) = after.checked_sub(1).and_then(|before| self.marks.get(before)) else {
            return right;
        };
        let [from, here, to] = [begins, at, ends].map(|seconds| self.curve.grows(seconds));
        if from < to { left + (right - left) * (here - from) / (to - from) } else { right }
    }

    /// The shortest way from a mark to the next; none where there is one mark.
    pub(super) fn closest(&self) -> Option<f64> {
        let gaps = self.marks.windows(2).map(|pair| pair[1].1 - pair[0].1);
        gaps.reduce(f64::min)
    }
}

/// Moves places that are too close apart, as little as possible.
fn spread(places: &mut [f64], left: f64, right: f64) {
    let stretches = places.len().saturating_sub(1);
    let gap = CLOSEST.min((right - left) / as_number(stretches.max(1)));
    let mut least = left;
    for place in places.iter_mut() {
        *place = place.max(least);
        least = *place + gap;
    }
    let mut most = right;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - gap;
    }
}

/// A count of things that fit into a picture.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub(super) fn as_number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "places are compared as they are written or rounded")]
mod tests {
    use super::*;

    fn scale(seconds: &[u64]) -> Scale {
        let moments: Vec<Duration> = seconds.iter().map(|second| Duration::from_secs(*second)).collect();
        Scale::new(&moments, 100.0, 800.0)
    }

    fn places(seconds: &[u64]) -> Vec<f64> {
        scale(seconds).marks().map(f64::round).collect()
    }

    #[test]
    fn toss_payments_attempts_are_evenly_spaced() {
        let attempts = [0, 1, 5, 21, 85, 341, 1365, 5461].map(|minutes| minutes * 60);
        let even = [100.0, 200.0, 300.0, 400.0, 500.0, 600.0, 700.0, 800.0];
        assert_eq!(places(&attempts), even);
        assert_eq!(scale(&attempts).curve, Curve::Logarithmic { knee: 20.0 });
    }

    #[test]
    fn equal_waits_lie_on_a_line() {
        assert_eq!(places(&[0, 10, 20, 30, 40]), [100.0, 275.0, 450.0, 625.0, 800.0]);
        assert_eq!(scale(&[0, 10, 20, 30, 40]).curve, Curve::Linear);
    }

    #[test]
    fn one_wait_is_logarithmic_and_one_attempt_or_no_time_is_no_trouble() {
        let one = scale(&[0, 60]);
        assert_eq!(one.curve, Curve::Logarithmic { knee: 20.0 });
        assert_eq!(one.place(Duration::from_secs(20)).round(), 450.0, "half of the way, in logarithms");
        assert_eq!(places(&[0]), [100.0]);
        assert_eq!(scale(&[0]).closest(), None);
        assert_eq!(places(&[0, 0, 0]), [100.0, 118.0, 136.0]);
    }

    #[test]
    fn marks_are_kept_apart_however_close_their_times_are() {
        let seconds: Vec<u64> = (0..=20).chain([400_000]).collect();
        let scale = scale(&seconds);
        assert!(scale.closest().unwrap() > 17.9, "{scale:?}");
        assert!(scale.marks().all(|place| (100.0..=800.0).contains(&place)));
        let crowd: Vec<u64> = vec![0; 101];
        assert_eq!(places(&crowd).last(), Some(&800.0));
    }

    #[test]
    fn moments_lie_between_the_marks_around_them_in_order() {
        let scale = scale(&[0, 60, 300, 300, 1260]);
        let places: Vec<f64> = (0..=1260).map(|second| scale.place(Duration::from_secs(second))).collect();
        assert!(places.is_sorted(), "later is further right");
        assert_eq!(places.first().copied(), scale.marks().next());
        assert_eq!(scale.place(Duration::from_secs(60)), scale.marks().nth(1).unwrap());
        assert_eq!(scale.place(Duration::from_secs(9999)), 800.0, "what comes later ends there");
    }
}
