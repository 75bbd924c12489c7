//! What `--search` looks for: words, each of which stands in an event.
//!
//! A word is found in the order's id wherever it stands there, and in the values of the body: a Korean one
//! wherever it stands (구독 in 정기구독), a Latin one where a word begins with it. Latin capitals don't count.

use bytes::Bytes;
use memchr::{memchr, memchr2};

use crate::json::{self, Document, Step};
use crate::toss::Content;

/// The words of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Search {
    words: Vec<String>,
}

impl Search {
    /// Reads what was typed; none for blanks only.
    pub fn parse(typed: &str) -> Option<Self> {
        let words: Vec<_> = typed.split_whitespace().map(str::to_ascii_lowercase).collect();
        (!words.is_empty()).then_some(Self { words })
    }

    /// The words, Latin capitals as small letters.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether all words stand in an event with this body.
    pub fn finds(&self, content: &Content, body: &Bytes) -> bool {
        let order_id = content.event().and_then(|event| event.order_id.as_deref()).unwrap_or_default();
        let mut missing: Vec<&str> = self.words.iter().map(String::as_str).collect();
        missing.retain(|word| !stands_in(order_id, word, Place::Anywhere));
        for_each_value(content, body, |value| {
            missing.retain(|word| !stands_in(value, word, Place::AtAWord));
            !missing.is_empty()
        });
        missing.is_empty()
    }
}

/// Hands on the texts and numbers of a body, until no more are wanted; a body that is no JSON is one text.
pub fn for_each_value(content: &Content, body: &[u8], mut wants_more: impl FnMut(&str) -> bool) {
    match content {
        Content::Event(_) | Content::Json => {
            let Some(document) = Document::read_again(body) else { return };
            for step in document.steps() {
                if let Step::Scalar(token) = step
                    && !matches!(token, "true" | "false" | "null")
                    && !wants_more(json::plain(token).as_deref().unwrap_or(token))
                {
                    return;
                }
            }
        }
        Content::NotJson => {
            let _ = wants_more(&String::from_utf8_lossy(body));
        }
        Content::Empty => {}
    }
}

/// Where a Latin word may stand.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Anywhere,
    AtAWord,
}

/// Whether a word, in small letters, stands in a text.
fn stands_in(text: &str, word: &str, place: Place) -> bool {
    let (text, word) = (text.as_bytes(), word.as_bytes());
    let Some(&first) = word.first() else { return true };
    let begins_a_word = place == Place::AtAWord && first.is_ascii_alphanumeric();
    let mut from = 0;
    while let Some(found) = next(first, text.get(from..).unwrap_or_default()) {
        let at = from + found;
        let Some(there) = text.get(at..at + word.len()) else { return false };
        let is_inside = begins_a_word && at > 0 && text[at - 1].is_ascii_alphanumeric();
        if !is_inside && there.eq_ignore_ascii_case(word) {
            return true;
        }
        from = at + 1;
    }
    false
}

fn next(first: u8, text: &[u8]) -> Option<usize> {
    if first.is_ascii_lowercase() {
        memchr2(first, first.to_ascii_uppercase(), text)
    } else {
        memchr(first, text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(typed: &str, body: &str) -> bool {
        let body = Bytes::from(body.to_owned());
        Search::parse(typed).unwrap().finds(&Content::read(&body), &body)
    }

    const BODY: &str = r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"order-Xgoa9vlq","orderName":"정기구독 3개월","failure":{"code":"REJECT_CARD_PAYMENT"},"method":"\uce74\ub4dc","totalAmount":15000}}"#;

    #[test]
    fn words_are_found_where_they_stand() {
        for typed in [
            "구독",
            "정기구독",
            "독",
            "3개월",
            "개월",
            "카드",
            "xgoa",
            "GOA9",
            "r-x",
            "reject",
            "CARD_pay",
            "payment_status",
            "15000",
            "150",
            "구독 xgoa card",
            "order-",
            "-xgoa9vlq",
        ] {
            assert!(finds(typed, BODY), "{typed}");
        }
        for typed in ["구매", "독정", "ejected", "ayment", "orderId", "5000", "구독 nothing", "_CARD_X"]
        {
            assert!(!finds(typed, BODY), "{typed}");
        }
    }

    #[test]
    fn a_body_that_is_no_json_is_searched_as_it_stands() {
        assert!(finds("amount", "status=DONE&amount=1") && finds("결제", "x=가결제"));
        assert!(!finds("mount", "status=DONE&amount=1"));
        assert!(!finds("a", ""));
    }

    #[test]
    fn blanks_are_no_search() {
        assert_eq!(Search::parse(" \t"), None);
        assert_eq!(Search::parse(" A  b ").unwrap().words(), ["a", "b"]);
    }
}
