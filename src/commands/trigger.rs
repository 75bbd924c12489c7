//! `tosshook trigger`.

use std::io::Read;

use bytes::Bytes;
use jiff::Timestamp;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::connection::{Waits, endpoint, refuse_insecure, sender};
use super::consent::{Consent, allowed_reach};
use super::context::reveal;
use super::listener::{end_runtime, project_history, runtime, whole_output};
use super::signals::Signals;
use super::{Context, secrets};
use crate::activity::{Emit, SentSummary};
use crate::cli::trigger::{Rendering, SentFormat, SigningKeyForm, TriggerArgs};
use crate::cli::values::{self, Frame};
use crate::exit::{Exit, Failure};
use crate::history::{Found, Reader};
use crate::outbound::{Endpoint, Reach};
use crate::rehearse::{Form, Prepared, Shown, Signing, Source, TriggerPlan, When, render, trigger};
use crate::report::catalog::catalog;
use crate::report::words::failure::Chosen;
use crate::report::{Detail, Json, Pressure, Pretty, Printer, Streams, words};
use crate::toss::sample::Wanted;
use crate::toss::sample::edit::{Edit, Missing};
use crate::toss::{EventType, KeyForm};

/// Where events go when nothing is said: the listener's own default.
const LISTENER: &str = "http://127.0.0.1:4100";

/// Activities that may wait for the printer, which has a queue of its own.
const EMITTED: usize = 16;

/// The largest body that `--body` takes.
const BODY_MAX: u64 = 16 * 1024 * 1024;

/// Makes webhooks and sends or prints them.
pub(super) fn run(args: &TriggerArgs, context: &Context) -> Result<Exit, Failure> {
    if args.list {
        return context.print(&catalog(context.language, context.stdout));
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
    let at = args.at.as_deref().map(|typed| time(typed, context)).transpose()?;
    let refused = |error| words::failure::trigger(context.language, &error);
    let edits = args
        .set
        .iter()
        .map(|typed| Edit::parse_set(typed))
        .chain(args.unset.iter().map(|typed| Edit::parse_unset(typed)))
        .collect::<Result<_, _>>()
        .map_err(|error| refused(error.into()))?;
    let form = match args.key_form {
        SigningKeyForm::Text => KeyForm::Text,
        SigningKeyForm::Hex => KeyForm::Hex,
    };
    let key = secrets::security_key(args.security_key.as_deref(), context)?;
    let plan = TriggerPlan {
        source: source(args, context)?,
        edits,
        missing: if args.force { Missing::Create } else { Missing::Refuse },
        count: args.count,
        concurrency: args.concurrency as usize,
        seed: args.seed.unwrap_or_else(|| fastrand::u64(..)),
        when: When::chosen(at, args.seed),
        signing: key.map(|key| Signing { key, form }),
        headers: own_headers(&args.connection.headers)?,
    };
    // What can't be made is said before anything is dialled.
    plan.prepare(0, context.clock.now()).map_err(refused)?;
    Ok(plan)
}

/// What `-H` adds. The lines of the transmission are each attempt's own.
fn own_headers(lines: &[String]) -> Result<http::HeaderMap, Failure> {
    let headers = super::connection::headers(lines)?;
    match headers.keys().find(|name| name.as_str().starts_with("tosspayments-webhook-")) {
        Some(name) => Err(Failure::new(Exit::Usage, format!("-H {name}: each attempt has its own"))
            .hint("--print shows the request; --as curl makes a command of it, to be changed at will")),
        None => Ok(headers),
    }
}

fn source(args: &TriggerArgs, context: &Context) -> Result<Source, Failure> {
    if let Some(name) = &args.like {
        return recorded(name, args, context);
    }
    if let Some(path) = &args.body {
        return body(path).map(Source::Body);
    }
    let event_type = EventType::parse_typed(args.event.as_deref().unwrap_or_default())
        .map_err(|error| words::failure::event(context.language, "EVENT", &error))?;
    let secret = args.secret.as_deref().map(|given| secrets::resolve("--secret", given)).transpose()?;
    let mut wanted = Wanted::new(event_type, context.clock.now(), 0);
    wanted.status.clone_from(&args.status);
    wanted.method.clone_from(&args.method);
    wanted.order_id.clone_from(&args.order_id);
    wanted.payment_key.clone_from(&args.payment_key);
    wanted.amount = args.amount;
    wanted.secret = secret;
    Ok(Source::Sample(Box::new(wanted)))
}

fn body(path: &std::path::Path) -> Result<Bytes, Failure> {
    let mut body = Vec::new();
    let read = if path.as_os_str() == "-" {
        std::io::stdin().lock().take(BODY_MAX + 1).read_to_end(&mut body)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(BODY_MAX + 1).read_to_end(&mut body))
    };
    match read {
        Ok(length) if length as u64 > BODY_MAX => {
            Err(Failure::new(Exit::Usage, format!("--body {}: over {BODY_MAX} bytes", path.display())))
        }
        Ok(_) => Ok(body.into()),
        Err(error) => {
            Err(Failure::new(Exit::Usage, format!("could not read --body {}: {error}", path.display())))
        }
    }
}

fn recorded(name: &str, args: &TriggerArgs, context: &Context) -> Result<Source, Failure> {
    let unusable = |error| words::failure::history(context.language, &error);
    let path = match &args.history {
        Some(path) => path.clone(),
        None => project_history(context)?,
    };
    let found = match Reader::open(&path).map_err(unusable)? {
        Some(reader) => reader.find(name).map_err(unusable)?,
        None => Found::Nothing,
    };
    match found {
        Found::Event(row) => Ok(Source::Like { headers: row.request.headers, body: row.request.body }),
        Found::Several(ids) => {
            let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
            Err(Failure::new(Exit::Usage, format!("--like {name}: more than one event begins so"))
                .hint(ids.join(", ")))
        }
        Found::Nothing => Err(Failure::new(Exit::Usage, format!("--like {name}: there is no such event"))
            .hint("tosshook events list shows the ids; last and last~2 work too")),
    }
}

fn time(typed: &str, context: &Context) -> Result<Timestamp, Failure> {
    let refused = |error| words::failure::value(context.language, "--at", typed, &error);
    let time = values::time(typed).map_err(refused)?;
    let frame = Frame::new(context.clock.now(), context.zone(time.offset()));
    time.resolve(&frame).map_err(refused)
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
        let prepared = plan
            .prepare(index, context.clock.now())
            .map_err(|error| words::failure::trigger(context.language, &error))?;
        let mut text = shown(&prepared, endpoint, form)?;
        text.push(b'\n');
        if index > 0 && form != Form::Json {
            text.insert(0, b'\n');
        }
        if context.print_on(&text)?.is_break() {
            break;
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
    let waits = Waits { timeout: args.timeout, connect: std::time::Duration::ZERO };
    let consent = if args.sending.allow_remote { Consent::Given } else { Consent::Ask };
    let asking = sender(&args.connection, waits, Reach::Public, context)?;
    let reach = allowed_reach(&asking, &endpoint, consent).await?;
    refuse_insecure(&args.connection, &asking, [&endpoint].into_iter()).await?;
    let sender = sender(&args.connection, waits, reach, context)?;
    let look = context.look(reveal(args.reveal || args.chosen_format() == SentFormat::Json));
    let streams = Streams::of_process();
    let outlet = match args.chosen_format() {
        SentFormat::Pretty => Printer::start(Pretty::new(look, Detail::Line), streams, Pressure::Push),
        SentFormat::Json => Printer::start(Json::new(look), streams, Pressure::Push),
    };
    let end = CancellationToken::new();
    let at_once = CancellationToken::new();
    tokio::spawn(Signals::take_over().watch(end.clone(), at_once.clone()));
    let (activities, mut emitted) = mpsc::channel(EMITTED);
    let printing = async {
        while let Some(activity) = emitted.recv().await {
            outlet.emit(activity).await;
        }
    };
    let (reader, end_with_reader) = (outlet.clone(), end.clone());
    tokio::spawn(async move {
        reader.closed().await;
        end_with_reader.cancel();
    });
    let shown = endpoint.shown();
    let sending = trigger::run(plan, endpoint, sender, context.clock.clone(), activities, end);
    let working = async { tokio::join!(sending, printing).0 };
    let summary = tokio::select! {
        summary = working => summary.map_err(|error| words::failure::trigger(context.language, &error)),
        () = at_once.cancelled() => {
            return Err(Failure::new(Exit::Failed, "ended at once, before all answers had come"));
        }
    };
    whole_output(outlet.finish().await)?;
    let exit = exit_of(&summary?);
    if exit == Exit::Unreachable {
        let chosen = if args.sending.to.is_some() { Chosen::ByName } else { Chosen::ByDefault };
        return Err(words::failure::unreachable(context.language, &shown, chosen));
    }
    Ok(exit)
}

/// 4 where nothing ever connected, 1 where anything was not accepted.
fn exit_of(summary: &SentSummary) -> Exit {
    match summary {
        SentSummary { connected: 0, sent: 1.., .. } => Exit::Unreachable,
        SentSummary { not_accepted: 0, .. } => Exit::Success,
        _ => Exit::Failed,
    }
}
