//! What becomes of every event of an outage, for a person, a script or a spreadsheet.

mod lines;
mod rows;

use jiff::Timestamp;

use super::Answer;
use super::drawing::drawn;
use super::moments::Moments;
use super::page::down;
use super::picture::picture;
use super::sheet::Sheet;
use crate::report::Screen;
use crate::report::share::whole_percent;
use crate::report::theme::Meaning;
use crate::timeline::{Outage, Window, Windows};

pub use lines::{csv, json};

/// So many lost ranges are named one by one.
const RANGES_NAMED: usize = 3;

/// The ranges of first sending, and the event that fares worst.
#[derive(Clone, Copy, Debug)]
pub struct WindowsAnswer<'a> {
    /// The ranges.
    pub windows: &'a Windows,
    /// The attempts of the event that fares worst.
    pub worst: Answer<'a>,
    /// The time now, for what is today.
    pub now: Timestamp,
}

/// The whole page, as wide as the screen allows.
pub fn page(answer: &WindowsAnswer<'_>, screen: Screen) -> String {
    let moments = answer.moments();
    let mut sheet = Sheet::new(screen);
    let (verdict, meaning) = answer.verdict(&moments);
    sheet.sentence(&format!("{} {verdict}", answer.headline(&moments, Some(answer.now))), meaning);
    for circumstance in answer.circumstances(&moments) {
        sheet.sentence(&circumstance, Meaning::Plain);
    }
    if rows::are_by_attempt(answer.windows) {
        let caption = answer.worst.language.by_attempt(answer.windows.ranges().len());
        sheet.sentence(&caption, Meaning::Plain);
    }
    sheet.block(rows::rows(answer, &moments).lines(sheet.width(), sheet.theme()));
    let worst = &answer.worst;
    let mut drawn = picture(worst, &moments, sheet.width(), sheet.theme());
    drawn.insert(0, worst.language.worst_case(&answer.moment(&moments, answer.first())));
    sheet.block(drawn);
    sheet.block(super::rows::rows(worst, &moments).lines(sheet.width(), sheet.theme()));
    sheet.gap();
    for remark in answer.remarks(&moments) {
        sheet.sentence(&remark, Meaning::Plain);
    }
    sheet.sentence(&worst.language.counting(worst.is_of_toss(), worst.answer_after), Meaning::Dim);
    sheet.finish()
}

/// The picture of the event that fares worst, under what becomes of all.
pub fn svg(answer: &WindowsAnswer<'_>) -> String {
    let (worst, moments) = (&answer.worst, answer.moments());
    let title = format!("{} {}", answer.headline(&moments, None), answer.verdict(&moments).0);
    let mut sentences = answer.circumstances(&moments);
    sentences.push(worst.language.worst_drawn().to_owned());
    sentences.push(worst.language.first_attempt(&moments.first(), moments.zone()));
    drawn(worst, title, sentences, None)
}

impl<'a> WindowsAnswer<'a> {
    /// One form for all times of the page.
    fn moments(&self) -> Moments<'a> {
        let outages = self.windows.outages().iter().flat_map(|outage| [outage.from(), outage.to()]);
        let ranges = self.windows.ranges().iter().flat_map(|range| {
            let arrival = range.arrival.map(|arrival| [arrival.from, arrival.to]);
            [range.from, range.to].into_iter().chain(arrival.into_iter().flatten())
        });
        let attempts = self.worst.schedule.attempts().iter().map(|attempt| attempt.due_at);
        let mut all: Vec<Timestamp> = outages.chain(ranges).chain(attempts).collect();
        // The picture's captions count their days from the first time.
        all.insert(0, self.first());
        Moments::of(all, self.worst.tz)
    }

    /// When the event is first sent that fares worst.
    fn first(&self) -> Timestamp {
        self.worst.schedule.attempts().first().map(|attempt| attempt.due_at).unwrap_or_default()
    }

    /// The only outage, where there is one.
    fn only_outage(&self) -> Option<Outage> {
        match self.windows.outages() {
            [outage] => Some(*outage),
            _ => None,
        }
    }

    /// A moment in a sentence: without its day, where that is the headline's.
    fn moment(&self, moments: &Moments<'_>, at: Timestamp) -> String {
        match self.only_outage() {
            Some(outage) if moments.date(outage.from()) == moments.date(at) => moments.clock(at),
            _ => moments.prose(at),
        }
    }

    /// A stretch of time in a sentence.
    fn stretch(&self, moments: &Moments<'_>, from: Timestamp, to: Timestamp) -> String {
        self.worst.language.stretch(&self.moment(moments, from), &moments.end(from, to))
    }

    /// When the server is down; what is kept for later names no day as `today`.
    fn headline(&self, moments: &Moments<'_>, today: Option<Timestamp>) -> String {
        let language = self.worst.language;
        let outages = self.windows.outages();
        let (Some(first), Some(last)) = (outages.first(), outages.last()) else { return String::new() };
        let (from, to) = (first.from(), last.to());
        let length = outages.iter().map(|outage| outage.length().unsigned_abs()).sum();
        let in_zone = |end: String| moments.zone_once().map_or(end.clone(), |zone| format!("{end} {zone}"));
        match outages {
            [_] => {
                let day = moments.day(from);
                let is_today = today.is_some_and(|today| moments.date(from) == moments.date(today));
                let day = if is_today { language.on_today(&day) } else { day };
                let to = moments.end(from, to);
                language.down_once(&day, &moments.clock(from), &in_zone(to), length)
            }
            outages => {
                let (begins, ends) = (moments.prose(from), moments.end(from, to));
                language.down_often(outages.len(), &begins, &in_zone(ends), length)
            }
        }
    }

    /// What becomes of the events.
    fn verdict(&self, moments: &Moments<'_>) -> (String, Meaning) {
        let latest = self.windows.latest();
        let lost: Vec<&Window> = self.windows.lost().collect();
        match latest {
            Some(latest) if lost.is_empty() => (self.worst.language.none_lost(latest), Meaning::Accepted),
            _ => {
                let share = lost.iter().map(|range| self.windows.share(range)).sum();
                let ranges = self.lost_ranges(moments);
                let told = self.worst.language.some_lost(&ranges, &whole_percent(share), latest);
                (told, Meaning::Failed)
            }
        }
    }

    /// The lost ranges, where they are few enough to be named.
    fn lost_ranges(&self, moments: &Moments<'_>) -> Vec<String> {
        if self.windows.lost().count() > RANGES_NAMED {
            return Vec::new();
        }
        self.windows.lost().map(|range| self.stretch(moments, range.from, range.to)).collect()
    }

    /// The outages one by one, where the headline doesn't tell all of them.
    fn circumstances(&self, moments: &Moments<'_>) -> Vec<String> {
        let language = self.worst.language;
        let outages = &self.worst.faults.outages;
        let mut circumstances = match (self.only_outage(), outages.recurring()) {
            (Some(_), None) => Vec::new(),
            _ => down(self.worst.faults, language, moments),
        };
        if outages.recurring().is_some() && outages.iter().next().is_none() {
            circumstances.push(language.each_the_same().to_owned());
        }
        let fail_first = self.worst.faults.fail_first.filter(|count| *count > 0);
        circumstances.extend(fail_first.map(|count| language.fail_first(count)));
        circumstances
    }

    /// What to do meanwhile, and what it would take to lose an event.
    fn remarks(&self, moments: &Moments<'_>) -> Vec<String> {
        let language = self.worst.language;
        let mut remarks = Vec::new();
        let any_lost = self.windows.lost().next().is_some();
        let any_arrives = self.windows.latest().is_some();
        if self.worst.is_of_toss() {
            if any_lost {
                let ranges = if any_arrives { self.lost_ranges(moments) } else { self.all_outages(moments) };
                remarks.push(language.look_them_up(&ranges));
            }
            if any_lost && any_arrives {
                remarks.push(language.dont_wait_for_others().to_owned());
            } else if any_arrives {
                remarks.extend(self.all_outages(moments).iter().map(|all| language.dont_wait_for(all)));
            }
        }
        let chance = self.only_outage().filter(|_| !any_lost).and(self.worst.schedule.last_chance_at());
        if let Some(last) = chance {
            remarks.push(language.once_lost(&self.moment(moments, self.first()), &moments.prose(last)));
        }
        remarks
    }

    /// From the beginning of the first outage to the end of the last, as the only range.
    fn all_outages(&self, moments: &Moments<'_>) -> Vec<String> {
        let outages = self.windows.outages();
        let ends = outages.first().zip(outages.last());
        ends.map(|(first, last)| self.stretch(moments, first.from(), last.to())).into_iter().collect()
    }
}
