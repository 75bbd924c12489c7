//! Where payments are looked up: a secret key goes to Toss Payments, or stays on this machine.

use crate::outbound::{Endpoint, EndpointError, Reach, without_user_information};

/// Toss Payments' API.
pub const TOSS_PAYMENTS: &str = "https://api.tosspayments.com";

/// A server that a secret key may be sent to.
#[derive(Clone, Debug)]
pub struct ApiBase {
    /// Its URL, without a slash at its end.
    url: String,
    reach: Reach,
}

/// Why a text names no such server.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ApiBaseError {
    /// It is no endpoint.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// It is neither Toss Payments' API over https nor on this machine.
    #[error("is neither Toss Payments' API over https nor on this machine")]
    Elsewhere,
    /// It has user information or a query, which a look-up has not.
    #[error("has more than a host, a port and a path")]
    More,
}

impl ApiBase {
    /// Reads a URL, or one of [`Endpoint`]'s shorthands.
    pub fn parse(typed: &str) -> Result<Self, ApiBaseError> {
        let endpoint = Endpoint::parse(typed)?;
        let url = endpoint.shown();
        let reach = if endpoint.is_loopback_name() {
            Reach::Loopback
        } else if url.strip_suffix('/') == Some(TOSS_PAYMENTS) {
            Reach::Public
        } else {
            return Err(ApiBaseError::Elsewhere);
        };
        if url.contains('?') || without_user_information(typed) != typed {
            return Err(ApiBaseError::More);
        }
        Ok(Self { url: url.trim_end_matches('/').to_owned(), reach })
    }

    /// As a person sees it.
    pub fn shown(&self) -> &str {
        &self.url
    }

    /// The farthest address that its name may lead to.
    pub(super) fn reach(&self) -> Reach {
        self.reach
    }

    /// What is below it at this path.
    pub(super) fn at(&self, path: &str) -> Result<Endpoint, EndpointError> {
        Endpoint::parse(&format!("{}{path}", self.url))
    }
}

#[cfg(test)]
mod tests {
    use super::{ApiBase, ApiBaseError, TOSS_PAYMENTS};

    #[test]
    fn a_key_goes_to_toss_payments_or_stays_here() {
        for (typed, shown) in [
            (TOSS_PAYMENTS, TOSS_PAYMENTS),
            ("HTTPS://API.tosspayments.com:443/", TOSS_PAYMENTS),
            ("4102", "http://localhost:4102"),
            ("http://127.0.0.1:4102/", "http://127.0.0.1:4102"),
            ("https://[::1]/toss/", "https://[::1]/toss"),
        ] {
            assert_eq!(ApiBase::parse(typed).unwrap().shown(), shown, "{typed}");
        }
        for typed in [
            "http://api.tosspayments.com",
            "api.tosspayments.com",
            "https://api.tosspayments.com:8443",
            "https://api.tosspayments.com/v1",
            "https://api.tosspayments.com.example.com",
            "https://api.tosspayments.com.",
            "https://tosspayments.com",
            "http://192.168.0.7:4102",
            "http://toss:4102",
            "https://localhost.example.com",
        ] {
            assert_eq!(ApiBase::parse(typed).unwrap_err(), ApiBaseError::Elsewhere, "{typed}");
        }
        for typed in
            ["http://user:pw@localhost:4102", "https://x@api.tosspayments.com", "localhost:4102/?a=1"]
        {
            assert_eq!(ApiBase::parse(typed).unwrap_err(), ApiBaseError::More, "{typed}");
        }
        assert!(matches!(ApiBase::parse("ftp://localhost"), Err(ApiBaseError::Endpoint(_))));
    }
}
