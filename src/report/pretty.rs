//! The reading of a developer who waits for a webhook: a line for what came, a line for the answer.

mod columns;
mod looked_up;
mod progress;
mod sent;

use jiff::Timestamp;
use jiff::civil::Date;

use self::columns::Columns;
use super::event_cells::{EventCells, clipped, notes};
use super::line::{Line, gap};
use super::theme::Meaning;
use super::width::Align;
use super::{Lines, Look, Reporter, Screen, compared, fields, talk, when};
use crate::activity::{
    Activity, Answered, AttemptResult, Compared, DeliveryStatus, Forwarded, Hint, Outcome, Received, Refused,
    TossWould, What,
};
use crate::toss::Content;

/// How much of a body is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// Nothing of it, nor of its event: only how far the run is, and what comes of all.
    Total,
    /// Its line only.
    Line,
    /// The fields that hold a value.
    Fields,
    /// Every field.
    Full,
}

/// Status, verdict and time of an answer stand on one row.
const VERDICT: [usize; 3] = [3, 12, 8];

/// What the last line was, which decides whether a blank one stands before the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Last {
    Nothing,
    Arrival,
    Refusal,
    Other,
}

/// The `pretty` format.
#[derive(Debug)]
pub struct Pretty {
    look: Look,
    detail: Detail,
    columns: Columns,
    last: Last,
    day: Option<Date>,
    /// The moment that the last line shows.
    shown_last: Option<Timestamp>,
    /// The transmission of the last line, where it told of what we sent.
    last_sent: Option<(String, Option<usize>)>,
    /// Whether a countdown stands under the last line.
    counting: bool,
}

impl Reporter for Pretty {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        match &activity.what {
            What::Waiting(waiting) => return self.count_down(activity.at, waiting, out),
            What::Progress(progress) => return self.progress(progress, out),
            What::Sent(_) if self.detail == Detail::Total => return,
            _ => {}
        }
        self.wipe(out);
        if talk::say(activity, &self.look, &mut out.stderr) {
            return;
        }
        let (at, out) = (activity.at, &mut out.stdout);
        match &activity.what {
            What::Received(received) => self.received(at, received, out),
            What::Answered(answered) => self.answered(at, answered, out),
            What::Forwarded(forwarded) if forwarded.also => self.copied(at, forwarded, out),
            What::Forwarded(forwarded) if forwarded.resent.is_some() => self.resent(at, forwarded, out),
            What::Refused(refused) => self.refused(at, refused, out),
            What::Sent(sent) => self.sent(at, sent, out),
            What::LookedUp(looked_up) => self.looked_up(at, looked_up, out),
            What::Compared(compared) => self.compared(at, compared, out),
            // The answer's line tells of the call that decided it.
            _ => {}
        }
    }

    fn report_briefly(&mut self, activity: &Activity, out: &mut Lines) -> bool {
        let detail = self.detail;
        let has_fields = matches!(detail, Detail::Fields | Detail::Full);
        if has_fields {
            self.detail = Detail::Line;
        }
        self.report(activity, out);
        self.detail = detail;
        let What::Received(received) = &activity.what else { return false };
        has_fields && matches!(*received.content, Content::Event(_) | Content::Json)
    }
}

impl Pretty {
    /// A reporter that has said nothing yet.
    pub fn new(look: Look, detail: Detail) -> Self {
        let columns = Columns::new(look.stdout, head_width(look.stdout));
        Self {
            look,
            detail,
            columns,
            last: Last::Nothing,
            day: None,
            shown_last: None,
            last_sent: None,
            counting: false,
        }
    }

    fn received(&mut self, at: Timestamp, received: &Received, out: &mut Vec<u8>) {
        self.new_day(at, out);
        if matches!(self.last, Last::Other | Last::Refusal) {
            out.push(b'\n');
        }
        let body = &received.request.body;
        let cells = EventCells::of(&received.content, body, self.look.language);
        let mut line = self.head(at, received.id.short(), "→");
        self.columns.put(&cells, &mut line);
        for (meaning, note) in notes(received, self.look.language) {
            line.note(meaning, &note);
        }
        line.end(out);
        let before = out.len();
        if matches!(self.detail, Detail::Fields | Detail::Full) {
            fields::write(&received.content, body, self.detail, &self.look, out);
        }
        self.last = if out.len() == before { Last::Arrival } else { Last::Other };
    }

    fn answered(&mut self, at: Timestamp, answered: &Answered, out: &mut Vec<u8>) {
        self.new_day(at, out);
        let called = answered.forwarded.as_deref();
        let status = match called {
            Some(forwarded) => forwarded.result.http_status(),
            None => Some(answered.http_status),
        };
        let mut line = self.head(at, answered.id.short(), "←");
        self.verdict(status, answered.toss_would, answered.answered_after, &mut line);
        let language = self.look.language;
        if let Some(why) = language.why_not(answered) {
            line.sentence(Meaning::Plain, &why);
        }
        let next = answered.next_attempt_at.map(|next| self.look.times.moment(next, at));
        if let Some(next) = language.what_next(answered, next.as_deref()) {
            line.sentence(Meaning::Plain, &next);
        }
        line.end(out);
        self.hint(called.and_then(|forwarded| forwarded.hint), out);
        self.last = Last::Other;
    }

    /// A copy's answer: shown and compared, not returned.
    fn copied(&mut self, at: Timestamp, forwarded: &Forwarded, out: &mut Vec<u8>) {
        self.new_day(at, out);
        let result = &forwarded.result;
        let mut line = self.head(at, forwarded.id.short(), "⇠");
        self.verdict(result.http_status(), would(result), result.elapsed, &mut line);
        let words = self.look.language.copy(&clipped(&forwarded.to, 120), forwarded.agrees);
        let differs = forwarded.agrees == Some(false);
        line.note(if differs { Meaning::Warning } else { Meaning::Plain }, &words);
        if let Some(why) = self.look.language.call_failed(result) {
            line.sentence(Meaning::Plain, &why);
        }
        line.end(out);
        self.hint(forwarded.hint, out);
        self.last = Last::Other;
    }

    /// The endpoint's answer, where it is not the sender's.
    fn resent(&mut self, at: Timestamp, forwarded: &Forwarded, out: &mut Vec<u8>) {
        self.new_day(at, out);
        let result = &forwarded.result;
        let mut line = self.head(at, forwarded.id.short(), "⇢");
        self.verdict(result.http_status(), would(result), result.elapsed, &mut line);
        let next = forwarded.next_attempt_at.map(|next| self.look.times.moment(next, at));
        let language = self.look.language;
        let goes_on = language.goes_on_here(forwarded, next.as_deref());
        for sentence in [language.call_failed(result), goes_on].into_iter().flatten() {
            line.sentence(Meaning::Plain, &sentence);
        }
        line.end(out);
        self.hint(forwarded.hint, out);
        self.last = Last::Other;
    }

    /// What a look-up of the event's payment gave.
    fn compared(&mut self, at: Timestamp, compared: &Compared, out: &mut Vec<u8>) {
        self.new_day(at, out);
        let told = compared::told(compared, &self.look);
        let mut line = self.head(at, compared.id.short(), told.mark);
        line.words(told.meaning, &told.sentence);
        line.end(out);
        self.last = Last::Other;
    }

    fn refused(&mut self, at: Timestamp, refused: &Refused, out: &mut Vec<u8>) {
        self.new_day(at, out);
        if self.last == Last::Other {
            out.push(b'\n');
        }
        let mut line = self.head(at, "", "×");
        line.cell(Meaning::Failed, &status_text(refused.http_status), 3, Align::Left);
        let asked = [&refused.method, &refused.path].into_iter().flatten();
        let asked: Vec<_> = asked.map(|word| clipped(word, 60)).collect();
        line.note(Meaning::Plain, &asked.join(" "));
        line.note(Meaning::Plain, self.look.language.refused(refused.reason));
        line.note(Meaning::Dim, &refused.remote.to_string());
        line.end(out);
        self.last = Last::Refusal;
    }

    /// Time, id and arrow, with which every line about an event starts.
    fn head(&self, at: Timestamp, id: &str, arrow: &str) -> Line {
        let mut line = Line::new(self.look.stdout, self.indent());
        line.cell(Meaning::Dim, &self.look.times.clock(at), 8, Align::Left);
        line.cell(Meaning::Id, id, 6, Align::Left);
        line.cell(Meaning::Dim, arrow, 1, Align::Left);
        line
    }

    /// Where a line's own words start, behind its head.
    fn indent(&self) -> usize {
        head_width(self.look.stdout)
    }

    fn verdict(&self, status: Option<u16>, would: TossWould, elapsed: std::time::Duration, line: &mut Line) {
        let meaning = match would {
            TossWould::Accept => Meaning::Accepted,
            TossWould::Reject | TossWould::TimeOut => Meaning::Failed,
        };
        let [status_columns, verdict_columns, time_columns] = VERDICT;
        line.cell(meaning, &status_text(status), status_columns, Align::Left);
        line.cell(meaning, self.look.language.verdict(would), verdict_columns, Align::Left);
        // Numbers stand under numbers, units under units.
        let (number, unit) = when::elapsed_parts(elapsed);
        line.cell(Meaning::Plain, &format!("{number:>5} {unit}"), time_columns, Align::Left);
    }

    fn hint(&self, hint: Option<Hint>, out: &mut Vec<u8>) {
        if let Some(hint) = hint {
            let mut line = Line::new(self.look.stdout, self.indent()).indented();
            line.sentence(Meaning::Hint, self.look.language.hint(hint));
            line.end(out);
        }
    }

    /// Names the day when it is another than that of the line before.
    fn new_day(&mut self, at: Timestamp, out: &mut Vec<u8>) {
        self.shown_last = Some(at);
        let day = self.look.times.date(at);
        if self.day.replace(day).is_some_and(|before| before != day) {
            let mut line = Line::new(self.look.stdout, 0);
            line.sentence(Meaning::Dim, &self.look.times.day(at));
            out.push(b'\n');
            line.end(out);
            self.last = Last::Arrival;
        }
    }
}

/// Time, id and arrow, and the gaps behind them.
fn head_width(screen: Screen) -> usize {
    8 + 6 + 1 + 3 * gap(screen)
}

/// What Toss Payments would make of a call that nobody timed from an arrival.
fn would(result: &AttemptResult) -> TossWould {
    match result.outcome {
        Outcome::Accepted => TossWould::Accept,
        Outcome::Timeout => TossWould::TimeOut,
        _ => TossWould::Reject,
    }
}

/// What a delivery's status means to the one whose server it is about.
fn status_of(status: DeliveryStatus) -> Meaning {
    match status {
        DeliveryStatus::Completed => Meaning::Accepted,
        DeliveryStatus::Sending => Meaning::Plain,
        DeliveryStatus::Failed => Meaning::Failed,
    }
}

fn status_text(status: Option<u16>) -> String {
    status.map_or_else(|| "---".to_owned(), |status| status.to_string())
}

#[cfg(test)]
mod tests;
