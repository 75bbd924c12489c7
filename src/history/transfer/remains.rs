//! What is left of an event in a damaged history: its own row, where no other that belongs to it can be read.

use rusqlite::params;

use crate::activity::{DeliveryStatus, Repeat};
use crate::history::query::{First, Reader, delivery_row, first_request, promised};
use crate::history::{DeliveryRow, EventRow, HistoryError, Origin};

/// An event by itself.
const EVENT_ALONE: &str = "
    SELECT seq, id, first_arrival, head, body, remote, signature, kind IS NOT NULL, NULL, retried_count, promised
    FROM event WHERE seq = ?1";

/// The requests after the one with number `?2`, without what was answered to them.
const DELIVERIES_ALONE_AFTER: &str = "
    SELECT number, repeat, retried_count, arrived_at, remote, signature, promised, NULL, NULL, head,
        coalesce(body, (SELECT body FROM event WHERE seq = ?1))
    FROM delivery WHERE event = ?1 AND number > ?2 ORDER BY number LIMIT ?3";

impl Reader {
    /// The first request of an event, whatever is to be read of the rest; none where there is none.
    pub(in crate::history) fn first_alone(&self, seq: i64) -> Result<Option<First>, HistoryError> {
        match self.first(seq) {
            Err(HistoryError::Damaged { .. }) => self.one(EVENT_ALONE, params![seq], first_request),
            first => first,
        }
    }

    /// An event and its first request, as far as its own row tells of them; none where there is none.
    pub(super) fn alone(&self, seq: i64) -> Result<Option<(EventRow, DeliveryRow)>, HistoryError> {
        self.one(EVENT_ALONE, params![seq], |row| {
            let (retried_count, answer): (u32, Option<u16>) = (row.get(9)?, row.get(10)?);
            let first = first_request(row)?;
            let delivery_status = answer.map(|status| promised(status, retried_count));
            let delivery = DeliveryRow {
                number: 1,
                repeat: Repeat::None,
                retried_count,
                request: first.request.clone(),
                signature: first.signature,
                answer,
                answered_after: None,
                delivery_status,
            };
            let event = EventRow {
                id: first.id,
                content: first.content,
                transmission: first.transmission,
                signature: first.signature,
                twin_of: None,
                delivery_status: delivery_status.unwrap_or(DeliveryStatus::Sending),
                resent: None,
                origin: Origin::default(),
                attempts: 1,
                last_retried_count: retried_count,
                last_arrival: first.request.arrived_at,
                last_answer: answer,
                request: first.request,
            };
            Ok((event, delivery))
        })
    }

    /// The requests of an event after the one with this number, oldest first, where the answers can't be read; at
    /// most so many. The first is with its event, see [`Reader::alone`].
    pub(super) fn deliveries_alone_after(
        &self,
        seq: i64,
        number: u32,
        most: u32,
    ) -> Result<Vec<DeliveryRow>, HistoryError> {
        self.all(DELIVERIES_ALONE_AFTER, params![seq, number, most], delivery_row)
    }
}
