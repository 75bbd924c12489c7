//! What came of verifying a signature.

use crate::examine::mistake::{BodyMistake, Joined, KeyMistake, Mistake, TimeMistake, Written};
use crate::examine::verify::Verdict;
use crate::toss::KeyForm;

use super::counted;
use super::failures::Words;

/// What came of it. `event` is the event type, where the body is an event.
pub fn verified(verdict: &Verdict, event: Option<&str>) -> String {
    let event_is = event.unwrap_or("this body, which is no event,");
    match verdict {
        Verdict::Valid(form) => format!(
            "It is the HMAC-SHA-256 of the body as received, a colon and the transmission time, made with {}. Which form \
             of the key signs is not documented; --key-form auto tries both.",
            key(*form)
        ),
        Verdict::WouldMatch { mistakes, form } => {
            let mistakes: Vec<_> = mistakes.iter().map(mistake).collect();
            format!("It matches {}, made with {}.", mistakes.join(" and "), key(*form))
        }
        Verdict::Unexplained { tried, is_cut_short, is_readable, has_key_shape } => {
            let why = match (is_readable, has_key_shape) {
                (false, _) => {
                    "No value in it can be a signature: one is v1: and the base64 of 32 bytes, several have commas between them."
                }
                (true, false) => "The key is not 64 hex digits, which every security key is.",
                (true, true) => {
                    "Most likely the key is another one (after a change the old key signs for 7 days beside the new one), \
                     or something changed the body on its way."
                }
            };
            let cut = if *is_cut_short { ", as many as a body of this length allows" } else { "" };
            format!("{} explain it{cut}: none. {why}", tries(*tried))
        }
        Verdict::NoTime => "There is no transmission time, which is a part of what is signed.".to_owned(),
        Verdict::Missing => format!(
            "{event_is} carries a signature, and this request has none: something took the header away, or it does not come \
             from Toss Payments."
        ),
        Verdict::NotExpected => format!(
            "{event_is} carries none: only payout.changed and seller.changed are signed. There is nothing to verify, and a \
             receiver that demands a signature would refuse every payment webhook."
        ),
    }
}

fn tries(tried: usize) -> String {
    format!(
        "Of {} those that",
        counted(tried as u64, "known mistake and pair of mistakes", "known mistakes and pairs of mistakes")
    )
}

/// That the event is none of those that are documented to be signed.
pub fn not_documented(event: &str) -> String {
    format!("Toss Payments documents no signature for {event}: a receiver must not demand one.")
}

/// What a signature is called that nothing matches, is missing or not expected.
pub fn verdict_name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Valid(KeyForm::Text) => "signature valid (text key).",
        Verdict::Valid(KeyForm::Hex) => "signature valid (hex key).",
        Verdict::WouldMatch { .. } | Verdict::Unexplained { .. } | Verdict::NoTime => "signature INVALID.",
        Verdict::Missing => "signature MISSING.",
        Verdict::NotExpected => "no signature.",
    }
}

/// Which of an event's requests it is.
pub fn request_number(number: u32) -> String {
    format!("request {number}")
}

/// That there is nothing to verify with.
pub fn no_security_key() -> Words {
    let hint = "the security key (보안 키) is 64 hex digits: Developer Center > API keys; @FILE, env:NAME or TOSSHOOK_SECURITY_KEY";
    ("--security-key is missing".to_owned(), Some(hint.to_owned()))
}

/// Before what mends a mistake.
pub fn mend() -> &'static str {
    "fix:"
}

fn key(form: KeyForm) -> &'static str {
    match form {
        KeyForm::Text => "the key's characters as they are",
        KeyForm::Hex => "the bytes that the key's hex digits encode",
    }
}

/// What was signed, or how, instead of what is documented.
pub fn mistake(mistake: &Mistake) -> String {
    match mistake {
        Mistake::Key(KeyMistake::OtherForm(form)) => {
            format!("in the form of the key that --key-form did not ask for ({})", form_name(*form))
        }
        Mistake::Key(KeyMistake::SecretKey) => "with a secret key in place of the security key".to_owned(),
        Mistake::Key(KeyMistake::GivenInQuotes) => {
            "with the key without the quotes that it was given in".to_owned()
        }
        Mistake::Key(KeyMistake::UsedInQuotes) => "with the key in quotes".to_owned(),
        Mistake::Key(KeyMistake::LineBreak) => "with the key and a line break or blank behind it".to_owned(),
        Mistake::Key(KeyMistake::Capitals) => "with the key's letters as capitals".to_owned(),
        Mistake::Key(KeyMistake::SmallLetters) => "with the key's letters as small ones".to_owned(),
        Mistake::Time(TimeMistake::OtherAttempt { retried_count, time }) => {
            format!("with the transmission time of another attempt ({time}, retried count {retried_count})")
        }
        Mistake::Time(TimeMistake::Rewritten(time)) => {
            format!("with the transmission time written as {time}")
        }
        Mistake::Time(TimeMistake::CreatedAt) => {
            "with the body's createdAt as the transmission time".to_owned()
        }
        Mistake::Joined(Joined::BodyAlone) => {
            "the body alone, without colon and transmission time".to_owned()
        }
        Mistake::Joined(Joined::TimeFirst) => "the transmission time before the body".to_owned(),
        Mistake::Joined(Joined::Dot) => "body and transmission time with a dot between them".to_owned(),
        Mistake::Joined(Joined::Nothing) => "body and transmission time with nothing between them".to_owned(),
        Mistake::Body(body) => body_mistake(*body),
        Mistake::Written(Written::Hex) => "when it is read as hex digits".to_owned(),
        Mistake::Written(Written::Base64Url) => "when it is read in the base64 alphabet of URLs".to_owned(),
        Mistake::Written(Written::UrlEncoded) => "when its URL escapes are resolved".to_owned(),
        Mistake::Written(Written::Surrounded) => {
            "without the quotes or the header's name around it".to_owned()
        }
    }
}

fn form_name(form: KeyForm) -> &'static str {
    match form {
        KeyForm::Text => "text",
        KeyForm::Hex => "hex",
    }
}

fn body_mistake(mistake: BodyMistake) -> String {
    match mistake {
        BodyMistake::LineBreakAdded => "the body without the line break at its end".to_owned(),
        BodyMistake::LineBreakLost => "the body with a line break at its end".to_owned(),
        BodyMistake::CarriageReturnsAdded => "the body with line breaks \\n in place of \\r\\n".to_owned(),
        BodyMistake::CarriageReturnsLost => "the body with line breaks \\r\\n in place of \\n".to_owned(),
        BodyMistake::Surrounded => "the body without the white space or byte order mark around it".to_owned(),
        BodyMistake::MarkLost => "the body with a byte order mark before it".to_owned(),
        BodyMistake::Remade(style) => format!("the body parsed and printed again, as by {}", style.name),
    }
}

/// What mends a mistake.
pub fn mended(mistake: &Mistake) -> &'static str {
    match mistake {
        Mistake::Key(KeyMistake::OtherForm(KeyForm::Text)) => {
            "--key-form auto; in code, the key's characters as they are, not decoded"
        }
        Mistake::Key(KeyMistake::OtherForm(KeyForm::Hex)) => {
            "--key-form auto; in code, the 32 bytes that the key's hex digits encode"
        }
        Mistake::Key(KeyMistake::SecretKey) => {
            "Toss Payments signs with the security key (보안 키), 64 hex digits: Developer Center > API keys; who signed with \
             the secret key is not Toss Payments"
        }
        Mistake::Key(KeyMistake::GivenInQuotes | KeyMistake::UsedInQuotes) => {
            "quotes are the file's or the shell's: take them off where the key is read"
        }
        Mistake::Key(KeyMistake::LineBreak) => {
            "take white space off where the key is read from a file or variable"
        }
        Mistake::Key(KeyMistake::Capitals | KeyMistake::SmallLetters) => {
            "as text every letter counts: use the key exactly as the Developer Center shows it"
        }
        Mistake::Time(TimeMistake::OtherAttempt { .. }) => {
            "each attempt has a time and a signature of its own: take both from the same request"
        }
        Mistake::Time(TimeMistake::Rewritten(_)) => {
            "use the characters of tosspayments-webhook-transmission-time; do not parse and print the time"
        }
        Mistake::Time(TimeMistake::CreatedAt) => "use the header tosspayments-webhook-transmission-time",
        Mistake::Joined(_) => "what is signed is the body, a colon, and the transmission time",
        Mistake::Body(BodyMistake::Remade(_)) => {
            "use the bytes as received, before anything parses them: printing again changes white space, numbers (5000.0), \
             escapes or order"
        }
        Mistake::Body(_) => {
            "use the bytes as received: editors, echo, loggers and --data (use --data-binary) add or take line breaks"
        }
        Mistake::Written(_) => "the header has v1: and plain base64, and nothing around it",
    }
}
