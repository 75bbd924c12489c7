//! `tosshook forward`.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Context;
use super::connection::{Waits, endpoint, refuse_insecure, sender};
use super::listener::{Listener, Resend, end_runtime, runtime};
use super::sending::announce;
use crate::cli::forward::{ConnectionArgs, ForwardArgs, OnFailure};
use crate::delivery::leased::Earlier;
use crate::exit::{Exit, Failure};
use crate::outbound::{Endpoint, Reach, Surroundings};
use crate::report::words::failure::Unfit;
use crate::report::{Detail, words};
use crate::session::{Forwarding, Ordering};
use crate::toss::EventType;

/// How long the first look at the endpoint may take.
const PROBE: Duration = Duration::from_millis(300);

/// Passes on what arrives until it is ended.
pub(super) fn run(args: &ForwardArgs, context: &Context) -> Result<Exit, Failure> {
    if args.respond.is_some() {
        return Err(words::failure::unfit(context.language, Unfit::Respond));
    }
    let resending = resending(args).map_err(|unfit| words::failure::unfit(context.language, unfit))?;
    let runtime = runtime()?;
    let ended = if args.demo {
        runtime.block_on(super::demo::run(args, context))
    } else {
        let typed = args.to.as_deref().or(args.endpoint.as_deref()).unwrap_or_default();
        let endpoint = endpoint("ENDPOINT", typed, context)?;
        runtime.block_on(forward(args, endpoint, resending, context))
    };
    end_runtime(runtime);
    ended.map(|()| Exit::Success)
}

/// How what fails is re-sent, as far as it is; what does not go together is the error.
fn resending(args: &ForwardArgs) -> Result<Option<Resend>, Unfit<'static>> {
    let listener = &args.listener;
    match args.on_failure {
        OnFailure::Relay if args.no_resume => Err(Unfit::WithoutResend("--no-resume")),
        OnFailure::Relay if args.speed.is_some() => Err(Unfit::WithoutResend("--speed")),
        OnFailure::Relay => Ok(None),
        OnFailure::Resend if args.demo => Err(Unfit::DemoResends),
        OnFailure::Resend if listener.no_history => Err(Unfit::NoHistory),
        OnFailure::Resend if listener.fail_first > 0 || listener.fail_rate > 0.0 => {
            Err(Unfit::FailsOnPurpose)
        }
        OnFailure::Resend => Ok(Some(Resend {
            speed: args.speed.unwrap_or_default(),
            earlier: if args.no_resume { Earlier::LeftAlone } else { Earlier::Resumed },
        })),
    }
}

async fn forward(
    args: &ForwardArgs,
    endpoint: Endpoint,
    resending: Option<Resend>,
    context: &Context,
) -> Result<(), Failure> {
    let mut listener = Listener::new(&args.listener, context, 200, Detail::Line)?;
    let mut forwarding = forwarding(args, endpoint, context)?;
    let called = forwarding.routes.iter().map(|(_, endpoint)| endpoint).chain([&forwarding.endpoint]);
    refuse_insecure(&args.connection, &forwarding.sender, called, context).await?;
    forwarding.up = forwarding.sender.wait_for(&forwarding.endpoint, args.wait, PROBE).await;
    if !forwarding.up && !args.wait.is_zero() {
        return Err(words::failure::not_up(context.language, &forwarding.endpoint.shown(), args.wait));
    }
    if let (Some(condition), Some(_)) = (listener.plan.filter.needs_known(), resending) {
        return Err(words::failure::unfit(context.language, Unfit::KnownLater(condition.typed())));
    }
    listener.plan.forwarding = Some(forwarding);
    listener.resend = resending;
    if let Some(Resend { speed, .. }) = resending {
        let total = listener.plan.policy.until_last_after(0);
        announce(&context.language.resending(speed, total, &context.zone_name()), context);
    }
    listener.start(context).await?.run(context, CancellationToken::new()).await.map(|_| ())
}

/// Checks what was typed of endpoints and calls.
pub(super) fn forwarding(
    args: &ForwardArgs,
    endpoint: Endpoint,
    context: &Context,
) -> Result<Forwarding, Failure> {
    let waits = Waits { timeout: args.timeout, connect: args.connect_wait };
    // Copies go without the endpoint's own header lines and certificates.
    let also_waits = Waits { connect: Duration::ZERO, ..waits };
    let routes = args.route.iter().map(|route| read_route(route, context)).collect::<Result<_, _>>()?;
    let also = args
        .also
        .iter()
        .map(|typed| super::connection::endpoint("--also", typed, context))
        .collect::<Result<_, _>>()?;
    Ok(Forwarding {
        endpoint,
        routes,
        also,
        sender: sender(&args.connection, waits, Reach::Public, context)?,
        also_sender: sender(&ConnectionArgs::default(), also_waits, Reach::Public, context)?,
        timeout: waits.timeout(),
        concurrency: args.concurrency as usize,
        ordering: if args.ordered { Ordering::ByOrder } else { Ordering::None },
        up: true,
        surroundings: Surroundings::detect(),
    })
}

fn read_route(route: &str, context: &Context) -> Result<(EventType, Endpoint), Failure> {
    let (name, typed) =
        route.split_once('=').ok_or_else(|| words::failure::route(context.language, route))?;
    let event_type = EventType::parse_typed(name)
        .map_err(|error| words::failure::event(context.language, "--route", &error))?;
    Ok((event_type, endpoint("--route", typed, context)?))
}
