//! The delivery that all rules are compared with: an ordinary event, sent as Toss Payments sends it.

use std::time::Duration;

use super::bench::Bench;
use super::effect::Shown;
use super::found::{self, Found};
use super::{stack, watch};
use crate::activity::{AttemptResult, Framework, RuleVerdict};

/// An answer that took so long or less tells nothing about how long the next one takes.
const USUAL: Duration = Duration::from_secs(1);

/// What the control delivery came to.
#[derive(Clone, Debug)]
pub(super) struct Control {
    pub(super) result: AttemptResult,
}

impl Control {
    /// Delivers it, and has the bench learn from it.
    pub(super) async fn deliver(bench: &Bench) -> Result<Self, Found> {
        let event = bench.paid()?;
        let before = match bench.probe() {
            Some(probe) => Some((probe, probe.read().await)),
            None => None,
        };
        let result = bench.deliver_event(&event).await;
        let shown = match before {
            Some((probe, Ok(before))) if found::is_handled(&result) => watch::shown(probe, &before).await,
            Some((_, Err(error))) => Err(error),
            _ => Ok(Shown::NOTHING),
        };
        bench.learn(shown.map_err(|error| error.to_string()), USUAL.max(result.elapsed * 2));
        Ok(Self { result })
    }

    /// Whether a comparison with it says anything.
    pub(super) fn is_handled(&self) -> bool {
        found::is_handled(&self.result)
    }

    /// What the server is likely made with.
    pub(super) fn stack(&self) -> &'static [Framework] {
        self.result.response.as_ref().map(stack::of).unwrap_or_default()
    }

    /// A verdict that rests on it.
    pub(super) fn seen(&self, verdict: RuleVerdict) -> Found {
        Found::alone(verdict, None, &self.result)
    }
}
