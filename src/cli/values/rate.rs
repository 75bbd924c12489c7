//! Probabilities: `0.2` or `20%`.

use super::ValueError;

/// Why a text is no probability.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateError {
    /// No number.
    #[error("write it like 0.2 or 20%")]
    NotANumber,
    /// Below 0 or above 1.
    #[error("a probability is from 0 to 1, or from 0% to 100%")]
    OutOfRange,
}

/// Reads a probability.
pub fn rate(text: &str) -> Result<f64, ValueError> {
    let text = text.trim();
    let (number, whole) = match text.strip_suffix('%') {
        Some(number) => (number.trim_end(), 100.0),
        None => (text, 1.0),
    };
    let value: f64 = number.parse().map_err(|_| RateError::NotANumber)?;
    let rate = value / whole;
    if (0.0..=1.0).contains(&rate) { Ok(rate) } else { Err(RateError::OutOfRange.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_fractions_and_percentages() {
        assert_eq!(rate("0.25"), Ok(0.25));
        assert_eq!(rate("25%"), Ok(0.25));
        assert_eq!(rate("1.5"), Err(RateError::OutOfRange.into()));
        assert_eq!(rate("NaN"), Err(RateError::OutOfRange.into()));
        assert_eq!(rate("often"), Err(RateError::NotANumber.into()));
    }
}
