//! A run: the control delivery, then the rules one after the other.
//!
//! One at a time, so that what a rule does to the server is its own; but where an answer is long in coming
//! the next rule begins beside it, so that a server that hangs doesn't cost its limit thirty times.

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::ExposeSecret as _;
use tokio::sync::mpsc;
use tokio::task::{JoinError, JoinSet};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::bench::Bench;
use super::control::Control;
use super::diagnosis::Diagnosis;
use super::found::Found;
use super::orders::{Known, Orders};
use super::probe::Probe;
use super::{rules, stack};
use crate::activity::{
    Activity, CheckSummary, Checked, Finding, Fix, Framework, Rule, RuleVerdict, Severity, What,
};
use crate::clock::Clock;
use crate::outbound::{Endpoint, Sender};
use crate::rehearse::trigger::emit;
use crate::rehearse::{Ledger, Signing};
use crate::toss::EventType;
use crate::toss::sample::{self, SampleError, Wanted};

/// How many rules may wait for answers at once.
const AT_ONCE: usize = 12;

/// What to check, and with what.
#[derive(Clone, Debug)]
pub struct CheckPlan {
    /// The rules, in order.
    pub rules: Vec<Rule>,
    /// A payment that the server knows.
    pub known: Known,
    /// What signs the events that carry a signature; the key must support the form.
    pub signing: Option<Signing>,
    /// What tells whether a delivery had an effect.
    pub probe: Option<Probe>,
    /// The seed of everything that is made up.
    pub seed: u64,
    /// Where the payments that deliveries tell of are written down, for a server that looks them up.
    pub ledger: Ledger,
}

/// Checks the server. The sender's time limit should be Toss Payments' own.
///
/// Emits [`What::Checked`] as each rule ends and [`What::CheckSummary`] at last. Once `end` is cancelled the
/// rules under way are given up, and the summary says how many are left.
pub async fn run(
    plan: CheckPlan,
    endpoint: Endpoint,
    sender: Sender,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
    end: CancellationToken,
) -> CheckSummary {
    let (begun, shown) = (Instant::now(), endpoint.shown());
    let CheckPlan { rules, known, signing, probe, seed, ledger } = plan;
    let orders = Orders::new(known, seed, ledger);
    let bench = Bench::new(endpoint, sender, clock.clone(), orders, signing, probe, seed);
    let mut run = Run {
        bench: Arc::new(bench),
        wanted: rules,
        under_way: JoinSet::new(),
        ended: Vec::new(),
        clock,
        activities,
    };
    tokio::select! {
        biased;
        () = end.cancelled() => {}
        () = run.play() => {}
    }
    let summary = CheckSummary { elapsed: begun.elapsed(), endpoint: shown, ..run.summary() };
    run.emit(What::CheckSummary(Box::new(summary.clone()))).await;
    summary
}

impl CheckPlan {
    /// Whether the events about the known payment can be made.
    pub fn try_out(&self, now: Timestamp) -> Result<(), SampleError> {
        let of_known = |event_type| {
            let mut wanted = Wanted::new(event_type, now, self.seed);
            wanted.order_id.clone_from(&self.known.order_id);
            wanted.secret = self.known.secret.as_ref().map(|secret| secret.expose_secret().to_owned());
            wanted
        };
        let mut payment = of_known(EventType::PaymentStatusChanged);
        payment.payment_key.clone_from(&self.known.payment_key);
        payment.amount = self.known.amount;
        sample::make(&payment)?;
        sample::make(&of_known(EventType::DepositCallback)).map(drop)
    }
}

struct Run {
    bench: Arc<Bench>,
    wanted: Vec<Rule>,
    /// Rules whose answers are long in coming.
    under_way: JoinSet<Checked>,
    ended: Vec<Arc<Checked>>,
    clock: Clock,
    activities: mpsc::Sender<Activity>,
}

impl Run {
    /// Plays all of it.
    async fn play(&mut self) {
        let begun = Instant::now();
        let bench = Arc::clone(&self.bench);
        let control = match Box::pin(Control::deliver(&bench)).await {
            Ok(control) => Arc::new(control),
            Err(found) => return self.tell_of_all(|_| found.clone(), begun).await,
        };
        if control.is_handled() {
            for rule in self.wanted.clone() {
                self.begin(rule, &control).await;
            }
            while let Some(ended) = self.under_way.join_next().await {
                self.take(ended).await;
            }
            return;
        }
        match Box::pin(Diagnosis::of(&bench, &control)).await {
            Ok(diagnosis) => self.tell_of_all(|rule| diagnosis.found(rule, &control, &bench), begun).await,
            Err(found) => self.tell_of_all(|_| found.clone(), begun).await,
        }
    }

    /// Begins a rule, and waits until it has ended or is held up.
    async fn begin(&mut self, rule: Rule, control: &Arc<Control>) {
        let is_alone = rules::is_alone(rule, &self.bench);
        let room = if is_alone { 0 } else { AT_ONCE - 1 };
        while self.under_way.len() > room {
            if let Some(ended) = self.under_way.join_next().await {
                self.take(ended).await;
            }
        }
        let (bench, control) = (Arc::clone(&self.bench), Arc::clone(control));
        self.under_way.spawn(async move {
            let begun = Instant::now();
            let found = rules::check(rule, &bench, &control).await;
            checked(rule, found, control.stack(), begun)
        });
        loop {
            tokio::select! {
                biased;
                Some(ended) = self.under_way.join_next() => {
                    let is_this = ended.as_ref().is_ok_and(|checked| checked.rule == rule);
                    self.take(ended).await;
                    if is_this || self.under_way.is_empty() {
                        return;
                    }
                }
                () = self.bench.stalled.notified(), if !is_alone => return,
            }
        }
    }

    /// Takes the verdict of a rule that has ended. One that broke has none, and is left.
    async fn take(&mut self, ended: Result<Checked, JoinError>) {
        if let Ok(checked) = ended {
            self.tell(checked).await;
        }
    }

    async fn tell(&mut self, checked: Checked) {
        if checked.verdict == RuleVerdict::Fail {
            // One that broke down is not the fault of the rule that comes next.
            self.bench.look().await;
        }
        let checked = Arc::new(checked);
        self.ended.push(Arc::clone(&checked));
        self.emit(What::Checked(checked)).await;
    }

    async fn tell_of_all(&mut self, found: impl Fn(Rule) -> Found, begun: Instant) {
        for rule in self.wanted.clone() {
            self.tell(checked(rule, found(rule), &[], begun)).await;
        }
    }

    async fn emit(&self, what: What) {
        emit(&self.activities, &self.clock, what).await;
    }

    fn summary(&mut self) -> CheckSummary {
        self.under_way.abort_all();
        let mut rules = std::mem::take(&mut self.ended);
        rules.sort_unstable_by_key(|checked| checked.rule);
        CheckSummary {
            left: (self.wanted.len() - rules.len()) as u64,
            order_ids: self.bench.orders.made(),
            rules,
            ..CheckSummary::default()
        }
    }
}

/// What is told of a rule that found this.
fn checked(rule: Rule, found: Found, stack: &'static [Framework], begun: Instant) -> Checked {
    let Found { verdict, finding, fix } = found;
    let verdict = match (verdict, rule.severity()) {
        (RuleVerdict::Fail, Severity::Warning) => RuleVerdict::Warn,
        _ => verdict,
    };
    let needs_fix = matches!(verdict, RuleVerdict::Warn | RuleVerdict::Fail);
    let own = match &finding {
        Finding::Seen(sight) => sight.result.response.as_ref().map(stack::of).unwrap_or_default(),
        Finding::Skipped(_) => &[],
    };
    Checked {
        rule,
        verdict,
        finding,
        fix: needs_fix.then(|| fix.unwrap_or(Fix::OfRule(rule))),
        // An answer's own marks say more than those of another one.
        stack: if own.is_empty() { stack } else { own },
        elapsed: begun.elapsed(),
    }
}
