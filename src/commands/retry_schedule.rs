//! `tosshook retry-schedule`: a policy, events and outages become a schedule, and that becomes text.

mod question;

use std::io::{self, Write};

use jiff::Timestamp;

use crate::cli::retry_schedule::{Format, RetrySchedule};
use crate::cli::values::{SystemZone, ZoneChoice};
use crate::exit::{Exit, Failure};
use crate::report::schedule::arrivals::ArrivalsAnswer;
use crate::report::schedule::windows::WindowsAnswer;
use crate::report::schedule::{self, Answer, NoCalendar, arrivals, windows};
use crate::report::words::failure;
use crate::report::{Language, Screen};
use crate::timeline::{Arrivals, Distribution, Schedule, Windows};
pub(super) use question::policy;
use question::{Question, Subject, no_schedule};

/// What the command meets outside itself.
pub struct Io<'a> {
    /// Data.
    pub stdout: &'a mut dyn Write,
    /// Talk.
    pub stderr: &'a mut dyn Write,
    /// What stdout leads to.
    pub screen: Screen,
    /// The language for people.
    pub language: Language,
    /// The time now.
    pub now: Timestamp,
    /// The seed for what is left to chance, where none is typed.
    pub random: u64,
    /// The zone that was asked for.
    pub zone: Option<ZoneChoice>,
    /// What the surroundings say about the zone.
    pub around: SystemZone,
}

/// Runs the command.
pub fn run(arguments: &RetrySchedule, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let language = io.language;
    let question = Question::new(arguments, io)?;
    let format = arguments.chosen_format();
    let text = match question.subject {
        Subject::Event(start) => one(&question, start, format, io),
        Subject::Outages => outages(&question, format, io),
        Subject::Many(arrivals) => many(&question, &arrivals, format, io),
    }?;
    // Talk that can't be heard must not keep the data back.
    for warning in question.warnings(arguments, language) {
        let _ = writeln!(io.stderr, "warning: {warning}");
    }
    // The table names it among what was asked.
    if let Some(seed) = question.untyped_seed(arguments).filter(|_| format != Format::Table) {
        let _ = writeln!(io.stderr, "{}", language.seed_taken(seed));
    }
    match io.stdout.write_all(text.as_bytes()).and_then(|()| io.stdout.flush()) {
        Ok(()) => Ok(Exit::Success),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Success),
        Err(error) => Err(Failure::new(Exit::Failed, format!("could not write the schedule: {error}"))),
    }
}

/// The schedule of one event.
fn one(question: &Question, start: Timestamp, format: Format, io: &Io<'_>) -> Result<String, Failure> {
    let schedule = question.schedule(start, io.language)?;
    let answer = question.answer(&schedule, io.language);
    Ok(match format {
        Format::Table => schedule::page(&answer, io.screen),
        Format::Json => schedule::json(&answer),
        Format::Csv => schedule::csv(&answer),
        Format::Ics => calendar(&answer, io)?,
        Format::Svg => schedule::svg(&answer),
    })
}

/// What becomes of every event of the outages.
fn outages(question: &Question, format: Format, io: &Io<'_>) -> Result<String, Failure> {
    let windows = Windows::compute(&question.offsets, &question.faults);
    let windows = windows.map_err(|error| no_schedule(io.language, &error))?;
    let schedule = question.schedule(windows.worst().unwrap_or(io.now), io.language)?;
    let worst = question.answer(&schedule, io.language);
    let answer = WindowsAnswer { windows: &windows, worst, now: io.now };
    Ok(match format {
        Format::Table => windows::page(&answer, io.screen),
        Format::Json => windows::json(&answer),
        Format::Csv => windows::csv(&answer),
        Format::Ics => calendar(&answer.worst, io)?,
        Format::Svg => windows::svg(&answer),
    })
}

/// What becomes of many events.
fn many(question: &Question, arrivals: &Arrivals, format: Format, io: &Io<'_>) -> Result<String, Failure> {
    let run = || {
        let distribution = arrivals.run(&question.offsets, &question.faults);
        distribution.map_err(|error| no_schedule(io.language, &error))
    };
    let answer = |distribution| question.answer_of_many(arrivals, distribution, io.language);
    Ok(match format {
        Format::Table => arrivals::page(&answer(&run()?), io.screen),
        Format::Json => arrivals::json(&answer(&run()?)),
        Format::Csv => arrivals::csv(&answer(&run()?)),
        Format::Ics => return Err(no_calendar(io.language, NoCalendar::OfMany)),
        Format::Svg => {
            let distribution = run()?;
            let first = arrivals.hardest_hit(&question.offsets, &question.faults);
            let schedule = question.schedule(first, io.language)?;
            arrivals::svg(&answer(&distribution), &question.answer(&schedule, io.language))
        }
    })
}

/// The attempts as calendar entries.
fn calendar(answer: &Answer<'_>, io: &Io<'_>) -> Result<String, Failure> {
    schedule::calendar(answer, io.now).map_err(|why| no_calendar(io.language, why))
}

fn no_calendar(language: Language, why: NoCalendar) -> Failure {
    failure::refused(language, "--format ics", &language.no_calendar(why))
}

impl Question {
    /// The attempts of an event that is first sent at this moment.
    fn schedule(&self, start: Timestamp, language: Language) -> Result<Schedule, Failure> {
        Schedule::compute(&self.policy, start, self.answer_after, &self.faults)
            .map_err(|error| no_schedule(language, &error))
    }

    fn answer<'a>(&'a self, schedule: &'a Schedule, language: Language) -> Answer<'a> {
        Answer {
            schedule,
            policy: &self.policy,
            faults: &self.faults,
            answer_after: self.answer_after,
            language,
            tz: &self.tz,
        }
    }

    fn answer_of_many<'a>(
        &'a self,
        arrivals: &'a Arrivals,
        distribution: &'a Distribution,
        language: Language,
    ) -> ArrivalsAnswer<'a> {
        ArrivalsAnswer {
            arrivals,
            distribution,
            policy: &self.policy,
            faults: &self.faults,
            answer_after: self.answer_after,
            language,
            tz: &self.tz,
        }
    }
}
