//! Bodies as they came, for a program that wants nothing else.

use super::{Lines, Look, Reporter, Reveal, mask, sanitize, talk};
use crate::activity::{Activity, What};
use crate::report::theme::Destination;

/// What ends a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Terminator {
    /// A line feed.
    #[default]
    Newline,
    /// A NUL (`--null`): bodies may hold line feeds.
    Nul,
}

/// The `raw` format.
#[derive(Debug)]
pub struct Raw {
    look: Look,
    terminator: Terminator,
}

impl Raw {
    /// A reporter that writes bodies exactly, but masked where `look` masks, and escaped on a terminal.
    pub fn new(look: Look, terminator: Terminator) -> Self {
        Self { look, terminator }
    }
}

impl Reporter for Raw {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        if talk::say(activity, &self.look, &mut out.stderr) {
            return;
        }
        let What::Received(received) = &activity.what else { return };
        let exact = &received.request.body;
        let masked = match self.look.reveal {
            Reveal::Masked => mask::json(exact),
            Reveal::Revealed => None,
        };
        let body = masked.as_deref().unwrap_or(exact);
        match self.look.stdout.destination {
            Destination::Terminal => out.stdout.extend_from_slice(sanitize::bytes(body).as_bytes()),
            Destination::Elsewhere => out.stdout.extend_from_slice(body),
        }
        out.stdout.push(match self.terminator {
            Terminator::Newline => b'\n',
            Terminator::Nul => 0,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::{Destination, Look, Raw, Reveal, Terminator};
    use crate::report::fixtures::{answered, arrival, listening, look, received, reply, told};

    const BODY: &str = "{ \"secret\": \"ps_abcdef\",\n \"a\": 5000.0, \"b\": \"\u{202e}\" }";

    fn data(look: Look, terminator: Terminator) -> String {
        let activities = [
            listening(None),
            arrival("14:02:11", received("14:02:11", "a3f1qd", BODY)),
            reply("14:02:11", answered("a3f1qd", 200, 38, 0)),
        ];
        told(Raw::new(look, terminator), &activities).0
    }

    #[test]
    fn bodies_are_written_as_they_came_and_nothing_else() {
        let exact = Look { reveal: Reveal::Revealed, ..look(None) };
        assert_eq!(data(exact.clone(), Terminator::Newline), format!("{BODY}\n"));
        assert_eq!(data(exact, Terminator::Nul), format!("{BODY}\0"));
    }

    #[test]
    fn a_terminal_gets_them_escaped() {
        let mut terminal = Look { reveal: Reveal::Revealed, ..look(None) };
        terminal.stdout.destination = Destination::Terminal;
        assert_eq!(
            data(terminal, Terminator::Newline),
            "{ \"secret\": \"ps_abcdef\",\\n \"a\": 5000.0, \"b\": \"\\u{202e}\" }\n"
        );
    }

    #[test]
    fn masked_they_are_compact() {
        assert_eq!(
            data(look(None), Terminator::Newline),
            "{\"secret\":\"ps_*****\",\"a\":5000.0,\"b\":\"\u{202e}\"}\n"
        );
    }
}
