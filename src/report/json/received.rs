//! The keys of `received`; `body` or `body_base64` follows them.

use std::net::SocketAddr;

use serde::Serialize;
use serde_json::value::RawValue;

use super::parts::{Exactness, Headers, Target, amount};
use crate::activity::{EventId, Received};

#[derive(Serialize)]
pub(super) struct ReceivedKeys<'a> {
    id: &'a str,
    event: Option<&'a str>,
    event_status: Option<&'a str>,
    order_id: Option<&'a str>,
    payment_key: Option<&'a str>,
    amount: Option<&'a RawValue>,
    currency: Option<&'a str>,
    transmission_id: Option<&'a str>,
    retried_count: Option<u32>,
    transmission_time: Option<&'a str>,
    repeat: &'static str,
    twin_of: Option<&'a str>,
    signature: &'static str,
    key_form: Option<&'static str>,
    remote: SocketAddr,
    method: &'a str,
    path: Target<'a>,
    headers: Headers<'a>,
}

impl<'a> ReceivedKeys<'a> {
    pub(super) fn of(received: &'a Received) -> Self {
        let event = received.event();
        let transmission = &received.transmission;
        Self {
            id: received.id.as_str(),
            event: event.map(|event| event.event_type.as_str()),
            event_status: event.and_then(|event| event.status.as_deref()),
            order_id: event.and_then(|event| event.order_id.as_deref()),
            payment_key: event.and_then(|event| event.payment_key.as_deref()),
            amount: event.and_then(|event| amount(event.amount.as_ref())),
            currency: event.and_then(|event| event.currency.as_deref()),
            transmission_id: transmission.id.as_ref().map(|id| id.0.as_str()),
            retried_count: transmission.retried_count,
            transmission_time: transmission.time.as_deref(),
            repeat: received.repeat.as_str(),
            twin_of: received.twin_of.as_ref().map(EventId::as_str),
            signature: received.signature.as_str(),
            key_form: received.signature.key_form(),
            remote: received.request.remote,
            method: received.request.method.as_str(),
            path: Target(&received.request),
            headers: Headers(&received.request, Exactness::Readable),
        }
    }

    /// The same, with header lines from which the bytes can be told.
    pub(super) fn exact(received: &'a Received) -> Self {
        Self { headers: Headers(&received.request, Exactness::Exact), ..Self::of(received) }
    }
}
