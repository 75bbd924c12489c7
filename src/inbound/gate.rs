//! What is turned away by its head alone.

use http::request::Parts;
use http::{Method, Uri, header};

use crate::activity::RefusedReason;

/// What is turned away at the door.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    /// Which methods are let in.
    pub methods: Methods,
    /// Accept only this path.
    pub path: Option<String>,
    /// Let requests with `Origin` in.
    pub allow_browser: bool,
}

/// Which methods are let in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Methods {
    /// POST, as webhooks are sent.
    #[default]
    Post,
    /// Any: who gets the request judges it.
    Any,
}

impl Gate {
    /// Why a request with this head is turned away, if it is.
    pub(super) fn refuses(&self, head: &Parts) -> Option<RefusedReason> {
        if !is_plain_path(&head.uri) {
            return Some(RefusedReason::Target);
        }
        if self.methods == Methods::Post && head.method != Method::POST {
            return Some(RefusedReason::Method);
        }
        if self.path.as_ref().is_some_and(|path| path != head.uri.path()) {
            return Some(RefusedReason::Path);
        }
        (!self.allow_browser && head.headers.contains_key(header::ORIGIN)).then_some(RefusedReason::Browser)
    }
}

/// Whether the request target can be joined to an endpoint without changing whom it addresses: an
/// absolute one, `*` and one that starts with `//` can't.
fn is_plain_path(target: &Uri) -> bool {
    let path = target.path();
    target.scheme().is_none()
        && target.authority().is_none()
        && path.starts_with('/')
        && !path.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(gate: &Gate, method: &str, target: &str, origin: Option<&str>) -> Option<RefusedReason> {
        let mut request = http::Request::builder().method(method).uri(target);
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        gate.refuses(&request.body(()).unwrap().into_parts().0)
    }

    #[test]
    fn targets_that_name_another_host_are_turned_away() {
        for target in ["http://evil.example/", "*", "//evil.example/", "evil.example:80", "evil.example"] {
            assert_eq!(
                judged(&Gate::default(), "POST", target, None),
                Some(RefusedReason::Target),
                "{target}"
            );
        }
        assert_eq!(judged(&Gate::default(), "POST", "/a//b?c=//d", None), None);
    }

    #[test]
    fn only_posts_pass() {
        for method in ["GET", "HEAD", "PUT", "OPTIONS", "post", "BREW"] {
            assert_eq!(judged(&Gate::default(), method, "/", None), Some(RefusedReason::Method), "{method}");
        }
    }

    #[test]
    fn where_any_method_may_pass_a_browser_still_may_not() {
        let gate = Gate { methods: Methods::Any, ..Gate::default() };
        assert_eq!(judged(&gate, "GET", "/v1/payments/p", None), None);
        assert_eq!(judged(&gate, "GET", "/", Some("http://localhost:3000")), Some(RefusedReason::Browser));
        assert_eq!(judged(&gate, "GET", "*", None), Some(RefusedReason::Target));
    }

    #[test]
    fn a_path_is_compared_as_it_stands_and_without_the_query() {
        let gate = Gate { path: Some("/hook".to_owned()), ..Gate::default() };
        assert_eq!(judged(&gate, "POST", "/hook?a=b", None), None);
        for target in ["/", "/hook/", "/Hook", "/%68ook"] {
            assert_eq!(judged(&gate, "POST", target, None), Some(RefusedReason::Path), "{target}");
        }
    }

    #[test]
    fn a_browser_passes_only_where_it_may() {
        let shut = judged(&Gate::default(), "POST", "/", Some("http://localhost:3000"));
        assert_eq!(shut, Some(RefusedReason::Browser));
        let open = Gate { allow_browser: true, ..Gate::default() };
        assert_eq!(judged(&open, "POST", "/", Some("null")), None);
    }
}
