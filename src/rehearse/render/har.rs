//! Requests and their answers as an HTTP archive (HAR 1.2), which browsers and proxies open.

use std::borrow::Cow;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::{Value, json};

use crate::activity::Request;

/// A request and what was answered.
#[derive(Debug)]
pub struct Exchange<'a> {
    /// The event's id, which stands in a field of our own.
    pub id: &'a str,
    /// The request.
    pub request: &'a Request,
    /// The whole URL.
    pub url: &'a str,
    /// Its body, masked or not.
    pub body: Cow<'a, [u8]>,
    /// None where no answer is known.
    pub http_status: Option<u16>,
    /// From the arrival to the answer.
    pub elapsed: Option<Duration>,
}

/// The archive, with a newline at its end. A body that is no text stands in base64, marked by `encoding`.
pub fn har(exchanges: &[Exchange<'_>]) -> Vec<u8> {
    let mut text = har_head();
    for (at, exchange) in exchanges.iter().enumerate() {
        if at > 0 {
            text.push(b',');
        }
        text.extend_from_slice(&har_entry(exchange));
    }
    text.extend_from_slice(HAR_END);
    text
}

/// What stands in an archive before its entries, between which are commas.
pub fn har_head() -> Vec<u8> {
    let creator = json!({ "name": env!("CARGO_PKG_NAME"), "version": env!("CARGO_PKG_VERSION") });
    format!(r#"{{"log":{{"version":"1.2","creator":{creator},"entries":["#).into_bytes()
}

/// What stands behind them.
pub const HAR_END: &[u8] = b"]}}\n";

/// One entry.
pub fn har_entry(exchange: &Exchange<'_>) -> Vec<u8> {
    entry(exchange).to_string().into_bytes()
}

fn entry(exchange: &Exchange<'_>) -> Value {
    let Exchange { id, request, url, body, http_status, elapsed } = exchange;
    let milliseconds = elapsed.map_or(0.0, |elapsed| elapsed.as_secs_f64() * 1000.0);
    let headers: Vec<_> = request.header_lines().map(|(name, value)| pair(name, &value)).collect();
    let kind = request.header_lines().find(|(name, _)| *name == "content-type");
    let mut data = json!({ "mimeType": kind.map_or(Cow::Borrowed(""), |(_, value)| value) });
    if let Ok(text) = std::str::from_utf8(body) {
        data["text"] = text.into();
    } else {
        data["text"] = BASE64_STANDARD.encode(body).into();
        data["encoding"] = "base64".into();
    }
    let query = request.query.as_deref().unwrap_or_default().as_bytes();
    let query: Vec<_> = url::form_urlencoded::parse(query).map(|(name, value)| pair(&name, &value)).collect();
    json!({
        "_id": id,
        "startedDateTime": format!("{:.6}", request.arrived_at),
        "time": milliseconds,
        "request": {
            "method": request.method.as_str(),
            "url": url,
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": headers,
            "queryString": query,
            "postData": data,
            "headersSize": -1,
            "bodySize": body.len(),
        },
        "response": {
            "status": http_status.unwrap_or(0),
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [],
            "content": { "size": 0, "mimeType": "" },
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": -1,
        },
        "cache": {},
        "timings": { "send": 0, "wait": milliseconds, "receive": 0 },
    })
}

fn pair(name: &str, value: &str) -> Value {
    json!({ "name": name, "value": value })
}
