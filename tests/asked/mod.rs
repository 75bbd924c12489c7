//! `retry-schedule` as a function from what is typed to what is printed, at a time that stands still.

use clap::Parser;
use jiff::tz::TimeZone;
use tosshook::cli::Common;
use tosshook::cli::retry_schedule::RetrySchedule;
use tosshook::cli::values::SystemZone;
use tosshook::commands::retry_schedule::{Io, run};
use tosshook::exit::{Exit, Failure};
use tosshook::report::{Language, Screen};

#[derive(Parser)]
struct Typed {
    #[command(flatten)]
    arguments: RetrySchedule,
    #[command(flatten)]
    common: Common,
}

/// What a run printed and how it ended.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) end: Result<Exit, Failure>,
}

/// Runs the command at 10:07:35.25 on Monday, 23 November 2026, in a container without a zone.
pub(crate) fn at_width(width: usize, typed: &[&str]) -> Ran {
    let typed = Typed::try_parse_from([&["retry-schedule"], typed].concat()).unwrap();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let end = run(
        &typed.arguments,
        &mut Io {
            stdout: &mut stdout,
            stderr: &mut stderr,
            screen: Screen { columns: Some(width), ..Screen::PLAIN },
            language: Language::English,
            now: "2026-11-23T01:07:35.25Z".parse().unwrap(),
            random: 4711,
            zone: typed.common.tz,
            around: SystemZone { variable: None, system: Some(TimeZone::UTC) },
        },
    );
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Ran { stdout: text(stdout), stderr: text(stderr), end }
}

/// What is printed where nothing goes wrong and there is nothing to warn of.
pub(crate) fn printed(typed: &[&str]) -> String {
    let ran = at_width(80, typed);
    assert_eq!((ran.stderr.as_str(), ran.end), ("", Ok(Exit::Success)));
    ran.stdout
}

/// How a run is refused.
pub(crate) fn refused(typed: &[&str]) -> Failure {
    let ran = at_width(80, typed);
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""), "a refusal prints nothing itself");
    let failure = ran.end.unwrap_err();
    assert_eq!(failure.exit, Exit::Usage);
    failure
}

/// What the parser says of a value that it can't read.
pub(crate) fn unreadable(typed: &[&str]) -> String {
    let error = Typed::try_parse_from([&["retry-schedule"], typed].concat()).err().unwrap();
    assert_eq!(error.exit_code(), 2);
    error.to_string().lines().next().unwrap_or_default().to_owned()
}
