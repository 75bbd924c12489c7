//! When Toss Payments sends again, and what it takes for success (section 1).

use std::time::Duration;

use crate::activity::{DeliveryStatus, TossWould};

/// A retry policy: the waits before each re-send and the time that an answer may take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// The wait before re-send 1, 2, …, each counted from the attempt before it.
    pub waits: Vec<Duration>,
    /// How long an answer may take.
    pub timeout: Duration,
}

/// Toss Payments' waits, in minutes (section 1).
const TOSS_WAITS: [u64; 7] = [1, 4, 16, 64, 256, 1024, 4096];

/// How long Toss Payments waits for an answer (section 1).
const TOSS_TIMEOUT: Duration = Duration::from_secs(10);

impl Policy {
    /// The one status that is a success (section 1).
    pub const SUCCESS: u16 = 200;

    /// Toss Payments' own: 1, 4, 16, 64, 256, 1024 and 4096 minutes, and 10 s.
    pub fn toss() -> Self {
        Self {
            waits: TOSS_WAITS.map(|minutes| Duration::from_secs(minutes * 60)).to_vec(),
            timeout: TOSS_TIMEOUT,
        }
    }

    /// The wait between the attempt with this retried count and the next; none after the last.
    pub fn wait_after(&self, retried_count: u32) -> Option<Duration> {
        self.waits_from(retried_count).first().copied()
    }

    /// From the attempt with this retried count to the last attempt; zero for the last.
    pub fn until_last_after(&self, retried_count: u32) -> Duration {
        self.waits_from(retried_count).iter().fold(Duration::ZERO, |sum, wait| sum.saturating_add(*wait))
    }

    /// The number of re-sends.
    pub fn resends(&self) -> u32 {
        u32::try_from(self.waits.len()).unwrap_or(u32::MAX)
    }

    /// What Toss Payments would make of this status, given so long after the arrival: exactly 200
    /// in time is a success.
    pub fn judge(&self, http_status: u16, answered_after: Duration) -> TossWould {
        if answered_after > self.timeout {
            TossWould::TimeOut
        } else if http_status == Self::SUCCESS {
            TossWould::Accept
        } else {
            TossWould::Reject
        }
    }

    /// The history's status after this answer to the attempt with this retried count.
    pub fn delivery_status(&self, verdict: TossWould, retried_count: u32) -> DeliveryStatus {
        match verdict {
            TossWould::Accept => DeliveryStatus::Completed,
            TossWould::Reject | TossWould::TimeOut if retried_count >= self.resends() => {
                DeliveryStatus::Failed
            }
            TossWould::Reject | TossWould::TimeOut => DeliveryStatus::Sending,
        }
    }

    /// The waits after the attempt with this retried count; a count beyond the last has none.
    fn waits_from(&self, retried_count: u32) -> &[Duration] {
        usize::try_from(retried_count).ok().and_then(|past| self.waits.get(past..)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Policy;
    use crate::activity::{DeliveryStatus, TossWould};

    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn the_last_resend_comes_three_days_nineteen_hours_and_a_minute_after_the_first_attempt() {
        let policy = Policy::toss();
        assert_eq!(policy.resends(), 7);
        assert_eq!(policy.until_last_after(0), Duration::from_secs((3 * 24 + 19) * 3600 + 60));
        assert_eq!(policy.until_last_after(6), 4096 * MINUTE);
        assert_eq!(policy.until_last_after(7), Duration::ZERO);
    }

    #[test]
    fn each_wait_is_four_times_the_one_before() {
        let policy = Policy::toss();
        let waits: Vec<_> = (0..7).map_while(|count| policy.wait_after(count)).collect();
        assert_eq!(waits, [1, 4, 16, 64, 256, 1024, 4096].map(|minutes| minutes * MINUTE));
        assert_eq!(policy.wait_after(7), None);
        assert_eq!(policy.wait_after(u32::MAX), None);
    }

    #[test]
    fn exactly_200_within_10_s_is_accepted() {
        let policy = Policy::toss();
        let limit = Duration::from_secs(10);
        assert_eq!(policy.judge(200, Duration::ZERO), TossWould::Accept);
        assert_eq!(policy.judge(200, limit), TossWould::Accept);
        assert_eq!(policy.judge(200, limit + Duration::from_nanos(1)), TossWould::TimeOut);
        assert_eq!(policy.judge(500, limit * 2), TossWould::TimeOut);
        for status in [201, 202, 204, 199, 301, 404, 500] {
            assert_eq!(policy.judge(status, Duration::ZERO), TossWould::Reject, "{status}");
        }
    }

    #[test]
    fn an_event_is_failed_once_the_seventh_resend_fails() {
        let policy = Policy::toss();
        for verdict in [TossWould::Reject, TossWould::TimeOut] {
            assert_eq!(policy.delivery_status(verdict, 0), DeliveryStatus::Sending);
            assert_eq!(policy.delivery_status(verdict, 6), DeliveryStatus::Sending);
            assert_eq!(policy.delivery_status(verdict, 7), DeliveryStatus::Failed);
            assert_eq!(policy.delivery_status(verdict, 8), DeliveryStatus::Failed);
        }
        assert_eq!(policy.delivery_status(TossWould::Accept, 7), DeliveryStatus::Completed);
    }

    #[test]
    fn waits_of_another_policy_add_up_without_overflow() {
        let policy = Policy { waits: vec![Duration::MAX, Duration::MAX], timeout: Duration::ZERO };
        assert_eq!(policy.until_last_after(0), Duration::MAX);
        assert_eq!(policy.judge(200, Duration::ZERO), TossWould::Accept);
    }
}
