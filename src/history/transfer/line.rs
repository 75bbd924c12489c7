//! A line as `events export` writes it. What follows from a request's bytes is read from them, not believed.

use std::borrow::Cow;
use std::net::SocketAddr;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;

use super::item::{BadItem, Body, Item, NewAnswer, NewCall, NewRequest, Parts, add_header, is_target};
use crate::activity::{DeliveryStatus, EventId};
use crate::history::row::{outcome_of, repeat_of, signature_of_words};
use crate::json::{self, Document};
use crate::toss::SignatureCheck;

/// The keys that are read; others are passed over.
const KEYS: [&str; 20] = [
    "v",
    "kind",
    "at",
    "id",
    "twin_of",
    "signature",
    "key_form",
    "remote",
    "method",
    "path",
    "headers",
    "http_status",
    "answered_after_ms",
    "delivery_status",
    "number",
    "repeat",
    "to",
    "attempt",
    "outcome",
    "body_base64",
];

/// Those of a call.
const CALL_KEYS: [&str; 4] = ["retried_count", "elapsed_ms", "response_base64", "also"];

/// The longest that an endpoint's name may be.
const LONGEST_ENDPOINT: usize = 4096;

/// How much of an answer is kept with a call.
const RESPONSE_KEPT: usize = 4096;

/// The members of an object, by the keys that are asked for. Of a key that comes twice the last counts.
#[derive(Default)]
struct Members<'a> {
    keys: [Option<Document<'a>>; KEYS.len()],
    call_keys: [Option<Document<'a>>; CALL_KEYS.len()],
}

/// Reads a line.
pub(super) fn read(line: &[u8]) -> Result<Item, BadItem> {
    let document = Document::read(line).ok_or(BadItem::NotJson)?;
    let members = Members::of(document)?;
    if members.value("v").map(Document::as_str) != Some("1") {
        return Err(if members.value("v").is_some() { BadItem::Version } else { BadItem::Missing("v") });
    }
    match members.text("kind")?.as_deref() {
        Some("event") => {
            let first = members.request()?;
            let twin_of = members.text("twin_of")?;
            let twin_of =
                twin_of.map(|id| EventId::parse(&id).ok_or(BadItem::Wrong("twin_of"))).transpose()?;
            if members.value("body_base64").is_none() {
                return Err(BadItem::Missing("body_base64"));
            }
            Ok(Item::Event { id: members.id()?, twin_of, first })
        }
        Some("delivery") => Ok(Item::Delivery {
            id: members.id()?,
            number: members.number("number")?.ok_or(BadItem::Missing("number"))?,
            repeat: repeat_of(&members.needed("repeat")?).ok_or(BadItem::Wrong("repeat"))?,
            body: if members.value("body_base64").is_some() { Body::Own } else { Body::TheEvents },
            later: members.request()?,
        }),
        Some("forwarded") => Ok(Item::Call { id: members.id()?, call: members.call()? }),
        kind => Err(BadItem::Kind(kind.map(|kind| kind.chars().take(40).collect()))),
    }
}

impl<'a> Members<'a> {
    fn of(document: Document<'a>) -> Result<Self, BadItem> {
        let mut members = Self::default();
        let mut steps = document.steps();
        if !steps.enter_object() {
            return Err(BadItem::NotJson);
        }
        while let Some(key) = steps.next_key() {
            let value = Some(steps.value()).filter(|value| value.as_str() != "null");
            if let Some(at) = KEYS.iter().position(|known| *known == key) {
                members.keys[at] = value;
            } else if let Some(at) = CALL_KEYS.iter().position(|known| *known == key) {
                members.call_keys[at] = value;
            }
        }
        Ok(members)
    }

    /// The value at a key; none where it is null.
    fn value(&self, key: &'static str) -> Option<Document<'a>> {
        let keys = KEYS.iter().zip(&self.keys).chain(CALL_KEYS.iter().zip(&self.call_keys));
        keys.into_iter().find(|(known, _)| **known == key).and_then(|(_, value)| *value)
    }

    fn text(&self, key: &'static str) -> Result<Option<Cow<'a, str>>, BadItem> {
        let text = |value: Document<'a>| json::plain(value.as_str()).ok_or(BadItem::Wrong(key));
        self.value(key).map(text).transpose()
    }

    fn needed(&self, key: &'static str) -> Result<Cow<'a, str>, BadItem> {
        self.text(key)?.ok_or(BadItem::Missing(key))
    }

    fn number(&self, key: &'static str) -> Result<Option<u32>, BadItem> {
        let number = |value: Document<'_>| value.as_str().parse().map_err(|_| BadItem::Wrong(key));
        self.value(key).map(number).transpose()
    }

    fn bytes(&self, key: &'static str) -> Result<Option<Vec<u8>>, BadItem> {
        let decoded = |text: Cow<'_, str>| BASE64_STANDARD.decode(&*text).map_err(|_| BadItem::Wrong(key));
        self.text(key)?.map(decoded).transpose()
    }

    fn id(&self) -> Result<EventId, BadItem> {
        EventId::parse(&self.needed("id")?).ok_or(BadItem::Wrong("id"))
    }

    fn at(&self) -> Result<Timestamp, BadItem> {
        self.needed("at")?.parse().map_err(|_| BadItem::Wrong("at"))
    }

    /// A span of up to three years, to the microsecond.
    fn milliseconds(&self, key: &'static str) -> Result<Option<Duration>, BadItem> {
        let Some(value) = self.value(key) else { return Ok(None) };
        let milliseconds: f64 = value.as_str().parse().map_err(|_| BadItem::Wrong(key))?;
        if !(0.0..=1e11).contains(&milliseconds) {
            return Err(BadItem::Wrong(key));
        }
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the range above")]
        let microseconds = (milliseconds * 1000.0).round() as u64;
        Ok(Some(Duration::from_micros(microseconds)))
    }

    fn status(&self) -> Result<Option<u16>, BadItem> {
        let status = self.number("http_status")?;
        let is_status =
            |status: u32| u16::try_from(status).ok().filter(|status| (100..1000).contains(status));
        status.map(|status| is_status(status).ok_or(BadItem::Wrong("http_status"))).transpose()
    }

    fn request(&self) -> Result<NewRequest, BadItem> {
        if self.needed("method")? != "POST" {
            return Err(BadItem::Wrong("method"));
        }
        let target = self.needed("path")?.into_owned();
        let remote: SocketAddr = self.needed("remote")?.parse().map_err(|_| BadItem::Wrong("remote"))?;
        let parts = Parts {
            target: Some(target).filter(|target| is_target(target)).ok_or(BadItem::Wrong("path"))?,
            headers: self.headers()?,
            body: Bytes::from(self.bytes("body_base64")?.unwrap_or_default()),
            remote,
            arrived_at: self.at()?,
        };
        Ok(NewRequest { request: parts.request(), signature: self.signature()?, answer: self.answer()? })
    }

    /// Pairs of names and values; behind a value that is no UTF-8 stands how its bytes are written.
    fn headers(&self) -> Result<HeaderMap, BadItem> {
        let wrong = BadItem::Wrong("headers");
        let mut steps = self.value("headers").ok_or(BadItem::Missing("headers"))?.steps();
        if !steps.enter_array() {
            return Err(wrong);
        }
        let mut headers = HeaderMap::new();
        while let Some(line) = steps.next_item() {
            let mut line = line.steps();
            if !line.enter_array() {
                return Err(wrong);
            }
            let mut next = || line.next_item().and_then(|item| json::plain(item.as_str()));
            let (name, value, form) = (next(), next(), next());
            let (Some(name), Some(value)) = (name, value) else { return Err(wrong) };
            let bytes = match form.as_deref() {
                None => Some(value.as_bytes().to_vec()),
                Some("latin1") => value.chars().map(|letter| u8::try_from(letter).ok()).collect(),
                Some(_) => None,
            };
            let added = bytes.and_then(|bytes| add_header(&mut headers, &name, &bytes));
            added.ok_or_else(|| wrong.clone())?;
        }
        Ok(headers)
    }

    fn signature(&self) -> Result<SignatureCheck, BadItem> {
        let (signature, form) = (self.needed("signature")?, self.text("key_form")?);
        signature_of_words(&signature, form.as_deref()).ok_or(BadItem::Wrong("signature"))
    }

    fn answer(&self) -> Result<Option<NewAnswer>, BadItem> {
        let Some(http_status) = self.status()? else { return Ok(None) };
        let after = self.milliseconds("answered_after_ms")?;
        let status = || DeliveryStatus::parse(&self.needed("delivery_status").ok()?);
        let after = after.map(|after| status().map(|status| (after, status)));
        let after = after.map(|after| after.ok_or(BadItem::Wrong("delivery_status"))).transpose()?;
        Ok(Some(NewAnswer { http_status, after }))
    }

    fn call(&self) -> Result<NewCall, BadItem> {
        let endpoint = self.needed("to")?.into_owned();
        // Neither a name with a password in it nor one that ends a line is ever kept.
        let is_plain =
            url::Url::parse(&endpoint).is_ok_and(|url| url.username().is_empty() && url.password().is_none());
        if !is_plain || endpoint.len() > LONGEST_ENDPOINT || endpoint.chars().any(char::is_control) {
            return Err(BadItem::Wrong("to"));
        }
        let outcome = self.text("outcome")?;
        let outcome = outcome.map(|word| outcome_of(&word).ok_or(BadItem::Wrong("outcome"))).transpose()?;
        let mut response = self.bytes("response_base64")?;
        if let Some(response) = &mut response {
            response.truncate(RESPONSE_KEPT);
        }
        Ok(NewCall {
            endpoint,
            number: self.number("attempt")?.ok_or(BadItem::Missing("attempt"))?,
            retried_count: self.number("retried_count")?,
            also: self.value("also").is_some_and(|also| also.as_str() == "true"),
            begun_at: self.at()?,
            outcome,
            http_status: self.status()?,
            elapsed: self.milliseconds("elapsed_ms")?,
            response,
        })
    }
}
