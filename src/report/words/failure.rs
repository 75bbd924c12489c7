//! Which exit code a failure ends with; what it says is the language's.

use std::io;
use std::path::Path;
use std::time::Duration;

use super::{Language, en};
use crate::check::ProbeError;
use crate::cli::values::ValueError;
use crate::exit::{Exit, Failure};
use crate::filter::ConditionError;
use crate::history::{HistoryError, Lost};
use crate::outbound::{EndpointError, SenderError};
use crate::payments::ApiBaseError;
use crate::rehearse::TriggerError;
use crate::report::sanitize;
use crate::toss::SecretKeyError;
use crate::toss::event::UnknownEvent;
use crate::toss::scenario::ScenarioError;
use crate::toss::signature::SecurityKeyError;

/// Whether an endpoint was named or is the default.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    ByName,
    ByDefault,
}

/// What does not go together in `forward`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit<'a> {
    /// `--respond`.
    Respond,
    /// This flag, which is about re-sending, without `--on-failure resend`.
    WithoutResend(&'a str),
    /// `--demo` with `--on-failure resend`.
    DemoResends,
    /// `--no-history` with `--on-failure resend`.
    NoHistory,
    /// `--fail-first` or `--fail-rate` with `--on-failure resend`.
    FailsOnPurpose,
    /// This condition of `--where` with `--on-failure resend`.
    KnownLater(&'a str),
}

/// What a header line lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoHeader {
    /// Its colon.
    Colon,
    /// A name.
    Name,
    /// A value that can be sent.
    Value,
}

/// Each failure's exit code, and where its words are.
macro_rules! failures {
    ($($(#[$about:meta])* $exit:ident: $name:ident($($argument:ident: $kind:ty),*) = $room:ident::$words:ident;)*) => {
        $($(#[$about])* pub fn $name(language: Language, $($argument: $kind),*) -> Failure {
            let words = match language {
                Language::English => en::$room::$words($($argument),*),
            };
            failure(Exit::$exit, words)
        })*
    };
}

failures! {
    /// The history can't be used (6).
    History: history(error: &HistoryError) = failures::history;
    /// The history is damaged, and what could be read of it was written (6).
    History: lost(path: &Path, events: u64, lost: &Lost) = transfer::lost;
    /// A file of events can't be written (2).
    Usage: output(path: &Path, error: &io::Error) = transfer::output;
    /// A file of events can't be read (2).
    Usage: input(path: &Path, error: &io::Error) = transfer::input;
    /// What was typed at `place` (`ENDPOINT`, `--also`) is no endpoint (2).
    Usage: endpoint(place: &str, typed: &str, error: &EndpointError) = failures::endpoint;
    /// Calls can't be made with these options (2).
    Usage: sender(error: &SenderError) = failures::sender;
    /// What was given is no security key (2).
    Usage: security_key(error: &SecurityKeyError) = failures::security_key;
    /// There is no security key to verify with (2).
    Usage: no_security_key() = verify::no_security_key;
    /// What was given is no secret key (2).
    Usage: secret_key(error: SecretKeyError) = look_up::secret_key;
    /// A live secret key was given without consent (2).
    Usage: live_key() = look_up::live_key;
    /// A payment is to be looked up without a key (2).
    Usage: no_secret_key() = look_up::no_secret_key;
    /// No secret key may be sent there (2).
    Usage: api_base(typed: &str, error: &ApiBaseError) = look_up::api_base;
    /// No event names the order (2). `nearest` is one that reads alike.
    Usage: unknown_order(order: &str, nearest: Option<&str>) = order::unknown_order;
    /// What was typed at `place` is no event (2).
    Usage: event(place: &str, error: &UnknownEvent) = trigger::event;
    /// The event can't be made as asked (2).
    Usage: trigger(error: &TriggerError) = trigger::trigger;
    /// What was given at `place`, a file, is no scenario (2).
    Usage: scenario(place: &str, error: &ScenarioError) = scenario::refused;
    /// An option says nothing beside a scenario (2).
    Usage: beside_scenario(option: &str) = scenario::beside;
    /// No attempt ever connected (4). `to` is the endpoint as shown, `chosen` whether it was named.
    Unreachable: unreachable(to: &str, chosen: Chosen) = trigger::unreachable;
    /// The command line can't be understood (2). `variable` is the environment's that a bad value came from.
    Usage: usage(error: &clap::Error, variable: Option<&str>) = usage::usage;
    /// What was typed at `place`, which names the value where that is known, can't be used (2).
    Usage: refused(place: &str, why: &str) = usage::refused;
    /// What was typed at `place` is no rule of `check` (2).
    Usage: no_such_rule(place: &str, typed: &str, nearest: Option<&str>) = check::no_such_rule;
    /// Nothing is left to check by (2).
    Usage: no_rule_left() = check::no_rule_left;
    /// The probe can't be asked (2). `flag` and `typed` are what it was given by.
    Usage: probe(flag: &str, typed: &str, error: &ProbeError) = check::probe;
    /// The server that is to be checked did not come up while it was waited for (4).
    Unreachable: not_up_to_check(to: &str, wait: Duration) = check::not_up;
    /// A report can't be written into its file (2).
    Usage: report(path: &Path, error: &io::Error) = check::report;
    /// Options of `forward` do not go together (2).
    Usage: unfit(what: Unfit<'_>) = forwarding::unfit;
    /// The dev server did not come up while it was waited for (4).
    Unreachable: not_up(to: &str, wait: Duration) = forwarding::not_up;
    /// `--route` lacks a part (2).
    Usage: route(typed: &str) = forwarding::route;
    /// The certificates' file can't be read (2).
    Usage: ca_cert(path: &Path, error: &io::Error) = forwarding::ca_cert;
    /// `--insecure` is for nearer endpoints (2).
    Usage: insecure(to: &str) = forwarding::insecure;
    /// A header line can't be sent (2).
    Usage: header_line(name: &str, why: NoHeader) = forwarding::header_line;
    /// The address can't be listened on (3).
    CannotListen: bind(host: &str, port: u16, error: &io::Error) = failures::bind;
}

/// What was typed at `place` is no condition (2); shows where it goes wrong.
pub fn condition(language: Language, place: &str, error: &ConditionError) -> Failure {
    let words = match language {
        Language::English => en::filters::condition(place, error),
    };
    failure(Exit::Usage, words).pointing(&error.typed, error.at)
}

/// What was typed at `place` can't be used (2); `why` may name the remedy behind a semicolon.
pub fn value(language: Language, place: &str, typed: &str, why: &ValueError) -> Failure {
    let words = match language {
        Language::English => en::usage::value(place, typed, &why.to_string()),
    };
    failure(Exit::Usage, words)
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
