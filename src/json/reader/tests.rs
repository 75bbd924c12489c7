use proptest::prelude::*;
use serde::de::IgnoredAny;

use super::{NotJson, Reader};
use crate::json::Document;

fn members(text: &str) -> Result<Vec<(String, String)>, NotJson> {
    let mut reader = Reader::of(text.as_bytes()).unwrap();
    let mut members = Vec::new();
    assert!(reader.enter_object());
    while let Some(key) = reader.next_key()? {
        members.push((key.into_owned(), reader.value()?.as_str().to_owned()));
    }
    reader.end().map(|()| members)
}

#[test]
fn members_are_read_one_by_one_and_values_as_they_stand() {
    let text = r#" {"a" :{"x":"}\"]"},"b": [1, {"y":[]}] ,"\"c":-1.50 , "\ud800":null} "#;
    let expected = [("a", r#"{"x":"}\"]"}"#), ("b", r#"[1, {"y":[]}]"#), ("\"c", "-1.50"), ("", "null")]
        .map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(members(text), Ok(expected.into()));
    assert_eq!(members("{}"), Ok(Vec::new()));
}

#[test]
fn members_without_order_are_no_object() {
    for text in
        [r#"{"a":1 "b":2}"#, r#"{"a":1,}"#, r#"{,"a":1}"#, r#"{"a" 1}"#, "{1:2}", "{", r#"{"a":1"#, "{} 1"]
    {
        assert_eq!(members(text), Err(NotJson), "{text}");
    }
}

#[test]
fn an_object_within_is_entered_or_passed_and_what_follows_is_read() {
    for within in [r#"{"b":1}"#, "{}", "1", r#"[{"b":1}]"#] {
        let text = format!(r#"{{"a":{within} , "c":2}}"#);
        let mut reader = Reader::of(text.as_bytes()).unwrap();
        assert!(reader.enter_object());
        assert_eq!(reader.next_key().unwrap().as_deref(), Some("a"));
        if reader.enter_object() {
            while reader.next_key().unwrap().is_some() {
                reader.value().unwrap();
            }
        } else {
            reader.value().unwrap();
        }
        assert_eq!(reader.next_key().unwrap().as_deref(), Some("c"), "{text}");
        assert_eq!(reader.value().unwrap().as_str(), "2");
        assert_eq!(reader.next_key(), Ok(None));
        assert_eq!(reader.end(), Ok(()));
    }
}

/// Pieces that JSON is made of, and some that it is not.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "{", "}", "[", "]", ",", ":", " ", "\n", "\"", "\\", "\"a\"", "\"a\":", "1", "-", "0", ".", "5e", "E+2", "true",
            "false", "null", "nul", "\u{b}", "\u{1f}", "\\u00", "\\ud800", "\"\\n\\u00e9\"", "\"가나다라마바사\"", "\u{a0}",
            "\"twenty-four bytes or more \"",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ]
}

/// JSON with one byte taken away, doubled or replaced.
fn nearly_json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        "-?(0|[1-9][0-9]{0,3})(\\.[0-9]{1,2})?([eE][+-]?[0-9]{1,2})?",
        any::<String>().prop_map(|text| serde_json::Value::String(text).to_string()),
    ];
    let any_json = scalar.prop_recursive(4, 30, 5, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(|items| format!("[{}]", items.join(" ,"))),
            prop::collection::vec(("\"[a-z]{0,12}\"", inner), 0..5).prop_map(|members| {
                let members: Vec<_> = members.iter().map(|(key, value)| format!("{key}: {value}")).collect();
                format!("{{{} }}", members.join(","))
            }),
        ]
    });
    (any_json, any::<prop::sample::Index>(), prop::option::of(piece()), 0_usize..3).prop_map(
        |(json, place, piece, taken)| {
            let place = place.index(json.chars().count() + 1);
            let (before, after): (Vec<_>, Vec<_>) =
                json.chars().enumerate().partition(|(index, _)| *index < place);
            let text =
                |chars: Vec<(usize, char)>| chars.into_iter().map(|(_, char)| char).collect::<String>();
            let after = after.into_iter().skip(if piece.is_some() { taken } else { 0 }).collect();
            text(before) + &piece.unwrap_or_default() + &text(after)
        },
    )
}

/// Whether a library that isn't ours takes the text for JSON; a byte order mark is for us to drop.
fn is_json(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str::<IgnoredAny>(text).is_ok()
}

proptest! {
    #[test]
    fn what_is_json_is_decided_as_by_the_library(pieces in prop::collection::vec(piece(), 0..12)) {
        let text = pieces.concat();
        prop_assert_eq!(Document::read(text.as_bytes()).is_some(), is_json(&text), "{:?}", text);
    }

    #[test]
    fn one_fault_is_found_wherever_it_is(text in nearly_json()) {
        prop_assert_eq!(Document::read(text.as_bytes()).is_some(), is_json(&text), "{:?}", text);
    }

    #[test]
    fn a_value_ends_where_it_ends(text in nearly_json()) {
        if let Some(document) = Document::read(text.as_bytes()) {
            prop_assert_eq!(document.as_str(), text.trim_start_matches('\u{feff}').trim_ascii());
        }
    }
}
