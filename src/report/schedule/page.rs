//! The schedule for a person: the answer first, then the picture, the attempts, and what to know.

use jiff::SignedDuration;

use super::Answer;
use super::moments::Moments;
use super::picture::picture;
use super::rows::rows;
use crate::report::Screen;
use crate::report::theme::{Meaning, Theme};
use crate::report::width;
use crate::timeline::{Expected, Landing, Reason};

/// Longer lines are hard to read.
const LONGEST_LINE: usize = 100;

/// A page in a file or a pipe is as wide as the narrowest of usual terminals.
const COLUMNS_OF_A_FILE: usize = 80;

/// So many outages are named one by one.
const OUTAGES_NAMED: usize = 3;

/// The whole page, as wide as the screen allows.
pub fn page(answer: &Answer<'_>, screen: Screen) -> String {
    let (width, theme) = (screen.columns.unwrap_or(COLUMNS_OF_A_FILE), screen.theme);
    let moments = Moments::new(answer.schedule, answer.tz);
    let mut page = Page { text: String::new(), width, theme };
    let (verdict, meaning) = verdict(answer, &moments);
    page.sentence(&verdict, meaning);
    for circumstance in circumstances(answer, &moments) {
        page.sentence(&circumstance, Meaning::Plain);
    }
    page.block(picture(answer, &moments, width, theme));
    page.block(rows(answer, &moments).lines(width, theme));
    page.gap();
    for remark in remarks(answer, &moments) {
        page.sentence(&remark, Meaning::Plain);
    }
    page.sentence(&answer.language.counting(answer.is_of_toss(), answer.answer_after), Meaning::Dim);
    page.text
}

/// What the answer to the question is.
pub(super) fn verdict(answer: &Answer<'_>, moments: &Moments<'_>) -> (String, Meaning) {
    let schedule = answer.schedule;
    let attempts = schedule.attempts().len();
    match schedule.landing() {
        Landing::Unknown => {
            let (of_toss, limit) = (answer.is_of_toss(), answer.policy.timeout);
            (answer.language.offer(of_toss, attempts, schedule.total(), limit), Meaning::Plain)
        }
        Landing::On(attempt) => {
            let place =
                answer.language.landed(attempt.retried_count, attempts, &moments.prose(attempt.due_at));
            let late = answer.language.lateness(attempt.elapsed, lateness(answer));
            (format!("{place}{late}."), Meaning::Accepted)
        }
        Landing::Lost => {
            let last = schedule.last_chance_at().map(|at| moments.prose(at)).unwrap_or_default();
            (answer.language.lost(attempts, &last), Meaning::Failed)
        }
    }
}

/// From the end of the last outage that cost an attempt to the attempt that lands.
fn lateness(answer: &Answer<'_>) -> Option<SignedDuration> {
    let landed = answer.schedule.landed()?;
    let back_at = answer.schedule.attempts().iter().rev().find_map(|attempt| match attempt.expected {
        Expected::Fails(Reason::Down(outage)) => Some(outage.to()),
        _ => None,
    })?;
    Some(landed.due_at.duration_since(back_at))
}

/// When it begins, in which zone, and the outages.
pub(super) fn circumstances(answer: &Answer<'_>, moments: &Moments<'_>) -> Vec<String> {
    let mut circumstances = vec![answer.language.first_attempt(&moments.first(), moments.zone())];
    circumstances.extend(answer.faults.outages.iter().take(OUTAGES_NAMED).map(|outage| {
        let (from, to) = (outage.from(), outage.to());
        answer.language.outage(&moments.prose(from), &moments.end(from, to), outage.length().unsigned_abs())
    }));
    let more = answer.faults.outages.iter().skip(OUTAGES_NAMED).count();
    if more > 0 {
        circumstances.push(answer.language.more_outages(more));
    }
    circumstances
}

/// What to know or do beside the answer.
fn remarks(answer: &Answer<'_>, moments: &Moments<'_>) -> Vec<String> {
    let schedule = answer.schedule;
    let mut in_all = answer.language.in_all(schedule.total());
    if let Some(last) = schedule.attempts().last() {
        let due = moments.prose(last.due_at);
        let chance = match last.expected {
            Expected::Fails(Reason::Asked) => None,
            Expected::Fails(Reason::Down(_)) => Some(answer.language.missed_chance(&due)),
            Expected::Unknown | Expected::Accepted | Expected::NotNeeded => {
                Some(answer.language.last_chance(&due))
            }
        };
        in_all.extend(chance.map(|chance| format!(" {chance}")));
    }
    let advice = match schedule.landing() {
        Landing::On(attempt) if attempt.retried_count > 0 && answer.is_of_toss() => {
            Some(answer.language.dont_wait())
        }
        Landing::Lost if answer.is_of_toss() => Some(answer.language.look_it_up()),
        _ => None,
    };
    [in_all].into_iter().chain(advice.map(str::to_owned)).collect()
}

/// Text that grows from the top.
struct Page {
    text: String,
    width: usize,
    theme: Theme,
}

impl Page {
    /// Text, broken between words.
    fn sentence(&mut self, text: &str, meaning: Meaning) {
        let longest = self.width.min(LONGEST_LINE);
        let mut line = String::new();
        for word in text.split_whitespace() {
            if !line.is_empty() && width::of(&line) + 1 + width::of(word) > longest {
                self.line(&line, meaning);
                line.clear();
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        self.line(&line, meaning);
    }

    fn line(&mut self, line: &str, meaning: Meaning) {
        self.theme.paint(meaning, line, &mut self.text);
        self.text.push('\n');
    }

    /// Finished lines, with an empty one before them.
    fn block(&mut self, lines: Vec<String>) {
        if lines.is_empty() {
            return;
        }
        self.gap();
        for line in lines {
            self.text.push_str(&line);
            self.text.push('\n');
        }
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }
}
