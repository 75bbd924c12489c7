//! Where each value of a JSON text begins and ends.
//!
//! Reads only what was checked to be JSON before, so it looks for brackets and quotes and needs
//! no errors but one: [`DEEPEST`].

use std::collections::HashSet;
use std::ops::Range;

use crate::json;

/// How deep values may nest; `serde_json` follows as far.
const DEEPEST: usize = 128;

/// A value and where it stands.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) span: Range<usize>,
    pub(super) kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Object(Vec<Member>),
    Array(Vec<Node>),
    /// A text, a number, `true`, `false`, `null`.
    Scalar,
}

#[derive(Debug)]
pub(super) struct Member {
    /// The key as it reads, its escapes resolved.
    pub(super) key: String,
    pub(super) key_span: Range<usize>,
    pub(super) value: Node,
}

#[derive(Debug, PartialEq, Eq)]
pub(super) enum ScanError {
    TooDeep,
}

/// The tree of a text that is JSON.
pub(super) fn read(json: &str) -> Result<Node, ScanError> {
    Scanner { json, at: 0 }.value(0)
}

/// This text as a JSON string.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The paths of all values but the root, at most so many, outermost first in each branch.
pub(super) fn paths(root: &Node, most: usize) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![(String::new(), root)];
    while let Some((prefix, node)) = open.pop() {
        let inner: Vec<(String, &Node)> = match &node.kind {
            Kind::Object(members) => {
                // Of duplicate keys only the last can be reached.
                let mut seen = HashSet::new();
                let reachable = members.iter().rev().filter(|member| seen.insert(member.key.as_str()));
                reachable.map(|member| (json::typed(&member.key), &member.value)).collect()
            }
            Kind::Array(elements) => {
                elements.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect()
            }
            Kind::Scalar => Vec::new(),
        };
        for (name, value) in inner {
            if found.len() == most {
                return found;
            }
            let path = if prefix.is_empty() { name } else { format!("{prefix}.{name}") };
            found.push(path.clone());
            open.push((path, value));
        }
    }
    found
}

struct Scanner<'a> {
    json: &'a str,
    at: usize,
}

impl Scanner<'_> {
    fn value(&mut self, depth: usize) -> Result<Node, ScanError> {
        if depth > DEEPEST {
            return Err(ScanError::TooDeep);
        }
        self.skip_space();
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => {
                self.string();
                Kind::Scalar
            }
            _ => {
                self.skip_while(|byte| !matches!(byte, b',' | b']' | b'}' | b' ' | b'\t' | b'\r' | b'\n'));
                Kind::Scalar
            }
        };
        Ok(Node { span: start..self.at, kind })
    }

    fn object(&mut self, depth: usize) -> Result<Kind, ScanError> {
        let mut members = Vec::new();
        self.at += 1;
        while self.next_item(b'}') {
            let key_start = self.at;
            self.string();
            let key_span = key_start..self.at;
            let key = serde_json::from_str(&self.json[key_span.clone()]).unwrap_or_default();
            self.skip_space();
            self.at += 1;
            members.push(Member { key, key_span, value: self.value(depth + 1)? });
        }
        Ok(Kind::Object(members))
    }

    fn array(&mut self, depth: usize) -> Result<Kind, ScanError> {
        let mut elements = Vec::new();
        self.at += 1;
        while self.next_item(b']') {
            elements.push(self.value(depth + 1)?);
        }
        Ok(Kind::Array(elements))
    }

    /// Steps over white space and a comma to the next item, or over the closing bracket.
    fn next_item(&mut self, close: u8) -> bool {
        self.skip_while(|byte| byte == b',' || is_space(byte));
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                false
            }
            other => other.is_some(),
        }
    }

    fn string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.peek() {
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == b'"' {
                break;
            }
        }
        self.at = self.at.min(self.json.len());
    }

    fn skip_space(&mut self) {
        self.skip_while(is_space);
    }

    fn skip_while(&mut self, matches: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&matches) {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.json.as_bytes().get(self.at).copied()
    }
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}
