//! A recorded request as it goes out again: the lines of its transmission made anew, all else as it came.

use http::header::{HeaderMap, HeaderName, HeaderValue};

use super::Attempt;
use crate::activity::Request;
use crate::outbound::Call;
use crate::toss::transmission::{RETRIED_COUNT, SIGNATURE, TRANSMISSION_TIME, format_transmission_time};
use crate::toss::{SecurityKey, SignatureCheck};

/// What a re-send's signature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signed {
    /// There is none.
    Not,
    /// Made anew.
    Anew,
    /// The one that the request came with, and so the time that it covers.
    AsReceived,
}

/// The call of a re-send.
///
/// A line is only ever replaced, never added: what is not Toss Payments' is not made to look like it.
/// A signature is made anew where the one that came was valid, in the form that matched; a forged one
/// stays what it is.
pub fn call(
    request: Request,
    check: SignatureCheck,
    attempt: Attempt,
    key: Option<&SecurityKey>,
) -> (Call, Signed) {
    let Request { method, path, query, mut headers, body, .. } = request;
    let time = format_transmission_time(attempt.at);
    replace(&mut headers, RETRIED_COUNT, HeaderValue::from(attempt.retried_count));
    let signature = match (check, key) {
        (SignatureCheck::Valid(form), Some(key)) => key.sign(form, &body, &time).ok(),
        _ => None,
    };
    let signed = match signature.and_then(|signature| HeaderValue::try_from(signature).ok()) {
        Some(signature) => {
            replace(&mut headers, SIGNATURE, signature);
            Signed::Anew
        }
        None if headers.contains_key(SIGNATURE) => Signed::AsReceived,
        None => Signed::Not,
    };
    if let (Signed::Not | Signed::Anew, Ok(time)) = (signed, HeaderValue::try_from(time)) {
        replace(&mut headers, TRANSMISSION_TIME, time);
    }
    (Call { method, path, query, headers, body }, signed)
}

/// Replaces a line that is there.
fn replace(headers: &mut HeaderMap, name: &'static str, value: HeaderValue) {
    if headers.contains_key(name) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName, Method};

    use super::{Signed, call};
    use crate::activity::Request;
    use crate::delivery::Attempt;
    use crate::toss::{
        EventType, KeyForm, KeyFormChoice, SecurityKey, SignatureCheck, Transmission, signature,
    };

    const TIME: &str = "tosspayments-webhook-transmission-time";
    const COUNT: &str = "tosspayments-webhook-transmission-retried-count";
    const ID: &str = "tosspayments-webhook-transmission-id";
    const SIGNATURE: &str = "tosspayments-webhook-signature";

    fn request(lines: &[(&'static str, &str)]) -> Request {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), value.parse().unwrap());
        }
        Request {
            method: Method::POST,
            path: "/hook".to_owned(),
            query: None,
            headers,
            body: Bytes::from_static(b"{}"),
            remote: ([127, 0, 0, 1], 1).into(),
            arrived_at: "2024-09-05T03:00:00Z".parse().unwrap(),
        }
    }

    fn third() -> Attempt {
        Attempt { retried_count: 3, at: "2024-09-05T03:19:21Z".parse().unwrap() }
    }

    #[test]
    fn count_and_time_are_those_of_the_attempt_and_the_rest_stays() {
        let request =
            request(&[(TIME, "2024-09-05T12:00:00+09:00"), ("x-own", "1"), (COUNT, "0"), (ID, "a")]);
        let (call, signed) = call(request, SignatureCheck::NotExpected, third(), None);
        let lines: Vec<_> =
            call.headers.iter().map(|(name, value)| (name.as_str(), value.to_str().unwrap())).collect();
        assert_eq!(lines, [(TIME, "2024-09-05T12:19:21+09:00"), ("x-own", "1"), (COUNT, "3"), (ID, "a")]);
        assert_eq!((signed, call.path.as_str()), (Signed::Not, "/hook"));
    }

    #[test]
    fn what_has_no_lines_of_toss_payments_gets_none() {
        let (call, signed) = call(request(&[("x-own", "1")]), SignatureCheck::NotExpected, third(), None);
        assert_eq!((call.headers.len(), signed), (1, Signed::Not));
    }

    #[test]
    fn without_a_key_a_signature_stays_with_the_time_that_it_covers() {
        let lines = [(TIME, "2024-09-05T12:00:00+09:00"), (COUNT, "0"), (SIGNATURE, "v1:AA==")];
        let (call, signed) = call(request(&lines), SignatureCheck::Unchecked, third(), None);
        assert_eq!(signed, Signed::AsReceived);
        assert_eq!(call.headers[TIME], "2024-09-05T12:00:00+09:00");
        assert_eq!(
            (&call.headers[COUNT], &call.headers[SIGNATURE]),
            (&"3".parse().unwrap(), &lines[2].1.parse().unwrap())
        );
    }

    #[test]
    fn a_valid_signature_is_made_anew_in_its_form_and_a_forged_one_never_becomes_valid() {
        let key = SecurityKey::parse(&"ab".repeat(32)).unwrap();
        let lines = [(TIME, "2024-09-05T12:00:00+09:00"), (COUNT, "0"), (SIGNATURE, "v1:AA==")];
        for (check, then) in [
            (SignatureCheck::Valid(KeyForm::Hex), SignatureCheck::Valid(KeyForm::Hex)),
            (SignatureCheck::Valid(KeyForm::Text), SignatureCheck::Valid(KeyForm::Text)),
            (SignatureCheck::Invalid, SignatureCheck::Invalid),
        ] {
            let (call, _) = call(request(&lines), check, third(), Some(&key));
            let event = Some(&EventType::PayoutChanged);
            let sent = Transmission::read(&call.headers);
            assert_eq!(signature::check(Some(&key), KeyFormChoice::Auto, event, &call.body, &sent), then);
        }
    }
}
