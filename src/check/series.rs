//! A rule's deliveries, one after the other, each judged as it ends.

use super::bench::Bench;
use super::found::{Expected, Found, Verdict};
use super::orders::Event;
use crate::activity::{AttemptResult, Cause, CutAfter, Effect, Part, RuleVerdict, Sight, Skip};
use crate::outbound::Call;

/// What a rule's deliveries have come to so far.
pub(super) struct Series<'a> {
    bench: &'a Bench,
    expected: Expected,
    deliveries: u32,
    /// The gravest verdict, and the result that it rests on: of several good ones the slowest.
    decisive: Option<(RuleVerdict, Option<Part>, AttemptResult)>,
    has_connected: bool,
}

impl<'a> Series<'a> {
    /// No delivery yet.
    pub(super) fn new(bench: &'a Bench, expected: Expected) -> Self {
        Self { bench, expected, deliveries: 0, decisive: None, has_connected: false }
    }

    /// The same, of a rule that has reached the server already.
    pub(super) fn connected(mut self) -> Self {
        self.has_connected = true;
        self
    }

    /// Sends an event's first attempt. What ends the rule is the error.
    pub(super) async fn event(&mut self, part: Option<Part>, event: &Event) -> Result<(), Found> {
        self.call(part, event.call(self.bench.now())).await
    }

    /// Sends an event's attempt with this retried count.
    pub(super) async fn attempt(&mut self, part: Part, event: &Event, count: u32) -> Result<(), Found> {
        self.call(Some(part), event.attempt(count, self.bench.now()).call()).await
    }

    /// Makes an event's first call and hangs up on the way. What came of a call that broke before it could be
    /// cut off is judged.
    pub(super) async fn cut_off(
        &mut self,
        part: Option<Part>,
        event: &Event,
        after: CutAfter,
    ) -> Result<(), Found> {
        let cut = self.bench.cut_off(&event.call(self.bench.now()), after).await;
        if matches!(cut.cause, Some(Cause::CutOff { .. })) {
            self.has_connected = true;
            return Ok(());
        }
        self.judge(part, cut)
    }

    /// Makes a call.
    pub(super) async fn call(&mut self, part: Option<Part>, call: Call) -> Result<(), Found> {
        let result = self.bench.deliver(call).await;
        self.judge(part, result)
    }

    /// Takes what came of a call.
    pub(super) fn judge(&mut self, part: Option<Part>, result: AttemptResult) -> Result<(), Found> {
        if !self.has_connected && !result.has_connected() {
            // Whatever it was that the server went away for, it was not this rule.
            return Err(Found::skipped(Skip::ServerGone));
        }
        self.has_connected = true;
        self.note(part, result)
    }

    /// Takes what came of a call that another rule had made: it says nothing of the server's presence now.
    pub(super) fn note(&mut self, part: Option<Part>, result: AttemptResult) -> Result<(), Found> {
        self.deliveries += 1;
        let verdict = self.expected.judge(&result);
        if verdict == RuleVerdict::Fail {
            return Err(self.seen(verdict, part, result));
        }
        let decides = self.decisive.as_ref().is_none_or(|(so_far, _, slowest)| {
            let is_graver = verdict != *so_far && verdict.or_graver(*so_far) == verdict;
            is_graver || (verdict == *so_far && result.elapsed > slowest.elapsed)
        });
        if decides {
            self.decisive = Some((verdict, part, result));
        }
        Ok(())
    }

    /// The verdict, now that no delivery has failed.
    pub(super) fn end(mut self) -> Verdict {
        match self.decisive.take() {
            Some((verdict, part, result)) => {
                // Where all is well, which of them it was doesn't matter.
                let part = part.filter(|_| verdict != RuleVerdict::Pass);
                Ok(self.seen(verdict, part, result))
            }
            None => Err(Found::skipped(Skip::NoAnswer)),
        }
    }

    /// The verdict with what the probe says, which may be graver.
    pub(super) fn end_with(self, effect: Effect, of_effect: RuleVerdict) -> Verdict {
        let mut found = self.end()?;
        found.tell(effect);
        found.verdict = found.verdict.or_graver(of_effect);
        Ok(found)
    }

    fn seen(&self, verdict: RuleVerdict, part: Option<Part>, result: AttemptResult) -> Found {
        let sight = Sight { part, deliveries: self.deliveries, alike: 1, result, effect: Effect::NotProbed };
        Found::seen(verdict, sight)
    }
}
