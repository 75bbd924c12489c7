//! The schedule's attempts as rows of a table.

use std::time::Duration;

use super::Answer;
use super::moments::Moments;
use crate::activity::DeliveryStatus;
use crate::report::table::{Cell, Column, Keep, Table};
use crate::report::theme::Meaning;
use crate::report::width::Align;
use crate::timeline::{Attempt, Expected, Landing};

/// The table of the attempts; with their outcomes where those are known.
pub(super) fn rows(answer: &Answer<'_>, moments: &Moments<'_>) -> Table {
    let known = answer.schedule.landing() != Landing::Unknown;
    let headings = answer.language.schedule_headings();
    let mut columns = vec![
        Column::new(headings.attempt, Align::Left, Keep::Always),
        Column::new(headings.wait, Align::Right, Keep::IfRoom(0)),
        Column::new(headings.time, Align::Left, Keep::Always),
        Column::new(headings.since_first, Align::Right, Keep::IfRoom(1)),
    ];
    if known {
        columns.push(Column::new(headings.outcome, Align::Left, Keep::Always));
        columns.push(Column::new(headings.history, Align::Left, Keep::IfRoom(2)));
    } else {
        columns.push(Column::new(headings.if_it_fails, Align::Left, Keep::IfRoom(2)));
    }
    let mut table = Table::new(columns);
    let digits = answer.schedule.attempts().len().to_string().len();
    for attempt in answer.schedule.attempts() {
        table.row(row(answer, moments, attempt, digits));
    }
    table
}

fn row(answer: &Answer<'_>, moments: &Moments<'_>, attempt: &Attempt, digits: usize) -> Vec<Cell> {
    let number = attempt.number;
    let meaning = match attempt.expected {
        Expected::NotNeeded => Meaning::Dim,
        _ => Meaning::Plain,
    };
    let first = attempt.retried_count == 0;
    let waited = if first { "-".to_owned() } else { wait(answer, attempt.wait) };
    let mut row = vec![
        Cell::new(format!("{number:>digits$}  {}", answer.language.attempt(attempt.retried_count)))
            .meaning(meaning),
        Cell::new(waited).meaning(meaning),
        Cell::new(moments.column(attempt.due_at)).meaning(meaning),
        Cell::new(answer.language.exact_span(attempt.elapsed)).meaning(meaning),
    ];
    if attempt.expected != Expected::Unknown {
        let (mark, meaning) = mark(attempt.expected);
        row.push(
            Cell::new(format!("{mark} {}", answer.language.expected_because(attempt.expected)))
                .meaning(meaning),
        );
    }
    row.push(Cell::new(attempt.delivery_status.as_str()).meaning(status(attempt)));
    row
}

/// How an outcome is drawn.
pub(super) fn mark(expected: Expected) -> (char, Meaning) {
    match expected {
        Expected::Fails(_) => ('×', Meaning::Failed),
        Expected::Accepted => ('●', Meaning::Accepted),
        Expected::NotNeeded => ('○', Meaning::Dim),
        Expected::Unknown => ('○', Meaning::Plain),
    }
}

/// A wait: in minutes where they are Toss Payments' own, as its documentation has them.
pub(super) fn wait(answer: &Answer<'_>, wait: Duration) -> String {
    if answer.waits_are_of_toss() {
        answer.language.whole_minutes(wait)
    } else {
        answer.language.exact_span(wait)
    }
}

fn status(attempt: &Attempt) -> Meaning {
    match (attempt.expected, attempt.delivery_status) {
        (Expected::NotNeeded, _) => Meaning::Dim,
        (_, DeliveryStatus::Failed) => Meaning::Failed,
        (_, DeliveryStatus::Completed) => Meaning::Accepted,
        (_, DeliveryStatus::Sending) => Meaning::Plain,
    }
}
