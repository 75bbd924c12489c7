//! The nearest right word to one that was mistyped.

/// The candidate that `typed` most likely meant, or none when nothing is near.
///
/// Case, `-`, `_` and `.` don't count as differences; a candidate is near when at least 70 % of the
/// letters agree (Jaro-Winkler).
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = fold(typed);
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&typed, &fold(candidate)), candidate))
        .filter(|(likeness, _)| *likeness >= 0.7)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

fn fold(word: &str) -> String {
    word.chars()
        .map(|letter| if matches!(letter, '-' | '.') { '_' } else { letter.to_ascii_lowercase() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn finds_the_word_that_was_meant() {
        let words = ["PAYMENT_STATUS_CHANGED", "DEPOSIT_CALLBACK", "payout.changed"];
        assert_eq!(nearest("payment_status_change", words), Some("PAYMENT_STATUS_CHANGED"));
        assert_eq!(nearest("depositcallback", words), Some("DEPOSIT_CALLBACK"));
        assert_eq!(nearest("payout-changed", words), Some("payout.changed"));
        assert_eq!(nearest("xyz", words), None);
    }
}
