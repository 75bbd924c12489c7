//! What a command finds around it: streams, zone, language, time.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::ops::ControlFlow;

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use super::pager::{self, Paged, Paging};
use super::retry_schedule::Io;
use crate::cli::values::{self, Frame, SystemZone, ZoneChoice};
use crate::cli::{ColorWhen, Common};
use crate::clock::Clock;
use crate::exit::{Exit, Failure};
use crate::report::theme::{ColorRule, Env};
use crate::report::{Language, Look, Occasion, Reveal, Screen, Times, words};

/// What a command finds around it.
#[derive(Clone, Debug)]
pub struct Context {
    /// Where data goes.
    pub stdout: Screen,
    /// Where talk goes.
    pub stderr: Screen,
    /// The language for people.
    pub language: Language,
    /// The time.
    pub clock: Clock,
    paging: Paging,
    zone: Option<ZoneChoice>,
    around: SystemZone,
}

impl Context {
    /// Looks at this process's streams and environment.
    pub fn of_process(common: &Common) -> Self {
        let rule = match common.color {
            ColorWhen::Auto => ColorRule::Auto,
            ColorWhen::Always => ColorRule::Always,
            ColorWhen::Never => ColorRule::Never,
        };
        let env = Env::of_process();
        Self {
            stdout: Screen::of(&std::io::stdout(), rule, &env),
            stderr: Screen::of(&std::io::stderr(), rule, &env),
            language: Language::default(),
            clock: Clock::system(),
            paging: if common.no_pager { Paging::Never } else { Paging::Auto },
            zone: common.tz.clone(),
            around: SystemZone { variable: std::env::var("TZ").ok(), system: system_zone() },
        }
    }

    /// The zone for times; `carried` is the offset of a time that the user typed.
    pub fn zone(&self, carried: Option<Offset>) -> TimeZone {
        values::zone(self.zone.as_ref(), carried, &self.around)
    }

    /// The time that was typed at `place`.
    pub(super) fn time(&self, place: &str, typed: &str) -> Result<Timestamp, Failure> {
        let refused = |error| words::failure::value(self.language, place, typed, &error);
        let time = values::time(typed).map_err(refused)?;
        let frame = Frame::new(self.clock.now(), self.zone(time.offset()));
        time.resolve(&frame).map_err(refused)
    }

    /// What people call the zone of the times that are shown now.
    pub(super) fn zone_name(&self) -> String {
        values::zone_label(&self.zone(None), self.clock.now())
    }

    /// The streams and the surroundings as `retry-schedule` takes them.
    pub(super) fn io<'a>(&self, stdout: &'a mut dyn Write, stderr: &'a mut dyn Write) -> Io<'a> {
        Io {
            stdout,
            stderr,
            screen: self.stdout,
            language: self.language,
            now: self.clock.now(),
            // Short enough to be typed again.
            random: fastrand::u64(..1_000_000),
            zone: self.zone.clone(),
            around: self.around.clone(),
        }
    }

    /// How this run looks to a person.
    pub(super) fn look(&self, reveal: Reveal) -> Look {
        Look {
            language: self.language,
            times: Times::new(self.zone(None)),
            stdout: self.stdout,
            stderr: self.stderr,
            reveal,
            occasion: Occasion::Work,
        }
    }

    /// Writes data to stdout. A reader that went away is a success.
    pub(super) fn print(&self, data: &[u8]) -> Result<Exit, Failure> {
        self.print_on(data).map(|_| Exit::Success)
    }

    /// Writes what people read to stdout, through their pager where it is longer than the screen.
    pub(super) fn page(&self, text: &[u8]) -> Result<Exit, Failure> {
        match pager::show(text, self.stdout, self.paging) {
            Paged::Shown => Ok(Exit::Success),
            Paged::NotShown => self.print(text),
        }
    }

    /// Writes a part of the data to stdout; breaks where its reader went away and wants no more.
    #[expect(clippy::unused_self, reason = "the streams are the context's to give")]
    pub(super) fn print_on(&self, data: &[u8]) -> Result<ControlFlow<()>, Failure> {
        let mut out = std::io::stdout().lock();
        match out.write_all(data).and_then(|()| out.flush()) {
            Ok(()) => Ok(ControlFlow::Continue(())),
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(ControlFlow::Break(())),
            Err(error) => Err(unwritable(&error)),
        }
    }

    /// Writes talk to stderr, a line of its own.
    #[expect(clippy::unused_self, reason = "the streams are the context's to give")]
    pub(super) fn say(&self, line: &str) {
        // Where nobody hears, there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
}

/// stdout takes no data, for another reason than that its reader went away.
pub(super) fn unwritable(reason: &dyn Display) -> Failure {
    Failure::new(Exit::Failed, format!("could not write to standard output: {reason}"))
}

/// The system's zone. What the usual link names is looked at first: jiff reads the whole folder of
/// zones before it tells.
fn system_zone() -> Option<TimeZone> {
    let linked = std::fs::read_link("/etc/localtime").ok();
    linked.and_then(|path| SystemZone::named_by(&path)).or_else(|| TimeZone::try_system().ok())
}

/// How an option without a value reads as reveal or mask.
pub(super) fn reveal(is_asked_for: bool) -> Reveal {
    if is_asked_for { Reveal::Revealed } else { Reveal::Masked }
}
