//! What becomes of many events, for a person, a script or a spreadsheet.

mod lines;

use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;

use super::Answer;
use super::drawing::drawn;
use super::moments::Moments;
use super::page::down;
use super::sheet::Sheet;
use crate::report::share::{Bars, fine_percent};
use crate::report::svg::Columns;
use crate::report::table::{Cell, Column, Keep, Table};
use crate::report::theme::Meaning;
use crate::report::width::Align;
use crate::report::{Language, Screen, amount, columns};
use crate::timeline::{Arrivals, Distribution, Faults};
use crate::toss::Policy;

pub use lines::{csv, json};

/// More columns than this make the picture no clearer.
const MOST_COLUMNS: usize = 100;

/// Fewer columns than this are drawn wider.
const FEW_COLUMNS: usize = 25;

/// The load is counted by the minute.
const MINUTE: Duration = Duration::from_secs(60);

/// Many events, and what was asked for them.
#[derive(Clone, Copy, Debug)]
pub struct ArrivalsAnswer<'a> {
    /// When they come.
    pub arrivals: &'a Arrivals,
    /// What becomes of them.
    pub distribution: &'a Distribution,
    /// The policy that they follow.
    pub policy: &'a Policy,
    /// What makes attempts fail.
    pub faults: &'a Faults,
    /// How long a failing attempt takes.
    pub answer_after: Duration,
    /// The language for people.
    pub language: Language,
    /// The zone that times are shown in.
    pub tz: &'a TimeZone,
}

/// The whole page, as wide as the screen allows.
pub fn page(answer: &ArrivalsAnswer<'_>, screen: Screen) -> String {
    let moments = answer.moments();
    let mut sheet = Sheet::new(screen);
    let (verdict, meaning) = answer.verdict();
    sheet.sentence(&verdict, meaning);
    for circumstance in answer.circumstances(&moments) {
        sheet.sentence(&circumstance, Meaning::Plain);
    }
    sheet.block(answer.table().lines(sheet.width(), sheet.theme()));
    sheet.block(answer.lateness().map(|table| table.lines(sheet.width(), sheet.theme())).unwrap_or_default());
    sheet.gap();
    answer.load(&mut sheet);
    let is_of_toss = *answer.policy == Policy::toss();
    if answer.distribution.lost() > 0 && is_of_toss {
        sheet.sentence(answer.language.look_many_up(), Meaning::Plain);
    }
    sheet.sentence(&answer.language.counting(is_of_toss, answer.answer_after), Meaning::Dim);
    sheet.finish()
}

/// The picture of the load, under the attempts of one event, under what becomes of all.
pub fn svg(answer: &ArrivalsAnswer<'_>, one: &Answer<'_>) -> String {
    let language = answer.language;
    let is_worst = answer.faults.chance.is_none() && answer.distribution.has_none_worse(one.schedule);
    let which = match one.schedule.times().next() {
        Some(first) if !is_worst => language.one_drawn(&one.moments().prose(first)),
        _ => language.worst_drawn().to_owned(),
    };
    let mut sentences = answer.circumstances(&answer.moments());
    sentences.push(which);
    let minutes = answer.distribution.load().minutes();
    let load = minutes.map(|(from, counts)| Columns { from, each: MINUTE, counts });
    drawn(one, answer.verdict().0, sentences, load)
}

impl<'a> ArrivalsAnswer<'a> {
    fn moments(&self) -> Moments<'a> {
        let outages = self.faults.outages.iter().flat_map(|outage| [outage.from(), outage.to()]);
        let recurring = self.faults.outages.recurring().map(|recurring| recurring.first().from());
        let times = [self.arrivals.start].into_iter().chain(outages).chain(recurring);
        Moments::of(times, self.tz)
    }

    fn verdict(&self) -> (String, Meaning) {
        let events = self.distribution.events();
        let lost = self.distribution.lost();
        let resent: u64 = self.distribution.landed().iter().skip(1).sum();
        let (late, gone) = (fine_percent(resent, events), fine_percent(lost, events));
        let told = self.language.what_becomes(self.distribution, &late, &gone);
        (told, if lost == 0 { Meaning::Accepted } else { Meaning::Failed })
    }

    /// When events come, and what makes attempts fail.
    fn circumstances(&self, moments: &Moments<'_>) -> Vec<String> {
        let (events, language) = (self.distribution.events(), self.language);
        let mut told = vec![language.coming(self.arrivals, events, &moments.first(), moments.zone())];
        told.extend(down(self.faults, language, moments));
        let fail_first = self.faults.fail_first.filter(|count| *count > 0);
        told.extend(fail_first.map(|count| language.fail_first(count)));
        told.extend(self.faults.chance.map(|chance| language.chance(chance)));
        told
    }

    /// The events by the attempt that they land on.
    fn table(&self) -> Table {
        let headings = self.language.arrival_headings();
        let mut table = Table::new([
            Column::new(headings.lands_on, Align::Left, Keep::Always),
            Column::new(headings.events, Align::Right, Keep::Always),
            Column::new(headings.share, Align::Right, Keep::Always),
            Column::new(headings.late, Align::Right, Keep::IfRoom(1)),
            Column::new("", Align::Left, Keep::IfRoom(0)),
        ]);
        let distribution = self.distribution;
        let all = distribution.events();
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 events")]
        let share = |events: u64| events as f64 / all.max(1) as f64;
        let lost = distribution.lost();
        let counts = || distribution.landed().iter().copied();
        let bars = Bars::new(counts().chain([lost]).map(share));
        let mut add = |name: String, events: u64, late: String, meaning: Meaning| {
            table.row([
                Cell::new(name).meaning(meaning),
                Cell::new(amount::count(events)).meaning(meaning),
                Cell::new(fine_percent(events, all)),
                Cell::new(late),
                Cell::new(bars.of(share(events))).meaning(meaning),
            ]);
        };
        for ((retried_count, offset), events) in (0..).zip(distribution.offsets().iter()).zip(counts()) {
            if events > 0 {
                let late = self.language.exact_span(offset);
                add(self.language.attempt(retried_count), events, late, Meaning::Plain);
            }
        }
        if lost > 0 {
            add(self.language.lost_events().to_owned(), lost, "-".to_owned(), Meaning::Failed);
        }
        table
    }

    /// The percentiles of the lateness; none where no event lands.
    fn lateness(&self) -> Option<Table> {
        let headings = self.language.lateness_headings();
        let mut table = Table::new(headings.map(|heading| Column::new(heading, Align::Left, Keep::Always)));
        let late = |percent| self.distribution.late(percent).map(|late| self.language.exact_span(late));
        let [p50, p95, p99, max] = [50, 95, 99, 100].map(late);
        table.row([p50?, p95?, p99?, max?].map(Cell::new));
        Some(table)
    }

    /// The load in words and drawn.
    fn load(&self, sheet: &mut Sheet) {
        let load = self.distribution.load();
        let Some((peak, most)) = load.peak() else { return };
        let room = columns::room(most, sheet.width()).min(MOST_COLUMNS);
        let Some((counts, minutes)) = load.columns(room) else { return };
        #[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 events")]
        let ordinary = self.distribution.events() as f64 / self.arrivals.over.as_secs_f64() * 60.0;
        let (Some((begins, _)), Some((last, _))) = (load.iter().next(), load.iter().last()) else { return };
        let ends = last.checked_add(SignedDuration::from_mins(1)).unwrap_or(last);
        // Minutes of the clock, which need no seconds.
        let moments = Moments::of([begins, peak, ends], self.tz);
        let told = self.language.load(load.total(), most, &moments.prose(peak), ordinary);
        sheet.sentence(&told, Meaning::Plain);
        let (begins, ends) = (moments.prose(begins), moments.prose(ends));
        let mut drawn = vec![self.language.columns_of(minutes)];
        drawn.extend(columns::draw(&widened(&counts, room), &begins, &ends, sheet.theme()));
        sheet.block(drawn);
        sheet.gap();
    }
}

/// The same columns, each drawn several times where they are few.
fn widened(counts: &[u64], room: usize) -> Vec<u64> {
    let times = if counts.len() < FEW_COLUMNS { FEW_COLUMNS.min(room) / counts.len().max(1) } else { 1 };
    counts.iter().flat_map(|count| std::iter::repeat_n(*count, times.max(1))).collect()
}
