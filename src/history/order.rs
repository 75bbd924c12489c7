//! The events of an order: those that name it, and those that name a payment of it.

use std::collections::HashSet;

use super::query::Reader;
use super::{EventRow, HistoryError, Selection};
use crate::filter::{Search, for_each_value};
use crate::toss::Content;

impl Reader {
    /// The events that name an order, or a payment of it, by their arrival; of more than `most` some are left out, and
    /// how many.
    pub fn of_order(&self, order: &str, most: usize) -> Result<(Vec<EventRow>, u64), HistoryError> {
        let mut rows = Vec::new();
        let mut left_out = 0;
        self.each_of_order(order, &mut |_, row| {
            if rows.len() < most {
                rows.push(row);
            } else {
                left_out += 1;
            }
        })?;
        rows.sort_unstable_by_key(|row| (row.request.arrived_at, row.id));
        Ok((rows, left_out))
    }

    /// Gives each of them once, with its place.
    pub(super) fn each_of_order(
        &self,
        order: &str,
        take: &mut dyn FnMut(i64, EventRow),
    ) -> Result<(), HistoryError> {
        let mut known = HashSet::new();
        let mut keys = Vec::new();
        self.each_naming(order, &mut |place, row| {
            keys.extend(row.content.event().and_then(|event| event.payment_key.clone()));
            if known.insert(place) {
                take(place, row);
            }
        })?;
        keys.sort_unstable();
        keys.dedup();
        for key in keys.iter().filter(|key| *key != order) {
            self.each_naming(key, &mut |place, row| {
                if known.insert(place) {
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

/// Whether a name stands in a text, and is no part of a longer one.
fn stands_alone(text: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_');
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part))
}
