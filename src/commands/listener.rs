//! A listener's life: bind, record, print, serve, drain, sum up.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::context::reveal;
use super::filters::filter;
use super::ready_file::ReadyFile;
use super::signals::Signals;
use super::{Context, look_up, secrets};
use crate::activity::{Activity, Emit, Listening, Notice, OnFailure, Summary, What};
use crate::cli::listener::{Format, KeyForm, ListenerArgs};
use crate::clock::Clock;
use crate::delivery::leased::{Earlier, Leased, Resending};
use crate::exit::{Exit, Failure};
use crate::history::{self, History, Journal, Keep, Place};
use crate::inbound::{self, Arrival, Gate, Limits, Methods};
use crate::payments::Api;
use crate::report::theme::Destination;
use crate::report::{
    Compact, Detail, Ended, Json, Look, Occasion, Outlet, Pressure, Pretty, Printer, Raw, Streams,
    Terminator, words,
};
use crate::session::{Answering, Plan, Session};
use crate::timeline::Speed;
use crate::toss::{KeyFormChoice, Policy};

/// Requests that may wait for the session. The connections are bounded too; this only keeps a burst
/// from switching tasks for each request.
const WAITING_REQUESTS: usize = 256;

/// How many steps of tasks are made before the runtime looks for new input. A request takes about five, and
/// while there is work a look is a system call that finds little.
const STEPS_BETWEEN_LOOKS: u32 = 128;

/// A listener that is ready to go, with everything that was typed checked.
pub(super) struct Listener {
    pub(super) plan: Plan,
    pub(super) history: Place,
    /// What stays of it.
    keep: Keep,
    pub(super) printing: Printing,
    /// How what fails is re-sent, where that is done from here.
    pub(super) resend: Option<Resend>,
    /// Where payments are looked up.
    payments: Option<Api>,
    host: String,
    port: u16,
    gate: Gate,
    limits: Limits,
    ready_file: Option<PathBuf>,
}

/// How what fails is re-sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Resend {
    /// The speed of its waits.
    pub(super) speed: Speed,
    /// What becomes of what an earlier run left.
    pub(super) earlier: Earlier,
}

/// What decides how activities look.
pub(super) struct Printing {
    pub(super) format: Format,
    pub(super) detail: Detail,
    terminator: Terminator,
    reveal: crate::report::Reveal,
    mask: crate::report::Reveal,
    /// What the run is to the one who reads.
    pub(super) occasion: Occasion,
}

impl Listener {
    /// Checks what was typed. `status` is what is answered where no endpoint decides, `detail` what
    /// is printed of each event unless all of it is asked for.
    pub(super) fn new(
        args: &ListenerArgs,
        context: &Context,
        status: u16,
        detail: Detail,
    ) -> Result<Self, Failure> {
        let filter = filter(&args.filters, context)?;
        let security_key = secrets::security_key(args.security_key.as_deref(), context)?;
        let plan = Plan {
            policy: Policy::toss(),
            filter,
            security_key,
            key_form: key_form_choice(args.key_form),
            answering: Answering {
                status,
                delay: args.delay,
                fail_first: args.fail_first,
                fail_rate: args.fail_rate,
                seed: args.seed.unwrap_or_else(|| fastrand::u64(..)),
            },
            forwarding: None,
            limit: args.limit,
        };
        Ok(Self {
            plan,
            history: place(args.history.as_ref(), args.no_history, context)?,
            keep: Keep { age: args.keep, bytes: args.history_max, clock: context.clock.clone() },
            printing: Printing {
                format: args.chosen_format(),
                detail: if args.full { Detail::Full } else { detail },
                terminator: if args.null { Terminator::Nul } else { Terminator::Newline },
                reveal: reveal(args.reveal),
                mask: reveal(!args.mask),
                occasion: if args.no_history { Occasion::Work } else { Occasion::Recorded },
            },
            resend: None,
            payments: look_up::api(&args.look_up, context)?,
            host: args.host.clone(),
            port: args.port,
            gate: Gate {
                methods: Methods::Post,
                path: args.path.as_deref().map(path).transpose()?,
                allow_browser: args.allow_browser,
            },
            limits: Limits {
                connections: args.max_connections as usize,
                body_bytes: usize::try_from(args.max_body).unwrap_or(usize::MAX),
                ..Limits::default()
            },
            ready_file: args.ready_file.clone(),
        })
    }

    /// Binds, opens the history, tells that it listens. `endpoint_up` is what a probe gave.
    pub(super) async fn start(self, context: &Context) -> Result<Started, Failure> {
        let listener = inbound::bind(&self.host, self.port)
            .await
            .map_err(|error| words::failure::bind(context.language, &self.host, self.port, &error))?;
        let address = listener
            .local_addr()
            .map_err(|error| words::failure::bind(context.language, &self.host, self.port, &error))?;
        self.refuse_loop(address)?;
        // Nothing else is to be done until it is open, so it may block.
        let limits = history::Limits { keep: Some(self.keep.clone()), ..history::Limits::default() };
        let history = History::open_within(self.history.clone(), limits)
            .map_err(|error| words::failure::history(context.language, &error))?;
        let url = inbound::dialled_url(address);
        // Whoever sees that it is ready may end it at once, and then it ends as it should.
        let signals = Signals::take_over();
        let ready_file = self.ready_file.as_deref().map(|path| ReadyFile::write(path, &url)).transpose()?;
        let outlet = self.printing.start(context);
        let resending = self.resending(&history, &outlet, context).await?;
        let (resending, resumed) = resending.unzip();
        let forwarding = self.plan.forwarding.as_ref();
        let listening = Listening {
            url: url.clone(),
            endpoint: forwarding.map(|forwarding| forwarding.endpoint.shown()),
            endpoint_up: forwarding.map(|forwarding| forwarding.up),
            history: history.path().map(Into::into),
            resumed: resumed.unwrap_or(0),
            reachable: false,
        };
        let at = context.clock.now();
        outlet.emit(Activity { at, what: What::Listening(listening) }).await;
        for notice in self.notices(address, &history) {
            outlet.emit(Activity { at, what: What::Notice(notice) }).await;
        }
        Ok(Started {
            listener: self,
            socket: listener,
            url,
            history,
            outlet,
            resending,
            signals,
            _ready_file: ready_file,
        })
    }

    /// Takes up what is to be re-sent from here; how much an earlier run left.
    async fn resending(
        &self,
        history: &History,
        outlet: &Outlet,
        context: &Context,
    ) -> Result<Option<(Arc<Leased<Outlet>>, u64)>, Failure> {
        let (Some(resend), Some(forwarding)) = (self.resend, &self.plan.forwarding) else { return Ok(None) };
        let routed = forwarding.routes.iter().map(|(_, endpoint)| endpoint);
        let resending = Resending {
            endpoints: routed.chain([&forwarding.endpoint]).cloned().collect(),
            sender: forwarding.sender.clone(),
            key: self.plan.security_key.clone(),
            policy: self.plan.policy.clone(),
            concurrency: forwarding.concurrency,
            earlier: resend.earlier,
        };
        let clock = context.clock.clone().at_speed(resend.speed);
        let taken = Leased::take_up(resending, history.clone(), outlet.clone(), clock).await;
        taken.map(Some).map_err(|error| words::failure::history(context.language, &error))
    }

    /// What a person should know from the start.
    fn notices(&self, address: SocketAddr, history: &History) -> Vec<Notice> {
        let exposed = (!address.ip().is_loopback()).then(|| Notice::Exposed { host: self.host.clone() });
        let without_wal = (history.journal() == Journal::Rollback)
            .then(|| Notice::HistoryWithoutWal { path: history.path().map(Into::into).unwrap_or_default() });
        let down = self.plan.forwarding.as_ref().filter(|forwarding| !forwarding.up);
        let on_failure = if self.resend.is_some() { OnFailure::Resend } else { OnFailure::Relay };
        let down =
            down.map(|forwarding| Notice::EndpointDown { endpoint: forwarding.endpoint.shown(), on_failure });
        let looks_up = self.payments.as_ref().map(|api| Notice::LooksUp { api: api.url().to_owned() });
        [exposed, without_wal, down, looks_up].into_iter().flatten().collect()
    }

    /// A listener that forwards to itself would call itself until nothing is left.
    fn refuse_loop(&self, address: SocketAddr) -> Result<(), Failure> {
        let Some(forwarding) = &self.plan.forwarding else { return Ok(()) };
        let routed = forwarding.routes.iter().map(|(_, endpoint)| endpoint);
        let mut all = routed.chain(&forwarding.also).chain([&forwarding.endpoint]);
        match all.find(|endpoint| endpoint.is_at(address)) {
            Some(own) => {
                let message = format!("{} is the address that this listener is to have itself", own.shown());
                Err(Failure::new(Exit::Usage, message)
                    .hint("name the dev server's port; --port N listens on another one"))
            }
            None => Ok(()),
        }
    }
}

/// A listener whose socket is bound; connections wait in its backlog until it is run.
pub(super) struct Started {
    listener: Listener,
    socket: tokio::net::TcpListener,
    /// The URL that can be dialled.
    pub(super) url: String,
    history: History,
    pub(super) outlet: Outlet,
    resending: Option<Arc<Leased<Outlet>>>,
    signals: Signals,
    _ready_file: Option<ReadyFile>,
}

impl Started {
    /// Serves until `end` is cancelled, by a signal, the limit, or a reader that went away.
    pub(super) async fn run(self, context: &Context, end: CancellationToken) -> Result<Summary, Failure> {
        let Self { listener, socket, history, outlet, resending, signals, .. } = self;
        let at_once = CancellationToken::new();
        tokio::spawn(signals.watch(end.clone(), at_once.clone()));
        let (reader, end_with_reader) = (outlet.clone(), end.clone());
        tokio::spawn(async move {
            reader.closed().await;
            end_with_reader.cancel();
        });
        tokio::spawn(tell_of_giving_way(history.clone(), outlet.clone(), context.clock.clone()));
        let (sender, arrivals) = mpsc::channel::<Arrival>(WAITING_REQUESTS);
        let session = Session {
            plan: listener.plan,
            history: history.clone(),
            emit: outlet.clone(),
            clock: context.clock.clone(),
            resending,
            payments: listener.payments,
        };
        let serving = inbound::serve(
            socket,
            listener.limits,
            listener.gate,
            context.clock.clone(),
            sender,
            end.clone(),
        );
        let work = async { tokio::join!(tokio::spawn(serving), session.run(arrivals, end)).1 };
        let summary = tokio::select! {
            summary = work => summary,
            () = at_once.cancelled() => {
                if context.stderr.destination == Destination::Terminal {
                    // Behind the `^C` that the terminal shows.
                    context.say("");
                }
                return Err(Failure::new(Exit::Failed, "ended at once, before all answers were given"));
            }
        };
        let ended = outlet.finish().await;
        history.close().await.map_err(|error| words::failure::history(context.language, &error))?;
        whole_output(ended)?;
        Ok(summary)
    }
}

impl Printing {
    fn start(&self, context: &Context) -> Outlet {
        let for_people = Look { occasion: self.occasion, ..context.look(self.reveal) };
        let exact = context.look(self.mask);
        let streams = Streams::of_process();
        match self.format {
            Format::Pretty => Printer::start(Pretty::new(for_people, self.detail), streams, Pressure::Drop),
            Format::Compact => Printer::start(Compact::new(for_people), streams, Pressure::Drop),
            Format::Json => Printer::start(Json::new(exact), streams, Pressure::Push),
            Format::Raw => Printer::start(Raw::new(exact, self.terminator), streams, Pressure::Push),
        }
    }
}

/// Says once that old events are erased.
async fn tell_of_giving_way(history: History, outlet: Outlet, clock: Clock) {
    if history.gives_way().await {
        outlet.emit(Activity { at: clock.now(), what: What::Notice(Notice::GivingWay) }).await;
    }
}

/// Whether all that was to be printed went out, as far as its reader wanted it.
pub(super) fn whole_output(ended: Ended) -> Result<(), Failure> {
    match ended {
        Ended::Broken(reason) => Err(super::context::unwritable(&reason)),
        Ended::Written | Ended::ReaderGone | Ended::Stalled => Ok(()),
    }
}

/// The runtime of everything that touches the network: one thread. The history's writer, which is
/// another, can't follow more than it serves, and a second would only wake and be woken.
pub(super) fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    tokio::runtime::Builder::new_current_thread()
        .event_interval(STEPS_BETWEEN_LOOKS)
        .global_queue_interval(STEPS_BETWEEN_LOOKS)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(Exit::Failed, format!("could not start the runtime: {error}")))
}

/// Ends a runtime without waiting for threads that hang in the system.
pub(super) fn end_runtime(runtime: tokio::runtime::Runtime) {
    runtime.shutdown_timeout(Duration::from_millis(100));
}

/// Where the history is: the file given, memory, or the project's own.
pub(super) fn place(given: Option<&PathBuf>, none: bool, context: &Context) -> Result<Place, Failure> {
    match given {
        _ if none => Ok(Place::Memory),
        Some(path) => Ok(Place::File(path.clone())),
        None => project_history(context).map(Place::File),
    }
}

/// The history's file of the project that this folder belongs to.
pub(super) fn project_history(context: &Context) -> Result<PathBuf, Failure> {
    let folder = std::env::current_dir().map_err(|error| {
        Failure::new(Exit::History, format!("could not tell the current folder: {error}"))
            .hint("name a history with --history FILE, or keep none with --no-history")
    })?;
    history::project_file(&folder).map_err(|error| words::failure::history(context.language, &error))
}

/// The path that is served, as request targets have it; one that none can have is refused.
fn path(typed: &str) -> Result<String, Failure> {
    let path = if typed.starts_with('/') { typed.to_owned() } else { format!("/{typed}") };
    let is_possible = path.parse::<http::Uri>().is_ok_and(|target| target.path() == path);
    if is_possible && path.is_ascii() && !path.starts_with("//") {
        return Ok(path);
    }
    Err(Failure::new(Exit::Usage, format!("--path {typed} is no path that a request can have"))
        .hint("write it without host and query, other letters percent-encoded: /webhooks/toss"))
}

/// Which forms of the key a check tries.
pub(super) fn key_form_choice(typed: KeyForm) -> KeyFormChoice {
    match typed {
        KeyForm::Auto => KeyFormChoice::Auto,
        KeyForm::Text => KeyFormChoice::Text,
        KeyForm::Hex => KeyFormChoice::Hex,
    }
}
