//! Watches what a probe says while deliveries are made.
//!
//! A server may answer first and work afterwards, so an effect is waited for, and a second one is
//! given time to show.

use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::bench::Bench;
use super::effect::{Reading, Shown, Unit, moved};
use super::probe::{Probe, ProbeError};
use crate::activity::Effect;

/// How long an effect is waited for that should come.
const SHOWS_WITHIN: Duration = Duration::from_secs(2);

/// How long one is waited for that should not.
const STAYS_FOR: Duration = Duration::from_secs(1);

/// How long what the probe says must stay to be believed.
const SETTLED_AFTER: Duration = Duration::from_millis(500);

/// The longest wait for a probe whose answer never settles.
const LONGEST: Duration = Duration::from_secs(4);

/// The longest wait for the effects of deliveries before the rule's.
const WORKED_OFF_WITHIN: Duration = Duration::from_secs(15);

/// The pause between two readings.
const PAUSE: Duration = Duration::from_millis(50);

/// What a probe says during a rule; without one, why nothing can be told.
pub(super) struct Watch<'a>(Result<Begun<'a>, Effect>);

struct Begun<'a> {
    probe: &'a Probe,
    shown: Shown,
    before: Reading,
    /// What it said when it last settled.
    now: Reading,
}

/// How long to wait for what a probe says.
#[derive(Clone, Copy)]
struct Patience {
    /// For something else than before.
    for_change: Duration,
    /// For something else again.
    for_more: Duration,
    longest: Duration,
}

/// What a probe said last.
struct Settled {
    said: Reading,
    /// How long it took until it said that.
    after: Duration,
    /// Whether it has stayed for long enough to be believed.
    is_believed: bool,
}

impl<'a> Watch<'a> {
    /// Reads for the first time, once what was delivered before has had its effects.
    pub(super) async fn begin(bench: &'a Bench) -> Self {
        Self(Begun::read(bench).await)
    }

    /// Waits for the effect of what was delivered, and until it stays.
    pub(super) async fn settle(&mut self) {
        self.read(SHOWS_WITHIN).await;
    }

    /// How often so many deliveries since the beginning took effect.
    pub(super) async fn count(mut self, deliveries: u32) -> Effect {
        let first = self.0.as_ref().map(|begun| begun.now.clone()).ok();
        self.read(STAYS_FOR).await;
        let begun = match self.0 {
            Ok(begun) => begun,
            Err(untold) => return untold,
        };
        match first {
            // The first of them had its effect before the others came.
            Some(first) if begun.shown.unit == Unit::Text && first != begun.before => {
                if first == begun.now {
                    Effect::Count { deliveries, effects: 1 }
                } else {
                    moved(&first, &begun.now)
                }
            }
            _ => begun.shown.unit.count(deliveries, &begun.before, &begun.now),
        }
    }

    /// Whether what the probe says is still what it said when it last settled.
    pub(super) async fn compare(mut self) -> Effect {
        let settled = self.0.as_ref().map(|begun| begun.now.clone()).ok();
        self.read(STAYS_FOR).await;
        match (self.0, settled) {
            (Ok(begun), Some(settled)) => begun.shown.unit.compare(&settled, &begun.now),
            (Err(untold), _) => untold,
            (Ok(_), None) => Effect::Unseen,
        }
    }

    /// The same, where the effect that should be undone has to have been seen first.
    pub(super) async fn compare_if_seen(self) -> Effect {
        if self.0.is_ok() && !self.has_moved() { Effect::Unseen } else { self.compare().await }
    }

    /// Whether an effect has shown so far; none where there is nothing to tell it by.
    pub(super) fn has_moved(&self) -> bool {
        self.0.as_ref().is_ok_and(|begun| begun.before != begun.now)
    }

    /// Where effects are late, no patience is shorter than twice that.
    async fn read(&mut self, for_change: Duration) {
        let Ok(begun) = &mut self.0 else { return };
        let late = begun.shown.after * 2;
        let patience = Patience {
            for_change: for_change.max(late),
            for_more: SETTLED_AFTER.max(late),
            longest: LONGEST.max(late * 2),
        };
        match settled(begun.probe, &begun.now, patience).await {
            Ok(settled) => begun.now = settled.said,
            Err(error) => self.0 = Err(Effect::Unread(error.to_string())),
        }
    }
}

impl<'a> Begun<'a> {
    async fn read(bench: &'a Bench) -> Result<Self, Effect> {
        let probe = bench.probe().ok_or(Effect::NotProbed)?;
        let shown = bench.shown().map_err(Effect::Unread)?;
        if shown.unit == Unit::Unseen {
            return Err(Effect::Unseen);
        }
        let before = at_rest(probe, shown).await.map_err(|error| Effect::Unread(error.to_string()))?;
        Ok(Self { probe, shown, now: before.clone(), before })
    }
}

/// What the control delivery shows at a probe that said `before` and is asked again now.
pub(super) async fn shown(probe: &Probe, before: &Reading) -> Result<Shown, ProbeError> {
    let patience = Patience { for_change: SHOWS_WITHIN, for_more: SETTLED_AFTER, longest: LONGEST };
    let Settled { said, after, is_believed } = settled(probe, before, patience).await?;
    if is_believed { Ok(Shown { unit: Unit::of(before, &said), after }) } else { Err(ProbeError::Restless) }
}

/// What the probe says once no effect is on its way any more.
async fn at_rest(probe: &Probe, shown: Shown) -> Result<Reading, ProbeError> {
    let late = shown.after * 2;
    let patience = Patience { for_change: late, for_more: late, longest: WORKED_OFF_WITHIN };
    let settled = settled(probe, &probe.read().await?, patience).await?;
    if settled.is_believed { Ok(settled.said) } else { Err(ProbeError::Restless) }
}

/// What the probe says once it says something else than `before` and stays with it, or when the
/// patience for that is at its end.
async fn settled(probe: &Probe, before: &Reading, patience: Patience) -> Result<Settled, ProbeError> {
    let begun = Instant::now();
    let mut said = before.clone();
    let mut since = begun;
    loop {
        let now = probe.read().await?;
        if now != said {
            (said, since) = (now, Instant::now());
        }
        let enough = if said == *before { patience.for_change } else { patience.for_more };
        let is_believed = since.elapsed() >= enough;
        if is_believed || begun.elapsed() >= patience.longest {
            return Ok(Settled { said, after: since - begun, is_believed });
        }
        sleep(PAUSE).await;
    }
}
