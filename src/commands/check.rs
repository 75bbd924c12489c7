//! `tosshook check`.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

use secrecy::SecretString;

use super::connection::endpoint;
use super::context::reveal;
use super::listener::{end_runtime, runtime};
use super::sending::{Connecting, announce, history_file, signing, told_by};
use super::stand_in::{StandIn, close};
use super::{Context, secrets};
use crate::activity::{CheckSummary, Rule};
use crate::check::{self, CheckPlan, Known, Probe};
use crate::cli::check::{CheckArgs, CheckFormat};
use crate::cli::forward::ConnectionArgs;
use crate::did_you_mean::nearest;
use crate::exit::{Exit, Failure};
use crate::outbound::Endpoint;
use crate::rehearse::Signing;
use crate::report::checks::{CheckPretty, Github, Junit, explanation, junit, rules};
use crate::report::words::failure::{self, Chosen};
use crate::report::{Json, Language, Pressure, Printer, Reveal, Streams};
use crate::toss::Policy;

/// How long the first look at the server may take.
const LOOK: Duration = Duration::from_secs(3);

/// Checks a server, or tells of the rules.
pub(super) fn run(args: &CheckArgs, context: &Context) -> Result<Exit, Failure> {
    if args.list {
        return context.page(&rules(context.language, context.stdout));
    }
    if let Some(typed) = &args.explain {
        let rule = rule("--explain", typed, context)?;
        return context.page(&explanation(rule, context.language, context.stdout));
    }
    let chosen = chosen(args, context)?;
    let endpoint = endpoint("ENDPOINT", args.endpoint.as_deref().unwrap_or_default(), context)?;
    let runtime = runtime()?;
    let ended = runtime.block_on(check(args, chosen, endpoint, context));
    end_runtime(runtime);
    ended
}

/// The rules that were asked for, in order.
fn chosen(args: &CheckArgs, context: &Context) -> Result<Vec<Rule>, Failure> {
    let named = |place, list: &[String]| {
        list.iter().map(|typed| rule(place, typed, context)).collect::<Result<Vec<_>, _>>()
    };
    let (only, skip) = (named("--only", &args.only)?, named("--skip", &args.skip)?);
    let is_wanted = |rule: &Rule| (only.is_empty() || only.contains(rule)) && !skip.contains(rule);
    let chosen: Vec<_> = Rule::all().filter(is_wanted).collect();
    if chosen.is_empty() {
        return Err(failure::no_rule_left(context.language));
    }
    Ok(chosen)
}

fn rule(place: &str, typed: &str, context: &Context) -> Result<Rule, Failure> {
    Rule::parse(typed).ok_or_else(|| {
        failure::no_such_rule(context.language, place, typed, nearest(typed, Rule::all().map(Rule::id)))
    })
}

async fn check(
    args: &CheckArgs,
    rules: Vec<Rule>,
    endpoint: Endpoint,
    context: &Context,
) -> Result<Exit, Failure> {
    let timeout = Policy::toss().timeout;
    let connecting = Connecting { args: &args.connection, remote: &args.remote, timeout };
    let stand_in = stand_in(args, context).await?;
    let plan = CheckPlan {
        rules,
        known: known(args)?,
        signing: usable(signing(&args.signing, context)?, context)?,
        probe: probe(args, context).await?,
        seed: fastrand::u64(..),
        ledger: stand_in.ledger.clone(),
    };
    plan.try_out(context.clock.now()).map_err(|error| failure::trigger(context.language, &error.into()))?;
    // What can't be written is said before anything is sent.
    let report = args.report.as_deref().map(|path| Report::open(path, context)).transpose()?;
    let sender = connecting.sender(&endpoint, context).await?;
    let shown = endpoint.shown();
    if !sender.wait_for(&endpoint, args.wait, LOOK).await {
        return Err(down(&shown, args.wait, context));
    }
    // Most often the server itself is asked.
    if let Some(probe) = &plan.probe {
        try_out(probe, context).await?;
    }
    if args.chosen_format() == CheckFormat::Pretty {
        announce(&context.language.checking(&shown, plan.rules.len()), context);
    }
    if let Some(url) = stand_in.url() {
        context.say(&context.language.stands_in_at(url));
    }
    let outlet = outlet(args, context);
    let clock = context.clock.clone();
    let ledger = plan.ledger.clone();
    let (summary, asked) = told_by(outlet, |activities, end| async move {
        let serving = stand_in.start(context);
        let summary = check::run(plan, endpoint, sender, clock, activities, end).await;
        let asked = match serving {
            Some(serving) => Some(serving.end().await),
            None => None,
        };
        Ok((summary, asked))
    })
    .await?;
    close(&ledger, asked, context).await;
    if let Some(report) = report {
        report.write(&junit(&summary, context.clock.now(), context.language))?;
    }
    Ok(exit_of(&summary))
}

/// Where payments are written down, and the stand-in, if one was asked for. What is told of a payment that the
/// server knows is nothing that happened to it, so it stays in memory.
async fn stand_in(args: &CheckArgs, context: &Context) -> Result<StandIn, Failure> {
    let file = if args.no_history { None } else { history_file(args.history.as_deref(), context) };
    let writes = file.as_deref().filter(|_| args.order_id.is_none());
    StandIn::open(args.api, file.as_deref(), writes, context).await
}

fn outlet(args: &CheckArgs, context: &Context) -> crate::report::Outlet {
    let streams = Streams::of_process();
    let look = context.look(reveal(args.reveal));
    match args.chosen_format() {
        CheckFormat::Pretty => Printer::start(CheckPretty::new(look), streams, Pressure::Push),
        CheckFormat::Json => {
            Printer::start(Json::new(context.look(Reveal::Revealed)), streams, Pressure::Push)
        }
        CheckFormat::Junit => Printer::start(Junit::new(look), streams, Pressure::Push),
        CheckFormat::Github => Printer::start(Github::new(look), streams, Pressure::Push),
    }
}

fn exit_of(summary: &CheckSummary) -> Exit {
    if summary.is_well() { Exit::Success } else { Exit::Failed }
}

/// The payment that the server knows, as far as it was named.
fn known(args: &CheckArgs) -> Result<Known, Failure> {
    let secret = args.secret.as_deref().map(|given| secrets::resolve("--secret", given)).transpose()?;
    Ok(Known {
        order_id: args.order_id.clone(),
        payment_key: args.payment_key.clone(),
        secret: secret.map(SecretString::from),
        amount: args.amount,
    })
}

/// What signs, if the key can be used in the form that was asked for.
fn usable(signing: Option<Signing>, context: &Context) -> Result<Option<Signing>, Failure> {
    if let Some(Signing { key, form }) = &signing {
        key.supports(*form).map_err(|error| failure::trigger(context.language, &error.into()))?;
    }
    Ok(signing)
}

/// The probe that was asked for.
async fn probe(args: &CheckArgs, context: &Context) -> Result<Option<Probe>, Failure> {
    match (&args.effect_url, &args.effect_command) {
        (Some(url), _) => {
            let endpoint = endpoint("--effect-url", url, context)?;
            // Header lines are for the server, not for whoever else is asked.
            let connection = ConnectionArgs { headers: Vec::new(), ..args.connection.clone() };
            let timeout = Policy::toss().timeout;
            let connecting = Connecting { args: &connection, remote: &args.remote, timeout };
            let sender = connecting.sender(&endpoint, context).await?;
            Ok(Some(Probe::Url { endpoint, sender }))
        }
        (None, Some(command)) => Ok(Some(Probe::Command(command.0.clone()))),
        (None, None) => Ok(None),
    }
}

/// Asks once: a probe that can't be read tells nothing later.
async fn try_out(probe: &Probe, context: &Context) -> Result<(), Failure> {
    let Err(error) = probe.try_out().await else { return Ok(()) };
    let (flag, typed) = match probe {
        Probe::Url { endpoint, .. } => ("--effect-url", endpoint.shown()),
        Probe::Command(words) => ("--effect-command", words.join(" ")),
    };
    Err(failure::probe(context.language, flag, &typed, &error))
}

fn down(shown: &str, wait: Duration, context: &Context) -> Failure {
    if wait.is_zero() {
        return failure::unreachable(context.language, shown, Chosen::ByName);
    }
    failure::not_up_to_check(context.language, shown, wait)
}

/// A report's file, open from the start.
struct Report<'a> {
    path: &'a Path,
    file: File,
    language: Language,
}

impl<'a> Report<'a> {
    /// Opens it; what it holds stays until there is something to write.
    fn open(path: &'a Path, context: &Context) -> Result<Self, Failure> {
        let language = context.language;
        let opened = File::options().create(true).append(true).open(path);
        opened
            .map(|file| Self { path, file, language })
            .map_err(|error| failure::report(language, path, &error))
    }

    fn write(mut self, data: &[u8]) -> Result<(), Failure> {
        let written = self.file.set_len(0).and_then(|()| self.file.write_all(data));
        written.map_err(|error| failure::report(self.language, self.path, &error))
    }
}
