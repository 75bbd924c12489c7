//! `tosshook events show`.

use std::borrow::Cow;
use std::sync::Arc;

use http::uri::Authority;
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::look;
use crate::activity::{Activity, Agreement, Compared, Request, What};
use crate::cli::events::{EventForm, ListFormat, ShowArgs};
use crate::commands::listener::{end_runtime, runtime};
use crate::commands::{Context, look_up, recorded};
use crate::exit::{Exit, Failure};
use crate::history::{AttemptRow, DeliveryRow, EventRow};
use crate::payments::{Api, Claim, Desk, Question};
use crate::rehearse::{Exchange, Form, Shown, har, render};
use crate::report::{self, Reporter as _, mask, words};

/// What a listener is called by itself.
const LISTENER: &str = "127.0.0.1:4100";

/// Shows an event: its request, every attempt and answer.
pub(super) fn run(args: &ShowArgs, context: &Context) -> Result<Exit, Failure> {
    let api = if args.lookup { Some(asked(args, context)?) } else { None };
    let path = recorded::history(args.view.history.as_deref(), context)?;
    let reader = recorded::open(&path, context)?;
    let row = recorded::find("ID", &args.id, reader.as_ref(), context)?;
    let (Some(reader), Some(row)) = (&reader, row) else {
        return Err(recorded::nothing("ID", &args.id));
    };
    let unusable = |error| words::failure::history(context.language, &error);
    let deliveries = reader.deliveries(row.id).map_err(unusable)?;
    if let Some(form) = args.form {
        return context.print(&rendered(form, &row, &deliveries, args)?);
    }
    let attempts = reader.attempts(row.id).map_err(unusable)?;
    let format = args.view.chosen_format();
    let look = look(&args.view, context);
    let mut page = match format {
        ListFormat::Table => report::shown::page(&row, &deliveries, &attempts, &look, context.clock.now()),
        ListFormat::Json => json(&row, &deliveries, &attempts, look.clone()),
    };
    let compared = api.map(|api| compared(api, &row)).transpose()?;
    let exit = match compared {
        None => Exit::Success,
        Some(None) => {
            context.say(context.language.no_payment());
            Exit::Failed
        }
        Some(Some(compared)) => {
            let agrees = matches!(&compared.answer, Ok((_, Agreement::Agrees(_) | Agreement::Older { .. })));
            match format {
                ListFormat::Table => page.extend(report::shown::compared(&compared, &look)),
                ListFormat::Json => page.extend(line(compared, look, context.clock.now())),
            }
            if agrees { Exit::Success } else { Exit::Failed }
        }
    };
    match format {
        ListFormat::Table => context.page(&page),
        ListFormat::Json => context.print(&page),
    }
    .map(|_| exit)
}

/// Who is asked for the payment.
fn asked(args: &ShowArgs, context: &Context) -> Result<Api, Failure> {
    look_up::api(&args.look_up, context)?.ok_or_else(|| words::failure::no_secret_key(context.language))
}

/// How the event and its payment stand to each other; none where it names no payment.
fn compared(api: Api, row: &EventRow) -> Result<Option<Compared>, Failure> {
    let Some(claim) = row.content.event().and_then(Claim::of) else { return Ok(None) };
    let runtime = runtime()?;
    let compared = runtime.block_on(async {
        let question = Question { id: row.id, claim, since: Instant::now() };
        Desk::new(api).answer(question, &CancellationToken::new()).await
    });
    end_runtime(runtime);
    Ok(Some(compared))
}

fn line(compared: Compared, look: report::Look, at: Timestamp) -> Vec<u8> {
    let mut lines = report::Lines::default();
    report::Json::new(look).report(&Activity { at, what: What::Compared(Arc::new(compared)) }, &mut lines);
    lines.stdout
}

fn json(row: &EventRow, deliveries: &[DeliveryRow], attempts: &[AttemptRow], look: report::Look) -> Vec<u8> {
    let mut out = Vec::new();
    report::Json::new(look).recorded(row, deliveries, attempts, &mut out);
    out
}

/// The first request in this form; as HAR all of them, with their answers.
fn rendered(
    form: EventForm,
    row: &EventRow,
    deliveries: &[DeliveryRow],
    args: &ShowArgs,
) -> Result<Vec<u8>, Failure> {
    let url = url(&row.request);
    let body = |body| {
        if args.view.mask {
            mask::json(body).map_or(Cow::Borrowed(body), Cow::Owned)
        } else {
            Cow::Borrowed(body)
        }
    };
    let form = match form {
        EventForm::Curl => Form::Curl,
        EventForm::Http => Form::Http,
        EventForm::Json => Form::Json,
        EventForm::Markdown => Form::Markdown,
        EventForm::Har => {
            let exchanges = deliveries.iter().map(|delivery| Exchange {
                request: &delivery.request,
                id: row.id.as_str(),
                url: &url,
                body: body(&delivery.request.body),
                http_status: delivery.answer,
                elapsed: delivery.answered_after,
            });
            return Ok(har(&exchanges.collect::<Vec<_>>()));
        }
    };
    let request = &row.request;
    let body = body(&request.body);
    let shown = Shown { method: &request.method, url: &url, headers: &request.headers, body: &body };
    let mut text = render(&shown, form).map_err(|error| {
        Failure::new(Exit::Usage, error.to_string()).hint("--as curl and --as json carry any body")
    })?;
    text.push(b'\n');
    Ok(text)
}

/// The URL that a request arrived at: as its sender called the listener.
pub(super) fn url(request: &Request) -> String {
    let host = request.headers.get(http::header::HOST).and_then(|host| host.to_str().ok());
    let authority = host.and_then(|host| host.parse::<Authority>().ok());
    let authority = authority.filter(|it| !it.as_str().contains('@'));
    format!("http://{}{}", authority.as_ref().map_or(LISTENER, Authority::as_str), request.target())
}
