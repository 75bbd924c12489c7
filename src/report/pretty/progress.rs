//! What is drawn over the row on which the cursor stands: a countdown, or how far a load is.

use std::time::Duration;

use jiff::Timestamp;

use super::Pretty;
use crate::activity::{Progress, Waiting};
use crate::report::Lines;
use crate::report::theme::{Destination, Meaning};
use crate::report::width;

/// The cells of a bar: so many where there is room, none below the least.
const BAR: [usize; 2] = [6, 30];

/// Back to the start of the row, and nothing on it.
const WIPE: &[u8] = b"\r\x1b[K";

impl Pretty {
    /// Draws what is waited for.
    pub(super) fn count_down(&mut self, at: Timestamp, waiting: &Waiting, out: &mut Lines) {
        let due = self.look.times.moment(waiting.due_at, self.shown_last.unwrap_or(at));
        let words = self.look.language.waiting(waiting, &due);
        let bar = waiting.left.map(|left| (waiting.whole.saturating_sub(left), waiting.whole));
        self.draw(&words, bar.map(spans), out);
    }

    /// Draws how far a load is, by what ends it first.
    pub(super) fn progress(&mut self, progress: &Progress, out: &mut Lines) {
        let words = self.look.language.progress(progress);
        let by_number = progress.of.map(|of| (u128::from(progress.done), u128::from(of)));
        let by_time = progress.whole.map(|whole| spans((progress.elapsed, whole)));
        let farther = |one: &(u128, u128), other: &(u128, u128)| {
            one.0.saturating_mul(other.1).cmp(&other.0.saturating_mul(one.1))
        };
        self.draw(&words, by_number.into_iter().chain(by_time).max_by(farther), out);
    }

    /// Draws words, and a bar of which a part is done, and leaves the cursor at the start of the row.
    fn draw(&mut self, words: &str, bar: Option<(u128, u128)>, out: &mut Lines) {
        let screen = self.look.stderr;
        if screen.destination != Destination::Terminal {
            return;
        }
        let room = screen.columns.unwrap_or(0).saturating_sub(1);
        let words = width::truncate(words, room.saturating_sub(2));
        let mut text = format!("  {words}");
        let left = room.saturating_sub(width::of(&text) + 2);
        let [least, most] = BAR;
        if let Some((done, whole)) = bar.filter(|_| left >= least) {
            text.push_str("  ");
            let cells = left.min(most);
            let done = done.saturating_mul(cells as u128) / whole.max(1);
            let done = usize::try_from(done).unwrap_or(cells).min(cells);
            screen.theme.paint(Meaning::Accepted, &"━".repeat(done), &mut text);
            screen.theme.paint(Meaning::Dim, &"─".repeat(cells - done), &mut text);
        }
        out.stderr.extend_from_slice(WIPE);
        out.stderr.extend_from_slice(text.as_bytes());
        out.stderr.push(b'\r');
        self.counting = true;
    }

    /// Takes away what was drawn, before anything else is written.
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

/// Both spans in milliseconds.
fn spans((done, whole): (Duration, Duration)) -> (u128, u128) {
    (done.as_millis(), whole.as_millis())
}
