//! Event names as a person types them, and what they meant where no such event exists.

use super::EventType;
use crate::did_you_mean;

/// A typed name that is no event's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("is no event of Toss Payments")]
pub struct UnknownEvent {
    /// What was typed.
    pub typed: String,
    /// The event whose name is nearest, where one is near.
    pub nearest: Option<&'static str>,
    /// Set where the name is widely coded although there is no such event.
    pub misnomer: Option<Misnomer>,
}

/// What code means that waits for an event which doesn't exist (section 4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Misnomer {
    /// The event that tells of it; none where no event does.
    pub meant: Option<&'static str>,
    /// That event's status.
    pub status: Option<&'static str>,
}

/// The widely coded names, folded. Nothing tells of a billing key's issue, nor of an automatic
/// payment's approval.
const MISNOMERS: [(&str, Option<&str>, Option<&str>); 8] = [
    ("payment_done", Some("PAYMENT_STATUS_CHANGED"), Some("DONE")),
    ("payment_approved", Some("PAYMENT_STATUS_CHANGED"), Some("DONE")),
    ("payment_canceled", Some("PAYMENT_STATUS_CHANGED"), Some("CANCELED")),
    ("virtual_account_issued", Some("DEPOSIT_CALLBACK"), Some("WAITING_FOR_DEPOSIT")),
    ("virtual_account_deposit", Some("DEPOSIT_CALLBACK"), Some("DONE")),
    ("billing_status_changed", Some("BILLING_DELETED"), None),
    ("billing_key_issued", None, None),
    ("billing_approved", None, None),
];

impl EventType {
    /// The event that a typed name means, the two old names included: any case, and `-`, `_` and
    /// `.` alike. What can be made is in [`EventType::known`].
    pub fn parse_typed(typed: &str) -> Result<Self, UnknownEvent> {
        let folded = fold(typed);
        Self::named()
            .find(|event| fold(event.as_str()) == folded)
            .cloned()
            .ok_or_else(|| UnknownEvent::new(typed))
    }
}

impl UnknownEvent {
    /// `typed`, with what it may have meant.
    pub(super) fn new(typed: &str) -> Self {
        let folded = fold(typed);
        let misnomer = MISNOMERS
            .iter()
            .find(|(name, ..)| *name == folded)
            .map(|&(_, meant, status)| Misnomer { meant, status });
        let nearest = match misnomer {
            Some(misnomer) => misnomer.meant,
            None => did_you_mean::nearest(typed, EventType::names()),
        };
        Self { typed: typed.into(), nearest, misnomer }
    }
}

/// The form in which typed names are compared: lower case, one separator, no white space around.
pub(super) fn fold(name: &str) -> String {
    name.trim()
        .chars()
        .map(|letter| match letter {
            '-' | '.' => '_',
            _ => letter.to_ascii_lowercase(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{MISNOMERS, Misnomer, fold};
    use crate::toss::EventType;

    #[test]
    fn case_and_separators_do_not_matter() {
        for (typed, name) in [
            ("payment-status-changed", "PAYMENT_STATUS_CHANGED"),
            ("Payout_Changed", "payout.changed"),
            (" ARS.RESERVATION.CHANGED ", "ars-reservation.changed"),
            ("submall_status_changed", "SUBMALL_STATUS_CHANGED"),
        ] {
            assert_eq!(EventType::parse_typed(typed).unwrap().as_str(), name);
        }
    }

    #[test]
    fn a_slip_names_the_nearest_event() {
        let unknown = EventType::parse_typed("PAYMENT_STATUS_CHANGE").unwrap_err();
        assert_eq!(unknown.nearest, Some("PAYMENT_STATUS_CHANGED"));
        assert_eq!((unknown.typed.as_str(), unknown.misnomer), ("PAYMENT_STATUS_CHANGE", None));
        assert_eq!(EventType::parse_typed("xyz").unwrap_err().nearest, None);
    }

    #[test]
    fn a_widely_coded_name_says_what_it_means() {
        let done = Misnomer { meant: Some("PAYMENT_STATUS_CHANGED"), status: Some("DONE") };
        for typed in ["PAYMENT_DONE", "PAYMENT.DONE", "payment.approved"] {
            assert_eq!(EventType::parse_typed(typed).unwrap_err().misnomer, Some(done), "{typed}");
        }
        let issued = EventType::parse_typed("BILLING_KEY_ISSUED").unwrap_err();
        assert_eq!(issued.misnomer, Some(Misnomer { meant: None, status: None }));
        assert_eq!(issued.nearest, None);
    }

    #[test]
    fn what_a_misnomer_means_exists() {
        for (name, meant, status) in MISNOMERS {
            assert_eq!(fold(name), name);
            assert!(EventType::parse_typed(name).is_err());
            if let Some(meant) = meant {
                let event = EventType::from_wire(meant);
                assert!(EventType::known().contains(&event));
                assert!(status.is_none_or(|status| event.statuses().contains(&status)));
            }
        }
    }
}
