//! Numbers as the usual printers write them. Writing to a string can't fail.

use std::fmt::Write as _;

/// What becomes of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Numbers {
    /// Their tokens stay.
    Same,
    /// All are doubles, whole ones without a fraction: `5000.0` becomes `5000`.
    JavaScript,
    /// What has a fraction or an exponent is a double, and keeps a fraction: `1E2` becomes `100.0`.
    Python,
    /// The same, with Java's exponents from 10,000,000 on.
    Java,
    /// All are doubles, and all have a fraction: `5000` becomes `5000.0`.
    Doubles,
    /// Whole numbers get a fraction: what a printer of JavaScript's kind took from them.
    Fractions,
}

impl Numbers {
    /// Writes a token that is no string.
    pub(super) fn write(self, token: &str, out: &mut String) {
        let is_whole = !token.contains(['.', 'e', 'E']);
        let number = token.parse::<f64>().ok().filter(|number| number.is_finite());
        let Some(number) = number.filter(|_| token.starts_with(|first| first == '-' || is_digit(first)))
        else {
            return out.push_str(token);
        };
        match self {
            Self::Fractions if is_whole => out.extend([token, ".0"]),
            Self::Same | Self::Fractions => out.push_str(token),
            Self::JavaScript if number == 0.0 => out.push('0'),
            Self::JavaScript => javascript(number, out),
            Self::Python | Self::Java if token == "-0" => out.push('0'),
            Self::Python | Self::Java if is_whole => out.push_str(token),
            Self::Python => python(number, out),
            Self::Java | Self::Doubles => java(number, out),
        }
    }
}

fn is_digit(letter: char) -> bool {
    letter.is_ascii_digit()
}

/// Number.prototype.toString (ECMA-262): exponents from 1e21 on and below 1e-6.
fn javascript(number: f64, out: &mut String) {
    if (1e-6..1e21).contains(&number.abs()) {
        out.push_str(&number.to_string());
    } else {
        let (digits, exponent) = scientific(number);
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(out, "{digits}e{sign}{}", exponent.abs());
    }
}

/// float.__repr__: exponents from 1e16 on and below 1e-4, of two digits at least.
fn python(number: f64, out: &mut String) {
    if number == 0.0 || (1e-4..1e16).contains(&number.abs()) {
        let _ = write!(out, "{number:?}");
    } else {
        let (digits, exponent) = scientific(number);
        let sign = if exponent < 0 { '-' } else { '+' };
        let _ = write!(out, "{digits}e{sign}{:02}", exponent.abs());
    }
}

/// Double.toString: exponents from 1e7 on and below 1e-3, digits with a fraction.
fn java(number: f64, out: &mut String) {
    if number == 0.0 || (1e-3..1e7).contains(&number.abs()) {
        let _ = write!(out, "{number:?}");
    } else {
        let (digits, exponent) = scientific(number);
        let fraction = if digits.contains('.') { "" } else { ".0" };
        let _ = write!(out, "{digits}{fraction}E{exponent}");
    }
}

/// The shortest digits that tell the number, and its exponent.
fn scientific(number: f64) -> (String, i32) {
    let text = format!("{number:e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    (digits.to_owned(), exponent.parse().unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::Numbers;

    fn written(numbers: Numbers, token: &str) -> String {
        let mut out = String::new();
        numbers.write(token, &mut out);
        out
    }

    /// Each expected text was printed by node 20, Python 3.11 and `OpenJDK` 17.
    #[test]
    fn numbers_are_written_as_each_language_does() {
        for (token, javascript, python, java) in [
            ("5000.0", "5000", "5000.0", "5000.0"),
            ("5000", "5000", "5000", "5000"),
            ("1E2", "100", "100.0", "100.0"),
            ("0.10", "0.1", "0.1", "0.1"),
            ("-0", "0", "0", "0"),
            ("1e21", "1e+21", "1e+21", "1.0E21"),
            ("1e16", "10000000000000000", "1e+16", "1.0E16"),
            ("12345678.5", "12345678.5", "12345678.5", "1.23456785E7"),
            ("0.00001", "0.00001", "1e-05", "1.0E-5"),
            ("1.5e-7", "1.5e-7", "1.5e-07", "1.5E-7"),
            ("12345678901234567890", "12345678901234567000", "12345678901234567890", "12345678901234567890"),
            ("true", "true", "true", "true"),
        ] {
            assert_eq!(written(Numbers::JavaScript, token), javascript);
            assert_eq!(written(Numbers::Python, token), python);
            assert_eq!(written(Numbers::Java, token), java);
            assert_eq!(written(Numbers::Same, token), token);
        }
        assert_eq!(written(Numbers::Doubles, "5000"), "5000.0");
        assert_eq!(written(Numbers::Doubles, "15000000"), "1.5E7");
        assert_eq!(written(Numbers::Fractions, "5000"), "5000.0");
        assert_eq!(written(Numbers::Fractions, "null"), "null");
    }
}
