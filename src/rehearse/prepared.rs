//! A webhook and one attempt of it, ready to be sent: what `trigger` sends, prints and sends again.

use bytes::Bytes;
use http::Method;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use jiff::Timestamp;

use crate::activity::{AttemptResult, Mishap, Notice, Sent};
use crate::outbound::Call;
use crate::toss::signature::SecurityKeyError;
use crate::toss::transmission::{
    RETRIED_COUNT, SIGNATURE, TRANSMISSION_ID, TRANSMISSION_TIME, format_transmission_time,
};
use crate::toss::{Content, Event, KeyForm, SecurityKey, Transmission, TransmissionId};

/// What signs the events that carry a signature.
#[derive(Clone, Debug)]
pub struct Signing {
    /// The security key.
    pub key: SecurityKey,
    /// Which form of it is the HMAC's key.
    pub form: KeyForm,
}

/// A webhook: what stays the same on every attempt.
#[derive(Clone, Debug)]
pub struct Webhook {
    content: Content,
    id: TransmissionId,
    /// Header lines beside those of the transmission.
    headers: HeaderMap,
    body: Bytes,
}

/// One attempt of a webhook.
#[derive(Clone, Debug)]
pub struct Prepared {
    webhook: Webhook,
    transmission: Transmission,
}

impl Webhook {
    /// A webhook with this body: `content-type: application/json`, over which `headers` win.
    /// Their transmission lines are left out: each attempt has its own.
    pub fn new(id: TransmissionId, body: Bytes, headers: &HeaderMap) -> Self {
        let mut lines = HeaderMap::new();
        lines.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        for name in headers.keys().filter(|name| !is_transmission(name)) {
            lines.remove(name);
            for value in headers.get_all(name) {
                lines.append(name, value.clone());
            }
        }
        Self { content: Content::read(&body), id, headers: lines, body }
    }

    /// The attempt with this retried count, sent at this time; signed where the event is a signed
    /// one and there is a key.
    pub fn attempt(
        &self,
        retried_count: u32,
        sent_at: Timestamp,
        signing: Option<&Signing>,
    ) -> Result<Prepared, SecurityKeyError> {
        let prepared = self.unsigned(retried_count, sent_at);
        match signing.filter(|_| self.is_signed()) {
            Some(Signing { key, form }) => {
                let time = prepared.transmission.time.as_deref().unwrap_or_default();
                let signature = key.sign(*form, &self.body, time)?;
                Ok(prepared.with_signature(signature))
            }
            None => Ok(prepared),
        }
    }

    /// The same attempt without a signature, whatever the event is.
    pub fn unsigned(&self, retried_count: u32, sent_at: Timestamp) -> Prepared {
        let transmission = Transmission {
            id: Some(self.id.clone()),
            time: Some(format_transmission_time(sent_at)),
            retried_count: Some(retried_count),
            signature: None,
        };
        Prepared { webhook: self.clone(), transmission }
    }

    /// The same event, of which this body goes out.
    #[must_use]
    pub fn with_body(self, body: Bytes) -> Self {
        Self { body, ..self }
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The event, where the body is one.
    pub fn event(&self) -> Option<&Event> {
        self.content.event()
    }

    /// The event's type, where the body is an event.
    pub fn event_name(&self) -> Option<&str> {
        self.event().map(|event| event.event_type.as_str())
    }

    fn is_signed(&self) -> bool {
        self.event().is_some_and(|event| event.event_type.is_signed())
    }
}

impl Prepared {
    /// The webhook that this is an attempt of.
    pub fn webhook(&self) -> &Webhook {
        &self.webhook
    }

    /// What this attempt's own headers say.
    pub fn transmission(&self) -> &Transmission {
        &self.transmission
    }

    /// The same attempt with this signature header.
    #[must_use]
    pub fn with_signature(mut self, signature: String) -> Self {
        self.transmission.signature = Some(signature.into_bytes());
        self
    }

    /// The body.
    pub fn body(&self) -> &Bytes {
        &self.webhook.body
    }

    /// All header lines, those of the transmission last.
    pub fn headers(&self) -> HeaderMap {
        let mut headers = self.webhook.headers.clone();
        headers.extend(self.transmission.to_headers());
        headers
    }

    /// The call that sends it: to the endpoint's own path, or `/`.
    pub fn call(&self) -> Call {
        Call {
            method: Method::POST,
            path: "/".into(),
            query: None,
            headers: self.headers(),
            body: self.body().clone(),
        }
    }

    /// What to say before it is sent: that its receiver will miss the signature.
    pub fn notice(&self) -> Option<Notice> {
        let unsigned = self.webhook.is_signed() && self.transmission.signature.is_none();
        let event = self.webhook.event_name().filter(|_| unsigned)?;
        Some(Notice::UnsignedEvent { event: event.to_owned() })
    }

    /// What happened to it.
    pub(super) fn sent(&self, to: &str, result: AttemptResult) -> Sent {
        let retried_count = self.transmission.retried_count;
        Sent {
            recorded: None,
            event: self.webhook.event_name().map(str::to_owned),
            content: self.webhook.content.clone(),
            to: to.to_owned(),
            transmission_id: Some(self.webhook.id.0.clone()),
            attempt: retried_count.unwrap_or(0).saturating_add(1),
            retried_count,
            result,
            waited: None,
            mishap: Mishap::default(),
            sent_at: None,
            course: None,
            step: None,
        }
    }
}

fn is_transmission(name: &HeaderName) -> bool {
    [TRANSMISSION_TIME, RETRIED_COUNT, TRANSMISSION_ID, SIGNATURE].contains(&name.as_str())
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::HeaderMap;

    use super::{Signing, Webhook};
    use crate::activity::Notice;
    use crate::toss::transmission::{SIGNATURE, TRANSMISSION_TIME};
    use crate::toss::{
        EventType, KeyForm, KeyFormChoice, SecurityKey, SignatureCheck, Transmission, TransmissionId,
        signature,
    };

    const PAYOUT: &str = r#"{"eventType":"payout.changed","createdAt":"2024-11-22T13:00:00+09:00",
        "version":"2022-11-16","eventId":"1","entityType":"payout","entityBody":{"status":"COMPLETED"}}"#;

    fn webhook(body: &'static str, headers: &HeaderMap) -> Webhook {
        Webhook::new(TransmissionId("whtrans_a1".into()), Bytes::from_static(body.as_bytes()), headers)
    }

    fn signing() -> Signing {
        Signing { key: SecurityKey::parse(&"ab".repeat(32)).unwrap(), form: KeyForm::Text }
    }

    #[test]
    fn an_attempt_carries_the_headers_of_a_delivery() {
        let webhook = webhook("{}", &HeaderMap::new());
        let at = "2024-09-05T03:19:21Z".parse().unwrap();
        let call = webhook.attempt(2, at, None).unwrap().call();
        let lines: Vec<_> =
            call.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(
            lines,
            [
                ("content-type", "application/json"),
                ("tosspayments-webhook-transmission-time", "2024-09-05T12:19:21+09:00"),
                ("tosspayments-webhook-transmission-retried-count", "2"),
                ("tosspayments-webhook-transmission-id", "whtrans_a1"),
            ]
        );
    }

    #[test]
    fn given_headers_win_but_for_those_of_the_transmission() {
        let mut given = HeaderMap::new();
        given.append("content-type", "text/plain".parse().unwrap());
        given.append("x-own", "1".parse().unwrap());
        given.append("x-own", "2".parse().unwrap());
        given.append(TRANSMISSION_TIME, "long ago".parse().unwrap());
        given.append(SIGNATURE, "v1:old".parse().unwrap());
        let at = "2024-09-05T03:19:21Z".parse().unwrap();
        let headers = webhook("{}", &given).attempt(0, at, None).unwrap().headers();
        assert_eq!(headers.get_all("content-type").iter().collect::<Vec<_>>(), ["text/plain"]);
        assert_eq!(headers.get_all("x-own").iter().collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(headers[TRANSMISSION_TIME], "2024-09-05T12:19:21+09:00");
        assert!(!headers.contains_key(SIGNATURE));
    }

    #[test]
    fn each_attempt_of_a_signed_event_has_a_signature_of_its_own() {
        let webhook = webhook(PAYOUT, &HeaderMap::new());
        let attempts = ["2024-09-05T03:19:21Z", "2024-09-05T03:20:21Z"]
            .map(|at| webhook.attempt(0, at.parse().unwrap(), Some(&signing())).unwrap());
        for attempt in &attempts {
            let check = signature::check(
                Some(&signing().key),
                KeyFormChoice::Auto,
                Some(&EventType::PayoutChanged),
                attempt.body(),
                &Transmission::read(&attempt.headers()),
            );
            assert_eq!(check, SignatureCheck::Valid(KeyForm::Text));
            assert!(attempt.notice().is_none());
        }
        assert_ne!(attempts[0].transmission().signature, attempts[1].transmission().signature);
    }

    #[test]
    fn a_signed_event_without_a_key_goes_out_unsigned_and_says_so() {
        let at = "2024-09-05T03:19:21Z".parse().unwrap();
        let payout = webhook(PAYOUT, &HeaderMap::new()).attempt(0, at, None).unwrap();
        assert!(payout.transmission().signature.is_none());
        assert!(
            matches!(payout.notice(), Some(Notice::UnsignedEvent { event }) if event == "payout.changed")
        );

        let payment = r#"{"eventType":"PAYMENT_STATUS_CHANGED","createdAt":"","data":{"status":"DONE"}}"#;
        let payment = webhook(payment, &HeaderMap::new()).attempt(0, at, Some(&signing())).unwrap();
        assert!(payment.transmission().signature.is_none());
        assert!(payment.notice().is_none());
    }
}
