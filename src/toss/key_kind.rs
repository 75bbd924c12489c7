//! What kind of key a text is, by its beginning (section 6).

/// The kinds of keys that begin in their own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyKind {
    /// `test_sk_`, `test_gsk_`
    TestSecret,
    /// `live_sk_`, `live_gsk_`
    LiveSecret,
    /// `test_ck_`, `live_ck_`, `test_gck_`, `live_gck_`
    Client,
    /// Anything else: a security key, perhaps.
    Other,
}

const PREFIXES: [(&str, KeyKind); 8] = [
    ("test_sk_", KeyKind::TestSecret),
    ("test_gsk_", KeyKind::TestSecret),
    ("live_sk_", KeyKind::LiveSecret),
    ("live_gsk_", KeyKind::LiveSecret),
    ("test_ck_", KeyKind::Client),
    ("live_ck_", KeyKind::Client),
    ("test_gck_", KeyKind::Client),
    ("live_gck_", KeyKind::Client),
];

impl KeyKind {
    /// The kind of a key without white space around it. Capitals don't count: a key that was written in
    /// capitals by mistake is no less secret.
    pub(super) fn of(key: &str) -> Self {
        let begins =
            |prefix: &str| key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        PREFIXES.iter().find(|(prefix, _)| begins(prefix)).map_or(Self::Other, |(_, kind)| *kind)
    }
}
