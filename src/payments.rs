//! The payment look-up (section 6): an event is compared with its payment, as Toss Payments' API gives it.
//!
//! It goes on beside the answers: whoever puts a question never waits for it.

mod answer;
mod api;
mod base;
mod claim;
mod desk;
mod pace;
mod recent;

pub use api::Api;
pub use base::{ApiBase, ApiBaseError, TOSS_PAYMENTS};
pub use claim::Claim;
pub use desk::{Desk, Question, WAITING_QUESTIONS};

use crate::activity::NoPayment;
use crate::toss::{Payment, PaymentName};

/// Who gives payments: the API, or a test.
pub trait Ask {
    /// Asks once, within a time of its own.
    fn ask(&self, name: &PaymentName) -> impl Future<Output = Answer> + Send;
}

/// What came of asking once.
#[derive(Debug)]
pub struct Answer {
    /// The payment, or why there is none.
    pub payment: Result<Payment, NoPayment>,
    /// After how long it may be asked again, where the API says so.
    pub retry_after: Option<std::time::Duration>,
}
