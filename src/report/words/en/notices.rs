//! What a person should know while a listener runs.

use std::path::Path;

use crate::activity::{ByHand, Notice, OnFailure, Unwritable};
use crate::toss::Policy;

const AS_RECEIVED: &str = "sent with the time and the signature that it was received with";

/// The notice's sentence.
pub fn notice(notice: &Notice) -> String {
    match notice {
        Notice::EndpointDown { endpoint, on_failure } => down(endpoint, *on_failure),
        Notice::EndpointUp { endpoint } => format!("{endpoint} is up again"),
        Notice::HistoryUnwritable { path, why } => unwritable(path, why),
        Notice::HistoryWritable => "the history takes events again".to_owned(),
        Notice::EventUnreadable { id, reason } => format!(
            "{}: its request can't be read back from the history ({reason}), so it is Failed and not sent again. \
             Look its payment up at Toss Payments; --history FILE begins another file, should this one be damaged",
            id.short()
        ),
        Notice::HistoryWithoutWal { path } => format!(
            "{} lies in a folder that can't hold a write-ahead log (a network folder?): recording is slower. \
             --history FILE chooses another place",
            path.display()
        ),
        Notice::Exposed { host } => {
            format!("listening on {host}: whoever reaches this machine can send events")
        }
        Notice::PaymentsExposed { host } => {
            format!("listening on {host}: whoever reaches this machine can look payments up")
        }
        Notice::LooksUp { api } => format!("payments are looked up at {api}"),
        Notice::AcceptFails { reason } => {
            format!("connections can't be accepted for now ({reason}); if files run out: ulimit -n 4096")
        }
        Notice::PastTossLimit { id } => format!(
            "{}: no answer for {} s, Toss would have given up now; still waiting",
            id.short(),
            Policy::toss().timeout.as_secs()
        ),
        Notice::CopiesLeftOut { endpoint, at_once } => format!(
            "--also {endpoint} has {at_once} copies to answer: until it does, events are not copied to it"
        ),
        Notice::Draining { in_flight } => format!(
            "ending: waiting for {}; Ctrl-C again ends at once",
            super::counted(*in_flight as u64, "request", "requests")
        ),
        Notice::Gap { lines } => format!(
            "… {} not shown: the terminal is slower than the events",
            super::counted(*lines, "line", "lines")
        ),
        Notice::FieldsLeftOut { events } => format!(
            "… {} shown without fields: the terminal is slower than the events",
            super::counted(*events, "event", "events")
        ),
        Notice::UnsignedEvent { event } => {
            format!("Toss signs {event}; without --security-key it goes out unsigned")
        }
        Notice::GivingWay => {
            "the history's oldest events give way; --keep and --history-max say how much of it stays"
                .to_owned()
        }
        Notice::PaymentsUnknown { reason } => format!(
            "tosshook api won't know the payments that are sent: {reason}. \
             --history FILE keeps them elsewhere, --no-history doesn't keep them"
        ),
        Notice::SignatureAsReceived => AS_RECEIVED.to_owned(),
        Notice::ByHand(by_hand) => sent_by_hand(by_hand),
    }
}

/// How such a sentence goes on where nothing is lost by it.
pub fn all_recorded() -> &'static str {
    ". The history has them all"
}

/// Of events that are sent again by hand.
fn sent_by_hand(notice: &ByHand) -> String {
    match notice {
        ByHand::NotReadBack { id, reason: Some(reason) } => {
            format!("{}: can't be read back from the history ({reason}), and is not sent", id.short())
        }
        ByHand::NotReadBack { id, reason: None } => {
            format!("{}: was erased meanwhile, and is not sent", id.short())
        }
        ByHand::PlanCancelled { id } => {
            format!("{}: the re-sends that were planned here are cancelled", id.short())
        }
        ByHand::CallsUnnoted { reason } => {
            format!(
                "the history doesn't have the calls that are made ({reason}): tosshook events show won't show them"
            )
        }
    }
}

/// That events can't be recorded, what becomes of them, and what to do.
fn unwritable(path: &Path, why: &Unwritable) -> String {
    let path = path.display();
    let (what, remedy) = match why {
        Unwritable::Full => (
            format!("there is no room left to write {path}"),
            "Make room on its disk, or take another place with --history FILE",
        ),
        Unwritable::ReadOnly => (
            format!("{path} is read-only"),
            "Make it and its folder writable, or take another place with --history FILE",
        ),
        Unwritable::Damaged => (
            format!("{path} is damaged"),
            "Begin another with --history FILE; tosshook events export --output FILE gets out what can be read of \
             this one",
        ),
        Unwritable::Otherwise(reason) => (
            format!("{path} can't be written ({reason})"),
            "Should that last, take another place with --history FILE",
        ),
    };
    format!("{what}: events are answered 503, so that they are sent again. {remedy}")
}

/// That the endpoint does not accept connections, and what becomes of events.
fn down(endpoint: &str, on_failure: OnFailure) -> String {
    let meanwhile = match on_failure {
        OnFailure::Relay => "their sender hears 502",
        OnFailure::Resend => "their sender hears 200, and they are sent again from here",
    };
    format!("{endpoint} is down: events are recorded, {meanwhile}")
}

/// That a filter names no event that is known.
pub fn no_known_event(flag: &str, list: &str) -> String {
    let list = crate::report::sanitize::text(list);
    format!(
        "warning: {flag} {list}: no event of Toss Payments that is known matches; tosshook trigger --list names them"
    )
}

/// That a key on the command line can be seen by others.
pub fn key_on_command_line(flag: &str) -> String {
    format!(
        "warning: {flag}: the list of processes and the shell's history show a key given so; @FILE and env:NAME don't"
    )
}
