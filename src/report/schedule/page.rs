//! The schedule for a person: the answer first, then the picture, the attempts, and what to know.

use jiff::SignedDuration;

use super::Answer;
use super::moments::Moments;
use super::picture::picture;
use super::rows::rows;
use super::sheet::Sheet;
use crate::report::theme::Meaning;
use crate::report::{Language, Screen};
use crate::timeline::{Expected, Faults, Landing, Reason};

/// So many outages are named one by one.
const OUTAGES_NAMED: usize = 3;

/// The whole page, as wide as the screen allows.
pub fn page(answer: &Answer<'_>, screen: Screen) -> String {
    let moments = answer.moments();
    let mut sheet = Sheet::new(screen);
    let (verdict, meaning) = verdict(answer, &moments);
    sheet.sentence(&verdict, meaning);
    for circumstance in circumstances(answer, &moments) {
        sheet.sentence(&circumstance, Meaning::Plain);
    }
    sheet.block(picture(answer, &moments, sheet.width(), sheet.theme()));
    sheet.block(rows(answer, &moments).lines(sheet.width(), sheet.theme()));
    sheet.gap();
    for remark in remarks(answer, &moments) {
        sheet.sentence(&remark, Meaning::Plain);
    }
    sheet.sentence(&answer.language.counting(answer.is_of_toss(), answer.answer_after), Meaning::Dim);
    sheet.finish()
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

/// When it begins, in which zone, and what makes attempts fail.
pub(super) fn circumstances(answer: &Answer<'_>, moments: &Moments<'_>) -> Vec<String> {
    let mut circumstances = vec![answer.language.first_attempt(&moments.first(), moments.zone())];
    circumstances.extend(down(answer.faults, answer.language, moments));
    circumstances.extend(answer.faults.chance.map(|chance| answer.language.chance(chance)));
    circumstances
}

/// The outages: the first of the given ones by their times, and those that recur.
pub(super) fn down(faults: &Faults, language: Language, moments: &Moments<'_>) -> Vec<String> {
    let given = faults.outages.iter().take(OUTAGES_NAMED).map(|outage| {
        let (from, to) = (outage.from(), outage.to());
        language.outage(&moments.prose(from), &moments.end(from, to), outage.length().unsigned_abs())
    });
    let mut down: Vec<String> = given.collect();
    let more = faults.outages.iter().skip(OUTAGES_NAMED).count();
    if more > 0 {
        down.push(language.more_outages(more));
    }
    down.extend(faults.outages.recurring().map(|recurring| {
        let first = recurring.first();
        let length = first.length().unsigned_abs();
        language.recurring(recurring.period(), length, &moments.prose(first.from()))
    }));
    down
}

/// What to know or do beside the answer.
fn remarks(answer: &Answer<'_>, moments: &Moments<'_>) -> Vec<String> {
    let schedule = answer.schedule;
    let mut in_all = answer.language.in_all(schedule.total());
    if let Some(last) = schedule.attempts().last() {
        let due = moments.prose(last.due_at);
        let chance = match last.expected {
            Expected::Fails(Reason::Asked | Reason::Chance) => None,
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
