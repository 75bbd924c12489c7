//! What a server is likely made with, so that a fix can be told in its own words.

use http::HeaderMap;
use http::header::{CACHE_CONTROL, EXPIRES, SERVER, SET_COOKIE};
use serde_json::Value;

use crate::activity::Framework::{Django, Express, FastApi, Nest, Next, Spring};
use crate::activity::{Framework, Response};

/// What this answer's marks say; nothing where it has none.
pub(super) fn of(response: &Response) -> &'static [Framework] {
    let has = |name: &str, part: &str| contains(&response.headers, name, part);
    let body: Value = serde_json::from_slice(&response.body).unwrap_or_default();
    if has("x-powered-by", "next.js") || response.headers.contains_key("x-nextjs-cache") {
        &[Next]
    } else if body["statusCode"].is_number() && !body["message"].is_null() {
        &[Nest]
    } else if has("x-powered-by", "express") {
        // NestJS stands on Express and says no more.
        if response.status == 201 { &[Nest] } else { &[Nest, Express] }
    } else if has(SERVER.as_str(), "uvicorn") || has(SERVER.as_str(), "hypercorn") {
        &[FastApi]
    } else if has(SERVER.as_str(), "wsgiserver") || is_django(&response.headers) {
        &[Django]
    } else if has(SERVER.as_str(), "gunicorn") {
        &[FastApi, Django]
    } else if has(SET_COOKIE.as_str(), "jsessionid") || is_spring(&response.headers, &body) {
        &[Spring]
    } else {
        &[]
    }
}

/// The headers of Django's own middleware.
fn is_django(headers: &HeaderMap) -> bool {
    contains(headers, "x-frame-options", "deny")
        && contains(headers, "referrer-policy", "same-origin")
        && headers.contains_key("cross-origin-opener-policy")
}

/// The error object of Spring Boot, or the headers of Spring Security.
fn is_spring(headers: &HeaderMap, body: &Value) -> bool {
    let is_error = body["timestamp"].is_string() && body["status"].is_number() && body["path"].is_string();
    let is_secured = contains(headers, EXPIRES.as_str(), "0")
        && contains(headers, CACHE_CONTROL.as_str(), "no-store")
        && headers.contains_key("x-xss-protection");
    is_error || is_secured
}

fn contains(headers: &HeaderMap, name: &str, part: &str) -> bool {
    headers
        .get_all(name)
        .iter()
        .any(|value| String::from_utf8_lossy(value.as_bytes()).to_ascii_lowercase().contains(part))
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName, HeaderValue};

    use super::of;
    use crate::activity::Framework::{Django, Express, FastApi, Nest, Next, Spring};
    use crate::activity::Response;

    fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &'static str) -> Response {
        let lines = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        let headers: HeaderMap = lines.collect();
        Response { status, headers, body: Bytes::from_static(body.as_bytes()), truncated: false }
    }

    #[test]
    fn a_server_is_known_by_its_marks() {
        let express = [("x-powered-by", "Express")];
        let boot = r#"{"timestamp":"2026-11-22T04:00:00Z","status":415,"error":"x","path":"/hook"}"#;
        for (response, expected) in [
            (answer(200, &express, ""), &[Nest, Express] as &[_]),
            (answer(201, &express, ""), &[Nest]),
            (answer(400, &[], r#"{"statusCode":400,"message":["x"],"error":"Bad Request"}"#), &[Nest]),
            (answer(200, &[("x-powered-by", "Next.js")], ""), &[Next]),
            (answer(422, &[("server", "uvicorn")], r#"{"detail":[]}"#), &[FastApi]),
            (answer(200, &[("server", "WSGIServer/0.2 CPython/3.12")], ""), &[Django]),
            (answer(415, &[], boot), &[Spring]),
            (answer(200, &[("server", "nginx")], "ok"), &[]),
        ] {
            assert_eq!(of(&response), expected, "{response:?}");
        }
    }
}
