//! Words that never change: headings, labels and what stands around what is told.

use crate::activity::Framework;

/// The fixed words of a listener's banner.
#[derive(Clone, Copy, Debug)]
pub struct BannerWords {
    pub listening: &'static str,
    pub up: &'static str,
    pub down: &'static str,
    pub not_reachable: &'static str,
    pub register: &'static str,
    pub without_toss: &'static str,
}

/// What there is to say of a rule of `check`.
#[derive(Clone, Copy, Debug)]
pub struct RuleWords {
    /// What holds where it passes.
    pub title: &'static str,
    /// What it sends, and what passes.
    pub sends: &'static str,
    /// Why it matters, in Toss Payments' terms.
    pub why: &'static str,
}

/// What mends a failure.
#[derive(Clone, Copy, Debug)]
pub struct FixWords {
    pub sentence: &'static str,
    /// The line of code, where the fix is a framework's.
    pub code: &'static [(Framework, &'static str)],
}

/// The fixed words around what `check` found.
#[derive(Clone, Copy, Debug)]
pub struct CheckLabels {
    /// Before what mends it.
    pub fix: &'static str,
    /// Before what the server said.
    pub said: &'static str,
    /// The headings of a rule's explanation: what it sends, why it matters, what mends it.
    pub sends: &'static str,
    pub why: &'static str,
    pub mends: &'static str,
    /// The headings of the list of rules.
    pub rule: &'static str,
    /// Behind a rule that is a warning at most.
    pub warning: &'static str,
    pub says: &'static str,
}

/// The headings of a schedule's attempts.
#[derive(Clone, Copy, Debug)]
pub struct ScheduleHeadings {
    pub attempt: &'static str,
    pub wait: &'static str,
    pub time: &'static str,
    /// How long after the first attempt.
    pub since_first: &'static str,
    /// What becomes of an attempt.
    pub outcome: &'static str,
    /// What Toss Payments' history shows after it.
    pub history: &'static str,
    /// The same, where the outcome is not known.
    pub if_it_fails: &'static str,
}

/// The headings of the ranges of first sending.
#[derive(Clone, Copy, Debug)]
pub struct WindowHeadings {
    /// When events are first sent.
    pub first_sent: &'static str,
    /// The attempt that is accepted.
    pub lands_on: &'static str,
    /// When that is.
    pub arrives: &'static str,
    /// How long after the outage.
    pub late: &'static str,
    /// The share of the events of the outages.
    pub share: &'static str,
}

/// The headings of many events by the attempt that they land on.
#[derive(Clone, Copy, Debug)]
pub struct ArrivalHeadings {
    /// The attempt that is accepted.
    pub lands_on: &'static str,
    /// How many events.
    pub events: &'static str,
    pub share: &'static str,
    /// From the first attempt to the accepted one.
    pub late: &'static str,
}

/// The headings of a recorded event's attempts.
#[derive(Clone, Copy, Debug)]
pub struct WayHeadings {
    pub attempt: &'static str,
    pub wait: &'static str,
    pub time: &'static str,
    /// How long after the first attempt.
    pub since_first: &'static str,
    /// What is known of an attempt.
    pub known: &'static str,
    /// What Toss Payments' history shows after it.
    pub history: &'static str,
}
