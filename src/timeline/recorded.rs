//! A recorded event on its way: the attempts that arrived, and those that are still to come.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::Timestamp;

use crate::activity::DeliveryStatus;
use crate::toss::Policy;

/// An attempt that arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Its retried count.
    pub retried_count: u32,
    /// When it arrived.
    pub at: Timestamp,
    /// The status that it was answered; none where no answer was given.
    pub http_status: Option<u16>,
    /// What the history showed after it, where that was noted.
    pub delivery_status: Option<DeliveryStatus>,
}

/// What is known of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// It arrived.
    Arrived(Arrival),
    /// A later one arrived, but not this.
    Missed,
    /// It was due, and nothing has arrived.
    Overdue,
    /// It is the next.
    Next,
    /// It comes after the next, if that fails.
    Later,
    /// An earlier one was accepted.
    NotNeeded,
}

/// One attempt of the event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Station {
    /// The number of re-sends up to and including it.
    pub retried_count: u32,
    /// The policy's wait before it; zero for the first.
    pub wait: Duration,
    /// When it arrived, or is due; of a missed one, when it was sent most likely.
    pub at: Timestamp,
    /// From the first attempt to it.
    pub since_first: Duration,
    /// What is known of it.
    pub known: Known,
    /// What the history shows after it; what is not known is taken as a failure.
    pub delivery_status: DeliveryStatus,
}

/// All attempts of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// The attempts in order; an attempt that arrived twice is there twice.
    pub stations: Vec<Station>,
    /// What the history shows now, as far as is known here.
    pub delivery_status: DeliveryStatus,
}

impl Way {
    /// The way of an event of which these attempts arrived, in this order. `delivery_status` is from
    /// the last answer that was given.
    pub fn of(
        policy: &Policy,
        arrivals: &[Arrival],
        delivery_status: DeliveryStatus,
        now: Timestamp,
    ) -> Option<Self> {
        // Of an attempt that came twice the first arrival counts: waits are counted from it.
        let newest = arrivals.iter().rev().max_by_key(|arrival| arrival.retried_count)?;
        let mut way = Self { stations: Vec::new(), delivery_status };
        // Of counts beyond the policy's only those that came: a header may hold any number.
        let resends = policy.resends();
        let beyond: BTreeSet<u32> =
            arrivals.iter().map(|arrival| arrival.retried_count).filter(|count| *count > resends).collect();
        let mut is_next = true;
        for retried_count in (0..=resends).chain(beyond) {
            let arrived = arrivals.iter().filter(|arrival| arrival.retried_count == retried_count);
            let before = way.stations.len();
            for arrival in arrived {
                let noted = arrival.delivery_status.unwrap_or(DeliveryStatus::Sending);
                way.add(policy, retried_count, arrival.at, Known::Arrived(*arrival), noted);
            }
            if way.stations.len() > before {
                continue;
            }
            let at = due(policy, newest, retried_count);
            let known = match delivery_status {
                _ if retried_count < newest.retried_count => Known::Missed,
                DeliveryStatus::Completed => Known::NotNeeded,
                _ if at <= now => Known::Overdue,
                _ if std::mem::take(&mut is_next) => Known::Next,
                _ => Known::Later,
            };
            let after = match known {
                Known::NotNeeded => DeliveryStatus::Completed,
                _ if retried_count >= policy.resends() => DeliveryStatus::Failed,
                _ => DeliveryStatus::Sending,
            };
            way.add(policy, retried_count, at, known, after);
        }
        Some(way)
    }

    fn add(
        &mut self,
        policy: &Policy,
        retried_count: u32,
        at: Timestamp,
        known: Known,
        delivery_status: DeliveryStatus,
    ) {
        let first = self.stations.first().map_or(at, |station| station.at);
        let wait = retried_count.checked_sub(1).and_then(|before| policy.wait_after(before));
        let since_first = Duration::try_from(at.duration_since(first)).unwrap_or_default();
        let wait = wait.unwrap_or_default();
        self.stations.push(Station { retried_count, wait, at, since_first, known, delivery_status });
    }

    /// The attempt that is the next to come.
    pub fn next(&self) -> Option<&Station> {
        self.stations.iter().find(|station| station.known == Known::Next)
    }

    /// When the last attempt is due that may still be accepted, or was.
    pub fn last_chance_at(&self) -> Option<Timestamp> {
        self.stations.last().map(|station| station.at)
    }

    /// The attempt that was accepted.
    pub fn landed(&self) -> Option<&Station> {
        let has_landed = |station: &&Station| {
            matches!(station.known, Known::Arrived(_)) && station.delivery_status == DeliveryStatus::Completed
        };
        self.stations.iter().find(has_landed)
    }

    /// Whether all attempts are past, and none was heard of as accepted or as the last.
    pub fn is_overdue(&self) -> bool {
        self.delivery_status == DeliveryStatus::Sending && self.next().is_none()
    }
}

/// When an attempt is due, or was: counted from the newest that arrived.
fn due(policy: &Policy, newest: &Arrival, retried_count: u32) -> Timestamp {
    let until_last = |count| policy.until_last_after(count);
    let at = if retried_count >= newest.retried_count {
        let until = until_last(newest.retried_count).saturating_sub(until_last(retried_count));
        newest.at.checked_add(until)
    } else {
        let since = until_last(retried_count).saturating_sub(until_last(newest.retried_count));
        newest.at.checked_sub(since)
    };
    at.unwrap_or(newest.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_second(minute * 60).unwrap()
    }

    fn arrival(retried_count: u32, minute: i64, http_status: u16) -> Arrival {
        let status = if http_status == 200 { DeliveryStatus::Completed } else { DeliveryStatus::Sending };
        Arrival {
            retried_count,
            at: at(minute),
            http_status: Some(http_status),
            delivery_status: Some(status),
        }
    }

    fn way(arrivals: &[Arrival], status: DeliveryStatus, now: i64) -> Way {
        Way::of(&Policy::toss(), arrivals, status, at(now)).unwrap()
    }

    fn minutes(way: &Way) -> Vec<i64> {
        way.stations.iter().map(|station| station.at.as_second() / 60).collect()
    }

    #[test]
    fn what_arrived_is_followed_by_what_is_to_come() {
        let way = way(&[arrival(0, 0, 500), arrival(1, 2, 500)], DeliveryStatus::Sending, 3);
        assert_eq!(minutes(&way), [0, 2, 6, 22, 86, 342, 1366, 5462]);
        assert_eq!(way.next().map(|next| (next.retried_count, next.at)), Some((2, at(6))));
        assert_eq!(way.stations[3].known, Known::Later);
        assert_eq!((way.last_chance_at(), way.is_overdue()), (Some(at(5462)), false));
    }

    #[test]
    fn an_accepted_event_needs_no_more() {
        let way = way(&[arrival(0, 0, 500), arrival(1, 1, 200)], DeliveryStatus::Completed, 3);
        assert_eq!(way.landed().map(|landed| landed.retried_count), Some(1));
        assert!(way.stations[2..].iter().all(|station| station.known == Known::NotNeeded));
        assert!(way.next().is_none() && !way.is_overdue());
    }

    #[test]
    fn what_nobody_saw_is_missed_before_and_overdue_after_what_arrived() {
        let way = way(&[arrival(2, 5, 500)], DeliveryStatus::Sending, 100);
        let known: Vec<_> = way.stations.iter().map(|station| station.known).collect();
        assert_eq!(known[..2], [Known::Missed, Known::Missed]);
        assert_eq!(known[3..6], [Known::Overdue, Known::Overdue, Known::Next]);
        assert_eq!(minutes(&way), [0, 1, 5, 21, 85, 341, 1365, 5461]);
        assert_eq!(way.stations[2].since_first, Duration::from_secs(300));
    }

    #[test]
    fn past_the_last_chance_an_event_that_is_sending_is_overdue() {
        let way = way(&[arrival(0, 0, 500)], DeliveryStatus::Sending, 6000);
        assert!(way.is_overdue());
        let failed = Arrival { delivery_status: Some(DeliveryStatus::Failed), ..arrival(7, 5461, 500) };
        let way = super::Way::of(&Policy::toss(), &[failed], DeliveryStatus::Failed, at(6000)).unwrap();
        assert!(!way.is_overdue() && way.next().is_none());
    }

    #[test]
    fn an_attempt_that_came_twice_is_told_twice_and_counts_once() {
        let way =
            way(&[arrival(0, 0, 500), arrival(0, 9, 500), arrival(9, 20, 500)], DeliveryStatus::Sending, 21);
        assert_eq!(way.stations.iter().filter(|station| station.retried_count == 0).count(), 2);
        // Re-sent by hand beyond the policy's own: there is no wait, and nothing follows.
        let last = way.stations.last().unwrap();
        assert_eq!((last.retried_count, last.wait), (9, Duration::ZERO));
        let endless = super::Way::of(
            &Policy::toss(),
            &[arrival(0, 0, 500), arrival(u32::MAX, 1, 500)],
            DeliveryStatus::Sending,
            at(10),
        );
        assert_eq!(endless.unwrap().stations.len(), 9);
        let twice = super::Way::of(
            &Policy::toss(),
            &[arrival(0, 0, 500), arrival(0, 9, 500)],
            DeliveryStatus::Sending,
            at(10),
        );
        assert_eq!(twice.unwrap().last_chance_at(), Some(at(5461)));
    }
}
