//! What is done to an attempt on purpose, as a real network or a broken sender does it.

use std::time::Duration;

use super::{AttemptResult, Cause, CutAfter, Outcome};

/// What was done to an attempt.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mishap {
    /// Which further copy of the attempt it is, from 1; 0 is the attempt itself.
    pub copy: u32,
    /// How many further copies there are.
    pub copies: u32,
    /// How long it was held back.
    pub held: Option<Duration>,
    /// How its body is broken.
    pub malformed: Option<Malformed>,
    /// Where its connection is cut off.
    pub cut: Option<CutAfter>,
}

/// How a body is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// JSON that ends in the middle.
    CutShort,
    /// Korean letters that are not in UTF-8.
    WrongEncoding,
    /// Nothing at all.
    Empty,
    /// Another format: the page of a proxy.
    NotJson,
    /// JSON in which the content is of another type.
    WrongType,
    /// The event within an array.
    Array,
}

impl Malformed {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::CutShort, Self::WrongEncoding, Self::Empty, Self::NotJson, Self::WrongType, Self::Array];

    /// The JSON word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CutShort => "cut_short",
            Self::WrongEncoding => "wrong_encoding",
            Self::Empty => "empty",
            Self::NotJson => "not_json",
            Self::WrongType => "wrong_type",
            Self::Array => "array",
        }
    }
}

impl Mishap {
    /// What this copy of the attempt meets with: it comes whole, whatever cuts the attempt off.
    #[must_use]
    pub fn of_copy(self, copy: u32) -> Self {
        Self { copy, cut: None, ..self }
    }

    /// Whether a server did right that answered so: an attempt that was left alone is accepted, a broken body is
    /// refused, and of a call that was cut off before it was whole nothing is known.
    pub fn is_mastered(&self, result: &AttemptResult) -> bool {
        let is_right = |status: Option<u16>| match self.malformed {
            Some(_) => status.is_some_and(|status| (400..500).contains(&status)),
            None => status == Some(200),
        };
        match (self.cut, &result.cause) {
            (Some(CutAfter::Response), Some(Cause::CutOff { status, .. })) => is_right(*status),
            (Some(_), cause) => matches!(cause, Some(Cause::CutOff { .. })),
            (None, _) if self.malformed.is_some() => is_right(result.http_status()),
            (None, _) => result.outcome == Outcome::Accepted,
        }
    }
}

/// What was done to the attempts of a run, and what came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mishaps {
    /// Attempts that were cut off before they were whole.
    pub cut_short: u64,
    /// Attempts that were cut off once they had been answered.
    pub unheard: u64,
    /// Those of them that had been answered 200.
    pub worked: u64,
    /// Attempts with a broken body.
    pub malformed: u64,
    /// Those of them that were refused with a status of 400 to 499.
    pub refused: u64,
    /// Further copies of attempts.
    pub copies: u64,
    /// Those of them that were not answered as the attempt itself.
    pub unlike: u64,
}

impl Mishaps {
    /// Whether anything was done.
    pub fn is_none(&self) -> bool {
        *self == Self::default()
    }

    /// Counts an attempt; of a copy also beside what came of the attempt itself.
    pub fn count(&mut self, mishap: &Mishap, result: &AttemptResult, itself: Option<&AttemptResult>) {
        match &result.cause {
            Some(Cause::CutOff { after: CutAfter::Response, status }) => {
                self.unheard += 1;
                self.worked += u64::from(*status == Some(200));
            }
            Some(Cause::CutOff { .. }) => self.cut_short += 1,
            _ => {}
        }
        if mishap.malformed.is_some() {
            self.malformed += 1;
            self.refused +=
                u64::from(result.http_status().is_some_and(|status| (400..500).contains(&status)));
        }
        if let Some(itself) = itself {
            self.copies += 1;
            self.unlike += u64::from(answered(itself) != answered(result));
        }
    }
}

/// What an endpoint answered, whether or not anybody heard it.
fn answered(result: &AttemptResult) -> Option<u16> {
    match &result.cause {
        Some(Cause::CutOff { status, .. }) => *status,
        _ => result.http_status(),
    }
}
