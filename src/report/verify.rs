//! What `verify` found, as sentences or as JSON Lines.

use serde::Serialize;

use super::line::Line;
use super::theme::Meaning;
use super::{Language, Look};
use crate::activity::EventId;
use crate::examine::mistake::Mistake;
use crate::examine::verify::Verdict;
use crate::toss::{Event, KeyForm};

/// The version of the JSON kinds.
const VERSION: u32 = 1;

/// A request that was verified.
#[derive(Debug)]
pub struct Verified<'a> {
    /// The event it belongs to, where it was recorded, and which of its requests it is.
    pub recorded: Option<(EventId, u32)>,
    /// What its body tells.
    pub event: Option<&'a Event>,
    /// Its transmission time.
    pub time: Option<&'a str>,
    /// What came of it.
    pub verdict: Verdict,
}

/// What was found, in sentences.
pub fn text(verified: &Verified<'_>, look: &Look, out: &mut Vec<u8>) {
    let language = look.language;
    let mut line = Line::new(look.stdout, 2);
    if let Some((id, number)) = verified.recorded {
        line.note(Meaning::Id, id.short());
        line.note(Meaning::Plain, &language.request_number(number));
    }
    let event_type = verified.event.map(|event| event.event_type.as_str());
    line.note(Meaning::Event, &super::event_cells::clipped(event_type.unwrap_or_default(), 48));
    line.note(Meaning::Dim, verified.time.unwrap_or_default());
    line.note(meaning(&verified.verdict), language.verdict_name(&verified.verdict));
    line.end(out);
    sentence(&language.verified(&verified.verdict, event_type), Meaning::Plain, look, out);
    if let Some(note) = note(verified, language) {
        sentence(&note, Meaning::Warning, look, out);
    }
    for mistake in mistakes(&verified.verdict) {
        let mut line = Line::new(look.stdout, 7).indented();
        line.space(0);
        line.word(Meaning::Hint, language.mend());
        line.words(Meaning::Plain, language.mended(mistake));
        line.end(out);
    }
}

fn sentence(text: &str, meaning: Meaning, look: &Look, out: &mut Vec<u8>) {
    let mut line = Line::new(look.stdout, 2).indented();
    line.words(meaning, text);
    line.end(out);
}

/// A signature on an event that is documented to have none.
fn note(verified: &Verified<'_>, language: Language) -> Option<String> {
    let event = verified.event.filter(|event| !event.event_type.is_signed())?;
    let has_signature = !matches!(verified.verdict, Verdict::NotExpected);
    has_signature
        .then(|| language.not_documented(&super::event_cells::clipped(event.event_type.as_str(), 48)))
}

fn meaning(verdict: &Verdict) -> Meaning {
    match verdict {
        Verdict::Valid(_) => Meaning::Accepted,
        Verdict::NotExpected => Meaning::Plain,
        _ => Meaning::Failed,
    }
}

fn mistakes(verdict: &Verdict) -> &[Mistake] {
    match verdict {
        Verdict::WouldMatch { mistakes, .. } => mistakes,
        _ => &[],
    }
}

#[derive(Serialize)]
struct VerificationLine<'a> {
    v: u32,
    kind: &'static str,
    id: Option<&'a str>,
    number: Option<u32>,
    event: Option<&'a str>,
    transmission_time: Option<&'a str>,
    signature: &'static str,
    key_form: Option<&'static str>,
    would_match: Option<&'static str>,
    mistakes: Vec<MistakeKeys>,
    reason: String,
}

#[derive(Serialize)]
struct MistakeKeys {
    code: &'static str,
    reason: String,
    fix: &'static str,
}

/// What was found, as a line of JSON, which is English.
pub fn json(verified: &Verified<'_>, out: &mut Vec<u8>) {
    let language = Language::English;
    let form = |form: KeyForm| if form == KeyForm::Text { "text" } else { "hex" };
    let event = verified.event.map(|event| event.event_type.as_str());
    let line = VerificationLine {
        v: VERSION,
        kind: "verification",
        id: verified.recorded.as_ref().map(|(id, _)| id.as_str()),
        number: verified.recorded.as_ref().map(|(_, number)| *number),
        event,
        transmission_time: verified.time,
        signature: verified.verdict.as_str(),
        key_form: if let Verdict::Valid(matched) = verified.verdict { Some(form(matched)) } else { None },
        would_match: match verified.verdict {
            Verdict::WouldMatch { form: matched, .. } => Some(form(matched)),
            _ => None,
        },
        mistakes: mistakes(&verified.verdict)
            .iter()
            .map(|mistake| MistakeKeys {
                code: mistake.code(),
                reason: language.mistake(mistake),
                fix: language.mended(mistake),
            })
            .collect(),
        reason: language.verified(&verified.verdict, event),
    };
    // Texts and numbers always have a JSON form.
    let _ = serde_json::to_writer(&mut *out, &line);
    out.push(b'\n');
}
