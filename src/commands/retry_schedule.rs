//! `tosshook retry-schedule`: a policy, a start and some outages become a schedule, and that becomes text.

use std::io::{self, Write};
use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::cli::retry_schedule::{Format, RetrySchedule};
use crate::cli::values::{Frame, Intervals, SystemZone, TypedOutage, TypedTime, ZoneChoice, zone};
use crate::exit::{Exit, Failure};
use crate::report::schedule::{Answer, calendar, csv, json, page, svg};
use crate::report::words::failure;
use crate::report::{Language, Screen};
use crate::timeline::{Faults, Outage, Outages, Schedule};
use crate::toss::Policy;

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
    /// The zone that was asked for.
    pub zone: Option<ZoneChoice>,
    /// What the surroundings say about the zone.
    pub around: SystemZone,
}

/// What is asked, with every typed value resolved.
struct Question {
    policy: Policy,
    start: Timestamp,
    /// How long a failing attempt takes; never longer than the policy lets it.
    answer_after: Duration,
    fail_first: Option<u32>,
    /// The outages, each with what was typed for it.
    outages: Vec<(String, Outage)>,
    tz: TimeZone,
}

/// Runs the command.
pub fn run(arguments: &RetrySchedule, io: &mut Io<'_>) -> Result<Exit, Failure> {
    let question = Question::new(arguments, io)?;
    let language = io.language;
    let Question { policy, answer_after, tz, .. } = &question;
    let outages = Outages::new(question.outages.iter().map(|(_, outage)| *outage));
    let faults = Faults { fail_first: question.fail_first, outages };
    let schedule = Schedule::compute(policy, question.start, *answer_after, &faults)
        .map_err(|error| Failure::new(Exit::Usage, language.no_schedule(&error)))?;
    let answer =
        Answer { schedule: &schedule, policy, faults: &faults, answer_after: *answer_after, language, tz };
    let text = match arguments.chosen_format() {
        Format::Table => page(&answer, io.screen),
        Format::Json => json(&answer),
        Format::Csv => csv(&answer),
        Format::Ics => calendar(&answer, io.now).ok_or_else(|| {
            let why = "a calendar has no years before 0; choose a later --from";
            failure::refused(language, "--format ics", why)
        })?,
        Format::Svg => svg(&answer, None),
    };
    for warning in question.warnings(arguments, &schedule, language) {
        // Talk that can't be heard must not keep the data back.
        let _ = writeln!(io.stderr, "warning: {warning}");
    }
    match io.stdout.write_all(text.as_bytes()).and_then(|()| io.stdout.flush()) {
        Ok(()) => Ok(Exit::Success),
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(Exit::Success),
        Err(error) => Err(Failure::new(Exit::Failed, format!("could not write the schedule: {error}"))),
    }
}

impl Question {
    fn new(arguments: &RetrySchedule, io: &Io<'_>) -> Result<Self, Failure> {
        let policy = policy(arguments, io.language)?;
        if let (None, Some(outage)) = (arguments.from, arguments.down.first()) {
            return Err(needs_from(&outage.text));
        }
        let carried = arguments.from.and_then(TypedTime::offset);
        let carried = carried.or_else(|| arguments.down.iter().find_map(TypedOutage::offset));
        let tz = zone(io.zone.as_ref(), carried, &io.around);
        let frame = Frame::new(whole_second(io.now), tz.clone());
        let start = arguments.from.unwrap_or(TypedTime::Now).resolve(&frame);
        let start = start.map_err(|error| failure::refused(io.language, "--from", &error.to_string()))?;
        let frame = frame.on_the_day_of(start);
        let outage = |typed: &TypedOutage| match typed.resolve(&frame) {
            Ok(outage) => Ok((typed.text.clone(), outage)),
            Err(error) => Err(failure::value(io.language, "--down", &typed.text, &error)),
        };
        Ok(Self {
            start,
            answer_after: arguments.answer_after.unwrap_or_default().min(policy.timeout),
            fail_first: arguments.fail,
            outages: arguments.down.iter().map(outage).collect::<Result<_, _>>()?,
            policy,
            tz,
        })
    }

    /// What a person should know about the options that they typed.
    fn warnings(&self, arguments: &RetrySchedule, schedule: &Schedule, language: Language) -> Vec<String> {
        let limit = self.policy.timeout;
        let too_long = arguments.answer_after.filter(|answer_after| *answer_after > limit);
        let mut warnings: Vec<String> = too_long
            .map(|answer_after| language.longer_than_limit(answer_after, limit))
            .into_iter()
            .collect();
        for (typed, outage) in &self.outages {
            if outage.to() <= self.start {
                warnings.push(language.outage_before(typed));
            } else if schedule.last_chance_at().is_some_and(|last| outage.from() > last) {
                warnings.push(language.outage_after(typed));
            }
        }
        warnings
    }
}

/// Toss Payments' policy, or the one that was typed.
fn policy(arguments: &RetrySchedule, language: Language) -> Result<Policy, Failure> {
    let mut policy = Policy::toss();
    if let Some(Intervals(waits)) = &arguments.intervals {
        policy.waits.clone_from(waits);
    }
    match arguments.timeout {
        Some(Duration::ZERO) => {
            let why = "a policy needs some time for an answer; Toss Payments' own is 10s";
            Err(failure::refused(language, "--timeout 0", why))
        }
        Some(timeout) => Ok(Policy { timeout, ..policy }),
        None => Ok(policy),
    }
}

/// An outage says nothing without the time of the first attempt.
fn needs_from(outage: &str) -> Failure {
    Failure::new(Exit::Usage, format!("--down {outage} needs the time of the first attempt: add --from TIME"))
        .hint(format!("tosshook retry-schedule --from 02:00 --down {outage}"))
}

/// Without the fraction, which would only make every time of the schedule longer.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
