//! The token printer: JSON bytes in, the same tokens out, nothing re-made.
//!
//! A body that goes through a `Value` comes back with other numbers (`5000.0`, `1E2`, 20 digits),
//! other escapes and without its duplicate keys. What is shown or printed here is cut out of the
//! body itself. Nothing recurses, so no depth of nesting can use up the stack.

mod hostile;
mod number;
mod path;
mod reader;
mod steps;

use std::borrow::Cow;

use memchr::memchr;

pub use hostile::{escape_hostile, is_hostile};
pub use number::Number;
pub use path::{Path, PathError, Segment, join, typed};
pub use reader::{NotJson, Reader};
pub use steps::{Shape, Step, Steps};

/// A text that is known to be one JSON value (RFC 8259), of any depth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Document<'a>(&'a str);

impl<'a> Document<'a> {
    /// Checks that `bytes` are JSON in UTF-8. A byte order mark before it is dropped, as the RFC lets
    /// a reader do; white space around it is not part of it.
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let mut reader = Reader::of(bytes)?;
        let document = reader.value().ok()?;
        reader.end().ok().map(|()| document)
    }

    /// Reads bytes again that [`Document::read`] took before, without a second check. Of others it
    /// makes tokens that mean nothing.
    pub fn read_again(bytes: &'a [u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
        std::str::from_utf8(bytes).ok().map(|text| Self(text.trim_ascii()))
    }

    /// The text, without the white space around it.
    pub fn as_str(self) -> &'a str {
        self.0
    }

    /// Its tokens in order: what a printer needs to lay it out anew.
    pub fn steps(self) -> Steps<'a> {
        Steps::new(self.0)
    }

    /// Appends the document to `out` without the white space between its tokens.
    pub fn write_compact(self, out: &mut Vec<u8>) {
        let mut after_value = false;
        for step in self.steps() {
            if after_value && !matches!(step, Step::End(_)) {
                out.push(b',');
            }
            after_value = matches!(step, Step::Scalar(_) | Step::End(_));
            match step {
                Step::Begin(Shape::Object) => out.push(b'{'),
                Step::Begin(Shape::Array) => out.push(b'['),
                Step::End(Shape::Object) => out.push(b'}'),
                Step::End(Shape::Array) => out.push(b']'),
                Step::Scalar(token) => out.extend_from_slice(token.as_bytes()),
                Step::Key(token) => {
                    out.extend_from_slice(token.as_bytes());
                    out.push(b':');
                }
            }
        }
    }
}

/// A JSON text without the white space between its tokens; none where `bytes` are not JSON.
pub fn compact(bytes: &[u8]) -> Option<Vec<u8>> {
    let document = Document::read(bytes)?;
    let mut out = Vec::with_capacity(document.0.len());
    document.write_compact(&mut out);
    Some(out)
}

/// What a string token says: without its quotes, its escapes resolved. None for tokens that are no
/// string, and for strings that no text can hold (half a surrogate pair).
pub fn plain(token: &str) -> Option<Cow<'_, str>> {
    let inner = token.strip_prefix('"')?.strip_suffix('"')?;
    if memchr(b'\\', inner.as_bytes()).is_some() {
        serde_json::from_str(token).ok().map(Cow::Owned)
    } else {
        Some(Cow::Borrowed(inner))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::{Document, Step, compact, plain};

    fn compacted(text: &str) -> Option<String> {
        compact(text.as_bytes()).map(|bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn only_white_space_between_tokens_goes() {
        assert_eq!(
            compacted(
                "\u{feff} { \"b\" : 5000.0 ,\r\n\t\"a\":[ 1E2 , 12345678901234567890 , -0 ] , \"b\":\" x : , \" }\n"
            ),
            Some(r#"{"b":5000.0,"a":[1E2,12345678901234567890,-0],"b":" x : , "}"#.into())
        );
        assert_eq!(
            compacted(r#"[ "\u0041\/\"" , { } , [ ] , "\\" , true ]"#),
            Some(r#"["\u0041\/\"",{},[],"\\",true]"#.into())
        );
        assert_eq!(compacted(" 1e999 "), Some("1e999".into()));
        assert_eq!(compacted(r#" "\ud800" "#), Some(r#""\ud800""#.into()));
    }

    #[test]
    fn what_is_not_json_has_no_compact_form() {
        for text in
            ["", " ", "{", "{} {}", "[1,]", "{\"a\"}", "'a'", "01", "nul", "\u{feff}\u{feff}1", "\u{a0}1"]
        {
            assert_eq!(compacted(text), None, "{text:?}");
        }
        assert_eq!(compact(b"\"\xff\""), None);
    }

    #[test]
    fn a_megabyte_of_nesting_is_read_like_anything_else() {
        let depth = 512 * 1024;
        let deep = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(compacted(&deep), Some(deep.clone()));
        assert_eq!(compacted(&deep[1..]), None);
        let objects = format!("{}1{}", "{\"a\" : ".repeat(depth), "}".repeat(depth));
        assert_eq!(compacted(&objects).map(|text| text.len()), Some(objects.len() - 2 * depth));
    }

    #[test]
    fn a_string_token_says_what_it_holds() {
        assert_eq!(plain(r#""카드""#).as_deref(), Some("카드"));
        assert_eq!(plain(r#""a\"\u0041""#).as_deref(), Some("a\"A"));
        assert_eq!(plain(r#""\ud800""#), None);
        assert_eq!(plain("12"), None);
        assert_eq!(plain("\""), None);
    }

    /// Any JSON, laid out with white space of any kind between the tokens.
    fn any_json() -> impl Strategy<Value = String> {
        let scalar = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            "-?(0|[1-9][0-9]{0,24})(\\.[0-9]{1,6})?([eE][+-]?[0-9]{1,2})?",
            any::<String>().prop_map(|text| Value::String(text).to_string()),
            Just(r#""\u00e9\n\ud83d\ude00\\\"""#.to_owned()),
        ];
        let space = "[ \t\r\n]{0,2}";
        let spaced = (space, scalar, space).prop_map(|(before, token, after)| before + &token + &after);
        spaced.prop_recursive(5, 40, 6, |inner| {
            let key = (any::<String>(), "[ \n]{0,2}")
                .prop_map(|(key, space)| format!("{space}{}{space}", Value::String(key)));
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..6).prop_map(|items| format!("[{}]", items.join(","))),
                prop::collection::vec((key, inner), 0..6).prop_map(|members| {
                    let members: Vec<_> =
                        members.into_iter().map(|(key, value)| format!("{key}:{value}")).collect();
                    format!(" {{ {} }}\t", members.join(","))
                }),
            ]
        })
    }

    /// The tokens that carry data, in order.
    fn tokens(text: &str) -> Vec<String> {
        let document = Document::read(text.as_bytes()).unwrap();
        document
            .steps()
            .filter_map(|step| match step {
                Step::Key(token) | Step::Scalar(token) => Some(token.to_owned()),
                _ => None,
            })
            .collect()
    }

    proptest! {
        #[test]
        fn the_compact_form_means_the_same_and_keeps_every_token(text in any_json()) {
            let short = compacted(&text).unwrap();
            let before: Value = serde_json::from_str(&text).unwrap();
            let after: Value = serde_json::from_str(&short).unwrap();
            prop_assert_eq!(before, after);
            prop_assert_eq!(tokens(&text), tokens(&short));
            prop_assert_eq!(compacted(&short), Some(short.clone()));
        }

        #[test]
        fn every_token_stands_in_the_text_in_its_order(text in any_json()) {
            let mut rest = text.as_str();
            for token in tokens(&text) {
                let at = rest.find(&token).unwrap();
                let only_between = rest[..at].chars().all(|letter| " \t\r\n{}[],:".contains(letter));
                prop_assert!(only_between, "{} before {}", &rest[..at], token);
                rest = &rest[at + token.len()..];
            }
        }

        #[test]
        fn what_is_json_is_what_serde_json_says(bytes in r#"[\[\]{}",:\\u0-9e. a\xff-]{0,12}"#) {
            let theirs = serde_json::from_slice::<&serde_json::value::RawValue>(bytes.as_bytes());
            prop_assert_eq!(compact(bytes.as_bytes()).is_some(), theirs.is_ok());
        }
    }
}
