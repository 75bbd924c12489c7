//! JSON numbers by their value, whatever their length and form: `5000.0` is `5000` and `5e3`, and two
//! numbers of 20 digits differ where their last digits do.

use std::cmp::Ordering;

/// A number's parts, as they stand in its token.
#[derive(Clone, Copy, Debug)]
pub struct Number<'a> {
    is_negative: bool,
    whole: &'a str,
    fraction: &'a str,
    exponent: i64,
}

impl<'a> Number<'a> {
    /// Reads a token (RFC 8259, section 6); none for what is no number.
    pub fn read(token: &'a str) -> Option<Self> {
        let (is_negative, rest) = match token.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, token),
        };
        let (mantissa, exponent) = match rest.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, read_exponent(exponent)?),
            None => (rest, 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, are_digits(fraction).then_some(fraction)?),
            None => (mantissa, ""),
        };
        let is_whole = are_digits(whole) && (whole == "0" || !whole.starts_with('0'));
        is_whole.then_some(Self { is_negative, whole, fraction, exponent })
    }

    /// How the two lie on the line of numbers.
    pub fn compare(&self, other: &Self) -> Ordering {
        let sign = |number: &Self, place: Option<i64>| match place {
            None => 0,
            Some(_) if number.is_negative => -1,
            Some(_) => 1,
        };
        let (place, others) = (self.place(), other.place());
        let (own_sign, other_sign) = (sign(self, place), sign(other, others));
        if own_sign != other_sign || own_sign == 0 {
            return own_sign.cmp(&other_sign);
        }
        let size = place.cmp(&others).then_with(|| compare_digits(self.digits(), other.digits()));
        if self.is_negative { size.reverse() } else { size }
    }

    /// The power of ten above the first digit that counts; none for 0.
    fn place(&self) -> Option<i64> {
        let all = self.whole.bytes().chain(self.fraction.bytes());
        let zeros = all.take_while(|digit| *digit == b'0').count();
        if zeros == self.whole.len() + self.fraction.len() {
            return None;
        }
        let length = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        Some((length(self.whole.len()) - length(zeros)).saturating_add(self.exponent))
    }

    /// The digits from the first that counts.
    fn digits(&self) -> impl Iterator<Item = u8> {
        self.whole.bytes().chain(self.fraction.bytes()).skip_while(|digit| *digit == b'0')
    }
}

fn are_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// An exponent that is too large to count is as large as any.
fn read_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let size = are_digits(digits).then(|| digits.parse().unwrap_or(i64::MAX))?;
    Some(if text.starts_with('-') { -size } else { size })
}

/// What ends first has zeros from there on.
fn compare_digits(mut one: impl Iterator<Item = u8>, mut other: impl Iterator<Item = u8>) -> Ordering {
    loop {
        match (one.next(), other.next()) {
            (None, None) => return Ordering::Equal,
            (one, other) => match one.unwrap_or(b'0').cmp(&other.unwrap_or(b'0')) {
                Ordering::Equal => {}
                unequal => return unequal,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use std::cmp::Ordering;

    use proptest::prelude::*;

    use super::Number;

    fn compare(one: &str, other: &str) -> Ordering {
        Number::read(one).unwrap().compare(&Number::read(other).unwrap())
    }

    #[test]
    fn numbers_of_one_value_are_equal_in_any_form() {
        for (one, other) in [
            ("5000.0", "5000"),
            ("5e3", "5000"),
            ("0.5E+4", "5000.000"),
            ("0", "-0.00e9"),
            ("1e999999999999999999999", "1e999999999999999999999"),
            ("0.00012e4", "1.2"),
        ] {
            assert_eq!(compare(one, other), Ordering::Equal, "{one} {other}");
        }
    }

    #[test]
    fn numbers_differ_where_any_digit_does() {
        let rising = [
            "-1e30",
            "-12345678901234567891",
            "-12345678901234567890",
            "-0.1",
            "0",
            "1e-99999999999999999999",
            "0.1",
            "0.10000000000000000000001",
            "9",
            "10",
            "12345678901234567890",
            "12345678901234567891",
            "1e99999999999999999999",
        ];
        for (index, one) in rising.iter().enumerate() {
            for (place, other) in rising.iter().enumerate() {
                assert_eq!(compare(one, other), index.cmp(&place), "{one} {other}");
            }
        }
    }

    #[test]
    fn what_is_no_number_in_json_is_none() {
        for text in ["", "-", "01", "1.", ".5", "1e", "1e+", "+1", "1 ", "0x1", "1e1.0", "--1", "NaN", "１"]
        {
            assert!(Number::read(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn scaled_integers_compare_as_integers(
            one in -1_000_000_i64..1_000_000,
            other in -1_000_000_i64..1_000_000,
            scales in (0_u32..9, 0_u32..9),
        ) {
            // The same value as so many tenths, hundredths, …
            let spell = |value: i64, scale: u32| format!("{}e-{scale}", i128::from(value) * 10_i128.pow(scale));
            prop_assert_eq!(compare(&spell(one, scales.0), &spell(other, scales.1)), one.cmp(&other));
        }
    }
}
