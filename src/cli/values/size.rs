//! Sizes in bytes: `1MiB`, `512KiB`, `1MB`, `65536`.

use super::ValueError;

/// The units with their bytes; compared without regard to case.
const UNITS: [(&str, u64); 8] = [
    ("B", 1),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("TiB", 1 << 40),
];

/// Why a text is no size.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SizeError {
    /// A single letter, which could mean thousands or 1,024s.
    #[error("is that {number}{letter}iB or {number}{letter}B? write one of the two")]
    Ambiguous {
        /// The number before it.
        number: u64,
        /// The letter, as the units have it.
        letter: char,
    },
    /// More bytes than can be counted.
    #[error("that is larger than can be counted")]
    TooLarge,
    /// Anything else.
    #[error("not a size; write it like 1MiB, 512KiB, 1MB or 65536")]
    Unreadable,
}

/// Reads a size in bytes.
pub fn size(text: &str) -> Result<u64, ValueError> {
    let text = text.trim();
    let number_ends = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(number_ends);
    let unit = unit.trim_start();
    if number.is_empty() {
        return Err(SizeError::Unreadable.into());
    }
    let number = number.parse::<u64>().map_err(|_| SizeError::TooLarge)?;
    if unit.is_empty() {
        return Ok(number);
    }
    match UNITS.iter().find(|(name, _)| name.eq_ignore_ascii_case(unit)) {
        Some((_, bytes)) => Ok(number.checked_mul(*bytes).ok_or(SizeError::TooLarge)?),
        None => Err(match unit.to_ascii_uppercase().as_str() {
            letter @ ("K" | "M" | "G") => {
                SizeError::Ambiguous { number, letter: letter.chars().next().unwrap_or('M') }.into()
            }
            _ => SizeError::Unreadable.into(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_binary_and_decimal_units_and_plain_bytes() {
        for (text, bytes) in [
            ("1MiB", 1_048_576),
            ("512KiB", 524_288),
            ("1MB", 1_000_000),
            ("1kB", 1_000),
            ("1 gib", 1_073_741_824),
            ("65536", 65_536),
            ("0", 0),
        ] {
            assert_eq!(size(text), Ok(bytes), "{text}");
        }
    }

    #[test]
    fn refuses_with_the_form_that_was_meant() {
        assert_eq!(size("64k").unwrap_err().to_string(), "is that 64KiB or 64KB? write one of the two");
        for text in ["", "MiB", "-1", "1.5MiB", "1 apple", "١MB"] {
            assert_eq!(size(text), Err(SizeError::Unreadable.into()), "{text}");
        }
        for text in ["99999999999999999999", "99999999999999GiB"] {
            assert_eq!(size(text), Err(SizeError::TooLarge.into()), "{text}");
        }
    }
}
