//! `tosshook api`.

use super::context::reveal;
use super::listener::{end_runtime, runtime};
use super::ready_file::ReadyFile;
use super::sending::told_by;
use super::{Context, recorded};
use crate::activity::{Listening, LookUps, Notice, What};
use crate::cli::api::ApiArgs;
use crate::cli::trigger::SentFormat;
use crate::exit::{Exit, Failure};
use crate::rehearse::api::{Api, Books};
use crate::rehearse::trigger::emit;
use crate::report::{Detail, Json, Look, Occasion, Pressure, Pretty, Printer, Streams, words};

/// Stands in for Toss Payments' look-up until it is ended.
pub(super) fn run(args: &ApiArgs, context: &Context) -> Result<Exit, Failure> {
    let runtime = runtime()?;
    let ended = runtime.block_on(serve(args, context));
    end_runtime(runtime);
    ended.map(|_| Exit::Success)
}

async fn serve(args: &ApiArgs, context: &Context) -> Result<LookUps, Failure> {
    let path = recorded::history(args.history.as_deref(), context)?;
    let books =
        Books::of_history(&path).map_err(|error| words::failure::history(context.language, &error))?;
    let api = Api::bind(&args.host, args.port, books)
        .await
        .map_err(|error| words::failure::bind(context.language, &args.host, args.port, &error))?;
    let listening = Listening {
        url: api.url().to_owned(),
        endpoint: None,
        endpoint_up: None,
        history: Some(path),
        resumed: 0,
        reachable: false,
    };
    let exposed = api.is_exposed().then(|| Notice::PaymentsExposed { host: args.host.clone() });
    let (format, clock) = (args.chosen_format(), context.clock.clone());
    let masked = reveal(format == SentFormat::Json && !args.mask);
    let look = Look { occasion: Occasion::StandIn, ..context.look(masked) };
    let outlet = match format {
        SentFormat::Pretty => {
            Printer::start(Pretty::new(look, Detail::Line), Streams::of_process(), Pressure::Drop)
        }
        SentFormat::Json => Printer::start(Json::new(look), Streams::of_process(), Pressure::Push),
    };
    told_by(outlet, |activities, end| async move {
        let ready_file = args.ready_file.as_deref();
        let _ready_file = ready_file.map(|path| ReadyFile::write(path, api.url())).transpose()?;
        let first = [Some(What::Listening(listening)), exposed.map(What::Notice)];
        for what in first.into_iter().flatten() {
            emit(&activities, &clock, what).await;
        }
        Ok(api.serve(clock, activities, end).await)
    })
    .await
}
