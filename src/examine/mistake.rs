//! What people do with a signature that makes it match nothing.

use super::remade::Style;
use crate::toss::KeyForm;

/// One thing that was done otherwise than Toss Payments documents it (section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mistake {
    /// The key.
    Key(KeyMistake),
    /// The transmission time.
    Time(TimeMistake),
    /// How body and time were put together.
    Joined(Joined),
    /// The body.
    Body(BodyMistake),
    /// How the signature was written down.
    Written(Written),
}

/// What is wrong with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyMistake {
    /// It matches in this form, which was not asked for.
    OtherForm(KeyForm),
    /// It is a secret key.
    SecretKey,
    /// It was given in quotes.
    GivenInQuotes,
    /// It was used with quotes around it.
    UsedInQuotes,
    /// It was used with a line break behind it.
    LineBreak,
    /// Its hex digits were used as capitals, where the text form counts every letter.
    Capitals,
    /// Its hex digits were used as small letters.
    SmallLetters,
}

/// What is wrong with a transmission time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TimeMistake {
    /// It is another attempt's of the same event.
    OtherAttempt {
        /// That attempt's retried count.
        retried_count: u32,
        /// The time that matches.
        time: String,
    },
    /// It was written in another way; this is the one that matches.
    Rewritten(String),
    /// `createdAt` of the body was taken for it.
    CreatedAt,
}

/// How a message was put together, where not as body, colon, time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// The body alone.
    BodyAlone,
    /// Time, colon, body.
    TimeFirst,
    /// A dot instead of the colon.
    Dot,
    /// Nothing between them.
    Nothing,
}

/// What was done to a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyMistake {
    /// It has a line break at its end that what was signed hasn't.
    LineBreakAdded,
    /// It lacks a line break that what was signed has.
    LineBreakLost,
    /// Its line breaks are `\r\n`, those of what was signed `\n`.
    CarriageReturnsAdded,
    /// The other way round.
    CarriageReturnsLost,
    /// It has a byte order mark, or white space around it, that what was signed hasn't.
    Surrounded,
    /// It lacks a byte order mark.
    MarkLost,
    /// What was signed is the JSON as this printer makes it.
    Remade(Style),
}

/// How a signature was written, where not as base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// As hex digits.
    Hex,
    /// In the alphabet of URLs (`-`, `_`).
    Base64Url,
    /// With `%2B`, `%2F`, `%3D`, or a blank for `+`.
    UrlEncoded,
    /// In quotes, or with the header's name.
    Surrounded,
}

impl Mistake {
    /// Its word in JSON.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Key(key) => match key {
                KeyMistake::OtherForm(_) => "key_form",
                KeyMistake::SecretKey => "secret_key",
                KeyMistake::GivenInQuotes | KeyMistake::UsedInQuotes => "key_in_quotes",
                KeyMistake::LineBreak => "key_line_break",
                KeyMistake::Capitals | KeyMistake::SmallLetters => "key_case",
            },
            Self::Time(time) => match time {
                TimeMistake::OtherAttempt { .. } => "time_of_another_attempt",
                TimeMistake::Rewritten(_) => "time_rewritten",
                TimeMistake::CreatedAt => "created_at_as_time",
            },
            Self::Joined(_) => "message_form",
            Self::Body(body) => match body {
                BodyMistake::LineBreakAdded | BodyMistake::LineBreakLost => "body_line_break",
                BodyMistake::CarriageReturnsAdded | BodyMistake::CarriageReturnsLost => {
                    "body_carriage_returns"
                }
                BodyMistake::Surrounded | BodyMistake::MarkLost => "body_surroundings",
                BodyMistake::Remade(_) => "body_remade",
            },
            Self::Written(_) => "signature_encoding",
        }
    }
}
