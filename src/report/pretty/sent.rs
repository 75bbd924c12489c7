//! The lines of what we send ourselves, and the countdown under them.

use jiff::Timestamp;

use super::{Last, Pretty, VERDICT, status_of, would};
use crate::activity::{Sent, Waiting};
use crate::report::Lines;
use crate::report::event_cells::EventCells;
use crate::report::line::{Line, gap};
use crate::report::theme::{Destination, Meaning};
use crate::report::width::{self, Align};
use crate::toss::Content;

/// How wide `re-send 7 of 7, 3d 19h 1m after the first` is, and how wide it mostly is.
const REPEATED: [usize; 2] = [41, 35];

/// The narrowest screen on which the wider of these leaves room for the verdict.
const ROOM_FOR_REPEATED: usize = 80;

/// The cells of a countdown's bar: so many where there is room, none below the least.
const BAR: [usize; 2] = [6, 30];

/// Back to the start of the row, and nothing on it.
const WIPE: &[u8] = b"\r\x1b[K";

impl Pretty {
    pub(super) fn sent(&mut self, at: Timestamp, sent: &Sent, out: &mut Vec<u8>) {
        // A run that re-sends has a clock of its own, which its events see in their headers.
        let at = sent.course.as_ref().map_or(at, |course| course.sent_at);
        self.new_day(at, out);
        let gap = gap(self.look.stdout);
        let mut line = Line::new(self.look.stdout, 8 + gap);
        line.cell(Meaning::Dim, &self.look.times.clock(at), 8, Align::Left);
        line.cell(Meaning::Dim, "→", 1, Align::Left);
        let is_told = self.event_of(sent, &mut line);
        line.keep_together(1 + gap + VERDICT.iter().sum::<usize>() + 2 * gap);
        line.cell(Meaning::Dim, "←", 1, Align::Left);
        self.verdict(sent.result.http_status(), would(&sent.result), sent.result.elapsed, &mut line);
        if !is_told && let Some(repeated) = self.repeated(sent) {
            line.sentence(Meaning::Plain, &format!("{repeated}."));
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
        self.last_sent.clone_from(&sent.transmission_id);
    }

    /// Puts which event it is; of a re-send that follows an attempt of the same event only which
    /// re-send. Whether that is told.
    fn event_of(&mut self, sent: &Sent, line: &mut Line) -> bool {
        let follows = sent.transmission_id.is_some() && sent.transmission_id == self.last_sent;
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

    /// Draws what is waited for over the row on which the cursor stands, and leaves it at its start.
    pub(super) fn count_down(&mut self, at: Timestamp, waiting: &Waiting, out: &mut Lines) {
        let screen = self.look.stderr;
        if screen.destination != Destination::Terminal {
            return;
        }
        let due = self.look.times.moment(waiting.due_at, self.shown_last.unwrap_or(at));
        let words = self.look.language.waiting(waiting, &due);
        let room = screen.columns.unwrap_or(0).saturating_sub(1);
        let words = width::truncate(&words, room.saturating_sub(2));
        let mut text = format!("  {words}");
        let left = room.saturating_sub(width::of(&text) + 2);
        let [least, most] = BAR;
        if waiting.left.is_some() && left >= least {
            text.push_str("  ");
            let cells = left.min(most);
            let done = done_of(waiting, cells);
            screen.theme.paint(Meaning::Accepted, &"━".repeat(done), &mut text);
            screen.theme.paint(Meaning::Dim, &"─".repeat(cells - done), &mut text);
        }
        out.stderr.extend_from_slice(WIPE);
        out.stderr.extend_from_slice(text.as_bytes());
        out.stderr.push(b'\r');
        self.counting = true;
    }

    /// Takes the countdown away, before anything else is written.
    pub(super) fn wipe(&mut self, out: &mut Lines) {
        if !std::mem::take(&mut self.counting) {
            return;
        }
        // Data is written before talk: the terminal that gets both has to be clean before the first.
        match self.look.stdout.destination {
            Destination::Terminal => out.stdout.extend_from_slice(WIPE),
            Destination::Elsewhere => out.stderr.extend_from_slice(WIPE),
        }
    }
}

/// How many of so many cells are done.
fn done_of(waiting: &Waiting, cells: usize) -> usize {
    let (left, whole) = (waiting.left.unwrap_or_default(), waiting.whole);
    let gone = whole.saturating_sub(left).as_millis();
    let share = gone.saturating_mul(cells as u128) / whole.as_millis().max(1);
    usize::try_from(share).unwrap_or(cells).min(cells)
}

#[cfg(test)]
mod tests;
