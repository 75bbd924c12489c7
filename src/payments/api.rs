//! Toss Payments' API, or what stands in for it.

use std::time::Duration;

use http::HeaderMap;
use http::header::{AUTHORIZATION, HeaderValue, USER_AGENT};

use super::{Answer, ApiBase, Ask, Claim, answer};
use crate::activity::NoPayment;
use crate::outbound::{Call, Sender, SenderError, SenderOptions};
use crate::toss::{PaymentName, SecretKey};

/// How long an answer may take.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The longest answer that is read. A payment has about 3 KB, and 400 bytes more for each cancel.
const ANSWER_BYTES: usize = 128 * 1024;

/// Who asks.
const ASKING: &str = concat!("tosshook/", env!("CARGO_PKG_VERSION"));

/// The API, and the key that it is asked with.
#[derive(Debug)]
pub struct Api {
    base: ApiBase,
    key: SecretKey,
    sender: Sender,
}

impl Api {
    /// The API at `base`. Its redirects are not followed, and it is dialled at no address farther away
    /// than its name says.
    pub fn new(base: ApiBase, key: SecretKey) -> Result<Self, SenderError> {
        let agent = (USER_AGENT, HeaderValue::from_static(ASKING));
        let lines = key.authorization().map(|key| (AUTHORIZATION, key)).into_iter().chain([agent]);
        let sender = Sender::new(SenderOptions {
            timeout: Some(TIMEOUT),
            connect_wait: Duration::ZERO,
            insecure: false,
            ca_cert: None,
            headers: lines.collect::<HeaderMap>(),
            reach: base.reach(),
            response_bytes: ANSWER_BYTES,
        })?;
        Ok(Self { base, key, sender })
    }

    /// Where it is, as a person sees it.
    pub fn url(&self) -> &str {
        self.base.shown()
    }
}

impl Ask for Api {
    async fn ask(&self, name: &PaymentName) -> Answer {
        let endpoint = Claim::path(name).and_then(|path| self.base.at(&path).ok());
        match endpoint {
            Some(endpoint) => {
                let result = self.sender.send(&endpoint, Call::get()).await;
                answer::read(result, name, &self.key)
            }
            None => Answer { payment: Err(NoPayment::NoName), retry_after: None },
        }
    }
}
