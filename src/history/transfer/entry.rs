//! An HTTP archive (HAR 1.2): cut into its entries as it is read, and what an entry says.

use std::borrow::Cow;
use std::io;
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine};
use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::item::{BadItem, Item, NewAnswer, NewRequest, Parts, add_header, is_target};
use super::source::{LONGEST, Piece, Source, fill};
use crate::activity::{EventId, Request};
use crate::history::row::{nanoseconds, write_head};
use crate::json::{self, Document, Path};
use crate::toss::{Policy, SignatureCheck, Transmission};

/// The longest key that is looked at outside the entries.
const LONGEST_KEY: usize = 16;

/// Where in an archive the reader stands: `{"log": {"entries": [` and then the entries.
#[derive(Debug, Default)]
pub(super) struct Entries {
    depth: usize,
    place: Place,
    text: Text,
    /// The text that was read last, and whether a colon came behind it.
    last: Vec<u8>,
    is_key: bool,
    number: u64,
    were_found: bool,
    is_over: bool,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Place {
    #[default]
    Elsewhere,
    InLog,
    InEntries,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Text {
    #[default]
    Outside,
    Within,
    /// Behind a backslash.
    Escaped,
}

impl Entries {
    /// Takes a byte; whether an entry ends with it.
    fn take(&mut self, byte: u8) -> bool {
        match (self.text, byte) {
            (Text::Outside, _) => return self.take_outside(byte),
            (Text::Escaped, _) => self.text = Text::Within,
            (Text::Within, b'\\') => self.text = Text::Escaped,
            (Text::Within, b'"') => self.text = Text::Outside,
            (Text::Within, _) if self.depth <= 2 && self.last.len() < LONGEST_KEY => self.last.push(byte),
            (Text::Within, _) => {}
        }
        false
    }

    fn take_outside(&mut self, byte: u8) -> bool {
        match byte {
            b'"' => {
                self.text = Text::Within;
                self.last.clear();
            }
            b':' => self.is_key = true,
            b',' => self.is_key = false,
            b'{' | b'[' => {
                match (self.depth, byte, &*self.last) {
                    (1, b'{', b"log") if self.is_key => self.place = Place::InLog,
                    (2, b'[', b"entries") if self.is_key && self.place == Place::InLog => {
                        self.place = Place::InEntries;
                        self.were_found = true;
                    }
                    _ => {}
                }
                self.is_key = false;
                self.depth += 1;
            }
            b'}' | b']' => {
                let ends_entry = self.place == Place::InEntries && self.depth == 4;
                self.depth = self.depth.saturating_sub(1);
                self.place = match self.depth {
                    0 | 1 => Place::Elsewhere,
                    2 if self.place == Place::InEntries => Place::InLog,
                    _ => self.place,
                };
                return ends_entry;
            }
            _ => {}
        }
        false
    }

    fn is_in_entry(&self) -> bool {
        self.place == Place::InEntries && self.depth >= 4
    }

    /// What is wrong with the file, now that it is at its end.
    fn end(&mut self) -> Option<Piece> {
        if std::mem::replace(&mut self.is_over, true) {
            return None;
        }
        let wrong = if !self.were_found {
            BadItem::NoArchive
        } else if self.depth > 0 {
            BadItem::Cut
        } else {
            return None;
        };
        Some((self.number + 1, Err(wrong)))
    }
}

impl Source<'_> {
    /// Reads the next entry into `piece`; none where the archive ends.
    pub(super) fn next_entry(
        &mut self,
        entries: &mut Entries,
        piece: &mut Vec<u8>,
    ) -> io::Result<Option<Piece>> {
        piece.clear();
        let mut length = 0_usize;
        loop {
            let buffer = fill(self.input)?;
            if buffer.is_empty() {
                return Ok(entries.end());
            }
            let mut used = 0;
            let mut ends = false;
            for byte in buffer {
                used += 1;
                ends = entries.take(*byte);
                if ends || entries.is_in_entry() {
                    length += 1;
                    if length <= LONGEST {
                        piece.push(*byte);
                    }
                }
                if ends {
                    break;
                }
            }
            self.input.consume(used);
            if ends {
                entries.number += 1;
                let read = if length > LONGEST { Err(BadItem::TooLong) } else { Ok(()) };
                return Ok(Some((entries.number, read)));
            }
        }
    }
}

/// Reads an entry.
pub(super) fn read(entry: &[u8]) -> Result<Item, BadItem> {
    let entry = Document::read(entry).ok_or(BadItem::NotJson)?;
    if needed(entry, "request.method")? != "POST" {
        return Ok(Item::Passed);
    }
    let parts = Parts {
        target: target(&needed(entry, "request.url")?).ok_or(BadItem::Wrong("request.url"))?,
        headers: headers(entry)?,
        body: body(entry)?,
        // An archive names the server's address only.
        remote: (std::net::Ipv4Addr::UNSPECIFIED, 0).into(),
        arrived_at: arrived_at(entry)?,
    };
    let request = parts.request();
    let answer = answer(entry, &request)?;
    let id = text(entry, "_id")?.and_then(|id| EventId::parse(&id)).unwrap_or_else(|| id_of(&request));
    Ok(Item::Entry { id, request: NewRequest { request, signature: SignatureCheck::Unchecked, answer } })
}

/// The value at a path; none where it is null.
fn value<'a>(entry: Document<'a>, path: &str) -> Option<Document<'a>> {
    Path::parse(path).ok()?.find(entry).filter(|value| value.as_str() != "null")
}

fn text<'a>(entry: Document<'a>, path: &'static str) -> Result<Option<Cow<'a, str>>, BadItem> {
    let text = |value: Document<'a>| json::plain(value.as_str()).ok_or(BadItem::Wrong(path));
    value(entry, path).map(text).transpose()
}

fn needed<'a>(entry: Document<'a>, path: &'static str) -> Result<Cow<'a, str>, BadItem> {
    text(entry, path)?.ok_or(BadItem::Missing(path))
}

fn arrived_at(entry: Document<'_>) -> Result<Timestamp, BadItem> {
    let wrong = BadItem::Wrong("startedDateTime");
    needed(entry, "startedDateTime")?.parse().map_err(|_| wrong)
}

/// What a URL asks its server for, letter by letter. The server is nobody's to call.
fn target(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    if !scheme.eq_ignore_ascii_case("http") && !scheme.eq_ignore_ascii_case("https") {
        return None;
    }
    let rest = rest.split('#').next().unwrap_or_default();
    let target = rest.find(['/', '?']).map_or("", |at| &rest[at..]);
    let target = if target.starts_with('/') { target.to_owned() } else { format!("/{target}") };
    is_target(&target).then_some(target)
}

fn headers(entry: Document<'_>) -> Result<HeaderMap, BadItem> {
    let wrong = BadItem::Wrong("request.headers");
    let lines = value(entry, "request.headers").ok_or(BadItem::Missing("request.headers"))?;
    let mut steps = lines.steps();
    if !steps.enter_array() {
        return Err(wrong);
    }
    let mut headers = HeaderMap::new();
    while let Some(line) = steps.next_item() {
        let (Some(name), Some(value)) = (text(line, "name")?, text(line, "value")?) else {
            return Err(wrong);
        };
        // What HTTP/2 sends in the place of the first line.
        if !name.starts_with(':') {
            add_header(&mut headers, &name, value.as_bytes()).ok_or_else(|| wrong.clone())?;
        }
    }
    Ok(headers)
}

fn body(entry: Document<'_>) -> Result<Bytes, BadItem> {
    let place = "request.postData.text";
    let Some(body) = text(entry, place)? else { return Ok(Bytes::new()) };
    let encoding = match text(entry, "request.postData.encoding")? {
        None => text(entry, "request.postData._encoding")?,
        encoding => encoding,
    };
    match encoding.as_deref() {
        None | Some("") => Ok(Bytes::from(body.into_owned())),
        Some("base64") => {
            let decoded = BASE64_STANDARD.decode(body.as_bytes());
            decoded.map(Bytes::from).map_err(|_| BadItem::Wrong(place))
        }
        Some(_) => Err(BadItem::Wrong("request.postData.encoding")),
    }
}

/// What was answered: of another answer than one of HTTP nothing is known.
fn answer(entry: Document<'_>, request: &Request) -> Result<Option<NewAnswer>, BadItem> {
    let number = |path: &'static str| {
        let number = |value: Document<'_>| value.as_str().parse::<f64>().map_err(|_| BadItem::Wrong(path));
        value(entry, path).map(number).transpose()
    };
    let status = number("response.status")?.filter(|status| (100.0..1000.0).contains(status));
    let Some(status) = status else { return Ok(None) };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "within the range above")]
    let http_status = status as u16;
    // Beyond a year it is no time.
    let after = number("time")?.filter(|after| *after > 0.0 && *after < 3.2e10);
    let after = after.map(|milliseconds| {
        let after = Duration::from_secs_f64(milliseconds / 1000.0);
        let count = Transmission::read(&request.headers).retried_count.unwrap_or(0);
        let policy = Policy::toss();
        (after, policy.delivery_status(policy.judge(http_status, after), count))
    });
    Ok(Some(NewAnswer { http_status, after }))
}

/// The same request gets the same id, however often it comes.
fn id_of(request: &Request) -> EventId {
    let mut digest = Sha256::new();
    digest.update(nanoseconds(request.arrived_at).to_be_bytes());
    digest.update(write_head(request));
    digest.update(&request.body);
    let digest = digest.finalize();
    EventId::from_random(digest.iter().take(10).fold(0, |bits, byte| bits << 8 | u128::from(*byte)))
}
