//! Stretches of time in which the endpoint answers nothing.

use jiff::{SignedDuration, Timestamp};

use super::Recurring;

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

/// The outages of an endpoint: given ones, in order and apart from each other, and one that recurs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outages {
    given: Vec<Outage>,
    recurring: Option<Recurring>,
}

/// A stretch of time in which the endpoint is either up or down all the while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Its first moment.
    pub from: Timestamp,
    /// The first moment after it.
    pub to: Timestamp,
    /// The outage that it is a part of; none where the endpoint is up.
    pub outage: Option<Outage>,
}

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
        Self { given: apart, recurring: None }
    }

    /// The same outages and those that recur.
    #[must_use]
    pub fn with_recurring(mut self, recurring: Option<Recurring>) -> Self {
        self.recurring = recurring;
        self
    }

    /// The whole outage that this moment falls into: where given and recurring ones overlap or touch,
    /// all of them together. Found in logarithmic time for each that it is made of.
    pub fn at(&self, moment: Timestamp) -> Option<Outage> {
        let mut whole = self.part_at(moment)?;
        if self.recurring.is_none() {
            return Some(whole);
        }
        let nanosecond = SignedDuration::from_nanos(1);
        while let Some(next) = self.part_at(whole.to) {
            whole.to = next.to;
        }
        while let Some(before) = whole.from.checked_sub(nanosecond).ok().and_then(|at| self.part_at(at)) {
            whole.from = before.from;
        }
        Some(whole)
    }

    /// The given outages in order, without those that recur.
    pub fn iter(&self) -> impl Iterator<Item = Outage> + '_ {
        self.given.iter().copied()
    }

    /// What recurs.
    pub fn recurring(&self) -> Option<Recurring> {
        self.recurring
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.given.is_empty() && self.recurring.is_none()
    }

    /// When the first of all begins.
    pub fn first_begins(&self) -> Option<Timestamp> {
        let given = self.given.first().map(|outage| outage.from);
        given.into_iter().chain(self.recurring.map(|recurring| recurring.first().from)).min()
    }

    /// The whole outages that reach into the time from `from` until just before `to`, in order.
    pub fn between(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Outage> + '_ {
        let mut next = self.at(from).or_else(|| self.first_after(from));
        std::iter::from_fn(move || {
            let outage = next.filter(|outage| outage.from < to)?;
            next = self.first_after(outage.to);
            Some(outage)
        })
    }

    /// The time from `from` until just before `to`, cut wherever the endpoint goes down or comes back.
    pub fn cut(&self, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Stretch> + '_ {
        let mut begins = from;
        std::iter::from_fn(move || {
            if begins >= to {
                return None;
            }
            let outage = self.at(begins);
            let ends = match outage {
                Some(outage) => outage.to,
                None => self.next_begins(begins).unwrap_or(to),
            };
            let stretch = Stretch { from: begins, to: ends.min(to), outage };
            begins = stretch.to;
            Some(stretch)
        })
    }

    /// A given or recurring outage that holds this moment.
    fn part_at(&self, moment: Timestamp) -> Option<Outage> {
        let begun = self.given.partition_point(|outage| outage.from <= moment);
        let last = begun.checked_sub(1).and_then(|last| self.given.get(last)).copied();
        last.filter(|last| moment < last.to).or_else(|| self.recurring?.at(moment))
    }

    /// When the next outage begins, after a moment at which the endpoint is up.
    fn next_begins(&self, moment: Timestamp) -> Option<Timestamp> {
        let begun = self.given.partition_point(|outage| outage.from <= moment);
        let given = self.given.get(begun).map(|outage| outage.from);
        let recurring = self.recurring.and_then(|recurring| recurring.next_after(moment));
        given.into_iter().chain(recurring).min()
    }

    fn first_after(&self, moment: Timestamp) -> Option<Outage> {
        self.next_begins(moment).and_then(|begins| self.at(begins))
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
    fn given_and_recurring_outages_that_overlap_or_touch_are_one() {
        let second = std::time::Duration::from_secs;
        let recurring = Recurring::new(at(100), second(50), second(10)).unwrap();
        // 100..110, 150..160, 200..210, … with two given ones that bridge the gaps.
        let outages = outages(&[(90, 95), (110, 150), (205, 230)]).with_recurring(Some(recurring));
        let all: Vec<_> =
            outages.between(at(0), at(300)).map(|it| (it.from().as_second(), it.to().as_second())).collect();
        assert_eq!(all, [(90, 95), (100, 160), (200, 230), (250, 260)]);
        assert_eq!(outages.between(at(155), at(200)).count(), 1);
        assert_eq!(outages.first_begins(), Some(at(90)));
        let stretches: Vec<_> = outages
            .cut(at(155), at(240))
            .map(|it| (it.from.as_second(), it.to.as_second(), it.outage.is_some()))
            .collect();
        assert_eq!(stretches, [(155, 160, true), (160, 200, false), (200, 230, true), (230, 240, false)]);
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
