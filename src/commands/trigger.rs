//! `tosshook trigger`.

mod scenario;

use super::connection::endpoint;
use super::content::content;
use super::listener::{end_runtime, runtime};
use super::sending::{Connecting, Reader, announce, countdown, ledger, signing, told};
use super::{Context, recorded, secrets};
use crate::activity::{CutAfter, Load, Rate, Retries, SentSummary};
use crate::cli::trigger::{AbortAfter, Rendering, TriggerArgs};
use crate::exit::{Exit, Failure};
use crate::outbound::Endpoint;
use crate::rehearse::{
    Bodies, Chaos, Form, Ledger, Order, Pace, Prepared, Shown, Source, TriggerPlan, When, render, trigger,
};
use crate::report::Detail;
use crate::report::catalog::catalog;
use crate::report::words;
use crate::report::words::failure::Chosen;
use crate::timeline::Speed;
use crate::toss::sample::Wanted;
use crate::toss::sample::edit::{Edit, Missing};
use crate::toss::scenario::Named;
use crate::toss::{EventType, Policy};

/// Where events go when nothing is said: the listener's own default.
const LISTENER: &str = "http://127.0.0.1:4100";

/// Calls at once with `--rate`, where nothing is said: a server that stalls for a quarter of a second at 2,000
/// a second, and far fewer open files than a process may have.
const CALLS_AT_A_RATE: usize = 500;

/// The largest body that `--body` takes.
const BODY_MAX: u64 = 16 * 1024 * 1024;

/// Makes webhooks and sends or prints them.
pub(super) fn run(args: &TriggerArgs, context: &Context) -> Result<Exit, Failure> {
    if args.list {
        return context.page(&catalog(context.language, context.stdout));
    }
    let plan = plan(args, context)?;
    let endpoint = endpoint("--to", args.sending.to.as_deref().unwrap_or(LISTENER), context)?;
    match (args.render, args.print) {
        (Some(form), _) => print(&plan, &endpoint, form, context),
        (None, true) => print(&plan, &endpoint, Rendering::Http, context),
        (None, false) => {
            let runtime = runtime()?;
            let ended = runtime.block_on(send(args, plan, endpoint, context));
            end_runtime(runtime);
            ended
        }
    }
}

fn plan(args: &TriggerArgs, context: &Context) -> Result<TriggerPlan, Failure> {
    let at = args.at.as_deref().map(|typed| context.time("--at", typed)).transpose()?;
    let refused = |error| words::failure::trigger(context.language, &error);
    let edits = args
        .set
        .iter()
        .map(|typed| Edit::parse_set(typed))
        .chain(args.unset.iter().map(|typed| Edit::parse_unset(typed)))
        .collect::<Result<_, _>>()
        .map_err(|error| refused(error.into()))?;
    let plan = TriggerPlan {
        source: source(args, context)?,
        edits,
        missing: if args.force { Missing::Create } else { Missing::Refuse },
        count: args.most_events(),
        concurrency: concurrency(args),
        pace: pace(args)?,
        chaos: chaos(args),
        seed: args.seed.unwrap_or_else(|| fastrand::u64(..)),
        when: When::chosen(at, args.seed),
        signing: signing(&args.signing, context)?,
        headers: own_headers(&args.connection.headers, context.language)?,
        retry: args.retry.then(Policy::toss),
        countdown: countdown(args.chosen_format(), context),
        ledger: if args.no_history || args.print || args.render.is_some() {
            Ledger::default()
        } else {
            ledger(args.history.as_deref(), context)
        },
    };
    refuse_chaos(&plan)?;
    // What can't be made is said before anything is dialled.
    plan.check(context.clock.now()).map_err(refused)?;
    Ok(plan)
}

/// When events come up.
fn pace(args: &TriggerArgs) -> Result<Pace, Failure> {
    if args.print || args.render.is_some() {
        return Ok(Pace::default());
    }
    if let Some(rate) = args.rate.filter(|_| args.count.is_none() && args.duration.is_none()) {
        return Err(Failure::new(Exit::Usage, format!("--rate {rate} says how fast, not for how long"))
            .hint("add --count N or --duration DUR"));
    }
    if args.duration.is_some_and(|duration| duration.is_zero()) {
        return Err(Failure::new(Exit::Usage, "--duration 0s: there is no time to send anything")
            .hint("write a time like 10s, or leave it out; --count N ends a run too"));
    }
    let rate = args.rate.map(|rate| Rate { events: rate.events, per: rate.per });
    Ok(Pace { rate, duration: args.duration })
}

/// What is done to events on purpose.
fn chaos(args: &TriggerArgs) -> Chaos {
    Chaos {
        duplicates: args.duplicate.unwrap_or(0),
        order: if args.shuffle { Order::Shuffled } else { Order::AsTheyHappen },
        delay: args.delay.unwrap_or_default(),
        abort_after: args.abort_after.map(|after| match after {
            AbortAfter::Headers => CutAfter::Headers,
            AbortAfter::Body => CutAfter::Body,
            AbortAfter::Response => CutAfter::Response,
        }),
        bodies: if args.malformed { Bodies::Malformed } else { Bodies::Whole },
    }
}

/// Refuses what says nothing, or says two things at once.
fn refuse_chaos(plan: &TriggerPlan) -> Result<(), Failure> {
    if plan.chaos.order == Order::Shuffled && plan.count == 1 && plan.source.steps() == 1 {
        return Err(Failure::new(Exit::Usage, "--shuffle: a single event has no order")
            .hint("--count N sends more, a scenario has steps"));
    }
    if plan.chaos.abort_after.is_some() && plan.chaos.bodies == Bodies::Malformed {
        return Err(Failure::new(Exit::Usage, "--abort-after and --malformed both break the request")
            .hint("one at a time, so that it is clear what the answer is about"));
    }
    Ok(())
}

fn concurrency(args: &TriggerArgs) -> usize {
    // An event at a time, and beside it its duplicates.
    let one_event = 1 + args.duplicate.unwrap_or(0) as usize;
    let by_default = if args.rate.is_some() { CALLS_AT_A_RATE } else { one_event };
    args.concurrency.map_or(by_default, |calls| calls as usize)
}

/// What `-H` adds. The lines of the transmission are each attempt's own.
pub(super) fn own_headers(
    lines: &[String],
    language: crate::report::Language,
) -> Result<http::HeaderMap, Failure> {
    let headers = super::connection::headers(lines, language)?;
    match headers.keys().find(|name| name.as_str().starts_with("tosspayments-webhook-")) {
        Some(name) => Err(Failure::new(Exit::Usage, format!("-H {name}: each attempt has its own"))
            .hint("--print shows the request; --as curl makes a command of it, to be changed at will")),
        None => Ok(headers),
    }
}

fn source(args: &TriggerArgs, context: &Context) -> Result<Source, Failure> {
    if let Some(name) = &args.like {
        return like(name, args, context);
    }
    if let Some(path) = &args.body {
        return content("--body", path, BODY_MAX).map(Source::Body);
    }
    if let Some(path) = &args.scenario {
        return scenario::of_file(path, args, context);
    }
    let named = Named::parse(args.event.as_deref().unwrap_or_default())
        .map_err(|error| words::failure::event(context.language, "EVENT", &error))?;
    match named {
        Named::Scenario(embedded) => scenario::embedded(embedded, args, context),
        Named::Event(event_type) => Ok(Source::Sample(Box::new(wanted(event_type, args, context)?))),
    }
}

/// What the options say of an event.
fn wanted(event_type: EventType, args: &TriggerArgs, context: &Context) -> Result<Wanted, Failure> {
    let secret = args.secret.as_deref().map(|given| secrets::resolve("--secret", given)).transpose()?;
    let mut wanted = Wanted::new(event_type, context.clock.now(), 0);
    wanted.status.clone_from(&args.status);
    wanted.method.clone_from(&args.method);
    wanted.order_id.clone_from(&args.order_id);
    wanted.payment_key.clone_from(&args.payment_key);
    wanted.amount = args.amount;
    wanted.secret = secret;
    Ok(wanted)
}

fn like(name: &str, args: &TriggerArgs, context: &Context) -> Result<Source, Failure> {
    let path = recorded::history(args.history.as_deref(), context)?;
    let reader = recorded::open(&path, context)?;
    let row = recorded::find("--like", name, reader.as_ref(), context)?;
    let row = row.ok_or_else(|| recorded::nothing("--like", name))?;
    Ok(Source::Like { headers: row.request.headers, body: row.request.body })
}

/// Prints the requests, one after the other, and sends nothing.
fn print(
    plan: &TriggerPlan,
    endpoint: &Endpoint,
    form: Rendering,
    context: &Context,
) -> Result<Exit, Failure> {
    let form = match form {
        Rendering::Curl => Form::Curl,
        Rendering::Http => Form::Http,
        Rendering::Json => Form::Json,
        Rendering::Markdown => Form::Markdown,
    };
    for index in 0..plan.count {
        let chain = plan
            .prepare(index, context.clock.now())
            .map_err(|error| words::failure::trigger(context.language, &error))?;
        for (step, prepared) in chain.iter().enumerate() {
            let mut text = shown(prepared, endpoint, form)?;
            text.push(b'\n');
            if (index > 0 || step > 0) && form != Form::Json {
                text.insert(0, b'\n');
            }
            if context.print_on(&text)?.is_break() {
                return Ok(Exit::Success);
            }
        }
    }
    Ok(Exit::Success)
}

fn shown(prepared: &Prepared, endpoint: &Endpoint, form: Form) -> Result<Vec<u8>, Failure> {
    let call = prepared.call();
    let url = endpoint.target(&call.path, call.query.as_deref());
    let request = Shown { method: &call.method, url: url.as_str(), headers: &call.headers, body: &call.body };
    render(&request, form).map_err(|error| {
        Failure::new(Exit::Usage, error.to_string()).hint("--as curl and --as json carry any body")
    })
}

async fn send(
    args: &TriggerArgs,
    plan: TriggerPlan,
    endpoint: Endpoint,
    context: &Context,
) -> Result<Exit, Failure> {
    let connecting =
        Connecting { args: &args.connection, remote: &args.sending.remote, timeout: args.timeout };
    let sender = connecting.sender(&endpoint, context).await?;
    scenario::announce(&plan.source, args.chosen_format(), context);
    let speed = args.speed.unwrap_or(Speed::REHEARSAL);
    if let Some(policy) = &plan.retry {
        let zone = context.zone_name();
        announce(&context.language.resending(speed, policy.until_last_after(0), &zone), context);
    }
    let shown = endpoint.shown();
    let clock = context.clock.clone().at_speed(speed);
    let ledger = plan.ledger.clone();
    let detail = if plan.is_load() { Detail::Total } else { Detail::Line };
    let summary = told(args.chosen_format(), detail, args.reveal, context, |activities, end| {
        trigger::run(plan, endpoint, sender, clock, activities, end)
    });
    let summary = summary.await;
    ledger.close().await;
    let (summary, reader) = summary?;
    let exit = exit_of(&summary, reader);
    if exit == Exit::Unreachable {
        let chosen = if args.sending.to.is_some() { Chosen::ByName } else { Chosen::ByDefault };
        return Err(words::failure::unreachable(context.language, &shown, chosen));
    }
    Ok(exit)
}

/// 4 where nothing ever connected, 1 where anything was not accepted: an attempt, or an event of a run
/// that re-sends, or what one met with that the server didn't master. One that was cut short is not, nor is what was
/// due and never sent. A reader that has read enough ends a run in its own right.
pub(super) fn exit_of(summary: &SentSummary, reader: Reader) -> Exit {
    match (summary, &summary.retries) {
        (_, Some(Retries { pending: 1.., .. })) => Exit::Failed,
        (SentSummary { connected: 0, sent: 1.., .. }, _) => Exit::Unreachable,
        (SentSummary { short: Some(_), .. }, _) if reader == Reader::There => Exit::Failed,
        (SentSummary { load: Some(Load { not_sent: 1.., .. }), .. }, _) if reader == Reader::There => {
            Exit::Failed
        }
        (SentSummary { mistaken: 0, .. }, Some(Retries { failed: 0, .. }))
        | (SentSummary { not_mastered: 0, .. }, None) => Exit::Success,
        _ => Exit::Failed,
    }
}
