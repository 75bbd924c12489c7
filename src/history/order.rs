//! The events of an order: those that name it, and those that name a payment of it.

use std::collections::HashSet;

use super::query::Reader;
use super::{EventRow, HistoryError, Selection};
use crate::filter::{Search, for_each_value};
use crate::toss::{Content, Event, EventType};

impl Reader {
    /// The events of an order, by their arrival: those that name it, or a payment of it; not those of other orders in
    /// which it only stands somewhere. Of more than `most` some are left out, and how many.
    pub fn of_order(&self, order: &str, most: usize) -> Result<(Vec<EventRow>, u64), HistoryError> {
        let mut rows = Vec::new();
        let mut left_out = 0;
        let mut keys: HashSet<String> = HashSet::new();
        self.each_of_order(order, &mut |_, row| {
            match row.content.event().map(|event| (is_of(event, order), payment_key(event))) {
                Some((Some(false), key)) if key.as_ref().is_none_or(|key| !keys.contains(key)) => return,
                Some((Some(true), key)) => keys.extend(key),
                _ => {}
            }
            if rows.len() < most {
                rows.push(row);
            } else {
                left_out += 1;
            }
        })?;
        rows.sort_unstable_by_key(|row| (row.request.arrived_at, row.id));
        Ok((rows, left_out))
    }

    /// Gives each event that names an order, a payment of it, or the end of one of its cancels once, with its place.
    pub(super) fn each_of_order(
        &self,
        order: &str,
        take: &mut dyn FnMut(i64, EventRow),
    ) -> Result<(), HistoryError> {
        let mut known = HashSet::new();
        let (mut keys, mut transactions) = (Vec::new(), Vec::new());
        self.each_naming(order, &mut |place, row| {
            // What only mentions the order leads to payments of others.
            let event = row.content.event().filter(|event| is_of(event, order) != Some(false));
            keys.extend(event.and_then(payment_key));
            transactions.extend(event.into_iter().flat_map(cancels));
            if known.insert(place) {
                take(place, row);
            }
        })?;
        for names in [&mut keys, &mut transactions] {
            names.sort_unstable();
            names.dedup();
        }
        for key in keys.iter().filter(|key| *key != order) {
            self.each_naming(key, &mut |place, row| {
                if known.insert(place) {
                    take(place, row);
                }
            })?;
        }
        for transaction in &transactions {
            self.each_naming(transaction, &mut |place, row| {
                let is_end = row.content.event().is_some_and(|event| is_end_of(event, transaction));
                if is_end && known.insert(place) {
                    take(place, row);
                }
            })?;
        }
        Ok(())
    }

    /// The events in which this name stands as a value.
    fn each_naming(&self, name: &str, take: &mut dyn FnMut(i64, EventRow)) -> Result<(), HistoryError> {
        let Some(search) = Search::parse(name) else { return Ok(()) };
        let selection = Selection { limit: usize::MAX, search: Some(search), ..Selection::default() };
        for row in self.rows(&selection)? {
            let row = row?;
            let is_text = matches!(row.content, Content::NotJson);
            let mut is_named = false;
            for_each_value(&row.content, &row.request.body, |value| {
                is_named |= value == name || is_text && stands_alone(value, name);
                !is_named
            });
            if is_named && let Some(place) = self.place_of(row.id)? {
                take(place, row);
            }
        }
        Ok(())
    }
}

/// Whether an event is of this order; none where it names no order.
fn is_of(event: &Event, order: &str) -> Option<bool> {
    let within = || event.payment().map(|payment| payment.order_id);
    event.order_id.clone().or_else(within).map(|named| named == order)
}

fn payment_key(event: &Event) -> Option<String> {
    let within = || event.payment().map(|payment| payment.key);
    event.payment_key.clone().or_else(within).filter(|key| !key.is_empty())
}

/// The transactions of the cancels that an event lists.
fn cancels(event: &Event) -> Vec<String> {
    let cancels = event.payment().and_then(|payment| payment.cancels()).unwrap_or_default();
    cancels.into_iter().filter_map(|cancel| cancel.transaction_key).collect()
}

/// Whether an event is the end of this cancel, which has no other name (section 4).
fn is_end_of(event: &Event, transaction: &str) -> bool {
    event.event_type == EventType::CancelStatusChanged
        && event.order_id.is_none()
        && event.transaction_key.as_deref() == Some(transaction)
}

/// Whether a name stands in a text, and is no part of a longer one.
fn stands_alone(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part))
}
