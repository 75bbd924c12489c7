//! The schedule as calendar entries (RFC 5545).
//!
//! Nothing in it is random: an attempt keeps its identity as long as policy and first attempt are the same, so
//! that a later answer, read into the same calendar, replaces an earlier one. That is why an attempt that is not
//! needed is there, as cancelled, instead of left out: it takes back what an earlier answer announced.

use std::fmt::Write as _;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use sha2::{Digest, Sha256};

use super::Answer;
use super::moments::Moments;
use super::page::verdict;
use crate::timeline::{Attempt, Expected, Outage};

/// A line holds at most so many octets, its end not counted (section 3.1).
const LONGEST_LINE: usize = 75;

/// More outages than this are no calendar: nobody reads them.
const MOST_OUTAGES: usize = 1_000;

/// Why there is no calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCalendar {
    /// Many events were asked about, and a calendar has the attempts of one.
    OfMany,
    /// There are more outages than this among the attempts.
    TooManyOutages(usize),
    /// A year is negative, for which the format has no form.
    BeforeYearZero,
}

/// The attempts, and the outages among them, as one calendar; `now` is when it is made.
///
/// Times are in UTC and whole seconds, for the format has no fractions: an attempt's is rounded down, and the
/// description keeps it.
pub fn calendar(answer: &Answer<'_>, now: Timestamp) -> Result<String, NoCalendar> {
    let outages: Vec<Outage> = answer.outages().take(MOST_OUTAGES + 1).collect();
    if outages.len() > MOST_OUTAGES {
        return Err(NoCalendar::TooManyOutages(MOST_OUTAGES));
    }
    let attempts = answer.schedule.attempts().iter();
    let mut times = attempts.map(|attempt| attempt.due_at).chain(outages.iter().map(|outage| outage.from()));
    if times.any(|at| at.to_zoned(TimeZone::UTC).year() < 0) {
        return Err(NoCalendar::BeforeYearZero);
    }
    let moments = answer.moments();
    let mut calendar = Calendar { text: String::new(), stamp: utc(now) };
    calendar.property("BEGIN", "VCALENDAR");
    calendar.property("VERSION", "2.0");
    calendar.property("PRODID", "-//tosshook//retry-schedule//EN");
    for attempt in answer.schedule.attempts() {
        calendar.attempt(answer, &moments, attempt);
    }
    for outage in outages {
        calendar.outage(answer, &moments, outage);
    }
    calendar.property("END", "VCALENDAR");
    Ok(calendar.text)
}

/// Content lines.
struct Calendar {
    text: String,
    /// When it is made.
    stamp: String,
}

impl Calendar {
    fn attempt(&mut self, answer: &Answer<'_>, moments: &Moments<'_>, attempt: &Attempt) {
        let language = answer.language;
        let attempts = answer.schedule.attempts().len();
        let status = match attempt.expected {
            Expected::NotNeeded => "CANCELLED",
            Expected::Unknown if attempt.retried_count > 0 => "TENTATIVE",
            Expected::Unknown | Expected::Fails(_) | Expected::Accepted => "CONFIRMED",
        };
        let description = [
            language.entry_place(&moments.prose(attempt.due_at), moments.zone(), attempt.elapsed),
            language.entry_status(attempt.expected, attempt.delivery_status),
            verdict(answer, moments).0,
        ];
        self.begin(&format!("attempt-{}-{}", attempt.number, plan(answer)));
        // Without an end it is a moment (section 3.6.1).
        self.property("DTSTART", &utc(attempt.due_at));
        self.text("SUMMARY", &language.entry(answer.is_of_toss(), attempt, attempts));
        self.text("DESCRIPTION", &description.join("\n"));
        self.property("STATUS", status);
        self.end();
    }

    fn outage(&mut self, answer: &Answer<'_>, moments: &Moments<'_>, outage: Outage) {
        let (from, to) = (outage.from(), outage.to());
        // Rounded up, so that none is empty.
        let end = if to.subsec_nanosecond() == 0 { to } else { to.checked_add(1.second()).unwrap_or(to) };
        let description = answer.language.outage(
            &moments.prose(from),
            &moments.end(from, to),
            outage.length().unsigned_abs(),
        );
        self.begin(&format!("outage-{}-{}", utc(from), utc(end)));
        self.property("DTSTART", &utc(from));
        self.property("DTEND", &utc(end));
        self.text("SUMMARY", answer.language.outage_entry());
        self.text("DESCRIPTION", &description);
        self.property("STATUS", "CONFIRMED");
        self.end();
    }

    fn begin(&mut self, identity: &str) {
        self.property("BEGIN", "VEVENT");
        self.property("UID", &format!("{identity}@tosshook"));
        let stamp = self.stamp.clone();
        self.property("DTSTAMP", &stamp);
    }

    fn end(&mut self) {
        // It takes nobody's time.
        self.property("TRANSP", "TRANSPARENT");
        self.property("END", "VEVENT");
    }

    /// A value that is text (section 3.3.11).
    fn text(&mut self, name: &str, value: &str) {
        let mut escaped = String::with_capacity(value.len() + 8);
        for letter in value.chars() {
            match letter {
                '\\' | ';' | ',' => escaped.extend(['\\', letter]),
                '\n' => escaped.push_str("\\n"),
                letter if letter.is_control() => {}
                letter => escaped.push(letter),
            }
        }
        self.property(name, &escaped);
    }

    /// A line, folded where it is too long (section 3.1), never within a letter.
    fn property(&mut self, name: &str, value: &str) {
        let mut used = 0;
        for letter in name.chars().chain([':']).chain(value.chars()) {
            if used + letter.len_utf8() > LONGEST_LINE {
                self.text.push_str("\r\n ");
                used = 1;
            }
            self.text.push(letter);
            used += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

/// What tells the attempts of this policy and first attempt from those of others.
fn plan(answer: &Answer<'_>) -> String {
    let mut plan = Sha256::new();
    let first = answer.schedule.attempts().first().map(|attempt| attempt.due_at).unwrap_or_default();
    plan.update(first.as_nanosecond().to_be_bytes());
    for wait in &answer.policy.waits {
        plan.update(wait.as_nanos().to_be_bytes());
    }
    plan.finalize().iter().take(16).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A moment in UTC (section 3.3.5).
fn utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests;
