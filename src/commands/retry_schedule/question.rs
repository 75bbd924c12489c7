//! What was typed, with every value resolved against the zone and the time now.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Io;
use crate::cli::retry_schedule::{ArrivalArgs, RetrySchedule};
use crate::cli::values::{
    Frame, Intervals, MAX_ARRIVALS, TypedOutage, TypedRecurrence, TypedTime, spell, zone,
};
use crate::exit::{Exit, Failure};
use crate::report::Language;
use crate::report::words::failure;
use crate::timeline::{Arrivals, Chance, Faults, Offsets, Outage, Outages, ScheduleError, Spacing};
use crate::toss::Policy;

/// What is asked.
pub(super) struct Question {
    pub(super) policy: Policy,
    /// How long a failing attempt takes; never longer than the policy lets it.
    pub(super) answer_after: Duration,
    pub(super) offsets: Offsets,
    pub(super) faults: Faults,
    pub(super) subject: Subject,
    pub(super) tz: TimeZone,
    /// The given outages, each with what was typed for it.
    outages: Vec<(String, Outage)>,
    /// What chance was drawn with, where none was typed.
    random: u64,
}

/// Of which events.
#[derive(Clone, Copy)]
pub(super) enum Subject {
    /// Of one, first sent at this moment.
    Event(Timestamp),
    /// Of all that are first sent during the outages.
    Outages,
    /// Of many.
    Many(Arrivals),
}

impl Question {
    pub(super) fn new(arguments: &RetrySchedule, io: &Io<'_>) -> Result<Self, Failure> {
        let language = io.language;
        let policy = policy(arguments, language)?;
        let carried = arguments.from.and_then(TypedTime::offset);
        let carried = carried.or_else(|| arguments.down.iter().find_map(TypedOutage::offset));
        let tz = zone(io.zone.as_ref(), carried, &io.around);
        let frame = Frame::new(whole_second(io.now), tz.clone());
        let start = arguments.from.unwrap_or(TypedTime::Now).resolve(&frame);
        let start = start.map_err(|error| failure::refused(language, "--from", &error.to_string()))?;
        let frame = frame.on_the_day_of(start);
        let outage = |typed: &TypedOutage| match typed.resolve(&frame) {
            Ok(outage) => Ok((typed.text.clone(), outage)),
            Err(error) => Err(failure::value(language, "--down", &typed.text, &error)),
        };
        let recurring = |typed: &TypedRecurrence| {
            let refused = |error| failure::value(language, "--down-every", &typed.text, &error);
            typed.from(start).map_err(refused)
        };
        let outages: Vec<_> = arguments.down.iter().map(outage).collect::<Result<_, _>>()?;
        let recurring = arguments.down_every.as_ref().map(recurring).transpose()?;
        let seed = arguments.seed.unwrap_or(io.random);
        let mut faults = Faults {
            fail_first: arguments.fail,
            outages: Outages::new(outages.iter().map(|(_, outage)| *outage)).with_recurring(recurring),
            chance: arguments.fail_rate.map(|rate| Chance { rate, seed }),
        };
        let answer_after = arguments.answer_after.unwrap_or_default().min(policy.timeout);
        let subject = subject(arguments, &faults, start, seed, language)?;
        if let Subject::Many(_) = subject {
            // Of many events, an attempt that nothing fails is counted as accepted.
            faults.fail_first.get_or_insert(0);
        }
        Ok(Self {
            subject,
            offsets: Offsets::new(&policy, answer_after).map_err(|error| no_schedule(language, &error))?,
            answer_after,
            policy,
            faults,
            tz,
            outages,
            random: io.random,
        })
    }

    /// What a person should know about the options that they typed.
    pub(super) fn warnings(&self, arguments: &RetrySchedule, language: Language) -> Vec<String> {
        let limit = self.policy.timeout;
        let too_long = arguments.answer_after.filter(|answer_after| *answer_after > limit);
        let mut warnings: Vec<String> = too_long
            .map(|answer_after| language.longer_than_limit(answer_after, limit))
            .into_iter()
            .collect();
        if let Some((first, last)) = self.reach() {
            for (typed, outage) in &self.outages {
                if outage.to() <= first {
                    warnings.push(language.outage_before(typed));
                } else if outage.from() > last {
                    warnings.push(language.outage_after(typed));
                }
            }
        }
        let seed = arguments.seed.filter(|_| !self.leaves_to_chance());
        warnings.extend(seed.map(|seed| language.seed_unused(seed)));
        warnings
    }

    /// The seed that was taken where chance decides and none was typed.
    pub(super) fn untyped_seed(&self, arguments: &RetrySchedule) -> Option<u64> {
        (arguments.seed.is_none() && self.leaves_to_chance()).then_some(self.random)
    }

    fn leaves_to_chance(&self) -> bool {
        let random = |arrivals: Arrivals| matches!(arrivals.spacing, Spacing::Random { .. });
        self.faults.chance.is_some() || matches!(self.subject, Subject::Many(arrivals) if random(arrivals))
    }

    /// From the first attempt of all to the last.
    fn reach(&self) -> Option<(Timestamp, Timestamp)> {
        let (first, over) = match self.subject {
            Subject::Event(start) => (start, Duration::ZERO),
            Subject::Many(arrivals) => (arrivals.start, arrivals.over),
            Subject::Outages => return None,
        };
        let last = first.checked_add(over).and_then(|last| last.checked_add(self.offsets.total()));
        Some((first, last.unwrap_or(Timestamp::MAX)))
    }
}

/// Of which events something is asked.
fn subject(
    arguments: &RetrySchedule,
    faults: &Faults,
    start: Timestamp,
    seed: u64,
    language: Language,
) -> Result<Subject, Failure> {
    let from = arguments.from.map(|_| start);
    if let Some((spacing, over)) = many(&arguments.many, seed, language)? {
        let start = from.or(faults.outages.first_begins()).unwrap_or(start);
        return Ok(Subject::Many(Arrivals { start, over, spacing }));
    }
    if from.is_some() || faults.outages.is_empty() {
        return Ok(Subject::Event(start));
    }
    match faults.chance {
        Some(chance) => {
            let typed = format!("--fail-rate {}", chance.rate);
            Err(failure::refused(language, &typed, language.no_chance()))
        }
        None => Ok(Subject::Outages),
    }
}

/// How many events come, and in which time; none where only one is asked about.
fn many(typed: &ArrivalArgs, seed: u64, language: Language) -> Result<Option<(Spacing, Duration)>, Failure> {
    let refused = |option: &str, why: &str| Err(failure::refused(language, option, why));
    let events = match (typed.arrivals, typed.rate) {
        (Some(events), _) => format!("--arrivals {events}"),
        (None, Some(rate)) => format!("--rate {rate}"),
        (None, None) => {
            let over = typed.over.map(|over| format!("--over {}", spell(over)));
            return over.map_or(Ok(None), |over| refused(&over, language.over_alone()));
        }
    };
    let Some(over) = typed.over else { return refused(&events, language.needs_over()) };
    if over.is_zero() {
        return refused("--over 0s", language.over_no_time());
    }
    let Some(rate) = typed.rate else {
        return Ok(Some((Spacing::Even { events: typed.arrivals.unwrap_or_default() }, over)));
    };
    #[expect(clippy::cast_precision_loss, reason = "at most MAX_ARRIVALS")]
    let expected = rate.events as f64 * (over.as_secs_f64() / rate.per.as_secs_f64());
    #[expect(clippy::cast_precision_loss, reason = "a round number")]
    let limit = MAX_ARRIVALS as f64;
    match expected {
        expected if expected > limit => refused(&events, &language.too_many(expected, MAX_ARRIVALS)),
        expected if expected < 1.0 => refused(&events, &language.too_few(expected)),
        expected => Ok(Some((Spacing::Random { expected, seed }, over))),
    }
}

/// Toss Payments' policy, or the one that was typed.
pub(in crate::commands) fn policy(arguments: &RetrySchedule, language: Language) -> Result<Policy, Failure> {
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

/// Nothing can be computed.
pub(super) fn no_schedule(language: Language, error: &ScheduleError) -> Failure {
    Failure::new(Exit::Usage, language.no_schedule(error))
}

/// Without the fraction, which would only make every time of the schedule longer.
fn whole_second(at: Timestamp) -> Timestamp {
    Timestamp::from_second(at.as_second()).unwrap_or(at)
}
