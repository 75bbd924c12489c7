//! Lists of events as `--events` and `--exclude` take them.

use super::typed::fold;
use super::{EventType, UnknownEvent};

/// Which events a list names. Any case, `-`, `_` and `.` alike, `*` for any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPatterns(Vec<Pattern>);

/// One item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Pattern {
    /// This event.
    Event(EventType),
    /// Names, folded, that are these pieces with any text between them; two pieces at least.
    Pieces(Vec<String>),
}

impl EventPatterns {
    /// Reads a comma-separated list; empty items don't count, an empty list is an error.
    ///
    /// A name without `*` must be an event's, so that a slip can't silently filter everything out.
    /// One with `*` may match nothing that is known: new events appear.
    pub fn parse(list: &str) -> Result<Self, UnknownEvent> {
        let patterns = list
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(Pattern::parse)
            .collect::<Result<Vec<_>, _>>()?;
        if patterns.is_empty() { Err(UnknownEvent::new(list)) } else { Ok(Self(patterns)) }
    }

    /// Whether no event that is known today is in the list, which is a slip, most likely.
    pub fn matches_nothing_known(&self) -> bool {
        !EventType::known().iter().any(|event| self.matches(event))
    }

    /// Whether the list names this event.
    pub fn matches(&self, event_type: &EventType) -> bool {
        self.0.iter().any(|pattern| pattern.matches(event_type))
    }
}

impl Pattern {
    fn parse(item: &str) -> Result<Self, UnknownEvent> {
        if item.contains('*') {
            Ok(Self::Pieces(fold(item).split('*').map(str::to_owned).collect()))
        } else {
            EventType::parse_typed(item).map(Self::Event)
        }
    }

    fn matches(&self, event_type: &EventType) -> bool {
        match self {
            Self::Event(event) => event == event_type,
            Self::Pieces(pieces) => are_pieces_of(pieces, &fold(event_type.as_str())),
        }
    }
}

/// Whether `name` is `pieces` in their order with any text between them. The leftmost place for
/// each middle piece leaves the most room for the next, so nothing needs to be tried twice.
fn are_pieces_of(pieces: &[String], name: &str) -> bool {
    let [first, middle @ .., last] = pieces else { return false };
    let Some(mut rest) = name.strip_prefix(first.as_str()) else { return false };
    for piece in middle {
        match rest.split_once(piece.as_str()) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::EventPatterns;
    use crate::toss::EventType;

    /// The known events that a list names.
    fn named(list: &str) -> Vec<&'static str> {
        let patterns = EventPatterns::parse(list).unwrap();
        EventType::known().iter().filter(|event| patterns.matches(event)).map(EventType::as_str).collect()
    }

    #[test]
    fn a_list_without_any_known_event_can_be_told() {
        assert!(EventPatterns::parse("payut.*").unwrap().matches_nothing_known());
        assert!(!EventPatterns::parse("payut.*,DEPOSIT_CALLBACK").unwrap().matches_nothing_known());
    }

    #[test]
    fn names_are_taken_in_any_case_and_form() {
        assert_eq!(
            named("payment_status_changed, Payout-Changed,"),
            ["PAYMENT_STATUS_CHANGED", "payout.changed"]
        );
    }

    #[test]
    fn a_star_stands_for_any_text() {
        assert_eq!(named("payout.*"), ["payout.changed"]);
        assert_eq!(named("*.changed"), named("*_CHANGED"));
        assert_eq!(
            named("*_STATUS_CHANGED"),
            [
                "PAYMENT_STATUS_CHANGED",
                "CANCEL_STATUS_CHANGED",
                "CUSTOMER_STATUS_CHANGED",
                "ORDER_PAYMENT_STATUS_CHANGED"
            ]
        );
        assert_eq!(named("*payment*changed"), ["PAYMENT_STATUS_CHANGED", "ORDER_PAYMENT_STATUS_CHANGED"]);
        assert_eq!(named("*"), EventType::known().iter().map(EventType::as_str).collect::<Vec<_>>());
    }

    #[test]
    fn the_text_for_a_star_overlaps_nothing() {
        let patterns = EventPatterns::parse("aba*aba").unwrap();
        assert!(!patterns.matches(&EventType::Other("aba".into())));
        assert!(!patterns.matches(&EventType::Other("ababa".into())));
        assert!(patterns.matches(&EventType::Other("ABA.aba".into())));
    }

    #[test]
    fn an_unknown_event_is_reached_by_a_star_only() {
        let new = EventType::Other("refund.changed".into());
        assert!(EventPatterns::parse("refund.*").unwrap().matches(&new));
        assert!(EventPatterns::parse("*").unwrap().matches(&new));
        assert_eq!(
            EventPatterns::parse("payout.changed,refund.changed").unwrap_err().typed,
            "refund.changed"
        );
    }

    #[test]
    fn a_slip_names_the_nearest_event() {
        assert_eq!(EventPatterns::parse("DEPOSIT_CALBACK").unwrap_err().nearest, Some("DEPOSIT_CALLBACK"));
        assert_eq!(EventPatterns::parse(" , ").unwrap_err().nearest, None);
    }
}
