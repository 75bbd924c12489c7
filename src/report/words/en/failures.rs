//! Why a command can't go on: message and hint of each failure.

use std::io;

use crate::history::HistoryError;
use crate::outbound::{EndpointError, SenderError, without_user_information};
use crate::toss::signature::SecurityKeyError;

/// A message and, where something helps, a hint.
pub type Words = (String, Option<String>);

/// The history can't be used.
pub fn history(error: &HistoryError) -> Words {
    let hint = match error {
        HistoryError::Open { .. } | HistoryError::Store { .. } => {
            "choose another place with --history FILE, or do without: --no-history"
        }
        HistoryError::Damaged { .. } => {
            "it was left as it is; tosshook events export --output FILE gets out what can be read, and another \
             history can be taken with --history FILE"
        }
        HistoryError::ReadOnly { .. } => {
            "events can still be listed, shown and exported; to record, choose another place with --history FILE"
        }
        HistoryError::LogUnread { .. } => {
            "the newest events are in the file beside it that ends in -wal: copy both into a folder that can be \
             written, and name the copy with --history FILE"
        }
        HistoryError::Full { .. } => "make room on its disk, or choose another place with --history FILE",
        HistoryError::Symlink { .. } => {
            "events hold customers' data, so no link is followed; name the file itself with --history"
        }
        HistoryError::Foreign { .. } => {
            "events hold customers' data: chmod 600 the file and 700 its folder, or choose another with --history FILE"
        }
        HistoryError::NotAHistory { .. } => "it was left as it is; choose another file with --history FILE",
        HistoryError::Newer { .. } => "update tosshook, or choose another file with --history FILE",
        HistoryError::Closed => return (format!("could not use the history: {error}"), None),
    };
    (format!("could not use the history: {error}"), Some(hint.to_owned()))
}

/// What was typed is no endpoint. `place` is the argument's or option's name.
pub fn endpoint(place: &str, typed: &str, error: &EndpointError) -> Words {
    let hint = match error {
        EndpointError::Scheme(_) => "webhooks go to http:// or https://",
        EndpointError::Port(_) => "ports go from 1 to 65535",
        EndpointError::Empty | EndpointError::NotAUrl => {
            "a URL, or short: 3000, :3000/hook, localhost:3000/hook, app:8080, [::1]:3000"
        }
    };
    let typed = without_user_information(typed);
    let what = match error {
        EndpointError::Scheme(scheme) => format!("the scheme is {scheme}"),
        // A password with a colon or a slash in it may have been taken for the port.
        EndpointError::Port(port) if !typed.contains(port) => "it has no port that can be used".to_owned(),
        EndpointError::Port(port) => format!("there is no port {port}"),
        EndpointError::Empty => "it is empty".to_owned(),
        EndpointError::NotAUrl => "it is no URL".to_owned(),
    };
    let typed = if typed.is_empty() { "''" } else { typed.as_ref() };
    (format!("{place} {typed}: {what}"), Some(hint.to_owned()))
}

/// Calls can't be made.
pub fn sender(error: &SenderError) -> Words {
    let hint = match error {
        SenderError::Certificates(_) => "--ca-cert takes a file of PEM certificates",
        SenderError::Tls(_) => "for a dev server on this machine, http:// needs no TLS",
    };
    (format!("could not make calls: {error}"), Some(hint.to_owned()))
}

/// What was given is no security key. It is not repeated: it may be another secret.
pub fn security_key(error: &SecurityKeyError) -> Words {
    let hint = match error {
        SecurityKeyError::Empty => "@FILE reads it from a file, env:NAME from the environment",
        SecurityKeyError::SecretKey => {
            "the security key (보안 키) is 64 hex digits: Developer Center > API keys; a secret key is not it"
        }
        SecurityKeyError::ClientKey => {
            "the security key (보안 키) is 64 hex digits: Developer Center > API keys; a client key signs nothing"
        }
        SecurityKeyError::NotHex => "--key-form text takes it as it stands",
    };
    (format!("--security-key {error}"), Some(hint.to_owned()))
}

/// The ports that a listener and the stand-in take when nothing is said.
const OURS: [u16; 2] = [4100, 4102];

/// The address can't be listened on.
pub fn bind(host: &str, port: u16, error: &io::Error) -> Words {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            let holder =
                if OURS.contains(&port) { "another tosshook, most likely" } else { "another server" };
            (
                format!("--port {port} is taken by {holder}"),
                Some(format!("--port 0 picks a free one; who holds it: {}", who_holds(port))),
            )
        }
        io::ErrorKind::PermissionDenied => (
            format!("--port {port} may not be listened on: {error}"),
            Some("ports below 1024 need rights that this run lacks; --port 0 picks a free one".to_owned()),
        ),
        io::ErrorKind::AddrNotAvailable => (
            format!("--host {host} is no address of this machine"),
            Some("127.0.0.1 is this machine alone, 0.0.0.0 every address that it has".to_owned()),
        ),
        _ if is_lookup(error) => (
            format!("--host {host} has no address"),
            Some("127.0.0.1 is this machine alone, 0.0.0.0 every address that it has".to_owned()),
        ),
        _ => (format!("could not listen on --host {host} --port {port}: {error}"), None),
    }
}

/// Whether a name could not be resolved, which the system tells in words only.
fn is_lookup(error: &io::Error) -> bool {
    error.raw_os_error().is_none() && error.to_string().contains("lookup")
}

fn who_holds(port: u16) -> String {
    if cfg!(windows) { format!("netstat -ano | findstr :{port}") } else { format!("lsof -i :{port}") }
}
