//! Which exit code a failure ends with; what it says is the language's.

use std::io;

use super::{Language, en};
use crate::cli::values::ValueError;
use crate::exit::{Exit, Failure};
use crate::filter::ConditionError;
use crate::history::HistoryError;
use crate::outbound::{EndpointError, SenderError};
use crate::rehearse::TriggerError;
use crate::report::sanitize;
use crate::toss::event::UnknownEvent;
use crate::toss::signature::SecurityKeyError;

/// The history can't be used (6).
pub fn history(language: Language, error: &HistoryError) -> Failure {
    let words = match language {
        Language::English => en::failures::history(error),
    };
    failure(Exit::History, words)
}

/// What was typed at `place` (`ENDPOINT`, `--also`) is no endpoint (2).
pub fn endpoint(language: Language, place: &str, typed: &str, error: &EndpointError) -> Failure {
    let words = match language {
        Language::English => en::failures::endpoint(place, typed, error),
    };
    failure(Exit::Usage, words)
}

/// Calls can't be made with these options (2).
pub fn sender(language: Language, error: &SenderError) -> Failure {
    let words = match language {
        Language::English => en::failures::sender(error),
    };
    failure(Exit::Usage, words)
}

/// What was given is no security key (2).
pub fn security_key(language: Language, error: &SecurityKeyError) -> Failure {
    let words = match language {
        Language::English => en::failures::security_key(error),
    };
    failure(Exit::Usage, words)
}

/// What was typed at `place` is no event (2).
pub fn event(language: Language, place: &str, error: &UnknownEvent) -> Failure {
    let words = match language {
        Language::English => en::trigger::event(place, error),
    };
    failure(Exit::Usage, words)
}

/// What was typed at `place` is no condition (2); shows where it goes wrong.
pub fn condition(language: Language, place: &str, error: &ConditionError) -> Failure {
    let words = match language {
        Language::English => en::filters::condition(place, error),
    };
    failure(Exit::Usage, words).pointing(&error.typed, error.at)
}

/// The event can't be made as asked (2).
pub fn trigger(language: Language, error: &TriggerError) -> Failure {
    let words = match language {
        Language::English => en::trigger::trigger(error),
    };
    failure(Exit::Usage, words)
}

/// No attempt ever connected (4). `to` is the endpoint as shown, `chosen` whether it was named.
pub fn unreachable(language: Language, to: &str, chosen: Chosen) -> Failure {
    let words = match language {
        Language::English => en::trigger::unreachable(to, chosen),
    };
    failure(Exit::Unreachable, words)
}

/// Whether an endpoint was named or is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    ByName,
    ByDefault,
}

/// The command line can't be understood (2). `variable` is the environment's that a bad value came from.
pub fn usage(language: Language, error: &clap::Error, variable: Option<&str>) -> Failure {
    let words = match language {
        Language::English => en::usage::usage(error, variable),
    };
    failure(Exit::Usage, words)
}

/// What was typed at `place` can't be used (2); `why` may name the remedy behind a semicolon.
pub fn value(language: Language, place: &str, typed: &str, why: &ValueError) -> Failure {
    let words = match language {
        Language::English => en::usage::value(place, typed, &why.to_string()),
    };
    failure(Exit::Usage, words)
}

/// What was typed at `place`, which names the value where that is known, can't be used (2).
pub fn refused(language: Language, place: &str, why: &str) -> Failure {
    let words = match language {
        Language::English => en::usage::refused(place, why),
    };
    failure(Exit::Usage, words)
}

/// What was typed at `place` is no rule of `check` (2).
pub fn no_such_rule(language: Language, place: &str, typed: &str, nearest: Option<&str>) -> Failure {
    let words = match language {
        Language::English => en::check::no_such_rule(place, typed, nearest),
    };
    failure(Exit::Usage, words)
}

/// The address can't be listened on (3).
pub fn bind(language: Language, host: &str, port: u16, error: &io::Error) -> Failure {
    let words = match language {
        Language::English => en::failures::bind(host, port, error),
    };
    failure(Exit::CannotListen, words)
}

/// The same where another option than `--port` names the port.
pub fn bind_at(language: Language, option: &str, host: &str, port: u16, error: &io::Error) -> Failure {
    let failure = bind(language, host, port, error);
    Failure { message: failure.message.replacen("--port", option, 1), ..failure }
}

fn failure(exit: Exit, (message, hint): (String, Option<String>)) -> Failure {
    let failure = Failure::new(exit, sanitize::text(&message));
    match hint {
        Some(hint) => failure.hint(sanitize::text(&hint)),
        None => failure,
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::{bind, endpoint, history, security_key};
    use crate::exit::Exit;
    use crate::history::HistoryError;
    use crate::outbound::EndpointError;
    use crate::report::words::Language;
    use crate::toss::signature::SecurityKeyError;

    #[test]
    fn a_taken_port_says_who_may_hold_it_and_what_to_do() {
        let failure = bind(Language::English, "127.0.0.1", 4100, &io::ErrorKind::AddrInUse.into());
        assert_eq!(failure.exit, Exit::CannotListen);
        assert_eq!(failure.message, "--port 4100 is taken by another tosshook, most likely");
        assert!(failure.hint.is_some_and(|hint| hint.contains("--port 0 picks a free one")));
    }

    #[test]
    fn each_failure_has_its_exit_code_and_names_its_place() {
        let scheme = EndpointError::Scheme("ftp".into());
        let wrong = endpoint(Language::English, "--also", "ftp://x\u{1b}", &scheme);
        assert_eq!(
            (wrong.exit, wrong.message.as_str()),
            (Exit::Usage, "--also ftp://x\\x1b: the scheme is ftp")
        );
        let lost = history(Language::English, &HistoryError::NotAHistory { path: "/tmp/notes.db".into() });
        assert_eq!(lost.exit, Exit::History);
        assert_eq!(lost.message, "could not use the history: /tmp/notes.db is no tosshook history");
        let key = security_key(Language::English, &SecurityKeyError::SecretKey);
        assert_eq!(key.message, "--security-key is a secret key, not the security key");
    }
}
