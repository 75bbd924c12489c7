//! What can be typed as an endpoint, and where calls to it go.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use proptest::prelude::*;
use tosshook::outbound::{Endpoint, EndpointError};

#[track_caller]
fn shown(text: &str) -> String {
    Endpoint::parse(text).unwrap_or_else(|error| panic!("{text} {error}")).shown()
}

#[track_caller]
fn target(endpoint: &str, path: &str, query: Option<&str>) -> String {
    Endpoint::parse(endpoint).unwrap().target(path, query).to_string()
}

fn refused(text: &str) -> EndpointError {
    Endpoint::parse(text).expect_err(text)
}

#[test]
fn what_has_no_scheme_is_a_port_or_a_host() {
    for (typed, meant) in [
        ("3000", "http://localhost:3000/"),
        (":3000/hook", "http://localhost:3000/hook"),
        ("localhost:3000/hook", "http://localhost:3000/hook"),
        ("app:8080", "http://app:8080/"),
        ("[::1]:3000", "http://[::1]:3000/"),
        ("[::1]", "http://[::1]/"),
        ("localhost", "http://localhost/"),
        ("example.com/hook", "http://example.com/hook"),
        ("3000/hook", "http://localhost:3000/hook"),
        ("8080/webhooks/toss", "http://localhost:8080/webhooks/toss"),
        ("3000?x=1", "http://localhost:3000/?x=1"),
        ("localhost:3000/hook?x=1", "http://localhost:3000/hook?x=1"),
        ("localhost:3000/hook?next=http://x/", "http://localhost:3000/hook?next=http://x/"),
        ("127.0.0.1:3000", "http://127.0.0.1:3000/"),
        ("  3000  ", "http://localhost:3000/"),
        ("http:3000", "http://http:3000/"),
    ] {
        assert_eq!(shown(typed), meant, "{typed}");
    }
}

#[test]
fn a_url_stays_what_it_is_without_its_fragment() {
    assert_eq!(shown("https://example.com/hook?a=b#part"), "https://example.com/hook?a=b");
    assert_eq!(shown("HTTP://Example.COM:80/Hook"), "http://example.com/Hook");
    assert_eq!(shown("http://서버.example/"), "http://xn--hk3b17f.example/");
}

#[test]
fn user_information_is_never_shown() {
    for typed in ["http://user:hunter2@localhost:3000/hook", "user:hunter2@localhost:3000/hook"] {
        let endpoint = Endpoint::parse(typed).unwrap();
        assert_eq!(endpoint.shown(), "http://localhost:3000/hook");
        assert_eq!(endpoint.target("/x", None).as_str(), "http://localhost:3000/hook");
        // `dXNlcjpodW50ZXIy` is the pair in base64.
        let debug = format!("{endpoint:?}");
        assert!(!debug.contains("hunter2") && !debug.contains("dXNlcjpodW50ZXIy"), "{debug}");
    }
}

#[test]
fn what_is_no_endpoint_says_why() {
    for empty in ["", "   "] {
        assert_eq!(refused(empty), EndpointError::Empty, "{empty:?}");
    }
    for (typed, scheme) in [
        ("ftp://localhost/hook", "ftp"),
        ("unix:///run/app.sock", "unix"),
        ("htp://localhost", "htp"),
        ("localhost:3000://x", "localhost:3000"),
    ] {
        assert_eq!(refused(typed), EndpointError::Scheme(scheme.to_owned()), "{typed}");
    }
    for (typed, port) in [
        ("0", "0"),
        ("65536", "65536"),
        ("99999999999999999999", "99999999999999999999"),
        (":", ""),
        (":abc", "abc"),
        ("app:", ""),
        ("app:80a", "80a"),
        ("app:+80", "+80"),
        ("app:-1/x", "-1"),
        ("http:/localhost:3000", ""),
        ("mailto:me", "me"),
        ("localhost:3000:4000", "3000:4000"),
        ("[::1]:0", "0"),
        ("http://localhost:0/", "0"),
        ("http://localhost:70000", "70000"),
        ("https://user:pw@localhost:x/", "x"),
        ("::1", ":1"),
    ] {
        assert_eq!(refused(typed), EndpointError::Port(port.to_owned()), "{typed}");
    }
    for typed in [
        "/hook",
        "?x",
        "#",
        "\\",
        "@",
        "://localhost",
        "http://",
        "http:///hook",
        "https:///",
        "http://user@/x",
        "http://exa mple.com",
        "a b",
        "local\thost:3000",
        "http://local\nhost/",
        "..",
        "http://%00/",
        "256.256.256.256",
        "3000@",
    ] {
        let error = Endpoint::parse(typed);
        assert!(matches!(error, Err(EndpointError::NotAUrl)), "{typed:?} {error:?}");
    }
}

#[test]
fn the_endpoints_own_path_wins_and_queries_are_joined() {
    assert_eq!(target("3000/hook", "/incoming", Some("a=1")), "http://localhost:3000/hook?a=1");
    assert_eq!(target("3000", "/incoming", Some("a=1")), "http://localhost:3000/incoming?a=1");
    assert_eq!(target("3000?k=v", "/incoming", Some("a=1")), "http://localhost:3000/incoming?k=v&a=1");
    assert_eq!(target("3000?k=v", "/", None), "http://localhost:3000/?k=v");
    assert_eq!(target("3000?k=v", "/", Some("")), "http://localhost:3000/?k=v");
}

#[test]
fn percent_encoding_is_neither_added_nor_taken() {
    let path = "/%2f/%2F/%ea%b2%b0/a+b:c@d;e=f,g!$&'()*~";
    assert_eq!(target("3000", path, Some("q=%2F%41+b")), format!("http://localhost:3000{path}?q=%2F%41+b"));
}

#[test]
fn no_incoming_path_leads_elsewhere() {
    for path in [
        "//evil.com/x",
        "/..//evil.com",
        "/\\evil.com",
        "\\\\evil.com\\x",
        "@evil.com/",
        "/@evil.com",
        "/%2f%2fevil.com",
        "http://evil.com/",
        "/?@evil.com",
        "/#@evil.com",
        ":80@evil.com/",
        "",
        ".evil.com/",
        ":9999",
        "/%00",
        "///////x",
    ] {
        let url = Endpoint::parse("http://localhost:3000").unwrap().target(path, Some("@evil.com/#x"));
        assert_eq!(
            (url.scheme(), url.host_str(), url.port()),
            ("http", Some("localhost"), Some(3000)),
            "{path}"
        );
        assert!(
            url.path().starts_with('/') && url.username().is_empty() && url.fragment().is_none(),
            "{url}"
        );
    }
}

proptest! {
    #[test]
    fn no_path_and_query_change_the_authority(path in "[/\\\\@:?#%.a-z0-9\\[\\]가]{0,24}", query in "\\PC{0,24}") {
        let endpoint = Endpoint::parse("http://127.0.0.1:3000").unwrap();
        let url = endpoint.target(&path, Some(&query));
        prop_assert!(url.as_str().starts_with("http://127.0.0.1:3000/"), "{}", url);
        prop_assert_eq!(url.port(), Some(3000));
    }

    #[test]
    fn parsing_never_panics_and_what_is_shown_reads_back(text in "\\PC{0,40}") {
        if let Ok(endpoint) = Endpoint::parse(&text) {
            prop_assert_eq!(Endpoint::parse(&endpoint.shown()).unwrap().shown(), endpoint.shown());
        }
    }
}

#[test]
fn names_that_are_near_are_known_without_a_lookup() {
    for near in [
        "3000",
        "app:8080",
        "127.0.0.1",
        "[::1]",
        "192.168.0.2",
        "10.1.2.3",
        "toss.localhost",
        "localhost.",
        "0.0.0.0",
        "http://2130706433/",
    ] {
        assert!(Endpoint::parse(near).unwrap().is_local_name(), "{near}");
    }
    for far in
        ["example.com", "localhost.example.com", "8.8.8.8", "169.254.169.254", "[fe80::1]", "[2001:db8::1]"]
    {
        assert!(!Endpoint::parse(far).unwrap().is_local_name(), "{far}");
    }
}
