//! The scenarios that come with the program, each a file beside this one.

use super::{Scenario, ScenarioError};
use crate::did_you_mean::nearest;
use crate::toss::EventType;
use crate::toss::event::UnknownEvent;
use crate::toss::sample::edit::Missing;

/// A scenario that comes with the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Embedded {
    /// Its name.
    pub name: &'static str,
    /// Its file.
    pub text: &'static str,
}

/// What a name that was typed stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// An event type.
    Event(EventType),
    /// A scenario.
    Scenario(Embedded),
}

macro_rules! embedded {
    ($($name:literal)*) => {
        [$(Embedded { name: $name, text: include_str!(concat!($name, ".json")) }),*]
    };
}

impl Embedded {
    /// All of them, from the ordinary to the special.
    pub const ALL: [Self; 11] = embedded![
        "card-payment" "virtual-account" "deposit-reversal" "double-subscription" "partial-cancel"
        "cancel-rest" "late-resend" "billing-deleted" "brandpay" "payout" "seller-kyc"
    ];

    /// Reads it, as any other file.
    pub fn read(self) -> Result<Scenario, ScenarioError> {
        Scenario::read(self.text.as_bytes(), Missing::Refuse)
    }
}

impl Named {
    /// What a typed name stands for. `billing-deleted` is the scenario, and `BILLING_DELETED` the event.
    pub fn parse(typed: &str) -> Result<Self, UnknownEvent> {
        let scenario = Embedded::ALL.into_iter().find(|it| it.name == typed.trim());
        if let Some(scenario) = scenario {
            return Ok(Self::Scenario(scenario));
        }
        let unknown = match EventType::parse_typed(typed) {
            Ok(event) => return Ok(Self::Event(event)),
            Err(unknown) => unknown,
        };
        let plain = typed.trim().to_ascii_lowercase().replace(['_', '.'], "-");
        if let Some(scenario) = Embedded::ALL.into_iter().find(|it| it.name == plain) {
            return Ok(Self::Scenario(scenario));
        }
        if unknown.misnomer.is_some() {
            return Err(unknown);
        }
        let events = EventType::known().iter().map(EventType::static_name);
        let nearest = nearest(typed, Embedded::ALL.into_iter().map(|it| it.name).chain(events));
        Err(UnknownEvent { nearest: nearest.or(unknown.nearest), ..unknown })
    }
}
