//! The likely cause of a failed attempt: what developers most often have done when it fails so.

use std::collections::HashSet;

use http::header::LOCATION;

use crate::activity::{AttemptResult, Cause, Hint, Outcome, Response};
use crate::outbound::{Endpoint, Surroundings};

/// What servers that speak TLS answer to plain HTTP: nginx and Apache, Go, Tomcat.
const WANTS_TLS: [&[u8]; 3] = [b"HTTPS port", b"HTTPS server", b"requires TLS"];
/// How rustls names bytes that can't be TLS.
const NO_TLS: &str = "corrupt message";
/// Words in a redirect's host or path that lead to a login page.
const LOGIN_WORDS: [&str; 7] = ["auth", "authenticate", "authorize", "oauth", "oauth2", "sso", "signin"];

/// The likely cause of this attempt's failure; none for a success and for what has no likely cause.
pub fn hint(result: &AttemptResult, endpoint: &Endpoint, surroundings: Surroundings) -> Option<Hint> {
    match (&result.response, &result.cause) {
        (Some(response), _) => of_answer(response, endpoint),
        (None, Some(cause)) => of_cause(cause, result.outcome, endpoint, surroundings),
        (None, None) => None,
    }
}

/// Hints, each the first time only.
#[derive(Clone, Debug, Default)]
pub struct HintsOnce(HashSet<Hint>);

impl HintsOnce {
    /// This hint, unless it was given before.
    pub fn first(&mut self, hint: Option<Hint>) -> Option<Hint> {
        hint.filter(|&hint| self.0.insert(hint))
    }
}

fn of_answer(response: &Response, endpoint: &Endpoint) -> Option<Hint> {
    let hint = match response.status {
        201 => Hint::Nest201,
        202..=299 => Hint::Other2xx,
        300..=399 if leads_to_login(response) => Hint::RedirectToLogin,
        300..=399 => Hint::RedirectElsewhere,
        400 if !endpoint.is_https() && wants_tls(&response.body) => Hint::SpeaksTls,
        400 | 422 => Hint::StrictBody,
        401 => Hint::Unauthorized,
        403 => Hint::Forbidden,
        404 => Hint::NotFound,
        405 => Hint::MethodNotAllowed,
        413 => Hint::BodyLimit,
        415 => Hint::MediaType,
        500..=599 => Hint::ServerError,
        _ => return None,
    };
    Some(hint)
}

fn of_cause(
    cause: &Cause,
    outcome: Outcome,
    endpoint: &Endpoint,
    surroundings: Surroundings,
) -> Option<Hint> {
    match cause {
        Cause::Refused if endpoint.is_loopback_name() => Some(match surroundings {
            Surroundings::Host => Hint::NotRunning,
            Surroundings::Container => Hint::ContainerLocalhost,
            Surroundings::Wsl => Hint::WslLocalhost,
        }),
        Cause::UnknownHost => Some(Hint::UnknownHost),
        Cause::AnswerTimeout => Some(Hint::AnswerFirst),
        Cause::Certificate(_) => Some(Hint::Certificate),
        Cause::Tls(_) if outcome == Outcome::Protocol => Some(Hint::SpeaksTls),
        Cause::Tls(reason) if reason.contains(NO_TLS) => Some(Hint::SpeaksPlain),
        _ => None,
    }
}

/// Whether the answer's `Location` names a login page in its host or path.
fn leads_to_login(response: &Response) -> bool {
    let Some(location) = response.headers.get(LOCATION) else { return false };
    let location = String::from_utf8_lossy(location.as_bytes()).to_ascii_lowercase();
    // A query often names the page to come back to, which says nothing.
    let page = location.split(['?', '#']).next().unwrap_or_default();
    let mut words = page.split(|letter: char| !letter.is_ascii_alphanumeric());
    page.contains("login")
        || page.contains("sign-in")
        || page.contains("sign_in")
        || words.any(|word| LOGIN_WORDS.contains(&word))
}

fn wants_tls(body: &[u8]) -> bool {
    WANTS_TLS.iter().any(|words| body.windows(words.len()).any(|part| part == *words))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use http::{HeaderMap, HeaderValue};

    use super::{HintsOnce, hint};
    use crate::activity::{AttemptResult, Cause, Hint, Outcome, Response};
    use crate::outbound::{Endpoint, Surroundings};

    fn answered(status: u16, location: Option<&'static str>, body: &'static str) -> Option<Hint> {
        let mut headers = HeaderMap::new();
        headers.extend(location.map(|url| (http::header::LOCATION, HeaderValue::from_static(url))));
        let response =
            Response { status, headers, body: Bytes::from_static(body.as_bytes()), truncated: false };
        let result = AttemptResult {
            outcome: Outcome::of_status(status),
            response: Some(response),
            cause: None,
            elapsed: Duration::ZERO,
        };
        hint(&result, &Endpoint::parse("3000").unwrap(), Surroundings::Host)
    }

    fn failed(outcome: Outcome, cause: Cause, endpoint: &str, surroundings: Surroundings) -> Option<Hint> {
        let result = AttemptResult { outcome, response: None, cause: Some(cause), elapsed: Duration::ZERO };
        hint(&result, &Endpoint::parse(endpoint).unwrap(), surroundings)
    }

    #[test]
    fn each_status_has_its_likely_cause() {
        for (status, expected) in [
            (200, None),
            (201, Some(Hint::Nest201)),
            (202, Some(Hint::Other2xx)),
            (204, Some(Hint::Other2xx)),
            (304, Some(Hint::RedirectElsewhere)),
            (400, Some(Hint::StrictBody)),
            (401, Some(Hint::Unauthorized)),
            (403, Some(Hint::Forbidden)),
            (404, Some(Hint::NotFound)),
            (405, Some(Hint::MethodNotAllowed)),
            (409, None),
            (413, Some(Hint::BodyLimit)),
            (415, Some(Hint::MediaType)),
            (422, Some(Hint::StrictBody)),
            (500, Some(Hint::ServerError)),
            (503, Some(Hint::ServerError)),
        ] {
            assert_eq!(answered(status, None, ""), expected, "{status}");
        }
    }

    #[test]
    fn a_redirect_is_judged_by_where_it_leads() {
        for login in [
            "/login",
            "/users/sign_in",
            "/api/auth/signin?callbackUrl=%2Fhook",
            "https://login.example.com/x",
            "/oauth2/authorization/google",
            "http://localhost:8080/Login.html",
        ] {
            assert_eq!(answered(302, Some(login), ""), Some(Hint::RedirectToLogin), "{login}");
        }
        for elsewhere in ["/hook/", "https://localhost/hook", "/authors", "/home?next=/login", ""] {
            assert_eq!(answered(308, Some(elsewhere), ""), Some(Hint::RedirectElsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn a_server_that_wants_tls_says_so_in_a_400() {
        for body in [
            "<center>The plain HTTP request was sent to HTTPS port</center>",
            "Client sent an HTTP request to an HTTPS server.\n",
            "This combination of host and port requires TLS.",
        ] {
            assert_eq!(answered(400, None, body), Some(Hint::SpeaksTls), "{body}");
        }
    }

    #[test]
    fn refused_on_localhost_depends_on_where_we_run() {
        let refused =
            |endpoint, surroundings| failed(Outcome::Unreachable, Cause::Refused, endpoint, surroundings);
        for local in ["3000", "127.0.0.1:3000", "[::1]:3000", "app.localhost:3000"] {
            assert_eq!(refused(local, Surroundings::Host), Some(Hint::NotRunning));
            assert_eq!(refused(local, Surroundings::Container), Some(Hint::ContainerLocalhost));
            assert_eq!(refused(local, Surroundings::Wsl), Some(Hint::WslLocalhost));
        }
        for other in ["app:3000", "192.168.0.2:3000", "example.com"] {
            assert_eq!(refused(other, Surroundings::Container), None, "{other}");
        }
    }

    #[test]
    fn other_failures_have_their_likely_cause() {
        let corrupt = || Cause::Tls("received corrupt message of type InvalidContentType".to_owned());
        for (outcome, cause, expected) in [
            (Outcome::Timeout, Cause::AnswerTimeout, Some(Hint::AnswerFirst)),
            (Outcome::Timeout, Cause::ConnectTimeout, None),
            (Outcome::Unreachable, Cause::UnknownHost, Some(Hint::UnknownHost)),
            (Outcome::Unreachable, Cause::NotAllowed, None),
            (Outcome::Tls, Cause::Certificate("expired".to_owned()), Some(Hint::Certificate)),
            (Outcome::Tls, corrupt(), Some(Hint::SpeaksPlain)),
            (Outcome::Tls, Cause::Tls("handshake failure".to_owned()), None),
            (Outcome::Protocol, Cause::Tls("the port speaks TLS".to_owned()), Some(Hint::SpeaksTls)),
            (Outcome::Protocol, Cause::Closed, None),
        ] {
            assert_eq!(failed(outcome, cause.clone(), "3000", Surroundings::Host), expected, "{cause:?}");
        }
    }

    #[test]
    fn a_hint_is_given_once() {
        let mut once = HintsOnce::default();
        assert_eq!(once.first(Some(Hint::Nest201)), Some(Hint::Nest201));
        assert_eq!(once.first(Some(Hint::Nest201)), None);
        assert_eq!(once.first(None), None);
        assert_eq!(once.first(Some(Hint::NotFound)), Some(Hint::NotFound));
    }
}
