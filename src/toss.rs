//! What Toss Payments promises about its webhooks, and nothing that it doesn't.
//!
//! Section numbers in the doc comments are those of the project's facts about Toss Payments.

pub mod event;
mod key_kind;
pub mod policy;
pub mod sample;
pub mod scenario;
pub mod secret_key;
pub mod signature;
pub mod transmission;

pub use event::{Amount, Content, Event, EventType, Payment, PaymentName};
pub use policy::Policy;
pub use secret_key::{KeyWorld, SecretKey, SecretKeyError};
pub use signature::{KeyForm, KeyFormChoice, SecurityKey, SignatureCheck};
pub use transmission::{Transmission, TransmissionId};
