//! Which status of a payment may follow on which (sections 4 and 5).

/// For each status those that may follow on it; on all others none. That a deposit is reversed, from DONE back to
/// `WAITING_FOR_DEPOSIT`, is not among them: see [`is_reversal`].
const FOLLOWING: [(&str, &[&str]); 2] = [
    ("WAITING_FOR_DEPOSIT", &["DONE", "CANCELED", "PARTIAL_CANCELED", "EXPIRED"]),
    ("DONE", &["CANCELED", "PARTIAL_CANCELED"]),
];

/// Whether a status may follow on another one, whatever comes between.
pub fn follows(before: &str, after: &str) -> bool {
    FOLLOWING.iter().any(|(first, following)| *first == before && following.contains(&after))
}

/// Whether it is a deposit that was taken back (section 4): by itself it can't be told from an old state that
/// comes late, nor from a forged one.
pub fn is_reversal(before: &str, after: &str) -> bool {
    before == "DONE" && after == "WAITING_FOR_DEPOSIT"
}
