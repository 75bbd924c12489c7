//! The lines of what we send ourselves.

use jiff::Timestamp;

use super::{Last, Pretty, VERDICT, status_of, would};
use crate::activity::Sent;
use crate::report::event_cells::EventCells;
use crate::report::line::{Line, gap};
use crate::report::theme::Meaning;
use crate::report::width::Align;
use crate::toss::Content;

/// How wide `re-send 7 of 7, 3d 19h 1m after the first` is, and how wide it mostly is.
const REPEATED: [usize; 2] = [41, 35];

/// The narrowest screen on which the wider of these leaves room for the verdict.
const ROOM_FOR_REPEATED: usize = 80;

impl Pretty {
    pub(super) fn sent(&mut self, at: Timestamp, sent: &Sent, out: &mut Vec<u8>) {
        // A run that re-sends has a clock of its own, which its events see in their headers.
        let at = sent.sent_at.unwrap_or(at);
        self.new_day(at, out);
        let gap = gap(self.look.stdout);
        let mut line = Line::new(self.look.stdout, 8 + gap);
        line.cell(Meaning::Dim, &self.look.times.clock(at), 8, Align::Left);
        if let Some(id) = &sent.recorded {
            line.cell(Meaning::Plain, id.short(), 6, Align::Left);
        }
        line.cell(Meaning::Dim, "→", 1, Align::Left);
        let is_told = self.event_of(sent, &mut line);
        line.keep_together(1 + gap + VERDICT.iter().sum::<usize>() + 2 * gap);
        line.cell(Meaning::Dim, "←", 1, Align::Left);
        self.verdict(sent.result.http_status(), would(&sent.result), sent.result.elapsed, &mut line);
        if let Some(step) = sent.step.as_ref().filter(|_| !is_told) {
            let resend = sent.retried_count.filter(|_| sent.course.is_none());
            line.sentence(Meaning::Plain, &self.look.language.scenario_step(step, resend));
        }
        if !is_told && let Some(repeated) = self.repeated(sent) {
            line.sentence(Meaning::Plain, &format!("{repeated}."));
        }
        if let Some(count) = sent.retried_count.filter(|_| sent.recorded.is_some() && sent.course.is_none()) {
            line.sentence(Meaning::Plain, &format!("{}.", self.look.language.resent(count)));
        }
        if let Some(mishap) = self.look.language.mishap(&sent.mishap) {
            line.sentence(Meaning::Plain, &mishap);
        }
        if let Some(why) = self.look.language.call_failed(&sent.result) {
            line.sentence(Meaning::Plain, &why);
        }
        if let Some(course) = &sent.course {
            let next = course.next_attempt_at.map(|next| self.look.times.moment(next, at));
            let words = self.look.language.goes_on(sent.retried_count.unwrap_or(0), course, next.as_deref());
            line.sentence(status_of(course.delivery_status), &words);
        }
        line.end(out);
        self.last = Last::Arrival;
        self.last_sent = attempted(sent);
    }

    /// Puts which event it is; of a re-send that follows an attempt of the same event only which
    /// re-send. Whether that is told.
    fn event_of(&mut self, sent: &Sent, line: &mut Line) -> bool {
        let follows = self.last_sent.is_some() && attempted(sent) == self.last_sent;
        if let Some(repeated) = self.repeated(sent).filter(|_| follows) {
            let [wide, narrow] = REPEATED;
            let has_room = self.look.stdout.columns.is_none_or(|columns| columns >= ROOM_FOR_REPEATED);
            let columns = if has_room { wide } else { narrow };
            line.cell(Meaning::Plain, &repeated, columns, Align::Left);
            return true;
        }
        let body: &[u8] = match &sent.content {
            Content::Event(event) => &event.bytes,
            _ => &[],
        };
        let cells = EventCells::of(&sent.content, body, self.look.language);
        self.columns.put(&cells, line);
        false
    }

    fn repeated(&self, sent: &Sent) -> Option<String> {
        let count = sent.retried_count.filter(|count| *count > 0)?;
        sent.course.as_ref().map(|course| self.look.language.repeated(count, course))
    }
}

/// What was attempted: a transmission, in a scenario that of a step.
fn attempted(sent: &Sent) -> Option<(String, Option<usize>)> {
    Some((sent.transmission_id.clone()?, sent.step.as_ref().map(|step| step.number)))
}

#[cfg(test)]
mod tests;
