//! The keys of `lookup`, which `payment` follows, and of the stand-in's `summary`.

use std::net::SocketAddr;

use serde::Serialize;

use crate::activity::{LookUps, LookedUp};
use crate::toss::PaymentName;

#[derive(Serialize)]
pub(super) struct LookedUpKeys<'a> {
    payment_key: Option<&'a str>,
    order_id: Option<&'a str>,
    event_status: Option<&'a str>,
    http_status: u16,
    code: Option<&'static str>,
    remote: SocketAddr,
    method: &'a str,
    path: &'a str,
}

impl<'a> LookedUpKeys<'a> {
    pub(super) fn of(looked_up: &'a LookedUp) -> Self {
        let asked = match &looked_up.name {
            Some(PaymentName::Key(key)) => (Some(&**key), None),
            Some(PaymentName::Order(order)) => (None, Some(&**order)),
            None => (None, None),
        };
        let error = looked_up.answer.as_ref().err();
        let payment = looked_up.answer.as_ref().ok();
        let (payment_key, order_id) =
            payment.map_or(asked, |payment| (Some(&*payment.key), Some(&*payment.order_id)));
        Self {
            payment_key,
            order_id,
            event_status: payment.map(|payment| &*payment.status),
            http_status: error.map_or(200, crate::activity::LookUpError::http_status),
            code: error.map(crate::activity::LookUpError::code),
            remote: looked_up.remote,
            method: &looked_up.method,
            path: &looked_up.target,
        }
    }
}

#[derive(Serialize)]
pub(super) struct LookUpsKeys {
    lookups: u64,
    found: u64,
    unknown: u64,
    refused: u64,
}

impl LookUpsKeys {
    pub(super) fn of(lookups: LookUps) -> Self {
        let LookUps { lookups, found, unknown, refused, failed_on_purpose: _ } = lookups;
        Self { lookups, found, unknown, refused }
    }
}
