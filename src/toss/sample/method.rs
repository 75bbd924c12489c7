//! The payment methods, by the words that are typed for them.

/// How a payment is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// `카드`
    Card,
    /// `가상계좌`
    VirtualAccount,
    /// `간편결제`
    EasyPay,
    /// `계좌이체`
    Transfer,
    /// `휴대폰`
    MobilePhone,
    /// `문화상품권`, `도서문화상품권`, `게임문화상품권`
    GiftCertificate,
}

impl Method {
    /// All of them, the most frequent first.
    pub const ALL: [Self; 6] = [
        Self::Card,
        Self::VirtualAccount,
        Self::EasyPay,
        Self::Transfer,
        Self::MobilePhone,
        Self::GiftCertificate,
    ];

    /// The word that is typed for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::VirtualAccount => "virtual-account",
            Self::EasyPay => "easy-pay",
            Self::Transfer => "transfer",
            Self::MobilePhone => "mobile-phone",
            Self::GiftCertificate => "gift-certificate",
        }
    }

    /// The one that Toss Payments calls so; none for a gift certificate, of which there are three, and for names
    /// that are not known.
    pub(super) fn by_name(name: &str) -> Option<Self> {
        match name {
            "카드" => Some(Self::Card),
            "가상계좌" => Some(Self::VirtualAccount),
            "간편결제" => Some(Self::EasyPay),
            "계좌이체" => Some(Self::Transfer),
            "휴대폰" => Some(Self::MobilePhone),
            _ => None,
        }
    }

    /// Whether payments by it reach this status.
    ///
    /// A virtual account waits for its deposit and never expires or aborts; every other method is
    /// the other way round (section 4).
    pub fn reaches(self, status: &str) -> bool {
        match status {
            "WAITING_FOR_DEPOSIT" => self == Self::VirtualAccount,
            "EXPIRED" | "ABORTED" => self != Self::VirtualAccount,
            _ => true,
        }
    }
}
