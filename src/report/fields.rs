//! A body's fields, one under the other: what holds a value, and how many hold none.

use std::borrow::Cow;
use std::fmt::Write as _;

use serde::de::IgnoredAny;

use super::event_cells::clipped;
use super::line::{Line, is_roomy};
use super::mask::Names;
use super::theme::Meaning;
use super::width::{self, Align};
use super::{Detail, Look, Reveal};
use crate::json::{self, Document, Shape, Step};
use crate::toss::Content;

/// Without `--full`: how many fields are shown, and how many columns of a value.
const MOST_FIELDS: usize = 200;
const MOST_COLUMNS: usize = 400;

/// With `--full`, still: a body may be a megabyte of brackets.
const FULL_COLUMNS: usize = 16 * 1024;

/// The room that the names of most bodies need, in bytes.
const ROOM: usize = 2048;

/// How wide the names' column becomes.
const WIDEST_NAME: usize = 48;

/// Writes the fields of a JSON body, which was read as `content`; nothing where it is none.
pub(super) fn write(content: &Content, body: &[u8], detail: Detail, look: &Look, out: &mut Vec<u8>) {
    let document = match content {
        Content::Event(_) | Content::Json => Document::read_again(body),
        Content::NotJson | Content::Empty => None,
    };
    let Some(document) = document else { return };
    let fields = Fields::of(document, detail, look.reveal);
    let indent = if is_roomy(look.stdout) { 10 } else { 4 };
    let widest = fields.rows().map(|(name, _)| width::of(name)).max().unwrap_or(0).min(WIDEST_NAME);
    let mut line = Line::new(look.stdout, indent + 2);
    for (name, value) in fields.rows() {
        line.space(indent);
        line.cell(Meaning::Dim, name, widest, Align::Left);
        line.note(Meaning::Plain, value);
        line.begin_anew(out);
    }
    let rest = [
        (fields.left_out > 0).then(|| look.language.more_fields(fields.left_out)),
        (fields.nulls > 0).then(|| look.language.null_fields(fields.nulls)),
    ];
    for sentence in rest.into_iter().flatten() {
        let mut line = Line::new(look.stdout, indent).indented();
        line.sentence(Meaning::Dim, &sentence);
        line.end(out);
    }
}

/// The fields of one body.
struct Fields<'a> {
    /// The names, one behind the other.
    names: String,
    /// Of each field where its name ends, and its value.
    rows: Vec<(usize, Cow<'a, str>)>,
    nulls: u64,
    left_out: u64,
    detail: Detail,
}

impl<'a> Fields<'a> {
    fn of(document: Document<'a>, detail: Detail, reveal: Reveal) -> Self {
        let (names, rows) = (String::with_capacity(ROOM), Vec::with_capacity(ROOM / 32));
        let mut fields = Self { names, rows, nulls: 0, left_out: 0, detail };
        let mut place = Place::default();
        let mut names = Names::default();
        let mut opened = false;
        for step in document.steps() {
            let secret = names.step(&step).filter(|_| reveal == Reveal::Masked);
            match step {
                Step::Key(_) => place.key(names.key()),
                Step::Begin(shape) => place.enter(shape),
                Step::End(shape) => {
                    place.leave();
                    if opened {
                        let empty = if shape == Shape::Object { "{}" } else { "[]" };
                        fields.add(&place.path, || empty.into());
                    }
                }
                Step::Scalar(token) => {
                    place.item();
                    if token == "null" && detail != Detail::Full {
                        fields.nulls += 1;
                    } else {
                        fields.add(&place.path, || match secret {
                            Some(secret) => secret.mask(&json::plain(token).unwrap_or(token.into())).into(),
                            None => readable(token),
                        });
                    }
                }
            }
            opened = matches!(step, Step::Begin(_));
        }
        fields
    }

    fn add(&mut self, path: &str, value: impl FnOnce() -> Cow<'a, str>) {
        let columns = match self.detail {
            Detail::Full => FULL_COLUMNS,
            Detail::Line | Detail::Fields if self.rows.len() >= MOST_FIELDS => {
                self.left_out += 1;
                return;
            }
            Detail::Total | Detail::Line | Detail::Fields => MOST_COLUMNS,
        };
        let value = match value() {
            // No byte takes more than four columns, whatever it is shown as.
            text if text.len() <= columns / 4 => text,
            Cow::Borrowed(text) => clipped(text, columns),
            Cow::Owned(text) => clipped(&text, columns).into_owned().into(),
        };
        self.names.push_str(&clipped(path, 120));
        self.rows.push((self.names.len(), value));
    }

    fn rows(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut start = 0;
        self.rows.iter().map(move |(end, value)| {
            let name = self.names.get(start..*end).unwrap_or_default();
            start = *end;
            (name, &**value)
        })
    }
}

/// A string's own text, unless it could be taken for something else (`"5000"`, `""`); other tokens as
/// they stand.
fn readable(token: &str) -> Cow<'_, str> {
    match json::plain(token) {
        Some(text) if !text.is_empty() && text.trim().len() == text.len() && !is_json(&text) => text,
        _ => token.into(),
    }
}

/// Whether a trimmed text is a JSON value by itself; its first letter mostly says that it is none.
fn is_json(text: &str) -> bool {
    match text.as_bytes() {
        [b'{' | b'[' | b'"' | b'-' | b'0'..=b'9', ..] => serde_json::from_str::<IgnoredAny>(text).is_ok(),
        _ => matches!(text, "true" | "false" | "null"),
    }
}

/// Where in a document a walk is: `data.cancels[0].cancelAmount`.
#[derive(Default)]
struct Place {
    path: String,
    /// Of each open container: where its path ends, and an array's next index.
    open: Vec<(usize, Option<usize>)>,
}

impl Place {
    fn key(&mut self, name: &str) {
        self.path.truncate(self.base());
        if !self.path.is_empty() {
            self.path.push('.');
        }
        self.path.push_str(name);
    }

    /// A value comes; in an array, its index is its name.
    fn item(&mut self) {
        if let Some((base, Some(index))) = self.open.last_mut() {
            self.path.truncate(*base);
            // Writing to a string can't fail.
            let _ = write!(self.path, "[{index}]");
            *index += 1;
        }
    }

    fn enter(&mut self, shape: Shape) {
        self.item();
        self.open.push((self.path.len(), (shape == Shape::Array).then_some(0)));
    }

    fn leave(&mut self) {
        self.path.truncate(self.base());
        self.open.pop();
    }

    fn base(&self) -> usize {
        self.open.last().map_or(0, |(base, _)| *base)
    }
}

#[cfg(test)]
mod tests {
    use super::{Detail, Document, Fields, Reveal};

    fn rows(text: &str, detail: Detail) -> (Vec<String>, u64, u64) {
        let fields = Fields::of(Document::read(text.as_bytes()).expect("JSON"), detail, Reveal::Masked);
        let rows = fields.rows().map(|(name, value)| format!("{name} = {value}")).collect();
        (rows, fields.nulls, fields.left_out)
    }

    #[test]
    fn names_are_paths_and_values_stay_what_they_are() {
        let body = r#"{"a":{"b":5000.0,"c":"5000","d":"카\ub4dc","e":null},"l":[1,{"x":"y z"},[],{}],"s":"","t":true}"#;
        let (rows, nulls, _) = rows(body, Detail::Fields);
        assert_eq!(
            rows,
            [
                "a.b = 5000.0",
                "a.c = \"5000\"",
                "a.d = 카드",
                "l[0] = 1",
                "l[1].x = y z",
                "l[2] = []",
                "l[3] = {}",
                "s = \"\"",
                "t = true"
            ]
        );
        assert_eq!(nulls, 1);
    }

    #[test]
    fn full_shows_the_nulls_too() {
        assert_eq!(
            rows(r#"{"e":null,"secret":"ps_abcdef"}"#, Detail::Full).0,
            ["e = null", "secret = ps_*****"]
        );
    }

    #[test]
    fn a_long_body_is_cut_and_says_so() {
        let body = format!("[{}1]", "1,".repeat(999));
        let (shown, _, left_out) = rows(&body, Detail::Fields);
        assert_eq!((shown.len(), left_out), (200, 800));
        assert_eq!(rows(&body, Detail::Full).0.len(), 1000);
    }

    #[test]
    fn deep_nesting_costs_no_more_than_it_is_long() {
        let deep = format!("{}1{}", "[".repeat(300_000), "]".repeat(300_000));
        let (rows, ..) = rows(&deep, Detail::Fields);
        assert_eq!(rows.len(), 1);
        assert!(rows[0].starts_with("[0][0]") && rows[0].len() < 200);
    }
}
