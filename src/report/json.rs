//! Strict JSON Lines for programs: every line has `v`, `kind` and `at`; a webhook's body is copied
//! token for token, never re-made.

mod checks;
mod compared;
mod looked_up;
mod parts;
mod received;
mod record;
mod totals;

use std::borrow::Cow;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::Serialize;

use self::compared::Differences;
use self::parts::Exactness;
use super::theme::Destination;
use super::{Lines, Look, Reporter, Reveal, mask, talk};
use crate::activity::{Activity, EventId, Received, Repeat, What};
use crate::history::{AttemptRow, DeliveryRow, EventRow};
use crate::json;

/// How much of an answer's body a line carries.
const RESPONSE_BYTES: usize = 4096;

/// The `json` format.
#[derive(Debug)]
pub struct Json {
    look: Look,
}

impl Json {
    /// A reporter that writes exact data, but masked where `look` masks, with hostile characters
    /// escaped on a terminal.
    pub fn new(look: Look) -> Self {
        Self { look }
    }

    /// Appends a recorded event's line.
    pub fn event(&self, row: &EventRow, out: &mut Vec<u8>) {
        let start = out.len();
        if record::write_event(row, &received(row), out).is_err() {
            out.truncate(start);
            return;
        }
        self.body(&row.request.body, out);
        self.end(start, out);
    }

    /// Appends the line of one request of a recorded event.
    pub fn delivery(&self, id: EventId, row: &DeliveryRow, out: &mut Vec<u8>) {
        let start = out.len();
        if record::write_delivery(id, row, Exactness::Readable, out).is_err() {
            out.truncate(start);
            return;
        }
        self.body(&row.request.body, out);
        self.end(start, out);
    }

    /// Appends the line of one noted call of a recorded event.
    pub fn attempt(&self, id: EventId, row: &AttemptRow, out: &mut Vec<u8>) {
        let start = out.len();
        if record::write_attempt(id, row, out).is_err() {
            out.truncate(start);
            return;
        }
        response(row.response.as_deref(), out);
        more(out, "also", &row.also);
        self.end(start, out);
    }

    /// Appends the line of a recorded event for a file: all that can't be told from its requests that follow.
    pub fn exported(&self, row: &EventRow, first: &DeliveryRow, out: &mut Vec<u8>) {
        let start = out.len();
        if record::write_exported(row, &received(row), first, out).is_err() {
            out.truncate(start);
            return;
        }
        more_base64(out, "body_base64", &self.exact(&row.request.body));
        self.end(start, out);
    }

    /// Appends the line of a later request for a file; `of_event` is its event's body, which is not told again.
    pub fn exported_delivery(&self, id: EventId, row: &DeliveryRow, of_event: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        if record::write_delivery(id, row, Exactness::Exact, out).is_err() {
            out.truncate(start);
            return;
        }
        if row.request.body != of_event {
            more_base64(out, "body_base64", &self.exact(&row.request.body));
        }
        self.end(start, out);
    }

    /// Appends the line of a call for a file.
    pub fn exported_attempt(&self, id: EventId, row: &AttemptRow, out: &mut Vec<u8>) {
        let start = out.len();
        if record::write_attempt(id, row, out).is_err() {
            out.truncate(start);
            return;
        }
        if let Some(response) = &row.response {
            more_base64(out, "response_base64", &self.exact(response));
        }
        more(out, "also", &row.also);
        self.end(start, out);
    }

    /// A body's own bytes, or what is shown of them.
    fn exact<'a>(&self, body: &'a [u8]) -> Cow<'a, [u8]> {
        match self.look.reveal {
            Reveal::Masked => mask::json(body).map_or(Cow::Borrowed(body), Cow::Owned),
            Reveal::Revealed => Cow::Borrowed(body),
        }
    }

    /// Appends the lines of a recorded event, of its requests and of the calls that were made for it.
    pub fn recorded(
        &self,
        row: &EventRow,
        deliveries: &[DeliveryRow],
        attempts: &[AttemptRow],
        out: &mut Vec<u8>,
    ) {
        self.event(row, out);
        for delivery in deliveries {
            self.delivery(row.id, delivery, out);
        }
        for attempt in attempts {
            self.attempt(row.id, attempt, out);
        }
    }

    /// Appends a line of its own: numbers, texts and tokens, which always have a JSON form.
    pub(super) fn put(&self, line: &impl Serialize, out: &mut Vec<u8>) {
        let start = out.len();
        let _ = serde_json::to_writer(&mut *out, line);
        self.end(start, out);
    }

    /// Ends the line that began at `start`.
    fn end(&self, start: usize, out: &mut Vec<u8>) {
        if self.look.stdout.destination == Destination::Terminal {
            let harmless = json::escape_hostile(&out[start..]).into_owned();
            out.truncate(start);
            out.extend_from_slice(&harmless);
        }
        out.push(b'\n');
    }

    fn body(&self, body: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        self.tokens("body", body, out);
        if out.len() == start {
            more_base64(out, "body_base64", body);
        }
    }

    /// Adds JSON token for token; nothing where it is none.
    fn tokens(&self, name: &str, text: &[u8], out: &mut Vec<u8>) {
        let tokens = match self.look.reveal {
            Reveal::Masked => mask::json(text),
            Reveal::Revealed => json::compact(text),
        };
        if let Some(tokens) = tokens {
            more_raw(out, name, &tokens);
        }
    }
}

fn received(row: &EventRow) -> Received {
    Received {
        id: row.id,
        request: Arc::new(row.request.clone()),
        content: Arc::new(row.content.clone()),
        transmission: Arc::new(row.transmission.clone()),
        repeat: Repeat::None,
        since_first: Duration::ZERO,
        twin_of: row.twin_of,
        signature: row.signature,
    }
}

impl Reporter for Json {
    fn report(&mut self, activity: &Activity, out: &mut Lines) {
        match activity.what {
            What::Notice(_) => {
                talk::say(activity, &self.look, &mut out.stderr);
                return;
            }
            What::Waiting(_) | What::Progress(_) => return,
            _ => {}
        }
        let line = &mut out.stdout;
        let start = line.len();
        // Writing to memory fails only for what can't be JSON, which no record holds.
        if record::write(activity, line).is_err() {
            line.truncate(start);
            return;
        }
        match &activity.what {
            What::Received(received) => self.body(&received.request.body, line),
            What::LookedUp(looked_up) => match &looked_up.answer {
                Ok(payment) => self.tokens("payment", &payment.bytes, line),
                Err(_) => more(line, "payment", &None::<&str>),
            },
            What::Compared(compared) => {
                more(line, "differences", &Differences(compared, self.look.reveal));
                match &compared.answer {
                    Ok((payment, _)) => self.tokens("payment", &payment.bytes, line),
                    Err(_) => more(line, "payment", &None::<&str>),
                }
            }
            What::Forwarded(forwarded) => {
                response(forwarded.result.response.as_ref().map(|response| &response.body[..]), line);
                more(line, "also", &forwarded.also);
            }
            _ => {}
        }
        self.end(start, line);
    }
}

/// The first bytes of an answer's body: text where they are text.
fn response(body: Option<&[u8]>, out: &mut Vec<u8>) {
    let body = body.map(|body| &body[..body.len().min(RESPONSE_BYTES)]);
    match body.map(|body| (body, text_of(body))) {
        Some((body, None)) => more_base64(out, "response_base64", body),
        Some((_, text @ Some(_))) => more(out, "response", &text),
        None => more(out, "response", &None::<&str>),
    }
}

/// UTF-8, but for a letter that the cut at [`RESPONSE_BYTES`] went through.
fn text_of(body: &[u8]) -> Option<&str> {
    match std::str::from_utf8(body) {
        Ok(text) => Some(text),
        Err(error) if error.error_len().is_none() && body.len() == RESPONSE_BYTES => {
            std::str::from_utf8(&body[..error.valid_up_to()]).ok()
        }
        Err(_) => None,
    }
}

/// Adds a member to the object that was written last.
fn more(out: &mut Vec<u8>, name: &str, value: &impl Serialize) {
    open_again(out, name);
    // Writing to memory fails only for what can't be JSON.
    let _ = serde_json::to_writer(&mut *out, value);
    out.push(b'}');
}

fn more_raw(out: &mut Vec<u8>, name: &str, tokens: &[u8]) {
    open_again(out, name);
    out.extend_from_slice(tokens);
    out.push(b'}');
}

fn more_base64(out: &mut Vec<u8>, name: &str, bytes: &[u8]) {
    open_again(out, name);
    // Writing to memory can't fail.
    let _ = write!(out, "\"{}\"}}", BASE64_STANDARD.encode(bytes));
}

fn open_again(out: &mut Vec<u8>, name: &str) {
    out.pop();
    let _ = write!(out, ",\"{name}\":");
}

#[cfg(test)]
mod tests;
