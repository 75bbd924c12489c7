//! What two readings of a probe say about the deliveries between them.

use std::time::Duration;

use super::orders::Orders;
use crate::activity::{Effect, RuleVerdict};

/// How much of a reading is kept to be told.
const TOLD: usize = 80;

/// What a probe said once.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Reading {
    /// A number: how many, or how much.
    Number(f64),
    /// Any other text.
    Text(String),
}

/// What one effect is, as the control delivery showed it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Unit {
    /// The number moves by so much.
    Number(f64),
    /// The text changes.
    Text,
    /// Nothing that the probe would show.
    Unseen,
}

/// What the control delivery showed of effects.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shown {
    pub(super) unit: Unit,
    /// How long after the answer it came: a server may answer first and work afterwards.
    pub(super) after: Duration,
}

impl Shown {
    /// Nothing that the probe would show.
    pub(super) const NOTHING: Self = Self { unit: Unit::Unseen, after: Duration::ZERO };
}

impl Reading {
    /// What was said, without white space around it.
    pub(super) fn of(said: &[u8]) -> Self {
        let text = String::from_utf8_lossy(said).trim().to_owned();
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Self::Number(number),
            _ => Self::Text(text),
        }
    }

    fn shown(&self) -> String {
        match self {
            Self::Number(number) => number.to_string(),
            Self::Text(text) => text.chars().take(TOLD).collect(),
        }
    }
}

impl Unit {
    /// What one effect is, by the readings around the control delivery.
    pub(super) fn of(before: &Reading, after: &Reading) -> Self {
        match (before, after) {
            _ if before == after => Self::Unseen,
            (Reading::Number(before), Reading::Number(after)) => Self::Number(after - before),
            _ => Self::Text,
        }
    }

    /// How often so many deliveries took effect between two readings.
    pub(super) fn count(self, deliveries: u32, before: &Reading, after: &Reading) -> Effect {
        match (self, before, after) {
            (Self::Unseen, ..) => Effect::Unseen,
            _ if before == after => Effect::Count { deliveries, effects: 0 },
            (Self::Number(unit), Reading::Number(from), Reading::Number(to)) => {
                match times((to - from) / unit) {
                    Some(effects) => Effect::Count { deliveries, effects },
                    None => moved(before, after),
                }
            }
            _ => Effect::Changed,
        }
    }

    /// Whether what the probe says stayed between two readings.
    pub(super) fn compare(self, before: &Reading, after: &Reading) -> Effect {
        match self {
            Self::Unseen => Effect::Unseen,
            _ if before == after => Effect::Stayed,
            _ => moved(before, after),
        }
    }
}

/// What the effects of one event's several deliveries come to: it must be one. Of an order that the server
/// knew, that one has happened before.
pub(super) fn of_repeats(effect: Effect, orders: &Orders) -> (Effect, RuleVerdict) {
    let verdict = match effect {
        Effect::Count { effects: 0, .. } if orders.are_known() => {
            return (Effect::KnownBefore, RuleVerdict::Pass);
        }
        Effect::Count { effects, .. } if effects != 1 => RuleVerdict::Fail,
        Effect::Moved { .. } => RuleVerdict::Fail,
        Effect::Unread(_) => RuleVerdict::Warn,
        _ => RuleVerdict::Pass,
    };
    (effect, verdict)
}

/// That a probe says something else than before.
pub(super) fn moved(before: &Reading, after: &Reading) -> Effect {
    Effect::Moved { from: before.shown(), to: after.shown() }
}

/// A whole number of times, as far as floating-point numbers are whole.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0.5 to a million")]
fn times(ratio: f64) -> Option<u64> {
    let is_whole = (ratio - ratio.round()).abs() < 1e-6;
    (is_whole && (0.5..1e6).contains(&ratio)).then_some(ratio.round() as u64)
}

#[cfg(test)]
mod tests {
    use super::{Reading, Unit};
    use crate::activity::Effect;

    fn read(text: &str) -> Reading {
        Reading::of(text.as_bytes())
    }

    #[test]
    fn numbers_are_counted_in_what_one_effect_is() {
        for (control, before, after, effects) in [
            (["0", "1"], "1", "2", 1),
            (["0", "1"], "1", "6", 5),
            // A sum of money, and a stock that shrinks.
            (["10000", "15000"], "15000", "25000", 2),
            (["9", "8"], "8", "7", 1),
            (["1.5\n", " 3.0"], "3", "4.5", 1),
            (["0", "1"], "1", "1", 0),
        ] {
            let unit = Unit::of(&read(control[0]), &read(control[1]));
            let counted = unit.count(5, &read(before), &read(after));
            assert_eq!(counted, Effect::Count { deliveries: 5, effects }, "{before} {after}");
        }
    }

    #[test]
    fn what_is_no_whole_effect_is_only_said_to_have_moved() {
        let unit = Unit::of(&read("0"), &read("2"));
        let moved = |from: &str, to: &str| Effect::Moved { from: from.into(), to: to.into() };
        assert_eq!(unit.count(5, &read("2"), &read("5")), moved("2", "5"));
        assert_eq!(unit.count(5, &read("2"), &read("0")), moved("2", "0"));
    }

    #[test]
    fn a_text_changes_or_not_but_is_not_counted() {
        let unit = Unit::of(&read("READY"), &read("DONE"));
        assert_eq!(unit.count(5, &read("a"), &read("b")), Effect::Changed);
        assert_eq!(unit.count(5, &read("a"), &read("a")), Effect::Count { deliveries: 5, effects: 0 });
        assert_eq!(unit.compare(&read("a"), &read("a")), Effect::Stayed);
    }

    #[test]
    fn a_probe_that_saw_nothing_of_the_control_tells_nothing() {
        let unit = Unit::of(&read("7"), &read("7"));
        assert_eq!(unit.count(5, &read("7"), &read("9")), Effect::Unseen);
        assert_eq!(unit.compare(&read("7"), &read("9")), Effect::Unseen);
    }
}
