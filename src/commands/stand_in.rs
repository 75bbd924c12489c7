//! `check --api`: the stand-in of the look-up within the same process, and where its payments come from.

use std::path::Path;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::Context;
use crate::activity::{LookUpError, LookUps, Notice, What};
use crate::exit::Failure;
use crate::rehearse::Ledger;
use crate::rehearse::api::{Api, Books};
use crate::report::words;

/// Where it listens: the server that is checked runs on this machine, or reaches it through it.
const HOST: &str = "127.0.0.1";

/// Activities that may wait to be looked at.
const EMITTED: usize = 16;

/// Where the payments of a run are written down, and who is asked for them.
pub(super) struct StandIn {
    api: Option<Api>,
    pub(super) ledger: Ledger,
}

/// What a stand-in was asked.
pub(super) struct Asked {
    url: String,
    lookups: LookUps,
    /// The first refusal.
    refused: Option<LookUpError>,
}

/// A stand-in at work.
pub(super) struct Serving {
    url: String,
    end: CancellationToken,
    lookups: JoinHandle<LookUps>,
    refused: JoinHandle<Option<LookUpError>>,
}

impl StandIn {
    /// Binds the port, if one was given. `reads` is a history whose payments are known too, `writes` the one in
    /// which a stand-in of another process finds those of this run.
    pub(super) async fn open(
        port: Option<u16>,
        reads: Option<&Path>,
        writes: Option<&Path>,
        context: &Context,
    ) -> Result<Self, Failure> {
        let writes = writes.map(Path::to_owned);
        let Some(port) = port else { return Ok(Self { api: None, ledger: Ledger::new(writes, None) }) };
        // What can't be read is told of where it is to be written.
        let books = reads.and_then(|path| Books::of_history(path).ok()).unwrap_or_default();
        let api = Api::bind(HOST, port, books.clone())
            .await
            .map_err(|error| words::failure::bind_at(context.language, "--api", HOST, port, &error))?;
        Ok(Self { api: Some(api), ledger: Ledger::new(writes, Some(books)) })
    }

    /// Where it can be asked.
    pub(super) fn url(&self) -> Option<&str> {
        self.api.as_ref().map(Api::url)
    }

    /// Begins to answer.
    pub(super) fn start(self, context: &Context) -> Option<Serving> {
        let api = self.api?;
        let (url, end) = (api.url().to_owned(), CancellationToken::new());
        let (activities, mut emitted) = mpsc::channel(EMITTED);
        let lookups = tokio::spawn(api.serve(context.clock.clone(), activities, end.clone()));
        let refused = tokio::spawn(async move {
            let mut first = None;
            while let Some(activity) = emitted.recv().await {
                if let What::LookedUp(looked_up) = activity.what
                    && let Err(error) = &looked_up.answer
                    && !matches!(error, LookUpError::Unknown | LookUpError::OnPurpose)
                {
                    first.get_or_insert_with(|| error.clone());
                }
            }
            first
        });
        Some(Serving { url, end, lookups, refused })
    }
}

impl Serving {
    /// Ends it.
    pub(super) async fn end(self) -> Asked {
        self.end.cancel();
        // A task that broke has nothing to tell.
        let lookups = self.lookups.await.unwrap_or_default();
        Asked { url: self.url, lookups, refused: self.refused.await.unwrap_or_default() }
    }
}

/// Says what the stand-in was asked, and what could not be written down.
pub(super) async fn close(ledger: &Ledger, asked: Option<Asked>, context: &Context) {
    ledger.close().await;
    if let Some(Asked { url, lookups, refused }) = asked {
        context.say(&context.language.asked(&url, &lookups, refused.as_ref()));
    }
    if let Some(reason) = ledger.trouble() {
        let notice = Notice::PaymentsUnknown { reason: reason.to_owned() };
        context.say(&context.language.notice(&notice));
    }
}
