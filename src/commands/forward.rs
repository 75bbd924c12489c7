//! `tosshook forward`.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::Context;
use super::connection::{Waits, endpoint, refuse_insecure, sender, wait_until_up};
use super::listener::{Listener, Resend, end_runtime, runtime};
use super::sending::announce;
use crate::cli::forward::{ConnectionArgs, ForwardArgs, OnFailure};
use crate::delivery::leased::Earlier;
use crate::exit::{Exit, Failure};
use crate::outbound::{Endpoint, Reach, Surroundings, without_user_information};
use crate::report::{Detail, when, words};
use crate::session::{Forwarding, Ordering};
use crate::toss::EventType;

/// How long the first look at the endpoint may take.
const PROBE: Duration = Duration::from_millis(300);

/// Passes on what arrives until it is ended.
pub(super) fn run(args: &ForwardArgs, context: &Context) -> Result<Exit, Failure> {
    if args.respond.is_some() {
        return Err(Failure::new(Exit::Usage, "forward answers what the dev server answers, not --respond")
            .hint(
                "tosshook listen --respond CODE answers by itself; --fail-first N fails on purpose here too",
            ));
    }
    let resending = resending(args)?;
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

/// How what fails is re-sent, as far as it is; what does not go together is refused.
fn resending(args: &ForwardArgs) -> Result<Option<Resend>, Failure> {
    let refused = |what: &str, hint: &str| Err(Failure::new(Exit::Usage, what).hint(hint));
    let listener = &args.listener;
    match args.on_failure {
        OnFailure::Relay if args.speed.is_some() || args.no_resume => {
            let flag = if args.no_resume { "--no-resume" } else { "--speed" };
            refused(
                &format!("{flag} is for what is re-sent from here"),
                "add --on-failure resend; without it, the sender sends again at its own pace",
            )
        }
        OnFailure::Relay => Ok(None),
        OnFailure::Resend if args.demo => {
            refused("--demo keeps no history, which --on-failure resend needs", "name your own dev server")
        }
        OnFailure::Resend if listener.no_history => refused(
            "--on-failure resend keeps what is pending in the history, which --no-history leaves out",
            "--history FILE keeps it in a file of your choice",
        ),
        OnFailure::Resend if listener.fail_first > 0 || listener.fail_rate > 0.0 => refused(
            "--fail-first and --fail-rate fail the sender, whom --on-failure resend always answers 200",
            "leave one of them out; to see re-sends, stop the dev server for a while",
        ),
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
    refuse_insecure(&args.connection, &forwarding.sender, called).await?;
    forwarding.up = wait_until_up(&forwarding.sender, &forwarding.endpoint, args.wait, PROBE).await;
    if !forwarding.up && !args.wait.is_zero() {
        let shown = forwarding.endpoint.shown();
        let message = format!("{shown} did not accept connections within {}", when::span(args.wait));
        return Err(Failure::new(Exit::Unreachable, message)
            .hint("without --wait, forward starts at once and keeps what arrives meanwhile"));
    }
    if let (Some(condition), Some(_)) = (listener.plan.filter.needs_known(), resending) {
        let message = format!(
            "--where {}: that is known once an event is recorded, and --on-failure resend plans its calls with that",
            condition.typed()
        );
        return Err(
            Failure::new(Exit::Usage, message).hint("retried_count=0 tells first requests from re-sends")
        );
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
    let (name, typed) = route.split_once('=').ok_or_else(|| {
        let route = without_user_information(route);
        Failure::new(Exit::Usage, format!("could not use --route '{route}': it has no ="))
            .hint("--route DEPOSIT_CALLBACK=localhost:3000/deposits")
    })?;
    let event_type = EventType::parse_typed(name)
        .map_err(|error| words::failure::event(context.language, "--route", &error))?;
    Ok((event_type, endpoint("--route", typed, context)?))
}
