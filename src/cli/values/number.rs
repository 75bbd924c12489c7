//! Whole numbers within bounds.

use super::ValueError;

/// Why a text is no such number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumberError {
    /// No whole number.
    #[error("not a whole number; it takes {0}")]
    NotWhole(String),
    /// Too small or too large.
    #[error("it takes {0}")]
    OutOfRange(String),
}

/// A reader of whole numbers from `least` to `most`.
pub fn whole<Number: TryFrom<u64>>(
    least: u64,
    most: u64,
) -> impl Fn(&str) -> Result<Number, ValueError> + Clone + Send + Sync + 'static {
    move |text| {
        let text = text.trim();
        let bounds = || match most {
            _ if most >= u64::from(u32::MAX) => format!("{least} or more"),
            _ => format!("{least} to {most}"),
        };
        let digits = text.strip_prefix('-').unwrap_or(text);
        if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NumberError::NotWhole(bounds()).into());
        }
        let number = text.parse().ok().filter(|number| (least..=most).contains(number));
        number
            .and_then(|number| Number::try_from(number).ok())
            .ok_or_else(|| NumberError::OutOfRange(bounds()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_takes() {
        let port = whole::<u16>(0, 65_535);
        assert_eq!(port("4100"), Ok(4100));
        assert_eq!(port("70000").unwrap_err().to_string(), "it takes 0 to 65535");
        assert_eq!(port("-1").unwrap_err().to_string(), "it takes 0 to 65535");
        assert_eq!(port("http").unwrap_err().to_string(), "not a whole number; it takes 0 to 65535");
        assert_eq!(
            whole::<u64>(1, u64::MAX)("1e3").unwrap_err().to_string(),
            "not a whole number; it takes 1 or more"
        );
    }
}
