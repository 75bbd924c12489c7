//! What a request asks for, and whether it may (section 6).

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use http::{Method, header};

use crate::activity::{LookUpError, Request};
use crate::toss::PaymentName;

/// What the paths of both look-ups start with.
const PAYMENTS: &str = "/v1/payments/";

/// What stands between that and an order.
const ORDERS: &str = "orders/";

/// Base64 with or without its padding: the key is all that counts.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The payment that a path names; none for paths of no look-up.
pub(super) fn name(request: &Request) -> Option<PaymentName> {
    let rest = request.path.strip_prefix(PAYMENTS)?;
    let (name, is_order) = match rest.strip_prefix(ORDERS) {
        Some(order) => (order, true),
        None => (rest, false),
    };
    let name = Some(name).filter(|name| !name.is_empty() && !name.contains('/')).and_then(decoded)?;
    Some(if is_order { PaymentName::Order(name) } else { PaymentName::Key(name) })
}

/// Why a request gets no payment, whichever it asks for.
pub(super) fn refusal(request: &Request) -> Option<LookUpError> {
    if request.headers.contains_key(header::ORIGIN) {
        return Some(LookUpError::Browser);
    }
    let Some(authorization) = request.headers.get(header::AUTHORIZATION) else {
        return Some(LookUpError::NoKey);
    };
    let Some(credentials) = credentials(authorization.as_bytes()) else {
        return Some(LookUpError::NotBasic);
    };
    let Some((key, _)) = credentials.split_once(':') else { return Some(LookUpError::NoColon) };
    wrong_kind(key).or_else(|| (request.method != Method::GET).then_some(LookUpError::OtherMethod))
}

/// What Basic authentication (RFC 7617) carries.
fn credentials(authorization: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(authorization).ok()?;
    let (scheme, encoded) = text.trim().split_once(' ')?;
    let bytes = scheme.eq_ignore_ascii_case("basic").then(|| BASE64.decode(encoded.trim()).ok())??;
    String::from_utf8(bytes).ok()
}

/// What is wrong with a key; nothing with any test key that is no client key.
fn wrong_kind(key: &str) -> Option<LookUpError> {
    let is = |prefixes: [&str; 2]| prefixes.iter().any(|prefix| key.starts_with(prefix));
    if is(["test_ck_", "test_gck_"]) || is(["live_ck_", "live_gck_"]) {
        Some(LookUpError::ClientKey)
    } else if key.starts_with("live_") {
        Some(LookUpError::LiveKey)
    } else {
        (!key.starts_with("test_")).then_some(LookUpError::NoSecretKey)
    }
}

/// A path's segment without its percent-encoding; none where it is malformed.
fn decoded(segment: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || rest.next().and_then(|digit| char::from(digit).to_digit(16));
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high << 4 | low).ok()?);
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName, HeaderValue};
    use jiff::Timestamp;

    use super::*;

    fn request(method: &str, path: &str, headers: &[(&'static str, String)]) -> Request {
        let lines = headers.iter().map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a value"))
        });
        Request {
            method: method.parse().expect("a method"),
            path: path.to_owned(),
            query: None,
            headers: lines.collect::<HeaderMap>(),
            body: Bytes::new(),
            remote: ([127, 0, 0, 1], 1).into(),
            arrived_at: Timestamp::UNIX_EPOCH,
        }
    }

    fn basic(credentials: &str) -> String {
        format!("Basic {}", BASE64.encode(credentials))
    }

    fn refused(authorization: &str) -> Option<LookUpError> {
        refusal(&request("GET", "/v1/payments/p", &[("authorization", authorization.to_owned())]))
    }

    #[test]
    fn a_path_names_a_payment_by_its_key_or_its_order() {
        let name = |path: &str| name(&request("GET", path, &[]));
        let (key, order) = (
            |text: &str| Some(PaymentName::Key(text.into())),
            |text: &str| Some(PaymentName::Order(text.into())),
        );
        assert_eq!(name("/v1/payments/tviva2024"), key("tviva2024"));
        assert_eq!(name("/v1/payments/orders/order-1"), order("order-1"));
        assert_eq!(name("/v1/payments/a%2Fb%3d%EA%B0%80"), key("a/b=가"));
        assert_eq!(name("/v1/payments/orders"), key("orders"));
        for none in [
            "/",
            "/v1/payments",
            "/v1/payments/",
            "/v1/payments/orders/",
            "/v1/payments/p/cancel",
            "/v2/payments/p",
            "/v1/payments/orders/a/b",
            "/v1/payments/%",
            "/v1/payments/%2",
            "/v1/payments/%zz",
            "/v1/payments/%ff",
        ] {
            assert_eq!(name(none), None, "{none}");
        }
    }

    #[test]
    fn any_test_key_may_look_up_and_no_other() {
        for key in ["test_sk_abc", "test_gsk_abc", "test_whatever"] {
            assert_eq!(refused(&basic(&format!("{key}:"))), None, "{key}");
            assert_eq!(refused(&basic(&format!("{key}:")).replace("Basic", "basic")), None, "{key}");
            assert_eq!(refused(basic(&format!("{key}:")).trim_end_matches('=')), None, "{key}");
        }
        for (key, error) in [
            ("test_ck_abc", LookUpError::ClientKey),
            ("test_gck_abc", LookUpError::ClientKey),
            ("live_ck_abc", LookUpError::ClientKey),
            ("live_sk_abc", LookUpError::LiveKey),
            ("live_gsk_abc", LookUpError::LiveKey),
            ("", LookUpError::NoSecretKey),
            ("undefined", LookUpError::NoSecretKey),
        ] {
            assert_eq!(refused(&basic(&format!("{key}:"))), Some(error), "{key}");
        }
    }

    #[test]
    fn what_is_wrong_with_the_header_is_told_apart() {
        assert_eq!(refusal(&request("GET", "/v1/payments/p", &[])), Some(LookUpError::NoKey));
        assert_eq!(refused(&basic("test_sk_abc")), Some(LookUpError::NoColon));
        for not_basic in ["test_sk_abc", "Bearer test_sk_abc", "Basic", "Basic test_sk_abc:", "Basic /w=="] {
            assert_eq!(refused(not_basic), Some(LookUpError::NotBasic), "{not_basic}");
        }
    }

    #[test]
    fn a_browser_and_another_method_are_refused() {
        let key = ("authorization", basic("test_sk_abc:"));
        let browser =
            request("GET", "/v1/payments/p", &[key.clone(), ("origin", "http://localhost:3000".into())]);
        assert_eq!(refusal(&browser), Some(LookUpError::Browser));
        let post = request("POST", "/v1/payments/confirm", &[key]);
        assert_eq!(refusal(&post), Some(LookUpError::OtherMethod));
    }
}
