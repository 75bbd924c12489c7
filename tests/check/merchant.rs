//! A merchant's server, as Toss Payments' documentation would have it, or with one bug.

use std::collections::{HashMap, HashSet};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::HeaderValue;
use serde_json::Value;
use tosshook::toss::{EventType, KeyFormChoice, SecurityKey, SignatureCheck, Transmission, signature};

use crate::raw::{self, Cut, Door, Webhook};

/// The security key that the merchant and Toss Payments share.
pub(crate) const KEY: &str = "6ec0b9cd1ba1bd6f2ea0e3bd2ad63bafb7bb20e8a2f55ad0e6ac3f9b7c1d2e3f";

/// A payment that the merchant has confirmed, and its secret.
pub(crate) const ORDER: &str = "order-1122-0018";
pub(crate) const SECRET: &str = "ps_Z1aOwX7K8mBnRQpDo2dZ8yQxzvNP";

/// What a merchant can do wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Bug {
    Answers201,
    RedirectsToLogin,
    ReadsDepositsAsEvents,
    DemandsASignature,
    SaysSignatureIn400,
    KnowsItsEventsOnly,
    StrictFields,
    SixDigitsOnly,
    NoOffsets,
    SearchesText,
    ExpectsThreeFields,
    CardsOnly,
    RefusesRepeats,
    BreaksOverCopies,
    IsBusyWithCopies,
    OnePerOrderAndStatus,
    NoWayBackFromCanceled,
    NoWayBackFromDone,
    RestMustBeCanceled,
    NoPartialCancels,
    PrintsBeforeVerifying,
    DecodesTheKey,
    OneSignatureOnly,
    LetsUnsignedPass,
    VerifiesNothing,
    TriesOtherTimes,
    OneSecretForAll,
    AnySecret,
    BreaksOverJson,
    TakesAnything,
    BreaksOverNothing,
    TakesGets,
    BreaksOverText,
    SmallBodiesOnly,
    FewAtOnce,
    DiesOfHangUps,
    DiesOfUnknownEvents,
    WorksAgain,
    WorksLater,
    GuardsTooLate,
    WorksOncePerEventType,
    WorksLateEvents,
    KeepsReversedDeposits,
    LosesCopies,
    LooksPaymentsUp,
    RepeatsSecrets,
}

/// A running merchant; ends when dropped, or of what it dies of.
pub(crate) struct Merchant(Arc<Door>);

impl Merchant {
    pub(crate) fn start(bug: Option<Bug>) -> Self {
        let desk = Desk::new(bug);
        Self(Door::open(move |stream, door| desk.serve(stream, door)))
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook", self.0.address)
    }

    pub(crate) fn effects(&self) -> String {
        format!("http://{}/effects", self.0.address)
    }
}

impl Drop for Merchant {
    fn drop(&mut self) {
        self.0.close();
    }
}

/// Whoever takes the requests.
pub(crate) struct Desk {
    bug: Option<Bug>,
    books: Mutex<Books>,
    /// How many are being served.
    busy: AtomicUsize,
    another: Condvar,
}

#[derive(Default)]
struct Books {
    transmissions: HashSet<String>,
    at_work: HashMap<String, usize>,
    orders: HashMap<String, Order>,
    /// When they came, and what the number moved by.
    effects: Vec<(Instant, i64)>,
}

#[derive(Default)]
struct Order {
    changed_at: String,
    statuses: HashSet<String>,
    status: String,
    is_paid: bool,
    paid_by: HashSet<bool>,
}

/// How long after the answer work is done that is done behind it.
const LATER: Duration = Duration::from_millis(400);

/// How long two requests may be apart that came at once.
const AT_ONCE: Duration = Duration::from_millis(60);

impl Desk {
    pub(crate) fn new(bug: Option<Bug>) -> Self {
        Self { bug, books: Mutex::default(), busy: AtomicUsize::new(0), another: Condvar::new() }
    }

    fn has(&self, bug: Bug) -> bool {
        self.bug == Some(bug)
    }

    /// What the number of effects is by now.
    fn effects(&self) -> i64 {
        let later = if self.has(Bug::WorksLater) { LATER } else { Duration::ZERO };
        let books = self.books.lock().expect("sane");
        books.effects.iter().filter(|(at, _)| at.elapsed() >= later).map(|(_, by)| by).sum()
    }

    fn serve(&self, mut stream: TcpStream, door: &Door) {
        let webhook = match raw::read(&mut stream) {
            Ok(webhook) => webhook,
            Err(Cut::End) if self.has(Bug::DiesOfHangUps) => return door.close(),
            Err(_) => return,
        };
        if webhook.path == "/effects" {
            return raw::answer(&mut stream, 200, "", &self.effects().to_string());
        }
        let status = if webhook.method == "POST" {
            let busy = self.busy.fetch_add(1, Ordering::SeqCst) + 1;
            let status = self.answer(&webhook, busy);
            self.busy.fetch_sub(1, Ordering::SeqCst);
            status
        } else {
            Some(if self.has(Bug::TakesGets) { 200 } else { 405 })
        };
        match status {
            Some(status) => {
                let lines = if status == 302 { "location: /login\r\n" } else { "" };
                raw::answer(&mut stream, status, lines, &self.words(status, &webhook));
            }
            // Nobody is there any more when the sender hears of it.
            None => door.close(),
        }
    }

    fn words(&self, status: u16, webhook: &Webhook) -> String {
        match status {
            _ if self.has(Bug::RepeatsSecrets) => {
                format!("{{\"got\":{}}}", String::from_utf8_lossy(&webhook.body))
            }
            400 if self.has(Bug::SaysSignatureIn400) => "Missing signature".to_owned(),
            200..=299 => "ok".to_owned(),
            _ => format!("{{\"statusCode\":{status},\"message\":\"no\"}}"),
        }
    }

    /// The status of a webhook; none where the server dies of it.
    pub(crate) fn answer(&self, webhook: &Webhook, busy: usize) -> Option<u16> {
        if let Some(status) = self.at_the_door(webhook, busy) {
            return Some(status);
        }
        let Ok(event) = serde_json::from_slice::<Value>(&webhook.body) else {
            return Some(if self.has(Bug::BreaksOverJson) && !webhook.body.is_empty() { 500 } else { 400 });
        };
        if self.has(Bug::DiesOfUnknownEvents) && event["eventType"] == "PAYMENT_SCHEDULE_CHANGED" {
            return None;
        }
        if let Some(status) = self.form(&event, webhook) {
            return Some(status);
        }
        Some(self.judge(&event, webhook))
    }

    /// What the desk decides before it reads.
    fn at_the_door(&self, webhook: &Webhook, busy: usize) -> Option<u16> {
        let content_type = webhook.headers.get("content-type").map(HeaderValue::as_bytes);
        match self.bug {
            Some(Bug::RepeatsSecrets) => Some(500),
            Some(Bug::RedirectsToLogin) => Some(302),
            Some(Bug::DemandsASignature) => Some(401),
            Some(Bug::SaysSignatureIn400) => Some(400),
            Some(Bug::BreaksOverText) if content_type != Some(b"application/json") => Some(500),
            Some(Bug::SmallBodiesOnly) if webhook.body.len() > 10_000 => Some(413),
            Some(Bug::FewAtOnce) => {
                let books = self.books.lock().expect("sane");
                drop(self.another.wait_timeout(books, AT_ONCE).expect("sane"));
                (busy > 12).then_some(503)
            }
            Some(Bug::BreaksOverNothing) if webhook.body.is_empty() => Some(500),
            Some(Bug::TakesAnything) => {
                let is_json = serde_json::from_slice::<Value>(&webhook.body).is_ok();
                (!is_json && !webhook.body.is_empty()).then_some(200)
            }
            _ => None,
        }
    }

    /// What is wrong with an event's form.
    fn form(&self, event: &Value, webhook: &Webhook) -> Option<u16> {
        let name = event["eventType"].as_str();
        let data = &event["data"];
        let created_at = event["createdAt"].as_str().unwrap_or_default();
        let is_payment = name == Some("PAYMENT_STATUS_CHANGED");
        let is_wrong = match self.bug? {
            Bug::ReadsDepositsAsEvents => name.is_none(),
            Bug::KnowsItsEventsOnly => name.is_some_and(|name| name == "PAYMENT_SCHEDULE_CHANGED"),
            Bug::StrictFields => event.get("eventVersion").is_some(),
            Bug::SixDigitsOnly => is_payment && created_at.len() != "2026-11-22T13:00:00.123456".len(),
            Bug::NoOffsets => name.is_none() && created_at.contains('+'),
            Bug::SearchesText => {
                let starts = [&b"{\"eventType\""[..], b"{\"createdAt\""];
                !starts.iter().any(|start| webhook.body.starts_with(start))
            }
            Bug::ExpectsThreeFields => data.as_object().is_some_and(|data| data.len() > 3),
            Bug::CardsOnly => is_payment && data["card"].is_null(),
            Bug::RestMustBeCanceled => data["balanceAmount"] == 0 && data["status"] != "CANCELED",
            Bug::NoPartialCancels => data["status"] == "PARTIAL_CANCELED",
            _ => false,
        };
        is_wrong.then_some(500)
    }

    /// What the desk makes of an event whose form is right.
    fn judge(&self, event: &Value, webhook: &Webhook) -> u16 {
        if event["eventType"] == "payout.changed" {
            return if self.is_genuine(webhook) { self.done() } else { 401 };
        }
        let is_deposit = event.get("eventType").is_none();
        let change = if is_deposit { event } else { &event["data"] };
        let order = change["orderId"].as_str().unwrap_or_default();
        if self.has(Bug::LooksPaymentsUp) && order != ORDER {
            return 404;
        }
        let is_forged = order == ORDER && change["secret"] != SECRET && !self.has(Bug::AnySecret);
        if is_deposit && (is_forged || self.has(Bug::OneSecretForAll)) {
            return 401;
        }
        let id = webhook.headers["tosspayments-webhook-transmission-id"].to_str().expect("text");
        let status = change["status"].as_str().unwrap_or_default();
        let created_at = event["createdAt"].as_str().unwrap_or_default().replace("+09:00", "");
        self.guarded(id, &Change { order, status, created_at, is_deposit })
    }

    fn is_genuine(&self, webhook: &Webhook) -> bool {
        let mut transmission = Transmission::read(&webhook.headers);
        let key = SecurityKey::parse(KEY).expect("a key");
        let mut choice = KeyFormChoice::Text;
        let mut body = Bytes::from(webhook.body.clone());
        let header = String::from_utf8(transmission.signature.clone().unwrap_or_default()).expect("text");
        match self.bug {
            Some(Bug::VerifiesNothing) => return true,
            Some(Bug::LetsUnsignedPass) if header.is_empty() => return true,
            Some(Bug::OneSignatureOnly) if header.contains(',') => return false,
            Some(Bug::PrintsBeforeVerifying) => {
                body =
                    String::from_utf8(webhook.body.clone()).expect("text").replace("5000.0", "5000").into();
            }
            Some(Bug::DecodesTheKey) => choice = KeyFormChoice::Hex,
            _ => {}
        }
        let is_valid = |transmission: &Transmission| {
            let event = Some(&EventType::PayoutChanged);
            matches!(
                signature::check(Some(&key), choice, event, &body, transmission),
                SignatureCheck::Valid(_)
            )
        };
        if is_valid(&transmission) {
            return true;
        }
        let sent_at: jiff::Timestamp =
            transmission.time.as_deref().and_then(|time| time.parse().ok()).expect("a time");
        self.has(Bug::TriesOtherTimes)
            && (0..1_800).any(|seconds| {
                let earlier = sent_at - jiff::SignedDuration::from_secs(seconds);
                transmission.time = Some(tosshook::toss::transmission::format_transmission_time(earlier));
                is_valid(&transmission)
            })
    }

    /// Works, unless this transmission was seen before.
    fn guarded(&self, id: &str, change: &Change<'_>) -> u16 {
        let mut books = self.books.lock().expect("sane");
        let is_new = !books.transmissions.contains(id);
        let place = books.at_work.entry(id.to_owned()).or_default();
        *place += 1;
        let place = *place;
        self.another.notify_all();
        match self.bug {
            Some(Bug::BreaksOverCopies | Bug::IsBusyWithCopies | Bug::LosesCopies | Bug::GuardsTooLate)
                if is_new =>
            {
                let alone = |books: &mut Books| books.at_work[id] < 2;
                books = self.another.wait_timeout_while(books, AT_ONCE, alone).expect("sane").0;
            }
            _ => {}
        }
        let copies = books.at_work[id];
        if self.has(Bug::RefusesRepeats) && !is_new {
            return 409;
        }
        match self.bug {
            Some(Bug::BreaksOverCopies) if is_new && place > 1 => return 500,
            Some(Bug::IsBusyWithCopies) if is_new && place > 1 => return 409,
            Some(Bug::LosesCopies) if copies > 1 => return 200,
            Some(Bug::GuardsTooLate) if is_new => {}
            Some(Bug::WorksAgain) => {}
            _ if books.transmissions.contains(id) => return self.done(),
            _ => {}
        }
        books.transmissions.insert(id.to_owned());
        self.work(&mut books, change)
    }

    fn work(&self, books: &mut Books, change: &Change<'_>) -> u16 {
        let Books { orders, effects, .. } = books;
        let order = orders.entry(change.order.to_owned()).or_default();
        let is_late = change.created_at < order.changed_at && !self.has(Bug::WorksLateEvents);
        let is_first = order.statuses.insert(change.status.to_owned());
        match (self.bug, order.status.as_str(), change.status) {
            (Some(Bug::OnePerOrderAndStatus), _, "DONE") if !is_first => return 500,
            (Some(Bug::NoWayBackFromCanceled), "CANCELED", "DONE")
            | (Some(Bug::NoWayBackFromDone), "DONE", "WAITING_FOR_DEPOSIT") => return 500,
            _ => {}
        }
        if is_late {
            return self.done();
        }
        order.changed_at.clone_from(&change.created_at);
        change.status.clone_into(&mut order.status);
        let works_again = match self.bug {
            Some(Bug::WorksAgain | Bug::GuardsTooLate) => true,
            Some(Bug::WorksOncePerEventType) => order.paid_by.insert(change.is_deposit),
            _ => false,
        };
        match change.status {
            "DONE" if !order.is_paid || works_again => {
                order.is_paid = true;
                effects.push((Instant::now(), 1));
            }
            "WAITING_FOR_DEPOSIT" if order.is_paid && !self.has(Bug::KeepsReversedDeposits) => {
                order.is_paid = false;
                effects.push((Instant::now(), -1));
            }
            _ => {}
        }
        self.done()
    }

    fn done(&self) -> u16 {
        if self.has(Bug::Answers201) { 201 } else { 200 }
    }
}

/// A change of an order's status.
struct Change<'a> {
    order: &'a str,
    status: &'a str,
    created_at: String,
    is_deposit: bool,
}
