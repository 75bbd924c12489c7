//! Shares as numbers and as bars.

/// The columns of the longest bar.
const LONGEST: f64 = 11.0;

/// Bars of shares, the largest of them as long as a bar gets.
pub(super) struct Bars {
    largest: f64,
}

impl Bars {
    /// For these shares.
    pub(super) fn new(shares: impl IntoIterator<Item = f64>) -> Self {
        Self { largest: shares.into_iter().fold(f64::MIN_POSITIVE, f64::max) }
    }

    /// The bar of one of them; what is too short for a block is still seen.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to LONGEST")]
    pub(super) fn of(&self, share: f64) -> String {
        match (share / self.largest * LONGEST).round() as usize {
            0 if share > 0.0 => "▏".to_owned(),
            blocks => "█".repeat(blocks),
        }
    }
}

/// A share in whole per cent; it is 0 or 100 only where it is nothing or all.
pub(super) fn whole_percent(share: f64) -> String {
    match share * 100.0 {
        percent if share > 0.0 && percent < 0.5 => "<1 %".to_owned(),
        percent if share < 1.0 && percent >= 99.5 => ">99 %".to_owned(),
        percent => format!("{percent:.0} %"),
    }
}

/// A share in hundredths of a per cent, in the same way.
#[expect(clippy::cast_precision_loss, reason = "far fewer than 2^52 events")]
pub(super) fn fine_percent(part: u64, all: u64) -> String {
    match part as f64 * 100.0 / all.max(1) as f64 {
        percent if part > 0 && percent < 0.005 => "<0.01 %".to_owned(),
        percent if part < all && percent >= 99.995 => ">99.99 %".to_owned(),
        percent => format!("{percent:.2} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_and_all_are_said_only_of_nothing_and_all() {
        let whole = [0.0, 0.002, 0.011, 0.2422, 0.997, 1.0].map(whole_percent);
        assert_eq!(whole, ["0 %", "<1 %", "1 %", "24 %", ">99 %", "100 %"]);
        let fine = [(0, 9), (1, 1_000_000), (1, 3), (999_999, 1_000_000), (9, 9), (0, 0)];
        let fine = fine.map(|(part, all)| fine_percent(part, all));
        assert_eq!(fine, ["0.00 %", "<0.01 %", "33.33 %", ">99.99 %", "100.00 %", "0.00 %"]);
    }

    #[test]
    fn bars_are_as_long_as_their_shares_are_large() {
        let bars = Bars::new([0.24, 0.57, 0.14, 0.04, 0.01]);
        let drawn = [0.24, 0.57, 0.14, 0.04, 0.01, 0.0].map(|share| bars.of(share));
        assert_eq!(drawn, ["█████", "███████████", "███", "█", "▏", ""]);
    }
}
