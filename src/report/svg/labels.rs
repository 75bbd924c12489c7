//! Which labels are shown where not all fit: none ever touches another.

/// Between two labels of a row, in pixels.
const GAP: f64 = 12.0;

/// The stretches of a row that are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    taken: Vec<(f64, f64)>,
}

impl Row {
    /// Takes the stretch of a label that is `width` wide and stands on `middle`; false if something is there.
    pub(super) fn take(&mut self, middle: f64, width: f64) -> bool {
        let (from, to) = (middle - width / 2.0, middle + width / 2.0);
        let is_free = self.taken.iter().all(|(begins, ends)| to + GAP <= *begins || from >= ends + GAP);
        if is_free {
            self.taken.push((from, to));
        }
        is_free
    }
}

/// The numbers below `count`, those first that must not be missed: the ends, what is asked for, round numbers.
pub(super) fn most_telling_first(count: usize, asked: Option<usize>) -> Vec<usize> {
    let rank = |index: &usize| match *index {
        0 => 0,
        index if index + 1 == count => 1,
        index if Some(index) == asked => 2,
        index if index.is_multiple_of(50) => 3,
        index if index.is_multiple_of(10) => 4,
        index if index.is_multiple_of(5) => 5,
        _ => 6,
    };
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_unstable_by_key(|index| (rank(index), *index));
    order
}

#[cfg(test)]
mod tests {
    use super::{Row, most_telling_first};

    #[test]
    fn a_label_takes_its_stretch_and_a_gap_beside_it() {
        let mut row = Row::default();
        assert!(row.take(100.0, 20.0));
        assert!(!row.take(131.0, 20.0), "one pixel too close on the right");
        assert!(!row.take(69.0, 20.0), "and on the left");
        assert!(row.take(132.0, 20.0));
        assert!(row.take(68.0, 20.0));
        assert!(!row.take(100.0, 500.0), "over all of them");
    }

    #[test]
    fn the_ends_come_first_then_what_was_asked_for_then_round_numbers() {
        let order = most_telling_first(101, Some(37));
        assert_eq!(order[..4], [0, 100, 37, 50]);
        assert_eq!(order[4..14], [10, 20, 30, 40, 60, 70, 80, 90, 5, 15]);
        assert_eq!(order.len(), 101);
        assert!(most_telling_first(0, None).is_empty());
        assert_eq!(most_telling_first(1, Some(0)), [0]);
    }
}
