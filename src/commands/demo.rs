//! `forward --demo`: the whole thing in one command, offline.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::Context;
use super::connection::{Waits, endpoint, sender};
use super::listener::Listener;
use crate::cli::forward::{ConnectionArgs, ForwardArgs};
use crate::cli::listener::ListenerArgs;
use crate::cli::look_up::LookUpArgs;
use crate::exit::Failure;
use crate::inbound;
use crate::outbound::Reach;
use crate::rehearse::demo;
use crate::report::{Detail, Occasion, words};

/// The path that the sample dev server is shown under.
const HOOK: &str = "webhooks/toss";

/// Activities of the sending side that may wait; nobody reads them.
const UNREAD: usize = 16;

/// Starts the sample dev server, a listener in front of it, and sends the sample events.
pub(super) async fn run(args: &ForwardArgs, context: &Context) -> Result<(), Failure> {
    let loopback = "127.0.0.1";
    let refused = |error| words::failure::bind(context.language, loopback, 0, &error);
    let dev_server = inbound::bind(loopback, 0).await.map_err(refused)?;
    let address = dev_server.local_addr().map_err(refused)?;
    let end = CancellationToken::new();
    let server_end = CancellationToken::new();
    tokio::spawn(demo::serve_demo(dev_server, context.clock.clone(), server_end.clone()));

    let hook = endpoint("ENDPOINT", &format!("{}/{HOOK}", inbound::dialled_url(address)), context)?;
    let seed = args.listener.seed.unwrap_or_else(|| fastrand::u64(..));
    let unprepared = |error| words::failure::trigger(context.language, &error);
    let key = demo::demo_key(seed).map_err(|error| unprepared(error.into()))?;
    let steps = demo::demo_steps(seed, context.clock.now(), &key).map_err(unprepared)?;

    let options = ListenerArgs {
        host: loopback.to_owned(),
        port: 0,
        path: None,
        history: None,
        no_history: true,
        look_up: LookUpArgs { secret_key: None, ..args.listener.look_up.clone() },
        ..args.listener.clone()
    };
    let mut listener = Listener::new(&options, context, 200, Detail::Line)?;
    listener.printing.occasion = Occasion::Demo;
    listener.plan.security_key.get_or_insert(key);
    listener.plan.forwarding = Some(super::forward::forwarding(args, hook, context)?);
    let started = listener.start(context).await?;

    let toss = endpoint("--to", &started.url, context)?;
    let waits = Waits { timeout: args.timeout, connect: Duration::ZERO };
    let sender = sender(&ConnectionArgs::default(), waits, Reach::Loopback, context)?;
    let (activities, mut unread) = mpsc::channel(UNREAD);
    tokio::spawn(async move { while unread.recv().await.is_some() {} });
    let play = demo::play(steps, toss, sender, context.clock.clone(), activities, end.clone());
    let ended = tokio::select! {
        ended = started.run(context, end.clone()) => ended,
        ended = async {
            play.await;
            end.cancel();
            // The listener's own end is the demo's.
            std::future::pending().await
        } => ended,
    };
    server_end.cancel();
    ended.map(|_| ())
}
