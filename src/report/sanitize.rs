//! Makes text from the network harmless to a terminal and honest to its reader.
//!
//! Escape sequences act, bidirectional controls show text in another order, invisible characters
//! hide it, and a line feed forges a line: all are shown as what they are.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::json;

/// The text with every character that acts or hides written as an escape.
pub fn text(text: &str) -> Cow<'_, str> {
    // Nearly all text is visible ASCII, which whole words of bytes are seen to be at once.
    if text.bytes().fold(0, |beyond, byte| beyond | u8::from(!matches!(byte, b' '..=b'~'))) == 0 {
        return Cow::Borrowed(text);
    }
    let Some(first) = text.find(is_hostile) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    text[first..].chars().for_each(|letter| push(&mut out, letter));
    Cow::Owned(out)
}

/// Like [`text`], for bytes: those that are no UTF-8 become `\xNN`.
pub fn bytes(bytes: &[u8]) -> Cow<'_, str> {
    if let Ok(valid) = std::str::from_utf8(bytes) {
        return text(valid);
    }
    let mut out = String::with_capacity(bytes.len() + 16);
    for chunk in bytes.utf8_chunks() {
        chunk.valid().chars().for_each(|letter| push(&mut out, letter));
        for byte in chunk.invalid() {
            // Writing to a string can't fail.
            let _ = write!(out, "\\x{byte:02x}");
        }
    }
    Cow::Owned(out)
}

/// Whether a character acts on a terminal or hides from its reader: what JSON escapes on a terminal,
/// and what merely looks like nothing, which a person should see and a program needn't.
fn is_hostile(letter: char) -> bool {
    match letter {
        // The letters that nearly all text here is made of.
        ' '..='~' | '가'..='힣' => false,
        // Hangul fillers, Khmer and Mongolian characters that show as nothing, the joiner, the
        // supplementary variation selectors.
        '\u{34f}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{3164}'
        | '\u{ffa0}'
        | '\u{e0000}'..='\u{e0fff}' => true,
        _ => json::is_hostile(letter),
    }
}

fn push(out: &mut String, letter: char) {
    // Writing to a string can't fail.
    let _ = match letter {
        '\n' => out.write_str("\\n"),
        '\r' => out.write_str("\\r"),
        '\t' => out.write_str("\\t"),
        '\0'..='\x1f' | '\x7f' => write!(out, "\\x{:02x}", letter as u32),
        _ if is_hostile(letter) => write!(out, "\\u{{{:x}}}", letter as u32),
        _ => out.write_char(letter),
    };
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{bytes, text};

    #[test]
    fn honest_text_is_borrowed_as_it_is() {
        for honest in ["order-1122", "카드 결제 (50,000원)", "¥ é 漢字 ☕", "C:\\temp"] {
            assert!(matches!(text(honest), Cow::Borrowed(same) if same == honest), "{honest}");
        }
    }

    #[test]
    fn what_acts_or_hides_is_written_out() {
        assert_eq!(text("a\u{1b}[2Jb\u{7}\u{7f}"), "a\\x1b[2Jb\\x07\\x7f");
        assert_eq!(text("one\r\ntwo\tx"), "one\\r\\ntwo\\tx");
        assert_eq!(text("\u{9b}31m"), "\\u{9b}31m");
        assert_eq!(text("user\u{202e}txt.exe"), "user\\u{202e}txt.exe");
        assert_eq!(text("결제\u{200b}완료\u{feff}"), "결제\\u{200b}완료\\u{feff}");
        assert_eq!(text("\u{2028}\u{e0041}\u{3164}"), "\\u{2028}\\u{e0041}\\u{3164}");
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_by_number() {
        assert_eq!(bytes(b"ok \xff\xfe\x00 \xea\xb0"), "ok \\xff\\xfe\\x00 \\xea\\xb0");
        assert_eq!(bytes("카드".as_bytes()), "카드");
    }
}
