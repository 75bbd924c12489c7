//! The event types: their names on the wire and what is documented of each (section 4).

use std::fmt;

/// An event type, known or not.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventType {
    /// `PAYMENT_STATUS_CHANGED`, envelope A.
    PaymentStatusChanged,
    /// `DEPOSIT_CALLBACK`, envelope B: flat, recognised by its fields.
    DepositCallback,
    /// `CANCEL_STATUS_CHANGED`, envelope A.
    CancelStatusChanged,
    /// `BILLING_DELETED`, envelope A.
    BillingDeleted,
    /// `METHOD_UPDATED`, envelope A.
    MethodUpdated,
    /// `CUSTOMER_STATUS_CHANGED`, envelope A.
    CustomerStatusChanged,
    /// `payout.changed`, envelope C, signed.
    PayoutChanged,
    /// `seller.changed`, envelope C, signed.
    SellerChanged,
    /// `ORDER_PAYMENT_STATUS_CHANGED`, envelope A (`LinkPay`, one third-party source).
    OrderPaymentStatusChanged,
    /// `ars-reservation.changed`, envelope C (one third-party source).
    ArsReservationChanged,
    /// `PAYOUT_STATUS_CHANGED`: the older name of `payout.changed`; accepted, never generated.
    PayoutStatusChanged,
    /// `SUBMALL_STATUS_CHANGED`: the older name of `seller.changed`; accepted, never generated.
    SubmallStatusChanged,
    /// Any other name: new events appear without a version change (section 4).
    Other(String),
}

/// All names that are Toss Payments' own, the two old ones last.
const NAMED: [EventType; 12] = [
    EventType::PaymentStatusChanged,
    EventType::DepositCallback,
    EventType::CancelStatusChanged,
    EventType::BillingDeleted,
    EventType::MethodUpdated,
    EventType::CustomerStatusChanged,
    EventType::PayoutChanged,
    EventType::SellerChanged,
    EventType::OrderPaymentStatusChanged,
    EventType::ArsReservationChanged,
    EventType::PayoutStatusChanged,
    EventType::SubmallStatusChanged,
];

/// How many of [`NAMED`] can be made.
const MADE: usize = 10;

impl EventType {
    /// The name on the wire; `DEPOSIT_CALLBACK` for the flat event, which carries none.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Other(name) => name,
            named => named.static_name(),
        }
    }

    /// The name of an event that is Toss Payments' own; empty for any other.
    pub(in crate::toss) fn static_name(&self) -> &'static str {
        match self {
            Self::PaymentStatusChanged => "PAYMENT_STATUS_CHANGED",
            Self::DepositCallback => "DEPOSIT_CALLBACK",
            Self::CancelStatusChanged => "CANCEL_STATUS_CHANGED",
            Self::BillingDeleted => "BILLING_DELETED",
            Self::MethodUpdated => "METHOD_UPDATED",
            Self::CustomerStatusChanged => "CUSTOMER_STATUS_CHANGED",
            Self::PayoutChanged => "payout.changed",
            Self::SellerChanged => "seller.changed",
            Self::OrderPaymentStatusChanged => "ORDER_PAYMENT_STATUS_CHANGED",
            Self::ArsReservationChanged => "ars-reservation.changed",
            Self::PayoutStatusChanged => "PAYOUT_STATUS_CHANGED",
            Self::SubmallStatusChanged => "SUBMALL_STATUS_CHANGED",
            Self::Other(_) => "",
        }
    }

    /// The event type of this exact wire name.
    pub fn from_wire(name: &str) -> Self {
        Self::named()
            .find(|event| event.static_name() == name)
            .cloned()
            .unwrap_or_else(|| Self::Other(name.into()))
    }

    /// The event types that can be made (all but the old names and `Other`).
    pub fn known() -> &'static [EventType] {
        &NAMED[..MADE]
    }

    /// The event types that have a name of their own, the old ones included.
    pub(super) fn named() -> impl Iterator<Item = &'static EventType> {
        NAMED.iter()
    }

    /// The names of [`EventType::named`].
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        NAMED.iter().map(Self::static_name)
    }

    /// Whether its deliveries carry a signature (section 3: only payouts and sellers).
    pub fn is_signed(&self) -> bool {
        matches!(self, Self::PayoutChanged | Self::SellerChanged)
    }

    /// The documented statuses that the event is sent for, the likeliest first; empty where the
    /// event has none or none are documented.
    pub fn statuses(&self) -> &'static [&'static str] {
        match self {
            Self::PaymentStatusChanged => {
                &["DONE", "CANCELED", "PARTIAL_CANCELED", "ABORTED", "EXPIRED", "WAITING_FOR_DEPOSIT"]
            }
            Self::DepositCallback => &["DONE", "WAITING_FOR_DEPOSIT", "CANCELED", "PARTIAL_CANCELED"],
            Self::CancelStatusChanged => &["DONE", "ABORTED"],
            Self::MethodUpdated => &["ENABLED", "DISABLED", "ALIAS_UPDATED"],
            Self::CustomerStatusChanged => {
                &["CREATED", "REMOVED", "PASSWORD_CHANGED", "ONE_TOUCH_ACTIVATED", "ONE_TOUCH_DEACTIVATED"]
            }
            Self::PayoutChanged => &["COMPLETED", "FAILED"],
            Self::SellerChanged => &["APPROVED", "PARTIALLY_APPROVED", "KYC_REQUIRED"],
            Self::ArsReservationChanged => &["DONE", "CANCELED"],
            Self::BillingDeleted
            | Self::OrderPaymentStatusChanged
            | Self::PayoutStatusChanged
            | Self::SubmallStatusChanged
            | Self::Other(_) => &[],
        }
    }
}

impl fmt::Display for EventType {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::EventType;

    #[test]
    fn every_name_reads_back_as_its_event() {
        for event in EventType::named() {
            assert_eq!(&EventType::from_wire(event.as_str()), event);
            assert!(!event.as_str().is_empty());
        }
    }

    #[test]
    fn a_name_in_another_case_is_another_event() {
        assert_eq!(EventType::from_wire("payment_status_changed").as_str(), "payment_status_changed");
        assert_eq!(EventType::from_wire("NEW_EVENT"), EventType::Other("NEW_EVENT".into()));
        assert_eq!(EventType::from_wire(""), EventType::Other(String::new()));
    }

    #[test]
    fn ten_events_can_be_made_and_two_of_them_are_signed() {
        let known = EventType::known();
        assert_eq!(known.len(), 10);
        assert!(!known.contains(&EventType::PayoutStatusChanged));
        assert!(!known.contains(&EventType::SubmallStatusChanged));
        let signed: Vec<_> =
            EventType::named().filter(|event| event.is_signed()).map(EventType::as_str).collect();
        assert_eq!(signed, ["payout.changed", "seller.changed"]);
        assert!(!EventType::Other("payout.changed2".into()).is_signed());
    }
}
