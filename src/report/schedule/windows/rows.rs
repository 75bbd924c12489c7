//! The ranges of first sending as rows of a table.

use jiff::Timestamp;

use super::WindowsAnswer;
use crate::report::schedule::moments::{Moments, MonthNamed};
use crate::report::share::{Bars, whole_percent};
use crate::report::table::{Cell, Column, Keep, Table};
use crate::report::theme::Meaning;
use crate::report::width::Align;
use crate::timeline::{Arrival, Windows};

/// More rows than this are told by the attempt that lands.
const MOST_ROWS: usize = 24;

/// Neighbours below this share are one row.
const SMALL: f64 = 0.01;

/// What a row tells of.
#[derive(Clone, Copy)]
struct Row {
    from: Timestamp,
    to: Timestamp,
    /// Where the events land, and the lowest number of re-sends among them; none where they are lost.
    arrival: Option<(Arrival, u32)>,
    share: f64,
}

/// The table.
pub(super) fn rows(answer: &WindowsAnswer<'_>, moments: &Moments<'_>) -> Table {
    let by_attempt = are_by_attempt(answer.windows);
    let rows = if by_attempt { attempts(answer.windows) } else { ranges(answer.windows) };
    let headings = answer.worst.language.window_headings();
    let mut columns = vec![
        Column::new(headings.lands_on, Align::Left, Keep::Always),
        Column::new(headings.arrives, Align::Left, Keep::IfRoom(1)),
        Column::new(headings.late, Align::Left, Keep::IfRoom(2)),
        Column::new(headings.share, Align::Right, Keep::IfRoom(3)),
        Column::new("", Align::Left, Keep::IfRoom(0)),
    ];
    if by_attempt {
        columns.remove(1);
    } else {
        columns.insert(0, Column::new(headings.first_sent, Align::Left, Keep::Always));
    }
    let mut table = Table::new(columns);
    let days = Days::new(answer, moments, &rows);
    let bars = Bars::new(rows.iter().map(|row| row.share));
    let delays = Delays::new(answer, &rows);
    for (index, row) in rows.iter().enumerate() {
        let mut cells = cells(answer, row, &days, &delays, index);
        cells.push(Cell::new(whole_percent(row.share)));
        cells.push(Cell::new(bars.of(row.share)).meaning(meaning(row)));
        if by_attempt {
            cells.remove(2);
            cells.remove(0);
        }
        table.row(cells);
    }
    table
}

/// When a row's events are first sent, on which attempt, when and how late they land.
fn cells(answer: &WindowsAnswer<'_>, row: &Row, days: &Days<'_>, delays: &Delays, index: usize) -> Vec<Cell> {
    let language = answer.worst.language;
    let resends = (index == 0).then_some(answer.worst.policy.waits.len());
    let (lands_on, arrives) = match row.arrival {
        Some((arrival, least)) => {
            (language.lands_on(least, arrival.retried_count, resends), days.arrival(arrival.from, arrival.to))
        }
        None => (language.lost_events().to_owned(), "-".to_owned()),
    };
    vec![
        Cell::new(days.first_sent(row.from, row.to)),
        Cell::new(lands_on).meaning(meaning(row)),
        Cell::new(arrives),
        Cell::new(delays.shown(index)),
    ]
}

fn meaning(row: &Row) -> Meaning {
    if row.arrival.is_some() { Meaning::Plain } else { Meaning::Failed }
}

/// Whether there are too many ranges for a row each.
pub(super) fn are_by_attempt(windows: &Windows) -> bool {
    ranges(windows).len() > MOST_ROWS
}

/// The ranges; neighbours that are hardly seen beside the others together.
fn ranges(windows: &Windows) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for range in windows.ranges() {
        let arrival = range.arrival.map(|arrival| (arrival, arrival.retried_count));
        let row = Row { from: range.from, to: range.to, arrival, share: windows.share(range) };
        match rows.last_mut() {
            Some(last) if last.to == row.from && last.is_small() && row.is_small() => last.take_in(&row),
            _ => rows.push(row),
        }
    }
    rows
}

/// All ranges by the attempt that lands, those that are lost first.
fn attempts(windows: &Windows) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for range in windows.ranges() {
        let count = range.arrival.map(|arrival| arrival.retried_count);
        let arrival = range.arrival.zip(count);
        let row = Row { from: range.from, to: range.to, arrival, share: windows.share(range) };
        match rows.iter_mut().find(|row| row.arrival.map(|(_, least)| least) == count) {
            Some(same) => same.take_in(&row),
            None => rows.push(row),
        }
    }
    rows.sort_unstable_by_key(|row| std::cmp::Reverse(row.arrival.map_or(u32::MAX, |(_, least)| least)));
    rows
}

impl Row {
    fn is_small(&self) -> bool {
        self.share < SMALL && self.arrival.is_some()
    }

    fn take_in(&mut self, next: &Self) {
        self.to = next.to;
        self.share += next.share;
        if let (Some((arrival, least)), Some((more, other))) = (&mut self.arrival, next.arrival) {
            *arrival = arrival.with(more);
            *least = other.min(*least);
        }
    }
}

/// How the days of the table are written.
struct Days<'a> {
    moments: &'a Moments<'a>,
    now: Timestamp,
    today: &'static str,
    month: MonthNamed,
    /// The width of the widest day.
    width: usize,
    /// Whether ranges of first sending lie on other days than the headline's.
    first_sent_on: MonthNamed,
}

impl<'a> Days<'a> {
    fn new(answer: &WindowsAnswer<'_>, moments: &'a Moments<'a>, rows: &[Row]) -> Self {
        let arrivals = || rows.iter().filter_map(|row| row.arrival).map(|(arrival, _)| arrival);
        let sent: Vec<Timestamp> = rows.iter().flat_map(|row| [row.from, row.to]).collect();
        let landed: Vec<Timestamp> = arrivals().flat_map(|arrival| [arrival.from, arrival.to]).collect();
        let date = |at: &Timestamp| moments.date(*at);
        let months = || sent.iter().chain(&landed).map(date).map(|date| (date.year(), date.month()));
        let one_month = months().min() == months().max();
        let one_day = sent.iter().map(date).min() == sent.iter().map(date).max();
        let mut days = Self {
            moments,
            now: answer.now,
            today: answer.worst.language.today(),
            month: if one_month { MonthNamed::No } else { MonthNamed::Yes },
            width: 0,
            first_sent_on: if one_day { MonthNamed::No } else { MonthNamed::Yes },
        };
        days.width = landed.iter().map(|at| days.day(*at).chars().count()).max().unwrap_or_default();
        days
    }

    fn day(&self, at: Timestamp) -> String {
        if self.moments.date(at) == self.moments.date(self.now) {
            self.today.to_owned()
        } else {
            self.moments.short_day(at, self.month)
        }
    }

    /// `02:00 .. 03:49`, with days where the ranges lie on several.
    fn first_sent(&self, from: Timestamp, to: Timestamp) -> String {
        match self.first_sent_on {
            MonthNamed::No => format!("{} .. {}", self.moments.clock(from), self.moments.clock(to)),
            MonthNamed::Yes => self.stretch(from, to),
        }
    }

    /// `Tue 24 00:45 .. 02:34`
    fn arrival(&self, from: Timestamp, to: Timestamp) -> String {
        self.stretch(from, to)
    }

    fn stretch(&self, from: Timestamp, to: Timestamp) -> String {
        let (day, width) = (self.day(from), self.width);
        let begins = format!("{day:width$} {}", self.moments.clock(from));
        let ends = self.moments.clock(to);
        if self.moments.date(from) == self.moments.date(to) {
            format!("{begins} .. {ends}")
        } else {
            format!("{begins} .. {} {ends}", self.day(to))
        }
    }
}

/// How late the rows' events are, lined up at the dots.
struct Delays(Vec<String>);

impl Delays {
    fn new(answer: &WindowsAnswer<'_>, rows: &[Row]) -> Self {
        let language = answer.worst.language;
        let ends: Vec<Option<(String, String)>> = rows
            .iter()
            .map(|row| {
                let (arrival, _) = row.arrival?;
                let soonest = language.delay(arrival.soonest, arrival.latest);
                Some((soonest, language.delay(arrival.latest, arrival.latest)))
            })
            .collect();
        let width = ends.iter().flatten().map(|(soonest, _)| soonest.len()).max().unwrap_or_default();
        let shown = ends.iter().map(|ends| match ends {
            Some((soonest, latest)) => format!("{soonest:>width$} .. {latest}"),
            None => format!("{:>width$}", "-"),
        });
        Self(shown.collect())
    }

    fn shown(&self, row: usize) -> String {
        self.0.get(row).cloned().unwrap_or_default()
    }
}
