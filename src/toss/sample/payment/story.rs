//! When what happened to a payment, told backwards from the event.

use jiff::Timestamp;

use crate::toss::sample::draw::stream;
use crate::toss::sample::{Method, Wanted, times};

/// How long a payment window is valid: what is not paid by then is EXPIRED.
const WINDOW_SECONDS: i64 = 1_800;

pub(super) struct Story {
    /// When the buyer began.
    pub(super) requested: Timestamp,
    /// When it was paid; none until then.
    pub(super) approved: Option<Timestamp>,
    /// When it came to the status that the event tells of.
    pub(super) changed: Timestamp,
}

impl Story {
    pub(super) fn of(wanted: &Wanted, status: &str, method: Method) -> Self {
        let changed = times::second_before(wanted.at);
        let mut rng = stream(wanted.seed, "story");
        let until_paid =
            if method == Method::VirtualAccount { rng.i64(600..86_400) } else { rng.i64(20..180) };
        let until_cancelled = rng.i64(300..172_800);
        let approved = match status {
            "DONE" => Some(changed),
            "CANCELED" | "PARTIAL_CANCELED" => {
                let drawn = times::earlier(changed, until_cancelled);
                Some(wanted.approved_at.map_or(drawn, |given| given.min(times::earlier(changed, 1))))
            }
            _ => None,
        };
        let drawn = match status {
            "WAITING_FOR_DEPOSIT" => changed,
            "EXPIRED" => times::earlier(changed, WINDOW_SECONDS),
            _ => times::earlier(approved.unwrap_or(changed), until_paid),
        };
        let latest = approved.map_or(changed, |paid| times::earlier(paid, 1));
        let requested = wanted.requested_at.unwrap_or(drawn).min(latest);
        Self { requested, approved, changed }
    }
}
