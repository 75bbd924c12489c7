//! The walk through two bodies at once.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

use super::difference::{Change, Difference, Differences, MOST, Place, Segment};
use super::tree::{Node, Order, name};
use crate::json::{self, Number};

/// How much of a name stands in a path.
const LONGEST_NAME: usize = 200;

/// What was found so far, and where the walk is.
#[derive(Debug, Default)]
pub(super) struct Walk {
    at: Vec<Segment>,
    found: Differences,
}

impl Walk {
    pub(super) fn done(self) -> Differences {
        self.found
    }

    pub(super) fn count(&self) -> usize {
        self.found.found.len() + self.found.left_out
    }

    pub(super) fn add(&mut self, difference: Difference) {
        if self.found.found.len() < MOST {
            self.found.found.push(difference);
        } else {
            self.found.left_out += 1;
        }
    }

    /// Compares what is no JSON.
    pub(super) fn text(&mut self, place: Place, before: Option<&str>, after: Option<&str>) {
        let change = match (before, after) {
            (None, Some(_)) => Change::Added,
            (Some(_), None) => Change::Removed,
            _ if before == after => return,
            _ => Change::Changed,
        };
        self.add(Difference {
            place,
            change,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        });
    }

    fn here(&mut self, change: Change, before: Option<&str>, after: Option<&str>) {
        let place = Place::Body(if self.found.found.len() < MOST { self.at.clone() } else { Vec::new() });
        self.add(Difference {
            place,
            change,
            before: before.map(str::to_owned),
            after: after.map(str::to_owned),
        });
    }

    /// Compares two values. Recursive: a [`Node`] is no deeper than it reads.
    pub(super) fn values(&mut self, a: &Node<'_>, b: &Node<'_>) {
        match (a, b) {
            (Node::Scalar(a), Node::Scalar(b)) => self.scalars(a, b),
            (Node::Array(a), Node::Array(b)) => self.items(a, b),
            (Node::Object(_), Node::Object(_)) => self.members(a, b),
            _ => {
                self.all(a, Change::Removed);
                self.all(b, Change::Added);
            }
        }
    }

    fn scalars(&mut self, a: &str, b: &str) {
        if a == b {
            return;
        }
        let is_same = match (Number::read(a), Number::read(b)) {
            (Some(a), Some(b)) => a.compare(&b) == Ordering::Equal,
            _ => json::plain(a).is_some_and(|a| Some(a) == json::plain(b)),
        };
        self.here(if is_same { Change::Form } else { Change::Changed }, Some(a), Some(b));
    }

    fn items(&mut self, a: &[Node<'_>], b: &[Node<'_>]) {
        let printed = |items: &[Node<'_>]| {
            let mut printed: Vec<String> = items.iter().map(|item| format!("{item:?}")).collect();
            printed.sort_unstable();
            printed
        };
        if a.len() == b.len() && a != b && printed(a) == printed(b) {
            return self.here(Change::Moved, None, None);
        }
        for place in 0..a.len().max(b.len()) {
            self.at.push(Segment::Index(place));
            self.either(a.get(place), b.get(place));
            self.at.pop();
        }
    }

    fn members(&mut self, a: &Node<'_>, b: &Node<'_>) {
        let (Node::Object(a), Node::Object(b)) = (a, b) else { return };
        let (a, b) = (a.ordered(Order::AsIs), b.ordered(Order::AsIs));
        let in_b: HashMap<Cow<'_, str>, &Node<'_>> =
            b.iter().map(|(key, value)| (name(key), value)).collect();
        let in_a: HashMap<Cow<'_, str>, &Node<'_>> =
            a.iter().map(|(key, value)| (name(key), value)).collect();
        for (key, value) in &a {
            self.member(key, Some(value), in_b.get(&name(key)).copied());
        }
        for (key, value) in b.iter().filter(|(key, _)| !in_a.contains_key(&name(key))) {
            self.member(key, None, Some(value));
        }
        let before: Vec<_> =
            a.iter().map(|(key, _)| name(key)).filter(|key| in_b.contains_key(key)).collect();
        let after: Vec<_> = b.iter().map(|(key, _)| name(key)).filter(|key| in_a.contains_key(key)).collect();
        self.order(&before, &after);
    }

    fn member(&mut self, key: &str, a: Option<&Node<'_>>, b: Option<&Node<'_>>) {
        self.at.push(Segment::Key(name(key).chars().take(LONGEST_NAME).collect()));
        self.either(a, b);
        self.at.pop();
    }

    fn either(&mut self, a: Option<&Node<'_>>, b: Option<&Node<'_>>) {
        match (a, b) {
            (Some(a), Some(b)) => self.values(a, b),
            (Some(a), None) => self.all(a, Change::Removed),
            (None, Some(b)) => self.all(b, Change::Added),
            (None, None) => {}
        }
    }

    /// The names that both have, from the first to the last that stand in another order.
    fn order(&mut self, before: &[Cow<'_, str>], after: &[Cow<'_, str>]) {
        let start = before.iter().zip(after).take_while(|(a, b)| a == b).count();
        if start == before.len() {
            return;
        }
        let end = before.iter().rev().zip(after.iter().rev()).take_while(|(a, b)| a == b).count();
        let names = |all: &[Cow<'_, str>]| {
            let moved = all.get(start..all.len() - end).unwrap_or_default();
            serde_json::to_string(moved).unwrap_or_default()
        };
        self.here(Change::Moved, Some(&names(before)), Some(&names(after)));
    }

    /// All leaves of a value that one of the two lacks.
    fn all(&mut self, node: &Node<'_>, change: Change) {
        let leaf = match node {
            Node::Scalar(token) => token,
            Node::Array(items) if items.is_empty() => "[]",
            Node::Object(members) if members.is_empty() => "{}",
            Node::Array(items) => {
                for (place, item) in items.iter().enumerate() {
                    self.at.push(Segment::Index(place));
                    self.all(item, change);
                    self.at.pop();
                }
                return;
            }
            Node::Object(members) => {
                for (key, value) in members.ordered(Order::AsIs) {
                    self.at.push(Segment::Key(name(key).chars().take(LONGEST_NAME).collect()));
                    self.all(value, change);
                    self.at.pop();
                }
                return;
            }
        };
        match change {
            Change::Removed => self.here(change, Some(leaf), None),
            _ => self.here(change, None, Some(leaf)),
        }
    }
}
