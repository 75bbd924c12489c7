//! In what two requests differ, place by place.

use std::collections::BTreeMap;

use super::compare::Walk;
use super::tree::Node;
use crate::activity::Request;
use crate::json::Document;

/// How many differences are told.
pub const MOST: usize = 2000;

/// Header lines that say nothing of the event: they belong to the connection, or to a proxy.
const OF_THE_WAY: [&str; 15] = [
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "date",
    "forwarded",
    "host",
    "keep-alive",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
];

/// The same, by how they begin.
const OF_PROXIES: [&str; 4] = ["x-forwarded-", "cf-", "x-real-", "ngrok-"];

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where.
    pub place: Place,
    /// Of which kind.
    pub change: Change,
    /// What stands in the first: a JSON token of the body, else a text.
    pub before: Option<String>,
    /// What stands in the second.
    pub after: Option<String>,
}

/// Where two requests differ.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The method.
    Method,
    /// The path, with the query.
    Path,
    /// The header of this name.
    Header(String),
    /// This path in the body's JSON; the body itself where it is empty.
    Body(Vec<Segment>),
}

/// A step into a body.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Segment {
    /// A member's name.
    Key(String),
    /// An element's index.
    Index(usize),
}

/// How they differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Another value.
    Changed,
    /// Only the second has it.
    Added,
    /// Only the first has it.
    Removed,
    /// The same members or elements in another order.
    Moved,
    /// The same value, written otherwise: `5000.0` and `5000`, an escape, white space.
    Form,
    /// Bytes that are no JSON differ, from this offset on.
    Bytes {
        /// The first byte that differs, from 0.
        offset: usize,
    },
}

impl Change {
    /// Its word in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Moved => "moved",
            Self::Form => "form",
            Self::Bytes { .. } => "bytes",
        }
    }
}

/// All differences of two requests.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// The first [`MOST`].
    pub found: Vec<Difference>,
    /// How many more there are.
    pub left_out: usize,
}

/// Compares two requests: what their events say, and the headers that belong to that.
pub fn compare(a: &Request, b: &Request) -> Differences {
    let mut walk = Walk::default();
    walk.text(Place::Method, Some(a.method.as_str()), Some(b.method.as_str()));
    walk.text(Place::Path, Some(&a.target()), Some(&b.target()));
    let (one, other) = (headers(a), headers(b));
    for name in one.keys().chain(other.keys().filter(|name| !one.contains_key(*name))) {
        let place = Place::Header((*name).to_owned());
        walk.text(place, one.get(name).map(String::as_str), other.get(name).map(String::as_str));
    }
    bodies(&a.body, &b.body, &mut walk);
    walk.done()
}

/// Compares two bodies alone.
pub fn compare_bodies(a: &[u8], b: &[u8]) -> Differences {
    let mut walk = Walk::default();
    bodies(a, b, &mut walk);
    walk.done()
}

fn bodies(a: &[u8], b: &[u8], walk: &mut Walk) {
    if a == b {
        return;
    }
    let read = |body| Document::read(body).and_then(Node::read);
    let whole = Place::Body(Vec::new());
    if let (Some(one), Some(other)) = (read(a), read(b)) {
        let before = walk.count();
        walk.values(&one, &other);
        if walk.count() == before {
            walk.add(Difference { place: whole, change: Change::Form, before: None, after: None });
        }
    } else {
        let offset = a.iter().zip(b).take_while(|(one, other)| one == other).count();
        let size = |body: &[u8]| Some(body.len().to_string());
        let change = Change::Bytes { offset };
        walk.add(Difference { place: whole, change, before: size(a), after: size(b) });
    }
}

/// The headers that matter, lines of one name joined.
fn headers(request: &Request) -> BTreeMap<&str, String> {
    let mut headers: BTreeMap<&str, String> = BTreeMap::new();
    for (name, value) in request.header_lines() {
        if OF_THE_WAY.contains(&name) || OF_PROXIES.iter().any(|proxy| name.starts_with(proxy)) {
            continue;
        }
        let line = headers.entry(name).or_default();
        if !line.is_empty() {
            line.push_str(", ");
        }
        line.push_str(&value);
    }
    headers
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::{Change, Difference, Place, Segment, compare_bodies};

    fn told(a: &str, b: &str) -> Vec<String> {
        let differences = compare_bodies(a.as_bytes(), b.as_bytes());
        differences.found.into_iter().map(|it| shown(&it)).collect()
    }

    fn shown(difference: &Difference) -> String {
        let Place::Body(path) = &difference.place else { return String::new() };
        let path: Vec<_> = path
            .iter()
            .map(|segment| match segment {
                Segment::Key(key) => key.clone(),
                Segment::Index(index) => index.to_string(),
            })
            .collect();
        let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
        let (before, after) = (value(&difference.before), value(&difference.after));
        format!("{:?} {} {before} {after}", difference.change, path.join("."))
    }

    #[test]
    fn values_are_compared_by_path() {
        assert_eq!(
            told(
                r#"{"s":"DONE","n":5000.0,"x":null,"l":[1,2],"c":{"a":1},"t":"\uce74"}"#,
                r#"{"s":"CANCELED","n":5000,"y":[],"l":[1,3,{"z":4}],"c":7,"t":"카"}"#
            ),
            [
                "Changed s \"DONE\" \"CANCELED\"",
                "Form n 5000.0 5000",
                "Removed x null -",
                "Changed l.1 2 3",
                "Added l.2.z - 4",
                "Removed c.a 1 -",
                "Added c - 7",
                "Form t \"\\uce74\" \"카\"",
                "Added y - []",
            ]
        );
    }

    #[test]
    fn another_order_is_told_once_for_each_object_and_array() {
        assert_eq!(
            told(r#"{"a":1,"b":2,"c":3,"d":4}"#, r#"{"a":1,"c":3,"b":2,"d":4}"#),
            ["Moved  [\"b\",\"c\"] [\"c\",\"b\"]"]
        );
        assert_eq!(told(r#"{"l":[1,2,{"x":3}]}"#, r#"{"l":[{"x":3},1,2]}"#), ["Moved l - -"]);
    }

    #[test]
    fn white_space_alone_is_another_form() {
        assert_eq!(told("{\"a\":1}", "{ \"a\":1}\n"), ["Form  - -"]);
        assert_eq!(told("{\"a\":1,\"a\":2}", "{\"a\":2}"), ["Form  - -"]);
    }

    #[test]
    fn what_is_no_json_or_too_deep_is_compared_by_bytes() {
        assert_eq!(told("a=1&b=2", "a=1&c=2"), ["Bytes { offset: 4 }  7 7"]);
        assert_eq!(told("", "{}"), ["Bytes { offset: 0 }  0 2"]);
        let deep = |end: &str| format!("{}{end}{}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(told(&deep("1"), &deep("2")), ["Bytes { offset: 5000 }  10001 10001"]);
    }

    #[test]
    fn of_very_many_differences_the_rest_is_counted() {
        let list = |value: &str| format!("[{}0]", format!("{value},").repeat(5000));
        let differences = compare_bodies(list("1").as_bytes(), list("2").as_bytes());
        assert_eq!((differences.found.len(), differences.left_out), (super::MOST, 3000));
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let scalar = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            (-3_i64..3).prop_map(Value::from),
            "[a가]{0,2}".prop_map(Value::from),
        ];
        scalar.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                prop::collection::vec(("[a-c]", inner), 0..4)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    fn turned(mut difference: Difference) -> Difference {
        std::mem::swap(&mut difference.before, &mut difference.after);
        difference.change = match difference.change {
            Change::Added => Change::Removed,
            Change::Removed => Change::Added,
            other => other,
        };
        difference
    }

    proptest! {
        #[test]
        fn equal_bodies_have_no_difference(value in any_json()) {
            let body = value.to_string();
            prop_assert_eq!(told(&body, &body), Vec::<String>::new());
        }

        #[test]
        fn the_other_way_round_it_is_the_same(a in any_json(), b in any_json()) {
            let (a, b) = (a.to_string(), b.to_string());
            let there = compare_bodies(a.as_bytes(), b.as_bytes()).found;
            let mut there: Vec<_> = there.iter().map(shown).collect();
            let back = compare_bodies(b.as_bytes(), a.as_bytes()).found;
            let mut back: Vec<_> = back.into_iter().map(|it| shown(&turned(it))).collect();
            there.sort();
            back.sort();
            prop_assert_eq!(there, back);
        }

        #[test]
        fn what_means_the_same_differs_in_order_and_form_alone(a in any_json(), b in any_json()) {
            let is_same = compare_bodies(a.to_string().as_bytes(), b.to_string().as_bytes())
                .found
                .iter()
                .all(|it| it.change == Change::Form || it.change == Change::Moved && it.before.is_some());
            prop_assert_eq!(is_same, a == b);
        }
    }
}
