//! The signature of `payout.changed` and `seller.changed` (section 3).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretSlice, SecretString};
use sha2::Sha256;
use subtle::{Choice, ConstantTimeEq as _};

use super::key_kind::KeyKind;
use super::{EventType, Transmission};

/// Which form of the security key is the HMAC's key: open at Toss Payments (section 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyForm {
    /// The 64 characters.
    Text,
    /// The 32 bytes that they encode.
    Hex,
}

/// Which forms a check tries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeyFormChoice {
    /// Both.
    #[default]
    Auto,
    /// The text form only.
    Text,
    /// The hex-decoded form only.
    Hex,
}

/// A security key (보안 키). Never shown, stored or logged.
#[derive(Clone, Debug)]
pub struct SecurityKey(SecretString);

/// Why a text can't be a security key.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SecurityKeyError {
    /// Nothing.
    #[error("is empty")]
    Empty,
    /// A secret key (`test_sk_`, `live_sk_`, `test_gsk_`, `live_gsk_`): it belongs to `--secret-key`.
    #[error("is a secret key, not the security key")]
    SecretKey,
    /// A client key (`test_ck_` …): it belongs nowhere here.
    #[error("is a client key, not the security key")]
    ClientKey,
    /// The hex form is asked for, but it isn't hex digits in pairs.
    #[error("is not hex")]
    NotHex,
}

/// What the check of a delivery's signature gave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureCheck {
    /// One of the values matches with the key in this form.
    Valid(KeyForm),
    /// None matches.
    Invalid,
    /// The event must carry one and doesn't.
    Missing,
    /// The event carries none, rightly.
    NotExpected,
    /// No key was given.
    Unchecked,
}

impl SignatureCheck {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Valid(_) => "valid",
            Self::Invalid => "invalid",
            Self::Missing => "missing",
            Self::NotExpected => "not_expected",
            Self::Unchecked => "unchecked",
        }
    }

    /// The form that matched, as JSON has it.
    pub fn key_form(self) -> Option<&'static str> {
        match self {
            Self::Valid(KeyForm::Text) => Some("text"),
            Self::Valid(KeyForm::Hex) => Some("hex"),
            _ => None,
        }
    }
}

/// What each of the header's values starts with.
const VERSION: &str = "v1:";

/// Base64 with or without its padding: nothing but the bytes counts.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

impl KeyFormChoice {
    /// The forms that a check tries, the likelier first.
    fn forms(self) -> &'static [KeyForm] {
        match self {
            Self::Auto => &[KeyForm::Text, KeyForm::Hex],
            Self::Text => &[KeyForm::Text],
            Self::Hex => &[KeyForm::Hex],
        }
    }
}

impl SecurityKey {
    /// Takes a key as it was typed, without white space around it.
    ///
    /// The documented form is 64 hex characters; another text is taken too, as long as it is no
    /// other kind of key.
    pub fn parse(text: &str) -> Result<Self, SecurityKeyError> {
        let key = text.trim();
        match KeyKind::of(key) {
            KeyKind::TestSecret | KeyKind::LiveSecret => Err(SecurityKeyError::SecretKey),
            KeyKind::Client => Err(SecurityKeyError::ClientKey),
            KeyKind::Other if key.is_empty() => Err(SecurityKeyError::Empty),
            KeyKind::Other => Ok(Self(SecretString::from(key))),
        }
    }

    /// Takes a text as it is, whatever kind of key it is and whatever stands around it: to find out what
    /// somebody signed with by mistake, never to sign.
    pub fn by_mistake(text: &str) -> Self {
        Self(SecretString::from(text))
    }

    /// Whether it has the documented shape: 64 hex digits.
    pub fn has_documented_shape(&self) -> bool {
        let text = self.0.expose_secret();
        text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
    }

    /// Whether the key can be used in this form; else [`SecurityKeyError::NotHex`].
    pub fn supports(&self, form: KeyForm) -> Result<(), SecurityKeyError> {
        self.bytes(form).map(drop)
    }

    /// The header's value for this body and transmission time: `v1:` and the base64 of the HMAC.
    pub fn sign(
        &self,
        form: KeyForm,
        body: &[u8],
        transmission_time: &str,
    ) -> Result<String, SecurityKeyError> {
        let digest = self.digest(form, &message(body, transmission_time))?;
        Ok(format!("{VERSION}{}", BASE64.encode(digest)))
    }

    /// The form, of those chosen, in which the key makes one of these signatures of a message; the message is
    /// given in parts. Compared in constant time; a form that the key doesn't have matches nothing.
    pub fn matching_form(
        &self,
        choice: KeyFormChoice,
        signatures: &Signatures,
        message: &[&[u8]],
    ) -> Option<KeyForm> {
        let is_made = |form: &&KeyForm| {
            let Ok(digest) = self.digest(**form, message) else { return false };
            // Each value is compared to its end, and none is left out after a match.
            let matches = signatures
                .0
                .iter()
                .fold(Choice::from(0), |found, value| found | value.as_slice().ct_eq(digest.as_slice()));
            bool::from(matches)
        };
        choice.forms().iter().find(is_made).copied()
    }

    /// HMAC-SHA-256 over the message.
    fn digest(&self, form: KeyForm, message: &[&[u8]]) -> Result<[u8; 32], SecurityKeyError> {
        let key = self.bytes(form)?;
        // HMAC takes a key of any length, so this error can't be met.
        let mut mac =
            Hmac::<Sha256>::new_from_slice(key.expose_secret()).map_err(|_| SecurityKeyError::Empty)?;
        for part in message {
            mac.update(part);
        }
        Ok(mac.finalize().into_bytes().into())
    }

    /// The HMAC's key in this form.
    fn bytes(&self, form: KeyForm) -> Result<SecretSlice<u8>, SecurityKeyError> {
        let text = self.0.expose_secret();
        let bytes = match form {
            KeyForm::Text => text.as_bytes().to_vec(),
            KeyForm::Hex => from_hex(text).ok_or(SecurityKeyError::NotHex)?,
        };
        Ok(SecretSlice::from(bytes))
    }
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// Checks a delivery's signature in constant time over the bytes as received.
///
/// A key that can't be used in the form that is asked for counts as none.
pub fn check(
    key: Option<&SecurityKey>,
    choice: KeyFormChoice,
    event_type: Option<&EventType>,
    body: &[u8],
    transmission: &Transmission,
) -> SignatureCheck {
    if !event_type.is_some_and(EventType::is_signed) {
        return SignatureCheck::NotExpected;
    }
    let Some(key) = key else { return SignatureCheck::Unchecked };
    let Some(header) = &transmission.signature else { return SignatureCheck::Missing };
    let Some(time) = &transmission.time else { return SignatureCheck::Invalid };
    if choice.forms().iter().all(|form| key.supports(*form).is_err()) {
        return SignatureCheck::Unchecked;
    }
    key.matching_form(choice, &Signatures::read(header), &message(body, time))
        .map_or(SignatureCheck::Invalid, SignatureCheck::Valid)
}

/// What is signed, in parts: the body, a colon and the transmission time.
pub fn message<'a>(body: &'a [u8], time: &'a str) -> [&'a [u8]; 3] {
    [body, b":", time.as_bytes()]
}

/// The decoded values of a signature header.
#[derive(Clone, Debug)]
pub struct Signatures(Vec<Vec<u8>>);

impl Signatures {
    /// Reads a header's value: `v1:a,v1:b` as documented, `v1:a,b` as some code sends it. What is no base64 is
    /// left out.
    pub fn read(header: &[u8]) -> Self {
        let values = header.split(|byte| *byte == b',').map(<[u8]>::trim_ascii).filter_map(|value| {
            let value = value.strip_prefix(VERSION.as_bytes()).unwrap_or(value);
            BASE64.decode(value.trim_ascii()).ok()
        });
        Self(values.collect())
    }

    /// How many values could be a signature: those of 32 bytes.
    pub fn count(&self) -> usize {
        self.0.iter().filter(|value| value.len() == 32).count()
    }
}

#[cfg(test)]
mod tests {
    use super::{KeyForm, KeyFormChoice, SecurityKey, SecurityKeyError, SignatureCheck, check};
    use crate::toss::{EventType, Transmission};

    const KEY: &str = "5f1d0c3b7a9e2468ace013579bdf02468ace13579bdf0246813579bdf02468ac";
    const TIME: &str = "2024-09-05T12:19:21+09:00";
    const BODY: &str = r#"{"eventType":"payout.changed","entityBody":{"amount":{"value":5000.0},"transactionDescription":"8월대금지급"}}"#;

    // Made with `openssl dgst -sha256 -binary`, `-hmac KEY` and `-mac HMAC -macopt hexkey:KEY`.
    const BY_TEXT: &str = "v1:Gaf1hgw7UMBG+Yqbuz3f+RdRFnID8egLEkfEZVv2lXg=";
    const BY_HEX: &str = "v1:924ZlWmmnuTSDIwHq4/7XzUsGsQOk4OF/AjUFqCimus=";

    fn key() -> SecurityKey {
        SecurityKey::parse(KEY).unwrap()
    }

    fn transmission(signature: &str) -> Transmission {
        Transmission {
            time: Some(TIME.into()),
            signature: Some(signature.as_bytes().to_vec()),
            ..Transmission::default()
        }
    }

    fn checked(signature: &str, choice: KeyFormChoice, body: &str) -> SignatureCheck {
        let payout = Some(&EventType::PayoutChanged);
        check(Some(&key()), choice, payout, body.as_bytes(), &transmission(signature))
    }

    #[test]
    fn a_signature_is_the_one_that_openssl_makes() {
        assert_eq!(key().sign(KeyForm::Text, BODY.as_bytes(), TIME).unwrap(), BY_TEXT);
        assert_eq!(key().sign(KeyForm::Hex, BODY.as_bytes(), TIME).unwrap(), BY_HEX);
        let upper = SecurityKey::parse(&format!(" {}\n", KEY.to_uppercase())).unwrap();
        assert_eq!(upper.sign(KeyForm::Hex, BODY.as_bytes(), TIME).unwrap(), BY_HEX);
    }

    #[test]
    fn a_check_says_which_form_matched() {
        for (signature, form) in [(BY_TEXT, KeyForm::Text), (BY_HEX, KeyForm::Hex)] {
            assert_eq!(checked(signature, KeyFormChoice::Auto, BODY), SignatureCheck::Valid(form));
        }
        assert_eq!(checked(BY_HEX, KeyFormChoice::Text, BODY), SignatureCheck::Invalid);
        assert_eq!(checked(BY_TEXT, KeyFormChoice::Hex, BODY), SignatureCheck::Invalid);
    }

    #[test]
    fn one_of_several_values_is_enough_however_they_are_written() {
        let bare = BY_TEXT.trim_start_matches("v1:");
        for header in [
            format!("{BY_TEXT},v1:AAAA"),
            format!("v1:AAAA,{BY_TEXT}"),
            format!("v1:AAAA,{bare}"),
            format!(" v1: {bare} , v1:!!!,"),
            format!("v2:zzz,{}", BY_TEXT.trim_end_matches('=')),
        ] {
            assert_eq!(
                checked(&header, KeyFormChoice::Auto, BODY),
                SignatureCheck::Valid(KeyForm::Text),
                "{header}"
            );
        }
    }

    #[test]
    fn another_body_time_or_value_is_invalid() {
        let remade = BODY.replace("5000.0", "5000");
        assert_eq!(checked(BY_TEXT, KeyFormChoice::Auto, &remade), SignatureCheck::Invalid);
        for header in ["", ",", "v1:", "v1:AAAA", "v1:Gaf1", "\u{ff}"] {
            assert_eq!(checked(header, KeyFormChoice::Auto, BODY), SignatureCheck::Invalid, "{header:?}");
        }
        for time in [None, Some("2024-09-05T12:19:22+09:00".to_owned())] {
            let other = Transmission { time, ..transmission(BY_TEXT) };
            let payout = Some(&EventType::PayoutChanged);
            let result = check(Some(&key()), KeyFormChoice::Auto, payout, BODY.as_bytes(), &other);
            assert_eq!(result, SignatureCheck::Invalid);
        }
    }

    #[test]
    fn only_payouts_and_sellers_are_expected_to_be_signed() {
        let signed = transmission(BY_TEXT);
        let result = |event: Option<&EventType>, transmission: &Transmission| {
            check(Some(&key()), KeyFormChoice::Auto, event, BODY.as_bytes(), transmission)
        };
        let bare = Transmission { signature: None, ..signed.clone() };
        assert_eq!(result(Some(&EventType::SellerChanged), &signed), SignatureCheck::Valid(KeyForm::Text));
        assert_eq!(result(Some(&EventType::SellerChanged), &bare), SignatureCheck::Missing);
        for event in [None, Some(&EventType::PaymentStatusChanged), Some(&EventType::Other("new".into()))] {
            assert_eq!(result(event, &signed), SignatureCheck::NotExpected);
        }
    }

    #[test]
    fn without_a_usable_key_nothing_is_checked() {
        let payout = Some(&EventType::PayoutChanged);
        let signed = transmission(BY_TEXT);
        let result = check(None, KeyFormChoice::Auto, payout, BODY.as_bytes(), &signed);
        assert_eq!(result, SignatureCheck::Unchecked);
        let no_hex = SecurityKey::parse("not-hex").unwrap();
        let result = check(Some(&no_hex), KeyFormChoice::Hex, payout, BODY.as_bytes(), &signed);
        assert_eq!(result, SignatureCheck::Unchecked);
        let result = check(Some(&no_hex), KeyFormChoice::Auto, payout, BODY.as_bytes(), &signed);
        assert_eq!(result, SignatureCheck::Invalid);
    }

    #[test]
    fn another_kind_of_key_is_no_security_key() {
        for (text, error) in [
            ("", SecurityKeyError::Empty),
            (" \n", SecurityKeyError::Empty),
            ("test_sk_abc", SecurityKeyError::SecretKey),
            (" LIVE_GSK_abc", SecurityKeyError::SecretKey),
            ("test_ck_abc", SecurityKeyError::ClientKey),
            ("live_gck_abc", SecurityKeyError::ClientKey),
        ] {
            assert_eq!(SecurityKey::parse(text).unwrap_err(), error, "{text:?}");
        }
    }

    #[test]
    fn a_key_that_is_not_hex_has_no_hex_form() {
        for text in ["abc", "zz", "보안", "+1"] {
            let key = SecurityKey::parse(text).unwrap();
            assert_eq!(key.supports(KeyForm::Hex), Err(SecurityKeyError::NotHex), "{text}");
            assert_eq!(key.supports(KeyForm::Text), Ok(()));
        }
    }

    #[test]
    fn a_key_is_never_shown() {
        assert!(!format!("{:?}", key()).contains(&KEY[..8]));
    }
}
