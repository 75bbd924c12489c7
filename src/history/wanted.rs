//! Finding the events that somebody wants to see, by how they stand.

use rusqlite::params;

use super::query::Reader;
use super::{HistoryError, Wanted};
use crate::activity::{DeliveryStatus, Outcome};

/// How many of the newest events are looked through. What is pending here is found however old it is.
const LOOKED_THROUGH: usize = 100_000;

const WITH_PENDING: &str = "
    SELECT seq FROM (SELECT seq FROM event ORDER BY seq DESC LIMIT ?1)
    UNION SELECT event FROM plan WHERE state = 'Sending'
    ORDER BY 1 DESC";

/// An event with several plans, for several endpoints, is Sending as long as any is.
const RESENT: &str = "
    SELECT state FROM plan WHERE event = ?1
    ORDER BY CASE state WHEN 'Sending' THEN 0 WHEN 'Failed' THEN 1 ELSE 2 END LIMIT 1";

/// Nothing where it was begun and never heard of again.
const LAST_CALL: &str =
    "SELECT coalesce(outcome, '') FROM attempt WHERE event = ?1 AND NOT also ORDER BY seq DESC LIMIT 1";

impl Reader {
    /// The places of the events among which those that stand or ended so are, newest first; none where that can
    /// be any.
    pub(super) fn places_wanted(&self, wanted: Wanted) -> Result<Option<Vec<i64>>, HistoryError> {
        match wanted {
            Wanted::All => Ok(None),
            Wanted::Standing(DeliveryStatus::Sending) => {
                let looked_through = i64::try_from(LOOKED_THROUGH).unwrap_or(i64::MAX);
                self.all(WITH_PENDING, [looked_through], |row| row.get(0)).map(Some)
            }
            Wanted::Standing(_) | Wanted::LastCall(_) | Wanted::NotAccepted => {
                self.newest_places(LOOKED_THROUGH).map(Some)
            }
        }
    }

    /// Whether an event is one of those wanted; its bytes are not read for it.
    pub(super) fn is_wanted(&self, seq: i64, wanted: Wanted) -> Result<bool, HistoryError> {
        match wanted {
            Wanted::All => Ok(true),
            Wanted::Standing(status) => match self.resent(seq)? {
                Some(resent) => Ok(resent == status),
                None => self.answered(seq).map(|(_, answered)| answered == status),
            },
            Wanted::LastCall(outcome) => {
                Ok(self.last_call(seq)?.is_some_and(|last| last == outcome.as_str()))
            }
            Wanted::NotAccepted => match self.last_call(seq)? {
                Some(last) => Ok(last != Outcome::Accepted.as_str()),
                None => self.answered(seq).map(|(_, answered)| answered != DeliveryStatus::Completed),
            },
        }
    }

    /// How the last call of an event ended; none where there was none.
    fn last_call(&self, seq: i64) -> Result<Option<String>, HistoryError> {
        self.one(LAST_CALL, params![seq], |row| row.get(0))
    }

    /// How an event stands where failures are re-sent from here.
    pub(super) fn resent(&self, seq: i64) -> Result<Option<DeliveryStatus>, HistoryError> {
        let state: Option<String> = self.one(RESENT, params![seq], |row| row.get(0))?;
        Ok(state.as_deref().and_then(DeliveryStatus::parse))
    }
}
