//! Payments that are looked up at the stand-in of Toss Payments' API, and why some are not given.

use std::net::SocketAddr;

use crate::toss::{Payment, PaymentName};

/// A payment was looked up.
#[derive(Clone, Debug)]
pub struct LookedUp {
    /// Who asked.
    pub remote: SocketAddr,
    /// The method.
    pub method: String,
    /// The request target.
    pub target: String,
    /// What was asked for, where the request was that of a look-up.
    pub name: Option<PaymentName>,
    /// What was answered.
    pub answer: Result<Payment, LookUpError>,
}

/// Why no payment is given. Statuses and codes are documented by Toss Payments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookUpError {
    /// There is no `Authorization`.
    NoKey,
    /// `Authorization` is not Basic with base64 behind it.
    NotBasic,
    /// What was encoded has no colon behind the key.
    NoColon,
    /// A client key (`test_ck_`, `live_gck_` …).
    ClientKey,
    /// A live secret key.
    LiveKey,
    /// What stands in the key's place is no secret key.
    NoSecretKey,
    /// The request comes from a browser (it has `Origin`), where no secret key may be.
    Browser,
    /// No such payment is known.
    Unknown,
    /// The path is that of no look-up.
    OtherPath,
    /// The method is not GET.
    OtherMethod,
    /// The history could not be read; the store's own words.
    History(String),
    /// It was asked to fail this look-up, as Toss Payments does when it breaks down.
    OnPurpose,
}

impl LookUpError {
    /// The status of the answer.
    pub fn http_status(&self) -> u16 {
        match self {
            Self::NoKey | Self::NotBasic | Self::ClientKey | Self::LiveKey | Self::NoSecretKey => 401,
            Self::NoColon | Self::Browser => 403,
            Self::Unknown | Self::OtherPath | Self::OtherMethod => 404,
            Self::History(_) | Self::OnPurpose => 500,
        }
    }

    /// The code in the answer.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoKey | Self::NotBasic | Self::ClientKey | Self::LiveKey | Self::NoSecretKey => {
                "UNAUTHORIZED_KEY"
            }
            Self::NoColon => "INCORRECT_BASIC_AUTH_FORMAT",
            Self::Browser => "FORBIDDEN_REQUEST",
            Self::Unknown => "NOT_FOUND_PAYMENT",
            Self::OtherPath => "NOT_FOUND",
            Self::OtherMethod => "NOT_FOUND_HTTP_METHOD",
            Self::History(_) | Self::OnPurpose => "FAILED_INTERNAL_SYSTEM_PROCESSING",
        }
    }
}

/// The stand-in's last word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LookUps {
    /// Requests answered.
    pub lookups: u64,
    /// Payments given.
    pub found: u64,
    /// Look-ups of payments that are not known.
    pub unknown: u64,
    /// Look-ups that failed because that was asked for.
    pub failed_on_purpose: u64,
    /// All others.
    pub refused: u64,
}

/// What became of the look-ups of an order's payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// How often it was given.
    pub given: u64,
    /// How often that failed on purpose.
    pub failed: u64,
}

impl LookUps {
    /// Counts what was answered.
    pub fn count(&mut self, answer: &Result<Payment, LookUpError>) {
        self.lookups += 1;
        match answer {
            Ok(_) => self.found += 1,
            Err(LookUpError::Unknown) => self.unknown += 1,
            Err(LookUpError::OnPurpose) => self.failed_on_purpose += 1,
            Err(_) => self.refused += 1,
        }
    }
}
