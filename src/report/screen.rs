//! What a stream leads to: whether a person reads it, in which colours, and how wide it is.

use std::io::IsTerminal;

use super::theme::{ColorRule, Destination, Env, Theme};

/// Narrower terminals are treated as if they were this wide.
const NARROWEST: usize = 40;

/// One stream as a person sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screen {
    /// How it is painted.
    pub theme: Theme,
    /// How many columns it has; none where lines never break (files, pipes).
    pub columns: Option<usize>,
    /// How many rows it has; none where nobody sees a screen.
    pub rows: Option<usize>,
    /// Whether it is a terminal.
    pub destination: Destination,
}

impl Screen {
    /// A stream without colours, on which lines never break.
    pub const PLAIN: Self =
        Self { theme: Theme::Plain, columns: None, rows: None, destination: Destination::Elsewhere };

    /// Looks at a stream of this process.
    pub fn of(stream: &impl IsTerminal, rule: ColorRule, env: &Env) -> Self {
        let destination = if stream.is_terminal() { Destination::Terminal } else { Destination::Elsewhere };
        let size = match destination {
            Destination::Terminal => terminal_size::terminal_size(),
            Destination::Elsewhere => None,
        };
        Self {
            theme: Theme::decide(rule, env, destination),
            columns: size.map(|(width, _)| usize::from(width.0).max(NARROWEST)),
            rows: size.map(|(_, height)| usize::from(height.0)),
            destination,
        }
    }
}
