//! Reads the XML of a report, and holds it against the schema.

/// An element of a document: its name, its attributes, its children, its text.
#[derive(Debug, Default)]
pub(crate) struct Element {
    name: String,
    attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
    pub(crate) text: String,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(it, _)| it == name);
        found.map_or_else(|| panic!("{} has no {name}", self.name), |(_, value)| value.as_str())
    }

    pub(crate) fn names(&self) -> Vec<&str> {
        self.children.iter().map(|child| child.name.as_str()).collect()
    }
}

/// Reads a document of elements, attributes in double quotes and text; anything else is an error.
fn parse(xml: &str) -> Element {
    let rest = xml.strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n").expect("a declaration");
    let (root, rest) = element(rest);
    assert_eq!(rest.trim(), "", "one root");
    root
}

fn element(xml: &str) -> (Element, &str) {
    let xml = xml.strip_prefix('<').expect("an element");
    let (tag, mut rest) = xml.split_once('>').expect("the tag's end");
    let (tag, is_empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
    let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
    assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{name}");
    let mut parsed = Element { name: name.to_owned(), ..Element::default() };
    let mut left = attributes.trim();
    while !left.is_empty() {
        let (name, value) = left.split_once("=\"").expect("an attribute");
        let (value, after) = value.split_once('"').expect("its end");
        parsed.attributes.push((name.trim().to_owned(), unescaped(value)));
        left = after.trim_start();
    }
    if is_empty {
        return (parsed, rest);
    }
    loop {
        let (text, after) = rest.split_once('<').expect("an end");
        parsed.text.push_str(&unescaped(text));
        if let Some(ended) = after.strip_prefix(&format!("/{}>", parsed.name)) {
            return (parsed, ended);
        }
        let (child, after) = element(&rest[text.len()..]);
        parsed.children.push(child);
        rest = after;
    }
}

fn unescaped(text: &str) -> String {
    assert!(text.chars().all(|letter| letter >= ' ' || letter == '\n'), "{text:?}");
    let plain = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")]
        .iter()
        .fold(text.to_owned(), |text, (escape, letter)| text.replace(escape, letter));
    let rest = plain.replace("&amp;", "");
    assert!(!rest.contains('&'), "an escape that is none: {text}");
    plain.replace("&amp;", "&")
}

/// What Ant's schema for `JUnit`'s reports demands of a document with one suite.
pub(crate) fn suite_of(xml: &str) -> Element {
    let mut root = parse(xml);
    assert_eq!((root.name.as_str(), root.attributes.len()), ("testsuites", 0));
    assert_eq!(root.names(), ["testsuite"]);
    let suite = root.children.remove(0);
    for required in ["package", "id", "name", "timestamp", "hostname", "tests", "failures", "errors", "time"]
    {
        assert!(!suite.attribute(required).is_empty(), "{required}");
    }
    assert_eq!((suite.attribute("id"), suite.attribute("errors")), ("0", "0"));
    let timestamp = suite.attribute("timestamp");
    assert!(timestamp.len() == 19 && timestamp.parse::<jiff::civil::DateTime>().is_ok(), "{timestamp}");
    let names = suite.names();
    let cases = names.len() - 3;
    assert_eq!(names[0], "properties");
    assert!(names[1..=cases].iter().all(|name| *name == "testcase"));
    assert_eq!(names[cases + 1..], ["system-out", "system-err"]);
    assert_eq!(suite.attribute("tests"), cases.to_string());
    for case in &suite.children[1..=cases] {
        assert!(case.attribute("time").parse::<f64>().is_ok());
        assert_eq!(case.attribute("classname"), "tosshook.check");
        assert!(case.children.len() <= 1, "{case:?}");
    }
    suite
}
