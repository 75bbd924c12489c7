//! What every rule works with: the server, events to send it, and what is known of it by now.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use memchr::memmem;
use tokio::sync::{Notify, OnceCell};
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::effect::Shown;
use super::found::Found;
use super::orders::{Event, Orders, Payment};
use super::probe::Probe;
use super::rules::signature::Signed;
use crate::activity::{AttemptResult, CutAfter, Hint, Skip};
use crate::clock::Clock;
use crate::delivery::hint;
use crate::outbound::{Call, Endpoint, Sender, Surroundings};
use crate::rehearse::Signing;
use crate::rehearse::trigger::SEED_STEP;
use crate::toss::sample::Method;

/// How long a server is waited for that went away: one that starts again by itself is soon back.
const BACK_WITHIN: Duration = Duration::from_secs(3);

/// How long one look for it takes.
const LOOK: Duration = Duration::from_millis(100);

/// What stands in the place of a secret that the server repeats.
const HIDDEN: &[u8] = b"*****";

/// The workbench of a run.
#[derive(Debug)]
pub(super) struct Bench {
    endpoint: Endpoint,
    sender: Sender,
    clock: Clock,
    pub(super) orders: Orders,
    pub(super) signing: Option<Signing>,
    seed: u64,
    /// How many seeds were drawn from it.
    drawn: AtomicU64,
    probe: Option<Probe>,
    /// What the control delivery showed, or why the probe can't tell.
    shown: OnceLock<Result<Shown, String>>,
    /// How long an answer may be awaited before the next rule begins beside it.
    patience: OnceLock<Duration>,
    /// Told when an answer keeps its rule waiting for longer than that.
    pub(super) stalled: Notify,
    is_gone: AtomicBool,
    /// The ordinary deposit, which several rules need.
    deposit: OnceCell<AttemptResult>,
    /// Whether the server looked its payment up at the stand-in.
    looked_up: AtomicBool,
    /// The ordinary delivery of a signed event, which several rules need.
    pub(super) signed: OnceCell<Signed>,
    /// An ordinary re-send, which tells what the other repeats fail for.
    resent: OnceCell<AttemptResult>,
}

impl Bench {
    pub(super) fn new(
        endpoint: Endpoint,
        sender: Sender,
        clock: Clock,
        orders: Orders,
        signing: Option<Signing>,
        probe: Option<Probe>,
        seed: u64,
    ) -> Self {
        Self {
            endpoint,
            sender,
            clock,
            orders,
            signing,
            seed,
            drawn: AtomicU64::new(1),
            probe,
            shown: OnceLock::new(),
            patience: OnceLock::new(),
            stalled: Notify::new(),
            is_gone: AtomicBool::new(false),
            deposit: OnceCell::new(),
            looked_up: AtomicBool::new(false),
            signed: OnceCell::new(),
            resent: OnceCell::new(),
        }
    }

    pub(super) fn now(&self) -> jiff::Timestamp {
        self.clock.now()
    }

    /// A payment to tell of.
    pub(super) fn payment(&self) -> Payment {
        self.orders.payment(self.now())
    }

    /// What the control delivery is: a payment by card that is done.
    pub(super) fn paid(&self) -> Result<Event, Found> {
        self.payment().change("DONE", Method::Card, 0)
    }

    /// Makes a call. A server that went away is waited for and called again: what it goes away for is a
    /// failure of the call before.
    pub(super) async fn deliver(&self, call: Call) -> AttemptResult {
        let result = self.send(call.clone()).await;
        if result.has_connected() || !self.is_back().await { result } else { self.send(call).await }
    }

    /// The same for the first attempt of an event.
    pub(super) async fn deliver_event(&self, event: &Event) -> AttemptResult {
        self.deliver(event.call(self.now())).await
    }

    /// Makes a call and hangs up on the way.
    pub(super) async fn cut_off(&self, call: &Call, after: CutAfter) -> AttemptResult {
        self.orders.write_down().await;
        self.patiently(Box::pin(self.sender.cut_off(&self.endpoint, call, after))).await
    }

    /// Makes all calls at once, and none of them twice. That none reaches the server ends the rule.
    pub(super) async fn at_once(self: &Arc<Self>, calls: Vec<Call>) -> Result<Vec<AttemptResult>, Found> {
        let mut under_way = JoinSet::new();
        for call in calls {
            let bench = Arc::clone(self);
            under_way.spawn(async move { bench.send(call).await });
        }
        let results = under_way.join_all().await;
        if results.iter().any(AttemptResult::has_connected) {
            Ok(results)
        } else {
            Err(Found::skipped(Skip::ServerGone))
        }
    }

    /// What the ordinary deposit came to; it is delivered once for all who ask.
    pub(super) async fn deposit(&self) -> Result<&AttemptResult, Found> {
        self.deposit
            .get_or_try_init(|| async {
                let payment = self.payment();
                let result = self.deliver_event(&payment.deposit("DONE", 0)?).await;
                self.looked_up.store(self.orders.given(payment.order_id()).given > 0, Ordering::Relaxed);
                Ok(result)
            })
            .await
    }

    /// Whether the server can tell the right secret of the ordinary deposit from another: it was told of the
    /// payment, or has looked it up.
    pub(super) async fn knows_secrets(&self) -> Result<bool, Found> {
        if self.orders.have_a_secret() {
            return Ok(true);
        }
        self.deposit().await?;
        Ok(self.has_looked_up())
    }

    /// Whether the server has looked up the payment of the ordinary deposit at the stand-in.
    pub(super) fn has_looked_up(&self) -> bool {
        self.looked_up.load(Ordering::Relaxed)
    }

    /// What an ordinary re-send comes to; it is delivered once for all who ask.
    pub(super) async fn resend(&self) -> Result<&AttemptResult, Found> {
        self.resent
            .get_or_try_init(|| async {
                let event = self.paid()?;
                self.deliver_event(&event).await;
                Ok(self.deliver(event.attempt(1, self.now()).call()).await)
            })
            .await
    }

    /// The likely cause of an answer that is no success, or of there being none.
    pub(super) fn likely_cause(&self, result: &AttemptResult) -> Option<Hint> {
        // Where this runs is said of servers that are down, which are not checked.
        hint(result, &self.endpoint, Surroundings::Host)
    }

    /// A seed that nothing else of this run has.
    pub(super) fn next_seed(&self) -> u64 {
        self.drawn.fetch_add(1, Ordering::Relaxed).wrapping_mul(SEED_STEP) ^ self.seed
    }

    /// What asks whether deliveries had an effect.
    pub(super) fn probe(&self) -> Option<&Probe> {
        self.probe.as_ref()
    }

    /// What an effect is, and when it comes; nothing that shows until the control delivery has shown it.
    pub(super) fn shown(&self) -> Result<Shown, String> {
        self.shown.get().cloned().unwrap_or(Ok(Shown::NOTHING))
    }

    /// Takes what the control delivery has shown: its effect, and how long an answer takes.
    pub(super) fn learn(&self, shown: Result<Shown, String>, patience: Duration) {
        // There is one control delivery.
        let _ = self.shown.set(shown);
        let _ = self.patience.set(patience);
    }

    /// Whether the server was waited for in vain.
    pub(super) fn is_gone(&self) -> bool {
        self.is_gone.load(Ordering::Relaxed)
    }

    /// Looks whether the server is there, and waits for it as long as for one that starts again.
    pub(super) async fn look(&self) {
        self.is_back().await;
    }

    async fn send(&self, call: Call) -> AttemptResult {
        self.orders.write_down().await;
        let result = self.patiently(Box::pin(self.sender.send_alone(&self.endpoint, call))).await;
        self.without_secret(result)
    }

    /// Waits for the call's end, and says so when that takes long.
    async fn patiently(
        &self,
        mut call: Pin<Box<dyn Future<Output = AttemptResult> + Send + '_>>,
    ) -> AttemptResult {
        if let Some(patience) = self.patience.get() {
            match timeout(*patience, &mut call).await {
                Ok(result) => return result,
                Err(_) => self.stalled.notify_one(),
            }
        }
        call.await
    }

    /// Whether a server that is away comes back; once it did not, nobody waits again.
    async fn is_back(&self) -> bool {
        if self.is_gone() {
            return false;
        }
        let is_back = self.sender.wait_for(&self.endpoint, BACK_WITHIN, LOOK).await;
        self.is_gone.fetch_or(!is_back, Ordering::Relaxed);
        is_back
    }

    /// What the server says, without the known payment's secret, which it may repeat.
    fn without_secret(&self, mut result: AttemptResult) -> AttemptResult {
        let secret = self.orders.secret().unwrap_or_default().as_bytes();
        if let Some(response) = result.response.as_mut().filter(|_| !secret.is_empty()) {
            let mut rest = &response.body[..];
            let mut hidden = Vec::new();
            while let Some(place) = memmem::find(rest, secret) {
                hidden.extend_from_slice(&rest[..place]);
                hidden.extend_from_slice(HIDDEN);
                rest = &rest[place + secret.len()..];
            }
            if !hidden.is_empty() {
                hidden.extend_from_slice(rest);
                response.body = Bytes::from(hidden);
            }
        }
        result
    }
}
