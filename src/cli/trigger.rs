//! `tosshook trigger`.

use std::ffi::OsStr;
use std::path::PathBuf;
use std::time::Duration;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use clap::error::Error;
use clap::{Arg, Args, Command, ValueEnum};

use super::forward::ConnectionArgs;
use super::sending::{SendingArgs, SigningArgs};
use super::values::{Pace, duration, pace, speed, whole};
use crate::timeline::Speed;
use crate::toss::EventType;
use crate::toss::scenario::Embedded;

const EXAMPLES: &str = "\
Examples:
  tosshook trigger PAYMENT_STATUS_CHANGED --status DONE --method easy-pay
  tosshook trigger DEPOSIT_CALLBACK --order-id order-1122-0018 --secret ps_…
  tosshook trigger payout.changed --security-key @key.txt --set entityBody.status=FAILED
  tosshook trigger PAYMENT_STATUS_CHANGED --retry --speed 600x
  tosshook trigger deposit-reversal --order-id order-1122-0018
  tosshook trigger PAYMENT_STATUS_CHANGED --rate 200/s --duration 30s
  tosshook trigger PAYMENT_STATUS_CHANGED --abort-after response --retry
  tosshook trigger PAYMENT_STATUS_CHANGED --as curl";

/// The command line of `trigger`.
#[derive(Clone, Debug, Args)]
#[command(
    after_help = EXAMPLES,
    after_long_help = format!("{EXAMPLES}\n\n{}", super::EXIT_CODES)
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct TriggerArgs {
    /// The event, or the scenario: --list names them
    ///
    /// A scenario is a chain of events about one payment, customer, seller or payout. Each goes out once the one before
    /// it has ended: is answered, or with --retry Completed or Failed. The times between them are simulated: the last
    /// happens now, or --at, and those before it as much earlier as the scenario says. --count plays it so many times.
    #[arg(value_name = "EVENT|SCENARIO", required_unless_present_any = ["list", "body", "like", "scenario"],
          value_parser = Names, hide_possible_values = true)]
    pub event: Option<String>,
    /// Send a scenario of your own: a file, or - for standard input
    #[arg(long, value_name = "FILE", help_heading = "Content",
          conflicts_with_all = ["event", "body", "like"])]
    pub scenario: Option<PathBuf>,
    /// List events, their statuses and methods, and scenarios
    #[arg(long)]
    pub list: bool,
    /// Where to
    #[command(flatten)]
    pub sending: SendingArgs,
    /// The status: DONE, PARTIAL_CANCELED, …
    #[arg(long, value_name = "S", help_heading = "Content")]
    pub status: Option<String>,
    /// The payment method: card, virtual-account, easy-pay, transfer, mobile-phone, gift-certificate
    #[arg(long, value_name = "M", help_heading = "Content")]
    pub method: Option<String>,
    /// The order's id
    #[arg(long, value_name = "ID", help_heading = "Content")]
    pub order_id: Option<String>,
    /// The payment's key
    #[arg(long, value_name = "KEY", help_heading = "Content", hide_short_help = true)]
    pub payment_key: Option<String>,
    /// The amount
    #[arg(long, value_name = "N", value_parser = whole::<u64>(0, u64::MAX), help_heading = "Content")]
    pub amount: Option<u64>,
    /// The payment's secret: a value, @FILE or env:NAME
    #[arg(long, value_name = "SECRET", help_heading = "Content", hide_short_help = true)]
    pub secret: Option<String>,
    /// Change a field: data.orderId=my-1; repeatable
    #[arg(long, value_name = "PATH=VALUE", help_heading = "Content")]
    pub set: Vec<String>,
    /// Take a field away; repeatable
    #[arg(long, value_name = "PATH", help_heading = "Content", hide_short_help = true)]
    pub unset: Vec<String>,
    /// Let --set, --unset and a scenario's file name fields that the event doesn't have
    #[arg(long, help_heading = "Content", hide_short_help = true)]
    pub force: bool,
    /// Send this body: a file, or - for standard input
    #[arg(long, value_name = "FILE", help_heading = "Content", hide_short_help = true,
          conflicts_with_all = ["event", "status", "method", "order_id", "payment_key", "amount", "secret"])]
    pub body: Option<PathBuf>,
    /// Send a recorded event again as a new one
    #[arg(long, value_name = "ID", help_heading = "Content", hide_short_help = true,
          conflicts_with_all = ["event", "body", "status", "method", "order_id", "payment_key", "amount", "secret"])]
    pub like: Option<String>,
    /// The history that --like looks into, and in which tosshook api finds the payments that are sent
    #[arg(
        long,
        value_name = "FILE",
        env = "TOSSHOOK_HISTORY",
        help_heading = "Content",
        hide_short_help = true
    )]
    pub history: Option<PathBuf>,
    /// Keep no payments for tosshook api
    #[arg(long, help_heading = "Content", hide_short_help = true)]
    pub no_history: bool,
    /// What signs
    #[command(flatten)]
    pub signing: SigningArgs,
    /// Send N different events, or play a scenario N times [default: 1, or as many as --duration has time for]
    #[arg(long, value_name = "N", value_parser = whole::<u64>(1, u64::MAX),
          env = "TOSSHOOK_TRIGGER_COUNT", help_heading = "Sending")]
    pub count: Option<u64>,
    /// Send so many events in a time, whatever the server does: 100/s, 5000/1h
    ///
    /// An event is called when it is due, not when the server has answered those before it, and its answer's time counts
    /// from there: a server that stalls shows in the times of all that were due meanwhile. Re-sends of --retry come on top.
    #[arg(long, value_name = "N/DUR", value_parser = pace, env = "TOSSHOOK_TRIGGER_RATE", help_heading = "Sending")]
    pub rate: Option<Pace>,
    /// Begin no event after this time; with --count, whichever comes first
    #[arg(long, value_name = "DUR", value_parser = duration, conflicts_with_all = ["print", "render"],
          help_heading = "Sending")]
    pub duration: Option<Duration>,
    /// Calls at once [default: 1, with --rate 500]
    ///
    /// With --rate an event that finds them all under way waits, and its answer's time counts from when it was due; how
    /// many did is told. The duplicates of --duplicate are calls too; without --rate the default has room for them.
    #[arg(long, value_name = "N", value_parser = whole::<u32>(1, 10_000),
          help_heading = "Sending", hide_short_help = true)]
    pub concurrency: Option<u32>,
    /// Send each event N more times, with the same id and count, at once or right after
    #[arg(long, value_name = "N", value_parser = whole::<u32>(1, 100), conflicts_with_all = ["print", "render"],
          help_heading = "Chaos", hide_short_help = true)]
    pub duplicate: Option<u32>,
    /// Send events in another order: among the 32 that come together, a scenario's steps among each other
    #[arg(long, conflicts_with_all = ["print", "render"], help_heading = "Chaos", hide_short_help = true)]
    pub shuffle: bool,
    /// Hold each attempt for a random time up to this
    #[arg(long, value_name = "DUR", value_parser = duration, conflicts_with_all = ["print", "render"],
          help_heading = "Chaos", hide_short_help = true)]
    pub delay: Option<Duration>,
    /// Cut each event's connection off
    ///
    /// With --retry the event then comes again, whole and with a risen count.
    #[arg(long, value_name = "WHERE", value_enum, conflicts_with_all = ["print", "render"],
          help_heading = "Chaos", hide_short_help = true)]
    pub abort_after: Option<AbortAfter>,
    /// Send broken bodies: cut short, empty, no JSON, in another encoding, of another type, in an array
    ///
    /// With --retry the event then comes again as a whole one.
    #[arg(long, help_heading = "Chaos", hide_short_help = true)]
    pub malformed: bool,
    /// How long an answer may take; 0 waits for ever
    #[arg(long, value_name = "DUR", default_value = "10s", value_parser = duration,
          env = "TOSSHOOK_TRIGGER_TIMEOUT", help_heading = "Sending", hide_short_help = true)]
    pub timeout: Duration,
    /// Re-send what fails on Toss's schedule, until each event is Completed or Failed
    ///
    /// The transmission id stays, the retried count rises, transmission times are on a simulated clock, and each
    /// attempt has its own signature. A wait counts from the end of the attempt before it. At most 100,000 events are
    /// pending at once: no further one is begun before one of them has ended.
    #[arg(long, conflicts_with_all = ["print", "render"], help_heading = "Sending")]
    pub retry: bool,
    /// With --retry: how fast waits go by: real, 600x, instant [default: 3600x]
    ///
    /// Calls and their timeouts always take their real time.
    #[arg(long, value_name = "SPEED", value_parser = speed, env = "TOSSHOOK_TRIGGER_SPEED",
          help_heading = "Sending", hide_short_help = true)]
    pub speed: Option<Speed>,
    /// How to connect
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// Print the request, send nothing
    #[arg(long, help_heading = "Printing")]
    pub print: bool,
    /// Print the request in this form, send nothing
    #[arg(long = "as", value_name = "FORM", value_enum, help_heading = "Printing")]
    pub render: Option<Rendering>,
    /// The output of a run that sends
    #[arg(short, long, value_enum, default_value_t, help_heading = "Printing", hide_short_help = true)]
    pub format: SentFormat,
    /// The same as --format json
    #[arg(long, hide = true, conflicts_with = "format")]
    pub json: bool,
    /// Show secrets in full
    #[arg(long, help_heading = "Printing", hide_short_help = true)]
    pub reveal: bool,
    /// The same seed gives the same bytes, and the same chaos
    #[arg(
        long,
        value_name = "N",
        value_parser = whole::<u64>(0, u64::MAX),
        env = "TOSSHOOK_TRIGGER_SEED",
        help_heading = "Content",
        hide_short_help = true
    )]
    pub seed: Option<u64>,
    /// When the change happened, in a scenario the last one: RFC 3339, 2026-11-22 13:00, 13:00, now, -30m
    #[arg(
        long,
        value_name = "TIME",
        allow_hyphen_values = true,
        help_heading = "Content",
        hide_short_help = true
    )]
    pub at: Option<String>,
}

impl TriggerArgs {
    /// How many events, where no time ends them before.
    pub fn most_events(&self) -> u64 {
        self.count.unwrap_or(if self.duration.is_some() { u64::MAX } else { 1 })
    }

    /// The format that was asked for.
    pub fn chosen_format(&self) -> SentFormat {
        if self.json { SentFormat::Json } else { self.format }
    }
}

/// Where a connection is cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AbortAfter {
    /// After the request's head: no body comes
    Headers,
    /// In the middle of the body
    Body,
    /// Once it was answered, of which the sender never hears: the work was done
    Response,
}

/// The names of events and scenarios: what a shell offers. What else is typed is looked at later, when it can be
/// told what it may have meant.
#[derive(Clone, Copy, Debug)]
struct Names;

impl TypedValueParser for Names {
    type Value = String;

    fn parse_ref(&self, command: &Command, argument: Option<&Arg>, typed: &OsStr) -> Result<String, Error> {
        StringValueParser::new().parse_ref(command, argument, typed)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        let events = EventType::known().iter().map(EventType::as_str);
        let scenarios = Embedded::ALL.iter().map(|it| it.name);
        Some(Box::new(scenarios.chain(events).map(PossibleValue::new)))
    }
}

/// In which form a request is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Rendering {
    /// A curl command line
    Curl,
    /// A request for IntelliJ's and VS Code's HTTP clients
    Http,
    /// Method, URL, headers and body as JSON
    Json,
    /// A section of a document
    Markdown,
}

/// How sent events are told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SentFormat {
    /// A line for each
    #[default]
    Pretty,
    /// JSON Lines
    Json,
}
