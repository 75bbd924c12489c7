//! Conditions against a model that knows nothing of the engine: `serde_json`'s values, and fractions.

use std::cmp::Ordering;

use bytes::Bytes;
use http::{HeaderMap, Method};
use jiff::Timestamp;
use proptest::prelude::*;
use serde_json::Value;

use super::*;

fn holds(condition: &str, body: &str) -> bool {
    let condition = Condition::parse(condition).unwrap_or_else(|error| panic!("{error:?}"));
    with_seen(body, |seen| condition.holds(seen))
}

fn with_seen<T>(body: &str, judge: impl FnOnce(&Seen<'_>) -> T) -> T {
    let body = Bytes::from(body.to_owned());
    let mut headers = HeaderMap::new();
    headers.insert("tosspayments-webhook-transmission-retried-count", 2.into());
    let request = Request {
        method: Method::POST,
        path: "/hook".to_owned(),
        query: Some("a=1".to_owned()),
        headers,
        body: body.clone(),
        remote: "127.0.0.1:9".parse().unwrap(),
        arrived_at: Timestamp::UNIX_EPOCH,
    };
    judge(&Seen {
        request: &request,
        content: &Content::read(&body),
        transmission: &Transmission::read(&request.headers),
        signature: SignatureCheck::NotExpected,
        known: None,
    })
}

const PAYMENT: &str = r#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"toss_1","status":"DONE","method":"카드",
    "totalAmount":5000.0,"approvedAt":"2026-11-22T13:00:00+09:00","card":null,"useEscrow":false,"big":12345678901234567890,
    "metadata":{"points":"900"},"cancels":[{"cancelAmount":100},{"cancelAmount":2e3}]}}"#;

#[test]
fn conditions_hold_or_not_as_documented() {
    for condition in [
        "status=DONE",
        "event_status = DONE",
        "order_id~^toss_",
        "order_id!~^shop_",
        "data.totalAmount>=5000",
        "data.totalAmount=5e3",
        "amount=5000",
        "amount<5000.01",
        "data.method=카드",
        "data.method~카",
        "data.method!=가상계좌",
        "data.cancels.1.cancelAmount=2000",
        "data.card=null",
        "data.nothing=null",
        "data.nothing!=x",
        "data.nothing!~.",
        "data.useEscrow=false",
        "data.big=12345678901234567890",
        "data.big>12345678901234567889",
        "data.approvedAt>=2026-11-22",
        "data.approvedAt<2026-11-23",
        "data.metadata.points<1000",
        "data.cancels~:100",
        "retried_count=2",
        "retried_count>=1",
        "path=/hook?a=1",
        "method=POST",
        "signature=not_expected",
        "headers~retried",
        "body~toss_1",
        "body_base64=null",
        "remote~^127",
        "at~^1970-01-01T",
        "twin_of=null",
        "key_form=null",
        "data.metadata.points=\"900\"",
        ".eventType=PAYMENT_STATUS_CHANGED",
        "data.orderId=\"toss_1\"",
    ] {
        assert!(holds(condition, PAYMENT), "{condition}");
    }
    for condition in [
        "status!=DONE",
        "order_id~^oss",
        "data.totalAmount>5000",
        "data.totalAmount=\"5000\"",
        "data.big=12345678901234567891",
        "data.card>0",
        "data.nothing<1",
        "data.nothing~.",
        "data.useEscrow=\"false\"",
        "data.metadata.points>=1000",
        "data.approvedAt>2027",
        "data.totalAmount>abc",
        "data.cancels>1",
        "data.cancels.2.cancelAmount!=null",
    ] {
        assert!(!holds(condition, PAYMENT), "{condition}");
    }
}

#[test]
fn what_is_no_condition_says_where_and_why() {
    let wrong = |typed: &str| {
        let error = Condition::parse(typed).unwrap_err();
        (error.at, error.problem)
    };
    let unknown = |field: &str, nearest| Problem::UnknownField { field: field.to_owned(), nearest };
    assert_eq!(wrong(""), (0, Problem::Empty));
    assert_eq!(wrong("status"), (6, Problem::NoOperator));
    assert_eq!(wrong(" =DONE"), (1, Problem::NoField));
    assert_eq!(wrong("stauts=DONE"), (0, unknown("stauts", Some("status"))));
    assert_eq!(wrong(" orderId=1"), (1, unknown("orderId", Some("order_id"))));
    assert_eq!(wrong("xyz=1"), (0, unknown("xyz", None)));
    assert_eq!(wrong("status==DONE"), (7, Problem::NotAnOperator));
    assert_eq!(wrong("status!DONE"), (6, Problem::NotAnOperator));
    assert_eq!(wrong("status=~DONE"), (7, Problem::NotAnOperator));
    assert_eq!(wrong("data..x=1"), (0, Problem::Path(crate::json::PathError::EmptyPart)));
    assert_eq!(wrong("status= \"DONE"), (8, Problem::Quotes));
    assert!(matches!(wrong("status~(DONE"), (7, Problem::Pattern(_))));
    assert!(matches!(wrong("status~(a{1000}){1000}"), (7, Problem::Pattern(_))));
    assert_eq!(wrong(&format!("status~{}", "a".repeat(LONGEST_PATTERN + 1))), (7, Problem::LongPattern));
    assert!(Condition::parse(&format!("status~{}", "a".repeat(LONGEST_PATTERN))).is_ok());
}

#[test]
fn only_what_the_history_knows_has_to_wait_for_it() {
    let needs = |typed: &str| Condition::parse(typed).unwrap().needs_known();
    assert!(needs("repeat=none") && needs("id~^a") && needs("twin_of=null"));
    assert!(!needs("retried_count=0") && !needs(".id=1") && !needs("data.repeat=1"));
}

/// A text that JSON, paths and operators all have their own ideas about.
fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,3}", Just("0".to_owned()), Just("1".to_owned()), r"[a .\\=!~<>카\u{a0}]{1,3}"]
}

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-30_i64..30).prop_map(Value::from),
        (-30_i32..30).prop_map(|tenths| Value::from(f64::from(tenths) / 10.0)),
        prop_oneof!["-?[0-9]{1,2}(\\.[0-9])?", "[a-c카드]{0,3}", Just("null".to_owned())]
            .prop_map(Value::from),
    ]
}

fn document() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(3, 24, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((name(), inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Where a path of these names leads.
fn walk<'a>(root: &'a Value, names: &[String]) -> Option<&'a Value> {
    names.iter().try_fold(root, |inside, name| match inside {
        Value::Object(members) => members.get(name),
        Value::Array(items) if name.bytes().all(|byte| byte.is_ascii_digit()) => {
            items.get(name.parse::<usize>().ok()?)
        }
        _ => None,
    })
}

/// Tenths: all numbers of these tests are whole ones of them.
fn tenths(text: &str) -> Option<i64> {
    let is_json = serde_json::from_str::<Value>(text).is_ok_and(|value| value.is_number());
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let sign = if whole.starts_with('-') { -1 } else { 1 };
    let whole: i64 = whole.trim_start_matches('-').parse().ok()?;
    is_json.then(|| Some(sign * (whole * 10 + fraction.parse::<i64>().ok()?)))?
}

fn expected(found: Option<&Value>, operator: &str, wanted: &str) -> bool {
    let found = found.filter(|value| !value.is_null());
    let text = found.map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    let equal = || match found {
        None => wanted == "null",
        Some(Value::Number(number)) => {
            tenths(&number.to_string()).is_some_and(|it| tenths(wanted) == Some(it))
        }
        Some(_) => text.as_deref() == Some(wanted),
    };
    let order = || -> Option<Ordering> {
        let text = text.as_deref()?;
        match (found?, tenths(text), tenths(wanted)) {
            (Value::Number(_) | Value::String(_), Some(one), Some(other)) => Some(one.cmp(&other)),
            (Value::String(_), _, _) => Some(text.cmp(wanted)),
            _ => None,
        }
    };
    match operator {
        "=" => equal(),
        "!=" => !equal(),
        // The patterns of these tests are texts without a meaning of their own.
        "~" => text.is_some_and(|text| text.contains(wanted)),
        "!~" => !text.is_some_and(|text| text.contains(wanted)),
        ">" => order().is_some_and(Ordering::is_gt),
        ">=" => order().is_some_and(Ordering::is_ge),
        "<" => order().is_some_and(Ordering::is_lt),
        _ => order().is_some_and(Ordering::is_le),
    }
}

/// A path as it is typed, with a backslash before every letter that means something.
fn typed(names: &[String]) -> String {
    let marked = |name: &String| {
        let letters = name.chars().map(|letter| match letter {
            letter if letter.is_alphanumeric() => letter.to_string(),
            letter => format!("\\{letter}"),
        });
        letters.collect::<String>()
    };
    format!(".{}", names.iter().map(marked).collect::<Vec<_>>().join("."))
}

fn operator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["=", "!=", "~", "!~", ">", ">=", "<", "<="])
}

proptest! {
    #[test]
    fn a_condition_holds_where_the_model_says_so(
        body in document(),
        names in prop::collection::vec(name(), 1..4),
        operator in operator(),
        wanted in prop_oneof!["-?[0-9]{1,2}", "[a-c카드]{0,2}", Just("null".to_owned()), Just("true".to_owned())],
    ) {
        let condition = format!("{} {operator} {wanted}", typed(&names));
        let text = body.to_string();
        let found = holds(&condition, &text);
        prop_assert_eq!(found, expected(walk(&body, &names), operator, &wanted), "{} in {}", condition, text);
    }

    #[test]
    fn a_condition_is_found_in_its_own_body(body in document(), operator in operator()) {
        // Along a path that is there: most random ones lead nowhere.
        let mut names = Vec::new();
        let mut inside = &body;
        loop {
            let next = match inside {
                Value::Object(members) => members.iter().next().map(|(name, value)| (name.clone(), value)),
                Value::Array(items) => items.last().map(|value| ((items.len() - 1).to_string(), value)),
                _ => None,
            };
            let Some((name, value)) = next else { break };
            names.push(name);
            inside = value;
        }
        prop_assume!(!names.is_empty());
        let wanted = inside.as_str().map_or_else(|| inside.to_string(), str::to_owned);
        prop_assume!(!inside.is_array() && !inside.is_object() && !wanted.contains('.'));
        let condition = format!("{}{operator}{wanted}", typed(&names));
        prop_assert_eq!(holds(&condition, &body.to_string()), expected(Some(inside), operator, &wanted), "{}", condition);
    }

    #[test]
    fn a_condition_reads_back_from_its_own_text(
        names in prop::collection::vec(name(), 1..4),
        key in prop::option::of(0..KEYS.len()),
        operator in operator(),
        wanted in "[a-z0-9 .\\\\=!~<>\"카]{0,6}",
        quoted in any::<bool>(),
    ) {
        let field = key.map_or_else(|| typed(&names), |key| KEYS[key].0.to_owned());
        let value = if quoted { Value::from(wanted.clone()).to_string() } else { wanted };
        let Ok(condition) = Condition::parse(&format!(" {field} {operator}  {value} ")) else { return Ok(()) };
        let text = condition.to_string();
        let again = Condition::parse(&text).unwrap_or_else(|error| panic!("{text}: {error:?}"));
        prop_assert_eq!(again.field(), condition.field());
        prop_assert_eq!((again.operator, &again.wanted), (condition.operator, &condition.wanted));
        prop_assert_eq!(again.to_string(), text);
    }

    #[test]
    fn nothing_that_can_be_typed_or_sent_ends_it(typed in any::<String>(), sign in operator(), body in any::<String>()) {
        for text in [typed.clone(), format!("body{sign}{typed}"), format!("{typed}{sign}1"), format!(".{typed}{sign}{body}")] {
            match Condition::parse(&text) {
                Ok(condition) => {
                    with_seen(&body, |seen| condition.holds(seen));
                    with_seen(PAYMENT, |seen| condition.holds(seen));
                }
                Err(error) => prop_assert!(text.is_char_boundary(error.at), "{:?}", error),
            }
        }
    }
}
