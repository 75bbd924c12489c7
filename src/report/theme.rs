//! The look of a terminal: colours by meaning, decided per stream.
//!
//! The one place that names `colored`, which by itself looks at stdout alone and lets an empty
//! `CLICOLOR_FORCE` beat `NO_COLOR`.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;

use colored::{ColoredString, Colorize, control};

/// What `--color` asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorRule {
    /// Ask the environment, then the stream.
    #[default]
    Auto,
    /// Colours everywhere.
    Always,
    /// Colours nowhere.
    Never,
}

/// Where a stream goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination {
    /// A terminal: a person reads it, and its escape sequences act.
    Terminal,
    /// A file, a pipe, nothing.
    Elsewhere,
}

/// The environment variables that have a say in colour.
#[derive(Clone, Debug, Default)]
pub struct Env {
    /// `NO_COLOR`: no colour when it is not empty.
    pub no_color: Option<OsString>,
    /// `CLICOLOR_FORCE`: colour when it is neither empty nor `0`.
    pub clicolor_force: Option<OsString>,
    /// `TERM`: no colour when it is `dumb`.
    pub term: Option<OsString>,
}

impl Env {
    /// The process's own.
    pub fn of_process() -> Self {
        Self {
            no_color: std::env::var_os("NO_COLOR"),
            clicolor_force: std::env::var_os("CLICOLOR_FORCE"),
            term: std::env::var_os("TERM"),
        }
    }
}

/// What a piece of text means to its reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing in particular.
    Plain,
    /// An event type.
    Event,
    /// The id of an event.
    Id,
    /// What Toss Payments would take as a success.
    Accepted,
    /// What it would take as a failure.
    Failed,
    /// What deserves a look.
    Warning,
    /// What to do about a failure.
    Hint,
    /// A command to type or an address to open.
    Command,
    /// What can be passed over.
    Dim,
}

/// How one stream is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    /// Text alone.
    Plain,
    /// Text in colours.
    Colored,
}

impl Theme {
    /// The rule: flag, `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, then whether it is a terminal.
    pub fn decide(rule: ColorRule, env: &Env, destination: Destination) -> Self {
        let holds = |value: &Option<OsString>| value.as_deref().is_some_and(|value| !value.is_empty());
        let is = |value: &Option<OsString>, text: &str| value.as_deref() == Some(OsStr::new(text));
        let colored = match rule {
            ColorRule::Always => true,
            ColorRule::Never => false,
            ColorRule::Auto if holds(&env.no_color) => false,
            ColorRule::Auto if holds(&env.clicolor_force) && !is(&env.clicolor_force, "0") => true,
            ColorRule::Auto => !is(&env.term, "dumb") && destination == Destination::Terminal,
        };
        if colored { Self::Colored } else { Self::Plain }
    }

    /// Writes `text`, painted. Pad before by display width: what this adds has none.
    pub fn paint(self, meaning: Meaning, text: &str, out: &mut String) {
        if self == Self::Plain || meaning == Meaning::Plain || text.is_empty() {
            out.push_str(text);
            return;
        }
        // Only ever set to true, and only reached where this theme has decided for colour, so two
        // streams with different themes don't disturb each other.
        control::set_override(true);
        // Writing to a string can't fail.
        let _ = write!(out, "{}", colored(meaning, text));
    }
}

fn colored(meaning: Meaning, text: &str) -> ColoredString {
    match meaning {
        Meaning::Plain => text.normal(),
        Meaning::Event | Meaning::Command => text.bold(),
        Meaning::Id => text.cyan(),
        Meaning::Accepted => text.green(),
        Meaning::Failed => text.red().bold(),
        Meaning::Warning | Meaning::Hint => text.yellow(),
        Meaning::Dim => text.dimmed(),
    }
}

#[cfg(test)]
mod tests {
    use super::{ColorRule, Destination, Env, Meaning, Theme};

    fn env(no_color: Option<&str>, clicolor_force: Option<&str>, term: Option<&str>) -> Env {
        Env {
            no_color: no_color.map(Into::into),
            clicolor_force: clicolor_force.map(Into::into),
            term: term.map(Into::into),
        }
    }

    #[test]
    fn each_say_beats_those_after_it() {
        use Destination::{Elsewhere, Terminal};
        let auto = |env: &Env, destination| Theme::decide(ColorRule::Auto, env, destination);
        let hushed = env(Some("1"), Some("1"), Some("xterm"));
        assert_eq!(Theme::decide(ColorRule::Always, &hushed, Elsewhere), Theme::Colored);
        assert_eq!(Theme::decide(ColorRule::Never, &env(None, Some("1"), None), Terminal), Theme::Plain);
        assert_eq!(auto(&hushed, Terminal), Theme::Plain);
        assert_eq!(auto(&env(Some(""), Some("1"), Some("dumb")), Elsewhere), Theme::Colored);
        assert_eq!(auto(&env(None, Some("0"), None), Elsewhere), Theme::Plain);
        assert_eq!(auto(&env(None, Some(""), Some("dumb")), Terminal), Theme::Plain);
        assert_eq!(auto(&env(None, Some("0"), Some("xterm")), Terminal), Theme::Colored);
        assert_eq!(auto(&Env::default(), Elsewhere), Theme::Plain);
    }

    #[test]
    fn paint_surrounds_the_text_and_plain_leaves_it_alone() {
        let mut out = String::new();
        Theme::Colored.paint(Meaning::Accepted, "accepted", &mut out);
        assert_eq!(out, "\u{1b}[32maccepted\u{1b}[0m");
        out.clear();
        Theme::Plain.paint(Meaning::Accepted, "accepted", &mut out);
        assert_eq!(out, "accepted");
    }
}
