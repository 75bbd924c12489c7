use proptest::prelude::*;
use serde_json::Value;

use super::{Edit, EditError, Missing, scan};

const BODY: &str = r#"{ "eventType":"payout.changed" ,"entityBody": {"amount":{"value":5000.0,"value":1E2},
  "empty":{}, "list":[1, {"a.b":"\u00e9"} ,3], "none":null,"cut":"x\"}"} }"#;

fn set(typed: &str) -> Result<String, EditError> {
    edited(BODY, &Edit::parse_set(typed).unwrap(), Missing::Refuse)
}

fn unset(typed: &str) -> Result<String, EditError> {
    edited(BODY, &Edit::parse_unset(typed).unwrap(), Missing::Refuse)
}

fn forced(typed: &str) -> Result<String, EditError> {
    edited(BODY, &Edit::parse_set(typed).unwrap(), Missing::Create)
}

fn edited(body: &str, edit: &Edit, missing: Missing) -> Result<String, EditError> {
    edit.apply(body.as_bytes(), missing).map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn setting_changes_one_token_and_nothing_else() {
    assert_eq!(set("entityBody.list.1=7").unwrap(), BODY.replace(r#"{"a.b":"\u00e9"}"#, "7"));
    assert_eq!(set(r"entityBody.list.1.a\.b=0.10").unwrap(), BODY.replace(r#""\u00e9""#, "0.10"));
    assert_eq!(set("entityBody.cut=null").unwrap(), BODY.replace(r#""x\"}""#, "null"));
}

#[test]
fn of_duplicate_keys_the_last_is_set_as_readers_take_it() {
    assert_eq!(set("entityBody.amount.value=6").unwrap(), BODY.replace("1E2", "6"));
}

#[test]
fn a_value_that_is_no_json_is_a_text() {
    assert_eq!(set("eventType=DONE").unwrap(), BODY.replace("payout.changed", "DONE"));
    assert_eq!(set(r#"eventType=say "hi""#).unwrap(), BODY.replace("payout.changed", r#"say \"hi\""#));
    assert_eq!(set("eventType=").unwrap(), BODY.replace("payout.changed", ""));
    assert_eq!(set(r#"eventType="123""#).unwrap(), BODY.replace("payout.changed", "123"));
    assert_eq!(set("eventType=a=b").unwrap(), BODY.replace("payout.changed", "a=b"));
}

#[test]
fn unsetting_takes_the_comma_along() {
    assert_eq!(unset("eventType").unwrap(), BODY.replace(r#""eventType":"payout.changed" ,"#, ""));
    assert_eq!(unset("entityBody.list.2").unwrap(), BODY.replace(" ,3]", "]"));
    assert_eq!(unset("entityBody.list.0").unwrap(), BODY.replace("[1, ", "["));
    assert_eq!(unset("entityBody.cut").unwrap(), BODY.replace(r#","cut":"x\"}""#, ""));
}

#[test]
fn unsetting_takes_every_duplicate() {
    assert_eq!(unset("entityBody.amount.value").unwrap(), BODY.replace(r#""value":5000.0,"value":1E2"#, ""));
    let mixed = Edit::parse_unset("a").unwrap();
    for (body, left) in [
        (r#"{"a":1,"b":2,"a":3}"#, r#"{"b":2}"#),
        (r#"{"b":2,"a":1,"a":3}"#, r#"{"b":2}"#),
        (r#"{"a":1 , "a":3}"#, "{}"),
        (r#"{"a":1,"b":2,"a":3,"c":4}"#, r#"{"b":2,"c":4}"#),
    ] {
        assert_eq!(edited(body, &mixed, Missing::Refuse).unwrap(), left);
    }
}

#[test]
fn a_path_that_the_body_lacks_names_the_nearest() {
    let missing = |path: &str, nearest: Option<&str>| {
        Err(EditError::Missing { path: path.into(), nearest: nearest.map(str::to_owned) })
    };
    assert_eq!(
        set("entitybody.amount.valu=1"),
        missing("entitybody.amount.valu", Some("entityBody.amount.value"))
    );
    assert_eq!(unset("entityBody.list.3"), missing("entityBody.list.3", Some("entityBody.list.2")));
    assert_eq!(set("0=1"), missing("0", Some("entityBody.list.0")));
    assert_eq!(set("amount.value=1"), missing("amount.value", Some("entityBody.amount.value")));
    assert_eq!(set("zzz=1"), missing("zzz", None));
}

#[test]
fn force_makes_what_is_missing() {
    assert_eq!(forced("entityBody.empty.a=1").unwrap(), BODY.replace("{}", r#"{"a":1}"#));
    assert_eq!(forced("entityBody.list.3=4").unwrap(), BODY.replace(",3]", ",3,4]"));
    assert_eq!(forced("entityBody.none.0.a=1").unwrap(), BODY.replace("null", r#"[{"a":1}]"#));
    assert_eq!(forced("entityBody.amount.b.c=1").unwrap(), BODY.replace("1E2", r#"1E2,"b":{"c":1}"#));
    assert_eq!(
        forced("entityBody.list.9=4"),
        Err(EditError::PastTheEnd { path: "entityBody.list".into(), length: 3 })
    );
    assert_eq!(forced("eventType.a=1"), Err(EditError::NotAContainer { path: "eventType".into() }));
    let nothing = Edit::parse_unset("nowhere").unwrap();
    assert_eq!(edited(BODY, &nothing, Missing::Create).unwrap(), BODY);
}

#[test]
fn what_is_no_edit_or_no_json_is_said() {
    assert!(matches!(Edit::parse_set("data"), Err(EditError::NoValue { .. })));
    for typed in ["=1", "a..b=1", ".a=1", "a.=1"] {
        assert!(matches!(Edit::parse_set(typed), Err(EditError::Path { .. })), "{typed}");
    }
    let edit = Edit::parse_unset("a").unwrap();
    for body in ["", "{", "{} {}", "nope", "\u{feff}{}"] {
        assert_eq!(edit.apply(body.as_bytes(), Missing::Create), Err(EditError::NotJson), "{body}");
    }
    assert_eq!(edit.apply(b"{\"a\":\"\xff\"}", Missing::Refuse), Err(EditError::NotJson));
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    assert_eq!(edit.apply(deep.as_bytes(), Missing::Refuse), Err(EditError::TooDeep));
}

/// JSON with white space, duplicate keys and odd tokens in it.
fn json() -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        Just("null".to_owned()),
        Just("5000.0".to_owned()),
        Just("-1E+2".to_owned()),
        Just("12345678901234567890".to_owned()),
        Just(r#""\u00e9\"\\}],""#.to_owned()),
        "[ -~가-힣]{0,6}".prop_map(|text| scan::quoted(&text)),
    ];
    scalar.prop_recursive(4, 40, 5, |inner| {
        let space = || prop_oneof![Just(""), Just(" "), Just("\n\t")];
        let item =
            (space(), inner, space()).prop_map(|(before, value, after)| format!("{before}{value}{after}"));
        let key = prop_oneof![Just("a"), Just("b"), Just("0"), Just("a.b"), Just("\\")];
        let member = (space(), key, space(), item.clone())
            .prop_map(|(before, key, after, value)| format!("{before}{}{after}:{value}", scan::quoted(key)));
        prop_oneof![
            prop::collection::vec(item, 0..5).prop_map(|items| format!("[{}]", items.join(","))),
            prop::collection::vec(member, 0..5).prop_map(|items| format!("{{{}}}", items.join(","))),
        ]
    })
}

proptest! {
    #[test]
    fn setting_any_path_changes_what_a_reader_finds_there(body in json()) {
        let root = scan::read(&body).unwrap();
        for path in scan::paths(&root, 1_000) {
            let edit = Edit::parse_set(&format!("{path}=\"set\"")).unwrap();
            let after = edited(&body, &edit, Missing::Refuse).unwrap();
            let value: Value = serde_json::from_str(&after).unwrap();
            prop_assert_eq!(at(&value, &path), Some(&Value::from("set")), "{} in {}", path, after);
        }
    }

    #[test]
    fn unsetting_any_path_leaves_json_without_it(body in json()) {
        let root = scan::read(&body).unwrap();
        for path in scan::paths(&root, 1_000) {
            let before: Value = serde_json::from_str(&body).unwrap();
            let after = edited(&body, &Edit::parse_unset(&path).unwrap(), Missing::Refuse).unwrap();
            let value: Value = serde_json::from_str(&after).unwrap();
            prop_assert!(size(&value) < size(&before), "{} in {}", path, after);
        }
    }

    #[test]
    fn forcing_any_path_never_breaks_the_json(body in json(), path in "[a-c0-2]{1,2}(\\.[a-c0-2]{1,2}){0,3}") {
        let edit = Edit::parse_set(&format!("{path}=\"set\"")).unwrap();
        if let Ok(after) = edited(&body, &edit, Missing::Create) {
            let value: Value = serde_json::from_str(&after).unwrap();
            prop_assert_eq!(at(&value, &path), Some(&Value::from("set")), "{} in {}", path, after);
        }
    }

    #[test]
    fn no_bytes_make_an_edit_panic(body in prop::collection::vec(any::<u8>(), 0..40), path in ".{0,12}") {
        if let Ok(edit) = Edit::parse_unset(&path) {
            let _ = edit.apply(&body, Missing::Create);
        }
    }
}

fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    let path = super::Path::parse(path).unwrap();
    path.segments().iter().try_fold(value, |value, segment| match value {
        Value::Object(members) => members.get(segment.text()),
        Value::Array(elements) => elements.get(segment.index()?),
        _ => None,
    })
}

fn size(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(size).sum(),
        Value::Array(elements) => elements.iter().map(size).sum(),
        _ => 0,
    }
}
