//! Amounts as people write them, without turning them into other numbers.

use crate::toss::Amount;

use super::{sanitize, width};

/// What stands where an event has no amount: never a guess.
pub const NONE: &str = "-";

/// The amount's own digits, grouped, and its currency: `50,000 KRW`, `5,000.0`.
pub fn shown(amount: Option<&Amount>, currency: Option<&str>) -> String {
    let Some(Amount(token)) = amount else { return NONE.to_owned() };
    let mut text = grouped(token);
    if let Some(currency) = currency {
        text.push(' ');
        text.push_str(&width::truncate(&sanitize::text(currency), 8));
    }
    text
}

/// A count with its thousands grouped.
pub fn count(number: u64) -> String {
    grouped(&number.to_string())
}

/// Groups the whole digits of a plain decimal; anything else (`1E2`) is left as it is.
fn grouped(token: &str) -> String {
    let (sign, digits) = token.strip_prefix('-').map_or(("", token), |digits| ("-", digits));
    let (whole, fraction) = digits.find('.').map_or((digits, ""), |point| digits.split_at(point));
    let is_plain = !whole.is_empty()
        && token.len() <= 40
        && whole.bytes().all(|digit| digit.is_ascii_digit())
        && fraction.bytes().skip(1).all(|digit| digit.is_ascii_digit());
    if !is_plain {
        return width::truncate(&sanitize::text(token), 40).into_owned();
    }
    let mut text = String::from(sign);
    for (position, digit) in whole.char_indices() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text.push_str(fraction);
    text
}

#[cfg(test)]
mod tests {
    use super::{count, shown};
    use crate::toss::Amount;

    fn won(token: &str) -> String {
        shown(Some(&Amount(token.to_owned())), Some("KRW"))
    }

    #[test]
    fn groups_digits_and_keeps_the_token() {
        assert_eq!(won("50000"), "50,000 KRW");
        assert_eq!(won("5000.0"), "5,000.0 KRW");
        assert_eq!(won("-1234567.89"), "-1,234,567.89 KRW");
        assert_eq!(won("900"), "900 KRW");
        assert_eq!(won("1E2"), "1E2 KRW");
        assert_eq!(shown(Some(&Amount("100".into())), None), "100");
        assert_eq!(count(12_480), "12,480");
    }

    #[test]
    fn no_amount_is_a_dash_and_no_currency_is_guessed() {
        assert_eq!(shown(None, Some("KRW")), "-");
    }

    #[test]
    fn a_hostile_currency_is_escaped_and_cut() {
        let amount = Amount("1".into());
        assert_eq!(shown(Some(&amount), Some("\u{1b}[31mKRW")), "1 \\x1b[31…");
    }
}
