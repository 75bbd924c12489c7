//! The secret key (시크릿 키), which looks payments up (section 6).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use http::HeaderValue;
use secrecy::{ExposeSecret as _, SecretString};

use super::key_kind::KeyKind;

/// How long a security key is: 64 hex digits (section 3).
const SECURITY_KEY_DIGITS: usize = 64;

/// A secret key. Never shown, stored or logged.
#[derive(Clone, Debug)]
pub struct SecretKey(SecretString);

/// Why a text can't be a secret key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecretKeyError {
    /// Nothing.
    #[error("is empty")]
    Empty,
    /// A security key: it belongs to `--security-key`.
    #[error("is a security key, most likely, not the secret key")]
    SecurityKey,
    /// A client key: it belongs nowhere here.
    #[error("is a client key, not the secret key")]
    ClientKey,
    /// Nothing that begins like a secret key.
    #[error("is no secret key")]
    NoSecretKey,
}

/// Whose money a key is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyWorld {
    /// Nobody's.
    Test,
    /// Customers'.
    Live,
}

impl SecretKey {
    /// Takes a key as it was typed, without white space around it.
    pub fn parse(text: &str) -> Result<Self, SecretKeyError> {
        let key = text.trim();
        let is_hex = || key.len() == SECURITY_KEY_DIGITS && key.bytes().all(|it| it.is_ascii_hexdigit());
        match KeyKind::of(key) {
            KeyKind::TestSecret | KeyKind::LiveSecret => Ok(Self(SecretString::from(key))),
            KeyKind::Client => Err(SecretKeyError::ClientKey),
            KeyKind::Other if key.is_empty() => Err(SecretKeyError::Empty),
            KeyKind::Other if is_hex() => Err(SecretKeyError::SecurityKey),
            KeyKind::Other => Err(SecretKeyError::NoSecretKey),
        }
    }

    /// Whose money it is about.
    pub fn world(&self) -> KeyWorld {
        match KeyKind::of(self.0.expose_secret()) {
            KeyKind::LiveSecret => KeyWorld::Live,
            _ => KeyWorld::Test,
        }
    }

    /// What `Authorization` says: the key as the user of Basic authentication, without a password.
    pub fn authorization(&self) -> Option<HeaderValue> {
        let mut value = HeaderValue::try_from(format!("Basic {}", self.encoded())).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// Whether a text repeats the key, as it stands or as it was sent.
    pub fn is_in(&self, text: &[u8]) -> bool {
        let holds = |what: &str| text.windows(what.len()).any(|part| part == what.as_bytes());
        holds(self.0.expose_secret()) || holds(&self.encoded())
    }

    fn encoded(&self) -> String {
        BASE64_STANDARD.encode(format!("{}:", self.0.expose_secret()))
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyWorld, SecretKey, SecretKeyError};

    #[test]
    fn a_key_is_taken_for_what_it_begins_with() {
        for (text, world) in [
            ("test_sk_a", KeyWorld::Test),
            (" test_gsk_a\n", KeyWorld::Test),
            ("live_sk_a", KeyWorld::Live),
            ("LIVE_GSK_a", KeyWorld::Live),
        ] {
            assert_eq!(SecretKey::parse(text).map(|key| key.world()).ok(), Some(world), "{text}");
        }
        for (text, error) in [
            (" ", SecretKeyError::Empty),
            ("test_ck_a", SecretKeyError::ClientKey),
            ("live_gck_a", SecretKeyError::ClientKey),
            ("hunter2", SecretKeyError::NoSecretKey),
            (&"0aF".repeat(22)[..64], SecretKeyError::SecurityKey),
        ] {
            assert_eq!(SecretKey::parse(text).err(), Some(error), "{text}");
        }
    }

    #[test]
    fn it_is_sent_as_documented_and_found_again_in_what_repeats_it() {
        let key = SecretKey::parse("test_sk_a").unwrap();
        let sent = key.authorization().unwrap();
        assert_eq!(sent, "Basic dGVzdF9za19hOg==");
        assert!(sent.is_sensitive() && !format!("{key:?} {sent:?}").contains("test_sk"));
        assert!(key.is_in(b"x test_sk_a") && key.is_in(b"dGVzdF9za19hOg==") && !key.is_in(b"test_sk_b"));
    }
}
