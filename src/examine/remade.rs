//! JSON that was read and printed again, as the usual printers do it: other white space, other number forms,
//! other escapes, other order. It means the same and has other bytes, so no signature of the first fits it.

mod number;

use self::number::Numbers;
use super::tree::{Node, Order};
use crate::json::Document;

/// A body longer than this is not printed again: webhooks have a few KiB.
const LONGEST: usize = 256 << 10;

/// A printer: what people call it, and how it prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// What it is called.
    pub name: &'static str,
    layout: Layout,
    numbers: Numbers,
    letters: Letters,
    order: Order,
}

/// White space between the tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    /// None.
    Compact,
    /// A blank behind each comma and colon.
    Spaced,
    /// A line per value, each level indented by so many blanks.
    Lines(usize),
    /// Two blanks a level, blanks around colons, arrays on one line.
    Jackson,
}

/// How strings are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    /// As they stand.
    Kept,
    /// With as few escapes as can be.
    Few,
    /// Nothing beyond ASCII.
    Ascii,
    /// The same, with `\/`.
    AsciiAndSlash,
    /// Few, with `\/`.
    Slash,
    /// `<`, `>` and `&` escaped.
    Go,
    /// The same, with `=` and `'`.
    Gson,
}

const fn style(
    name: &'static str,
    layout: Layout,
    numbers: Numbers,
    letters: Letters,
    order: Order,
) -> Style {
    Style { name, layout, numbers, letters, order }
}

/// The printers, those that are met most often first.
pub const STYLES: [Style; 28] = {
    use Layout::{Compact, Jackson, Lines, Spaced};
    use Letters::{Ascii, AsciiAndSlash, Few, Go, Gson, Kept, Slash};
    use Numbers::{Doubles, Fractions, Java, JavaScript, Python, Same};
    use Order::{AsIs, Sorted};
    [
        style("JavaScript's JSON.stringify", Compact, JavaScript, Few, AsIs),
        style("a printer that drops white space only", Compact, Same, Kept, AsIs),
        style("Python's json.dumps", Spaced, Python, Ascii, AsIs),
        style("Python's json.dumps with ensure_ascii=False", Spaced, Python, Few, AsIs),
        style("Python's json.dumps with compact separators", Compact, Python, Ascii, AsIs),
        style("a printer of Python's kind, compact and without ASCII escapes", Compact, Python, Few, AsIs),
        style("Jackson", Compact, Java, Few, AsIs),
        style("Gson, from a Map", Compact, Doubles, Gson, AsIs),
        style("Gson, from a JsonObject", Compact, Same, Gson, AsIs),
        style("Gson without HTML escapes, from a Map", Compact, Doubles, Few, AsIs),
        style("a printer that had not taken .0 from whole numbers", Compact, Fractions, Few, AsIs),
        style("JSON.stringify with an indent of 2", Lines(2), JavaScript, Few, AsIs),
        style("JSON.stringify with an indent of 4", Lines(4), JavaScript, Few, AsIs),
        style("a printer that adds line breaks and an indent of 2 only", Lines(2), Same, Kept, AsIs),
        style("a printer that adds line breaks and an indent of 4 only", Lines(4), Same, Kept, AsIs),
        style("a printer that adds a blank behind commas and colons only", Spaced, Same, Kept, AsIs),
        style("Python's json.dumps with indent=2", Lines(2), Python, Ascii, AsIs),
        style("Python's json.dumps with indent=4", Lines(4), Python, Ascii, AsIs),
        style("Python's json.dumps with indent=2, ensure_ascii=False", Lines(2), Python, Few, AsIs),
        style("Jackson's pretty printer", Jackson, Java, Few, AsIs),
        style("JSON.stringify with sorted keys", Compact, JavaScript, Few, Sorted),
        style("Python's json.dumps with sort_keys=True", Spaced, Python, Ascii, Sorted),
        style("Python's json.dumps with sort_keys=True, ensure_ascii=False", Spaced, Python, Few, Sorted),
        style("a compact printer that sorts keys", Compact, Python, Few, Sorted),
        style(
            "Python's json.dumps with sort_keys=True and compact separators",
            Compact,
            Python,
            Ascii,
            Sorted,
        ),
        style("Go's json.Marshal, from a map", Compact, JavaScript, Go, Sorted),
        style("PHP's json_encode", Compact, JavaScript, AsciiAndSlash, AsIs),
        style("PHP's json_encode with JSON_UNESCAPED_UNICODE", Compact, JavaScript, Slash, AsIs),
    ]
};

/// A JSON body as it is read once and printed by many.
#[derive(Debug)]
pub struct Read<'a>(Node<'a>);

impl<'a> Read<'a> {
    /// Reads a body; none where it is no JSON, or longer or deeper than webhooks are.
    pub fn of(body: &'a [u8]) -> Option<Self> {
        let document = Document::read(body).filter(|_| body.len() <= LONGEST)?;
        Node::read(document).map(Self)
    }

    /// The body as this printer makes it.
    pub fn printed(&self, style: &Style) -> Vec<u8> {
        let mut out = String::new();
        Printing { style, out: &mut out }.value(&self.0, 0);
        out.into_bytes()
    }
}

/// One printing. Recursive: [`Node`] is no deeper than it reads.
struct Printing<'a> {
    style: &'a Style,
    out: &'a mut String,
}

impl Printing<'_> {
    fn value(&mut self, node: &Node<'_>, depth: usize) {
        match node {
            Node::Scalar(token) if token.starts_with('"') => self.string(token),
            Node::Scalar(token) => self.style.numbers.write(token, self.out),
            Node::Array(items) => self.items(items, depth),
            Node::Object(members) => self.members(&members.ordered(self.style.order), depth),
        }
    }

    fn items(&mut self, items: &[Node<'_>], depth: usize) {
        let is_line = self.style.layout == Layout::Jackson;
        self.out.push('[');
        for (place, item) in items.iter().enumerate() {
            if place > 0 {
                self.out.push(',');
            }
            match self.style.layout {
                Layout::Jackson => self.out.push(' '),
                _ => self.between(place, depth + 1),
            }
            self.value(item, depth + 1);
        }
        if is_line {
            self.out.push(' ');
        } else if !items.is_empty() {
            self.before_end(depth);
        }
        self.out.push(']');
    }

    fn members(&mut self, members: &[&(&str, Node<'_>)], depth: usize) {
        self.out.push('{');
        for (place, (key, value)) in members.iter().enumerate() {
            if place > 0 {
                self.out.push(',');
            }
            self.between(place, depth + 1);
            self.string(key);
            self.out.push_str(match self.style.layout {
                Layout::Compact => ":",
                Layout::Spaced | Layout::Lines(_) => ": ",
                Layout::Jackson => " : ",
            });
            self.value(value, depth + 1);
        }
        if !members.is_empty() {
            self.before_end(depth);
        } else if self.style.layout == Layout::Jackson {
            self.out.push(' ');
        }
        self.out.push('}');
    }

    /// What stands before the value at this place of what is open.
    fn between(&mut self, place: usize, depth: usize) {
        match self.style.layout {
            Layout::Spaced if place > 0 => self.out.push(' '),
            Layout::Compact | Layout::Spaced => {}
            Layout::Lines(_) | Layout::Jackson => self.line(depth),
        }
    }

    fn before_end(&mut self, depth: usize) {
        if matches!(self.style.layout, Layout::Lines(_) | Layout::Jackson) {
            self.line(depth);
        }
    }

    fn line(&mut self, depth: usize) {
        let blanks = if let Layout::Lines(blanks) = self.style.layout { blanks } else { 2 };
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n(' ', blanks * depth));
    }

    fn string(&mut self, token: &str) {
        let text = crate::json::plain(token).filter(|_| self.style.letters != Letters::Kept);
        // What no text can hold stays as it stands.
        let Some(text) = text else { return self.out.push_str(token) };
        self.out.push('"');
        text.chars().for_each(|letter| self.letter(letter));
        self.out.push('"');
    }

    fn letter(&mut self, letter: char) {
        let escaped = match letter {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            '/' if matches!(self.style.letters, Letters::AsciiAndSlash | Letters::Slash) => "\\/",
            _ if self.is_escaped(letter) => return self.escape(letter),
            _ => return self.out.push(letter),
        };
        self.out.push_str(escaped);
    }

    fn is_escaped(&self, letter: char) -> bool {
        let letters = self.style.letters;
        match letter {
            '\0'..='\x1f' => true,
            '\x7f' => letters == Letters::Ascii,
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' if matches!(letters, Letters::Go | Letters::Gson) => {
                true
            }
            '=' | '\'' => letters == Letters::Gson,
            _ => !letter.is_ascii() && matches!(letters, Letters::Ascii | Letters::AsciiAndSlash),
        }
    }

    fn escape(&mut self, letter: char) {
        use std::fmt::Write as _;
        for unit in letter.encode_utf16(&mut [0; 2]) {
            // Writing to a string can't fail.
            let _ = write!(self.out, "\\u{unit:04x}");
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Read, STYLES};

    const BODY: &str =
        r#"{ "b":5000.0, "a":{"t":"카\/<=","n":[1E2,12,{}],"e":[]} ,"b":12345678901234567890}"#;

    fn printed(name: &str, body: &str) -> String {
        let style = STYLES.iter().find(|style| style.name == name).unwrap();
        String::from_utf8(Read::of(body.as_bytes()).unwrap().printed(style)).unwrap()
    }

    /// Each expected text was printed by the printer itself from `BODY`.
    #[test]
    fn each_printer_prints_as_it_does() {
        for (name, text) in [
            (
                "JavaScript's JSON.stringify",
                r#"{"b":12345678901234567000,"a":{"t":"카/<=","n":[100,12,{}],"e":[]}}"#,
            ),
            (
                "Python's json.dumps",
                r#"{"b": 12345678901234567890, "a": {"t": "\uce74/<=", "n": [100.0, 12, {}], "e": []}}"#,
            ),
            (
                "Python's json.dumps with sort_keys=True and compact separators",
                r#"{"a":{"e":[],"n":[100.0,12,{}],"t":"\uce74/<="},"b":12345678901234567890}"#,
            ),
            (
                "JSON.stringify with an indent of 2",
                "{\n  \"b\": 12345678901234567000,\n  \"a\": {\n    \"t\": \"카/<=\",\n    \"n\": [\n      100,\n      12,\n      {}\n    ],\n    \"e\": []\n  }\n}",
            ),
            (
                "a printer that drops white space only",
                r#"{"b":12345678901234567890,"a":{"t":"카\/<=","n":[1E2,12,{}],"e":[]}}"#,
            ),
        ] {
            assert_eq!(printed(name, BODY), text, "{name}");
        }
        let small = r#"{"v":5000.0,"n":3,"s":"a/b='카'"}"#;
        for (name, text) in [
            ("Jackson", r#"{"v":5000.0,"n":3,"s":"a/b='카'"}"#),
            ("Jackson's pretty printer", "{\n  \"v\" : 5000.0,\n  \"n\" : 3,\n  \"s\" : \"a/b='카'\"\n}"),
            ("Gson, from a Map", r#"{"v":5000.0,"n":3.0,"s":"a/b\u003d\u0027카\u0027"}"#),
            ("Go's json.Marshal, from a map", r#"{"n":3,"s":"a/b='카'","v":5000}"#),
            ("PHP's json_encode", r#"{"v":5000,"n":3,"s":"a\/b='\uce74'"}"#),
        ] {
            assert_eq!(printed(name, small), text, "{name}");
        }
    }

    #[test]
    fn what_is_deep_or_long_or_no_json_is_not_printed() {
        assert!(Read::of(b"{").is_none());
        assert!(Read::of(format!("{}{}", "[".repeat(5000), "]".repeat(5000)).as_bytes()).is_none());
        assert!(Read::of(format!("\"{}\"", "a".repeat(super::LONGEST)).as_bytes()).is_none());
    }

    proptest! {
        #[test]
        fn what_is_printed_is_json_again(
            keys in prop::collection::vec(any::<String>(), 0..5),
            text in any::<String>(),
            number in any::<f64>().prop_filter("JSON has no other", |number| number.is_finite()),
        ) {
            let members: serde_json::Map<_, _> =
                keys.into_iter().map(|key| (key, serde_json::json!([text, number, null]))).collect();
            let value = serde_json::Value::Object(members);
            let body = value.to_string();
            for style in &STYLES {
                let printed = Read::of(body.as_bytes()).unwrap().printed(style);
                let again: serde_json::Value = serde_json::from_slice(&printed).unwrap();
                prop_assert_eq!(again.as_object().unwrap().len(), value.as_object().unwrap().len());
            }
        }
    }
}
