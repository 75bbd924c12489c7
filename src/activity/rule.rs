//! The rules of `check`, in the order in which they are told.

/// A rule about a server that takes Toss Payments' webhooks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    Exactly200,
    NoRedirect,
    Within10s,
    DepositFlatBody,
    UnsignedAccepted,
    UnknownEvent,
    UnknownField,
    CreatedAtForms,
    KeyOrder,
    WholePayment,
    ResendSameId,
    ConcurrentDuplicate,
    CutOffDuplicate,
    FailedFirstTry,
    DoubleSubscription,
    LateOldState,
    DepositReversal,
    CancelRest,
    SignatureValid,
    SignatureTwoValues,
    SignatureForged,
    SignatureStale,
    SecretRight,
    SecretWrong,
    MalformedJson,
    EmptyBody,
    GetRequest,
    WrongContentType,
    LargeBody,
    ClientGone,
    Burst,
}

/// How grave it is when a rule does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Events are lost, or done twice, or forged.
    Error,
    /// It may come to that.
    Warning,
}

/// Ids beside their rules, in order.
const ALL: [(Rule, &str); 31] = [
    (Rule::Exactly200, "exactly-200"),
    (Rule::NoRedirect, "no-redirect"),
    (Rule::Within10s, "within-10s"),
    (Rule::DepositFlatBody, "deposit-flat-body"),
    (Rule::UnsignedAccepted, "unsigned-accepted"),
    (Rule::UnknownEvent, "unknown-event"),
    (Rule::UnknownField, "unknown-field"),
    (Rule::CreatedAtForms, "created-at-forms"),
    (Rule::KeyOrder, "key-order"),
    (Rule::WholePayment, "whole-payment"),
    (Rule::ResendSameId, "resend-same-id"),
    (Rule::ConcurrentDuplicate, "concurrent-duplicate"),
    (Rule::CutOffDuplicate, "cut-off-duplicate"),
    (Rule::FailedFirstTry, "failed-first-try"),
    (Rule::DoubleSubscription, "double-subscription"),
    (Rule::LateOldState, "late-old-state"),
    (Rule::DepositReversal, "deposit-reversal"),
    (Rule::CancelRest, "cancel-rest"),
    (Rule::SignatureValid, "signature-valid"),
    (Rule::SignatureTwoValues, "signature-two-values"),
    (Rule::SignatureForged, "signature-forged"),
    (Rule::SignatureStale, "signature-stale"),
    (Rule::SecretRight, "secret-right"),
    (Rule::SecretWrong, "secret-wrong"),
    (Rule::MalformedJson, "malformed-json"),
    (Rule::EmptyBody, "empty-body"),
    (Rule::GetRequest, "get-request"),
    (Rule::WrongContentType, "wrong-content-type"),
    (Rule::LargeBody, "large-body"),
    (Rule::ClientGone, "client-gone"),
    (Rule::Burst, "burst"),
];

impl Rule {
    /// All rules, in order.
    pub fn all() -> impl Iterator<Item = Self> {
        ALL.iter().map(|(rule, _)| *rule)
    }

    /// Its id.
    pub fn id(self) -> &'static str {
        ALL[self as usize].1
    }

    /// The rule with this id; case, `_` and `-` don't matter.
    pub fn parse(typed: &str) -> Option<Self> {
        let plain = |text: &str| text.to_ascii_lowercase().replace('_', "-");
        let typed = plain(typed.trim());
        ALL.iter().find(|(_, id)| *id == typed).map(|(rule, _)| *rule)
    }

    /// Whether it is about what a delivery does, of which its answer says only a part.
    pub fn is_about_effects(self) -> bool {
        matches!(
            self,
            Self::ResendSameId
                | Self::ConcurrentDuplicate
                | Self::CutOffDuplicate
                | Self::FailedFirstTry
                | Self::DoubleSubscription
                | Self::LateOldState
                | Self::DepositReversal
                | Self::SecretWrong
        )
    }

    /// How grave it is when it does not hold. What takes over 3 s is a warning of `within-10s` all the same.
    pub fn severity(self) -> Severity {
        match self {
            Self::LargeBody => Severity::Warning,
            _ => Severity::Error,
        }
    }
}

impl Severity {
    /// The JSON word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ALL, Rule};

    #[test]
    fn every_rule_stands_at_its_place_and_reads_back() {
        for (place, (rule, id)) in ALL.iter().enumerate() {
            assert_eq!(*rule as usize, place, "{id}");
            assert_eq!(rule.id(), *id);
            assert_eq!(Rule::parse(id), Some(*rule));
        }
        assert_eq!(Rule::parse(" Exactly_200 "), Some(Rule::Exactly200));
        assert_eq!(Rule::parse("exactly-201"), None);
    }
}
