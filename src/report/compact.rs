//! One line per request, once it is answered: for logs, `grep`, and small windows.

use std::collections::VecDeque;

use super::event_cells::{EventCells, clipped, notes};
use super::line::Line;
use super::theme::Meaning;
use super::{Lines, Look, Reporter, Screen, compared, talk, when};
use crate::activity::{
    Activity, Answered, Compared, EventId, Forwarded, Received, Refused, Sent, TossWould, What,
};

/// How many requests may wait for their answer's line. More than can be in flight: an answer that
/// never comes must not hold its request's line for ever.
const MOST_OPEN: usize = 1024;

/// What is kept of a request until it is answered.
struct Open {
    id: EventId,
    retried_count: u32,
    words: Vec<(Meaning, String)>,
}

/// The `compact` format.
pub struct Compact {
    look: Look,
    /// One line stays one line, however narrow the terminal.
    screen: Screen,
    open: VecDeque<Open>,
}

impl Reporter for Compact {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        if talk::say(activity, &self.look, &mut out.stderr) {
            return;
        }
        match &activity.what {
            What::Received(received) => self.received(received),
            What::Answered(answered) => self.answered(activity, answered, out),
            What::Forwarded(forwarded) if forwarded.resent.is_some() => {
                self.resent(activity, forwarded, &mut out.stdout);
            }
            What::Refused(refused) => self.refused(activity, refused, &mut out.stdout),
            What::Sent(sent) => self.sent(activity, sent, &mut out.stdout),
            What::Compared(compared) => self.compared(activity, compared, &mut out.stdout),
            _ => {}
        }
    }
}

impl Compact {
    /// A reporter that has said nothing yet.
    pub fn new(look: Look) -> Self {
        let screen = Screen { columns: None, ..look.stdout };
        Self { look, screen, open: VecDeque::new() }
    }

    fn received(&mut self, received: &Received) {
        if self.open.len() >= MOST_OPEN {
            self.open.pop_front();
        }
        let cells = EventCells::of(&received.content, &received.request.body, self.look.language);
        let mut words = event_words(&cells);
        for (meaning, note) in notes(received, self.look.language) {
            words.push((meaning, format!("({note})")));
        }
        let retried_count = received.transmission.retried_count.unwrap_or(0);
        self.open.push_back(Open { id: received.id, retried_count, words });
    }

    fn answered(&mut self, activity: &Activity, answered: &Answered, out: &mut Lines) {
        let asked = |open: &Open| open.id == answered.id && open.retried_count == answered.retried_count;
        let open = self.open.iter().position(asked).and_then(|position| self.open.remove(position));
        let mut line = self.start(activity, Some(answered.id));
        for (meaning, word) in open.iter().flat_map(|open| &open.words) {
            line.sentence(*meaning, word);
        }
        let called = answered.forwarded.as_deref();
        let status = called.map_or(Some(answered.http_status), |forwarded| forwarded.result.http_status());
        let accepted = answered.toss_would == TossWould::Accept;
        let meaning = if accepted { Meaning::Accepted } else { Meaning::Failed };
        line.sentence(Meaning::Dim, "→");
        line.sentence(meaning, &status.map_or_else(|| "---".to_owned(), |status| status.to_string()));
        line.sentence(meaning, self.look.language.verdict(answered.toss_would));
        line.sentence(Meaning::Plain, &when::elapsed(answered.answered_after));
        let next = answered.next_attempt_at.map(|next| self.look.times.moment(next, activity.at));
        let language = self.look.language;
        let rest = [language.why_not(answered), language.what_next(answered, next.as_deref())];
        for sentence in rest.into_iter().flatten() {
            line.sentence(Meaning::Plain, &sentence);
        }
        line.end(&mut out.stdout);
        if let Some(hint) = called.and_then(|forwarded| forwarded.hint) {
            let mut line = Line::new(self.look.stderr, 2).indented();
            line.sentence(Meaning::Hint, language.hint(hint));
            line.end(&mut out.stderr);
        }
    }

    /// The endpoint's answer, where it is not the sender's.
    fn resent(&self, activity: &Activity, forwarded: &Forwarded, out: &mut Vec<u8>) {
        let mut line = self.start(activity, Some(forwarded.id));
        let result = &forwarded.result;
        let (meaning, would) = if result.outcome == crate::activity::Outcome::Accepted {
            (Meaning::Accepted, TossWould::Accept)
        } else {
            (Meaning::Failed, TossWould::Reject)
        };
        let language = self.look.language;
        line.sentence(Meaning::Dim, "⇢");
        line.sentence(meaning, &result.http_status().map_or_else(|| "---".to_owned(), |it| it.to_string()));
        line.sentence(meaning, language.verdict(would));
        line.sentence(Meaning::Plain, &when::elapsed(result.elapsed));
        let next = forwarded.next_attempt_at.map(|next| self.look.times.moment(next, activity.at));
        let goes_on = language.goes_on_here(forwarded, next.as_deref());
        for sentence in [language.call_failed(result), goes_on].into_iter().flatten() {
            line.sentence(Meaning::Plain, &sentence);
        }
        line.end(out);
    }

    /// What a look-up of the event's payment gave.
    fn compared(&self, activity: &Activity, compared: &Compared, out: &mut Vec<u8>) {
        let told = compared::told(compared, &self.look);
        let mut line = self.start(activity, Some(compared.id));
        line.sentence(Meaning::Dim, told.mark);
        line.sentence(told.meaning, &told.sentence);
        line.end(out);
    }

    fn refused(&self, activity: &Activity, refused: &Refused, out: &mut Vec<u8>) {
        let mut line = self.start(activity, None);
        for word in [&refused.method, &refused.path].into_iter().flatten() {
            line.sentence(Meaning::Plain, &clipped(word, 60));
        }
        line.sentence(Meaning::Dim, "→");
        if let Some(status) = refused.http_status {
            line.sentence(Meaning::Failed, &status.to_string());
        }
        line.sentence(Meaning::Plain, self.look.language.refused(refused.reason));
        line.end(out);
    }

    fn sent(&self, activity: &Activity, sent: &Sent, out: &mut Vec<u8>) {
        let mut line = self.start(activity, None);
        let cells = EventCells::of(&sent.content, &[], self.look.language);
        for (meaning, word) in event_words(&cells) {
            line.sentence(meaning, &word);
        }
        line.sentence(Meaning::Dim, "→");
        let accepted = sent.result.outcome == crate::activity::Outcome::Accepted;
        let (meaning, would) = if accepted {
            (Meaning::Accepted, TossWould::Accept)
        } else {
            (Meaning::Failed, TossWould::Reject)
        };
        if let Some(status) = sent.result.http_status() {
            line.sentence(meaning, &status.to_string());
        }
        line.sentence(meaning, self.look.language.verdict(would));
        line.sentence(Meaning::Plain, &when::elapsed(sent.result.elapsed));
        if let Some(why) = self.look.language.call_failed(&sent.result) {
            line.sentence(Meaning::Plain, &why);
        }
        line.end(out);
    }

    /// The time, and the id where there is one; a dash keeps its place where there is none.
    fn start(&self, activity: &Activity, id: Option<EventId>) -> Line {
        let mut line = Line::new(self.screen, 0);
        line.sentence(Meaning::Dim, &self.look.times.clock(activity.at));
        line.sentence(Meaning::Id, id.as_ref().map_or("-", EventId::short));
        line
    }
}

/// Event, status, order and amount, a dash for each that there is none of, then the method.
fn event_words(cells: &EventCells<'_>) -> Vec<(Meaning, String)> {
    let mut words = vec![(cells.meaning, cells.event.to_string())];
    if cells.is_event() {
        for word in [&*cells.status, &*cells.order, &*cells.amount] {
            words.push((Meaning::Plain, if word.is_empty() { "-".to_owned() } else { word.to_owned() }));
        }
    }
    if !cells.method.is_empty() {
        words.push((Meaning::Plain, cells.method.to_string()));
    }
    words
}

#[cfg(test)]
mod tests;
