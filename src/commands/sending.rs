//! What the commands that send have in common: consent, a sender, a printer, and the signals that end them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::Context;
use super::connection::{Waits, refuse_insecure, sender};
use super::consent::{Consent, allowed_reach};
use super::context::reveal;
use super::listener::whole_output;
use super::signals::Signals;
use crate::activity::{Activity, Emit, Notice};
use crate::cli::forward::ConnectionArgs;
use crate::cli::sending::{RemoteArgs, SigningArgs, SigningKeyForm};
use crate::cli::trigger::SentFormat;
use crate::exit::{Exit, Failure};
use crate::outbound::{Endpoint, Reach, Sender};
use crate::rehearse::{Countdown, Ledger, Signing, TriggerError};
use crate::report::played;
use crate::report::theme::Destination;
use crate::report::{Detail, Json, Outlet, Pressure, Pretty, Printer, Streams, words};
use crate::toss::KeyForm;

/// Activities that may wait for the printer, which has a queue of its own.
const EMITTED: usize = 16;

/// How a run connects.
pub(super) struct Connecting<'a> {
    pub(super) args: &'a ConnectionArgs,
    pub(super) remote: &'a RemoteArgs,
    /// How long a call may take; zero waits for ever.
    pub(super) timeout: Duration,
}

impl Connecting<'_> {
    /// A sender for this endpoint, to which the user has agreed.
    pub(super) async fn sender(&self, endpoint: &Endpoint, context: &Context) -> Result<Sender, Failure> {
        self.sender_to_all(&[endpoint], context).await
    }

    /// A sender for all of these.
    pub(super) async fn sender_to_all(
        &self,
        endpoints: &[&Endpoint],
        context: &Context,
    ) -> Result<Sender, Failure> {
        let waits = Waits { timeout: self.timeout, connect: Duration::ZERO };
        let consent = if self.remote.allow_remote { Consent::Given } else { Consent::Ask };
        let asking = sender(self.args, waits, Reach::Public, context)?;
        let mut reach = Reach::Private;
        for endpoint in endpoints {
            reach = reach.max(allowed_reach(&asking, endpoint, consent).await?);
        }
        refuse_insecure(self.args, &asking, endpoints.iter().copied(), context).await?;
        sender(self.args, waits, reach, context)
    }
}

/// Whether somebody reads a run's lines to the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reader {
    There,
    /// It went away (`| head`), which ends the run.
    Gone,
}

/// Does what a run that sends does, and prints what it tells until it has ended; gives also whether it was read so
/// far.
pub(super) async fn told<Summary, Work>(
    format: SentFormat,
    detail: Detail,
    revealed: bool,
    context: &Context,
    work: impl FnOnce(mpsc::Sender<Activity>, CancellationToken) -> Work,
) -> Result<(Summary, Reader), Failure>
where
    Work: Future<Output = Result<Summary, TriggerError>>,
{
    let look = context.look(reveal(revealed || format == SentFormat::Json));
    let streams = Streams::of_process();
    let outlet = match format {
        SentFormat::Pretty => Printer::start(Pretty::new(look, detail), streams, Pressure::Push),
        SentFormat::Json => Printer::start(Json::new(look), streams, Pressure::Push),
    };
    let printed = outlet.clone();
    let summary = told_by(outlet, |activities, end| async {
        work(activities, end).await.map_err(|error| words::failure::trigger(context.language, &error))
    });
    let summary = summary.await?;
    Ok((summary, if printed.is_closed() { Reader::Gone } else { Reader::There }))
}

/// Does what a run does, and has this printer tell of it until it has ended.
pub(super) async fn told_by<Summary, Work>(
    outlet: Outlet,
    work: impl FnOnce(mpsc::Sender<Activity>, CancellationToken) -> Work,
) -> Result<Summary, Failure>
where
    Work: Future<Output = Result<Summary, Failure>>,
{
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
    let sending = work(activities, end);
    let working = async { tokio::join!(sending, printing).0 };
    let summary = tokio::select! {
        summary = working => summary,
        () = at_once.cancelled() => {
            outlet.finish().await;
            return Err(Failure::new(Exit::Failed, "ended at once, before all answers had come"));
        }
    };
    whole_output(outlet.finish().await)?;
    summary
}

/// Says what the run is about to do.
pub(super) fn announce(words: &str, context: &Context) {
    let text = played::opening(words, &context.look(reveal(false)));
    context.say(String::from_utf8_lossy(&text).trim_end());
}

/// Where the payments behind what is sent are written down: in the history that was named, or the project's.
pub(super) fn ledger(named: Option<&Path>, context: &Context) -> Ledger {
    Ledger::new(history_file(named, context), None)
}

/// The history that was named, or the project's; where that can't be told, it is said, and done without.
pub(super) fn history_file(named: Option<&Path>, context: &Context) -> Option<PathBuf> {
    match super::recorded::history(named, context) {
        Ok(file) => Some(file),
        Err(failure) => {
            context.say(&context.language.notice(&Notice::PaymentsUnknown { reason: failure.message }));
            None
        }
    }
}

/// What signs, of what was typed.
pub(super) fn signing(args: &SigningArgs, context: &Context) -> Result<Option<Signing>, Failure> {
    let form = match args.key_form {
        SigningKeyForm::Text => KeyForm::Text,
        SigningKeyForm::Hex => KeyForm::Hex,
    };
    let key = super::secrets::security_key(args.security_key.as_deref(), context)?;
    Ok(key.map(|key| Signing { key, form }))
}

/// Whether somebody can see a countdown: on a terminal whose rows can be drawn anew.
pub(super) fn countdown(format: SentFormat, context: &Context) -> Countdown {
    let is_dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    if format == SentFormat::Pretty && context.stderr.destination == Destination::Terminal && !is_dumb {
        Countdown::Told
    } else {
        Countdown::Silent
    }
}
