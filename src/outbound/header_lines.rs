//! The header lines of a call: those that came in, less what belongs to the connection that they
//! came on.

use http::Method;
use http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::{Call, Endpoint};

/// Lines that speak of one connection or of a message's framing (RFC 9110, section 7.6.1), and
/// `Expect`, whose answer we can't pass on.
const OF_ONE_CONNECTION: [HeaderName; 9] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::TE,
    header::TRAILER,
    header::UPGRADE,
    header::EXPECT,
    header::PROXY_AUTHENTICATE,
    header::PROXY_AUTHORIZATION,
];
/// The same, without a constant in `http`.
const OF_ONE_CONNECTION_BY_NAME: [&str; 2] = ["keep-alive", "proxy-connection"];

/// What goes out: `Host`, the incoming lines in their order, and `replacing`, which takes the place
/// of those with the same name. The length is left to the client, but for a length of 0, which
/// it doesn't send and some servers demand (RFC 9110, section 8.6).
pub(super) fn outgoing(endpoint: &Endpoint, call: &Call, replacing: &HeaderMap) -> HeaderMap {
    let incoming = &call.headers;
    let named = named_by_connection(incoming);
    let mut lines = HeaderMap::with_capacity(incoming.len() + replacing.len() + 2);
    if let Ok(host) = HeaderValue::from_str(endpoint.authority()) {
        lines.insert(header::HOST, host);
    }
    for (name, value) in incoming {
        let replaced = replacing.contains_key(name)
            || *name == header::HOST
            || (*name == header::AUTHORIZATION && endpoint.authorization().is_some());
        if !replaced && !is_of_one_connection(name) && !named.contains(name) {
            lines.append(name.clone(), value.clone());
        }
    }
    if let Some(authorization) = endpoint.authorization() {
        lines.insert(header::AUTHORIZATION, authorization.clone());
    }
    for name in replacing.keys().filter(|name| !is_of_one_connection(name)) {
        lines.remove(name);
        for value in replacing.get_all(name) {
            lines.append(name.clone(), value.clone());
        }
    }
    if call.body.is_empty() && [Method::POST, Method::PUT, Method::PATCH].contains(&call.method) {
        lines.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
    }
    lines
}

fn is_of_one_connection(name: &HeaderName) -> bool {
    OF_ONE_CONNECTION.contains(name) || OF_ONE_CONNECTION_BY_NAME.contains(&name.as_str())
}

/// The lines that `Connection` declares to be its own.
fn named_by_connection(incoming: &HeaderMap) -> Vec<HeaderName> {
    let values = incoming.get_all(header::CONNECTION).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).filter_map(|name| name.trim().parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{HeaderMap, HeaderName, HeaderValue, Method};

    use super::outgoing;
    use crate::outbound::{Call, Endpoint};

    fn map(lines: &[(&str, &str)]) -> HeaderMap {
        let line = |(name, value): &(&str, &str)| {
            (name.parse::<HeaderName>().unwrap(), value.parse::<HeaderValue>().unwrap())
        };
        let mut map = HeaderMap::new();
        map.extend(lines.iter().map(line));
        map
    }

    #[track_caller]
    fn sent(endpoint: &str, incoming: &[(&str, &str)], replacing: &[(&str, &str)]) -> Vec<(String, String)> {
        let mut headers = HeaderMap::new();
        for (name, value) in incoming {
            headers.append(name.parse::<HeaderName>().unwrap(), value.parse().unwrap());
        }
        let body = Bytes::from_static(b"{}");
        let call = Call { method: Method::POST, path: "/".to_owned(), query: None, headers, body };
        let outgoing = outgoing(&Endpoint::parse(endpoint).unwrap(), &call, &map(replacing));
        outgoing
            .iter()
            .map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned()))
            .collect()
    }

    fn pairs(lines: &[(&str, &str)]) -> Vec<(String, String)> {
        lines.iter().map(|&(name, value)| (name.to_owned(), value.to_owned())).collect()
    }

    #[test]
    fn host_is_the_endpoints_and_the_rest_stays() {
        let lines =
            sent("localhost:3000", &[("x-a", "1"), ("host", "evil"), ("x-a", "2"), ("x-b", "3")], &[]);
        assert_eq!(lines, pairs(&[("host", "localhost:3000"), ("x-a", "1"), ("x-a", "2"), ("x-b", "3")]));
    }

    #[test]
    fn lines_of_the_incoming_connection_stay_behind() {
        let incoming = [
            ("connection", "close, X-Hop"),
            ("x-hop", "1"),
            ("keep-alive", "timeout=5"),
            ("proxy-connection", "keep-alive"),
            ("transfer-encoding", "chunked"),
            ("content-length", "5"),
            ("expect", "100-continue"),
            ("upgrade", "h2c"),
            ("te", "trailers"),
            ("trailer", "x"),
            ("proxy-authorization", "Basic eA=="),
            ("x-stays", "1"),
        ];
        assert_eq!(sent("app", &incoming, &[]), pairs(&[("host", "app"), ("x-stays", "1")]));
    }

    #[test]
    fn given_lines_replace_those_of_the_same_name_but_never_the_framing() {
        let replacing = [("x-a", "new"), ("content-length", "999"), ("connection", "close")];
        let lines = sent("app", &[("x-a", "1"), ("x-a", "2"), ("x-b", "3")], &replacing);
        assert_eq!(lines, pairs(&[("host", "app"), ("x-b", "3"), ("x-a", "new")]));
    }

    #[test]
    fn user_information_becomes_basic_authentication_unless_a_line_is_given() {
        let expected = pairs(&[("host", "app"), ("authorization", "Basic dTpwOnc=")]);
        assert_eq!(sent("u:p%3aw@app", &[("authorization", "Bearer x")], &[]), expected);
        let expected = pairs(&[("host", "app"), ("authorization", "Bearer y")]);
        assert_eq!(
            sent("u:p@app", &[("authorization", "Bearer x")], &[("authorization", "Bearer y")]),
            expected
        );
    }
}
