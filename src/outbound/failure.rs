//! From the libraries' chains of errors to an [`Outcome`] and a [`Cause`].

use std::error::Error;
use std::io;

use crate::activity::{Cause, Outcome};

use super::dialling::Dialling;
use super::resolver::{LookupError, NotAllowed};

/// Why a call gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) outcome: Outcome,
    pub(super) cause: Cause,
}

impl Failure {
    fn new(outcome: Outcome, cause: Cause) -> Self {
        Self { outcome, cause }
    }

    /// The address may not be dialled.
    pub(super) fn not_allowed() -> Self {
        Self::new(Outcome::Unreachable, Cause::NotAllowed)
    }

    /// TLS can't be set up on this machine.
    pub(super) fn no_tls(reason: &str) -> Self {
        Self::new(Outcome::Tls, Cause::Tls(reason.to_owned()))
    }

    /// The URL says http, the port is one for TLS.
    pub(super) fn wants_tls() -> Self {
        Self::new(Outcome::Protocol, Cause::Tls("the port speaks TLS, the URL says http".to_owned()))
    }

    /// The time is up.
    pub(super) fn out_of_time(dialling: Dialling) -> Self {
        let cause = match dialling {
            Dialling::Begun => Cause::ConnectTimeout,
            Dialling::None | Dialling::Done(_) => Cause::AnswerTimeout,
        };
        Self::new(Outcome::Timeout, cause)
    }

    /// What came is no HTTP.
    pub(super) fn no_http(reason: &str) -> Self {
        Self::new(Outcome::Protocol, Cause::NotHttp(reason.to_owned()))
    }

    /// What this error of a connection that is being made comes to.
    pub(super) fn of_connecting(error: &io::Error) -> Self {
        let wrapped = error.get_ref();
        let lookup = wrapped.and_then(|inner| inner.downcast_ref::<LookupError>()).map(|error| match error {
            LookupError::NotAllowed(_) => Self::not_allowed(),
            LookupError::Unknown(_) => Self::new(Outcome::Unreachable, Cause::UnknownHost),
        });
        let tls = || wrapped.and_then(|inner| inner.downcast_ref::<rustls::Error>()).map(of_tls);
        let system = || of_system(error, true);
        lookup
            .or_else(tls)
            .or_else(system)
            .unwrap_or_else(|| Self::new(Outcome::Unreachable, Cause::Other(error.to_string())))
    }

    /// What this error of a connection that stands comes to.
    pub(super) fn of_connected(error: &io::Error) -> Self {
        of_system(error, false)
            .unwrap_or_else(|| Self::new(Outcome::Protocol, Cause::Other(error.to_string())))
    }

    /// What this error comes to. reqwest's own message, which has the URL, is never used.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        let connecting = error.is_connect();
        let specific = causes(error).find_map(|cause| {
            if cause.is::<NotAllowed>() {
                return Some(Self::not_allowed());
            }
            let tls = cause.downcast_ref::<rustls::Error>().map(of_tls);
            let http = || cause.downcast_ref::<hyper::Error>().and_then(of_http);
            let system = || cause.downcast_ref::<io::Error>().and_then(|error| of_system(error, connecting));
            tls.or_else(http).or_else(system)
        });
        specific.unwrap_or_else(|| {
            let reason = causes(error).last().map(ToString::to_string).unwrap_or_default();
            match (error.is_dns(), connecting || error.is_builder()) {
                (true, _) => Self::new(Outcome::Unreachable, Cause::UnknownHost),
                (_, true) => Self::new(Outcome::Unreachable, Cause::Other(reason)),
                _ => Self::new(Outcome::Protocol, Cause::Other(reason)),
            }
        })
    }
}

/// The errors below this one, from the outside in. What an [`io::Error`] wraps is one of them; by
/// `source` alone it would be skipped.
pub(super) fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn Error + 'static)> {
    std::iter::successors(error.source(), |&cause| {
        let wrapped = cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        wrapped.map(|inner| inner as &(dyn Error + 'static)).or_else(|| cause.source())
    })
}

fn of_tls(error: &rustls::Error) -> Failure {
    use rustls::Error::{InvalidCertificate, NoCertificatesPresented, UnsupportedNameType};
    let reason = error.to_string();
    let cause = match error {
        InvalidCertificate(_) | NoCertificatesPresented | UnsupportedNameType => Cause::Certificate(reason),
        _ => Cause::Tls(reason),
    };
    Failure::new(Outcome::Tls, cause)
}

/// None where the error only wraps one that says more.
fn of_http(error: &hyper::Error) -> Option<Failure> {
    if error.is_parse() {
        return Some(Failure::new(Outcome::Protocol, Cause::NotHttp(error.to_string())));
    }
    let closed = error.is_incomplete_message() || error.is_canceled() || error.is_closed();
    closed.then(|| Failure::new(Outcome::Protocol, Cause::Closed))
}

/// None where the error only wraps one that says more.
fn of_system(error: &io::Error, connecting: bool) -> Option<Failure> {
    use io::ErrorKind::{
        BrokenPipe, ConnectionAborted, ConnectionRefused, ConnectionReset, NotConnected, TimedOut,
        UnexpectedEof,
    };
    let failure = match (error.kind(), connecting) {
        (ConnectionRefused, _) => Failure::new(Outcome::Unreachable, Cause::Refused),
        (TimedOut, true) => Failure::new(Outcome::Timeout, Cause::ConnectTimeout),
        (TimedOut, false) => Failure::new(Outcome::Timeout, Cause::AnswerTimeout),
        // The TCP connection stood, or there would have been another error: it ended in the handshake.
        (UnexpectedEof | ConnectionReset | BrokenPipe | ConnectionAborted, true) => {
            Failure::new(Outcome::Tls, Cause::Tls("closed during the handshake".to_owned()))
        }
        (UnexpectedEof | ConnectionReset | BrokenPipe | ConnectionAborted | NotConnected, false) => {
            Failure::new(Outcome::Protocol, Cause::Closed)
        }
        _ => return None,
    };
    Some(failure)
}
