//! Stretches of time in which the endpoint answers nothing.

use jiff::{SignedDuration, Timestamp};

/// One outage, half-open: an attempt at its end already lands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    from: Timestamp,
    to: Timestamp,
}

/// Why two times are no outage.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OutageError {
    /// It ends when it begins.
    #[error("an outage that ends when it begins is none; give it an end or a duration, like 02:00+45m")]
    Empty,
    /// It ends before it begins.
    #[error("the outage ends {0:#} before it begins; swap the two times, or write the later day")]
    Reversed(SignedDuration),
}

impl Outage {
    /// The outage from `from` until just before `to`.
    pub fn new(from: Timestamp, to: Timestamp) -> Result<Self, OutageError> {
        match to.duration_since(from) {
            length if length.is_zero() => Err(OutageError::Empty),
            length if length.is_negative() => Err(OutageError::Reversed(-length)),
            _ => Ok(Self { from, to }),
        }
    }

    /// The first moment of it.
    pub fn from(self) -> Timestamp {
        self.from
    }

    /// The first moment after it.
    pub fn to(self) -> Timestamp {
        self.to
    }

    /// How long it lasts.
    pub fn length(self) -> SignedDuration {
        self.to.duration_since(self.from)
    }
}

/// Outages in order, apart from each other.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outages(Vec<Outage>);

impl Outages {
    /// Sorts the outages and makes one of those that overlap or touch.
    pub fn new(outages: impl IntoIterator<Item = Outage>) -> Self {
        let mut given: Vec<Outage> = outages.into_iter().collect();
        given.sort_unstable_by_key(|outage| outage.from);
        let mut apart: Vec<Outage> = Vec::with_capacity(given.len());
        for next in given {
            match apart.last_mut() {
                Some(last) if next.from <= last.to => last.to = last.to.max(next.to),
                _ => apart.push(next),
            }
        }
        Self(apart)
    }

    /// The outage that this moment falls into; found in logarithmic time.
    pub fn at(&self, moment: Timestamp) -> Option<Outage> {
        let begun = self.0.partition_point(|outage| outage.from <= moment);
        let last = *self.0.get(begun.checked_sub(1)?)?;
        (moment < last.to).then_some(last)
    }

    /// The outages in order.
    pub fn iter(&self) -> impl Iterator<Item = Outage> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn outages(spans: &[(i64, i64)]) -> Outages {
        Outages::new(spans.iter().map(|(from, to)| Outage::new(at(*from), at(*to)).unwrap()))
    }

    #[test]
    fn outages_that_overlap_or_touch_are_one() {
        assert_eq!(outages(&[(50, 60), (10, 20), (15, 30), (30, 40)]), outages(&[(10, 40), (50, 60)]));
        assert_eq!(outages(&[(10, 100), (20, 30)]), outages(&[(10, 100)]));
        assert_eq!(outages(&[(10, 20), (10, 20)]), outages(&[(10, 20)]));
        assert_eq!(outages(&[(10, 20), (21, 30)]).iter().count(), 2);
    }

    #[test]
    fn an_outage_holds_its_beginning_and_not_its_end() {
        let outages = outages(&[(10, 20), (30, 40)]);
        for (second, down) in [(9, false), (10, true), (19, true), (20, false), (30, true), (40, false)] {
            assert_eq!(outages.at(at(second)).is_some(), down, "second {second}");
        }
        assert_eq!(Outages::default().at(at(0)), None);
    }

    #[test]
    fn refuses_an_outage_that_is_empty_or_ends_before_it_begins() {
        assert_eq!(Outage::new(at(10), at(10)), Err(OutageError::Empty));
        assert_eq!(
            Outage::new(at(7210), at(10)).unwrap_err().to_string(),
            "the outage ends 2h before it begins; swap the two times, or write the later day"
        );
    }
}
