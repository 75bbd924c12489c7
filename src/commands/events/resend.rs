//! `tosshook events resend`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::cli::events::resend::ResendArgs;
use crate::commands::connection::endpoint;
use crate::commands::filters::filter;
use crate::commands::listener::{end_runtime, runtime};
use crate::commands::sending::{Connecting, announce, countdown, told};
use crate::commands::trigger::{exit_of, own_headers};
use crate::commands::{Context, recorded, secrets};
use crate::exit::{Exit, Failure};
use crate::history::{EventRow, History, HistoryError, Origin, Place, Reader, Selection, Wanted};
use crate::outbound::Endpoint;
use crate::rehearse::recorded::{self as engine, Recording, Resend};
use crate::report::Detail;
use crate::report::words;
use crate::report::words::failure::Chosen;
use crate::timeline::Speed;
use crate::toss::Policy;

/// So many events without an endpoint are named.
const NAMED: usize = 5;

/// Sends recorded events again.
pub(super) fn run(args: &ResendArgs, context: &Context) -> Result<Exit, Failure> {
    own_headers(&args.connection.headers, context.language)?;
    let path = recorded::history(args.history.as_deref(), context)?;
    let reader = recorded::open(&path, context)?;
    let to = args.to.as_deref().map(|typed| endpoint("--to", typed, context)).transpose()?;
    let key = secrets::security_key(args.security_key.as_deref(), context)?;
    let recordings = match &reader {
        Some(reader) => recordings(args, reader, to.as_ref(), context)?,
        None if args.ids.is_empty() => Vec::new(),
        None => return Err(recorded::nothing("ID", &args.ids[0])),
    };
    let Some(reader) = reader.filter(|_| !recordings.is_empty()) else {
        context.say(&context.language.nothing_to_resend(&path));
        return Ok(Exit::Success);
    };
    let resend = Resend {
        recordings,
        key,
        retry: args.retry.then(Policy::toss),
        concurrency: args.concurrency as usize,
        countdown: countdown(args.chosen_format(), context),
    };
    let runtime = runtime()?;
    let ended = runtime.block_on(send(args, resend, to.as_ref(), reader, Place::File(path), context));
    end_runtime(runtime);
    ended
}

/// What is to go out, each with its endpoint; a failure where one has none.
fn recordings(
    args: &ResendArgs,
    reader: &Reader,
    to: Option<&Endpoint>,
    context: &Context,
) -> Result<Vec<Recording>, Failure> {
    let unusable = |error| words::failure::history(context.language, &error);
    let mut recordings = Vec::new();
    let mut lost = Vec::new();
    let mut known = HashMap::new();
    let mut take = |row: &EventRow| -> Result<(), Failure> {
        match recording(row, reader, to, &mut known).map_err(unusable)? {
            Some(recording) => recordings.push(recording),
            None => lost.push((row.id.short().to_owned(), row.origin)),
        }
        Ok(())
    };
    for name in &args.ids {
        let row = recorded::find("ID", name, Some(reader), context)?;
        take(&*row.ok_or_else(|| recorded::nothing("ID", name))?)?;
    }
    if args.ids.is_empty() {
        let selection = Selection {
            limit: usize::MAX,
            wanted: if args.failed { Wanted::NotAccepted } else { Wanted::All },
            filter: filter(&args.filters, context)?,
            since: args.since.as_deref().map(|typed| context.time("--since", typed)).transpose()?,
            ..Selection::default()
        };
        for row in reader.rows(&selection).map_err(unusable)? {
            take(&row.map_err(unusable)?)?;
        }
        // In the order of their arrival.
        recordings.reverse();
    }
    if lost.is_empty() { Ok(recordings) } else { Err(no_endpoint(&lost)) }
}

/// What is to go out of an event; none where nothing says where to.
fn recording(
    row: &EventRow,
    reader: &Reader,
    to: Option<&Endpoint>,
    known: &mut HashMap<String, Arc<Endpoint>>,
) -> Result<Option<Recording>, HistoryError> {
    let attempts = reader.attempts(row.id)?;
    let to = match to {
        Some(to) => Some(to.resolved(&row.request.path, row.request.query.as_deref())),
        None if row.origin == Origin::Imported => None,
        None => {
            let called = attempts.iter().rev().find(|attempt| !attempt.also);
            called.and_then(|attempt| Endpoint::parse(&attempt.endpoint).ok())
        }
    };
    let Some(to) = to else { return Ok(None) };
    let url = to.shown();
    let sent = attempts.iter().filter(|attempt| attempt.endpoint == url).filter_map(|it| it.retried_count);
    let highest = sent.max().unwrap_or(0).max(row.last_retried_count);
    Ok(Some(Recording {
        id: row.id,
        // Many events go to few places.
        to: Arc::clone(known.entry(url).or_insert_with(|| Arc::new(to))),
        retried_count: highest.saturating_add(1),
        not_before: row.transmission.sent_at().unwrap_or(Timestamp::MIN),
    }))
}

/// Each once, in the order in which they come up.
fn endpoints_of(recordings: &[Recording]) -> Vec<&Endpoint> {
    let mut known = HashSet::new();
    recordings.iter().map(|it| &*it.to).filter(|to| known.insert(*to)).collect()
}

fn no_endpoint(lost: &[(String, Origin)]) -> Failure {
    let mut names: Vec<&str> = lost.iter().take(NAMED).map(|(id, _)| id.as_str()).collect();
    if lost.len() > NAMED {
        names.push("…");
    }
    let why = if lost.iter().all(|(_, origin)| *origin == Origin::Imported) {
        "imported, so nothing here says where to"
    } else {
        "never forwarded, so nothing says where to"
    };
    Failure::new(Exit::Usage, format!("{}: {why}", names.join(", ")))
        .hint("--to ENDPOINT says it, like --to 3000/webhooks/toss")
}

async fn send(
    args: &ResendArgs,
    resend: Resend,
    to: Option<&Endpoint>,
    reader: Reader,
    place: Place,
    context: &Context,
) -> Result<Exit, Failure> {
    let history = History::open(place).map_err(|error| words::failure::history(context.language, &error))?;
    let endpoints: Vec<&Endpoint> = match to {
        Some(to) => vec![to],
        None => endpoints_of(&resend.recordings),
    };
    let connecting = Connecting { args: &args.connection, remote: &args.remote, timeout: args.timeout };
    let sender = connecting.sender_to_all(&endpoints, context).await?;
    let shown: Vec<String> = endpoints.iter().map(|endpoint| endpoint.shown()).collect();
    context.say(&context.language.resending_events(resend.recordings.len() as u64, &shown));
    let speed = args.speed.unwrap_or(Speed::REHEARSAL);
    if let Some(policy) = &resend.retry {
        let left =
            policy.until_last_after(resend.recordings.iter().map(|it| it.retried_count).min().unwrap_or(0));
        announce(&context.language.resending(speed, left, &context.zone_name()), context);
    }
    let clock = context.clock.clone().at_speed(speed);
    let (store, closing) = ((reader, history.clone()), history);
    let summary = told(args.chosen_format(), Detail::Line, args.reveal, context, |activities, end| async {
        Ok(engine::run(resend, store, sender, clock, activities, end).await)
    });
    let summary = summary.await;
    // What was noted is committed; there is nothing more to lose.
    let _ = closing.close().await;
    let (summary, reader) = summary?;
    match exit_of(&summary, reader) {
        Exit::Unreachable => {
            let to = shown.first().map_or("", String::as_str);
            Err(words::failure::unreachable(context.language, to, Chosen::ByName))
        }
        exit => Ok(exit),
    }
}
