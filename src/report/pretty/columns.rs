//! The columns of the events' lines: what stands in one line stands at the same place in the next.
//!
//! They are as wide as ordinary events need from the first line on. A longer text pushes what follows
//! it, and the columns after that stand where they always do, as soon as there is room.

use crate::report::event_cells::EventCells;
use crate::report::line::{Line, gap, is_roomy};
use crate::report::screen::Screen;
use crate::report::theme::Meaning;
use crate::report::width;

/// The narrowest screen on which every status but the longest has its column.
const ORDINARY: usize = 100;

/// The order's column grows so far where the screen has room: ids go up to 64, a UUID takes 36.
const WIDEST_ORDER: usize = 40;

/// The methods' names, which nothing has to stand behind: `가상계좌`.
const METHOD: usize = 8;

/// The widths of event, status, order and amount.
#[derive(Debug)]
pub(super) struct Columns {
    event: usize,
    status: usize,
    order: usize,
    amount: usize,
    /// How wide the order's column may become.
    widest_order: usize,
    gap: usize,
}

impl Columns {
    /// The columns of lines whose events stand behind `head` columns.
    pub(super) fn new(screen: Screen, head: usize) -> Self {
        let (status, order) = match screen.columns {
            _ if is_roomy(screen) => ("WAITING_FOR_DEPOSIT".len(), 21),
            Some(columns) if columns < ORDINARY => ("DONE".len(), 15),
            _ => ("PARTIAL_CANCELED".len(), 21),
        };
        let (event, amount, gap) = ("PAYMENT_STATUS_CHANGED".len(), 10, gap(screen));
        let others = head + event + status + amount + METHOD + 4 * gap;
        let room = screen.columns.map_or(WIDEST_ORDER, |columns| columns.saturating_sub(others));
        Self { event, status, order, amount, widest_order: room.min(WIDEST_ORDER).max(order), gap }
    }

    /// Puts an event's cells on a line.
    pub(super) fn put(&mut self, cells: &EventCells<'_>, line: &mut Line) {
        let status = line.position() + self.event + self.gap;
        line.piece(cells.meaning, &cells.event);
        if cells.is_event() {
            // What is too wide for any column must not move the others'.
            let order = Some(width::of(&cells.order)).filter(|order| *order <= self.widest_order);
            self.order = order.unwrap_or(0).max(self.order);
            let order = status + self.status + self.gap;
            let amount_end = order + self.order + self.gap + self.amount;
            line.stop(status);
            line.piece(Meaning::Plain, &cells.status);
            line.stop(order);
            line.piece(Meaning::Plain, &cells.order);
            line.stop(amount_end.saturating_sub(width::of(&cells.amount)));
            // That there is no amount needs no row of its own.
            if cells.has_amount() || line.has_room(1) {
                line.piece(Meaning::Plain, &cells.amount);
                line.stop(amount_end + self.gap);
            }
        }
        line.piece(Meaning::Plain, &cells.method);
    }
}
