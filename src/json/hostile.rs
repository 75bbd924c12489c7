//! Characters that make a terminal or a reader show something other than what is there.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Whether a character moves the cursor, changes the direction of the text, or has no width: the
/// control characters, Unicode's bidirectional controls, and what is invisible (zero-width, soft
/// hyphen, line and paragraph separators, annotations, tags).
pub fn is_hostile(letter: char) -> bool {
    letter.is_control()
        || matches!(
            letter,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

/// JSON text with the hostile characters of its strings as `\uXXXX`: the same value, safe on a
/// terminal. White space between tokens stays; bytes that are no UTF-8 become U+FFFD.
pub fn escape_hostile(json: &[u8]) -> Cow<'_, [u8]> {
    if json.iter().all(|byte| byte.is_ascii() && *byte != 0x7f && !needs_escape(char::from(*byte))) {
        return Cow::Borrowed(json);
    }
    let text = String::from_utf8_lossy(json);
    if !text.contains(needs_escape) {
        return match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
            Cow::Owned(text) => Cow::Owned(text.into_bytes()),
        };
    }
    let mut out = String::with_capacity(text.len() + 16);
    for letter in text.chars() {
        if needs_escape(letter) {
            for unit in letter.encode_utf16(&mut [0; 2]) {
                // Writing to a String can't fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(letter);
        }
    }
    Cow::Owned(out.into_bytes())
}

/// In JSON, a bare line break or tab can only stand between tokens, where it means nothing.
fn needs_escape(letter: char) -> bool {
    is_hostile(letter) && !matches!(letter, '\n' | '\r' | '\t')
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;
    use serde_json::Value;

    use super::{escape_hostile, is_hostile};

    #[test]
    fn hostile_characters_are_escaped_and_the_rest_stays() {
        let json = "{\"이름\": \"a\u{202e}b\u{7f}\u{9b}\u{200b}\u{e0041}é\\u001b\"}\n";
        assert_eq!(
            String::from_utf8(escape_hostile(json.as_bytes()).into_owned()).unwrap(),
            "{\"이름\": \"a\\u202eb\\u007f\\u009b\\u200b\\udb40\\udc41é\\u001b\"}\n"
        );
    }

    #[test]
    fn what_is_harmless_is_not_copied() {
        assert!(matches!(escape_hostile(b"{\"a\":\t1}\r\n"), Cow::Borrowed(_)));
        assert!(matches!(escape_hostile("\"카드 👍\"".as_bytes()), Cow::Borrowed(_)));
    }

    proptest! {
        #[test]
        fn the_value_is_the_same_and_nothing_hostile_is_left(text in any::<String>(), more in "[\u{200b}-\u{206f}\u{7f}-\u{9f}]{0,4}") {
            let value = Value::String(text + &more);
            let escaped = escape_hostile(value.to_string().as_bytes()).into_owned();
            prop_assert_eq!(serde_json::from_slice::<Value>(&escaped).unwrap(), value);
            prop_assert!(!String::from_utf8(escaped).unwrap().contains(is_hostile));
        }
    }
}
