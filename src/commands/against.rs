//! `tosshook retry-schedule --against`: a policy and an event become real attempts.

use jiff::Timestamp;

use super::connection::endpoint;
use super::listener::{end_runtime, runtime};
use super::sending::{Connecting, announce, countdown, ledger, signing, told};
use super::trigger::own_headers;
use super::{Context, recorded, retry_schedule};
use crate::activity::{DeliveryStatus, Played};
use crate::cli::retry_schedule::{Format, RetrySchedule};
use crate::cli::trigger::SentFormat;
use crate::cli::values::{Frame, TypedTime};
use crate::exit::{Exit, Failure};
use crate::outbound::Endpoint;
use crate::rehearse::{Chaos, Pace, Source, TriggerPlan, When, against};
use crate::report::Detail;
use crate::report::words::failure::{self, Chosen};
use crate::timeline::{ScheduleError, Speed};
use crate::toss::sample::Wanted;
use crate::toss::sample::edit::Missing;
use crate::toss::{EventType, Policy};

/// What is sent where nothing is said.
const SAMPLE: EventType = EventType::PaymentStatusChanged;

/// Plays the schedule against the endpoint `to`.
pub(super) fn run(to: &str, args: &RetrySchedule, context: &Context) -> Result<Exit, Failure> {
    refuse_computed(args)?;
    let format = format(args)?;
    let policy = retry_schedule::policy(args, context.language)?;
    let plan = plan(args, &policy, format, context)?;
    let endpoint = endpoint("--against", to, context)?;
    let runtime = runtime()?;
    let ended = runtime.block_on(play(args, plan, policy, endpoint, format, context));
    end_runtime(runtime);
    ended
}

/// What is computed about an endpoint can't be said of one that answers itself.
fn refuse_computed(args: &RetrySchedule) -> Result<(), Failure> {
    let computed = [
        ("--down", !args.down.is_empty()),
        ("--down-every", args.down_every.is_some()),
        ("--fail", args.fail.is_some()),
        ("--fail-rate", args.fail_rate.is_some()),
        ("--arrivals", args.many.arrivals.is_some()),
        ("--rate", args.many.rate.is_some()),
        ("--over", args.many.over.is_some()),
        ("--answer-after", args.answer_after.is_some()),
    ];
    match computed.into_iter().find(|(_, is_given)| *is_given) {
        Some((flag, _)) => Err(Failure::new(Exit::Usage, format!("{flag} and --against exclude each other"))
            .hint(
                "the endpoint itself decides what becomes of an attempt; without --against it is computed",
            )),
        None => Ok(()),
    }
}

fn format(args: &RetrySchedule) -> Result<SentFormat, Failure> {
    match args.chosen_format() {
        Format::Table => Ok(SentFormat::Pretty),
        Format::Json => Ok(SentFormat::Json),
        Format::Csv | Format::Ics | Format::Svg => {
            Err(Failure::new(Exit::Usage, "--against tells of attempts as they come: in lines or as json")
                .hint("leave --format out, or use --format json"))
        }
    }
}

fn plan(
    args: &RetrySchedule,
    policy: &Policy,
    format: SentFormat,
    context: &Context,
) -> Result<TriggerPlan, Failure> {
    let from = start(args, context)?;
    let begins = from.unwrap_or_else(|| context.clock.now());
    if begins.checked_add(policy.until_last_after(0)).is_err() {
        return Err(Failure::new(Exit::Usage, context.language.no_schedule(&ScheduleError::TooFar)));
    }
    let plan = TriggerPlan {
        source: source(args, context)?,
        edits: Vec::new(),
        missing: Missing::Refuse,
        count: 1,
        concurrency: 1,
        pace: Pace::default(),
        chaos: Chaos::default(),
        seed: fastrand::u64(..),
        when: When::chosen(from, None),
        signing: signing(&args.real.signing, context)?,
        headers: own_headers(&args.real.connection.headers, context.language)?,
        retry: Some(policy.clone()),
        countdown: countdown(format, context),
        ledger: ledger(args.history.as_deref(), context),
    };
    // What can't be made is said before anything is dialled.
    plan.prepare(0, context.clock.now()).map_err(|error| failure::trigger(context.language, &error))?;
    Ok(plan)
}

/// When the simulated clock starts, where that was said.
fn start(args: &RetrySchedule, context: &Context) -> Result<Option<Timestamp>, Failure> {
    let zone = context.zone(args.from.and_then(TypedTime::offset));
    let frame = Frame::new(context.clock.now(), zone);
    let start = args.from.map(|from| from.resolve(&frame)).transpose();
    start.map_err(|error| failure::refused(context.language, "--from", &error.to_string()))
}

/// An event type's sample, or else a recorded event.
fn source(args: &RetrySchedule, context: &Context) -> Result<Source, Failure> {
    let unknown = match args.real.sample.as_deref().map(EventType::parse_typed) {
        None => return Ok(sample(SAMPLE, context)),
        Some(Ok(event_type)) => return Ok(sample(event_type, context)),
        Some(Err(unknown)) => unknown,
    };
    let name = unknown.typed.trim();
    let is_an_events_name = unknown.misnomer.is_some() || name.is_empty();
    let path = recorded::history(args.history.as_deref(), context)?;
    let reader = if is_an_events_name { None } else { recorded::open(&path, context)? };
    match recorded::find("--sample", name, reader.as_ref(), context)? {
        Some(row) => Ok(Source::Like { headers: row.request.headers, body: row.request.body }),
        None if is_an_events_name || unknown.nearest.is_some() => {
            Err(failure::event(context.language, "--sample", &unknown))
        }
        None => {
            Err(Failure::new(Exit::Usage, format!("--sample {name}: no event type, and no recorded event"))
                .hint("tosshook trigger --list names the types, tosshook events list the recorded events"))
        }
    }
}

fn sample(event_type: EventType, context: &Context) -> Source {
    Source::Sample(Box::new(Wanted::new(event_type, context.clock.now(), 0)))
}

async fn play(
    args: &RetrySchedule,
    plan: TriggerPlan,
    policy: Policy,
    endpoint: Endpoint,
    format: SentFormat,
    context: &Context,
) -> Result<Exit, Failure> {
    let real = &args.real;
    let connecting = Connecting { args: &real.connection, remote: &real.remote, timeout: policy.timeout };
    let sender = connecting.sender(&endpoint, context).await?;
    let shown = endpoint.shown();
    let unreachable = || failure::unreachable(context.language, &shown, Chosen::ByName);
    if real.require_endpoint && !sender.probe(&endpoint, policy.timeout).await {
        return Err(unreachable());
    }
    let speed = real.speed.unwrap_or(Speed::REHEARSAL);
    let (of_toss, total) = (policy == Policy::toss(), policy.until_last_after(0));
    announce(&context.language.playing(&shown, of_toss, speed, total, &context.zone_name()), context);
    let clock = context.clock.clone().at_speed(speed);
    let ledger = plan.ledger.clone();
    let played = told(format, Detail::Line, false, context, |activities, end| {
        let policy = policy.clone();
        async move { against::run(plan, &policy, endpoint, sender, clock, activities, end).await }
    });
    let played = played.await;
    ledger.close().await;
    match played?.0 {
        Played { delivery_status: DeliveryStatus::Completed, .. } => Ok(Exit::Success),
        Played { delivery_status: DeliveryStatus::Failed, sent, .. } if sent.connected == 0 => {
            Err(unreachable())
        }
        _ => Ok(Exit::Failed),
    }
}
